//! One test for each oddity that documents in the wild have.

use serde_json::{Value, json};

use super::{only, read_json, unread, with};
use crate::{
    exchange::claim_review::{
        instant::instant,
        rating::decimal,
        read::{Options, read},
        text::{line, paragraphs},
    },
    wire::pb,
};

fn read_with(property: &str, value: Value) -> crate::exchange::reading::Reading {
    read(&with(property, value), &Options::default())
}

fn refusals(property: &str, value: Value) -> Vec<String> {
    let reading = read_with(property, value);
    assert!(reading.items.is_empty(), "{reading:#?}");
    unread(&reading)
}

#[test]
fn tags_and_entities_become_plain_text() {
    for (markup, text) in [
        ("<p>It&#8217;s <b>late</b></p>", "It’s late"),
        ("caf&eacute; &amp; bar", "café & bar"),
        ("caf&amp;eacute;", "café"),
        ("&lt;p&gt;late&lt;/p&gt;", "late"),
        ("&#146;t is &#x201C;late&#x201d;", "’t is “late”"),
        ("a < b and b > c", "a < b and b > c"),
        ("x <3 you", "x <3 you"),
        ("one<br/>two", "one two"),
        ("one <!-- two --> three", "one three"),
        ("Q&A; R&D", "Q&A; R&D"),
        ("&unknown; &#xFFFFFFFF; &#0;", "&unknown; &#xFFFFFFFF; &#0;"),
        ("a&nbsp;b\u{a0}c\td\n e", "a b c d e"),
        ("<a href=\"https://a.example/?x=1&amp;y\">link</a>", "link"),
        ("<custom>kept</custom>", "<custom>kept</custom>"),
        ("<p", "<p"),
        ("&apos;", "'"),
    ] {
        assert_eq!(line(markup), text, "{markup}");
    }
    let html = "<p>One.</p><p>Two<br>three.</p>\r\n\r\n\r\nFour";
    assert_eq!(paragraphs(html), "One.\n\nTwo\nthree.\n\nFour");
}

#[test]
fn long_texts_of_broken_markup_are_read() {
    for unit in ["<", "&", "<!--", "<p ", "&#", "<p>", "<b", "</p "] {
        let text = unit.repeat(200_000) + ">";
        assert!(line(&text).len() <= text.len(), "{unit}");
    }
}

