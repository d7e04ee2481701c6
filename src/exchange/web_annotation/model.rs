//! What the Web Annotation Data Model requires of an annotation, a page of them and a
//! collection of pages.

use serde_json::{Map, Value};

use crate::exchange::json::{at, each, texts};

/// The context of every annotation.
pub const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// A mistake: where it is, and what it is.
pub type Mistake = (String, String);

/// The most mistakes that are listed of a document.
const MISTAKES_MAX: usize = 50;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One annotation.
    Annotation,
    /// A page of annotations.
    Page,
    /// A collection of pages.
    Collection,
}

/// A member of an object, also under its keyword of JSON-LD.
pub fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let keyword = || match name {
        "id" => object.get("@id"),
        "type" => object.get("@type"),
        _ => None,
    };
    object.get(name).or_else(keyword)
}

/// Whether an object has a type of the model.
pub fn has_type(object: &Map<String, Value>, name: &str) -> bool {
    let types = texts(member(object, "type"));
    types
        .iter()
        .any(|it| it.strip_prefix("oa:").unwrap_or(it) == name)
}

/// Whether an object is a resource with a part of another one.
pub fn is_specific(object: &Map<String, Value>) -> bool {
    has_type(object, "SpecificResource") || object.contains_key("source")
}

/// Checks a document. An error lists its mistakes.
pub fn check(document: &Value) -> Result<Kind, Vec<Mistake>> {
    let mut check = Check::default();
    let Value::Object(object) = document else {
        check.report("", "is not an object");
        return Err(check.mistakes);
    };
    if !texts(object.get("@context")).contains(&CONTEXT) {
        check.report("/@context", format!("is required, and must have {CONTEXT}"));
    }
    let kind = if has_type(object, "AnnotationPage") {
        check.page("", object);
        Kind::Page
    } else if has_type(object, "AnnotationCollection") {
        check.collection(object);
        Kind::Collection
    } else {
        check.annotation("", object);
        Kind::Annotation
    };
    match check.mistakes.is_empty() {
        true => Ok(kind),
        false => Err(check.mistakes),
    }
}

#[derive(Default)]
struct Check {
    mistakes: Vec<Mistake>,
}

impl Check {
    fn report(&mut self, path: impl Into<String>, what: impl Into<String>) {
        if self.mistakes.len() < MISTAKES_MAX {
            self.mistakes.push((path.into(), what.into()));
        }
    }

    fn collection(&mut self, object: &Map<String, Value>) {
        self.id("", object);
        self.count("", object, "total");
        match object.get("first") {
            Some(Value::Object(page)) => self.page("/first", page),
            Some(Value::String(iri)) => self.iri("/first", iri),
            Some(_) => self.report("/first", "is neither an IRI nor a page"),
            None if object.get("total").and_then(Value::as_u64) == Some(0) => {}
            None => self.report("/first", "is required: the first page, or its IRI"),
        }
    }

