//! What an annotation carries beside the model is read only as far as an export writes it.

use serde_json::{Value, json};

use super::{annotation, claim_body, quote, read_value};

const SPEAKER: &str = "01900000-0000-7000-8000-000000000003";

fn carrying(bundle: &Value) -> Value {
    let mut value = annotation(&claim_body(), &quote());
    value["claimstore:bundle"] = bundle.clone();
    value
}

#[test]
fn what_an_export_never_writes_is_not_read() {
    let source = json!({
        "name": format!("sources/{SPEAKER}"), "kind": "SOURCE_KIND_PERSON", "displayName": "A. Smith",
        "retraction": {"reason": "No"}, "mergedInto": format!("sources/{SPEAKER}"),
        "publisher": "#p", "confidential": true,
    });
    let claim = json!({
        "name": format!("claims/{SPEAKER}"), "statement": "Something else", "language": "it",
        "note": "n", "tags": ["prices"], "retraction": {"reason": "No"},
        "mergedInto": format!("claims/{SPEAKER}"),
        "reportedAppearances": [{"printedName": "Somebody"}],
    });
    let appearance = json!({
        "name": format!("claims/{SPEAKER}/appearances/{SPEAKER}"),
        "article": format!("articles/{SPEAKER}"), "articleVersion": 3, "note": "n",
        "anchors": [{"part": "ARTICLE_PART_BODY", "exact": "else", "articleVersion": 2}],
        "chains": [{"hops": [{"source": format!("#{SPEAKER}"), "stance": "STANCE_ASSERTS"}]}],
    });
    let review = json!({"author": "Desk", "verdict": "VERDICT_FALSE"});
    let reading = read_value(&carrying(&json!({
        "article": {"headline": "H", "uri": "https://example.org/other"},
        "restore": true,
        "sources": [{"key": SPEAKER, "source": source}],
        "claims": [{"claim": claim, "appearances": [appearance], "reviews": [review]}],
    })));
    assert_eq!(reading.unread, []);
    let bundle = &reading.items[0].bundle;
    assert!(bundle.article.is_none() && !bundle.restore);
    let speaker = bundle.sources[0].source.as_ref().expect("a source");
    let given = (speaker.name.as_str(), speaker.display_name.as_str());
    assert_eq!(given, ("", "A. Smith"));
    assert_eq!(speaker.same_as, [format!("urn:uuid:{SPEAKER}")]);
    assert!(speaker.retraction.is_none() && !speaker.confidential);
    assert_eq!([&speaker.merged_into, &speaker.publisher], ["", ""]);
    let item = &bundle.claims[0];
    let claim = item.claim.as_ref().expect("a claim");
    let given = (
        claim.name.as_str(),
        claim.statement.as_str(),
        &claim.tags[..],
    );
    assert_eq!(given, ("", "Prices rose.", &["prices".to_owned()][..]));
    assert!(claim.retraction.is_none() && claim.reported_appearances.is_empty());
    assert_eq!([&claim.merged_into, &claim.note], ["", ""]);
    assert!(item.reviews.is_empty());
    let appearance = &item.appearances[0];
    assert_eq!(
        [&appearance.name, &appearance.article, &appearance.note],
        ["", "", ""]
    );
    assert_eq!(appearance.article_version, 0);
    assert_eq!(appearance.anchors.len(), 1);
    assert_eq!(appearance.anchors[0].exact, "prices 📈 rose");
}

#[test]
fn a_speaker_of_the_store_cannot_be_named() {
    let chains = json!([{"hops": [{"source": format!("sources/{SPEAKER}")}]}]);
    let reading = read_value(&carrying(&json!({
        "claims": [{"claim": {}, "appearances": [{"chains": chains}]}],
    })));
    assert_eq!(reading.unread.len(), 1);
    let reason = &reading.unread[0].reason;
    assert_eq!(reason, "has a speaker that is not among its sources");
    let claim = &reading.items[0].bundle.claims[0];
    assert!(claim.appearances[0].chains.is_empty());
}
