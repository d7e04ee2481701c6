//! What an item says about others: its sources, pictures and claims.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    names::{
        BY, INFO_SOURCES, OBJECTS, ORGANISATIONS, PEOPLE, REL_AUTHOR, REL_CITATION, REL_CLAIM,
        SUBJECTS, objects, text_of,
    },
    text,
};
use crate::{
    domain::value::url,
    exchange::{json::at, kept, reading::Unread},
    wire::pb,
};

/// What is read beside an article.
#[derive(Debug, Default)]
pub struct Related {
    /// The sources, each with its key.
    pub sources: Vec<pb::BundleSource>,
    /// What the article rests on.
    pub citations: Vec<pb::Citation>,
    /// Who is credited for what.
    pub credits: Vec<pb::Credit>,
    /// The key of the publisher; empty if there is none.
    pub publisher: String,
    /// The authors, if they are given one by one.
    pub bylines: Vec<pb::Byline>,
    /// The claims that claimstore wrote into the item.
    pub claims: Vec<pb::BundleClaim>,
    /// What was left out; at most [`UNREAD_MAX`] and that there is more.
    pub unread: Vec<Unread>,
    /// The places of the sources that have an address or another identifier.
    identified: BTreeMap<String, usize>,
}

/// The most parts of an item of which it is listed that they were left out.
pub const UNREAD_MAX: usize = 1_000;

const CITATIONS_MAX: usize = 500;
/// With the sources, a bundle has at most 1,000 resources.
const CLAIMS_MAX: usize = 300;
const STATEMENT_MAX: usize = 2000;
const CREDITS_MAX: usize = 100;
const BYLINES_MAX: usize = 100;
const NAME_MAX: usize = 500;

/// Whether a name fits.
pub fn is_short(text: &str, max: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= max
}

/// Reads them. What claimstore wrote itself says more.
pub fn related(item: &Map<String, Value>, is_own: bool) -> Related {
    let mut related = Related::default();
    related.read_info_sources(item);
    related.read_associations(item);
    if is_own {
        related.read_own(item);
    }
    related
}

impl Related {
    /// Lists a part that was left out.
    pub fn left_out(&mut self, path: String, reason: impl Into<String>) {
        let (path, reason) = match self.unread.len() {
            ..UNREAD_MAX => (path, reason.into()),
            UNREAD_MAX => (String::new(), "more was left out".to_owned()),
            _ => return,
        };
        self.unread.push(Unread {
            path,
            reason,
            is_refusal: false,
        });
    }

    /// Adds a source once, and answers the reference to it. What the item says first about a
    /// source with an identifier counts.
    fn source(&mut self, path: &str, kind: pb::SourceKind, name: &str, uri: &str) -> String {
        if !name.is_empty() && !is_short(name, NAME_MAX) {
            self.left_out(path.to_owned(), "has a name of more than 500 code points");
        }
        let mut source = pb::Source {
            kind: kind.into(),
            ..pb::Source::default()
        };
        if is_short(name, NAME_MAX) {
            source.display_name = name.to_owned();
        }
        if !uri.is_empty() {
            kept::identify(&mut source, uri);
        }
        if let Some(known) = self.known(&source) {
            return format!("#{known}");
        }
        // The key is what later states of the item know a source without an address by.
        let text = format!("{}\n{name}\n{uri}", kind.as_str_name());
        let digest = kept::digest_name(&text);
        let key = digest.chars().rev().take(24).collect::<String>();
        if let Some(identity) = identity(&source) {
            self.identified.insert(identity, self.sources.len());
        }
        self.sources.push(pb::BundleSource {
            key: key.clone(),
            source: Some(source),
        });
        format!("#{key}")
    }

    /// The key of a source that is known already.
    fn known(&mut self, source: &pb::Source) -> Option<&str> {
        let Some(identity) = identity(source) else {
            let mut sources = self.sources.iter();
            let same = sources.find(|it| it.source.as_ref() == Some(source))?;
            return Some(&same.key);
        };
        let known = self.sources.get_mut(*self.identified.get(&identity)?)?;
        if let Some(known) = known.source.as_mut()
            && known.display_name.is_empty()
        {
            known.display_name.clone_from(&source.display_name);
        }
        Some(&known.key)
    }

    /// The standard does not say whether a source of information is a person or an
    /// organisation. It is read if the item says so elsewhere.
    fn read_info_sources(&mut self, item: &Map<String, Value>) {
        let [people, organisations] = [PEOPLE, ORGANISATIONS].map(|names| {
            let all = objects(item, names).into_iter();
            let keys = all.flat_map(|(_, _, it)| [text_of(it, &["name"]), uri_of(it)]);
            keys.filter(|it| !it.is_empty()).collect::<BTreeSet<&str>>()
        });
        for (path, _, it) in objects(item, INFO_SOURCES) {
            let (name, uri, role) = (
                text_of(it, &["name"]),
                uri_of(it),
                text_of(it, &["role", "rel"]),
            );
            let is_in = |all: &BTreeSet<&str>| all.contains(name) || all.contains(uri);
            let kind = match (is_in(&people), is_in(&organisations)) {
                (true, false) => pb::SourceKind::Person,
                (false, true) => pb::SourceKind::Organization,
                _ => {
                    let reason = "does not say whether it is a person or an organisation: it is \
                                  read if it is among people or organisations, too";
                    self.left_out(path, reason);
                    continue;
                }
            };
            if role == "publisher" && self.publisher.is_empty() {
                self.publisher = self.source(&path, kind, name, uri);
            } else {
                self.cite(path, kind, name, uri);
            }
        }
    }

