//! Single cases, and random edits of generated news whose true outcome is known.

mod articles;
mod beside;
mod cuts;
mod edge;
mod edges;
mod edits;
mod ends;
mod ends_in_figures;
mod figures;
mod glued;
mod glued_phrases;
mod gone;
mod kinds;
mod once;
mod quotations;
mod sentences;
mod story;
mod twins;
mod writer;

use self::{kinds::Shares, story::Story, writer::Random};
use super::*;

fn carry(old: &str, new: &str, words: &str) -> Carried {
    let byte = old.find(words).unwrap();
    let start = old[..byte].chars().count();
    let (old, new) = (PartText::new(old), PartText::new(new));
    let start = i32::try_from(start).unwrap();
    Alignment::new(&old, &new).carry(start, start + code_points(words))
}

fn code_points(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap()
}

/// The words to which a span was carried.
fn read(text: &str, carried: Carried) -> Option<String> {
    let (start, end) = match carried {
        Carried::Moved { start, end } | Carried::Changed { start, end, .. } => (start, end),
        Carried::Unchanged | Carried::Orphaned => return None,
    };
    let from = usize::try_from(start).unwrap();
    Some(
        text.chars()
            .skip(from)
            .take(usize::try_from(end - start).unwrap())
            .collect(),
    )
}

const OLD: &str = "👩‍🚀 Die Brücke „Südtor“ wird gesperrt.\r\n\r\nDer Umbau kostet 10.000 Kronen, sagte \
    Bürgermeisterin Olsen am Montag. Die Arbeiten dauern bis Oktober.\r\n\r\nשלום לכולם אמר ראש העיר. \
    市長は橋の工事が十月に終わると述べた。";

#[test]
fn words_at_the_same_place_are_unchanged() {
    for words in [
        "👩‍🚀",
        "10.000",
        "Olsen am Montag",
        "ראש העיר",
        "工事が十月",
        OLD,
    ] {
        assert_eq!(carry(OLD, OLD, words), Carried::Unchanged, "{words}");
    }
    let new = format!("{OLD} Mehr folgt.");
    assert_eq!(carry(OLD, &new, "10.000"), Carried::Unchanged);
}

#[test]
fn moved_words_are_placed_in_code_points() {
    let new = format!("🚧 Eilmeldung aus dem Rathaus: 🚧\n\n{OLD}");
    for words in [
        "👩‍🚀",
        "„Südtor“",
        "10.000",
        "Olsen am Montag. Die",
        "ראש העיר",
        "工事が十月",
        OLD,
    ] {
        let carried = carry(OLD, &new, words);
        assert!(
            matches!(carried, Carried::Moved { .. }),
            "{words}: {carried:?}"
        );
        assert_eq!(read(&new, carried).as_deref(), Some(words));
    }
}

#[test]
fn other_quotes_dashes_and_line_ends_are_not_other_words() {
    let new = OLD
        .replace(['„', '“'], "\"")
        .replace("\r\n", "\n")
        .replace("sagte B", "sagte\nB");
    let carried = carry(OLD, &new, "„Südtor“ wird");
    assert_eq!(read(&new, carried).as_deref(), Some("\"Südtor\" wird"));
    assert!(matches!(carried, Carried::Changed { score, .. } if score > 0.9 && score < 1.0));
    let carried = carry(OLD, &new, "sagte Bürgermeisterin");
    assert_eq!(
        read(&new, carried).as_deref(),
        Some("sagte\nBürgermeisterin")
    );
}

#[test]
fn deleted_words_are_orphaned_even_if_they_occur_elsewhere() {
    let new = OLD.replace("Die Arbeiten dauern bis Oktober.", "");
    assert_eq!(carry(OLD, &new, "Arbeiten dauern"), Carried::Orphaned);
    let copied = format!("{new} Die Arbeiten dauern bis Oktober.");
    assert_eq!(carry(OLD, &copied, "Arbeiten dauern"), Carried::Orphaned);
    assert_eq!(
        carry(OLD, &copied, "Die Arbeiten dauern bis Oktober."),
        Carried::Orphaned
    );
}

#[test]
fn neither_of_two_equal_adjacent_sentences_is_chosen() {
    let sentence = "Die Arbeiten dauern bis Oktober.";
    let new = OLD.replace(sentence, &format!("{sentence} {sentence}"));
    assert_eq!(carry(OLD, &new, sentence), Carried::Orphaned);
    assert_eq!(carry(OLD, &new, "Arbeiten"), Carried::Orphaned);
    assert_eq!(carry(OLD, &new, "10.000"), Carried::Unchanged);
}

#[test]
fn a_changed_figure_is_carried_with_its_sentence_only() {
    let new = OLD.replace("10.000", "12.500");
    assert_eq!(carry(OLD, &new, "10.000"), Carried::Orphaned);
    let carried = carry(OLD, &new, "Der Umbau kostet 10.000 Kronen, sagte");
    assert_eq!(
        read(&new, carried).as_deref(),
        Some("Der Umbau kostet 12.500 Kronen, sagte")
    );
    assert!(matches!(carried, Carried::Changed { score, .. } if score > 0.5 && score < 0.95));
}

