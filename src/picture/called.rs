//! What pictures call the resources that they show, and what became of these.

use std::collections::BTreeMap;

use super::text::{joined, words};
use crate::domain::{
    Timestamp,
    resource::{Name, Resource, Retraction, Stored},
    value::Date,
};

/// What a resource is called.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// The statement, headline or display name.
    pub text: String,
    /// The kind of a source, or the publication date of an article.
    pub detail: String,
    /// What became of it, in words: retracted, deleted, erased, merged.
    pub fate: Vec<String>,
    /// Whether it does not stand any more.
    pub is_gone: bool,
    /// Whether what it is must not be told: a confidential or erased source, or one that could
    /// not be read.
    pub is_secret: bool,
}

/// What is known of resources that a picture only mentions.
pub type Directory = BTreeMap<Name, Called>;

impl Called {
    /// What a stored resource is called. `requested` is the name that was asked for: another
    /// one, if that was merged into this.
    pub fn of(stored: &Stored, requested: Name) -> Self {
        let (text, detail, retraction) = match &stored.resource {
            Resource::Source(source) => {
                let names = [&source.display_name, &source.url];
                let mut names = names.into_iter().chain(source.same_as.first());
                let name = names.find(|name| !name.is_empty());
                let unnamed = format!("({})", words(source.kind));
                let name = name.cloned().or(Some(unnamed));
                (name, words(source.kind), &source.retraction)
            }
            Resource::Article(article, _) => {
                let date = article.date_published.as_ref().map(date);
                let headline = Some(article.headline.clone());
                (headline, date.unwrap_or_default(), &article.retraction)
            }
            Resource::Claim(claim) => (
                Some(claim.statement.clone()),
                String::new(),
                &claim.retraction,
            ),
            Resource::Review(review) => {
                let heading = format!("{}: {}", review.author, words(review.verdict));
                (Some(heading), "review".to_owned(), &None)
            }
            _ => (None, String::new(), &None),
        };
        let is_confidential = matches!(&stored.resource, Resource::Source(it) if it.confidential);
        let is_secret = is_confidential || stored.erasure.is_some();
        let mut fate = fate(stored, retraction.as_ref());
        let is_gone = !fate.is_empty();
        if requested != stored.name {
            fate.push("merged from another one".to_owned());
        }
        let text = text.filter(|text| !text.trim().is_empty());
        Self {
            text: match &stored.erasure {
                Some(_) => "(erased)".to_owned(),
                None => text.unwrap_or_else(|| stored.name.to_string()),
            },
            detail,
            fate,
            is_gone,
            is_secret,
        }
    }

    /// What a resource is called that could not be read.
    pub fn unknown(name: Name) -> Self {
        Self {
            text: name.to_string(),
            is_secret: true,
            ..Self::default()
        }
    }
}

/// What a directory calls a resource.
pub fn look_up(directory: &Directory, name: Name) -> Called {
    let known = directory.get(&name).cloned();
    known.unwrap_or_else(|| Called::unknown(name))
}

/// What became of a resource.
pub fn fate(stored: &Stored, retraction: Option<&Retraction>) -> Vec<String> {
    let mut fate = Vec::new();
    if let Some(erasure) = &stored.erasure {
        fate.push(format!(
            "erased on {}: {}",
            day(erasure.time),
            erasure.reason
        ));
    } else if let Some(time) = stored.stamp.delete_time {
        fate.push(format!("deleted on {}", day(time)));
    }
    if let Some(retraction) = retraction {
        let time = retraction.time.map(|time| format!(" on {}", day(time)));
        let time = time.unwrap_or_default();
        fate.push(format!("RETRACTED{time}: {}", retraction.reason));
    }
    fate
}

/// The day of an instant, in UTC.
pub fn day(time: Timestamp) -> String {
    time.format("%Y-%m-%d").to_string()
}

/// A date, as precise as it is known; as printed where nothing else is.
pub fn date(date: &Date) -> String {
    let about = match date.approximate {
        true => "about",
        false => "",
    };
    let part = date.part.map(words).unwrap_or_default();
    let is_whole = date.local_time().is_some();
    let form = match (is_whole, date.month, date.day) {
        (false, 0, _) => "%Y",
        (false, _, 0) => "%B %Y",
        _ => "%-d %B %Y",
    };
    match date.first_day() {
        None => format!("“{}”", date.printed),
        Some(day) => {
            let day = day.format(form).to_string();
            let parts = [about, &part, &day];
            let parts = parts.into_iter().filter(|it| !it.is_empty());
            parts.collect::<Vec<_>>().join(" ")
        }
    }
}

/// The parts of what became of something, after what else there is to say.
pub fn with_fate(details: impl IntoIterator<Item = String>, fate: &[String]) -> Vec<String> {
    let details = details.into_iter().chain(fate.iter().cloned());
    details.filter(|it| !it.is_empty()).collect()
}

/// A detail with a name for it, if there is any.
pub fn labelled(label: &str, text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => joined([format!("{label} {text}")]),
    }
}
