//! The article that an item is.

use serde_json::{Map, Value};
use url::Url;

use super::{
    names::{
        ALT_IDS, BY, EVOLVED_FROM, FIRST_CREATED, FORMS, GENRE_SCHEME, GENRES, OWN_PROFILE,
        PUB_STATUS, REL_SECTION, SCHEMA_ORG, SUBJECTS, VERSION_CREATED, objects, property, text_of,
        text_property,
    },
    related::{Related, is_short, related},
    text,
};
use crate::{
    domain::value::{
        language, text as rules,
        url::{ALIASES_MAX, URL_BYTES_MAX},
    },
    exchange::{
        json::{at, each},
        reading::{Unread, Version},
    },
    wire::{pb, value::time},
};

/// An article as it was read from an item.
#[derive(Debug, Default)]
pub struct Read {
    /// The article, without the document.
    pub article: pb::Article,
    /// What was read beside it.
    pub related: Related,
    /// Where the headline is.
    pub headline_path: String,
    /// Where the text is.
    pub body_path: String,
}

const HEADLINE_MAX: usize = 1000;
const LINE_MAX: usize = 500;
const SECTION_MAX: usize = 200;
const BODY_BYTES_MAX: usize = 1 << 20;
const EXTERNAL_IDS_MAX: usize = 16;

/// Why an item is too large for an article, and where, if it is.
pub fn too_large(item: &Map<String, Value>) -> Option<(String, &'static str)> {
    let headline = text::headline(item).filter(|it| it.text.chars().count() > HEADLINE_MAX);
    let body = text::body(item).filter(|it| it.text.len() > BODY_BYTES_MAX);
    let headline = headline.map(|it| (it.path, "has more than 1,000 code points"));
    let body = body.map(|it| (it.path, "has more than 1 MiB of text"));
    headline.or(body)
}

/// Reads an article. None if the item is not one: it is a text with a headline and a body.
pub fn read(item: &Map<String, Value>, id_roles: &[String]) -> Option<Read> {
    let kind = item.get("type").map_or(Some("text"), Value::as_str)?;
    if !["text", "composite"].contains(&kind) {
        return None;
    }
    let headline = text::headline(item)?;
    let body = text::body(item)?;
    if headline.text.chars().count() > HEADLINE_MAX || body.text.len() > BODY_BYTES_MAX {
        return None;
    }
    let is_own = text_of(item, &["profile"]) == OWN_PROFILE;
    let mut read = Read {
        related: related(item, is_own),
        headline_path: headline.path,
        body_path: body.path,
        ..Read::default()
    };
    read.article.headline = headline.text.trim().to_owned();
    read.article.body = body.text;
    read.addresses(item);
    read.ids(item, id_roles, is_own);
    read.texts(item);
    read.codes(item);
    let article = &mut read.article;
    article.date_published = date_published(item);
    article.citations.append(&mut read.related.citations);
    article.credits.append(&mut read.related.credits);
    article.publisher.clone_from(&read.related.publisher);
    Some(read)
}

impl Read {
    fn left_out(&mut self, path: &str, reason: impl Into<String>) {
        self.related.unread.push(Unread {
            path: path.to_owned(),
            reason: reason.into(),
            is_refusal: false,
        });
    }

    /// An item that evolved from another one has its address, too, so both are one article.
    fn addresses(&mut self, item: &Map<String, Value>) {
        let uri = text_of(item, &["uri"]);
        if !is_uri(uri) {
            self.left_out(
                "/uri",
                "is required: an absolute URI of at most 2,048 bytes",
            );
            return;
        }
        self.article.uri = uri.to_owned();
        let mut others: Vec<(String, &str)> = Vec::new();
        for (path, value) in
            property(item, EVOLVED_FROM).map_or(Vec::new(), |(path, it)| each(&path, it))
        {
            match value.as_str().filter(|it| is_uri(it)) {
                Some(other) => others.push((path, other)),
                None => self.left_out(&path, "is not an absolute URI"),
            }
        }
        others.extend(
            alt_ids(item)
                .into_iter()
                .filter_map(|(path, _, id)| is_address(id).then_some((path, id))),
        );
        for (path, other) in others {
            let aliases = &self.article.aliases;
            if other == uri || aliases.iter().any(|it| it == other) {
                continue;
            }
            match aliases.len() < ALIASES_MAX {
                true => self.article.aliases.push(other.to_owned()),
                false => self.left_out(&path, "is one more address than an article can have"),
            }
        }
    }

    /// Only the caller knows which other ids mean the whole item, and not a version of it.
    fn ids(&mut self, item: &Map<String, Value>, id_roles: &[String], is_own: bool) {
        for (path, role, id) in alt_ids(item) {
            if is_address(id) || !(is_own || id_roles.iter().any(|it| it == role)) {
                continue;
            }
            let system = role.to_lowercase();
            let known = &self.article.external_ids;
            let is_new = !known.iter().any(|it| it.system == system);
            let fits = known.len() < EXTERNAL_IDS_MAX && is_short(id, 200);
            if !rules::is_slug(&system) || !fits || !is_new || id.chars().any(char::is_control) {
                let reason = "is no id of an article: one for each system, at most 16, each with \
                              at most 200 code points and a role of letters, digits and hyphens";
                self.left_out(&path, reason);
                continue;
            }
            self.article.external_ids.push(pb::ExternalId {
                system,
                id: id.to_owned(),
            });
        }
    }

