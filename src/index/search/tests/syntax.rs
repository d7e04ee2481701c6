//! What can be written in a query, and what is not understood.

use super::{
    super::{Note, Query},
    article, articles, claim, claims, committed, set, statements, store,
};
use crate::index::claims::{IndexedArticle, IndexedClaim, Kind, in_memory};

fn notes(query: &str) -> Vec<Note> {
    Query::parse(query).notes().to_vec()
}

#[test]
fn all_words_are_required() {
    let store = statements(&[
        "The mayor opened the bridge.",
        "The mayor resigned.",
        "The bridge fell.",
    ]);
    assert_eq!(set(&store, "mayor bridge"), [0]);
    assert_eq!(set(&store, "mayor AND bridge"), [0]);
    assert_eq!(set(&store, "bridge"), [0, 2]);
    assert_eq!(set(&store, "bridge harbour"), []);
}

#[test]
fn stop_words_are_not_required() {
    let store = statements(&["A mayor opened bridges."]);
    assert_eq!(set(&store, "the mayor of the bridge"), [0]);
    assert_eq!(set(&store, "the of"), []);
}

#[test]
fn quoted_words_stand_one_after_the_other() {
    let store = statements(&[
        "The old bridge of Lund fell.",
        "The bridge is old.",
        "An old and narrow bridge.",
    ]);
    assert_eq!(set(&store, "\"old bridge\""), [0]);
    assert_eq!(set(&store, "“old bridges”"), [0]);
    assert_eq!(set(&store, "old bridge"), [0, 1, 2]);
}

#[test]
fn stop_words_between_quotes_keep_their_places() {
    let store = statements(&["The bridge of Lund fell.", "The bridge Lund fell."]);
    assert_eq!(set(&store, "\"bridge of Lund\""), [0]);
    assert_eq!(set(&store, "\"bridge in Lund\""), [0]);
    assert_eq!(set(&store, "\"bridge Lund\""), [1]);
    assert_eq!(set(&store, "\"the bridge\""), [0, 1]);
}

#[test]
fn one_of_the_words_beside_or_is_enough() {
    let store = statements(&[
        "The mayor opened the bridge.",
        "The mayor opened the ferry.",
        "The mayor opened the school.",
        "The ferry sank.",
        "The mayor opened the old mill.",
    ]);
    assert_eq!(set(&store, "mayor bridge OR ferry"), [0, 1]);
    assert_eq!(set(&store, "bridge OR ferry OR school mayor"), [0, 1, 2]);
    assert_eq!(set(&store, "bridge OR \"old mill\""), [0, 4]);
    assert_eq!(set(&store, "bridge or ferry"), []);
}

#[test]
fn what_has_an_excluded_word_is_not_found() {
    let store = statements(&[
        "The mayor opened the bridge.",
        "The mayor opened an old bridge.",
        "The mayor of old opened a bridge and a ferry.",
    ]);
    assert_eq!(set(&store, "mayor -old"), [0]);
    assert_eq!(set(&store, "mayor -\"old bridge\""), [0, 2]);
    assert_eq!(set(&store, "-ferry mayor"), [0, 1]);
    assert_eq!(set(&store, "mayor -the"), [0, 1, 2]);
}

#[test]
fn a_dash_and_not_exclude_what_a_minus_excludes() {
    let store = statements(&["The bridge.", "The bridge and the old ferry."]);
    for query in [
        "bridge -ferry",
        "bridge –ferry",
        "—ferry bridge",
        "−ferry bridge",
        "--ferry bridge",
        "bridge NOT ferry",
        "NOT ferry bridge",
        "bridge NOT \"old ferry\"",
        "bridge AND NOT ferry",
    ] {
        assert_eq!(set(&store, query), [0], "{query}");
        assert_eq!(notes(query), [], "{query}");
    }
    assert_eq!(set(&store, "bridge not ferry"), [1]);
}

#[test]
fn a_minus_or_not_in_front_of_nothing_is_said() {
    let store = statements(&["The bridge.", "The bridge and the ferry."]);
    for query in ["bridge - ferry", "bridge – ferry", "bridge ferry -"] {
        assert_eq!(notes(query), [Note::LoneMinus], "{query}");
        assert_eq!(set(&store, query), [1], "{query}");
    }
    for query in ["bridge NOT", "bridge NOT OR", "bridge NOT ?"] {
        assert!(notes(query).contains(&Note::LoneNot), "{query}");
    }
    assert_eq!(notes("-"), [Note::LoneMinus, Note::NoWords]);
}

