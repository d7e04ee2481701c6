//! The statements in an annotation, and the words that they are about.

use serde_json::{Map, Value};

use super::model::{Kind, has_type, is_specific, member};
use crate::exchange::{
    json::{at, each, texts},
    plain_text,
};

/// Which bodies are statements. Those with the type Claim of schema.org always are.
#[derive(Clone, Copy, Debug)]
pub enum Purposes<'a> {
    /// Texts with one of these purposes, too.
    These(&'a [String]),
    /// All texts, too.
    Any,
}

/// The most appearances that are read of one annotation: each of its statements is one for
/// all words that it is about.
pub const APPEARANCES_MAX: usize = 500;

/// What an annotation states.
#[derive(Debug)]
pub struct Statement<'a> {
    /// Where its text is.
    pub path: String,
    /// Its text.
    pub text: &'a str,
    /// Whether the text is HTML.
    pub is_html: bool,
    /// Its language; empty if it has none.
    pub language: &'a str,
    /// Whether the annotation itself says that it is a claim.
    pub is_claim: bool,
}

impl Statement<'_> {
    /// The text without markup.
    pub fn plain(&self) -> String {
        match self.is_html {
            true => plain_text::of_html(self.text),
            false => self.text.trim().to_owned(),
        }
    }
}

/// The words that an annotation is about.
#[derive(Debug)]
pub struct Quote<'a> {
    /// Where the selector is.
    pub path: String,
    /// The address of what contains the words.
    pub uri: &'a str,
    /// The selector.
    pub selector: &'a Map<String, Value>,
    /// Where the selector of their position is, and that, if there is one.
    pub position: Option<(String, &'a Map<String, Value>)>,
}

/// The annotations in a document, each with its place.
pub fn annotations(document: &Value, kind: Kind) -> Vec<(String, &Map<String, Value>)> {
    let (path, items) = match kind {
        Kind::Annotation => {
            let one = document.as_object();
            return one.map(|it| (String::new(), it)).into_iter().collect();
        }
        Kind::Page => ("/items", document.get("items")),
        Kind::Collection => ("/first/items", document.pointer("/first/items")),
    };
    let items = items.map_or(Vec::new(), |it| each(path, it));
    let objects = items.into_iter();
    objects
        .filter_map(|(path, it)| Some((path, it.as_object()?)))
        .collect()
}

/// The statements of the annotation at a place.
pub fn statements<'a>(
    path: &str,
    annotation: &'a Map<String, Value>,
    purposes: Purposes<'_>,
) -> Vec<Statement<'a>> {
    let of_annotation = texts(annotation.get("motivation"));
    if let Some(Value::String(text)) = annotation.get("bodyValue") {
        let statement = Statement {
            path: at(path, "bodyValue"),
            text,
            is_html: false,
            language: "",
            is_claim: false,
        };
        let is_meant = purposes.have(&of_annotation);
        return is_meant.then_some(statement).into_iter().collect();
    }
    let bodies = annotation.get("body");
    let bodies = bodies.map_or(Vec::new(), |it| each(&at(path, "body"), it));
    let mut found = Vec::new();
    for (path, body) in bodies {
        let Value::Object(body) = body else {
            continue;
        };
        let own = texts(body.get("purpose"));
        let purpose = if own.is_empty() { &of_annotation } else { &own };
        if is_claim(body) {
            found.extend(claim(&path, body));
        } else if has_type(body, "TextualBody") && purposes.have(purpose) {
            found.extend(
                body.get("value")
                    .and_then(Value::as_str)
                    .map(|text| Statement {
                        path: at(&path, "value"),
                        text,
                        is_html: texts(body.get("format")).contains(&"text/html"),
                        language: texts(body.get("language")).first().unwrap_or(&""),
                        is_claim: false,
                    }),
            );
        }
    }
    found
}

impl Purposes<'_> {
    fn have(self, purposes: &[&str]) -> bool {
        match self {
            Self::Any => true,
            Self::These(these) => these.iter().any(|it| purposes.contains(&it.as_str())),
        }
    }
}

/// Whether a body is a claim of schema.org.
pub fn is_claim(body: &Map<String, Value>) -> bool {
    let types = texts(member(body, "type"));
    types.iter().any(|it| of_schema_org(it) == Some("Claim"))
}

/// The name of a term of schema.org.
fn of_schema_org(term: &str) -> Option<&str> {
    ["schema:", "http://schema.org/", "https://schema.org/"]
        .iter()
        .find_map(|prefix| term.strip_prefix(prefix))
}

fn claim<'a>(path: &str, body: &'a Map<String, Value>) -> Option<Statement<'a>> {
    let (key, text) = text_of(body, "text")?;
    let language = text_of(body, "inLanguage").map(|(_, it)| it);
    let language = language.or_else(|| body.get("language")?.as_str());
    Some(Statement {
        path: at(path, key),
        text,
        is_html: false,
        language: language.unwrap_or_default(),
        is_claim: true,
    })
}

/// A text with a name of schema.org, and the member that has it.
fn text_of<'a>(body: &'a Map<String, Value>, name: &str) -> Option<(&'a str, &'a str)> {
    body.iter()
        .filter(|(key, _)| of_schema_org(key) == Some(name))
        .find_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
}

/// The words that the annotation at a place is about.
pub fn quotes<'a>(path: &str, annotation: &'a Map<String, Value>) -> Vec<Quote<'a>> {
    let targets = annotation.get("target");
    let targets = targets.map_or(Vec::new(), |it| each(&at(path, "target"), it));
    let objects = targets
        .into_iter()
        .filter_map(|(path, it)| Some((path, it.as_object()?)));
    objects.filter_map(|(path, it)| quote(&path, it)).collect()
}

fn quote<'a>(path: &str, target: &'a Map<String, Value>) -> Option<Quote<'a>> {
    if !is_specific(target) {
        return None;
    }
    let uri = match target.get("source")? {
        Value::String(uri) => uri,
        Value::Object(source) => member(source, "id")?.as_str()?,
        _ => return None,
    };
    let mut selectors = Vec::new();
    collect(
        &at(path, "selector"),
        target.get("selector")?,
        &mut selectors,
    );
    let of = |name: &str| {
        let mut all = selectors.iter();
        all.find(|(_, it)| has_type(it, name)).cloned()
    };
    let (path, selector) = of("TextQuoteSelector")?;
    Some(Quote {
        path,
        uri,
        selector,
        position: of("TextPositionSelector"),
    })
}

/// Collects selectors with those that refine them.
fn collect<'a>(path: &str, value: &'a Value, into: &mut Vec<(String, &'a Map<String, Value>)>) {
    for (path, one) in each(path, value) {
        if let Value::Object(selector) = one {
            into.push((path.clone(), selector));
            if let Some(refined) = selector.get("refinedBy") {
                collect(&at(&path, "refinedBy"), refined, into);
            }
        }
    }
}

impl<'a> Quote<'a> {
    /// A text of the selector; empty if it has none.
    pub fn text(&self, name: &str) -> &'a str {
        let text = self.selector.get(name).and_then(Value::as_str);
        text.unwrap_or_default()
    }

    /// The first code point of the words, and that behind the last.
    pub fn range(&self) -> Option<(i32, i32)> {
        let (_, selector) = self.position.as_ref()?;
        let of = |name| i32::try_from(selector.get(name)?.as_u64()?).ok();
        of("start").zip(of("end"))
    }
}
