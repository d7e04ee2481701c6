//! Fractions, ordinals, months and dates that were replaced one by one.

use super::number_words::is_one;
use crate::domain::passage::changes::{
    hunks::Hunk,
    language::Language,
    pair::Pair,
    typography,
    words::{Kind, Word},
};

/// Whether a fraction, an ordinal, a month beside a figure, or a date in digits took the place
/// of another one.
pub(super) fn have_changed(pair: &Pair<'_>, language: Option<Language>) -> bool {
    pair.hunks.iter().any(|hunk| {
        let sides = [(&pair.old, &hunk.old), (&pair.new, &hunk.new)];
        let [old, new] = sides.map(|(words, range)| {
            let words = typography::telling(words, range.clone()).into_iter();
            let words = words.map(|at| at.1);
            words.filter(|it| !is_one(&it.folded)).collect::<Vec<_>>()
        });
        let ([old], [new]) = (&old[..], &new[..]) else {
            return false;
        };
        is_other_date(old, new)
            || language.is_some_and(|language| {
                are_other(of(language), &old.folded, &new.folded)
                    || is_beside_figure(pair, hunk)
                        && are_other(&months(language), &old.folded, &new.folded)
            })
    })
}

/// Whether a word in lower case is a fraction, an ordinal or a month.
pub(super) fn is_one_of(word: &str, language: Language) -> bool {
    place(of(language), word).is_some() || place(&months(language), word).is_some()
}

/// Whether two words are in different groups.
fn are_other(groups: &[&str], old: &str, new: &str) -> bool {
    let (old, new) = (place(groups, old), place(groups, new));
    old.is_some() && new.is_some() && old != new
}

fn place(groups: &[&str], word: &str) -> Option<usize> {
    let mut groups = groups.iter();
    groups.position(|words| words.split(' ').any(|it| it == word))
}

/// Whether two dates or times of the same form have other digits.
fn is_other_date(old: &Word<'_>, new: &Word<'_>) -> bool {
    let form = |word: &Word<'_>| -> String {
        let chars = word.folded.chars();
        chars
            .map(|c| if c.is_numeric() { '0' } else { c })
            .collect()
    };
    old.kind == Kind::Number
        && new.kind == Kind::Number
        && old.folded.contains(['/', ':'])
        && form(old) == form(new)
        && old.folded != new.folded
}

fn is_beside_figure(pair: &Pair<'_>, hunk: &Hunk) -> bool {
    let is_figure = |at: Option<usize>| {
        let word = at.and_then(|at| pair.old.get(at));
        word.is_some_and(|word| word.kind == Kind::Number)
    };
    let is_link = |word: &&Word<'_>| matches!(word.folded.as_str(), "." | "de" | "of");
    let links = pair.old[..hunk.old.start].iter().rev().take_while(is_link);
    is_figure(hunk.old.start.checked_sub(1 + links.count())) || is_figure(Some(hunk.old.end))
}

/// The fractions and ordinals of a language. Each group has one value.
fn of(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &[
            "half halves",
            "third thirds",
            "quarter quarters fourth fourths",
            "fifth fifths",
            "sixth sixths",
            "seventh",
            "eighth eighths",
            "ninth",
            "tenth tenths",
            "first",
            "second",
        ],
        Language::German => &[
            "hälfte halbe halber halbes halben",
            "drittel",
            "viertel",
            "fünftel",
            "zehntel",
            "erste ersten erster erstes",
            "zweite zweiten zweiter zweites",
            "dritte dritten dritter drittes",
            "vierte vierten vierter viertes",
            "fünfte fünften fünfter fünftes",
        ],
        Language::French => &[
            "moitié",
            "tiers",
            "quart quarts",
            "dixième dixièmes",
            "premier première premiers premières",
            "deuxième",
            "troisième",
            "quatrième",
            "cinquième",
        ],
        Language::Italian => &[
            "metà",
            "terzo terza terzi",
            "quarto quarta quarti",
            "quinto quinta quinti",
            "decimo decima decimi",
            "primo",
            "seconda",
        ],
        Language::Spanish => &[
            "mitad",
            "tercio tercios",
            "cuarto cuarta cuartos",
            "quinto quinta quintos",
            "décimo décima",
            "primero primera primer",
            "segundo segunda",
            "tercero tercera tercer",
        ],
    }
}

fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::English => [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        Language::German => [
            "januar jänner",
            "februar feber",
            "märz",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "dezember",
        ],
        Language::French => [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        Language::Italian => [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
        Language::Spanish => [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre setiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    }
}
