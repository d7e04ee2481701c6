//! What stands in fields and in newspapers: figures, dates, addresses and statements.

use claimstore::domain::{
    figure::{
        Figure,
        print::print,
        quantity::Decimal,
        read::{Printed, read},
    },
    printed_date::{self, context::DateContext},
    resource::Name,
    value::{
        Checker, Date, byline,
        identity::{Form, caseless_text, folded_text, normal_text, normal_text_in},
        language, same_as,
        time_zone::TimeZone,
        url,
    },
};

use super::{chosen, text};

/// Locales of each way to write numbers, and tags that are none.
const LOCALES: &[&str] = &[
    "", "en", "it", "de", "fr", "es", "de-CH", "de-AT", "it-CH", "fr-CH", "en-IN", "hi", "pl",
    "pt", "pt-BR", "ar", "fa", "bn", "en-US", "en-ZA", "es-MX", "ru", "ja", "sv", "tr", "en_US",
    "x",
];

const LANGUAGES: &[&str] = &[
    "", "en", "it", "de", "fr", "es", "en-GB", "en-US", "pl", "ar", "x-y",
];

/// A figure is never read as another one than it prints, and the more is known, the fewer ways there are to
/// read it.
pub fn figures(bytes: &[u8]) {
    let Some((number_locale, rest)) = chosen(LOCALES, bytes) else {
        return;
    };
    let Some((language, rest)) = chosen(LANGUAGES, rest) else {
        return;
    };
    let Some(given) = text(rest) else { return };
    // What is counted stands behind a line end.
    let (text, counted) = given.split_once('\n').unwrap_or((given, ""));
    let printed = Printed {
        text,
        number_locale,
        language,
        counted,
    };
    match read(&printed) {
        Ok(figure) => check_figure(&printed, &figure),
        Err(refused) => {
            let said = refused.to_string();
            assert!(said.len() <= 4 * text.len() + 4_000, "{said}");
        }
    }
    check_plain_number(&printed);
}

fn check_figure(printed: &Printed<'_>, figure: &Figure) {
    let Printed {
        text,
        number_locale,
        language,
        ..
    } = *printed;
    if let (Some(lower), Some(upper)) = (figure.lower, figure.upper) {
        assert!(
            !lower.value.compare(upper.value).is_gt(),
            "{text:?}: {figure:?}"
        );
    }
    assert!(
        figure.lower.is_some() || figure.upper.is_some(),
        "{text:?}: {figure:?}"
    );
    let again = print(figure, number_locale, language);
    // Words are printed in English, unless the language is Italian.
    let is_printed = ["en", "it"].iter().any(|tag| language.starts_with(tag));
    let words = if is_printed { language } else { "en" };
    let of_words = Printed {
        text: &again,
        number_locale,
        language: words,
        counted: "",
    };
    match read(&of_words) {
        Ok(second) => assert!(
            figure.equals(&second),
            "{text:?} ({number_locale:?}, {language:?}) is {figure:?} and prints {again:?}, which is {second:?}"
        ),
        Err(refused) => {
            panic!(
                "{text:?} ({number_locale:?}, {language:?}) is {figure:?} and prints {again:?}: {refused}"
            )
        }
    }
    // What has one reading in any locale has no other one in this.
    if let Ok(unsaid) = read(&Printed {
        number_locale: "",
        ..*printed
    }) {
        assert!(
            figure.equals(&unsaid) || figure.currency != unsaid.currency,
            "{text:?} is {figure:?} in {number_locale:?} and else {unsaid:?}"
        );
    }
}

/// A number that is digits alone, or decimal in a locale that writes it so, is that number.
fn check_plain_number(printed: &Printed<'_>) {
    let digits = printed.text;
    if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return;
    }
    if let Ok(figure) = read(printed) {
        let value: Decimal = digits.trim_start_matches('0').parse().unwrap_or_default();
        for bound in [figure.lower, figure.upper].into_iter().flatten() {
            assert!(bound.value.compare(value).is_eq(), "{digits} is {figure:?}");
        }
    }
}

/// The day of publication of some of the texts.
fn published(choice: u8) -> Option<Date> {
    let (year, month, day) = match choice % 4 {
        0 => return None,
        1 => (2_025, 5, 7),
        2 => (2_024, 2, 29),
        _ => (1_999, 12, 0),
    };
    Some(Date {
        year,
        month,
        day,
        ..Date::default()
    })
}