    fn page(&mut self, path: &str, object: &Map<String, Value>) {
        self.id(path, object);
        self.count(path, object, "startIndex");
        let path = at(path, "items");
        match object.get("items") {
            Some(Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::Object(item) => self.annotation(&at(&path, index), item),
                        _ => self.report(at(&path, index), "is not an annotation"),
                    }
                }
            }
            _ => self.report(path, "is required: the list of annotations"),
        }
    }

    fn annotation(&mut self, path: &str, object: &Map<String, Value>) {
        if !has_type(object, "Annotation") {
            self.report(at(path, "type"), "is required, and must have Annotation");
        }
        self.id(path, object);
        self.times(path, object);
        self.names(path, object, "motivation");
        match (object.get("body"), object.get("bodyValue")) {
            (Some(_), Some(_)) => {
                self.report(at(path, "bodyValue"), "must not be there beside body");
            }
            (_, Some(value)) if !value.is_string() => {
                self.report(at(path, "bodyValue"), "is not a text");
            }
            (Some(body), _) => self.resources(&at(path, "body"), body),
            _ => {}
        }
        match object.get("target") {
            None | Some(Value::Null) => {
                self.report(
                    at(path, "target"),
                    "is required: what the annotation is about",
                );
            }
            Some(Value::Array(all)) if all.is_empty() => {
                self.report(at(path, "target"), "is empty, and at least one is required");
            }
            Some(target) => self.resources(&at(path, "target"), target),
        }
    }

    fn resources(&mut self, path: &str, value: &Value) {
        for (path, one) in each(path, value) {
            match one {
                Value::String(iri) => self.iri(&path, iri),
                Value::Object(object) => self.resource(&path, object),
                _ => self.report(path, "is neither an IRI nor an object"),
            }
        }
    }

    fn resource(&mut self, path: &str, object: &Map<String, Value>) {
        self.id(path, object);
        self.times(path, object);
        self.names(path, object, "purpose");
        if has_type(object, "TextualBody") {
            self.text(path, object, "value");
        } else if is_specific(object) {
            self.specific(path, object);
        } else if ["Choice", "Composite", "List", "Independents"]
            .iter()
            .any(|it| has_type(object, it))
        {
            self.set(path, object);
        } else if !["id", "type", "value"]
            .iter()
            .any(|it| member(object, it).is_some())
        {
            self.report(path, "has neither an id, a type, a value nor a source");
        }
    }

    fn set(&mut self, path: &str, object: &Map<String, Value>) {
        let path = at(path, "items");
        match object.get("items") {
            Some(items @ Value::Array(all)) if !all.is_empty() => self.resources(&path, items),
            _ => self.report(path, "is required: the list of resources"),
        }
    }

    fn specific(&mut self, path: &str, object: &Map<String, Value>) {
        match object.get("source") {
            Some(Value::Array(_)) | None | Some(Value::Null) => {
                self.report(at(path, "source"), "is required, exactly once");
            }
            Some(source) => self.resources(&at(path, "source"), source),
        }
        for (name, is_state) in [("selector", false), ("state", true)] {
            if let Some(value) = object.get(name) {
                self.refinements(&at(path, name), value, is_state);
            }
        }
    }

    fn refinements(&mut self, path: &str, value: &Value, is_state: bool) {
        for (path, one) in each(path, value) {
            match one {
                Value::String(iri) => self.iri(&path, iri),
                Value::Object(object) => match is_state {
                    true => self.state(&path, object),
                    false => self.selector(&path, object),
                },
                _ => self.report(path, "is neither an IRI nor an object"),
            }
        }
    }

    fn state(&mut self, path: &str, object: &Map<String, Value>) {
        if has_type(object, "HttpRequestState") {
            self.text(path, object, "value");
        }
        for name in ["sourceDate", "sourceDateStart", "sourceDateEnd"] {
            self.time(path, object, name);
        }
        let [start, end] =
            ["sourceDateStart", "sourceDateEnd"].map(|name| object.contains_key(name));
        if start != end {
            self.report(path, "has only one of sourceDateStart and sourceDateEnd");
        }
        if let Some(value) = object.get("refinedBy") {
            // A state is refined by another one, or by a selector.
            for (path, one) in each(&at(path, "refinedBy"), value) {
                let is_state = one.as_object().is_some_and(|it| {
                    has_type(it, "TimeState") || has_type(it, "HttpRequestState")
                });
                self.refinements(&path, one, is_state);
            }
        }
    }

    fn selector(&mut self, path: &str, object: &Map<String, Value>) {
        let is = |name| has_type(object, name);
        if is("FragmentSelector") || is("CssSelector") || is("XPathSelector") {
            self.text(path, object, "value");
        } else if is("TextQuoteSelector") {
            self.text(path, object, "exact");
            for name in ["prefix", "suffix"] {
                if object.get(name).is_some_and(|it| !it.is_string()) {
                    self.report(at(path, name), "is not a text");
                }
            }
        } else if is("TextPositionSelector") || is("DataPositionSelector") {
            self.positions(path, object);
        } else if is("RangeSelector") {
            for name in ["startSelector", "endSelector"] {
                match object.get(name) {
                    Some(value) => self.refinements(&at(path, name), value, false),
                    None => self.report(at(path, name), "is required"),
                }
            }
        } else if member(object, "type").is_none() && member(object, "id").is_none() {
            self.report(at(path, "type"), "is required: which selector it is");
        }
        if let Some(value) = object.get("refinedBy") {
            self.refinements(&at(path, "refinedBy"), value, false);
        }
    }

    fn positions(&mut self, path: &str, object: &Map<String, Value>) {
        let [start, end] = ["start", "end"].map(|name| {
            let position = object.get(name).and_then(Value::as_u64);
            if position.is_none() {
                self.report(at(path, name), "is required: a whole number from 0");
            }
            position
        });
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            self.report(at(path, "end"), "is before start");
        }
    }

    fn text(&mut self, path: &str, object: &Map<String, Value>, name: &str) {
        if !object.get(name).is_some_and(Value::is_string) {
            self.report(at(path, name), "is required: one text");
        }
    }

    fn names(&mut self, path: &str, object: &Map<String, Value>, name: &str) {
        for (path, one) in object
            .get(name)
            .map_or(Vec::new(), |it| each(&at(path, name), it))
        {
            if !one.is_string() {
                self.report(path, "is not a name of a motivation");
            }
        }
    }

    fn count(&mut self, path: &str, object: &Map<String, Value>, name: &str) {
        if object.get(name).is_some_and(|it| it.as_u64().is_none()) {
            self.report(at(path, name), "is not a whole number from 0");
        }
    }

    fn times(&mut self, path: &str, object: &Map<String, Value>) {
        for name in ["created", "modified", "generated"] {
            self.time(path, object, name);
        }
    }

    fn time(&mut self, path: &str, object: &Map<String, Value>, name: &str) {
        let Some(value) = object.get(name) else {
            return;
        };
        let all = each(&at(path, name), value);
        if all.len() > 1 && name != "sourceDate" {
            self.report(at(path, name), "is there more than once");
        }
        for (path, one) in all {
            let is_time = |text: &str| {
                chrono::DateTime::parse_from_rfc3339(text).is_ok()
                    || text.parse::<chrono::NaiveDateTime>().is_ok()
            };
            if !one.as_str().is_some_and(is_time) {
                self.report(path, "is not a time such as 2015-01-28T12:00:00Z");
            }
        }
    }

    fn id(&mut self, path: &str, object: &Map<String, Value>) {
        match member(object, "id") {
            None => {}
            Some(Value::String(iri)) => self.iri(&at(path, "id"), iri),
            Some(_) => self.report(at(path, "id"), "is not an IRI"),
        }
    }

    fn iri(&mut self, path: &str, iri: &str) {
        let is_refused = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
        if iri.is_empty() || iri.contains(is_refused) {
            self.report(path, "is not an IRI");
        }
    }
}
