//! The words of bylines: what introduces an author, and what stands between two.

use super::{identity::caseless_text, text::strip_word};

/// The word that introduces an author, by language.
pub const BY: &[(&str, &str)] = &[
    ("de", "von"),
    ("en", "by"),
    ("es", "por"),
    ("fr", "par"),
    ("it", "di"),
    ("nl", "door"),
    ("pt", "por"),
];

/// The word between two authors, in the languages above.
const AND: &[&str] = &["and", "e", "ed", "en", "et", "und", "y"];

const SEPARATORS: [char; 4] = [',', '&', '/', ';'];

/// The author after the word `by`.
pub fn author<'a>(printed: &'a str, by: &str) -> Option<&'a str> {
    let rest = strip_word(printed, by)?;
    let name = rest.strip_prefix(':').unwrap_or(rest).trim_start();
    let is_name = name.chars().next().is_some_and(char::is_alphabetic);
    is_name.then_some(name)
}

/// Whether the words may name several authors.
pub fn may_be_several(name: &str) -> bool {
    name.contains(SEPARATORS) || name.split_whitespace().any(is_and)
}

fn is_and(word: &str) -> bool {
    AND.contains(&word.to_lowercase().as_str())
}

/// A printed line as a whole and without the word that introduces an author, in normal form.
pub fn readings(printed: &str) -> Vec<String> {
    let authors = BY.iter().filter_map(|(_, by)| author(printed, by));
    let readings = [printed].into_iter().chain(authors).map(caseless_text);
    readings.filter(|it| !it.is_empty()).collect()
}

/// What stands between the commas and the words for `and` of a printed line, in normal form.
/// The word that introduces the authors is left out.
pub fn parts(printed: &str) -> Vec<String> {
    let listed = BY.iter().find_map(|(_, by)| author(printed, by));
    let mut parts = Vec::new();
    for piece in listed.unwrap_or(printed).split(SEPARATORS) {
        let words: Vec<&str> = piece.split_whitespace().collect();
        let names = words.split(|word| is_and(word));
        parts.extend(names.map(|name| caseless_text(&name.join(" "))));
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_introduces_an_author_is_left_out() {
        assert_eq!(readings("DI ADA ROSSI"), ["di ada rossi", "ada rossi"]);
        assert_eq!(readings("Ada Rossi"), ["ada rossi"]);
        assert!(readings(" ").is_empty());
    }

    #[test]
    fn a_line_is_divided_into_its_authors_and_their_roles() {
        assert_eq!(
            parts("By Ada Rossi, reporter, and Ben Verdi"),
            ["ada rossi", "reporter", "ben verdi"]
        );
        assert_eq!(
            parts("Ada Rossi e Eva Bianchi"),
            ["ada rossi", "eva bianchi"]
        );
    }
}
