//! `k8s/monitoring` names only metrics that exist, and `docs/operating.md` says of each alert what
//! to do.

use std::collections::BTreeSet;

use serde_json::Value;

const RULES: &str = include_str!("../../k8s/monitoring/rules.yaml");
const TESTS: &str = include_str!("../../k8s/monitoring/rules-test.yaml");
const DASHBOARD: &str = include_str!("../../k8s/monitoring/dashboard.json");
const OPERATING: &str = include_str!("../../docs/operating.md");

/// The metrics that are documented. Another test compares these with what a server publishes.
fn documented() -> BTreeSet<&'static str> {
    let text = include_str!("../../docs/metrics.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| Some(row.split_once('`')?.0))
        .collect()
}

/// All values of a key, anywhere in a document.
fn values<'a>(document: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    match document {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == key => found.push(text),
                    value => values(value, key, found),
                }
            }
        }
        Value::Array(all) => {
            for value in all {
                values(value, key, found);
            }
        }
        _ => {}
    }
}

/// The metrics that queries name which do not exist: neither published nor recorded.
fn unknown(queries: &[&str], recorded: &[&str]) -> Vec<String> {
    let known = documented();
    let is_known = |word: &str| {
        let parts = ["_bucket", "_sum", "_count"];
        let family = parts.iter().find_map(|part| word.strip_suffix(part));
        recorded.contains(&word)
            || known.contains(word)
            || family.is_some_and(|it| known.contains(it))
    };
    let words = queries.iter().flat_map(|query| {
        query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'))
    });
    let names = words.filter(|word| {
        let is_label = ["grpc_service", "grpc_method", "grpc_code", "grpc_type"].contains(word);
        let starts = ["claimstore_", "claimstore:", "grpc_", "process_"];
        !is_label && starts.iter().any(|start| word.starts_with(start))
    });
    names
        .filter(|word| !is_known(word))
        .map(str::to_owned)
        .collect()
}

fn rules() -> Value {
    serde_saphyr::from_str(RULES).unwrap()
}

#[test]
fn rules_and_dashboard_ask_for_metrics_that_are_published() {
    let rules = rules();
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let (mut recorded, mut queries) = (Vec::new(), Vec::new());
    values(&rules, "record", &mut recorded);
    values(&rules, "expr", &mut queries);
    values(&dashboard, "expr", &mut queries);
    values(&dashboard, "definition", &mut queries);
    assert!(queries.len() > 30, "{queries:?}");
    assert_eq!(unknown(&queries, &recorded), Vec::<String>::new());
    let wrong = ["rate(claimstore_made_up_total[5m])"];
    assert_eq!(unknown(&wrong, &recorded), ["claimstore_made_up_total"]);
}

#[test]
fn each_alert_is_tested_and_the_documents_say_what_to_do() {
    let rules = rules();
    let mut alerts = Vec::new();
    values(&rules, "alert", &mut alerts);
    assert!(!alerts.is_empty());
    for alert in &alerts {
        assert!(OPERATING.contains(&format!("| `{alert}` |")), "{alert}");
        for name in [format!("{alert} fires"), format!("{alert} does not fire")] {
            assert!(TESTS.contains(&format!("name: {name}\n")), "{name}");
        }
    }
    let rows = OPERATING
        .lines()
        .filter_map(|line| line.strip_prefix("| `Claimstore"));
    let rows = rows.filter_map(|row| Some(format!("Claimstore{}", row.split_once('`')?.0)));
    assert!(rows.into_iter().all(|row| alerts.contains(&row.as_str())));
}
