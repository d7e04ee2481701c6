//! Which layer of the crate may use which, and which libraries belong to which layer.

use super::{
    tokens::{Token, close_of, matches_at, tokens},
    tree::{Finding, finding},
};

/// The layers, each with the other layers that it may use.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "api",
        &[
            "access",
            "app",
            "exchange",
            "store",
            "picture",
            "proof",
            "wire",
            "domain",
            "telemetry",
        ],
    ),
    ("access", &["domain"]),
    ("exchange", &["wire", "domain"]),
    ("client", &["wire"]),
    (
        "app",
        &[
            "failpoint",
            "store",
            "index",
            "picture",
            "proof",
            "vault",
            "wire",
            "domain",
            "telemetry",
        ],
    ),
    ("vault", &["domain"]),
    ("proof", &["domain"]),
    (
        "store",
        &["failpoint", "proof", "wire", "domain", "telemetry"],
    ),
    ("wire", &["domain"]),
    ("index", &["domain"]),
    ("picture", &["domain"]),
    ("domain", &[]),
    ("embedded", &[]),
    (
        "server",
        &[
            "access",
            "api",
            "app",
            "proof",
            "store",
            "wire",
            "domain",
            "telemetry",
        ],
    ),
    ("config", EVERYTHING_BELOW),
    ("telemetry", &[]),
    ("failpoint", &[]),
    ("cli", EVERYTHING_BELOW),
    ("fuzzing", &["access", "api", "cli", "wire"]),
    ("main", &["cli"]),
];

/// The layers that commands may use.
const EVERYTHING_BELOW: &[&str] = &[
    "failpoint",
    "client",
    "access",
    "api",
    "app",
    "store",
    "wire",
    "domain",
    "embedded",
    "exchange",
    "index",
    "picture",
    "proof",
    "server",
    "config",
    "telemetry",
    "vault",
];

/// Libraries, each with the paths that may use it.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("sqlx", &["src/store/", "src/embedded/"]),
    (
        "tonic",
        &[
            "src/api/",
            "src/server.rs",
            "src/server/",
            "src/cli/",
            "src/client.rs",
            "src/client/",
            "src/wire/codec.rs",
        ],
    ),
    ("prost", &["src/wire/"]),
    ("opentelemetry", &["src/telemetry/", "src/server/spans.rs"]),
    (
        "opentelemetry_sdk",
        &["src/telemetry/", "src/server/spans.rs"],
    ),
    ("opentelemetry_otlp", &["src/server/spans.rs"]),
    ("tantivy", &["src/index/"]),
    ("rten", &["src/index/"]),
    ("tokenizers", &["src/index/"]),
];

/// The one use of a library outside of its layers: the generated messages come with their
/// services.
const GENERATED: (&[&str], &[&str]) = (
    &["src/wire/mod.rs", "src/wire/pb.rs"],
    &["tonic", ":", ":", "include_proto"],
);

/// The layers that work with values of the domain. They treat documents of messages as opaque
/// bytes, and never use the messages.
const WITHOUT_MESSAGES: &[&str] = &["app", "store"];

/// The layer that a file belongs to.
fn layer(path: &str) -> &str {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let end = path.find(['/', '.']).unwrap_or(path.len());
    &path[..end]
}

/// Finds uses of layers that a file's own layer may not use.
pub fn check_layers(path: &str, text: &str) -> Vec<Finding> {
    let own = layer(path);
    if own == "lib" {
        return Vec::new();
    }
    let Some((_, below)) = LAYERS.iter().find(|(name, _)| *name == own) else {
        let rule = format!(
            "{own} is not a known layer: state in tests/house/tidy/layers.rs what it may use"
        );
        return vec![finding(path, 1, rule)];
    };
    let may_use = match *below {
        [] => "nothing of the crate".to_owned(),
        below => below.join(", "),
    };
    uses(path, &tokens(path, text))
        .into_iter()
        .filter(|used| used.text != own && !below.contains(&used.text.as_str()))
        .map(|used| {
            let rule = format!("{own} uses {}; it may use {may_use}", used.text);
            finding(path, used.line, rule)
        })
        .collect()
}