/// A date that is read exists, and the same one is read of its numbers.
pub fn dates(bytes: &[u8]) {
    let Some((number_locale, rest)) = chosen(LOCALES, bytes) else {
        return;
    };
    let Some((language, rest)) = chosen(LANGUAGES, rest) else {
        return;
    };
    let Some((choice, rest)) = rest.split_first() else {
        return;
    };
    let Some(printed) = text(rest) else { return };
    let published = published(*choice);
    let context = DateContext::of_text(language, number_locale, published.as_ref());
    let context = if choice & 0x80 == 0 {
        context
    } else {
        context.of_past()
    };
    let Ok(date) = printed_date::read::read(printed, &context) else {
        return;
    };
    let checked = Date {
        printed: String::new(),
        ..date.clone()
    };
    let mut check = Checker::new();
    checked.check(&mut check);
    let broken = check.finish(());
    assert!(broken.is_ok(), "{printed:?} is {date:?}: {broken:?}");
    if let (Some(first), Some(last)) = (date.first_day(), date.last_day()) {
        assert!(first <= last, "{printed:?} is {date:?}");
        let is_day = date.day != 0 && date.instant.is_none() && !date.approximate;
        if is_day {
            let iso = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
            let again = printed_date::read::read(&iso, &context);
            let again = again.unwrap_or_else(|refused| panic!("{iso} of {printed:?}: {refused:?}"));
            let numbers = |it: &Date| (it.year, it.month, it.day);
            assert_eq!(numbers(&again), numbers(&date), "{printed:?}");
        }
    }
    let unsaid = DateContext {
        order: None,
        ..context
    };
    if let Ok(unsaid) = printed_date::read::read(printed, &unsaid) {
        assert_eq!(
            unsaid, date,
            "{printed:?} is another date without its locale"
        );
    }
}

/// A canonical form is that of itself, and no longer than can be stored.
pub fn addresses(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Ok(canonical) = url::canonical(text) {
        assert_eq!(
            url::canonical(&canonical).as_ref(),
            Ok(&canonical),
            "{text:?}"
        );
        assert!(canonical.starts_with("https://"), "{text:?}: {canonical}");
        assert!(canonical.len() <= 2_048, "{text:?}: {canonical}");
        assert!(
            canonical.bytes().all(|it| it.is_ascii_graphic()),
            "{text:?}: {canonical}"
        );
        assert_eq!(
            url::compared_uri(text, Form::Canonical),
            Some(canonical.clone())
        );
        // What is equal in the earlier form is equal in this one.
        if let Some(earlier) = url::compared(text, Form::Earlier) {
            assert_eq!(
                url::canonical(&earlier),
                Ok(canonical),
                "{text:?}: {earlier}"
            );
        }
    }
    if let Ok(canonical) = same_as::canonical(text) {
        assert_eq!(
            same_as::canonical(&canonical).as_ref(),
            Ok(&canonical),
            "{text:?}"
        );
    }
    if let Ok(name) = text.parse::<Name>() {
        assert_eq!(name.to_string(), text);
    }
    if let Ok(tag) = language::parsed(text) {
        let primary = language::primary(tag);
        let again = primary.as_deref().and_then(language::primary);
        assert_eq!(again, primary, "{text:?}");
    }
    if let Some(zone) = TimeZone::parse(text) {
        let _ = zone.local_time(claimstore::domain::Timestamp::UNIX_EPOCH);
    }
}

/// The forms in which statements are compared are those of themselves, and not much longer.
pub fn statements(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    for form in [normal_text, caseless_text, folded_text] {
        let normal = form(text);
        assert_eq!(form(&normal), normal, "{text:?}");
        super::assert_bounded("a normal form", normal.len(), (12, 64), bytes);
    }
    let earlier = normal_text_in(Form::Earlier, text);
    assert_eq!(normal_text(&earlier), normal_text(text), "{text:?}");
    if let Ok(decimal) = text.parse::<Decimal>() {
        assert_eq!(decimal.to_string(), text);
    }
    for name in byline::readings(text) {
        super::assert_bounded("a name", name.len(), (12, 64), bytes);
    }
}
