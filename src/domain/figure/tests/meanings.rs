//! Figures whose words or region decide what they mean: units, ages, rates, others and scores.

use super::{super::read::Printed, Row, check, check_again, read, show};

#[test]
fn the_region_decides_the_acre_and_the_metal_the_ounce() {
    check(&[
        ("5 acres", "en-US", "en", "5 [acr_us]"),
        ("5 acres", "en-GB", "en", "5 [acr_br]"),
        ("5 acres", "en-IN", "en", "5 [acr_br]"),
        ("5 acres", "en", "en", "!"),
        ("5 acri", "it", "it", "!"),
        ("5 ounces of gold", "en", "en", "5 [oz_tr]"),
        ("an ounce of silver", "en", "en", "1 [oz_tr]"),
        ("5 once d'oro", "it", "it", "5 [oz_tr]"),
        ("5 Unzen Gold", "de", "de", "5 [oz_tr]"),
        ("5 onces d'or", "fr", "fr", "5 [oz_tr]"),
        ("5 onzas de oro", "es", "es", "5 [oz_tr]"),
        ("5 ounces of flour", "en", "en", "5 [oz_av]"),
        ("12 ounces of beer", "en", "en", "!"),
        ("5 m/s", "de", "de", "5 m/s"),
        ("5 metri al secondo", "it", "it", "5 m/s"),
        ("120 g/km", "en", "en", "120 g/km"),
        ("200 m³/s", "en", "en", "200 m3/s"),
    ]);
    let of_gold = Printed {
        text: "5 ounces",
        number_locale: "en",
        language: "en",
        counted: "gold",
    };
    let figure = super::super::read::read(&of_gold).unwrap();
    assert_eq!(figure.unit, "[oz_tr]");
}

#[test]
fn others_are_never_read_as_all() {
    for (language, texts) in [
        (
            "en",
            &["another 5", "a further 20", "5 others", "5 other people"][..],
        ),
        (
            "it",
            &[
                "altri 5",
                "altre 5 persone",
                "ulteriori 5",
                "ancora 5",
                "5 altri",
            ],
        ),
        (
            "de",
            &["weitere 20", "noch 20", "20 weitere", "die übrigen 5"],
        ),
        (
            "fr",
            &["5 autres", "les autres 5", "encore 5", "5 autres personnes"],
        ),
        ("es", &["otros 5", "otras 5 personas", "5 otros"]),
    ] {
        for text in texts {
            let error = read(text, language, language).unwrap_err().to_string();
            assert!(error.contains("how many more or others"), "{text}: {error}");
            assert!(read(text, "", "").is_err(), "{text}");
        }
    }
    check(&[
        ("nur noch 20", "de", "de", "20"),
        ("more than 20", "en", "en", "(20, ), uncertainty"),
    ]);
    // The caller says that they are others.
    let others = Printed {
        text: "5 others",
        number_locale: "en",
        language: "en",
        counted: "others",
    };
    assert!(super::super::read::read(&others).is_ok());
}

#[test]
fn a_fall_has_no_sign_of_its_own_and_a_score_is_not_a_range() {
    const FALLS: &[Row] = &[
        (
            "a 40% drop",
            "en",
            "en",
            "! can be read as 40% or -40%; give lower and upper",
        ),
        (
            "un calo del 40%",
            "it",
            "it",
            "! can be read as 40% or -40%; give lower and upper",
        ),
        ("40 Prozent Rückgang", "de", "de", "!"),
        ("une baisse de 40 %", "fr", "fr", "!"),
        ("una caída del 40%", "es", "es", "!"),
        ("a 20% loss", "en", "en", "!"),
        ("300 job cuts", "en", "en", "300"),
        ("a 5% rise", "en", "en", "5 %"),
        ("minus 3 Prozent", "de", "de", "-3 %"),
        ("0-2", "en", "en", "!"),
        ("1–2", "it", "it", "!"),
        ("0-12", "en", "en", "!"),
        ("2-3 days", "en", "en", "[2, 3] d, uncertainty"),
        ("about 2-3", "en", "en", "~[2, 3], uncertainty"),
        ("10-15", "en", "en", "[10, 15], uncertainty"),
    ];
    check(FALLS);
}

