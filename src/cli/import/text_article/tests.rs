//! What a plain-text article becomes, and what is reported where the layout is wrong.

use super::*;

const TEXT: &str = "HARBOUR TOWN BANS NIGHT FERRIES\n\nDI ADA LUCIA ROSSI\n27/04/2025\n\
    The council met on Monday. “Enough”, said the mayor.\n\
    Sources\n\
    \n\
    That was a line of the text: 3.500 people signed.\n\
    Sources\n\
    Photo via @HarbourWatch\n\
    \n\
    https://news.example/harbour/1\n\
    https://other.example/ferries\n";

const BODY: &str = "The council met on Monday. “Enough”, said the mayor.\nSources\n\nThat was a line of the text: 3.500 people signed.";

fn options(language: &str, number_locale: &str) -> Options {
    let given = |tag: &str| (!tag.is_empty()).then(|| tag.to_owned());
    Options {
        language: given(language),
        number_locale: given(number_locale),
        ..Options::default()
    }
}

fn article(text: &str, options: &Options) -> pb::Article {
    read(text, options).unwrap().article.unwrap()
}

#[test]
fn a_byline_that_may_name_several_is_only_kept_as_printed() {
    for printed in [
        "By Nora Lindqvist and Tom Hale",
        "DI ADA ROSSI E EVA BIANCHI",
        "By A. Hale, B. Ito",
    ] {
        let text = TEXT.replace("DI ADA LUCIA ROSSI", printed);
        let byline = &article(&text, &options("en", "it")).bylines[0];
        assert_eq!(
            (byline.name.as_str(), byline.printed.as_str()),
            ("", printed)
        );
    }
}

fn problems_with(text: &str, options: &Options) -> String {
    let problems = read(text, options).unwrap_err().problems.into_iter();
    let lines = problems.map(|it| format!("line {}: {}", it.line.unwrap(), it.what));
    lines.collect::<Vec<_>>().join("\n")
}

fn problems(text: &str) -> String {
    problems_with(text, &options("en", "it"))
}

#[test]
fn an_article_is_read_whole() {
    let bundle = read(TEXT, &options("en", "it")).unwrap();
    let article = bundle.article.unwrap();
    assert_eq!(article.headline, "HARBOUR TOWN BANS NIGHT FERRIES");
    assert_eq!(article.bylines[0].name, "ADA LUCIA ROSSI");
    assert_eq!(article.bylines[0].printed, "DI ADA LUCIA ROSSI");
    assert_eq!(
        (article.language.as_str(), article.number_locale.as_str()),
        ("en", "it")
    );
    let date = article.date_published.unwrap();
    assert_eq!((date.year, date.month, date.day), (2025, 4, 27));
    assert_eq!(date.printed, "27/04/2025");
    assert_eq!(article.body, BODY);
    let cited: Vec<&str> = article
        .citations
        .iter()
        .map(|it| it.printed.as_str())
        .collect();
    assert_eq!(
        cited,
        [
            "Photo via @HarbourWatch",
            "https://news.example/harbour/1",
            "https://other.example/ferries"
        ]
    );
    assert_eq!(article.credits.len(), 1);
    assert_eq!(bundle.sources.len(), 3);
    assert_eq!(bundle.claims, []);
}

#[test]
fn what_is_made_passes_the_rules_of_the_model() {
    let bundle = read(TEXT, &options("en", "it")).unwrap();
    let mut check = crate::domain::value::violation::Checker::new();
    crate::wire::resource::bundle::read(&mut check, bundle);
    assert_eq!(check.finish(()), Ok(()));
}

#[test]
fn language_locale_and_uri_are_the_callers_or_absent() {
    let plain = article(TEXT, &Options::default());
    assert_eq!(
        (plain.language, plain.number_locale, plain.uri),
        Default::default()
    );
    let uri = "https://harbour.example/1";
    let given = Options {
        uri: Some(uri.to_owned()),
        ..Options::default()
    };
    assert_eq!(article(TEXT, &given).uri, uri);
}

#[test]
fn the_body_is_kept_byte_for_byte_after_the_blank_lines_before_it() {
    let head = "T\r\nBy A\r\n2025-04-27\r\n";
    for body in [
        "\r\n\r\n One\r\n\tTwo  \r\n",
        "é\u{a0}“”",
        "e\u{301}\r",
        "\n\nOne\n\n",
    ] {
        let text = format!("\u{feff}{head}{body}\r\nSources\r\n");
        let article = article(&text, &options("en", ""));
        assert_eq!(article.body, body.trim_start_matches(['\r', '\n']));
        assert_eq!(article.headline, "T");
        assert_eq!(article.bylines[0].name, "A");
    }
}

#[test]
fn a_sources_line_may_end_the_text() {
    let article = article("T\nA\n2025-04-27\nBody\nSources", &Options::default());
    assert_eq!(
        (article.body.as_str(), article.citations.len()),
        ("Body", 0)
    );
}

