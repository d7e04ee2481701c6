//! Persons, organizations, pages and works that a document names, and the sources that they
//! become.

use serde_json::Value;

use super::{
    address::{absolute, is_address},
    find::{Document, step},
    node::{Node, text, values},
    notes::Notes,
    text::line,
};
use crate::{
    domain::value::{same_as, same_as::SAME_AS_MAX},
    exchange::own::{self, PRINTED},
    wire::pb,
};

/// The longest name of a source, in code points.
const NAME_MAX: usize = 500;

/// What a document says of a person, an organization, a page or a work.
#[derive(Debug, Default)]
pub struct Thing<'a> {
    /// Its types, in lower case.
    pub types: Vec<String>,
    /// What it is called; empty if it is not said.
    pub name: String,
    /// What a report calls it, if an export says so.
    pub printed_name: Option<String>,
    /// Its address, which is absolute.
    pub url: String,
    /// Its identifiers elsewhere.
    pub same_as: Vec<String>,
    /// The address of a copy in an archive.
    pub archived_url: String,
    /// When it was published, as written.
    pub published: Option<String>,
    /// Who made it.
    pub author: Option<&'a Value>,
    /// Who published it.
    pub publisher: Option<&'a Value>,
    /// Whether an export has it because an article of its store prints the claim.
    pub is_printed: bool,
    /// Whether an export wrote it.
    pub is_exported: bool,
    /// Its identifier in the store that it was exported from.
    pub own: Option<&'a str>,
}

/// How things are read.
#[derive(Clone, Copy)]
pub struct Reader<'d, 'a> {
    /// The document.
    pub document: &'d Document<'a>,
    /// What relative addresses are relative to.
    pub base: Option<&'d str>,
    /// Whether texts are plain, as an export of claimstore writes them.
    pub is_plain: bool,
}

impl<'a> Reader<'_, 'a> {
    /// A text on one line.
    pub fn line(&self, text: &str) -> String {
        match self.is_plain {
            true => text.to_owned(),
            false => line(text),
        }
    }

    /// Reads one value, at a path in the item.
    pub fn thing(&self, notes: &mut Notes<'_>, path: &str, value: &'a Value) -> Thing<'a> {
        let mut thing = Thing::default();
        match self
            .document
            .object(value)
            .filter(|it| !it.contains_key("@value"))
        {
            Some(object) => {
                let node = Node::of(&self.document.names, object);
                self.read_node(&mut thing, notes, path, node);
            }
            None => match text(value).unwrap_or_default() {
                it if is_address(&it) => self.read_url(&mut thing.url, notes, path, &it),
                it => thing.name = self.line(&it),
            },
        }
        if thing.name.chars().nth(NAME_MAX).is_some() {
            notes.left_out(path, "has a name of more than 500 code points");
            thing.name.clear();
        }
        thing
    }

    /// Reads an address.
    pub fn read_url(&self, into: &mut String, notes: &mut Notes<'_>, path: &str, text: &str) {
        match absolute(text, self.base) {
            Ok(url) => *into = url,
            Err(reason) => notes.left_out(path, reason),
        }
    }

    fn read_node(
        &self,
        thing: &mut Thing<'a>,
        notes: &mut Notes<'_>,
        path: &str,
        mut node: Node<'a>,
    ) {
        let name = ["name", "headline", "legalname"];
        let name = name.into_iter().find_map(|name| node.take_text(name));
        thing.name = name.map(|it| self.line(&it)).unwrap_or_default();
        let below = |key: &str| format!("{path}/{}", step(key));
        for (name, into) in [
            ("url", &mut thing.url),
            ("archivedat", &mut thing.archived_url),
        ] {
            let Some((key, value)) = node.take(name) else {
                continue;
            };
            match values(value).into_iter().find_map(address_in) {
                Some(text) => self.read_url(into, notes, &below(key), &text),
                None => notes.left_out(&below(key), "is not an address"),
            }
        }
        let own = node.id.filter(|_| self.is_plain);
        thing.is_printed = own.is_some_and(|id| id.ends_with(PRINTED));
        thing.own = own.map(|id| id.strip_suffix(PRINTED).unwrap_or(id));
        let page = node.id.filter(|_| thing.own.is_none());
        if let Some(id) = page.filter(|id| thing.url.is_empty() && is_address(id)) {
            self.read_url(&mut thing.url, notes, &format!("{path}/@id"), id);
        }
        if let Some((key, value)) = node.take("sameas") {
            self.read_same_as(thing, notes, &below(key), value);
        }
        thing.is_exported = self.is_plain;
        if self.is_plain {
            thing.printed_name = node.take_text("alternatename");
        }
        thing.published = node.take_text("datepublished");
        let mut value = |name| node.take(name).map(|(_, value)| value);
        thing.author = value("author");
        thing.publisher = value("publisher");
        // What is said twice, or needs no place of its own.
        value("inlanguage");
        for key in node.rest() {
            notes.left_out(&below(key), "there is no place for it");
        }
        thing.types = node.types;
    }

    fn read_same_as(
        &self,
        thing: &mut Thing<'a>,
        notes: &mut Notes<'_>,
        path: &str,
        value: &'a Value,
    ) {
        for identifier in values(value).into_iter().filter_map(address_in) {
            let identifier = identifier.trim().to_owned();
            let problem = match same_as::checked(&identifier) {
                Err(error) => error.to_string(),
                Ok(_) if thing.same_as.contains(&identifier) => continue,
                Ok(_) if thing.same_as.len() >= SAME_AS_MAX => "has more than 16".to_owned(),
                Ok(_) => {
                    thing.same_as.push(identifier);
                    continue;
                }
            };
            notes.left_out(path, format!("{identifier:.100}: {problem}"));
        }
    }
}

