//! What labels of desks mean, and what a caller's own table says of them.

use serde_json::json;

use super::{only, with};
use crate::{
    exchange::claim_review::{
        read::{Options, read},
        verdicts::Verdicts,
    },
    wire::pb,
};

#[test]
fn a_verdict_comes_from_the_label_and_never_from_the_number() {
    let verdict = |label: &str| {
        let rating =
            json!({"alternateName": label, "ratingValue": 1, "bestRating": 5, "worstRating": 1});
        let reading = read(&with("reviewRating", rating), &Options::default());
        only(&reading).1.verdict()
    };
    for (label, expected) in [
        ("TRUE", pb::Verdict::True),
        ("False.", pb::Verdict::False),
        ("&nbsp;Vero ", pb::Verdict::True),
        ("größtenteils falsch", pb::Verdict::MostlyFalse),
        ("Half-true", pb::Verdict::Mixed),
        ("Engañoso", pb::Verdict::Misleading),
        ("Labeled Satire", pb::Verdict::Satire),
        ("Fałsz", pb::Verdict::False),
        ("Unproven", pb::Verdict::Unproven),
        ("Partly false", pb::Verdict::Other),
        ("Missing context", pb::Verdict::Other),
        ("Not false", pb::Verdict::Other),
        ("Fake", pb::Verdict::Other),
    ] {
        assert_eq!(verdict(label), expected, "{label}");
    }
}

#[test]
fn the_callers_table_of_labels_precedes_the_built_in_one() {
    let verdicts = Verdicts::of_toml("\"Nì\" = \"VERDICT_MIXED\"\n\"false\" = \"misleading\"\n");
    let verdicts = verdicts.expect("a table");
    assert_eq!(verdicts.of_label("nì"), Some(pb::Verdict::Mixed));
    assert_eq!(verdicts.of_label("False"), Some(pb::Verdict::Misleading));
    assert_eq!(verdicts.of_label("True"), Some(pb::Verdict::True));
    let csv =
        Verdicts::of_csv("\u{feff}label,verdict\n\"Fake, photo\",VERDICT_FALSE\nBulo,false\n");
    let csv = csv.expect("a table");
    assert_eq!(csv.of_label("fake, photo"), Some(pb::Verdict::False));
    assert_eq!(csv.of_label("bulo"), Some(pb::Verdict::False));
    let rows = [
        ("A", "no"),
        ("", "false"),
        ("B", "true"),
        ("b.", "false"),
        ("C", "VERDICT_UNSPECIFIED"),
    ];
    assert_eq!(Verdicts::of(rows).expect_err("problems").len(), 4);
    assert!(Verdicts::of_toml("a = 1").is_err());
    assert!(Verdicts::of_csv("only one column\n").is_err());
}