#[test]
fn the_by_word_of_a_declared_language_is_not_part_of_the_name() {
    for (line, language, locale, name) in [
        ("By Ada Rossi", "en-GB", "", "Ada Rossi"),
        ("BY: Ada Rossi", "en", "it", "Ada Rossi"),
        ("di Ada Rossi", "en", "it-IT", "Ada Rossi"),
        ("Par Ada Rossi", "fr", "", "Ada Rossi"),
        ("Por Ada Rossi", "es", "", "Ada Rossi"),
        ("Von Ada Rossi", "de-AT", "", "Ada Rossi"),
        ("Ada Rossi", "it", "it", "Ada Rossi"),
        ("Diana Rossi", "it", "", "Diana Rossi"),
        ("By", "en", "", "By"),
        // Whether it is part of the name is not known.
        ("DI ADA ROSSI", "en", "", ""),
        ("Von Ada Rossi", "", "", ""),
    ] {
        let byline = byline(line, &options(language, locale));
        assert_eq!(
            (byline.name.as_str(), byline.printed.as_str()),
            (name, line)
        );
    }
}

#[test]
fn a_date_that_can_be_two_days_is_refused_with_its_line() {
    let text = TEXT.replace("27/04/2025", "05/04/2025");
    assert_eq!(
        problems_with(&text, &options("en", "")),
        "line 4: 05/04/2025 can be 5 April 2025 or 4 May 2025; give --number-locale en-GB or it where the day comes first, en-US where the month does"
    );
    assert!(read(&text, &options("en", "it")).is_ok());
}

#[test]
fn a_date_is_read_as_newspapers_print_it() {
    for (line, language) in [
        ("April 27, 2025", "en"),
        ("Sunday 27 April 2025", "en-GB"),
        ("domenica 27 aprile 2025", "it"),
        ("27 aprile 2025", "en"),
        ("27 avril 2025", ""),
        ("Published: April 27, 2025 at 10:15 a.m.", "en"),
    ] {
        let text = TEXT.replace("27/04/2025", line);
        let date = article(&text, &options(language, "")).date_published;
        let date = date.unwrap();
        assert_eq!((date.year, date.month, date.day), (2025, 4, 27), "{line}");
        assert_eq!(date.printed, line);
    }
}

#[test]
fn an_instant_has_its_day_in_the_time_zone_of_the_publisher() {
    let text = TEXT.replace("27/04/2025", "2025-04-27T22:30:00Z");
    let date = |text: &str, zone: Option<&str>| {
        let options = Options {
            time_zone: zone.map(str::to_owned),
            ..options("en", "")
        };
        article(text, &options).date_published.unwrap()
    };
    assert_eq!(date(&text, None).time_zone, "");
    assert_eq!(date(&text, Some("Europe/Rome")).time_zone, "Europe/Rome");
    let printed = TEXT.replace("27/04/2025", "2025-04-28T00:30:00+02:00");
    assert_eq!(date(&printed, None).time_zone, "+02:00");
    let instant = date(&printed, Some("Europe/Rome"));
    assert_eq!(instant.instant, date(&text, None).instant);
    assert_eq!(instant.time_zone, "Europe/Rome");
    // A day is already that of its publisher.
    assert_eq!(date(TEXT, Some("Europe/Rome")).time_zone, "");
}

#[test]
fn a_title_may_be_a_date_where_a_date_follows_the_byline() {
    let text = TEXT.replace("HARBOUR TOWN BANS NIGHT FERRIES", "11 September 2001");
    assert_eq!(
        article(&text, &options("en", "")).headline,
        "11 September 2001"
    );
}

#[test]
fn missing_parts_are_all_named_with_the_layout() {
    assert_eq!(problems(""), format!("line 1: has no title; {LAYOUT}"));
    assert_eq!(
        problems("T\n27/04/2025\nBody\nSources\n"),
        format!("line 2: has no byline above the date; {LAYOUT}")
    );
    assert_eq!(
        problems("T\nBy A\n\nThe council met.\nSources:\nhttps://\n"),
        "line 4: should be the date, written like 27/04/2025, 27.04.2025, 2025-04-27, 27 April 2025, April 27, 2025 or 27 aprile 2025, and is: The council met.\n\
         line 5: must be exactly Sources, with nothing around it, to begin the sources"
    );
    assert_eq!(
        problems("T\nBy A\n31/02/2025\nBody\n"),
        "line 3: 31/02/2025 is not a day of the calendar; write it like 27/04/2025, 27.04.2025, 2025-04-27, 27 April 2025, April 27, 2025 or 27 aprile 2025\n\
         line 4: ends without a line that is exactly Sources; add one after the text, also where no source follows"
    );
    assert_eq!(
        problems("T\nSources\n"),
        format!(
            "line 2: has no byline above the date; {LAYOUT}\nline 2: has no date; write it like 27/04/2025, 27.04.2025, 2025-04-27, 27 April 2025, April 27, 2025 or 27 aprile 2025 below the byline"
        )
    );
    assert_eq!(
        problems("T\nBy A\n27/04/2025\n\nSources\nhttps://a.example https://b.example\n"),
        "line 5: follows the date at once; put the text between the date and Sources\n\
         line 6: holds two urls; put each source on a line of its own"
    );
    assert!(problems("27/04/2025\nBody\nSources\n").contains("where the title should be"));
}
