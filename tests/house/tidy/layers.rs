//! Who may use whom: the layers of the crate, and the libraries that belong to one.

use super::{
    tokens::{Token, close_of, stands, tokens},
    tree::{Finding, finding},
};

/// The layers, each with those that it may use beside itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("api", &["app", "store", "wire", "domain"]),
    ("app", &["store", "wire", "domain"]),
    ("store", &["wire", "domain"]),
    ("wire", &["domain"]),
    ("domain", &[]),
    ("embedded", &[]),
    ("server", &["api", "app", "store", "wire"]),
    ("config", EVERYTHING_BELOW),
    ("telemetry", &[]),
    ("cli", EVERYTHING_BELOW),
    ("main", &["cli"]),
];

/// What a command may use.
const EVERYTHING_BELOW: &[&str] = &[
    "api",
    "app",
    "store",
    "wire",
    "domain",
    "embedded",
    "server",
    "config",
    "telemetry",
];

/// Libraries, each with the places that may know it.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("sqlx", &["src/store/", "src/embedded/"]),
    ("tonic", &["src/api/", "src/server.rs", "src/cli/"]),
    ("prost", &["src/wire/"]),
];

/// The one place where a library is used outside of its layers: the generated
/// messages come with their services.
const GENERATED: (&str, &[&str]) = ("src/wire/mod.rs", &["tonic", ":", ":", "include_proto"]);

/// The layers whose values are those of the domain. They use documents of messages as opaque
/// bytes, and never the messages.
const WITHOUT_MESSAGES: &[&str] = &["app", "store"];

/// The layer that a file belongs to.
fn layer(path: &str) -> &str {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let end = path.find(['/', '.']).unwrap_or(path.len());
    &path[..end]
}

/// What a file uses of layers that are not below its own.
pub fn check_layers(path: &str, text: &str) -> Vec<Finding> {
    let own = layer(path);
    if own == "lib" {
        return Vec::new();
    }
    let Some((_, below)) = LAYERS.iter().find(|(name, _)| *name == own) else {
        let rule =
            format!("{own} is no layer yet: say in tests/house/tidy/layers.rs what it may use");
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

/// What a file uses of the crate: the first name behind `crate::`, or behind as
/// many `super::` as lead there.
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
            .any(|root| stands(tokens, at, &[root, ":", ":"]));
        if stands(tokens, at, &["mod"]) && stands(tokens, at + 2, &["{"]) {
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

/// How many `super::` stand at a place, and the place behind them.
fn steps_up(tokens: &[Token], mut at: usize) -> (usize, usize) {
    let mut steps = 0;
    while stands(tokens, at, &["super", ":", ":"]) {
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

/// The name at a place; where a brace opens there, the first names inside it.
fn heads(tokens: &[Token], at: usize) -> Vec<Token> {
    if !stands(tokens, at, &["{"]) {
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
    match stands(tokens, at, &["self", ":", ":"]) {
        true => heads(tokens, at + 3),
        false => tokens.get(at).cloned().into_iter().collect(),
    }
}

/// What a file uses of libraries that belong to other layers.
pub fn check_libraries(path: &str, text: &str) -> Vec<Finding> {
    let tokens = tokens(path, text);
    let mut findings = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some((library, places)) = LIBRARIES.iter().find(|(it, _)| is_of(&token.text, it))
        else {
            continue;
        };
        let is_generated = path == GENERATED.0 && stands(&tokens, at, GENERATED.1);
        if !is_generated && !places.iter().any(|place| path.starts_with(place)) {
            let places = places.join(", ");
            let rule = format!("{} is used; {library} belongs to {places}", token.text);
            findings.push(finding(path, token.line, rule));
        }
    }
    findings
}

/// Whether a name is that of a library or of one that belongs to it.
fn is_of(name: &str, library: &str) -> bool {
    name.strip_prefix(library)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// Where a file uses the generated messages, of a layer that must not.
pub fn check_messages(path: &str, text: &str) -> Vec<Finding> {
    let own = layer(path);
    if !WITHOUT_MESSAGES.contains(&own) {
        return Vec::new();
    }
    tokens(path, text)
        .into_iter()
        .filter(|token| token.text == "pb")
        .map(|token| {
            let rule = format!("{own} uses wire::pb; it answers values of the domain");
            finding(path, token.line, rule)
        })
        .collect()
}