    fn cite(&mut self, path: String, kind: pb::SourceKind, name: &str, uri: &str) {
        if self.citations.len() == CITATIONS_MAX {
            self.left_out(path, "is one more than an article can cite");
            return;
        }
        let source = self.source(&path, kind, name, uri);
        if self.citations.iter().any(|it| it.source == source) {
            return;
        }
        let printed = if is_short(name, NAME_MAX) { name } else { "" };
        self.citations.push(pb::Citation {
            source,
            printed: printed.to_owned(),
        });
    }

    fn read_own(&mut self, item: &Map<String, Value>) {
        for (path, name, it) in objects(item, OBJECTS) {
            let uri = uri_of(it);
            if text_of(it, &["rel"]) == REL_CITATION && !uri.is_empty() {
                let is_page = uri.starts_with("http://") || uri.starts_with("https://");
                let kind = match is_page {
                    true => pb::SourceKind::WebPage,
                    false => pb::SourceKind::Document,
                };
                self.cite(path, kind, name, uri);
            }
        }
        for (path, name, it) in objects(item, PEOPLE) {
            let printed = text_of(it, &["literal"]);
            if text_of(it, &["rel"]) != REL_AUTHOR {
                continue;
            }
            if self.bylines.len() == BYLINES_MAX || name.is_empty() && printed.is_empty() {
                self.left_out(path, "is no author that an article can have");
                continue;
            }
            self.bylines.push(pb::Byline {
                name: name.to_owned(),
                printed: printed.to_owned(),
                ..pb::Byline::default()
            });
        }
    }

    /// Reads the claims that claimstore wrote into an item.
    pub fn read_claims(&mut self, item: &Map<String, Value>, language: &str) {
        for (path, name, it) in objects(item, SUBJECTS) {
            if text_of(it, &["rel"]) != REL_CLAIM {
                continue;
            }
            let reason = if !is_short(name, STATEMENT_MAX) {
                "is no claim: it has 1 to 2,000 code points"
            } else if language.is_empty() {
                "is a claim in no language: the item has none"
            } else if self.claims.len() == CLAIMS_MAX {
                "is one more claim than the 300 that are read"
            } else {
                self.claims.push(claim(name, language));
                continue;
            };
            self.left_out(path, reason);
        }
    }

    /// Pictures and the like are credited. Texts are no part of the article.
    fn read_associations(&mut self, item: &Map<String, Value>) {
        for (path, _, it) in objects(item, &["associations"]) {
            let (kind, source_kind) = match text_of(it, &["type"]) {
                "picture" => (pb::CreditKind::Photo, pb::SourceKind::Image),
                "graphic" => (pb::CreditKind::Graphic, pb::SourceKind::Image),
                "video" => (pb::CreditKind::Video, pb::SourceKind::Image),
                _ => continue,
            };
            let uri = text_of(it, &["uri"]);
            if uri.is_empty() {
                self.left_out(path, "has no uri");
                continue;
            }
            if self.credits.len() == CREDITS_MAX {
                self.left_out(path, "is one more than an article can credit");
                continue;
            }
            let title = text::headline(it).map(|it| it.text);
            let title = title.unwrap_or_else(|| text_of(it, &["title"]).to_owned());
            let mut printed = text_of(it, BY);
            if !printed.is_empty() && !is_short(printed, NAME_MAX) {
                self.left_out(at(&path, "by"), "has more than 500 code points");
                printed = "";
            }
            let credit = pb::Credit {
                kind: kind.into(),
                source: self.source(&path, source_kind, &title, uri),
                printed: printed.to_owned(),
            };
            if !self.credits.contains(&credit) {
                self.credits.push(credit);
            }
        }
    }
}

/// The identifier of a concept: its uri, or in ninjs 1 its code in a scheme.
fn uri_of(concept: &Map<String, Value>) -> &str {
    text_of(concept, &["uri"])
}

fn claim(statement: &str, language: &str) -> pb::BundleClaim {
    pb::BundleClaim {
        claim: Some(pb::Claim {
            statement: statement.to_owned(),
            language: language.to_owned(),
            ..pb::Claim::default()
        }),
        ..pb::BundleClaim::default()
    }
}

/// What a source is known by wherever it is named: its address or another identifier.
fn identity(source: &pb::Source) -> Option<String> {
    match source.same_as.first() {
        Some(same) => Some(same.clone()),
        None if source.url.is_empty() => None,
        None => Some(url::canonical(&source.url).unwrap_or_else(|_| source.url.clone())),
    }
}
