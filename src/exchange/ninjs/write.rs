//! Writes an article as a news item in ninjs 3.1.

use serde_json::{Map, Value, json};

use super::{
    names::{
        FORMS, GENRE_SCHEME, OWN_PROFILE, REL_AUTHOR, REL_CITATION, REL_CLAIM, REL_SECTION,
        SCHEMA_ORG,
    },
    update::{byline, notices, status_name},
};
use crate::{
    exchange::resources::{Base, Resources},
    wire::{pb, value::time},
};

/// An article as an item. Its claims are subjects: concepts to which the content is related.
pub fn item(article: &pb::Article, resources: &Resources, base: &Base) -> Value {
    let mut item = Map::new();
    let mut set = |name: &str, value: Value| {
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(all) => all.is_empty(),
            _ => false,
        };
        if !is_empty {
            item.insert(name.to_owned(), value);
        }
    };
    let uri = match article.uri.as_str() {
        "" => base.iri(&article.name),
        uri => uri.to_owned(),
    };
    set(
        "standard",
        json!({
            "name": "ninjs",
            "version": "3.1",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
        }),
    );
    set("uri", uri.into());
    set("type", "text".into());
    set("profile", OWN_PROFILE.into());
    let is_whole = !article.body.is_empty();
    set(
        "representationType",
        if is_whole { "full" } else { "partial" }.into(),
    );
    if article.version > 0 {
        set("version", article.version.to_string().into());
    }
    set(
        "versionCreated",
        article.update_time.and_then(time::text).into(),
    );
    let published = article.date_published.as_ref().and_then(|it| it.instant);
    set("firstCreated", published.and_then(time::text).into());
    set(
        "pubStatus",
        status_name(article.publication_status()).into(),
    );
    set("language", article.language.as_str().into());
    set("by", byline(article).into());
    set("headlines", headlines(article));
    set("bodies", bodies(article));
    set("descriptions", descriptions(article));
    set("genres", genres(article));
    set("altIds", alt_ids(article));
    set("subjects", section(article));
    let parties = Parties::of(article, resources, base);
    set("people", parties.people.into());
    set("organisations", parties.organisations.into());
    set("objects", parties.objects.into());
    set("infoSources", parties.info_sources.into());
    set("associations", associations(article, resources, base));
    bounded(item, claims(article, resources, base))
}

/// The longest item that is written: it fits in one message.
const ITEM_BYTES_MAX: usize = 7 << 20;

/// An item with as many claims as fit, and without its text if that alone is too long. What is left out
/// is said in its editorial note.
fn bounded(mut item: Map<String, Value>, claims: Vec<Value>) -> Value {
    let mut notes = Vec::new();
    let mut room = ITEM_BYTES_MAX.checked_sub(length(&item));
    if room.is_none() && item.remove("bodies").is_some() {
        item.insert("representationType".to_owned(), "partial".into());
        notes.push("The text is left out: the item would be too long with it.".to_owned());
        room = ITEM_BYTES_MAX.checked_sub(length(&item));
    }
    let mut room = room.unwrap_or(0);
    let all = claims.len();
    let fits = |claim: &Value| {
        let left = room.checked_sub(claim.to_string().len() + 1);
        left.inspect(|it| room = *it).is_some()
    };
    let claims: Vec<Value> = claims.into_iter().take_while(fits).collect();
    if claims.len() < all {
        notes.push(format!(
            "The first {} of {all} claims are among the subjects: the item would be too long with \
             the others.",
            claims.len()
        ));
    }
    if !claims.is_empty() {
        let subjects = item.entry("subjects").or_insert_with(|| json!([]));
        if let Some(subjects) = subjects.as_array_mut() {
            subjects.extend(claims);
        }
    }
    if !notes.is_empty() {
        item.insert("edNote".to_owned(), notes.join(" ").into());
    }
    Value::Object(item)
}

fn length(item: &Map<String, Value>) -> usize {
    serde_json::to_string(item).map_or(0, |it| it.len())
}

fn headlines(article: &pb::Article) -> Value {
    let mut headlines = vec![json!({"role": "main", "value": article.headline})];
    if !article.alternative_headline.is_empty() {
        headlines.push(json!({"role": "alternative", "value": article.alternative_headline}));
    }
    headlines.into()
}

fn bodies(article: &pb::Article) -> Value {
    if article.body.is_empty() {
        return Value::Null;
    }
    json!([{
        "role": "text",
        "contentType": "text/plain",
        "charCount": article.body.chars().count(),
        "value": article.body,
    }])
}

fn descriptions(article: &pb::Article) -> Value {
    let notices = notices(article);
    notices
        .map(|(role, text)| json!({"role": role, "contentType": "text/plain", "value": text}))
        .collect()
}

fn genres(article: &pb::Article) -> Value {
    let forms = FORMS.iter().filter(|it| it.0 == article.genre());
    let genres = forms.map(|(_, code, own)| match *code {
        "" => json!({"uri": format!("{SCHEMA_ORG}{own}"), "name": own}),
        code => json!({"uri": format!("{GENRE_SCHEME}{code}"), "name": code}),
    });
    genres.collect()
}