    fn texts(&mut self, item: &Map<String, Value>) {
        if let Some(alternative) = text::alternative_headline(item)
            && is_short(&alternative.text, HEADLINE_MAX)
        {
            self.article.alternative_headline = alternative.text.trim().to_owned();
        }
        if let Some((path, tag)) = text_property(item, &["language"]) {
            match language::parsed(tag.trim()) {
                Ok(tag) => self.article.language = tag.to_owned(),
                Err(error) => self.left_out(&path, format!("is {error}")),
            }
        }
        self.article.bylines.append(&mut self.related.bylines);
        if let Some((path, line)) = text_property(item, BY)
            && self.article.bylines.is_empty()
        {
            match is_short(line, LINE_MAX) {
                true => self.article.bylines.push(pb::Byline {
                    printed: line.trim().to_owned(),
                    ..pb::Byline::default()
                }),
                false => self.left_out(&path, "has more than 500 code points"),
            }
        }
        let subjects = objects(item, SUBJECTS);
        let mut sections = subjects.iter().filter(|(_, name, it)| {
            text_of(it, &["rel"]) == REL_SECTION && is_short(name, SECTION_MAX)
        });
        if let Some((_, name, _)) = sections.next() {
            self.article.section = (*name).to_owned();
        }
    }

    fn codes(&mut self, item: &Map<String, Value>) {
        if let Some((path, status)) = text_property(item, PUB_STATUS) {
            match status_of(status) {
                Some(status) => self.article.publication_status = status.into(),
                None => self.left_out(&path, "is none of usable, withheld and canceled"),
            }
        }
        let genres = objects(item, GENRES);
        let genre = genres.iter().find_map(|(_, _, it)| genre_of(it));
        self.article.genre = genre.unwrap_or_default().into();
    }
}

/// The status with a name of ninjs.
fn status_of(name: &str) -> Option<pb::PublicationStatus> {
    match name {
        "usable" => Some(pb::PublicationStatus::Usable),
        "withheld" => Some(pb::PublicationStatus::Withheld),
        "canceled" => Some(pb::PublicationStatus::Canceled),
        _ => None,
    }
}

fn genre_of(genre: &Map<String, Value>) -> Option<pb::Genre> {
    let uri = text_of(genre, &["uri"]);
    let in_scheme = text_of(genre, &["scheme"]) == GENRE_SCHEME;
    let code = match uri.strip_prefix(GENRE_SCHEME) {
        Some(code) => code,
        None if in_scheme => text_of(genre, &["code"]),
        None => "",
    };
    let of_schema_org = uri.strip_prefix(SCHEMA_ORG).unwrap_or("");
    FORMS
        .iter()
        .find(|(_, it, own)| !code.is_empty() && *it == code || *own == of_schema_org)
        .map(|it| it.0)
}

/// Other ids, each with its place and role: members of an object in ninjs 1, a list later.
fn alt_ids(item: &Map<String, Value>) -> Vec<(String, &str, &str)> {
    match property(item, ALT_IDS) {
        Some((path, Value::Object(all))) => all
            .iter()
            .filter_map(|(role, id)| Some((at(&path, role), role.as_str(), id.as_str()?)))
            .collect(),
        Some((path, all @ Value::Array(_))) => each(&path, all)
            .into_iter()
            .filter_map(|(path, it)| {
                let it = it.as_object()?;
                Some((path, text_of(it, &["role"]), it.get("value")?.as_str()?))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn is_uri(uri: &str) -> bool {
    let is_plain = !uri.chars().any(|c| c.is_whitespace() || c.is_control());
    is_plain && uri.len() <= URL_BYTES_MAX && Url::parse(uri).is_ok()
}

fn is_address(id: &str) -> bool {
    ["http://", "https://", "urn:", "tag:"]
        .iter()
        .any(|it| id.starts_with(it))
        && is_uri(id)
}

/// When the first version was made. That of another version says nothing about it.
fn date_published(item: &Map<String, Value>) -> Option<pb::Date> {
    let is_first =
        text_of(item, &["version"]).trim() == "1" && property(item, EVOLVED_FROM).is_none();
    let first = text_property(item, FIRST_CREATED);
    let created = || text_property(item, VERSION_CREATED).filter(|_| is_first);
    let (_, text) = first.or_else(created)?;
    let instant = time::read(text)?;
    let text = text.trim();
    let distance = text.get(text.len().checked_sub(6)?..).unwrap_or_default();
    let is_distance = distance.starts_with(['+', '-']) && !["+00:00", "-00:00"].contains(&distance);
    Some(pb::Date {
        instant: Some(time::message(instant)),
        time_zone: if is_distance {
            distance.to_owned()
        } else {
            String::new()
        },
        ..pb::Date::default()
    })
}

/// Which state of the article the item is. The numbers of two items that evolved from each
/// other do not compare.
pub fn version(item: &Map<String, Value>) -> Option<Version> {
    let number = match property(item, EVOLVED_FROM) {
        Some(_) => None,
        None => text_of(item, &["version"]).trim().parse().ok(),
    };
    let created = text_property(item, VERSION_CREATED);
    let time = created.and_then(|(_, text)| time::read(text));
    (number.is_some() || time.is_some()).then_some(Version { number, time })
}