#[test]
fn syntax_of_other_engines_is_said() {
    let store = statements(&["The old bridge and the ferry.", "The mill."]);
    for (query, note) in [
        ("bridge*", Note::Wildcard),
        ("brid*ge", Note::Wildcard),
        ("bri?ge", Note::Wildcard),
        ("bridge^5", Note::Weight),
        ("bridge~2", Note::Weight),
        ("bridge~", Note::Weight),
        ("\"old bridge\"~2", Note::Weight),
        ("bridge | ferry", Note::Bar),
        ("bridge || ferry", Note::Bar),
        ("bridge|ferry", Note::Bar),
        ("bridge && ferry", Note::Ampersands),
        ("+bridge +ferry", Note::Plus),
        ("+\"old bridge\"", Note::Plus),
        ("(bridge OR mill) ferry", Note::Parentheses),
        ("(\"old bridge\") ferry", Note::Parentheses),
        ("tag: ferry", Note::EmptyPrefix("tag")),
        ("bridge Entity:", Note::EmptyPrefix("entity")),
        ("old bridge\" ferry", Note::StrayQuote),
        ("bridge or ferry", Note::LowerOr),
    ] {
        assert_eq!(notes(query), std::slice::from_ref(&note), "{query}");
        let is_word = matches!(note, Note::EmptyPrefix(_) | Note::Wildcard | Note::LowerOr);
        assert!(is_word || set(&store, query) == [0], "{query}");
    }
    assert_eq!(set(&store, "bridge*"), [0]);
    assert_eq!(notes("bridge* fer*y"), [Note::Wildcard]);
}

#[test]
fn a_word_with_a_hyphen_is_excluded_as_a_whole() {
    let store = statements(&["The well-known mayor.", "The mayor is well and known."]);
    assert_eq!(set(&store, "mayor -well-known"), [1]);
    assert_eq!(set(&store, "well-known"), [0, 1]);
}

#[test]
fn prefixes_search_one_part_of_claims() {
    let strings = |it: &str| vec![it.to_owned()];
    let store = store([
        IndexedClaim {
            entities: strings("Ana Moser"),
            parts: strings("the harbour"),
            tags: strings("Public Health"),
            ..claim(0, "She closed it.")
        },
        claim(1, "Ana Moser closed the harbour for public health."),
        IndexedClaim {
            entities: strings("Moser"),
            ..claim(2, "Ana closed it.")
        },
    ]);
    assert_eq!(set(&store, "moser"), [0, 1, 2]);
    assert_eq!(set(&store, "entity:moser"), [0, 2]);
    assert_eq!(set(&store, "entity:\"ana moser\""), [0]);
    assert_eq!(set(&store, "Subject:harbours"), [0]);
    assert_eq!(set(&store, "about:harbour"), [0]);
    assert_eq!(set(&store, "tag:health closed"), [0]);
    assert_eq!(set(&store, "ana -entity:moser"), [1]);
    assert_eq!(set(&store, "entity:ana OR tag:nothing"), [0]);
}

#[test]
fn prefixes_search_one_part_of_articles() {
    let mut writer = in_memory().unwrap();
    for it in [
        article(0, "Bridge closed", "The mayor explains."),
        article(1, "Mayor explains", "The bridge is closed."),
        IndexedArticle {
            bylines: vec!["Ana Moser".to_owned()],
            ..article(2, "News", "Nothing happened.")
        },
    ] {
        writer.put_article(&it).unwrap();
    }
    let store = committed(writer);
    assert_eq!(articles(&store, "headline:bridge"), [0]);
    assert_eq!(articles(&store, "byline:moser"), [2]);
    assert_eq!(articles(&store, "moser"), [2]);
    assert_eq!(articles(&store, "headline:bridge headline:mayor"), []);
}

#[test]
fn a_query_that_is_understood_has_no_notes() {
    for query in [
        "bridge",
        "old OR new -\"new bridge\" entity:Lund",
        "at 12:30 on https://example.org/a",
        "“quoted” and: more",
        "10^6 people, almost? well-known 12\"x",
        "why? C++ AT&T https://example.org/?a=b|c*",
        "a AND b",
        "bridge NOT ferry --mill –hut −barn",
    ] {
        assert_eq!(notes(query), [], "{query}");
    }
}