/// The names that a file uses at the root of the crate: behind `crate::`, or behind enough
/// `super::` to get there.
fn uses(path: &str, tokens: &[Token]) -> Vec<Token> {
    let own_name = if path == "src/main.rs" {
        "claimstore"
    } else {
        ""
    };
    let mut used = Vec::new();
    let mut inner_ends = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        inner_ends.retain(|end| at < *end);
        let (steps, next) = steps_up(tokens, at);
        let is_root = ["crate", own_name]
            .iter()
            .any(|root| matches_at(tokens, at, &[root, ":", ":"]));
        if matches_at(tokens, at, &["mod"]) && matches_at(tokens, at + 2, &["{"]) {
            inner_ends.push(close_of(tokens, at + 2));
        } else if is_root {
            used.extend(heads(tokens, at + 3));
        } else if steps > 0 && steps >= depth(path) + inner_ends.len() {
            used.extend(heads(tokens, next));
        }
        at = next.max(at + 1);
    }
    used
}

/// How many `super::` there are at an index, and the index behind them.
fn steps_up(tokens: &[Token], mut at: usize) -> (usize, usize) {
    let mut steps = 0;
    while matches_at(tokens, at, &["super", ":", ":"]) {
        steps += 1;
        at += 3;
    }
    (steps, at)
}

/// How many `super::` lead from a file's module to the root of the crate.
fn depth(path: &str) -> usize {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.strip_suffix("/mod.rs").unwrap_or(path);
    path.split('/').count()
}

/// The name at an index. If a brace opens there, the first name of each path inside it.
fn heads(tokens: &[Token], at: usize) -> Vec<Token> {
    if !matches_at(tokens, at, &["{"]) {
        return tokens.get(at).cloned().into_iter().collect();
    }
    let end = close_of(tokens, at);
    let mut heads = Vec::new();
    let mut next = at + 1;
    while next < end {
        heads.extend(heads_of_one(tokens, next));
        while next < end && tokens[next].text != "," {
            next = match tokens[next].text.as_str() {
                "{" => close_of(tokens, next) + 1,
                _ => next + 1,
            };
        }
        next += 1;
    }
    heads
}

fn heads_of_one(tokens: &[Token], at: usize) -> Vec<Token> {
    match matches_at(tokens, at, &["self", ":", ":"]) {
        true => heads(tokens, at + 3),
        false => tokens.get(at).cloned().into_iter().collect(),
    }
}

/// Finds uses of libraries that belong to other layers.
pub fn check_libraries(path: &str, text: &str) -> Vec<Finding> {
    let tokens = tokens(path, text);
    let mut findings = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some((library, places)) = LIBRARIES.iter().find(|(it, _)| is_of(&token.text, it))
        else {
            continue;
        };
        let is_generated = GENERATED.0.contains(&path) && matches_at(&tokens, at, GENERATED.1);
        if !is_generated && !places.iter().any(|place| path.starts_with(place)) {
            let places = places.join(", ");
            let rule = format!("{} is used; {library} belongs to {places}", token.text);
            findings.push(finding(path, token.line, rule));
        }
    }
    findings
}

/// Whether a name is a library's own, or that of a crate of its family: `tonic` or `tonic_health`.
fn is_of(name: &str, library: &str) -> bool {
    name.strip_prefix(library)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// Finds uses of the generated messages in layers that must not use them.
pub fn check_messages(path: &str, text: &str) -> Vec<Finding> {
    let own = layer(path);
    if !WITHOUT_MESSAGES.contains(&own) {
        return Vec::new();
    }
    tokens(path, text)
        .into_iter()
        .filter(|token| token.text == "pb")
        .map(|token| {
            let rule = format!("{own} uses wire::pb; it works with values of the domain");
            finding(path, token.line, rule)
        })
        .collect()
}
