//! The forms that are read, by language.

use super::{check, shown};

#[test]
fn english_dates() {
    check(
        "en",
        &[
            ("April 27, 2025", "2025-04-27"),
            ("April 27 2025", "2025-04-27"),
            ("Apr. 27, 2025", "2025-04-27"),
            ("APRIL 27, 2025", "2025-04-27"),
            ("Sept. 5, 2024", "2024-09-05"),
            ("27 April 2025", "2025-04-27"),
            ("27th April 2025", "2025-04-27"),
            ("the 27th of April, 2025", "2025-04-27"),
            ("April 1st, 2025", "2025-04-01"),
            ("the first of April 2025", "2025-04-01"),
            ("27-Apr-2025", "2025-04-27"),
            ("27/Apr/2025", "2025-04-27"),
            ("27 Apr. 2025", "2025-04-27"),
            ("2025 April 27", "2025-04-27"),
            ("on April 27, 2025", "2025-04-27"),
            ("April 27, 2025.", "2025-04-27"),
            ("(April 27, 2025)", "2025-04-27"),
            ("around 27 April 2025", "~2025-04-27"),
            ("April 2025", "2025-04"),
            ("April, 2025", "2025-04"),
            ("in April of 2025", "2025-04"),
            ("Apr-2025", "2025-04"),
            ("Sept. 2024", "2024-09"),
            ("2025-04", "2025-04"),
            ("2025/04/27", "2025-04-27"),
            ("2025-4-27", "2025-04-27"),
            ("2025", "2025"),
            ("in 2025", "2025"),
            ("the year 2025", "2025"),
        ],
    );
}

#[test]
fn english_parts_and_approximate_dates() {
    check(
        "en",
        &[
            ("early May 2025", "early 2025-05"),
            ("mid-2024", "mid 2024"),
            ("mid\u{2011}2024", "mid 2024"),
            ("mid-April 2025", "mid 2025-04"),
            ("Mid April 2025", "mid 2025-04"),
            ("late 2023", "late 2023"),
            ("late-2023", "late 2023"),
            ("in early 2024", "early 2024"),
            ("at the beginning of 2024", "early 2024"),
            ("at the end of April 2025", "late 2025-04"),
            ("the middle of March 2025", "mid 2025-03"),
            ("around 2023", "~2023"),
            ("c. 1990", "~1990"),
            ("circa 1990", "~1990"),
            ("ca. 1990", "~1990"),
            ("about the middle of March 2025", "~mid 2025-03"),
            ("2023 or so", "~2023"),
            ("around December 2024", "~2024-12"),
        ],
    );
}

#[test]
fn italian_dates() {
    check(
        "it",
        &[
            ("27 aprile 2025", "2025-04-27"),
            ("il 27 aprile del 2025", "2025-04-27"),
            ("domenica 27 aprile 2025", "2025-04-27"),
            ("Domenica, 27 aprile 2025", "2025-04-27"),
            ("1° maggio 2025", "2025-05-01"),
            ("1º maggio 2025", "2025-05-01"),
            ("il primo maggio 2025", "2025-05-01"),
            ("l’11 aprile 2025", "2025-04-11"),
            ("27 apr. 2025", "2025-04-27"),
            ("27-apr-2025", "2025-04-27"),
            ("venerdì 25 aprile 2025", "2025-04-25"),
            ("venerdi 25 aprile 2025", "2025-04-25"),
            ("aprile 2025", "2025-04"),
            ("nell’aprile del 2025", "2025-04"),
            ("ad aprile 2025", "2025-04"),
            ("sett. 2024", "2024-09"),
            ("nel 2025", "2025"),
            ("nell'anno 2025", "2025"),
            ("inizio maggio 2025", "early 2025-05"),
            ("all’inizio del 2024", "early 2024"),
            ("ai primi di aprile 2025", "early 2025-04"),
            ("a metà aprile 2025", "mid 2025-04"),
            ("metà 2024", "mid 2024"),
            ("fine 2023", "late 2023"),
            ("alla fine di aprile 2025", "late 2025-04"),
            ("verso la fine del 2024", "~late 2024"),
            ("intorno al 2023", "~2023"),
            ("circa 1990", "~1990"),
            ("nel 2023 circa", "~2023"),
        ],
    );
}

