//! Where the answer for a changed span begins and ends.

use super::*;

const BEFORE: &str = "The council met on Tuesday evening. It heard from three engineers.";
const AFTER: &str = "The ferry carries only half as many people as the bridge did. Nobody in the \
    town expects the work to end before next summer.";

/// The words to which a span was carried, and whether they are the same words.
fn carried(sentence: &str, span: &str, from: &str, to: &str) -> Option<String> {
    let old = format!("{BEFORE} {sentence} {AFTER}");
    let new = old.replacen(from, to, 1);
    assert_ne!(old, new, "{from}");
    match carry(&old, &new, span) {
        Carried::Unchanged => Some(span.to_owned()),
        other => read(&new, other),
    }
}

fn is_balanced(words: &str) -> bool {
    let count = |c: char| words.matches(c).count();
    let in_order = words
        .find('”')
        .is_none_or(|close| words.find('“').is_some_and(|open| open < close));
    in_order
        && count('“') == count('”')
        && count('"').is_multiple_of(2)
        && [('(', ')'), ('[', ']'), ('{', '}')]
            .iter()
            .all(|it| count(it.0) == count(it.1))
}

#[test]
fn an_answer_does_not_begin_or_end_inside_quotation_marks_or_brackets() {
    let sentence = "The club will leave the old stadium in the east of the town next summer.";
    for to in [
        "“The club will leave the old stadium in the east of the town next year,” an aide said.",
        "Fans said: “The club will leave the old stadium in the east of the town,” an aide said.",
        "The club will leave the old stadium in the east of the town,” an aide said.",
        "“It is so. All clubs will leave the old stadium in the east of the town next year,” an aide said.",
        "\"The club will leave the old stadium in the east of the town next year,\" an aide said.",
        "«The club will leave the old stadium in the east of the town next year», an aide said.",
        "(The club will leave the old stadium in the east of the town) next year.",
        "The club will leave the old stadium in the east of the town [[next year]].",
        "The club will leave the old stadium in the east of the town next {{year}}.",
        "The club will leave the old stadium in the east of the town next [",
        "The club will leave the old stadium in the east of the town next year {{cite",
        "]] Clubs will leave the old stadium in the east of the town next summer.",
        "Clubs]] will leave the old stadium in the east of the town next summer.",
        "The club will leave the old stadium in the “east of the town next year.",
    ] {
        for span in [
            sentence,
            "The club will leave the old stadium in the east of the town",
            "leave the old stadium in the east of the town next summer",
        ] {
            let there = carried(sentence, span, sentence, to);
            let there = there.unwrap_or_default();
            let odd = ["[", "{{", "]]", "]"].iter().any(|it| {
                there.starts_with(it.trim_start_matches('[')) && it.starts_with(']')
                    || there.ends_with("[")
                    || there.ends_with("{")
            });
            assert!(is_balanced(&there) && !odd, "{span} in {to}: {there:?}");
        }
    }
}

#[test]
fn a_quotation_that_was_cut_before_is_cut_in_the_same_way() {
    let sentence =
        "“The club will leave the old stadium in the east of the town next summer,” an aide said.";
    let span =
        "The club will leave the old stadium in the east of the town next summer,” an aide said";
    let there = carried(sentence, span, "next summer", "next year");
    assert_eq!(there, Some(span.replace("summer", "year")));
}

#[test]
fn the_word_that_replaced_the_first_or_last_one_belongs_to_the_answer() {
    for (sentence, span, from, to) in [
        (
            "A man was shot in the centre of Oslo on Monday.",
            "A man was shot in the centre of Oslo",
            "A man",
            "A woman",
        ),
        (
            "A man was shot in the centre of Oslo on Monday.",
            "A man was shot in the centre of Oslo on Monday.",
            "A man",
            "A woman",
        ),
        (
            "Police said that a man was shot in the centre of Oslo on Monday.",
            "a man was shot in the centre of Oslo",
            "a man",
            "a woman",
        ),
        (
            "Police said that a man was shot in the centre of Oslo on Monday.",
            "a man was shot",
            "a man",
            "a woman",
        ),
        ("A man was shot.", "A man was shot", "A man", "A woman"),
        (
            "In Oslo the police arrested a man.",
            "In Oslo the police arrested a man",
            "a man",
            "a woman",
        ),
        (
            "In Oslo the police arrested the man on Monday.",
            "the police arrested the man",
            "the man",
            "the woman",
        ),
        (
            "The old man was shot in the centre of Oslo.",
            "The old man was shot in the centre of Oslo",
            "The old man",
            "The young woman",
        ),
        (
            "The man of the house was shot.",
            "The man of the house was shot",
            "The man",
            "The lady",
        ),
    ] {
        let there = carried(sentence, span, from, to);
        let expected = span.replacen(from, to, 1);
        let cut = expected.trim_end_matches('.');
        assert!(
            there
                .as_deref()
                .is_none_or(|it| it.trim_end_matches('.') == cut),
            "{span}: {there:?}"
        );
        if span.len() > 20 {
            assert!(there.is_some(), "{span}: lost");
        }
    }
}

