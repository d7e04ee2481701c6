//! Tests of folded spellings, and of the lenient anchors that they find.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{FoldedText, clusters, is_same};
use crate::domain::{
    passage::{Anchor, nearest, part_text::PartText},
    value::{Checker, Violation},
};

const SEED: u64 = 0x5eed_f01d;
const ROUNDS: usize = 5_000;

/// Splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }
}

/// Pieces of text, each in several spellings.
const PIECES: &[&[&str]] = &[
    &["\"", "“", "”", "«", "„"],
    &["'", "’", "‘"],
    &["-", "–", "—", "\u{2011}"],
    &[" ", "\u{a0}", "\u{202f}", "  ", "\n", "\r\n", "\u{2009}"],
    &["é", "e\u{301}"],
    &["ổ", "o\u{302}\u{309}", "ô\u{309}"],
    &["한", "\u{1112}\u{1161}\u{11ab}"],
    &["…", "..."],
    &["a", "\u{ad}a", "a\u{200b}"],
    &["b", "\u{feff}b"],
    &["A"],
    &["👩‍🚀"],
    &["7"],
    &["²"],
    &["2"],
    &["."],
    &["שלום", "\u{200f}שלום"],
];

fn spelled(random: &mut Random, pieces: &[usize]) -> String {
    let pieces = pieces.iter().map(|piece| PIECES[*piece]);
    pieces.map(|them| them[random.below(them.len())]).collect()
}

fn settled(anchor: &Anchor, text: &PartText<'_>) -> Result<Anchor, Vec<Violation>> {
    let mut anchor = anchor.clone();
    let mut check = Checker::new();
    anchor.settle(&mut check, text);
    check.finish(anchor).map_err(|mut violations| {
        violations
            .iter_mut()
            .for_each(|it| nearest::complete(it, text));
        violations
    })
}

fn lenient(exact: &str) -> Anchor {
    Anchor {
        exact: exact.to_owned(),
        lenient: true,
        ..Anchor::default()
    }
}

#[test]
fn a_lenient_anchor_takes_words_that_fold_to_the_given_ones_and_stand_there() {
    let mut random = Random(SEED);
    let (mut taken, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let pieces: Vec<usize> = (0..30).map(|_| random.below(PIECES.len())).collect();
        let text = spelled(&mut random, &pieces);
        let from = random.below(pieces.len());
        let to = from + 1 + random.below((pieces.len() - from).min(6));
        let given = Anchor {
            prefix: spelled(&mut random, &pieces[from.saturating_sub(2)..from]),
            suffix: spelled(&mut random, &pieces[to..(to + 2).min(pieces.len())]),
            ..lenient(&spelled(&mut random, &pieces[from..to]))
        };
        let text = PartText::new(&text);
        let why = format!(
            "seed {SEED:#x}, round {round}: {given:?} in {:?}",
            text.text
        );
        let verbatim = settled(
            &Anchor {
                lenient: false,
                ..given.clone()
            },
            &text,
        );
        match settled(&given, &text) {
            Ok(found) => {
                taken += 1;
                let (start, end) = (found.start.unwrap(), found.end.unwrap());
                let chars = text.text.chars().skip(usize::try_from(start).unwrap());
                let chars = chars.take(usize::try_from(end - start).unwrap());
                assert_eq!(chars.collect::<String>(), found.exact, "{why}");
                assert!(is_same(&found.exact, &given.exact), "{why}: {found:?}");
                assert!(is_same(&found.prefix, &given.prefix), "{why}: {found:?}");
                assert!(is_same(&found.suffix, &given.suffix), "{why}: {found:?}");
                assert!(!found.lenient, "{why}");
                // What was taken is accepted as it is.
                assert_eq!(settled(&found, &text).unwrap(), found, "{why}");
                if let Ok(verbatim) = verbatim {
                    assert_eq!(verbatim, found, "{why}");
                }
            }
            Err(_) => {
                refused += 1;
                assert!(verbatim.is_err(), "{why}");
                let folded = text.folded();
                let sought = folded.sought(&given.exact, &given.prefix, &given.suffix);
                assert_ne!(folded.places(&sought).count(), 1, "{why}");
            }
        }
    }
    assert!(
        taken > ROUNDS / 2 && refused > ROUNDS / 200,
        "{taken}, {refused}"
    );
}

#[test]
fn other_letters_are_never_taken() {
    for (text, given) in [
        ("The cafe is closed.", "café"),
        ("The café is closed.", "cafe"),
        ("10² metres", "102"),
        ("The Bridge", "bridge"),
        ("10 000", "10000"),
        ("in-house", "in house"),
        ("\u{1112}\u{1161}\u{11ab}", "하"),
        ("a b", "\u{200b}"),
        ("5--3", "5-3"),
        ("", "a"),
    ] {
        let text = PartText::new(text);
        assert!(
            settled(&lenient(given), &text).is_err(),
            "{given} in {}",
            text.text
        );
    }
}

