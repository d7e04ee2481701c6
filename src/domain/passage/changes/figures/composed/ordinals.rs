//! Ordinals in words: "twenty-first", "einundzwanzigste", "dix-huitième", "vigésimo primero".

use rust_decimal::prelude::ToPrimitive;

use crate::domain::passage::changes::{
    figures::{
        number_words::{LINKS, is_number_like},
        spelled,
    },
    language::Language,
    words::Word,
};

/// The most words of an ordinal, with the hyphens between them.
const WORDS_MAX: usize = 5;

/// The place that an ordinal at an index says, and where it ends.
pub(super) fn read(words: &[Word<'_>], at: usize, language: Language) -> Option<(u32, usize)> {
    if language == Language::Spanish {
        return spanish(words, at);
    }
    let is_part = |it: &Word<'_>| {
        is_number_like(&it.folded) && it.is_word() || LINKS.contains(&it.folded.as_str())
    };
    (1..=WORDS_MAX).rev().find_map(|length| {
        let (last, first) = words.get(at..at + length)?.split_last()?;
        let is_joined = language != Language::English || last.is_glued || first.is_empty();
        if !is_joined || !last.is_word() || !first.iter().all(is_part) {
            return None;
        }
        let first: String = first.iter().map(|it| format!("{} ", it.folded)).collect();
        // "Sechs Monate" has the ending of an ordinal, too.
        let is_number = |it: &String| is_number_like(it);
        let cardinals = cardinals(&last.folded, language)
            .into_iter()
            .filter(is_number);
        let mut places = cardinals.filter_map(|last| {
            let value = spelled::number(&format!("{first}{last}"), language)?;
            value.is_integer().then(|| value.to_u32())?
        });
        places.next().map(|place| (place, at + length))
    })
}

/// The cardinals that an ordinal of one word may belong to.
fn cardinals(word: &str, language: Language) -> Vec<String> {
    let mut irregular = IRREGULAR.iter().filter(|(of, ..)| *of == language);
    let known = irregular.find(|(_, words, _)| words.split(' ').any(|it| it == word));
    if let Some((.., cardinal)) = known {
        return vec![(*cardinal).to_owned()];
    }
    let with = |stem: &str, endings: &[&str]| -> Vec<String> {
        endings.iter().map(|it| format!("{stem}{it}")).collect()
    };
    let (endings, rest): (&[&str], &[&str]) = match language {
        Language::English => match word.strip_suffix("ieth") {
            Some(stem) => return with(stem, &["y"]),
            None => (&["th"], &[""]),
        },
        Language::German => (
            &[
                "sten", "ster", "stes", "stem", "ste", "ten", "ter", "tes", "tem", "te",
            ],
            &["", "t"],
        ),
        Language::French => (&["ième", "ièmes"], &["", "e"]),
        Language::Italian => (
            &["esimo", "esima", "esimi", "esime"],
            &["i", "a", "o", "", "e", "é"],
        ),
        Language::Spanish => return Vec::new(),
    };
    let stems = endings.iter().filter_map(|it| word.strip_suffix(it));
    let stems = stems.filter(|it| !it.is_empty());
    stems.flat_map(|stem| with(stem, rest)).collect()
}

/// Ordinals that are spelled unlike their cardinal.
const IRREGULAR: &[(Language, &str, &str)] = &[
    (Language::English, "first", "one"),
    (Language::English, "second", "two"),
    (Language::English, "third", "three"),
    (Language::English, "fifth", "five"),
    (Language::English, "eighth", "eight"),
    (Language::English, "ninth", "nine"),
    (Language::English, "twelfth", "twelve"),
    (
        Language::German,
        "erste ersten erster erstes erstem",
        "eins",
    ),
    (
        Language::German,
        "dritte dritten dritter drittes drittem",
        "drei",
    ),
    (
        Language::German,
        "siebte siebten siebter siebtes siebtem",
        "sieben",
    ),
    (Language::French, "premier première", "un"),
    (Language::French, "second seconde", "deux"),
    (Language::French, "unième", "un"),
    (Language::French, "cinquième", "cinq"),
    (Language::French, "neuvième", "neuf"),
    (Language::Italian, "primo prima", "uno"),
    (Language::Italian, "secondo seconda", "due"),
    (Language::Italian, "terzo terza", "tre"),
    (Language::Italian, "quarto quarta", "quattro"),
    (Language::Italian, "quinto quinta", "cinque"),
    (Language::Italian, "sesto sesta", "sei"),
    (Language::Italian, "settimo settima", "sette"),
    (Language::Italian, "ottavo ottava", "otto"),
    (Language::Italian, "nono nona", "nove"),
    (Language::Italian, "decimo decima", "dieci"),
];

/// "Duodécima", "vigésimo primero", "decimoctavo".
fn spanish(words: &[Word<'_>], at: usize) -> Option<(u32, usize)> {
    let first = stem(words.get(at)?);
    if let Some((_, value)) = SPANISH_UNITS.iter().find(|(unit, _)| *unit == first) {
        return Some((*value, at + 1));
    }
    let mut tens = SPANISH_TENS.iter();
    let (rest, tens) = tens.find_map(|(ten, value)| Some((first.strip_prefix(ten)?, *value)))?;
    let unit = |of: &str| {
        let mut units = SPANISH_UNITS.iter().filter(|(_, value)| *value < 10);
        let unit = units.find(|(unit, _)| *unit == of);
        unit.map(|(_, value)| *value)
    };
    if rest.is_empty() {
        let next = words.get(at + 1).and_then(|it| unit(&stem(it)));
        return Some((
            tens + next.unwrap_or_default(),
            at + 1 + usize::from(next.is_some()),
        ));
    }
    let rest = unit(rest).or_else(|| unit(rest.strip_prefix(['o', 'a'])?))?;
    Some((tens + rest, at + 1))
}

/// A word without accents and the ending of its gender.
fn stem(word: &Word<'_>) -> String {
    let plain = word.folded.replace('é', "e").replace('ó', "o");
    let single = plain.strip_suffix('s').unwrap_or(&plain);
    single.trim_end_matches(['o', 'a']).to_owned()
}

const SPANISH_UNITS: &[(&str, u32)] = &[
    ("primer", 1),
    ("segund", 2),
    ("tercer", 3),
    ("cuart", 4),
    ("quint", 5),
    ("sext", 6),
    ("septim", 7),
    ("octav", 8),
    ("noven", 9),
    ("undecim", 11),
    ("duodecim", 12),
];

const SPANISH_TENS: &[(&str, u32)] = &[
    ("decim", 10),
    ("vigesim", 20),
    ("trigesim", 30),
    ("cuadragesim", 40),
    ("quincuagesim", 50),
];
