//! The headlines and the text of an item.

use serde_json::{Map, Value};

use super::names::{BODIES, CONTENT_TYPE, HEADLINES, objects, text_of, text_property};
use crate::exchange::{json::at, plain_text};

/// A text of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is in the item.
    pub path: String,
    /// The plain text.
    pub text: String,
}

/// The main headline.
pub fn headline(item: &Map<String, Value>) -> Option<Found> {
    if let Some((path, text)) = text_property(item, &["headline"]) {
        return found(path, text, &Form::Unknown);
    }
    let mut all = candidates(item, HEADLINES);
    all.sort_by_key(|it| match it.role {
        "main" => 0,
        "" => 1,
        _ => 2,
    });
    all.iter().find_map(Candidate::found)
}

/// The headline with the role `alternative`.
pub fn alternative_headline(item: &Map<String, Value>) -> Option<Found> {
    let all = candidates(item, HEADLINES);
    let mut alternative = all.iter().filter(|it| it.role == "alternative");
    alternative.find_map(Candidate::found)
}

/// The text: plain text if there is any, otherwise HTML or NITF as plain text.
pub fn body(item: &Map<String, Value>) -> Option<Found> {
    let mut all = candidates(item, BODIES);
    all.extend(item.iter().filter_map(|(name, value)| {
        let role = name.strip_prefix("body_")?;
        Some(Candidate {
            path: at("", name),
            role,
            form: form_of_role(role),
            value: value.as_str()?,
        })
    }));
    all.sort_by_key(|it| it.form);
    all.iter().find_map(Candidate::found)
}

/// The places of all texts of an item, and of those of ninjs 1 that count them.
pub fn body_paths(item: &Map<String, Value>) -> Vec<String> {
    let own = item.keys().filter(|name| name.starts_with("body_"));
    let own = own.map(|name| at("", name));
    candidates(item, BODIES)
        .into_iter()
        .map(|it| it.path)
        .chain(own)
        .collect()
}

/// How a text is marked up, the best form first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Plain,
    Unknown,
    Html,
    Nitf,
    /// Other XML.
    Other,
}

struct Candidate<'a> {
    path: String,
    role: &'a str,
    form: Form,
    value: &'a str,
}

impl Candidate<'_> {
    fn found(&self) -> Option<Found> {
        found(self.path.clone(), self.value, &self.form)
    }
}

fn found(path: String, value: &str, form: &Form) -> Option<Found> {
    let text = match form {
        Form::Plain => value.replace('\0', "\u{fffd}"),
        // Its interpretation is up to the provider. Markup is recognised by its end tags.
        Form::Unknown if !value.contains("</") && !value.contains("/>") => {
            value.replace('\0', "\u{fffd}")
        }
        Form::Unknown | Form::Html => plain_text::of_html(value),
        Form::Nitf => plain_text::of_html(content_of_nitf(value)),
        Form::Other => return None,
    };
    (!text.trim().is_empty()).then_some(Found { path, text })
}

/// The content of a NITF document, without its headline, byline and dateline, if it is marked.
fn content_of_nitf(nitf: &str) -> &str {
    let content = || {
        let (_, rest) = nitf.split_once("<body.content")?;
        let (_, rest) = rest.split_once('>')?;
        rest.rsplit_once("</body.content")
            .map(|(content, _)| content)
    };
    content().unwrap_or(nitf)
}

fn candidates<'a>(item: &'a Map<String, Value>, names: &[&str]) -> Vec<Candidate<'a>> {
    let all = objects(item, names).into_iter();
    all.filter_map(|(path, _, object)| {
        let role = text_of(object, &["role"]);
        let form = match text_of(object, CONTENT_TYPE) {
            "" => form_of_role(role),
            content_type => form_of_type(content_type),
        };
        Some(Candidate {
            path: at(&path, "value"),
            role,
            form,
            value: object.get("value")?.as_str()?,
        })
    })
    .collect()
}

fn form_of_type(content_type: &str) -> Form {
    let content_type = content_type.to_ascii_lowercase();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    match essence {
        "text/plain" => Form::Plain,
        "text/html" | "application/xhtml+xml" => Form::Html,
        it if it.contains("nitf") => Form::Nitf,
        _ => Form::Other,
    }
}

fn form_of_role(role: &str) -> Form {
    let role = role.to_ascii_lowercase();
    let has = |part: &str| role.split(['_', '-']).any(|it| it == part);
    if has("text") || has("plain") {
        Form::Plain
    } else if has("html") || has("xhtml") || has("html5") {
        Form::Html
    } else if has("nitf") {
        Form::Nitf
    } else {
        Form::Unknown
    }
}