#[test]
fn a_quote_that_is_not_closed_is_searched_as_words() {
    assert_eq!(notes("mayor \"bridge old"), [Note::OpenQuote]);
    let store = statements(&["The old bridge of the mayor.", "The mayor."]);
    assert_eq!(set(&store, "mayor \"bridge old"), [0]);
}

#[test]
fn an_unknown_prefix_is_searched_as_a_word() {
    assert_eq!(
        notes("colour:red colour:blue"),
        [Note::UnknownPrefix("colour".to_owned())]
    );
    let store = statements(&["The colour is red.", "The colour is blue."]);
    assert_eq!(set(&store, "colour:red"), [0]);
}

#[test]
fn a_prefix_of_something_else_is_searched_in_all_words() {
    let query = Query::parse("headline:bridge");
    assert_eq!(query.notes_for(Kind::Article), []);
    assert_eq!(
        query.notes_for(Kind::Claim),
        [Note::OtherPrefix("headline", Kind::Claim)]
    );
    assert_eq!(set(&statements(&["The bridge."]), "headline:bridge"), [0]);
}

#[test]
fn exclusions_alone_are_searched_as_words() {
    assert_eq!(notes("-bridge -ferry"), [Note::OnlyExclusions]);
    let store = statements(&["The bridge and the ferry.", "The bridge.", "The mill."]);
    assert_eq!(set(&store, "-bridge -ferry"), [0]);
}

#[test]
fn an_or_without_two_words_is_a_word() {
    for query in [
        "OR bridge",
        "bridge OR",
        "bridge OR -ferry",
        "bridge OR OR ferry",
    ] {
        assert_eq!(notes(query), [Note::LoneOr], "{query}");
    }
    assert_eq!(set(&statements(&["The bridge."]), "OR bridge"), [0]);
}

#[test]
fn a_query_without_words_finds_nothing() {
    for query in ["", "  ", "?!", "\"\"", "\"…\""] {
        assert_eq!(notes(query), [Note::NoWords], "{query}");
        assert_eq!(claims(&statements(&["The bridge."]), query), []);
    }
}

#[test]
fn the_first_thousand_characters_are_read() {
    let spaces = " ".repeat(994);
    assert_eq!(notes(&format!("bridge{spaces}")), []);
    let query = format!("bridge{spaces}ferry");
    assert_eq!(notes(&query), [Note::TooLong]);
    assert_eq!(set(&statements(&["The bridge."]), &query), [0]);
    let wide = "世".repeat(1_001);
    assert!(notes(&wide).contains(&Note::TooLong));
}

#[test]
fn the_first_32_words_are_searched() {
    let words: Vec<String> = (0..32).map(|it| format!("w{it}")).collect();
    let words = words.join(" ");
    assert_eq!(notes(&words), []);
    let more = format!("{words} missing \"and more\"");
    assert_eq!(notes(&more), [Note::TooManyWords]);
    assert_eq!(set(&statements(&[&words]), &more), [0]);
}

#[test]
fn notes_are_sentences() {
    for query in [
        "",
        &"x".repeat(1_001),
        &"x ".repeat(33),
        "\"x",
        "OR x",
        "-x",
        "colour:x",
        "headline:x",
        "x\" - x* x^5 x|y x&&y +x (x) x or y NOT",
        "tag: x",
    ] {
        for note in Query::parse(query).notes_for(Kind::Source) {
            assert!(note.to_string().split(' ').count() > 3, "{note}");
        }
    }
}

#[test]
fn any_text_is_a_query() {
    let store = statements(&["The bridge."]);
    for query in [
        "\"\"\"",
        "--",
        "-\"",
        "a:\"",
        "entity:",
        "entity:\"",
        "-entity:-x",
        "\u{301}",
        "“”„",
        ":::",
        "OR OR OR",
        "-OR",
        "\0",
        "\u{10ffff}",
        "\"OR\" OR \"OR\"",
        "bridge\" OR \"x",
        "-(",
        "(((",
        "+",
        "NOT",
        "NOT NOT x",
        "-\"x\"~",
        "tag:(",
        "tag:",
        "^~*?|&&",
        "– — −",
        "\u{ad}",
        "\u{200b}x\u{200b}",
    ] {
        let query = Query::parse(query);
        super::search_claims(&store, &query, &super::all("")).unwrap();
    }
}