/// The address that a value is, or has as its `@id`.
pub fn address_in(value: &Value) -> Option<String> {
    text(value).or_else(|| text(value.get("@id").or_else(|| value.get("url"))?))
}

/// The types of schema.org, in lower case, each with the kind of source that it is.
const KINDS: &[(&str, pb::SourceKind)] = &[
    ("person", pb::SourceKind::Person),
    ("governmentorganization", pb::SourceKind::GovernmentBody),
    ("organization", pb::SourceKind::Organization),
    ("newsmediaorganization", pb::SourceKind::Organization),
    ("corporation", pb::SourceKind::Organization),
    ("ngo", pb::SourceKind::Organization),
    ("politicalparty", pb::SourceKind::Organization),
    ("newsarticle", pb::SourceKind::NewsArticle),
    ("reportagenewsarticle", pb::SourceKind::NewsArticle),
    ("opinionnewsarticle", pb::SourceKind::NewsArticle),
    ("analysisnewsarticle", pb::SourceKind::NewsArticle),
    ("backgroundnewsarticle", pb::SourceKind::NewsArticle),
    ("socialmediaposting", pb::SourceKind::SocialPost),
    ("discussionforumposting", pb::SourceKind::SocialPost),
    ("dataset", pb::SourceKind::DataSet),
    ("digitaldocument", pb::SourceKind::Document),
    ("report", pb::SourceKind::Document),
    ("legislation", pb::SourceKind::Document),
    ("scholarlyarticle", pb::SourceKind::Document),
    ("imageobject", pb::SourceKind::Image),
    ("photograph", pb::SourceKind::Image),
    ("videoobject", pb::SourceKind::Image),
    ("mediaobject", pb::SourceKind::Image),
];

impl Thing<'_> {
    /// The kind that its type says.
    pub fn kind(&self) -> Option<pb::SourceKind> {
        let is_of = |name: &str| self.types.iter().any(|it| it == name);
        let found = KINDS.iter().find(|(name, _)| is_of(name));
        found.map(|(_, kind)| *kind)
    }

    /// Whether it has an address or an identifier.
    pub fn is_known(&self) -> bool {
        !self.url.is_empty() || !self.same_as.is_empty() || self.own.is_some()
    }

    /// What a report calls it: its name, but for sources in an export, which have both.
    pub fn reported_name(&self) -> String {
        match &self.printed_name {
            Some(printed) => printed.clone(),
            None if self.is_exported && self.is_known() => String::new(),
            None => self.name.clone(),
        }
    }

    /// The source that it is, if it has an address or an identifier. Nothing else keeps it
    /// from being stored again by each import. What has an address and no known type is a
    /// page on the web.
    pub fn source(&self) -> Option<pb::Source> {
        let is_page = !self.url.is_empty();
        let kind = self.kind().or(is_page.then_some(pb::SourceKind::WebPage))?;
        let mut source = self.is_known().then(|| pb::Source {
            kind: kind.into(),
            display_name: self.name.clone(),
            url: self.url.clone(),
            archived_url: self.archived_url.clone(),
            same_as: self.same_as.clone(),
            ..pb::Source::default()
        })?;
        if let Some(identifier) = self.own {
            own::identify(&mut source, identifier);
        }
        Some(source)
    }
}