#[test]
fn dates_are_read_in_all_their_spellings() {
    for (written, read) in [
        ("2019-01-05", "2019-01-05T00:00:00Z"),
        ("2019-1-5", "2019-01-05T00:00:00Z"),
        ("2019/01/05", "2019-01-05T00:00:00Z"),
        ("January 5, 2019", "2019-01-05T00:00:00Z"),
        ("5 gennaio 2019", "2019-01-05T00:00:00Z"),
        ("05. Januar 2019", "2019-01-05T00:00:00Z"),
        ("Sat, 05 Jan 2019 10:00:00 +0100", "2019-01-05T09:00:00Z"),
        ("2019-01-05T10:00:00+01:00", "2019-01-05T09:00:00Z"),
        ("2019-01-05T10:00:00.250Z", "2019-01-05T10:00:00.250Z"),
        ("2019-01-05T10:00:00+0530", "2019-01-05T04:30:00Z"),
        // Without its distance from UTC the time says nothing.
        ("2019-01-05T10:00:00", "2019-01-05T00:00:00Z"),
        ("2019-01-05 10:00:00", "2019-01-05T00:00:00Z"),
        ("13/01/2019", "2019-01-13T00:00:00Z"),
    ] {
        let instant =
            instant(written, "").map(|it| it.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
        assert_eq!(instant.as_deref(), Ok(read), "{written}");
    }
}

#[test]
fn dates_that_can_be_two_or_are_none_are_left_out_with_a_reason() {
    for (written, reason) in [
        ("05/01/2019", "can be 5 January 2019 or 1 May 2019"),
        ("2019-02-30", "is not a day of the calendar"),
        ("2019-13-45", "is not a day of the calendar"),
        ("2019-01", "is less exact than a day"),
        ("2019", "is less exact than a day"),
        ("1546646400", "is not a date"),
        ("yesterday", "is not a date"),
        ("2019-01-05T25:00:00Z", "has a time that does not exist"),
        ("", "is not a date"),
    ] {
        let error = instant(written, "").expect_err(written);
        assert!(error.starts_with(reason), "{written}: {error}");
    }
    assert!(instant("05/01/2019", "en-GB").is_ok());
    let reading = read_with("datePublished", json!("05/01/2019"));
    assert_eq!(only(&reading).1.review_time, None);
    assert_eq!(reading.unread[0].path, "/datePublished");
}

#[test]
fn numbers_are_read_with_commas_and_other_habits() {
    for (written, read) in [
        ("4", "4"),
        (" 4.50 ", "4.50"),
        ("4,5", "4.5"),
        ("-1", "-1"),
        ("−1", "-1"),
        ("+3", "3"),
        ("007", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-0", "0"),
        ("0.0", "0.0"),
    ] {
        assert_eq!(
            decimal(written).map(|it| it.value).as_deref(),
            Some(read),
            "{written}"
        );
    }
    for written in ["", ".", "four", "1.2.3", "1,2,3", "1e5", "٣", "1 2", "--1"] {
        assert_eq!(decimal(written), None, "{written}");
    }
}

fn rated(rating: Value) -> (pb::Rating, Vec<String>) {
    let reading = read_with("reviewRating", rating);
    let rating = only(&reading).1.rating.clone().unwrap_or_default();
    (rating, unread(&reading))
}

#[test]
fn ratings_are_read_as_given() {
    let number = |it: &Option<pb::Decimal>| it.clone().map(|it| it.value).unwrap_or_default();
    for (value, expected) in [
        (json!("4/5"), ["4", "5", ""]),
        (json!("4 out of 5"), ["4", "5", ""]),
        (json!(11), ["11", "", ""]),
        (json!("-1"), ["-1", "", ""]),
        (json!([3]), ["3", "", ""]),
    ] {
        let (rating, unread) =
            rated(json!({"@type": "Rating", "alternateName": "False", "ratingValue": value}));
        let read = [&rating.value, &rating.best, &rating.worst].map(number);
        assert_eq!(read, expected, "{value}");
        assert_eq!(unread, [""; 0]);
    }
    let (rating, unread) = rated(
        json!({"alternateName": "False", "ratingValue": "4/5", "bestRating": 10, "worstRating": "low"}),
    );
    assert_eq!(number(&rating.value), "");
    assert_eq!(number(&rating.best), "10");
    assert_eq!(
        unread,
        [
            "/reviewRating/worstRating: is not a number",
            "/reviewRating/ratingValue: has another scale than bestRating",
        ]
    );
}

#[test]
fn a_rating_in_words_is_a_label() {
    assert_eq!(rated(json!("False")).0.label, "False");
    assert_eq!(rated(json!({"ratingValue": "False"})).0.label, "False");
    assert_eq!(rated(json!({"name": "False"})).0.label, "False");
    assert_eq!(rated(json!({"alternateName": false})).0.label, "false");
    let (rating, unread) = rated(json!({"alternateName": "False", "name": "Hoax"}));
    assert_eq!(rating.label, "False");
    assert_eq!(
        unread,
        ["/reviewRating/name: the label is \"False\", and not also \"Hoax\""]
    );
}

#[test]
fn a_label_that_is_too_long_is_the_explanation() {
    let long = "Not so. ".repeat(40);
    let reading = read_with("reviewRating", json!({"alternateName": long}));
    let (_, review) = only(&reading);
    assert_eq!(review.explanation, long.trim());
    assert_eq!(review.rating, None);
    assert_eq!(review.verdict(), pb::Verdict::Other);
}

#[test]
fn a_claim_without_a_language_takes_the_callers_or_is_refused() {
    let mut document = with("inLanguage", Value::Null);
    let reading = read(&document, &Options::default());
    assert_eq!(
        unread(&reading),
        ["refused : has no inLanguage; say the language of such claims when you import"]
    );
    let options = Options {
        language: Some("it".to_owned()),
        ..Options::default()
    };
    let reading = read(&document, &options);
    assert_eq!(only(&reading).0.language, "it");
    document["itemReviewed"] = json!({"@type": "Claim", "inLanguage": "fr"});
    let reading = read(&document, &options);
    assert_eq!(only(&reading).0.language, "fr");
}

#[test]
fn languages_are_read_as_tags_and_as_names() {
    for (written, tag) in [
        (json!("en-US"), "en-US"),
        (json!("en_US"), "en-US"),
        (json!("English"), "en"),
        (
            json!({"@type": "Language", "name": "Spanish", "alternateName": "es"}),
            "es",
        ),
        (json!(["de", "de"]), "de"),
    ] {
        let reading = read_with("inLanguage", written.clone());
        assert_eq!(only(&reading).0.language, tag, "{written}");
    }
    for written in [
        json!("Klingonish"),
        json!(["de", "en"]),
        json!("e n"),
        json!(5),
    ] {
        let refused = refusals("inLanguage", written.clone());
        assert!(
            refused[0].starts_with("/inLanguage: "),
            "{written}: {refused:?}"
        );
    }
}

#[test]
fn what_a_claim_or_review_cannot_be_without_is_refused() {
    assert_eq!(
        refusals("claimReviewed", json!(" &nbsp; ")),
        ["refused : has no claimReviewed, which a claim needs"]
    );
    assert_eq!(
        refusals("author", json!("\u{202e}")),
        ["refused : has no author with a name, which a review needs"]
    );
    assert_eq!(
        refusals("author", json!("")),
        ["refused : has no author with a name, which a review needs"]
    );
    assert_eq!(
        refusals("claimReviewed", json!("word ".repeat(500))),
        ["refused : has a claimReviewed of more than 2,000 code points"]
    );
}

#[test]
fn all_that_a_claim_review_lacks_is_said_at_once() {
    let bare = json!({"@type": "ClaimReview", "itemReviewed": {"name": "It is so"}});
    let reading = read(&json!([bare, bare]), &Options::default());
    let lacks = [
        "has no claimReviewed, which a claim needs",
        "has no inLanguage; say the language of such claims when you import",
        "has no author with a name, which a review needs",
    ];
    let refused = |at: usize| lacks.map(|it| format!("refused /{at}: {it}"));
    assert_eq!(unread(&reading), [refused(0), refused(1)].concat());
    assert_eq!(reading.refused_items, 2);
}

#[test]
fn the_desk_is_the_organization_among_the_authors() {
    let author = |value: Value| {
        let reading = read_with("author", value);
        only(&reading).1.author.clone()
    };
    assert_eq!(author(json!("The Desk")), "The Desk");
    assert_eq!(
        author(json!(["A. Writer", {"@type": "Organization", "name": "The Desk"}])),
        "The Desk"
    );
    assert_eq!(
        author(json!({"@type": "Person", "name": "A. Writer"})),
        "A. Writer"
    );
    assert_eq!(
        author(json!({"@type": "Organization", "url": "https://desk.example/"})),
        "https://desk.example/"
    );
    assert_eq!(
        author(json!({"@id": "https://desk.example/#org"})),
        "https://desk.example/#org"
    );
    let reading = read_with(
        "author",
        json!([{"@type": "Organization", "name": "One"}, {"@type": "Organization", "name": "Two"}]),
    );
    assert_eq!(only(&reading).1.author, "One");
    assert_eq!(
        unread(&reading),
        ["/author: \"Two\": a review has one author, the desk"]
    );
}

#[test]
fn relative_addresses_are_resolved_only_where_it_is_certain() {
    let page = |url: &str| {
        let mut review = with("url", json!(url));
        review["@context"].take();
        let document =
            json!({"@type": "WebPage", "url": "https://desk.example/a/b", "review": review});
        let reading = read(&document, &Options::default());
        (only(&reading).1.url.clone(), unread(&reading))
    };
    assert_eq!(page("/c").0, "https://desk.example/c");
    assert_eq!(page("#c").0, "https://desk.example/a/b#c");
    assert_eq!(page("//other.example/c").0, "https://other.example/c");
    for url in [
        "www.other.example/c",
        "c/d",
        "ftp://a.example/",
        "javascript:alert(1)",
        "/c d",
    ] {
        let (read, unread) = page(url);
        assert_eq!(read, "", "{url}");
        assert!(unread[0].starts_with("/review/url: "), "{unread:?}");
    }
    let reading = read_with("url", json!("/c"));
    assert_eq!(
        unread(&reading),
        ["/url: is relative, and the document has no url of its own"]
    );
}

#[test]
fn who_made_the_claim_and_where_is_what_the_claim_reports() {
    let item = json!({
        "@type": "Claim",
        "author": {"@type": "Person", "name": "A. Speaker", "sameAs": "Q42"},
        "datePublished": "2020-01-01",
        "appearance": ["https://a.example/1", {"@type": "NewsArticle", "url": "https://a.example/2",
            "author": "B. Writer", "datePublished": "1/2/2020"}],
        "firstAppearance": {"@type": "CreativeWork", "url": "https://a.example/1"},
    });
    let reading = read_with("itemReviewed", item);
    let bundle = &reading.items[0].bundle;
    let claim = bundle.claims[0].claim.as_ref().expect("a claim");
    let reported = claim.reported_appearances.iter();
    let reported: Vec<(&str, &str, &str, i32, bool)> = reported
        .map(|it| {
            let year = it.date.as_ref().map_or(0, |date| date.year);
            (
                it.source.as_str(),
                it.printed_name.as_str(),
                it.document.as_str(),
                year,
                it.first,
            )
        })
        .collect();
    assert_eq!(
        reported,
        [
            ("#s1", "A. Speaker", "", 2020, false),
            ("", "", "#s2", 0, true),
            ("", "B. Writer", "#s3", 0, false),
        ]
    );
    assert_eq!(
        unread(&reading),
        ["/itemReviewed/appearance: \"1/2/2020\" is not a date of ISO 8601"]
    );
}

#[test]
fn documents_without_a_claim_review_are_refused() {
    for text in ["{}", "[]", "null", "\"x\"", "{\"@type\": \"NewsArticle\"}"] {
        assert_eq!(
            unread(&read_json(text)),
            ["refused : has no ClaimReview of schema.org"]
        );
    }
    let text = r#"[{"@type": "Review", "claimReviewed": "x"}]"#;
    assert_eq!(
        unread(&read_json(text)),
        ["refused /0: has claimReviewed, but is not of type ClaimReview"]
    );
    let text = r#"{"@type": "https://example.org/ClaimReview"}"#;
    assert_eq!(
        unread(&read_json(text)),
        ["refused : has no ClaimReview of schema.org"]
    );
}

#[test]
fn what_is_nested_too_deep_is_refused_without_following_it() {
    let mut document = with("inLanguage", json!("en"));
    for _ in 0..10_000 {
        document = Value::Array(vec![document]);
    }
    let reading = read(&document, &Options::default());
    assert_eq!(reading.items.len(), 0);
    assert!(unread(&reading)[0].ends_with("is nested too deep"));
    // The drop of a value this deep needs a stack of its own size; it is taken apart instead.
    while let Value::Array(mut list) = document {
        document = list.pop().unwrap_or_default();
    }
}

#[test]
fn the_list_of_what_is_unread_has_a_bound() {
    let mut document = with("inLanguage", json!("en"));
    for index in 0..5_000 {
        document[format!("x{index}")] = json!(1);
    }
    let reading = read(&document, &Options::default());
    assert_eq!(reading.unread.len(), 1_001);
    assert!(reading.unread[1_000].reason.contains("not listed"));
    assert_eq!(reading.items.len(), 1);
}

#[test]
fn reading_twice_makes_the_same_bundle() {
    let document = with(
        "citation",
        json!(["https://a.example/1", "https://a.example/1/"]),
    );
    let one = read(&document, &Options::default());
    assert_eq!(one, read(&document, &Options::default()));
    assert_eq!(one.items[0].bundle.sources.len(), 1);
}