fn alt_ids(article: &pb::Article) -> Value {
    let ids = article.external_ids.iter();
    let ids = ids.map(|it| json!({"role": it.system, "value": it.id}));
    let aliases = article.aliases.iter();
    ids.chain(aliases.map(|it| json!({"role": "uri", "value": it})))
        .collect()
}

fn section(article: &pb::Article) -> Value {
    match article.section.as_str() {
        "" => Value::Null,
        section => json!([{"name": section, "rel": REL_SECTION}]),
    }
}

/// The claims that an article prints, as subjects.
fn claims(article: &pb::Article, resources: &Resources, base: &Base) -> Vec<Value> {
    let mut subjects = Vec::new();
    for item in &resources.claims {
        let is_in = |it: &pb::Appearance| it.article.is_empty() || it.article == article.name;
        let printed = item.appearances.iter().any(is_in);
        if let Some(claim) = item.claim.as_ref().filter(|_| printed) {
            let mut subject = json!({
                "name": claim.statement,
                "rel": REL_CLAIM,
                "uri": base.iri(&claim.name),
            });
            if let Some(origin) = &claim.origin {
                subject["creator"] = origin.name.clone().into();
                if let Some(percent) = origin.confidence.and_then(percent) {
                    subject["confidence"] = percent.into();
                }
            }
            subjects.push(subject);
        }
    }
    subjects
}

/// A share in whole percent.
fn percent(share: f64) -> Option<u8> {
    (0..=100).min_by(|a, b| {
        let distance = |it: u8| (f64::from(it) / 100.0 - share).abs();
        distance(*a).total_cmp(&distance(*b))
    })
}

/// Who and what an article rests on.
#[derive(Default)]
struct Parties {
    people: Vec<Value>,
    organisations: Vec<Value>,
    objects: Vec<Value>,
    info_sources: Vec<Value>,
}

impl Parties {
    fn of(article: &pb::Article, resources: &Resources, base: &Base) -> Self {
        let mut parties = Self::default();
        for byline in &article.bylines {
            let mut person = json!({"rel": REL_AUTHOR});
            for (name, text) in [("name", &byline.name), ("literal", &byline.printed)] {
                if !text.is_empty() {
                    person[name] = text.clone().into();
                }
            }
            parties.people.push(person);
        }
        if let Some(publisher) = resources.source(&article.publisher) {
            parties.add(publisher, "publisher", base, "");
        }
        for citation in &article.citations {
            if let Some(source) = resources.source(&citation.source) {
                parties.add(source, "source", base, &citation.printed);
            }
        }
        parties
    }

    /// Adds a source where its kind belongs. One that nobody names is nothing that can be
    /// identified.
    fn add(&mut self, source: &pb::Source, role: &str, base: &Base, printed: &str) {
        let name = match source.display_name.as_str() {
            "" => printed,
            name => name,
        };
        let mut party = json!({"rel": REL_CITATION, "uri": iri(source, base)});
        if !name.is_empty() {
            party["name"] = name.into();
        }
        let into = match source.kind() {
            pb::SourceKind::Person => &mut self.people,
            pb::SourceKind::Organization | pb::SourceKind::GovernmentBody => {
                &mut self.organisations
            }
            pb::SourceKind::Unspecified
            | pb::SourceKind::UnnamedPerson
            | pb::SourceKind::UnnamedGroup
            | pb::SourceKind::NotSpecified => return,
            _ => {
                self.objects.push(party);
                return;
            }
        };
        let mut info = party.clone();
        into.push(party);
        if let Some(object) = info.as_object_mut() {
            object.remove("rel");
            object.insert("role".to_owned(), role.into());
        }
        self.info_sources.push(info);
    }
}

/// The identifier of a source: its address, another one that is a URI, or that in the store.
fn iri(source: &pb::Source, base: &Base) -> String {
    let same_as = source
        .same_as
        .iter()
        .find(|it| it.contains("://") || it.starts_with("urn:"));
    match (source.url.as_str(), same_as) {
        ("", Some(same)) => same.clone(),
        ("", None) => base.iri(&source.name),
        (url, _) => url.to_owned(),
    }
}

fn associations(article: &pb::Article, resources: &Resources, base: &Base) -> Value {
    let credits = article.credits.iter().filter_map(|credit| {
        let kind = match credit.kind() {
            pb::CreditKind::Photo => "picture",
            pb::CreditKind::Video => "video",
            pb::CreditKind::Graphic => "graphic",
            _ => return None,
        };
        let source = resources.source(&credit.source)?;
        let name = match source.display_name.as_str() {
            "" => kind,
            name => name,
        };
        let mut association = json!({"name": name, "uri": iri(source, base), "type": kind});
        if !credit.printed.is_empty() {
            association["by"] = credit.printed.clone().into();
        }
        if !source.display_name.is_empty() {
            association["title"] = source.display_name.clone().into();
        }
        Some(association)
    });
    credits.collect()
}