#[test]
fn an_insertion_at_an_edge_stays_outside() {
    let new = OLD.replace(
        "Bürgermeisterin Olsen am",
        "Bürgermeisterin Gro Olsen selbst am",
    );
    assert_eq!(
        read(&new, carry(OLD, &new, "Olsen")).as_deref(),
        Some("Olsen")
    );
    assert_eq!(
        carry(OLD, &new, "sagte Bürgermeisterin"),
        Carried::Unchanged
    );
}

#[test]
fn a_sentence_does_not_inherit_the_spans_of_the_sentence_it_replaces() {
    let new = OLD.replace(
        "Die Arbeiten dauern bis Oktober.",
        "Die Stadt plant bis Jahresende noch drei weitere Baustellen.",
    );
    for words in ["Die Arbeiten", "bis", "bis Oktober"] {
        assert_eq!(carry(OLD, &new, words), Carried::Orphaned, "{words}");
    }
}

#[test]
fn empty_and_impossible_spans_are_orphaned() {
    let (old, new) = (PartText::new(OLD), PartText::new("Anderes."));
    for (start, end) in [(0, 0), (-1, 3), (5, 2), (0, 100_000), (i32::MAX, i32::MIN)] {
        assert_eq!(
            Alignment::new(&old, &new).carry(start, end),
            Carried::Orphaned
        );
        assert_eq!(
            Alignment::new(&old, &old).carry(start, end),
            Carried::Orphaned
        );
    }
    let empty = PartText::new("");
    assert_eq!(Alignment::new(&old, &empty).carry(0, 5), Carried::Orphaned);
    assert_eq!(Alignment::new(&empty, &old).carry(0, 5), Carried::Orphaned);
}

#[test]
fn a_repetitive_text_is_aligned_in_bounded_time() {
    let old = "a ".repeat(200_000);
    let new = format!("b {}c", "a ".repeat(199_000));
    let (old, new) = (PartText::new(&old), PartText::new(&new));
    let alignment = Alignment::new(&old, &new);
    for start in 0..1000 {
        assert_eq!(
            alignment.carry(start * 2, start * 2 + 1001),
            Carried::Orphaned
        );
    }
}

#[test]
fn random_edits_orphan_some_spans_and_misplace_none() {
    let mut totals = edits::Totals::default();
    for seed in 0..600 {
        edits::try_seed(seed, &mut totals);
    }
    println!("{totals:?}");
    assert_eq!(totals.wrong, 0, "{totals:?}");
    assert!(totals.whole > 10_000, "{totals:?}");
    assert!(totals.found * 100 >= totals.whole * 95, "{totals:?}");
}

#[test]
fn edits_of_each_kind_in_articles_orphan_few_spans_and_misplace_none() {
    let mut shares = Shares::default();
    for seed in 0..12 {
        for (language, article) in articles::ARTICLES {
            let space = if language == "ja" { "" } else { " " };
            let story = Story::new(article, space);
            let mut random = Random::new(seed);
            let mut others = sentences_of_others(language, article);
            let mut fresh = || {
                let by = 1 + random.below(others.len() - 1);
                others.rotate_left(by);
                others[0].clone()
            };
            kinds::try_story(&story, seed, &mut fresh, &mut shares);
        }
    }
    check(&shares);
}

#[test]
fn edits_of_each_kind_in_generated_news_orphan_few_spans_and_misplace_none() {
    let mut shares = Shares::default();
    for seed in 0..80 {
        let mut writer = writer::Writer::new(seed);
        let paragraphs: Vec<String> = (0..8)
            .map(|_| {
                let sentences = (0..1 + writer.random.below(4)).map(|_| writer.sentence());
                sentences.collect::<Vec<_>>().join("|")
            })
            .collect();
        let story = Story::new(&paragraphs.join("\n\n"), " ");
        kinds::try_story(&story, seed, &mut || writer.sentence(), &mut shares);
    }
    check(&shares);
}

/// The sentences of other articles in a language, or of one in English if there is none.
fn sentences_of_others(language: &str, article: &str) -> Vec<String> {
    let others = articles::ARTICLES.iter().filter(|it| it.1 != article);
    let mut same: Vec<&str> = others
        .filter(|it| it.0 == language)
        .map(|it| it.1)
        .collect();
    if same.is_empty() {
        same.push(articles::FERRY);
    }
    let stories = same.iter().flat_map(|it| Story::new(it, " ").sentences);
    stories.map(|it| it.text).collect()
}

/// No span is misplaced. Of those that still stand 99.8 % are found, and of those that were
/// edited at an edge 97 %; of each kind of edit 99 % and 90 %.
fn check(shares: &Shares) {
    for (kind, share) in shares {
        println!("{kind}: {share:?}, {} of 1,000", share.permille());
    }
    for (kind, share) in shares {
        let is_edge = edge::KINDS.contains(kind);
        let permille_min = if is_edge { 900 } else { 990 };
        assert_eq!(share.wrong, 0, "{kind}: {share:?}");
        assert!(share.permille() >= permille_min, "{kind}: {share:?}");
    }
    for (kinds, permille_min) in [(&beside::KINDS[..], 998), (&edge::KINDS[..], 970)] {
        let all = kinds::sum(shares, kinds);
        println!("{all:?}, {} of 1,000", all.permille());
        assert!(all.permille() >= permille_min, "{all:?}");
    }
}