#[test]
fn german_dates() {
    check(
        "de",
        &[
            ("27. April 2025", "2025-04-27"),
            ("27.April 2025", "2025-04-27"),
            ("27. Apr. 2025", "2025-04-27"),
            ("Sonntag, 27. April 2025", "2025-04-27"),
            ("So., 27. April 2025", "2025-04-27"),
            ("am Sonntag, dem 27. April 2025", "2025-04-27"),
            ("am 27. April 2025", "2025-04-27"),
            ("3. März 2025", "2025-03-03"),
            ("3. Maerz 2025", "2025-03-03"),
            ("6. Jänner 2025", "2025-01-06"),
            ("27. 4. 2025", "2025-04-27"),
            ("So, 27.4.2025", "2025-04-27"),
            ("April 2025", "2025-04"),
            ("im Dezember 2024", "2024-12"),
            ("2025", "2025"),
            ("im Jahr 2025", "2025"),
            ("im Jahre 2025", "2025"),
            ("Anfang Mai 2025", "early 2025-05"),
            ("zu Beginn des Jahres 2024", "early 2024"),
            ("Mitte 2024", "mid 2024"),
            ("Ende 2023", "late 2023"),
            ("gegen Ende 2023", "~late 2023"),
            ("um 1990", "~1990"),
            ("etwa 2023", "~2023"),
        ],
    );
}

#[test]
fn french_dates() {
    check(
        "fr",
        &[
            ("27 avril 2025", "2025-04-27"),
            ("le 27 avril 2025", "2025-04-27"),
            ("dimanche 27 avril 2025", "2025-04-27"),
            ("le dimanche 27 avril 2025", "2025-04-27"),
            ("1er mai 2025", "2025-05-01"),
            ("le premier mai 2025", "2025-05-01"),
            ("14 févr. 2025", "2025-02-14"),
            ("14 FEVRIER 2025", "2025-02-14"),
            ("15 août 2024", "2024-08-15"),
            ("15 aou\u{302}t 2024", "2024-08-15"),
            ("avril 2025", "2025-04"),
            ("en avril 2025", "2025-04"),
            ("au mois d’avril 2025", "2025-04"),
            ("en 2025", "2025"),
            ("début mai 2025", "early 2025-05"),
            ("au début de l’année 2024", "early 2024"),
            ("mi-2024", "mid 2024"),
            ("à la mi-avril 2025", "mid 2025-04"),
            ("fin 2023", "late 2023"),
            ("à la fin de 2023", "late 2023"),
            ("vers 1990", "~1990"),
            ("aux alentours de 1990", "~1990"),
        ],
    );
}

#[test]
fn spanish_dates() {
    check(
        "es",
        &[
            ("27 de abril de 2025", "2025-04-27"),
            ("el 27 de abril del 2025", "2025-04-27"),
            ("domingo, 27 de abril de 2025", "2025-04-27"),
            ("miércoles 30 de abril de 2025", "2025-04-30"),
            ("abril 27, 2025", "2025-04-27"),
            ("27/abr/2025", "2025-04-27"),
            ("1.º de mayo de 2025", "2025-05-01"),
            ("1º de mayo de 2025", "2025-05-01"),
            ("primero de mayo de 2025", "2025-05-01"),
            ("5 de setiembre de 2024", "2024-09-05"),
            ("5 sept. 2024", "2024-09-05"),
            ("abril de 2025", "2025-04"),
            ("en abril del 2025", "2025-04"),
            ("en el año 2025", "2025"),
            ("2025", "2025"),
            ("a principios de mayo de 2025", "early 2025-05"),
            ("mediados de 2024", "mid 2024"),
            ("a finales de 2023", "late 2023"),
            ("a fines de abril de 2025", "late 2025-04"),
            ("hacia 1990", "~1990"),
            ("alrededor de 1990", "~1990"),
        ],
    );
}

#[test]
fn weekdays_have_to_fit() {
    check(
        "en",
        &[
            ("Sunday 27 April 2025", "2025-04-27"),
            ("Sunday, April 27, 2025", "2025-04-27"),
            ("Sun, 27 Apr 2025", "2025-04-27"),
            ("Thurs. 1 May 2025", "2025-05-01"),
            ("27 April 2025, Sunday", "2025-04-27"),
            ("27 April 2025 (Sunday)", "2025-04-27"),
            ("Sunday 27/04/2025", "2025-04-27"),
            ("Monday 27 April 2025", "is a Sunday"),
            ("Sunday, April 28, 2025", "is a Monday"),
            ("28 April 2025, Sunday", "is a Monday"),
            ("Monday 2025-04-27", "is a Sunday"),
            // Only one of the two days is a Saturday.
            ("Saturday 05/04/2025", "2025-04-05"),
            ("Sunday 05/04/2025", "2025-05-04"),
            ("Monday 05/04/2025", "is a Saturday"),
        ],
    );
    check(
        "it",
        &[
            ("lunedì 27 aprile 2025", "is a Sunday"),
            ("mar. 29 apr. 2025", "2025-04-29"),
        ],
    );
    check("de", &[("Montag, 27. April 2025", "is a Sunday")]);
    check("fr", &[("lundi 27 avril 2025", "is a Sunday")]);
    check("es", &[("lunes 27 de abril de 2025", "is a Sunday")]);
}