#[test]
fn small_changes_at_an_edge_leave_the_span_in_its_place() {
    for (sentence, span, from, to) in [
        (
            "Some 155 men and 48 women signed a petition against the fares.",
            "Some 155 men and 48 women signed a petition against the fares.",
            "Some 155",
            "About 163",
        ),
        (
            "Some 155 men and 48 women signed a petition against the fares.",
            "Some 155 men and 48 women",
            "Some 155",
            "About 163",
        ),
        (
            "Yesterday 214 dockers walked out at the port of Bergen.",
            "214 dockers",
            "214 dockers",
            "several dockers",
        ),
        (
            "214 dockers walked out at the port of Bergen.",
            "214 dockers walked out",
            "214 dockers",
            "Several dockers",
        ),
        (
            "214 dockers walked out at the port of Bergen.",
            "214 dockers",
            "214 dockers",
            "Several dockers",
        ),
        (
            "The board raised the fares last winter.",
            "The board raised the fares last winter.",
            "The board raised",
            "The board, which runs both ferries and the small harbour south of the town, raised",
        ),
        (
            "The board of the harbour raised the fares.",
            "The board of the harbour raised the fares",
            "harbour raised",
            "harbour, after long talks with the unions of the dockers and the seamen, raised",
        ),
    ] {
        let there = carried(sentence, span, from, to);
        let expected = span.replacen(from, to, 1);
        assert_eq!(
            there.as_deref().map(|it| it.trim_end_matches('.')),
            Some(expected.trim_end_matches('.')),
            "{from} {to}"
        );
    }
}

#[test]
fn a_turkish_headline_in_capitals_is_the_same_headline() {
    for (old, new) in [
        (
            "İSTANBUL’DA KIŞ YARIN BAŞLIYOR",
            "İstanbul’da kış yarın başlıyor",
        ),
        (
            "KIZILAY ÇIĞ BÖLGESİNE YARDIM GÖNDERDİ",
            "Kızılay çığ bölgesine yardım gönderdi",
        ),
        (
            "IŞIKLAR SÖNDÜ, İZMİR KARANLIKTA",
            "Işıklar söndü, İzmir karanlıkta",
        ),
    ] {
        let carried = carry(old, new, old);
        assert_eq!(read(new, carried).as_deref(), Some(new), "{carried:?}");
    }
}

#[test]
fn an_abbreviation_does_not_end_a_sentence() {
    for (sentence, span, from, to, expected) in [
        (
            "Die Bank zahlte im Herbst 4,2 Mio. Dollar. Danach war Ruhe.",
            "Die Bank zahlte im Herbst 4,2 Mio. Dollar",
            "Dollar",
            "Euro",
            "Die Bank zahlte im Herbst 4,2 Mio. Euro",
        ),
        (
            "Das Werk kostet die Stadt im Jahr 4,2 Mrd. Dollar und viel Geduld.",
            "Das Werk kostet die Stadt im Jahr 4,2 Mrd. Dollar",
            "Dollar",
            "Franken",
            "Das Werk kostet die Stadt im Jahr 4,2 Mrd. Franken",
        ),
        (
            "The report was written for the council by Dr. Olsen.",
            "The report was written for the council by Dr. Olsen",
            "Olsen",
            "Carter",
            "The report was written for the council by Dr. Carter",
        ),
    ] {
        let there = carried(sentence, span, from, to);
        assert_eq!(there.as_deref(), Some(expected));
    }
}
