//! The lines below `Sources` in a plain-text article, as citations and credits.
//!
//! A source states only what its line shows. A url is a web page, and a handle is an
//! account. For anything else only the words are known: a credit without a handle is
//! a source for the picture or text itself, and whether `Photo: X` names a person or
//! an agency is deliberately left open.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::problem::Problem;
use crate::{
    domain::{resource::CreditKind, rule::credit_line::credit, value::url},
    wire::{
        pb::{self, SourceKind},
        value::read,
    },
};

/// The sources, citations and credits that an article lists below its text.
#[derive(Debug, Default)]
pub struct SourceList {
    /// The sources, each once.
    pub sources: Vec<pb::BundleSource>,
    /// Every line, in printed order.
    pub citations: Vec<pb::Citation>,
    /// The lines that are credits.
    pub credits: Vec<pb::Credit>,
    /// The key of each source, by what identifies it.
    keys: HashMap<String, String>,
}

impl SourceList {
    /// Adds the next line.
    pub fn add(&mut self, line: &str, number: usize, problems: &mut Vec<Problem>) {
        let printed = line.trim();
        let credit = credit(printed);
        let key = match page(printed) {
            Ok(Some(page)) => self.page_key(page),
            Ok(None) => self.other_key(printed, credit),
            Err(what) => return problems.push(Problem::in_line(number, what)),
        };
        let source = format!("#{key}");
        if let Some((kind, _)) = credit {
            self.credits.push(pb::Credit {
                kind: read::number(kind),
                source: source.clone(),
                printed: printed.to_owned(),
            });
        }
        self.citations.push(pb::Citation {
            source,
            printed: printed.to_owned(),
        });
    }

    fn page_key(&mut self, page: Page<'_>) -> String {
        let is_page =
            |it: &&pb::BundleSource| it.source.as_ref().is_some_and(|it| !it.url.is_empty());
        let pages = self.sources.iter().filter(is_page).count();
        let key = format!("s{}", pages + 1);
        self.key(page.canonical, key, || pb::Source {
            kind: SourceKind::WebPage.into(),
            url: page.url.to_owned(),
            ..pb::Source::default()
        })
    }

    fn other_key(&mut self, printed: &str, credit: Option<(CreditKind, &str)>) -> String {
        let credited = credit.map_or(printed, |(_, credited)| credited);
        let (kind, name) = match (handle(credited), credit) {
            (Some(handle), _) => (SourceKind::SocialPost, handle),
            (None, Some((CreditKind::Translation, _))) => (SourceKind::Document, printed),
            (None, Some(_)) => (SourceKind::Image, printed),
            (None, None) => (SourceKind::NotSpecified, printed),
        };
        // Only the key identifies the source when the article is imported again, so it
        // must not depend on the position of the line.
        let key = stable_key(name);
        self.key(key.clone(), key, || pb::Source {
            kind: kind.into(),
            display_name: name.to_owned(),
            ..pb::Source::default()
        })
    }

    /// The key of the source that `identity` identifies; a new source is added.
    fn key(
        &mut self,
        identity: String,
        key: String,
        source: impl FnOnce() -> pb::Source,
    ) -> String {
        let sources = &mut self.sources;
        let known = self.keys.entry(identity).or_insert_with(|| {
            sources.push(pb::BundleSource {
                key: key.clone(),
                source: Some(source()),
            });
            key
        });
        known.clone()
    }
}

struct Page<'a> {
    url: &'a str,
    canonical: String,
}

/// The one url in a line, if there is one.
fn page(printed: &str) -> Result<Option<Page<'_>>, String> {
    let mut urls = printed.split_whitespace().filter_map(bare_url);
    let Some(url) = urls.next() else {
        return Ok(None);
    };
    if urls.next().is_some() {
        return Err("holds two urls; put each source on a line of its own".to_owned());
    }
    match url::canonical(url) {
        Ok(canonical) => Ok(Some(Page { url, canonical })),
        Err(error) => Err(format!("{url} {error}; correct the url")),
    }
}

/// The word without brackets around it, if it is a url.
fn bare_url(word: &str) -> Option<&str> {
    let bare = [('<', '>'), ('(', ')'), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| word.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(word);
    let scheme = bare.split_once("://")?.0;
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(bare)
}

/// The handle with its `@`, if the text is one.
fn handle(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(['.', ',', ';']);
    let name = text.strip_prefix('@')?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    (!name.is_empty() && name.chars().all(is_plain)).then_some(text)
}

const KEY_MAX: usize = 64;

/// A key made only from the name: readable for a handle, else a digest.
fn stable_key(name: &str) -> String {
    if let Some(handle) = name.strip_prefix('@') {
        let key = format!("at-{}", handle.to_lowercase());
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if key.len() <= KEY_MAX && key.bytes().all(is_plain) {
            return key;
        }
    }
    let digest = Sha256::digest(name);
    let hex: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
    format!("entry-{hex}")
}

#[cfg(test)]
mod tests;
