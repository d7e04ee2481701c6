//! The words that are known as names, and those that are not names in spite of a capital.

use std::collections::HashSet;

use crate::domain::passage::changes::{
    language::Language,
    words::{self, Word},
};

/// The words that are names in a text.
#[derive(Default)]
pub(crate) struct KnownNames {
    /// Those that are names.
    pub names: HashSet<String>,
    /// The words that occur in lower case.
    pub lower: HashSet<String>,
}

impl KnownNames {
    /// Learns the names in texts. In German and in unknown languages there are none.
    pub fn of(language: Option<Language>, texts: &[&str]) -> Self {
        if matches!(language, None | Some(Language::German)) {
            return Self::default();
        }
        let mut names = HashSet::new();
        let mut lower = HashSet::new();
        for line in texts.iter().flat_map(|text| text.lines()) {
            let words = words::split(line, language);
            let is_telling = !is_mostly_capitals(&words);
            for word in words.iter().filter(|word| word.is_word()) {
                let name = bare(&word.folded).to_owned();
                if !word.is_capitalized() {
                    lower.insert(name);
                } else if is_telling && !word.is_first && !IGNORED.contains(&name.as_str()) {
                    names.insert(name);
                }
            }
        }
        names.retain(|name| !lower.contains(name));
        Self { names, lower }
    }
}

/// Whether so many words of a line have capitals that these say nothing.
fn is_mostly_capitals(words: &[Word<'_>]) -> bool {
    let all = words.iter().filter(|word| word.is_word());
    let capitals = all.clone().filter(|word| word.is_capitalized()).count();
    let count = all.count();
    count > 3 && 2 * capitals > count
}

/// A word without the possessive ending.
pub(crate) fn bare(folded: &str) -> &str {
    folded
        .strip_suffix("'s")
        .or_else(|| folded.strip_suffix('\''))
        .unwrap_or(folded)
}

/// Words with capitals that are not names: days and months, titles, and pronouns.
pub(crate) const IGNORED: &[&str] = &[
    "i",
    "i'm",
    "i've",
    "i'll",
    "i'd",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "president",
    "vice",
    "prime",
    "minister",
    "chancellor",
    "premier",
    "secretary",
    "senator",
    "sen",
    "rep",
    "representative",
    "congressman",
    "congresswoman",
    "governor",
    "gov",
    "mayor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "bishop",
    "archbishop",
    "cardinal",
    "rabbi",
    "imam",
    "general",
    "gen",
    "colonel",
    "col",
    "captain",
    "capt",
    "major",
    "maj",
    "lieutenant",
    "lt",
    "sergeant",
    "sgt",
    "admiral",
    "judge",
    "justice",
    "director",
    "chief",
    "chairman",
    "chairwoman",
    "chair",
    "ambassador",
    "commissioner",
    "councillor",
    "deputy",
    "the",
    "a",
    "an",
    "of",
    "and",
    "in",
    "on",
    "for",
    // Italian
    "signor",
    "signora",
    "dott",
    "dottor",
    "dottoressa",
    "presidente",
    "premier",
    "ministro",
    "ministra",
    "sindaco",
    "papa",
    "re",
    "regina",
    "generale",
    "onorevole",
    "il",
    "la",
    "lo",
    "i",
    "gli",
    "le",
    "di",
    "del",
    "della",
    // French
    "m",
    "mme",
    "mlle",
    "président",
    "présidente",
    "ministre",
    "maire",
    "pape",
    "roi",
    "reine",
    "général",
    "les",
    "du",
    "des",
    "de",
    "je",
    // Spanish
    "señor",
    "señora",
    "sr",
    "sra",
    "don",
    "doña",
    "presidenta",
    "alcalde",
    "alcaldesa",
    "rey",
    "reina",
    "el",
    "los",
    "las",
];
