//! Reads figures as printed in a newspaper (`7.000€-24.000€`, "at least 155", "un milione e
//! mezzo") into intervals.
//!
//! A text is read under every convention of writing numbers and in every language that it
//! may be in. It is accepted only if all readings are equal. Newspapers and locale data
//! leave some questions open. These are the decisions:
//!
//! - The locale determines the decimal mark. If that is the comma, the full stop groups
//!   digits. That also holds if the locale data has a space for it, as in Austria, Poland
//!   and Portugal, because newspapers there print both. Spaces and apostrophes between
//!   groups of three digits have only one reading, so they are read in every locale.
//!   Switzerland, Liechtenstein and South Africa write numbers both ways, so there a number
//!   can be ambiguous although the locale is known.
//! - `10.000` is never silently 10, not even if the full stop is the decimal mark: three
//!   decimal places that end in zero are ambiguous in every locale. `1.234` follows the
//!   locale. Only an unambiguous number in the same text resolves an ambiguous one
//!   (`7.000-24.500,50`). Plausibility never does.
//! - A multiplier after the second of two numbers applies to both if the first is less than
//!   a thousand and less than the second ("2-3 million"). It applies to the second only if
//!   it cannot apply to both ("200,000 to 1 million"). In "20-30,000" the zeros may apply to
//!   both, so that is ambiguous. See `range`.
//! - A dollar is the dollar of the region in the number locale, or else in the text's
//!   language tag. In a region that has no dollar, it is the US dollar. Without a region it
//!   is ambiguous. See `money`.
//! - "Nearly 300" is approximate and below 300, as "just under 300" is. "Close to 300" can
//!   also be above it.
//! - A percentage point is not a percentage, and neither UCUM nor UN/CEFACT has a code for
//!   it. So percentage points and basis points have units of their own, which UCUM allows as
//!   annotations. See `lexicon`.
//! - A share ("half", "one in five") is a percentage. One that is not a finite decimal ("a
//!   third") is approximate and lies between the two nearest ones. See `share`.
//! - "Dozens" are at least two dozen, and approximate.
//! - A noun after a figure is not part of its reading. It is skipped if none of its words
//!   can change the number in any language, or if it is what the caller counts. See `noun`.
//! - A word of English, Italian, German, French or Spanish is read in every one of these
//!   languages that the text may be in. "5 billion" has two readings if that is not known.

use super::{
    Figure, compound,
    error::{NotRead, Why},
    grammar,
    lexicon::Words,
    marks::{self, Conventions, Marks},
    parser::{Given, Parser},
    print,
    region::Region,
    token::{self, Token},
};
use crate::domain::value::language;

/// The longest text that is read, in code points.
const PRINTED_MAX: usize = 200;

/// One reading of a text, and the conventions and languages that lead to it.
struct Reading {
    figure: Figure,
    conventions: Vec<&'static str>,
    words: Vec<Words>,
}

/// A figure as printed, and what is known about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Printed<'a> {
    /// The figure as printed.
    pub text: &'a str,
    /// The BCP-47 tag of the locale of the numbers, or empty if it is not known.
    pub number_locale: &'a str,
    /// The tag of the language of the words. If it is empty, the words are read in every
    /// language that is known. Otherwise they are read in that language and in that of
    /// `number_locale`, because a claim may be written in another language than its article.
    pub language: &'a str,
    /// What the figure counts, in words, or empty if it is not known.
    pub counted: &'a str,
}

impl Printed<'_> {
    /// The languages that the words may be in. In others only digits and signs are read.
    fn words(&self) -> Vec<Words> {
        let mut words = Words::of(self.language);
        let local = language::primary(self.number_locale).unwrap_or_default();
        let local = Words::of(&local).into_iter().filter(|_| !local.is_empty());
        for local in local {
            if local != Words::None && !words.contains(&local) {
                words.push(local);
            }
        }
        words
    }

    /// Whether the printed text is in a language whose words are read.
    fn reads_nouns(&self) -> bool {
        let local = language::primary(self.number_locale).unwrap_or_default();
        !Words::of(&local).contains(&Words::None)
    }
}