#[test]
fn an_ambiguous_spelling_is_refused_and_decided_by_its_context_or_position() {
    let text = PartText::new("“no” and then «no» again");
    let violations = settled(&lenient("\"no\""), &text).unwrap_err();
    assert_eq!(
        violations[0].description,
        "is not in the text with this prefix and suffix; in another spelling it is at 0..4, \
         14..18; send the words of one with start and end"
    );
    assert_eq!(violations[0].nearest, None);
    let second = Anchor {
        prefix: "then ".to_owned(),
        ..lenient("\"no\"")
    };
    let found = settled(&second, &text).unwrap();
    assert_eq!((found.exact.as_str(), found.start), ("«no»", Some(14)));
    let placed = Anchor {
        start: Some(0),
        end: Some(4),
        ..lenient("\"no\"")
    };
    assert_eq!(settled(&placed, &text).unwrap().exact, "“no”");
    let between = Anchor {
        start: Some(1),
        end: Some(4),
        ..lenient("\"no\"")
    };
    assert!(settled(&between, &text).is_err());
}

#[test]
fn the_error_names_the_nearest_words_with_their_place() {
    let text = PartText::new("He said: “We can’t.” Then he left.");
    let strict = Anchor {
        lenient: false,
        ..lenient("\"We can't.\"")
    };
    let violations = settled(&strict, &text).unwrap_err();
    let violation = &violations[0];
    assert_eq!(
        violation.description,
        "is not in the text with this prefix and suffix; in another spelling it is at 9..20: \
         “““We can’t.””; send these words, or lenient"
            .replace("“““", "““")
    );
    let nearest = violation.nearest.as_ref().unwrap();
    assert_eq!(
        (nearest.exact.as_str(), nearest.start, nearest.end),
        ("“We can’t.”", 9, 20)
    );
    let exact = Anchor {
        exact: nearest.exact.clone(),
        ..strict
    };
    assert_eq!(settled(&exact, &text).unwrap().start, Some(9));
}

#[test]
fn words_begin_and_end_with_visible_characters() {
    let text = PartText::new("a \u{200b}«b»\u{200b} c");
    let found = settled(&lenient("\"b\""), &text).unwrap();
    assert_eq!(
        (found.exact.as_str(), found.start, found.end),
        ("«b»", Some(3), Some(6))
    );
}

#[test]
fn a_text_has_the_same_clusters_as_by_unicode() {
    let pieces = [
        "a",
        " ",
        "é",
        "e\u{301}",
        "\u{301}",
        "\r",
        "\n",
        "\r\n",
        "👩‍🚀",
        "🇩🇪🇫",
        "한",
        "\u{1112}\u{1161}",
        "\u{600}",
        "\u{200d}",
        "क्ष",
    ];
    let mut random = Random(SEED);
    for _ in 0..ROUNDS {
        let pieces = (0..8).map(|_| pieces[random.below(pieces.len())]);
        let text: String = pieces.collect();
        let expected: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
        assert_eq!(clusters(&text).collect::<Vec<_>>(), expected, "{text:?}");
    }
}

#[test]
fn a_large_text_is_folded_once() {
    let large = "“a” ".repeat(50_000);
    let folded = FoldedText::new(&large);
    let sought = folded.sought("\"a\"", "", "");
    assert_eq!(folded.places(&sought).count(), 50_000);
    assert_eq!(folded.near("\"a\"", "", "", 2).len(), 2);
}

#[test]
fn a_text_grows_to_a_bounded_size_in_loose_folding() {
    for c in [
        "\u{fdfa}", "\u{fdfb}", "\u{3316}", "\u{fdf2}", "ﬃ", "…", "é",
    ] {
        let text = c.repeat(1_000);
        let folded = FoldedText::loose(&text).folded;
        assert!(folded.len() <= 3 * text.len(), "{c}: {}", folded.len());
    }
}

#[test]
fn a_text_of_letters_and_single_spaces_takes_one_stretch() {
    let stretches = |text: &str| FoldedText::new(text).stretches.len();
    assert_eq!(stretches(&"some words ".repeat(1_000)), 1);
    assert_eq!(stretches("two  spaces"), 3);
    assert_eq!(stretches("  two spaces"), 2);
    assert_eq!(stretches("a\u{a0} b\u{200b}c"), 4);
    assert_eq!(stretches("été"), 3);
    assert_eq!(stretches(&"мова 語 日本 ".repeat(1_000)), 1);
    // A letter that is two in folded spelling, in as many bytes.
    assert_eq!(FoldedText::loose("aßa").stretches.len(), 3);
    assert_eq!(stretches(""), 0);
}
