//! Single cases of edits at the edges of a span, and beside it.

use super::*;

const BEFORE: &str = "The council met on Tuesday evening.";
const SPAN: &str = "Prices for commuters have risen by a third since the bridge was closed for repairs \
    last winter.";
const AFTER: &str = "The ferry carries only half as many people as the bridge did.";

fn story(span: &str) -> String {
    format!(
        "{BEFORE} It heard from three engineers. {span} {AFTER} Nobody in the town expects the \
        work to end before next summer."
    )
}

/// The words to which the span was carried in a text that differs in these words only.
fn changed(from: &str, to: &str) -> Option<String> {
    changed_in(&story(SPAN), SPAN, from, to)
}

fn changed_in(old: &str, span: &str, from: &str, to: &str) -> Option<String> {
    let new = old.replacen(from, to, 1);
    assert_ne!(old, new, "{from}");
    let carried = carry(old, &new, span);
    match carried {
        Carried::Changed { .. } => read(&new, carried),
        _ => None,
    }
}

#[test]
fn a_sentence_whose_last_word_was_replaced_ends_with_the_new_word() {
    let expected = |word: &str| Some(SPAN.replace("winter", word));
    assert_eq!(changed("winter.", "spring."), expected("spring"));
    assert_eq!(changed("winter.", "wimter."), expected("wimter"));
    assert_eq!(changed("last winter.", "two years ago."), {
        Some(SPAN.replace("last winter", "two years ago"))
    });
}

#[test]
fn a_sentence_whose_first_word_was_replaced_begins_with_the_new_word() {
    let expected = |word: &str| Some(SPAN.replace("Prices", word));
    assert_eq!(changed("Prices", "Fares"), expected("Fares"));
    assert_eq!(changed("Prices", "Pricse"), expected("Pricse"));
    assert_eq!(changed("Prices for", "All fares of"), {
        Some(SPAN.replace("Prices for", "All fares of"))
    });
}

#[test]
fn a_clause_at_the_end_belongs_to_the_sentence() {
    let expected = SPAN.replace("winter.", "winter, he said.");
    assert_eq!(changed("winter.", "winter, he said."), Some(expected));
}

#[test]
fn a_sentence_that_was_joined_with_the_next_one_ends_where_its_clause_ends() {
    let expected = SPAN.strip_suffix('.').map(str::to_owned);
    assert_eq!(changed("winter. The", "winter, and the"), expected);
    assert_eq!(
        changed("winter. The ferry", "winter, and that ferry"),
        expected
    );
}

#[test]
fn a_headline_in_capitals_is_the_same_headline() {
    let (old, new) = (
        "CHINESE SOLDIERS COME TO RUSSIA’S RESCUE",
        "Chinese soldiers come to Russia’s rescue",
    );
    let carried = carry(old, new, old);
    assert!(
        matches!(carried, Carried::Changed { start: 0, .. }),
        "{carried:?}"
    );
    assert_eq!(read(new, carried).as_deref(), Some(new));
}

#[test]
fn a_figure_at_an_edge_is_changed_with_the_word_beside_it() {
    let old = story("According to the ministry, 155 men were held at the border on Monday.");
    let carried = changed_in(&old, "155 men", "155", "163");
    assert_eq!(carried.as_deref(), Some("163 men"));
    let old = story("The men who were held at the border on Monday numbered 155, it said.");
    let carried = changed_in(&old, "numbered 155", "155", "163");
    assert_eq!(carried.as_deref(), Some("numbered 163"));
}

#[test]
fn words_that_still_stand_do_not_grow_over_text_glued_to_them() {
    let old = story(SPAN);
    for glued in [
        "winter.thumb|large bridge ",
        "winter. thumb|large bridge ",
        "winter.[1] ",
    ] {
        let new = old.replacen("winter. ", glued, 1);
        assert_eq!(carry(&old, &new, SPAN), Carried::Unchanged, "{glued}");
    }
}

#[test]
fn a_span_does_not_grow_into_a_sentence_that_replaced_another() {
    let sentence = "Nobody was hurt in the fire.";
    let old = format!("{BEFORE}\n\n{SPAN}\n\n{sentence}\n\n{AFTER}");
    let new = old.replacen(sentence, "Two firemen were taken to hospital.", 1);
    assert_eq!(carry(&old, &new, sentence), Carried::Orphaned);
    let both = format!("{SPAN}\n\n{sentence}");
    let carried = read(&new, carry(&old, &new, &both));
    assert!(carried.is_none_or(|words| words == SPAN));
}

