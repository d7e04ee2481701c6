//! Finds the ClaimReviews of a document, wherever they are in it.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use serde_json::Value;

use super::node::{DEPTH_MAX, Names, Object, text, types};

/// The most ClaimReviews of a document.
pub const FOUND_MAX: usize = 20_000;

/// A place in a document. Steps that are very long are cut off.
#[derive(Clone, Copy)]
struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The longest step of a path, in code points.
const STEP_MAX: usize = 80;

/// A key as a step of a JSON Pointer.
pub fn step(key: &str) -> String {
    let cut: String = key.chars().take(STEP_MAX).collect();
    cut.replace('~', "~0").replace('/', "~1")
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            above.fmt(f)?;
        }
        match self.step {
            Step::Key(key) => write!(f, "/{}", step(key)),
            Step::Index(index) => write!(f, "/{index}"),
        }
    }
}

/// A ClaimReview in a document.
pub struct Found<'a> {
    /// Where it is, as a JSON Pointer.
    pub path: String,
    /// The ClaimReview.
    pub object: &'a Object,
    /// The address of the page that it is in, if the document says so.
    pub page: Option<&'a str>,
}

/// What is in a document.
#[derive(Default)]
pub struct Document<'a> {
    /// How it spells the names of schema.org.
    pub names: Names,
    /// Its objects by their ids.
    by_id: HashMap<&'a str, &'a Object>,
    /// Its ClaimReviews.
    pub found: Vec<Found<'a>>,
    /// Where something is that is not read, and why not.
    pub refused: BTreeMap<String, &'static str>,
}

impl<'a> Document<'a> {
    /// Looks through a document.
    pub fn of(value: &'a Value) -> Self {
        let mut document = Self::default();
        document.visit(value, None, None, 0);
        document
    }

    /// The object that a value is, or points at.
    pub fn object(&self, value: &'a Value) -> Option<&'a Object> {
        let object = value.as_object()?;
        let is_reference = object
            .keys()
            .all(|key| matches!(key.as_str(), "@id" | "@type"));
        let id = object.get("@id").and_then(Value::as_str);
        let meant = id
            .filter(|_| is_reference)
            .and_then(|id| self.by_id.get(id));
        Some(meant.copied().unwrap_or(object))
    }

    fn visit(
        &mut self,
        value: &'a Value,
        place: Option<&Place<'_>>,
        page: Option<&'a str>,
        depth: usize,
    ) {
        let at = |step| Place { above: place, step };
        match value {
            Value::Array(_) | Value::Object(_) if depth > DEPTH_MAX => {
                self.refuse(place, "is nested too deep");
            }
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.visit(value, Some(&at(Step::Index(index))), page, depth + 1);
                }
            }
            Value::Object(object) => {
                if let Some(context) = object.get("@context") {
                    self.names.add(context);
                }
                let page = self.note(object, place, page);
                let inner = object.iter().filter(|(key, _)| *key != "@context");
                for (key, value) in inner {
                    self.visit(value, Some(&at(Step::Key(key))), page, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Notes an object. Returns the address of the page that what is in it belongs to.
    fn note(
        &mut self,
        object: &'a Object,
        place: Option<&Place<'_>>,
        page: Option<&'a str>,
    ) -> Option<&'a str> {
        let id = object.get("@id").and_then(Value::as_str);
        let is_reference = object.keys().all(|key| key.starts_with('@'));
        if let Some(id) = id.filter(|_| !is_reference) {
            self.by_id.entry(id).or_insert(object);
        }
        let types = types(&self.names, object);
        let is_review = types.iter().any(|it| it == "claimreview");
        if is_review && !(is_reference && id.is_some()) {
            if self.found.len() < FOUND_MAX {
                let path = place.map(Place::to_string).unwrap_or_default();
                self.found.push(Found { path, object, page });
            } else {
                self.refuse(None, "has more than 20,000 ClaimReviews: split it");
            }
            return page;
        }
        if !is_review && self.property(object, "claimreviewed").is_some() {
            self.refuse(place, "has claimReviewed, but is not of type ClaimReview");
        }
        let address = self.property(object, "url").and_then(Value::as_str);
        address.or(id).filter(|it| is_absolute(it)).or(page)
    }

    fn property(&self, object: &'a Object, name: &str) -> Option<&'a Value> {
        let is_it =
            |key: &str| key.len() >= name.len() && self.names.local(key).as_deref() == Some(name);
        object
            .iter()
            .find(|(key, _)| is_it(key))
            .map(|(_, value)| value)
    }

    fn refuse(&mut self, place: Option<&Place<'_>>, why: &'static str) {
        // Texts of others decide how much is refused.
        if self.refused.len() < 1_000 {
            let path = place.map(Place::to_string).unwrap_or_default();
            self.refused.insert(path, why);
        }
    }
}

fn is_absolute(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// The value of `@base` in the context of a document.
pub fn base(document: &Value) -> Option<String> {
    let contexts = super::node::values(document.get("@context")?);
    contexts.into_iter().find_map(|it| text(it.get("@base")?))
}
