//! The languages whose negations, number words and names are known.

use crate::domain::value::language;

/// A language whose words are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Spanish.
    Spanish,
}

/// The languages with their subtags and the commonest words that the others do not have.
const LANGUAGES: [(Language, &str, &[&str]); 5] = [
    (
        Language::English,
        "en",
        &[
            "the", "of", "and", "to", "that", "is", "was", "were", "with", "has", "have", "said",
            "from", "by", "are", "who", "their", "which", "been",
        ],
    ),
    (
        Language::French,
        "fr",
        &[
            "le", "les", "des", "et", "est", "dans", "du", "une", "qui", "que", "pour", "sur",
            "au", "aux", "été", "ont", "sont", "avec", "pas",
        ],
    ),
    (
        Language::German,
        "de",
        &[
            "der", "die", "das", "und", "den", "dem", "ist", "ein", "eine", "von", "mit", "nicht",
            "für", "auf", "sich", "wurde", "haben", "werden", "im",
        ],
    ),
    (
        Language::Italian,
        "it",
        &[
            "il", "gli", "di", "che", "è", "della", "del", "per", "nel", "sono", "con", "una",
            "dei", "ha", "alla", "anche", "stato", "hanno", "non",
        ],
    ),
    (
        Language::Spanish,
        "es",
        &[
            "el", "los", "las", "de", "que", "y", "en", "del", "por", "una", "con", "para", "su",
            "fue", "ha", "más", "han", "como", "está",
        ],
    ),
];

/// How much of a text is read to tell its language, in words.
const READ_MAX: usize = 2_000;

/// How many common words a text must have at least to tell its language.
const COMMON_MIN: usize = 4;

impl Language {
    /// Every language, in the order of their indexes.
    pub(super) const ALL: [Self; 5] = [
        Self::English,
        Self::French,
        Self::German,
        Self::Italian,
        Self::Spanish,
    ];

    /// The index of the language in [`Self::ALL`].
    pub(super) const fn index(self) -> usize {
        self as usize
    }

    /// The language with a BCP-47 tag, if its words are known. If the tag is empty, the
    /// language that the text is in with certainty.
    pub fn of(tag: &str, text: &str) -> Option<Self> {
        if tag.is_empty() {
            return Self::told_from(text);
        }
        let primary = language::primary(tag)?;
        let mut all = LANGUAGES.iter();
        all.find(|(_, subtag, _)| *subtag == primary)
            .map(|(language, ..)| *language)
    }

    /// The language that has at least twice as many common words in the text as each other.
    fn told_from(text: &str) -> Option<Self> {
        let mut counts = LANGUAGES.map(|(language, ..)| (0, language));
        let words = text.split(|c: char| !c.is_alphabetic());
        for word in words.filter(|word| !word.is_empty()).take(READ_MAX) {
            let word = word.to_lowercase();
            for ((count, _), (.., common)) in counts.iter_mut().zip(&LANGUAGES) {
                *count += usize::from(common.contains(&word.as_str()));
            }
        }
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let [(first, language), (second, _), ..] = counts;
        (first >= COMMON_MIN && first >= 2 * second).then_some(language)
    }

    /// The subtag of the language.
    pub(super) fn tag(self) -> &'static str {
        let mut all = LANGUAGES.iter();
        all.find(|(language, ..)| *language == self)
            .map_or("", |(_, subtag, _)| subtag)
    }

    /// Whether articles and pronouns are elided before a vowel (`l'`, `dell'`, `n'`).
    pub(super) fn elides(self) -> bool {
        matches!(self, Self::French | Self::Italian)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_at_its_index() {
        for language in Language::ALL {
            assert_eq!(Language::ALL[language.index()], language);
        }
    }

    #[test]
    fn the_tag_decides_if_there_is_one() {
        let english = "the end of the war and the start of the talks";
        assert_eq!(Language::of("it-CH", english), Some(Language::Italian));
        assert_eq!(Language::of("pl", english), None);
    }

    #[test]
    fn an_untagged_text_is_told_by_its_common_words() {
        for (text, language) in [
            (
                "The minister said that the bridge was closed by the city.",
                Language::English,
            ),
            (
                "Le ministre et les maires sont dans le train pour une visite.",
                Language::French,
            ),
            (
                "Der Minister und die Stadt haben den Bau der Brücke gestoppt.",
                Language::German,
            ),
            (
                "Il ministro e gli assessori della giunta sono nel palazzo che ha ospitato il vertice.",
                Language::Italian,
            ),
            (
                "El ministro y los alcaldes de la región fueron por el tren en las obras del puente.",
                Language::Spanish,
            ),
        ] {
            assert_eq!(Language::of("", text), Some(language), "{text}");
        }
        for text in ["", "Robin", "Rząd nie podał liczby ofiar w tym mieście."] {
            assert_eq!(Language::of("", text), None, "{text}");
        }
    }
}