/// Reads a figure as printed.
pub fn read(printed: &Printed) -> Result<Figure, NotRead> {
    let text = printed.text;
    if text.chars().nth(PRINTED_MAX).is_some() {
        return Err(NotRead::not_a_figure("", Why::TooLong));
    }
    let tokens = compound::split(text, token::split(text));
    let counted = token::split(printed.counted);
    let mut conventions = marks::conventions(printed.number_locale);
    conventions.adapt_to(&tokens);
    let region = Region::new(printed.number_locale, printed.language);
    let mut given = Given {
        text,
        tokens: &tokens,
        region: &region,
        counted: &counted,
        is_language_known: !printed.language.is_empty(),
        reads_nouns: printed.reads_nouns(),
        skips_counted: false,
    };
    let (mut readings, failure) = readings(&given, &conventions, &printed.words());
    if readings.is_empty() && !counted.is_empty() {
        given.skips_counted = true;
        (readings, _) = self::readings(&given, &conventions, &printed.words());
    }
    if !readings.is_empty()
        && let Some(number) = unproven(&readings, &conventions, &tokens)
    {
        return Err(NotRead::not_a_figure(number, Why::Marks));
    }
    if readings.len() > 1 {
        let is_unsaid = printed.number_locale.is_empty();
        return Err(ambiguous(&readings, conventions.known, is_unsaid));
    }
    match (readings.pop(), failure) {
        (Some(reading), _) => Ok(reading.figure),
        (None, Some((_, error))) => Err(error),
        (None, None) => Err(NotRead::not_a_figure(text, Why::NoFigure)),
    }
}

/// How far an unsuccessful parser came, and what stopped it.
type Failure = Option<(usize, NotRead)>;

fn readings(given: &Given, conventions: &Conventions, all: &[Words]) -> (Vec<Reading>, Failure) {
    let mut readings = Vec::new();
    let mut failure = None;
    for marks in &conventions.all {
        for words in all {
            let parser = Parser::new(given, *marks, *words);
            let figures = grammar::figures(&parser);
            if figures.is_empty() {
                keep_furthest(&mut failure, parser.failure());
            }
            for figure in figures {
                add(&mut readings, figure, marks.name, *words);
            }
        }
    }
    (readings, failure)
}

/// A number that has two readings, of which only one remains because the text has no
/// reading under the other convention. That proves nothing: `10.000-155` may be a mistake.
fn unproven<'a>(
    readings: &[Reading],
    conventions: &Conventions,
    tokens: &'a [Token],
) -> Option<&'a str> {
    let is_silent = |marks: &Marks| {
        let mut readings = readings.iter();
        readings.all(|reading| !reading.conventions.contains(&marks.name))
    };
    let is_alone = conventions.all.len() == 1 || conventions.all.iter().any(is_silent);
    conventions.ambiguous(tokens).filter(|_| is_alone)
}

/// Keeps the failure of the parser that came furthest, because it is the most precise.
fn keep_furthest(kept: &mut Failure, new: (usize, NotRead)) {
    if kept.as_ref().is_none_or(|(reached, _)| new.0 > *reached) {
        *kept = Some(new);
    }
}

fn add(readings: &mut Vec<Reading>, figure: Figure, convention: &'static str, words: Words) {
    match readings.iter_mut().find(|known| known.figure == figure) {
        Some(known) => {
            if !known.conventions.contains(&convention) {
                known.conventions.push(convention);
            }
            if !known.words.contains(&words) {
                known.words.push(words);
            }
        }
        None => readings.push(Reading {
            figure,
            conventions: vec![convention],
            words: vec![words],
        }),
    }
}

fn ambiguous(readings: &[Reading], known: bool, is_unsaid: bool) -> NotRead {
    let conventions = count_distinct(readings, |reading| &reading.conventions);
    let languages = count_distinct(readings, |reading| &reading.words);
    let by_marks = |reading: &Reading| reading.conventions.len() < conventions;
    let by_words = |reading: &Reading| reading.words.len() < languages;
    let mut currencies = readings.iter().map(|reading| &reading.figure.currency);
    let first = currencies.next();
    let is_measured = readings
        .iter()
        .any(|reading| !reading.figure.unit.is_empty());
    let advice = if readings.iter().any(by_marks) {
        match (known, is_unsaid) {
            (true, _) => "lower and upper",
            (_, true) => "number_locale",
            _ => "a number_locale whose marks are known, such as en or it",
        }
    } else if readings.iter().any(by_words) {
        "language"
    } else if currencies.any(|currency| Some(currency) != first) && is_measured {
        "unit or currency, with lower and upper"
    } else if readings
        .iter()
        .any(|reading| Some(&reading.figure.currency) != first)
    {
        "number_locale with a region, such as en-US, or currency with lower and upper"
    } else {
        "lower and upper"
    };
    let show = |reading: &Reading| {
        let mut shown = print::canonical(&reading.figure);
        if by_marks(reading) {
            shown.push_str(&format!(" ({})", reading.conventions.join(", ")));
        }
        if let ([words], true) = (reading.words.as_slice(), by_words(reading)) {
            shown.push_str(&format!(" ({words})"));
        }
        shown
    };
    NotRead::Ambiguous {
        readings: readings.iter().map(show).collect(),
        advice,
    }
}

/// The number of different values in all readings.
fn count_distinct<T: PartialEq>(readings: &[Reading], of: impl Fn(&Reading) -> &Vec<T>) -> usize {
    let mut distinct: Vec<&T> = Vec::new();
    for value in readings.iter().flat_map(of) {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct.len()
}
