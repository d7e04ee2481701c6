//! Rust code as a flat list of tokens. Comments and strings are not mistaken for code, line breaks
//! do not matter, and the insides of macros are code like any other.
//!
//! Deliberately absent: types and name resolution. A rule that needs those belongs in
//! `clippy.toml` or in Cargo's lints.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token: a name, a literal, one punctuation character or one bracket.
#[derive(Clone, Debug)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// The tokens of a file.
pub fn tokens(path: &str, text: &str) -> Vec<Token> {
    let stream: TokenStream = text
        .parse()
        .unwrap_or_else(|error| panic!("{path} is not Rust code: {error}"));
    let mut tokens = Vec::new();
    flatten(stream, &mut tokens);
    tokens
}

fn flatten(stream: TokenStream, into: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        let mut push = |text: &str, line| {
            let text = text.to_owned();
            into.push(Token { text, line });
        };
        let TokenTree::Group(group) = tree else {
            push(&tree.to_string(), line);
            continue;
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        push(open, line);
        flatten(group.stream(), into);
        let end = group.span_close().start().line;
        let text = close.to_owned();
        into.push(Token { text, line: end });
    }
}

/// Whether the tokens from an index on are these texts.
pub fn matches_at(tokens: &[Token], at: usize, texts: &[&str]) -> bool {
    let found = tokens.get(at..).unwrap_or_default();
    found.len() >= texts.len() && found.iter().zip(texts).all(|(it, text)| it.text == *text)
}

/// The index at which the bracket that opens at an index closes.
pub fn close_of(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        depth += depth_of(token);
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

fn depth_of(token: &Token) -> i32 {
    match token.text.as_str() {
        "(" | "[" | "{" => 1,
        ")" | "]" | "}" => -1,
        _ => 0,
    }
}

/// The tokens without what certain attributes belong to. That is an item, a statement or a field;
/// for `#![…]` it is the rest of the file.
pub fn without(tokens: &[Token], matches: impl Fn(&[Token]) -> bool) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_inner = matches_at(tokens, at, &["#", "!", "["]);
        if !is_inner && !matches_at(tokens, at, &["#", "["]) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let open = at + 1 + usize::from(is_inner);
        let close = close_of(tokens, open);
        if !matches(&tokens[open + 1..close]) {
            kept.extend_from_slice(&tokens[at..=close]);
            at = close + 1;
        } else if is_inner {
            return kept;
        } else {
            at = end_of_item(tokens, close + 1);
        }
    }
    kept
}

/// The index behind the item, statement or field that begins at an index.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    while matches_at(tokens, at, &["#", "["]) {
        at = close_of(tokens, at + 1) + 1;
    }
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            ";" | "," => return at + 1,
            "}" | ")" | "]" => return at,
            "{" => return close_of(tokens, at) + 1,
            "(" | "[" => at = close_of(tokens, at) + 1,
            _ => at += 1,
        }
    }
    at
}

/// Whether an attribute compiles its item for tests only.
pub fn is_test_only(attribute: &[Token]) -> bool {
    matches_at(attribute, 0, &["cfg", "(", "test", ")"])
}
