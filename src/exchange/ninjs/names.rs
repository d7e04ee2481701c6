//! The names of properties in the versions of ninjs, which spell them in three ways.

use serde_json::{Map, Value};

use crate::exchange::json::at;

/// A property of an item with its place, under any of its names.
pub fn property<'a>(item: &'a Map<String, Value>, names: &[&str]) -> Option<(String, &'a Value)> {
    let mut found = names.iter().filter_map(|name| {
        let value = item.get(*name).filter(|it| !it.is_null())?;
        Some((at("", name), value))
    });
    found.next()
}

/// A text of an item with its place. An empty one is absent.
pub fn text_property<'a>(
    item: &'a Map<String, Value>,
    names: &[&str],
) -> Option<(String, &'a str)> {
    let (path, value) = property(item, names)?;
    let text = value.as_str()?;
    (!text.trim().is_empty()).then_some((path, text))
}

/// The text of a member.
pub fn text_of<'a>(object: &'a Map<String, Value>, names: &[&str]) -> &'a str {
    text_property(object, names).map_or("", |it| it.1)
}

/// The objects in a property: in a list, or as members of an object as in ninjs 1.
pub fn objects<'a>(
    item: &'a Map<String, Value>,
    names: &[&str],
) -> Vec<(String, &'a str, &'a Map<String, Value>)> {
    let Some((path, value)) = property(item, names) else {
        return Vec::new();
    };
    match value {
        Value::Array(all) => {
            let numbered = all.iter().enumerate();
            let objects = numbered.filter_map(|(index, it)| Some((index, it.as_object()?)));
            objects
                .map(|(index, it)| (at(&path, index), text_of(it, &["name"]), it))
                .collect()
        }
        Value::Object(members) => {
            let objects = members
                .iter()
                .filter_map(|(name, it)| Some((name, it.as_object()?)));
            objects
                .map(|(name, it)| (at(&path, name), name.as_str(), it))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Headlines of ninjs 2 and 3.
pub const HEADLINES: &[&str] = &["headlines"];
/// Bodies of ninjs 2 and 3.
pub const BODIES: &[&str] = &["bodies"];
/// The media type of a text.
pub const CONTENT_TYPE: &[&str] = &["contentType", "contenttype"];
/// The printed line of the authors.
pub const BY: &[&str] = &["by", "byline"];
/// Whether the item may be used.
pub const PUB_STATUS: &[&str] = &["pubStatus", "pubstatus"];
/// When the first version was made.
pub const FIRST_CREATED: &[&str] = &["firstCreated", "firstcreated"];
/// When this version was made.
pub const VERSION_CREATED: &[&str] = &["versionCreated", "versioncreated"];
/// Other ids of the item.
pub const ALT_IDS: &[&str] = &["altIds", "altids"];
/// The item that this one is a later state of: it is not in the standard, and is widely used.
pub const EVOLVED_FROM: &[&str] = &["evolvedFrom", "evolvedfrom"];
/// Who originated the content or gave information for it.
pub const INFO_SOURCES: &[&str] = &["infoSources", "infosources", "infosource"];
/// Persons.
pub const PEOPLE: &[&str] = &["people", "person"];
/// Organisations.
pub const ORGANISATIONS: &[&str] = &["organisations", "organisation"];
/// Things.
pub const OBJECTS: &[&str] = &["objects", "object"];
/// Concepts.
pub const SUBJECTS: &[&str] = &["subjects", "subject"];
/// Forms of journalism.
pub const GENRES: &[&str] = &["genres", "genre"];
/// The version of the standard.
pub const STANDARD: &[&str] = &["standard", "$standard"];
/// Numbers about a text.
pub const COUNTS: &[&str] = &["charCount", "charcount", "wordCount", "wordcount"];

/// The profile of items that claimstore writes.
pub const OWN_PROFILE: &str = "claimstore";
/// The profile of what is kept of an item that is not kept itself: which state it is.
pub const STATE_PROFILE: &str = "claimstore.state";
/// The relation of an item to a claim that it prints.
pub const REL_CLAIM: &str = "https://schema.org/Claim";
/// The relation of an item to the section in which it ran.
pub const REL_SECTION: &str = "https://schema.org/articleSection";
/// The relation of an item to an author.
pub const REL_AUTHOR: &str = "https://schema.org/author";
/// The relation of an item to what it rests on.
pub const REL_CITATION: &str = "https://schema.org/citation";

/// The forms of journalism, each with its genre in the NewsCodes of the IPTC, if there is one,
/// and its type of schema.org.
pub const FORMS: &[(crate::wire::pb::Genre, &str, &str)] = {
    use crate::wire::pb::Genre as G;
    &[
        (G::NewsArticle, "", "NewsArticle"),
        (G::ReportageNewsArticle, "", "ReportageNewsArticle"),
        (G::AnalysisNewsArticle, "Analysis", "AnalysisNewsArticle"),
        (
            G::BackgroundNewsArticle,
            "Background",
            "BackgroundNewsArticle",
        ),
        (G::OpinionNewsArticle, "Opinion", "OpinionNewsArticle"),
        (G::ReviewNewsArticle, "Review", "ReviewNewsArticle"),
        (G::AskPublicNewsArticle, "", "AskPublicNewsArticle"),
        (
            G::AdvertiserContentArticle,
            "Sponsored",
            "AdvertiserContentArticle",
        ),
        (G::SatiricalArticle, "Satire", "SatiricalArticle"),
        (G::LiveBlogPosting, "", "LiveBlogPosting"),
    ]
};

/// The scheme of genres of the IPTC.
pub const GENRE_SCHEME: &str = "http://cv.iptc.org/newscodes/genre/";
/// What the types of schema.org begin with.
pub const SCHEMA_ORG: &str = "https://schema.org/";