#[test]
fn a_deleted_lead_leaves_the_paragraphs_below_as_they_are() {
    let lead =
        "Fares on the ferry of Southport have risen by a third, said Mayor Olsen on Tuesday.";
    let body = format!("Mayor Olsen said so on Tuesday.\n\n{SPAN}\n\n{AFTER} {BEFORE}");
    let old = format!("{lead}\n\n{body}");
    for words in ["Mayor Olsen", "Olsen said so", "on Tuesday.", SPAN] {
        let carried = carry(&old[..], &body, words);
        let in_body = body.find(words).is_some();
        assert!(in_body);
        if old.matches(words).count() == 1 {
            assert_eq!(read(&body, carried).as_deref(), Some(words), "{words}");
        }
    }
}

#[test]
fn a_long_span_that_is_unique_in_both_texts_is_found_whatever_else_changed() {
    let old = story(SPAN);
    let new = format!("Nothing else is left of what was printed here.\n\n{SPAN}\n\nIt is all new.");
    let carried = carry(&old, &new, SPAN);
    assert!(matches!(carried, Carried::Moved { .. }), "{carried:?}");
    assert_eq!(read(&new, carried).as_deref(), Some(SPAN));
    // A longer word that begins with the same letters is another word.
    let figure = "The number of soldiers who crossed the border rose to 15";
    let old = format!("{BEFORE} {figure} {AFTER}");
    let new = format!("Nothing else is left. {figure}5 now.");
    assert!(!matches!(carry(&old, &new, figure), Carried::Moved { .. }));
}

#[test]
fn a_copy_of_words_that_were_edited_is_not_the_edited_words() {
    let old = story(SPAN);
    let new = old.replacen("a third", "two thirds", 1);
    let new = format!("{new}\n\nCorrection: an earlier version said: {SPAN}");
    let carried = carry(&old, &new, SPAN);
    assert_eq!(carried, Carried::Orphaned);
}

#[test]
fn neighbours_may_be_deleted_replaced_or_copied() {
    let old = story(SPAN);
    let edits = [
        old.replacen(AFTER, "", 1),
        old.replacen(AFTER, "Ferries are full from six in the morning.", 1),
        old.replacen(
            "It heard from three engineers.",
            "No engineer was there.",
            1,
        ),
        format!("{old} {AFTER}"),
        format!("{AFTER} {old}"),
    ];
    for new in edits {
        for words in [SPAN, "Prices for commuters", "last winter."] {
            let carried = carry(&old, &new, words);
            let stands = carried == Carried::Unchanged
                || (matches!(carried, Carried::Moved { .. })
                    && read(&new, carried).as_deref() == Some(words));
            assert!(stands, "{words}: {carried:?} in {new}");
        }
    }
}

#[test]
fn a_sentence_that_changed_places_with_a_look_alike_is_not_taken_for_it() {
    let (yes, no) = (
        "The bridge is safe for lorries, three engineers told the council.",
        "The bridge is not safe for lorries, three engineers told the council.",
    );
    let text = |first: &str, second: &str| format!("{BEFORE} {first} {second} {AFTER}");
    let (old, new) = (text(yes, no), text(no, yes));
    for words in [yes, no] {
        let carried = carry(&old, &new, words);
        let lost = carried == Carried::Orphaned;
        assert!(lost || read(&new, carried).as_deref() == Some(words));
        let deleted = old.replacen(words, "", 1);
        assert_eq!(carry(&old, &deleted, words), Carried::Orphaned, "{words}");
    }
}

#[test]
fn an_item_of_a_list_does_not_become_the_item_beside_it() {
    let item = |town: &str, votes: u32| format!("In {town}, Robin Vance won {votes} votes.");
    let towns = [
        ("Oslo", 512),
        ("Bergen", 487),
        ("Molde", 341),
        ("Narvik", 603),
    ];
    let items: Vec<String> = towns.map(|(town, votes)| item(town, votes)).to_vec();
    let old = items.join("\n");
    for gone in &items {
        let new = old.replacen(gone, "", 1).replace("\n\n", "\n");
        assert_eq!(carry(&old, new.trim(), gone), Carried::Orphaned, "{gone}");
    }
    let new = old.replacen("487", "488", 1);
    let carried = carry(&old, &new, &items[1]);
    assert_eq!(read(&new, carried), Some(item("Bergen", 488)));
}

#[test]
fn abbreviations_and_names_with_capitals_inside_are_not_cut() {
    let old =
        story("McDonald said U.S. troops would leave the port of iPhone City at 9 a.m. on Monday.");
    let new = old.replacen("Monday", "Tuesday", 1);
    let span = "McDonald said U.S. troops would leave the port of iPhone City at 9 a.m. on Monday";
    let carried = carry(&old, &new, span);
    assert_eq!(read(&new, carried), Some(span.replace("Monday", "Tuesday")));
}
