//! The objects of a JSON-LD document as schema.org means them: properties under their own
//! names, however the document spells them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// An object of JSON.
pub type Object = Map<String, Value>;

/// The deepest nesting that is read.
pub const DEPTH_MAX: usize = 64;

/// The most values of one property that are read.
const VALUES_MAX: usize = 10_000;

/// The prefixes that stand for schema.org in a document.
pub struct Names(BTreeSet<String>);

impl Default for Names {
    fn default() -> Self {
        Self(["schema", "sdo", "schemaorg"].map(str::to_owned).into())
    }
}

impl Names {
    /// Adds the prefixes of a context.
    pub fn add(&mut self, context: &Value) {
        for context in values(context) {
            let Value::Object(terms) = context else {
                continue;
            };
            for (term, means) in terms {
                if means.as_str().is_some_and(is_schema_org) {
                    self.0.insert(term.to_ascii_lowercase());
                }
            }
        }
    }

    /// The name of a term of schema.org in lower case. Terms of other vocabularies have none.
    pub fn local(&self, term: &str) -> Option<String> {
        let name = match term.split_once(':') {
            None => term,
            Some(("http" | "https", rest)) => rest
                .trim_start_matches('/')
                .trim_start_matches("www.")
                .strip_prefix("schema.org/")?,
            Some((prefix, name)) => {
                let prefix = prefix.to_ascii_lowercase();
                self.0.contains(&prefix).then_some(name)?
            }
        };
        Some(name.to_ascii_lowercase())
    }
}

fn is_schema_org(address: &str) -> bool {
    let host = address.split_once("://").map(|(_, rest)| rest);
    let host = host.map(|rest| rest.trim_start_matches("www."));
    matches!(
        host.map(|rest| rest.trim_end_matches(['/', '#'])),
        Some("schema.org")
    )
}

/// An object of which the properties are taken one by one. What is left was not read.
pub struct Node<'a> {
    /// The properties by their names in lower case, each as it is spelled in the document.
    properties: BTreeMap<String, (&'a str, &'a Value)>,
    /// What is there a second time, or belongs to another vocabulary.
    others: Vec<&'a str>,
    /// Its `@id`.
    pub id: Option<&'a str>,
    /// Its types in lower case.
    pub types: Vec<String>,
}

impl<'a> Node<'a> {
    /// The node of an object.
    pub fn of(names: &Names, object: &'a Object) -> Self {
        let mut node = Node {
            properties: BTreeMap::new(),
            others: Vec::new(),
            id: None,
            types: types(names, object),
        };
        for (key, value) in object {
            match key.as_str() {
                "@id" | "id" if value.is_string() => node.id = value.as_str(),
                "@type" | "type" | "@context" => {}
                _ => node.add(names.local(key), key, value),
            }
        }
        node
    }

    fn add(&mut self, name: Option<String>, key: &'a str, value: &'a Value) {
        if key.starts_with('@') || values(value).is_empty() {
            return;
        }
        match name {
            Some(name) if !self.properties.contains_key(&name) => {
                self.properties.insert(name, (key, value));
            }
            _ => self.others.push(key),
        }
    }

    /// Whether it is of one of these types, which are in lower case.
    pub fn is_a(&self, types: &[&str]) -> bool {
        self.types.iter().any(|it| types.contains(&it.as_str()))
    }

    /// Whether it only points at another node.
    pub fn is_reference(&self) -> bool {
        self.id.is_some() && self.properties.is_empty() && self.others.is_empty()
    }

    /// Takes a property: its key in the document, and its value. The name is in lower case.
    pub fn take(&mut self, name: &str) -> Option<(&'a str, &'a Value)> {
        self.properties.remove(name)
    }

    /// A property, which is not taken.
    pub fn property(&self, name: &str) -> Option<(&'a str, &'a Value)> {
        self.properties.get(name).copied()
    }

    /// Takes the text of a property, if it has one. A list has that of its first element.
    pub fn take_text(&mut self, name: &str) -> Option<String> {
        let (_, value) = self.take(name)?;
        values(value).into_iter().find_map(text)
    }

    /// The keys of the properties that were not taken, in the order of the document.
    pub fn rest(&self) -> BTreeSet<&'a str> {
        let rest = self.properties.values().map(|(key, _)| *key);
        rest.chain(self.others.iter().copied()).collect()
    }
}

/// The types of an object, in lower case.
pub fn types(names: &Names, object: &Object) -> Vec<String> {
    let given = object.get("@type").or_else(|| object.get("type"));
    let given = given.map(values).unwrap_or_default();
    given
        .into_iter()
        .filter_map(|it| names.local(it.as_str()?.trim()))
        .collect()
}

/// The single values of a property: the elements of lists, and without what says nothing.
pub fn values(value: &Value) -> Vec<&Value> {
    let mut out = Vec::new();
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        if depth > DEPTH_MAX || out.len() >= VALUES_MAX {
            break;
        }
        match value {
            Value::Null => {}
            Value::String(text) if text.trim().is_empty() => {}
            Value::Array(list) => open.extend(list.iter().rev().map(|it| (it, depth + 1))),
            Value::Object(object) => match inner(object) {
                Inner::List(list) => open.push((list, depth + 1)),
                Inner::Nothing => {}
                Inner::Value => out.push(value),
            },
            _ => out.push(value),
        }
    }
    out
}

enum Inner<'a> {
    /// It is a list of JSON-LD.
    List(&'a Value),
    /// It says nothing.
    Nothing,
    /// It is a value.
    Value,
}

fn inner(object: &Object) -> Inner<'_> {
    let list = object.get("@list").or_else(|| object.get("@set"));
    match (list, object.get("@value")) {
        (Some(list), _) => Inner::List(list),
        (None, Some(Value::Null)) => Inner::Nothing,
        (None, Some(Value::String(text))) if text.trim().is_empty() => Inner::Nothing,
        (None, None) if object.is_empty() => Inner::Nothing,
        _ => Inner::Value,
    }
}

/// The text of a single value, if it is one.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Object(object) => match object.get("@value")? {
            Value::Object(_) => None,
            value => text(value),
        },
        Value::Null | Value::Array(_) => None,
    }
}
