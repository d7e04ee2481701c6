//! The article that an item is.

use serde_json::{Map, Value};
use url::Url;

use super::{
    names::{
        ALT_IDS, BODIES, BY, EVOLVED_FROM, FIRST_CREATED, FORMS, GENRE_SCHEME, GENRES, OWN_PROFILE,
        PUB_STATUS, REL_SECTION, SCHEMA_ORG, SUBJECTS, VERSION_CREATED, objects, property, text_of,
        text_property,
    },
    odd::wrong_types,
    related::{Related, is_short, related},
    text,
};
use crate::{
    domain::value::{
        language, text as rules,
        url::{ALIASES_MAX, URL_BYTES_MAX},
    },
    exchange::json::{at, each},
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

/// Why a text is not an article, and where.
pub fn why_none(item: &Map<String, Value>) -> Vec<(String, &'static str)> {
    if !is_text(item) {
        return Vec::new();
    }
    let place = |names: &[&str]| property(item, names).map_or(String::new(), |it| it.0);
    let headline = match text::headline(item) {
        None => Some((
            place(&["headline", "headlines"]),
            "has no headline, which an article needs: it is imported as a source",
        )),
        Some(it) if it.text.chars().count() > HEADLINE_MAX => Some((
            it.path,
            "has more than 1,000 code points, too many for an article: it is imported as a source",
        )),
        Some(_) => None,
    };
    let body = match text::body(item) {
        None => Some((
            place(BODIES),
            "has no plain text, HTML or NITF, which an article needs: it is imported as a source",
        )),
        Some(it) if it.text.len() > BODY_BYTES_MAX => Some((
            it.path,
            "has more than 1 MiB of text, too much for an article: it is imported as a source",
        )),
        Some(_) => None,
    };
    headline.into_iter().chain(body).collect()
}

/// Whether an item is of a type that can be an article.
fn is_text(item: &Map<String, Value>) -> bool {
    let kind = item.get("type").map_or(Some("text"), Value::as_str);
    kind.is_some_and(|it| ["text", "composite"].contains(&it))
}

/// Reads an article. None if the item is not one: it is a text with a headline and a body.
pub fn read(item: &Map<String, Value>, id_roles: &[String]) -> Option<Read> {
    if !is_text(item) {
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
    for (path, reason) in wrong_types(item) {
        read.left_out(&path, reason);
    }
    read.article.headline = headline.text.trim().to_owned();
    read.article.body = body.text;
    read.addresses(item);
    read.ids(item, id_roles, is_own);
    read.texts(item);
    read.codes(item);
    if is_own {
        let language = read.article.language.clone();
        read.related.read_claims(item, &language);
    }
    read.times(item);
    let article = &mut read.article;
    article.citations.append(&mut read.related.citations);
    article.credits.append(&mut read.related.credits);
    article.publisher.clone_from(&read.related.publisher);
    Some(read)
}

impl Read {
    fn left_out(&mut self, path: &str, reason: impl Into<String>) {
        self.related.left_out(path.to_owned(), reason);
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
        if let Some(alternative) = text::alternative_headline(item) {
            match is_short(&alternative.text, HEADLINE_MAX) {
                true => self.article.alternative_headline = alternative.text.trim().to_owned(),
                false => self.left_out(&alternative.path, "has more than 1,000 code points"),
            }
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
        for (path, name, subject) in objects(item, SUBJECTS) {
            if text_of(subject, &["rel"]) != REL_SECTION {
                continue;
            }
            match self.article.section.is_empty() && is_short(name, SECTION_MAX) {
                true => self.article.section = name.to_owned(),
                false => self.left_out(&path, "is no section: one of at most 200 code points"),
            }
        }
    }

    fn codes(&mut self, item: &Map<String, Value>) {
        if let Some((path, status)) = text_property(item, PUB_STATUS) {
            match status_of(status) {
                Some(status) => self.article.publication_status = status.into(),
                None => self.left_out(&path, "is none of usable, withheld and canceled"),
            }
        }
        for (path, _, genre) in objects(item, GENRES) {
            match genre_of(genre) {
                None => self.left_out(&path, "is no genre that an article can have"),
                Some(_) if self.article.genre != 0 => {
                    self.left_out(&path, "is one more genre than an article can have");
                }
                Some(genre) => self.article.genre = genre.into(),
            }
        }
    }

    fn times(&mut self, item: &Map<String, Value>) {
        for names in [FIRST_CREATED, VERSION_CREATED] {
            if let Some((path, text)) = text_property(item, names)
                && time::read(text).is_none()
            {
                self.left_out(&path, "is no time with its distance from UTC (RFC 3339)");
            }
        }
        if let Some((path, text)) = text_property(item, &["version"])
            && text.trim().parse::<u64>().is_err()
        {
            self.left_out(&path, "is no whole number, so it is not compared");
        }
        self.article.date_published = date_published(item);
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

/// When the first version was made. That of another version says nothing about it, and in an item
/// of claimstore it is when the article was stored.
fn date_published(item: &Map<String, Value>) -> Option<pb::Date> {
    let is_first = text_of(item, &["version"]).trim() == "1"
        && property(item, EVOLVED_FROM).is_none()
        && text_of(item, &["profile"]) != OWN_PROFILE;
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