#[test]
fn days_that_do_not_exist_are_impossible() {
    let cases = [
        ("en", "31 April 2025"),
        ("en", "April 31, 2025"),
        ("en", "February 29, 2025"),
        ("en", "0 April 2025"),
        ("en", "Thursday 31 April 2025"),
        ("it", "31 aprile 2025"),
        ("de", "30. Februar 2024"),
        ("fr", "31 juin 2025"),
        ("es", "31 de abril de 2025"),
        ("", "2025-13-01"),
        ("", "32/01/2025"),
        ("", "13/13/2025"),
        ("", "1/1/0000"),
        ("", "2025-02-30T10:15:00Z"),
    ];
    for (language, printed) in cases {
        assert_eq!(shown(printed, "", language), "impossible", "{printed}");
    }
    assert_eq!(shown("29 February 2024", "", "en"), "2024-02-29");
}

#[test]
fn instants() {
    check(
        "",
        &[
            ("2025-04-27T10:15:00Z", "2025-04-27T10:15:00Z"),
            ("2025-04-27T10:15Z", "2025-04-27T10:15:00Z"),
            ("2025-04-27t10:15:00z", "2025-04-27T10:15:00Z"),
            ("2025-04-27T10:15:00+02:00", "2025-04-27T08:15:00Z+02:00"),
            ("2025-04-27T10:15:00+0200", "2025-04-27T08:15:00Z+02:00"),
            ("2025-04-27 10:15:00Z", "2025-04-27T10:15:00Z"),
            (
                "2025-04-27T10:15:00.123456789Z",
                "2025-04-27T10:15:00.123456Z",
            ),
            // Without the distance from UTC the instant is not known, but the day is.
            ("2025-04-27T10:15:00", "2025-04-27"),
        ],
    );
}

#[test]
fn a_time_of_day_is_passed_over() {
    check(
        "en",
        &[
            ("27 April 2025, 10:15", "2025-04-27"),
            ("April 27, 2025 at 10:15 a.m. EDT", "2025-04-27"),
            ("Sun, 27 Apr 2025 10:15:00 GMT", "2025-04-27"),
            ("27/04/2025 10:00", "2025-04-27"),
            ("10:15 BST, Sunday 27 April 2025", "2025-04-27"),
            ("10:15, 2025", "as printed"),
        ],
    );
    check("it", &[("27 aprile 2025 alle ore 10.15", "2025-04-27")]);
    check("de", &[("27. April 2025, 10.15 Uhr", "2025-04-27")]);
    check("fr", &[("27 avril 2025 à 10h15", "2025-04-27")]);
    check("es", &[("27 de abril de 2025 a las 10:15", "2025-04-27")]);
}

#[test]
fn the_locale_decides_the_order_of_digits() {
    for (printed, locale, language, expected) in [
        ("27/04/2025", "", "", "2025-04-27"),
        ("27.04.2025", "", "de", "2025-04-27"),
        ("04/27/2025", "", "", "2025-04-27"),
        ("05/05/2025", "", "", "2025-05-05"),
        ("05/04/2025", "", "", "ambiguous"),
        ("05/04/2025", "", "en", "ambiguous"),
        ("05/04/2025", "", "en-GB", "2025-04-05"),
        ("05/04/2025", "", "en-US", "2025-05-04"),
        ("05/04/2025", "it", "en", "2025-04-05"),
        ("05/04/2025", "en-US", "en-GB", "2025-05-04"),
        ("27/04/2025", "en-US", "en", "other order"),
        ("27/04/2025", "", "en-US", "2025-04-27"),
        ("05.04.2025", "", "de", "2025-04-05"),
        ("04/2025", "", "en", "2025-04"),
    ] {
        assert_eq!(
            shown(printed, locale, language),
            expected,
            "{printed} {locale} {language}"
        );
    }
}

#[test]
fn words_of_another_language_are_read_if_all_languages_agree() {
    check(
        "en",
        &[
            ("27 aprile 2025", "2025-04-27"),
            ("27. März 2025", "2025-03-27"),
            ("fine 2023", "late 2023"),
            ("Ende 2023", "late 2023"),
        ],
    );
    check(
        "",
        &[
            ("April 27, 2025", "2025-04-27"),
            ("27 avril 2025", "2025-04-27"),
            ("mai 2025", "2025-05"),
            ("sept. 2024", "2024-09"),
            ("circa 1990", "~1990"),
            ("31 aprile 2025", "impossible"),
        ],
    );
    // The words of a language that is declared but not read.
    check(
        "pt",
        &[("abril de 2025", "2025-04"), ("maio de 2025", "as printed")],
    );
}
