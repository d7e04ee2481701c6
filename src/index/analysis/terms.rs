//! Terms: the words of a text in the form in which texts are compared.

use super::{
    bounds::{TEXT_BYTES_MAX, beginning},
    fold,
    known::KnownTerms,
    language::Language,
    words::{Word, fine_words, has_fine_words, words},
};

/// The longest term, in bytes. Longer words are compared by their beginning.
const TERM_BYTES_MAX: usize = 60;

/// A term of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The form in which it is compared.
    pub text: String,
    /// Where its word begins in the text, in bytes.
    pub start: usize,
    /// Where its word ends.
    pub end: usize,
    /// How many words stand in front of it.
    pub place: usize,
}

impl Word<'_> {
    /// The form in which it is compared, or nothing if it is a stop word of the language.
    pub fn term(&self, language: &Language) -> Option<String> {
        let lower = language.lower(self.text);
        let mut term = match is_number(&lower) {
            true => number(&lower),
            false if language.is_stop_word(&lower) => return None,
            false => language.term(&lower),
        };
        term.truncate(beginning(&term, TERM_BYTES_MAX).len());
        Some(term)
    }

    /// The word in lower case, with its accents.
    pub fn lower(&self) -> String {
        fold::lower(self.text)
    }
}

/// A text with its terms, as far as it is read.
pub struct Analysed<'a> {
    /// The text.
    pub text: &'a str,
    terms: Vec<Term>,
    /// Those that a search needs, if they are others.
    fine: Option<Vec<Term>>,
}

impl<'a> Analysed<'a> {
    /// The first so many bytes of a text.
    pub fn new(text: &'a str, language: &Language, bytes: usize, known: &mut KnownTerms) -> Self {
        let text = beginning(text, bytes);
        let mut terms_of = |words| terms_of(words, |word| known.term(word, language));
        let fine = has_fine_words(text).then(|| terms_of(fine_words(text, bytes)));
        Self {
            text,
            terms: terms_of(words(text, bytes)),
            fine,
        }
    }

    /// The terms in the order of the words. Stop words are left out.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The terms as a search needs them.
    pub fn fine_terms(&self) -> &[Term] {
        self.fine.as_deref().unwrap_or(&self.terms)
    }
}

/// The terms of a text in the order of its words. Stop words are left out.
pub fn terms(text: &str, language: &Language) -> Vec<Term> {
    terms_of(words(text, TEXT_BYTES_MAX), |word| word.term(language))
}

fn terms_of<'a>(
    words: Vec<Word<'a>>,
    mut term: impl FnMut(&Word<'a>) -> Option<String>,
) -> Vec<Term> {
    let words = words.into_iter().enumerate();
    words
        .filter_map(|(place, word)| {
            Some(Term {
                text: term(&word)?,
                start: word.start,
                end: word.end(),
                place,
            })
        })
        .collect()
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.ends_with(|c: char| c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

/// A number without the marks that group its digits, and with a point before its decimals.
/// Three digits behind a mark are a group: `1.000` and `1,000` are the same term.
fn number(word: &str) -> String {
    let Some(mark) = word.rfind(['.', ',']) else {
        return word.to_owned();
    };
    let digits = |text: &str| text.replace(['.', ','], "");
    match word.len() - mark - 1 {
        3 => digits(word),
        _ => format!("{}.{}", digits(&word[..mark]), &word[mark + 1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Language, terms};

    fn all(text: &str, tag: &str) -> Vec<String> {
        let terms = terms(text, Language::of(tag, text));
        terms.into_iter().map(|term| term.text).collect()
    }

    #[test]
    fn words_are_stemmed_by_their_language() {
        assert_eq!(
            all("The bridges were collapsing", "en"),
            ["bridg", "collaps"]
        );
        assert_eq!(
            all("Die Brücken stürzten ein", "de"),
            all("der Brücke stürzte", "de")
        );
        assert_eq!(all("Les ponts s'écroulent", "fr"), ["pont", "ecroulent"]);
        assert_eq!(all("I ponti dell'autostrada", "it"), ["pont", "autostrad"]);
        assert_eq!(all("Los puentes cayeron", "es-MX"), ["puent", "cayeron"]);
    }

    #[test]
    fn an_unknown_language_leaves_words_as_they_are() {
        assert_eq!(
            all("Daraja la zamani limeanguka", "sw"),
            ["daraja", "la", "zamani", "limeanguka"]
        );
    }

    #[test]
    fn the_language_of_an_untagged_text_is_told() {
        let text = "The bridges of the city were closed";
        assert_eq!(all(text, ""), all(text, "en"));
    }

    #[test]
    fn a_dot_on_an_i_does_not_tell_words_apart() {
        for tag in ["tr", "sw", "en"] {
            assert_eq!(all("IŞIKLAR", tag), all("ışıklar", tag), "{tag}");
            assert_eq!(all("İZMİR", tag), all("izmir", tag), "{tag}");
        }
        assert_eq!(all("IŞIK", "tr"), all("ışıklar", "tr"));
        assert_eq!(all("IŞIK", "sw"), all("ISIK", "sw"));
    }

    #[test]
    fn words_with_what_cannot_be_seen_are_the_same_terms() {
        for (unseen, seen, tag) in [
            ("Strom\u{ad}netze", "Stromnetze", "de"),
            ("br\u{200b}id\u{2060}ges", "bridges", "en"),
            ("می\u{200c}خواهم", "میخواهم", "fa"),
            ("th\u{ad}e", "the", "en"),
            ("1\u{200b}999", "1999", "en"),
        ] {
            assert_eq!(all(unseen, tag), all(seen, tag), "{seen}");
        }
    }

    #[test]
    fn possessives_and_contractions_leave_the_word() {
        assert_eq!(
            all("The mayor's bridge didn’t fall", "en"),
            ["mayor", "bridg", "fall"]
        );
    }

    #[test]
    fn numbers_are_terms_however_they_are_grouped() {
        assert_eq!(
            all("1,000 of 2.5 and 1.000,5", "en"),
            ["1000", "2.5", "1000.5"]
        );
        assert_eq!(all("In 2019", "en"), ["2019"]);
    }
}
