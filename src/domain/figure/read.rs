//! Figures as printed in a newspaper (`7.000€-24.000€`, "at least 155", "un
//! milione e mezzo") read into intervals, and intervals printed back.
//!
//! A text is read under every convention of writing numbers and in every word
//! language that it may be in; it is accepted only if all that can read it read
//! the same. What was decided where papers and locale data leave room:
//!
//! - The locale says which mark is the decimal mark. Where that is the comma, the
//!   full stop groups, also where locale data knows a space (Austria, Poland,
//!   Portugal: papers print both). Spaces and apostrophes between groups of three
//!   digits have one reading, so they are read in every locale. Switzerland,
//!   Liechtenstein and South Africa write both ways: there, what has two readings
//!   is ambiguous although the locale is known.
//! - `10.000` is never 10, not even where the full stop is the decimal mark: three
//!   decimals of which the last is zero are ambiguous in every locale.
//!   `1.234` is what the locale says. A number with two readings is only told by
//!   another number of the text that has one (`7.000-24.500,50`), never by what makes
//!   the better sense.
//! - A multiple after the second of two numbers counts for both if the first is
//!   below a thousand and below the second ("2-3 million"), and for the second only
//!   where it cannot count for both ("200,000 to 1 million"). In "20-30,000" the zeros
//!   may count for both, so it is ambiguous. See `range`.
//! - A dollar is that of the region of the number locale or else of the text's
//!   language; in a region without one it is that of the United States; without a
//!   region it is ambiguous. See `money`.
//! - "Almost" and "nearly" only make a figure approximate: as an upper bound they
//!   would reach down without end.
//! - A percentage point is no percentage, and neither UCUM nor ISO has a code for
//!   it: it is refused.

use super::{
    Figure,
    error::{NotRead, Why},
    grammar,
    marks::{self, Conventions, Marks},
    parser::{Parser, Words},
    print,
    region::Region,
    token::{self, Token},
};
/// The longest text that is read, in code points.
const PRINTED_MAX: usize = 200;

/// One way to read a text, and who reads it so.
struct Reading {
    figure: Figure,
    conventions: Vec<&'static str>,
    words: Vec<Words>,
}

/// Reads a figure as printed.
///
/// `number_locale` is the BCP-47 tag of the locale that the numbers are written in,
/// or empty where it is not known; `language` is that of the words, or empty where
/// it may be any that is read: English or Italian. Of other languages only digits
/// and signs are read.
pub fn read(printed: &str, number_locale: &str, language: &str) -> Result<Figure, NotRead> {
    if printed.chars().nth(PRINTED_MAX).is_some() {
        return Err(NotRead::not_a_figure("", Why::TooLong));
    }
    let tokens = token::split(printed);
    let mut conventions = marks::conventions(number_locale);
    conventions.doubt(&tokens);
    let region = Region::new(number_locale, language);
    let (mut readings, failure) = readings(printed, &tokens, &conventions, &region, language);
    if !readings.is_empty()
        && let Some(number) = unproven(&readings, &conventions, &tokens)
    {
        return Err(NotRead::not_a_figure(number, Why::Marks));
    }
    if readings.len() > 1 {
        let known = conventions.known;
        return Err(ambiguous(&readings, known, number_locale.is_empty()));
    }
    match (readings.pop(), failure) {
        (Some(reading), _) => Ok(reading.figure),
        (None, Some((_, error))) => Err(error),
        (None, None) => Err(NotRead::not_a_figure(printed, Why::NoFigure)),
    }
}

/// How far a reader came that read nothing, and what stopped it.
type Failure = Option<(usize, NotRead)>;

fn readings(
    printed: &str,
    tokens: &[Token],
    conventions: &Conventions,
    region: &Region,
    language: &str,
) -> (Vec<Reading>, Failure) {
    let mut readings = Vec::new();
    let mut failure = None;
    for marks in &conventions.all {
        for words in Words::of(language) {
            let parser = Parser::new(printed, tokens, *marks, words, region);
            let figures = grammar::figures(&parser);
            if figures.is_empty() {
                keep_furthest(&mut failure, parser.failure());
            }
            for figure in figures {
                note(&mut readings, figure, marks.name, words);
            }
        }
    }
    (readings, failure)
}

/// A number that is read as one convention writes it only because under the other
/// the text makes no sense. That is no proof: `10.000-155` may just be wrong.
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
    conventions.doubtful(tokens).filter(|_| is_alone)
}

/// The reader that came furthest knows best what is wrong.
fn keep_furthest(kept: &mut Failure, new: (usize, NotRead)) {
    if kept.as_ref().is_none_or(|(reached, _)| new.0 > *reached) {
        *kept = Some(new);
    }
}

fn note(readings: &mut Vec<Reading>, figure: Figure, convention: &'static str, words: Words) {
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
    let conventions = union(readings, |reading| &reading.conventions);
    let languages = union(readings, |reading| &reading.words);
    let by_marks = |reading: &Reading| reading.conventions.len() < conventions;
    let by_words = |reading: &Reading| reading.words.len() < languages;
    let mut currencies = readings.iter().map(|reading| &reading.figure.currency);
    let first = currencies.next();
    let advice = if readings.iter().any(by_marks) {
        match (known, is_unsaid) {
            (true, _) => "lower and upper",
            (_, true) => "number_locale",
            _ => "a number_locale whose marks are known, such as en or it",
        }
    } else if readings.iter().any(by_words) {
        "language"
    } else if currencies.any(|currency| Some(currency) != first) {
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

/// How many different things the readings have among them.
fn union<T: PartialEq>(readings: &[Reading], of: impl Fn(&Reading) -> &Vec<T>) -> usize {
    let mut all: Vec<&T> = Vec::new();
    for one in readings.iter().flat_map(of) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all.len()
}