#[test]
fn parts_of_a_decade_of_life_are_ages() {
    check(&[
        ("mid-20s", "en", "en", "~[24, 27) a, extent"),
        ("in his mid-40s", "en", "en", "~[44, 47) a, extent"),
        ("in her early 30s", "en", "en", "~[30, 34) a, extent"),
        ("late 50s", "en", "en", "~[57, 60) a, extent"),
        ("in her twenties", "en", "en", "[20, 30) a, extent"),
        ("in his teens", "en", "en", "[13, 20) a, extent"),
        ("in the mid-20s", "en", "en", "!"),
        ("late sixties", "en", "en", "!"),
        ("Mitte 40", "de", "de", "~[44, 47) a, extent"),
        ("Anfang dreißig", "de", "de", "~[30, 34) a, extent"),
        ("ein Mittvierziger", "de", "de", "~[44, 47) a, extent"),
        ("Mitte 2025", "de", "de", "!"),
        ("Anfang 30 Tage", "de", "de", "!"),
        ("sulla quarantina", "it", "it", "~40 a"),
        ("over 65", "it", "it", "(65, ) a, extent"),
        ("gli over 65", "it", "it", "(65, ) a, extent"),
        ("gli ultrasessantenni", "it", "it", "(60, ) a, extent"),
        ("over 65", "en", "en", "(65, ), uncertainty"),
    ]);
}

#[test]
fn how_often_heights_and_currencies() {
    check(&[
        ("twice a day", "en", "en", "2 per day"),
        ("once a week", "en", "en", "1 per week"),
        ("zweimal täglich", "de", "de", "2 per day"),
        ("einmal im Monat", "de", "de", "1 per month"),
        ("twice", "en", "en", "!"),
        ("three quarters", "en", "en", "75 %"),
        ("a quarter", "en", "en", "!"),
        ("6'2\"", "en", "en", "74 [in_i]"),
        ("6′2″", "en", "en", "74 [in_i]"),
        ("5ft 11", "en", "en", "71 [in_i]"),
        ("11st 4lb", "en", "en", "158 [lb_av]"),
        ("11 stone 4", "en", "en", "158 [lb_av]"),
        ("21st 4lb", "en", "en", "298 [lb_av]"),
        ("21st", "en", "en", "!"),
        ("1st prize", "en", "en", "!"),
        ("6'", "en", "en", "!"),
        ("7ft 13", "en", "en", "!"),
        ("500 pesos", "es-MX", "es", "500 MXN"),
        ("500 francs", "fr-CH", "fr", "500 CHF"),
    ]);
    for (text, language) in [
        ("500 pesos", "en"),
        ("500 corone", "it"),
        ("500 francs", "fr"),
    ] {
        let error = read(text, language, language).unwrap_err().to_string();
        assert!(error.starts_with("can be read as 500"), "{text}: {error}");
    }
    for (text, language) in [
        ("the 3rd", "en"),
        ("11th", "en"),
        ("3e", "fr"),
        ("der 3.", "de"),
    ] {
        let error = read(text, language, language).unwrap_err().to_string();
        assert!(error.contains("is not a quantity"), "{text}: {error}");
    }
}

/// What a text must be read as: a figure, or nothing.
fn assert_read(text: &str, (locale, language): (&str, &str), expected: Option<String>) {
    let got = read(text, locale, language).ok();
    if let Some(figure) = &got {
        check_again(figure, locale, language);
    }
    assert_eq!(
        got.as_ref().map(show),
        expected,
        "{text:?} ({locale}, {language})"
    );
}

#[test]
fn the_meaning_of_words_holds_for_every_number() {
    for n in 1..=300 {
        for (text, locale, unit) in [
            (format!("{n} m/s"), "de", "m/s"),
            (format!("{n} acres"), "en-GB", "[acr_br]"),
            (format!("{n} acres"), "en-US", "[acr_us]"),
            (format!("{n} Unzen Gold"), "de", "[oz_tr]"),
        ] {
            let language = &locale[..2];
            assert_read(&text, (locale, language), Some(format!("{n} {unit}")));
        }
        for (text, language) in [
            (format!("another {n}"), "en"),
            (format!("altri {n}"), "it"),
            (format!("weitere {n}"), "de"),
            (format!("{n} autres"), "fr"),
            (format!("otros {n}"), "es"),
            (format!("a {n}% drop"), "en"),
            (format!("un calo del {n}%"), "it"),
            (format!("{n} acres"), "en"),
            (format!("{n}{}", ordinal(n)), "en"),
        ] {
            assert_read(&text, (language, language), None);
        }
    }
    for (feet, inches) in (4..=7).flat_map(|feet| (1..12).map(move |inches| (feet, inches))) {
        let expected = Some(format!("{} [in_i]", 12 * feet + inches));
        assert_read(&format!("{feet}ft {inches}in"), ("en", "en"), expected);
    }
    for decade in 2..=9 {
        let expected = format!("~[{decade}4, {decade}7) a, extent");
        assert_read(&format!("mid-{decade}0s"), ("en", "en"), Some(expected));
    }
}

/// The ending of an ordinal in digits.
fn ordinal(n: u32) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}
