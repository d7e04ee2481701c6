//! How sources, articles and dates are written.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::node::Object;
use crate::{
    domain::{
        resource::Name,
        value::{same_as, url},
    },
    exchange::{
        own::PRINTED,
        resources::{Base, Resources},
    },
    wire::{pb, value::read::WireTimestamp},
};

/// Sets a property that says something.
pub fn set(object: &mut Object, key: &str, value: impl Into<Value>) {
    let value = value.into();
    let says_nothing = match &value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    };
    if !says_nothing {
        object.insert(key.to_owned(), value);
    }
}

/// One value, or a list of several.
pub fn one_or_list(mut values: Vec<Value>) -> Value {
    match values.len() {
        1 => values.swap_remove(0),
        _ => Value::Array(values),
    }
}

/// An object of a type.
pub fn object(of_type: &str) -> Object {
    Object::from_iter([("@type".to_owned(), json!(of_type))])
}

/// The address, if it is one of the web.
pub fn web_address(address: &str) -> Option<&str> {
    url::canonical(address).is_ok().then_some(address)
}

/// A source.
pub fn source(resources: &Resources, base: &Base, source: &pb::Source) -> Option<Value> {
    let mut object = named_source(base, source, "")?;
    let publisher = resources.source(&source.publisher);
    let publisher = publisher.and_then(|it| named_source(base, it, ""));
    if let Some(publisher) = publisher {
        object.insert("publisher".to_owned(), publisher.into());
    }
    Some(object.into())
}

/// A source without its publisher. `printed` is what an article calls it. Who is not named
/// has no form in schema.org. Without an address it has the identifier of its store.
pub fn named_source(base: &Base, source: &pb::Source, printed: &str) -> Option<Object> {
    let name = match source.display_name.as_str() {
        "" => printed,
        name => name,
    };
    let mut object = object(type_of(known_kind(source.kind))?);
    set(&mut object, "name", name);
    set(&mut object, "url", source.url.as_str());
    set(&mut object, "archivedAt", source.archived_url.as_str());
    let same_as = source.same_as.iter().map(|it| identifier(it).into());
    let same_as: Vec<Value> = same_as.collect();
    if !same_as.is_empty() {
        set(&mut object, "sameAs", one_or_list(same_as));
    }
    if object.len() == 1 {
        return None;
    }
    let has_address = !source.url.is_empty() || !source.same_as.is_empty();
    if !has_address && source.name.parse::<Name>().is_ok() {
        set(&mut object, "@id", base.iri(&source.name));
    }
    Some(object)
}

/// An identifier as an address. Short forms such as `Q42` are not addresses.
fn identifier(text: &str) -> String {
    match web_address(text) {
        Some(address) => address.to_owned(),
        None => same_as::canonical(text).unwrap_or_else(|_| text.to_owned()),
    }
}

fn known_kind(kind: i32) -> pb::SourceKind {
    pb::SourceKind::try_from(kind).unwrap_or_default()
}

fn type_of(kind: pb::SourceKind) -> Option<&'static str> {
    use pb::SourceKind;
    Some(match kind {
        SourceKind::Person => "Person",
        SourceKind::Organization => "Organization",
        SourceKind::GovernmentBody => "GovernmentOrganization",
        SourceKind::WebPage => "WebPage",
        SourceKind::NewsArticle => "NewsArticle",
        SourceKind::SocialPost => "SocialMediaPosting",
        SourceKind::Document => "DigitalDocument",
        SourceKind::DataSet => "Dataset",
        SourceKind::Image => "ImageObject",
        SourceKind::Unspecified
        | SourceKind::UnnamedPerson
        | SourceKind::UnnamedGroup
        | SourceKind::NotSpecified => return None,
    })
}

/// An article that prints a claim.
pub fn article(resources: &Resources, base: &Base, article: &pb::Article) -> Value {
    let mut object = object(type_of_genre(article.genre));
    if article.name.parse::<Name>().is_ok() {
        set(&mut object, "@id", base.iri(&article.name) + PRINTED);
    }
    let address = web_address(&article.uri);
    set(&mut object, "url", address.unwrap_or_default());
    set(&mut object, "headline", article.headline.as_str());
    let published = article.date_published.as_ref().and_then(date);
    set(&mut object, "datePublished", published);
    set(&mut object, "inLanguage", article.language.as_str());
    let publisher = resources.source(&article.publisher);
    let publisher = publisher.and_then(|it| named_source(base, it, ""));
    set(&mut object, "publisher", publisher.map(Value::from));
    object.into()
}

fn type_of_genre(genre: i32) -> &'static str {
    use pb::Genre;
    match Genre::try_from(genre).unwrap_or_default() {
        Genre::Unspecified => "Article",
        Genre::NewsArticle => "NewsArticle",
        Genre::ReportageNewsArticle => "ReportageNewsArticle",
        Genre::AnalysisNewsArticle => "AnalysisNewsArticle",
        Genre::BackgroundNewsArticle => "BackgroundNewsArticle",
        Genre::OpinionNewsArticle => "OpinionNewsArticle",
        Genre::ReviewNewsArticle => "ReviewNewsArticle",
        Genre::AskPublicNewsArticle => "AskPublicNewsArticle",
        Genre::AdvertiserContentArticle => "AdvertiserContentArticle",
        Genre::SatiricalArticle => "SatiricalArticle",
        Genre::LiveBlogPosting => "LiveBlogPosting",
    }
}

/// A point in time: midnight in UTC as the day, everything else as an instant.
pub fn time(wire: &WireTimestamp) -> Option<String> {
    let time = instant_of(wire)?;
    Some(match time.time() == NaiveTime::MIN {
        true => time.format("%Y-%m-%d").to_string(),
        false => time.to_rfc3339_opts(SecondsFormat::AutoSi, true),
    })
}

fn instant_of(wire: &WireTimestamp) -> Option<DateTime<Utc>> {
    let nanos = u32::try_from(wire.nanos).ok()?;
    DateTime::from_timestamp(wire.seconds, nanos)
}

/// A date, if it is exact to the day.
pub fn date(date: &pb::Date) -> Option<String> {
    if date.approximate {
        return None;
    }
    if let Some(instant) = &date.instant {
        return instant_of(instant).map(|it| it.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
    let part = |number: i32| u32::try_from(number).ok();
    let day = NaiveDate::from_ymd_opt(date.year, part(date.month)?, part(date.day)?)?;
    Some(day.format("%Y-%m-%d").to_string())
}
