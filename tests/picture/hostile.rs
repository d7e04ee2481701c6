//! Texts that would break a picture if they were not cleaned, escaped and cut.

use claimstore::wire::pb::PictureKind;
use serde_json::{Value, json};

use super::{
    drawn::{drawn, keep},
    scene::{import, name_of},
};
use crate::support::server::TestServer;

const SCRIPT: &str = "</text></svg><script>alert(1)</script><!-- ]]> &amp; \"'";
const TURNED: &str = "abc\u{202e}def\u{2066}\u{1b}[2J\u{7}ghi\u{feff}";

fn texts() -> Vec<String> {
    vec![
        SCRIPT.to_owned(),
        TURNED.to_owned(),
        "乌克兰正在招募外国雇佣兵参加战斗，".repeat(20),
        "أوكرانيا تجند مرتزقة أجانب للقتال في صفوف جيشها ".repeat(10),
        format!("Z{}algo", "\u{300}\u{316}".repeat(60)),
        "👨\u{200d}👩\u{200d}👧\u{200d}👦 ".repeat(60),
        "W".repeat(400),
        "ﷺﷻ﷽ ".repeat(30),
        "Щукинская железнодорожная ".repeat(20),
        "नमस्ते दुनिया क्षेत्र ".repeat(20),
        "שלום עולם ".repeat(30),
    ]
}

/// Stores a claim whose statement, printings, speakers, reviews and relations are all hostile.
pub async fn store(server: &TestServer) -> String {
    let texts = texts();
    let figure = |bound: &str, value: &str| {
        json!([{"measure": "boats", "counted": "ГЩЖ ".repeat(40).trim(), bound: {"value": {"value": value}},
            "range": "RANGE_KIND_UNCERTAINTY", "role": "QUANTITY_ROLE_VALUE"}])
    };
    let claim = |statement: &str, quantities: Value| json!({"statement": statement, "language": "en", "type": "CLAIM_TYPE_NUMERICAL", "quantities": quantities});
    let sources = texts.iter().enumerate().map(|(at, text)| {
        let name: String = text.chars().take(400).collect();
        json!({"key": format!("s{at}"), "source": {"kind": "SOURCE_KIND_PERSON", "displayName": name}})
    });
    let sources: Vec<Value> = sources.collect();
    let body: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| format!("{at}§{text}"))
        .collect();
    let appearances = body.iter().enumerate().map(|(at, text)| {
        json!({"anchors": [{"part": "ARTICLE_PART_BODY", "exact": text}],
            "form": "APPEARANCE_FORM_STATED", "modality": "MODALITY_CERTAIN", "articleStance": "STANCE_REPORTS",
            "chains": [{"hops": [{"source": format!("#s{at}"), "stance": "STANCE_DOES_NOT_DENY", "basis": "ATTRIBUTION_BASIS_PRINTED"}]}]})
    });
    let appearances: Vec<Value> = appearances.collect();
    let reviews = texts.iter().take(4).map(|text| {
        let author: String = text.chars().take(100).collect();
        json!({"author": author, "verdict": "VERDICT_MISLEADING", "explanation": text, "reviewTime": "2025-05-02T08:00:00Z"})
    });
    let reviews: Vec<Value> = reviews.collect();
    let mut claims: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            json!({"key": format!("c{at}"), "claim": claim(text, figure("upper", &(10 + at).to_string()))})
        })
        .collect();
    let relations: Vec<Value> = (1..texts.len())
        .map(|at| json!({"target": format!("#c{at}"), "type": "RELATION_TYPE_CONTRADICTS", "author": SCRIPT, "state": "RELATION_STATE_CONFIRMED"}))
        .collect();
    let statement: String = texts.concat().chars().take(1_900).collect();
    claims[0] = json!({"key": "c0", "claim": claim(&statement, figure("lower", "1000000")),
        "appearances": appearances, "relations": relations, "reviews": reviews});
    let headline: String = texts.concat().chars().take(900).collect();
    let bundle = json!({"article": {"headline": headline, "language": "en", "body": body.join("\n\n")},
        "sources": sources, "claims": claims});
    name_of(&import(server, &bundle.to_string()).await, "claims[0]")
}

#[tokio::test]
async fn hostile_texts_are_texts() {
    let server = TestServer::start().await;
    let claim = store(&server).await;
    let kinds = [
        PictureKind::Evidence,
        PictureKind::Timeline,
        PictureKind::Figures,
    ];
    for kind in kinds {
        let picture = drawn(&server, &claim, kind).await;
        let svg = &picture.response.svg;
        keep(&format!("hostile-{}.svg", kind.as_str_name()), svg);
        assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;"));
        let bad = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2066}\u{feff}".contains(c);
        assert!(!svg.contains(bad), "{kind:?}");
        let is_cut = |text: &String| text.ends_with('…');
        assert!(picture.texts.iter().any(is_cut), "{kind:?}");
        let marks =
            |text: &String| text.matches('\u{300}').count() + text.matches('\u{316}').count();
        assert!(picture.texts.iter().map(marks).max() <= Some(4), "{kind:?}");
    }
}
