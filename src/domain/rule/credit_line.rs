//! Lines that credit somebody for a picture or another part of an article: `Photo: Ada Rossi`.

use crate::domain::{resource::CreditKind, value::text::strip_word};

/// Words that begin a credit, and its kind. An image may be a photograph or a drawing.
const CREDITED: &[(&[&str], CreditKind)] = &[
    (
        &[
            "photo",
            "photos",
            "photograph",
            "photographs",
            "photography",
            "foto",
            "fotos",
            "fotografia",
            "fotografie",
        ],
        CreditKind::Photo,
    ),
    (&["video", "videos"], CreditKind::Video),
    (
        &[
            "graphic",
            "graphics",
            "grafica",
            "grafik",
            "illustration",
            "illustrations",
            "illustrazione",
            "map",
            "chart",
        ],
        CreditKind::Graphic,
    ),
    (
        &[
            "translation",
            "traduzione",
            "traduction",
            "traducción",
            "übersetzung",
        ],
        CreditKind::Translation,
    ),
    (
        &["image", "images", "immagine", "picture"],
        CreditKind::Other,
    ),
];

/// Words between what is credited and who is credited.
const LINKS: &[&str] = &[
    "via",
    "by",
    "from",
    "courtesy of",
    "di",
    "da",
    "de",
    "par",
    "por",
    "von",
];

/// What a line credits, and the words that say who is credited.
pub fn credit(printed: &str) -> Option<(CreditKind, &str)> {
    let end = printed
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(printed.len());
    let (word, rest) = printed.split_at(end);
    let word = word.to_lowercase();
    let (_, kind) = CREDITED
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()))?;
    let rest = rest.trim_start();
    let rest = ["credits", "credit"]
        .into_iter()
        .find_map(|word| strip_word(rest, word))
        .unwrap_or(rest);
    let credited = strip_link(rest)?;
    (!credited.is_empty()).then_some((*kind, credited))
}

/// The text after the mark or word that connects a credit with who is credited.
fn strip_link(rest: &str) -> Option<&str> {
    if rest.starts_with('@') {
        return Some(rest);
    }
    if let Some(rest) = rest.strip_prefix([':', '©', '–', '—', '-']) {
        return Some(rest.trim_start());
    }
    LINKS.iter().find_map(|link| strip_word(rest, link))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_has_a_kind_and_the_words_for_who_is_credited() {
        for (line, expected) in [
            ("Photo: Ada Rossi", Some((CreditKind::Photo, "Ada Rossi"))),
            ("Foto di Ada Rossi", Some((CreditKind::Photo, "Ada Rossi"))),
            (
                "Map – The Agency",
                Some((CreditKind::Graphic, "The Agency")),
            ),
            ("Photo", None),
            ("Photographers met", None),
            ("Harbour office", None),
        ] {
            assert_eq!(credit(line), expected, "{line}");
        }
    }
}
