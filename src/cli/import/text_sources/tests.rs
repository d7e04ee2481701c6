//! What each kind of line below `Sources` becomes.

use super::*;
use crate::wire::pb::CreditKind;

fn listed(lines: &[&str]) -> SourceList {
    let mut listed = SourceList::default();
    let mut problems = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        listed.add(line, index + 1, &mut problems);
    }
    assert_eq!(problems, []);
    listed
}

fn only_source(line: &str) -> (SourceKind, String, String) {
    let listed = listed(&[line]);
    assert_eq!(listed.citations[0].printed, line);
    let source = listed.sources[0].source.clone().unwrap();
    (source.kind(), source.display_name, source.url)
}

fn credit_kind(line: &str) -> Option<CreditKind> {
    listed(&[line]).credits.first().map(|credit| {
        assert_eq!(credit.printed, line);
        credit.kind()
    })
}

fn problem(line: &str) -> String {
    let mut problems = Vec::new();
    SourceList::default().add(line, 9, &mut problems);
    assert_eq!(problems[0].line, Some(9));
    problems[0].what.clone()
}

#[test]
fn a_url_is_a_page() {
    let url = "https://news.example/harbour?id=7";
    let page = (SourceKind::WebPage, String::new(), url.to_owned());
    assert_eq!(only_source(url), page);
    assert_eq!(only_source(&format!("Harbour news: <{url}>")), page);
    assert_eq!(credit_kind(url), None);
}

#[test]
fn a_credit_to_a_handle_is_a_citation_too() {
    let listed = listed(&["Photo via @HarbourWatch", "https://news.example/a"]);
    let source = listed.sources[0].source.as_ref().unwrap();
    assert_eq!(source.kind(), SourceKind::SocialPost);
    assert_eq!(source.display_name, "@HarbourWatch");
    assert_eq!(listed.sources[0].key, "at-harbourwatch");
    assert_eq!(listed.citations[0].source, "#at-harbourwatch");
    assert_eq!(listed.citations[1].source, "#s1");
    assert_eq!(listed.credits[0].source, "#at-harbourwatch");
    assert_eq!(listed.credits.len(), 1);
}

#[test]
fn a_credit_without_a_handle_is_for_the_picture_itself() {
    for line in ["Photo by Jo Marsh", "Foto: Agenzia Nord", "Video: Nord TV"] {
        assert_eq!(
            only_source(line),
            (SourceKind::Image, line.to_owned(), String::new())
        );
    }
    let line = "Translation by Jo Marsh";
    assert_eq!(only_source(line).0, SourceKind::Document);
}

#[test]
fn credits_say_for_what() {
    for (line, kind) in [
        ("PHOTO: X", CreditKind::Photo),
        ("Foto di X", CreditKind::Photo),
        ("Photo credit: X", CreditKind::Photo),
        ("Photo courtesy of X", CreditKind::Photo),
        ("Photo @x", CreditKind::Photo),
        ("Photo © X", CreditKind::Photo),
        ("Video: X", CreditKind::Video),
        ("Graphic by X", CreditKind::Graphic),
        ("Illustration – X", CreditKind::Graphic),
        ("Traduzione di X", CreditKind::Translation),
        ("Image: X", CreditKind::Other),
        ("Photo: https://pictures.example/7", CreditKind::Photo),
    ] {
        assert_eq!(credit_kind(line), Some(kind), "{line}");
    }
}

#[test]
fn of_any_other_line_only_the_words_are_kept() {
    for line in [
        "Harbour Master, yearly report",
        "Photography in war",
        "Photo:",
        "Photovoltaics by X",
    ] {
        let source = (SourceKind::NotSpecified, line.to_owned(), String::new());
        assert_eq!(only_source(line), source);
        assert_eq!(credit_kind(line), None);
    }
    assert_eq!(only_source("@HarbourWatch").0, SourceKind::SocialPost);
}

#[test]
fn what_is_listed_twice_is_one_source_cited_twice() {
    let listed = listed(&[
        "https://news.example/a",
        "HTTPS://NEWS.example/a?utm_source=x#top",
        "Photo: @x",
        "Video via @X.",
        "Yearly report",
        "Yearly report",
    ]);
    let keys: Vec<&str> = listed.sources.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys.len(), 3, "{keys:?}");
    assert_eq!(listed.citations.len(), 6);
    assert_eq!(listed.citations[1].source, "#s1");
    assert_eq!(listed.credits[1].source, listed.credits[0].source);
}

#[test]
fn keys_do_not_depend_on_the_position() {
    let key = |lines: &[&str]| listed(lines).citations.pop().unwrap().source;
    for line in [
        "Photo via @x",
        "Photo by Jo",
        "Übersetzung: Jo",
        "@a@b.example",
    ] {
        assert_eq!(
            key(&[line]),
            key(&["https://news.example/a", "Other", line])
        );
        let key = stable_key(line);
        assert!(key.len() <= KEY_MAX && key.is_ascii(), "{key}");
    }
}

#[test]
fn a_bad_url_is_refused() {
    assert_eq!(
        problem("https://a.example https://b.example"),
        "holds two urls; put each source on a line of its own"
    );
    assert!(problem("https://").contains("correct the url"));
    assert!(problem("https://me:secret@a.example/").contains("remove it"));
}
