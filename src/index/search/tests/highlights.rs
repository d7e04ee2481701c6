//! Words that are found in a text.

use super::super::{Fragment, Query, highlight};

fn fragments(text: &str, query: &str, language: &str) -> Vec<Fragment> {
    let fragments = highlight(text, &Query::parse(query), language);
    for fragment in &fragments {
        assert!(text.contains(&fragment.text));
        let letters = fragment.text.chars().count();
        assert!(letters <= 210, "{letters}");
        for pair in fragment.spans.windows(2) {
            assert!(pair[0].end <= pair[1].start);
        }
    }
    fragments
}

/// The words that are marked, in order.
fn marked(text: &str, query: &str, language: &str) -> Vec<String> {
    let fragments = fragments(text, query, language);
    let spans = fragments.iter().flat_map(|fragment| {
        let spans = fragment.spans.iter();
        spans.map(|span| fragment.text[span.clone()].to_owned())
    });
    spans.collect()
}

#[test]
fn a_word_with_what_cannot_be_seen_is_marked_as_a_whole() {
    let text = "Das Strom\u{ad}netz\u{200b} von Tornau.";
    assert_eq!(marked(text, "stromnetz", "de"), ["Strom\u{ad}netz"]);
}

#[test]
fn words_are_marked_in_all_their_forms() {
    let text = "The Bridges of Lund: one bridge is old.";
    assert_eq!(
        marked(text, "bridge lund", "en"),
        ["Bridges", "Lund", "bridge"]
    );
    assert_eq!(marked("Die Brücken sind alt.", "brücke", "de"), ["Brücken"]);
}

#[test]
fn a_short_text_is_one_fragment() {
    let text = "The bridge fell.";
    let found = fragments(text, "bridge", "en");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text, text);
    assert_eq!(marked(text, "bridge", "en"), ["bridge"]);
    assert_eq!(
        fragments(text, "ferry", "en"),
        [Fragment {
            text: text.to_owned(),
            spans: Vec::new(),
        }]
    );
    assert_eq!(fragments("", "ferry", "en"), []);
}

#[test]
fn quoted_words_are_marked_where_they_stand_together() {
    let text = "The old ferry passed the old bridge, and the bridge of Lund.";
    assert_eq!(marked(text, "\"old bridge\"", "en"), ["old bridge"]);
    assert_eq!(marked(text, "\"bridge of Lund\"", "en"), ["bridge of Lund"]);
    assert_eq!(
        marked(text, "\"old bridge\" bridge", "en"),
        ["old bridge", "bridge"]
    );
}

#[test]
fn excluded_words_are_not_marked() {
    assert_eq!(marked("The old bridge.", "bridge -old", "en"), ["bridge"]);
}

#[test]
fn words_with_combining_characters_are_marked_as_a_whole() {
    let text = "A cafe\u{301} in Zu\u{308}rich, and नमस्ते.";
    assert_eq!(marked(text, "café", "en"), ["cafe\u{301}"]);
    assert_eq!(marked(text, "Zürich", "en"), ["Zu\u{308}rich"]);
    assert_eq!(marked(text, "नमस्ते", "en"), ["नमस्ते"]);
}

#[test]
fn words_of_texts_without_spaces_are_marked() {
    assert_eq!(
        marked("世界卫生组织宣布疫情结束", "卫生 疫情", "zh"),
        ["卫生", "疫情"]
    );
}

#[test]
fn fragments_of_a_long_text_are_around_the_words() {
    let filler = "Nothing else happened on that quiet and warm afternoon. ".repeat(20);
    let text = format!(
        "{filler}The bridge fell. {filler}A ferry sank. {filler}The bridge and the ferry. {filler}\
         Another bridge. {filler}"
    );
    let fragments = fragments(&text, "bridge ferry", "en");
    assert_eq!(fragments.len(), 3);
    let places: Vec<usize> = fragments
        .iter()
        .map(|it| text.find(&it.text).unwrap())
        .collect();
    assert!(places.is_sorted());
    assert!(fragments.iter().all(|it| !it.spans.is_empty()));
    assert!(fragments.iter().any(|it| it.spans.len() == 2));
    for fragment in &fragments {
        let at = text.find(&fragment.text).unwrap();
        let is_cut = |it: Option<char>| it.is_none_or(char::is_whitespace);
        assert!(is_cut(text[..at].chars().next_back()), "{}", fragment.text);
        let behind = &text[at + fragment.text.len()..];
        assert!(is_cut(behind.chars().next()), "{}", fragment.text);
    }
}

#[test]
fn a_long_text_without_the_words_is_answered_from_its_beginning() {
    let text = "Nothing happened here. ".repeat(100);
    let fragments = fragments(&text, "bridge", "en");
    assert_eq!(fragments.len(), 1);
    assert!(text.starts_with(&fragments[0].text));
    assert!(fragments[0].text.chars().count() > 150);
}

#[test]
fn odd_texts_are_cut_within_bounds() {
    for text in [
        "bridge".repeat(1_000),
        "x".repeat(5_000) + " bridge " + &"y".repeat(5_000),
        "bridge ".repeat(5_000),
        "—".repeat(5_000),
        "\u{301}".repeat(5_000),
        "世".repeat(5_000),
        format!("bridge {}", "\u{301}".repeat(1_000)),
        "«bridge»".repeat(500),
    ] {
        let fragments = fragments(&text, "bridge 世 \"bridge bridge\"", "en");
        assert!((1..=3).contains(&fragments.len()));
    }
}
