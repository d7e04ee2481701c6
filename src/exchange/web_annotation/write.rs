//! Writes each appearance as an annotation, and kept annotations with what has changed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    extension,
    model::{self, CONTEXT},
    statement::{APPEARANCES_MAX, Purposes, Quote, Statement, annotations, quotes, statements},
};
use crate::{
    domain::value::{
        identity::{Form, normal_text},
        url,
    },
    exchange::{
        kept::{self, Document},
        resources::{Base, Resources},
    },
    wire::{pb, value::time},
};

/// The annotations: those that are kept, and one for each other appearance.
pub fn documents(resources: &Resources, base: &Base) -> Vec<Document> {
    let printings = printings(resources);
    let by_address = by_address(&printings);
    let mut told = BTreeSet::new();
    let mut documents = Vec::new();
    for (source, kept) in kept::sources(resources, pb::DocumentFormat::WebAnnotation) {
        documents.push(Document {
            name: source.name.clone(),
            content: updated(kept, &by_address, &mut told),
        });
    }
    for printing in &printings {
        if !told.contains(&printing.appearance.name) {
            let annotation = annotation(printing, resources, base);
            documents.extend(annotation.map(|annotation| Document {
                name: printing.appearance.name.clone(),
                content: annotation.to_string(),
            }));
        }
    }
    documents
}

/// An appearance with its claim and article.
struct Printing<'a> {
    claim: &'a pb::Claim,
    appearance: &'a pb::Appearance,
    article: Option<&'a pb::Article>,
    /// The statement in the form in which it is compared.
    statement: String,
}

/// Appearances by the addresses of their articles, in the form in which they are compared.
type ByAddress<'a> = BTreeMap<String, Vec<&'a Printing<'a>>>;

fn by_address<'a>(printings: &'a [Printing<'a>]) -> ByAddress<'a> {
    let mut all = ByAddress::new();
    for printing in printings {
        let addresses = printing
            .article
            .map(|it| url::addresses((&it.uri, &it.aliases)));
        for address in addresses.unwrap_or_default() {
            all.entry(address).or_default().push(printing);
        }
    }
    all
}

fn printings(resources: &Resources) -> Vec<Printing<'_>> {
    let mut printings = Vec::new();
    for item in &resources.claims {
        let Some(claim) = &item.claim else {
            continue;
        };
        printings.extend(item.appearances.iter().map(|appearance| {
            // In a bundle, an appearance without an article is in that of the bundle.
            let article = match appearance.article.is_empty() {
                true => resources.articles.first(),
                false => resources.article(&appearance.article),
            };
            Printing {
                claim,
                appearance,
                article,
                statement: normal_text(&claim.statement),
            }
        }));
    }
    printings
}

fn annotation(it: &Printing<'_>, resources: &Resources, base: &Base) -> Option<Value> {
    let anchor = it.appearance.anchors.first()?;
    let mut annotation = json!({
        "@context": [CONTEXT, extension::context()],
        "id": base.iri(&it.appearance.name),
        "type": "Annotation",
        "motivation": "identifying",
        "body": {
            "id": base.iri(&it.claim.name),
            "type": "schema:Claim",
            "schema:text": it.claim.statement,
            "schema:inLanguage": it.claim.language,
        },
        "target": target(it, anchor, base),
    });
    let created = it.appearance.create_time.and_then(time::text);
    let modified = it.appearance.update_time.and_then(time::text);
    let mut set = |name: &str, value: Option<Value>| {
        if let (Some(object), Some(value)) = (annotation.as_object_mut(), value) {
            object.insert(name.to_owned(), value);
        }
    };
    set(
        "modified",
        modified
            .filter(|it| Some(it) != created.as_ref())
            .map(Value::from),
    );
    set("created", created.map(Value::from));
    set("creator", it.claim.origin.as_ref().and_then(creator));
    set(
        extension::MEMBER,
        extension::write(it.claim, it.appearance, resources),
    );
    Some(annotation)
}

fn creator(origin: &pb::Origin) -> Option<Value> {
    let of = match origin.kind() {
        pb::OriginKind::Unspecified => return None,
        pb::OriginKind::Person => "Person",
        pb::OriginKind::Software => "Software",
    };
    let mut creator = json!({"type": of, "name": origin.name});
    if !origin.version.is_empty() {
        creator["schema:softwareVersion"] = origin.version.clone().into();
    }
    Some(creator)
}

fn target(it: &Printing<'_>, anchor: &pb::Anchor, base: &Base) -> Value {
    let mut quote = json!({"type": "TextQuoteSelector", "exact": anchor.exact});
    for (name, text) in [("prefix", &anchor.prefix), ("suffix", &anchor.suffix)] {
        if !text.is_empty() {
            quote[name] = text.clone().into();
        }
    }
    let selector = match (anchor.start, anchor.end) {
        (Some(start), Some(end)) => {
            let position = json!({"type": "TextPositionSelector", "start": start, "end": end});
            json!([quote, position])
        }
        _ => quote,
    };
    let uri = it
        .article
        .map(|it| it.uri.as_str())
        .filter(|it| !it.is_empty());
    let name = it.article.map_or(&it.appearance.article, |it| &it.name);
    let mut target = json!({
        "type": "SpecificResource",
        "source": uri.map_or_else(|| base.iri(name), str::to_owned),
        "selector": selector,
    });
    // Only the newest state of the article is here.
    let newest = it
        .article
        .filter(|article| article.version == it.appearance.article_version);
    if let Some(stored) = newest.and_then(|it| it.update_time).and_then(time::text) {
        target["state"] = json!({"type": "TimeState", "sourceDate": stored});
    }
    target
}

/// A kept document with what has changed of the appearances that it states. They are told.
fn updated(content: &str, all: &ByAddress<'_>, told: &mut BTreeSet<String>) -> String {
    let Ok(as_read) = serde_json::from_str::<Value>(content) else {
        return content.to_owned();
    };
    let Ok(kind) = model::check(&as_read) else {
        return content.to_owned();
    };
    let mut as_stored = as_read.clone();
    for (path, annotation) in annotations(&as_read, kind) {
        let statements = statements(&path, annotation, Purposes::Any);
        let quotes = quotes(&path, annotation);
        if statements.len().saturating_mul(quotes.len()) > APPEARANCES_MAX {
            continue;
        }
        let texts = statements.iter().map(|it| normal_text(&it.plain()));
        let texts: Vec<String> = texts.collect();
        for quote in quotes {
            let address = url::compared_uri(quote.uri, Form::Canonical);
            let Some(printings) = address.and_then(|it| all.get(&it)) else {
                continue;
            };
            for (statement, text) in statements.iter().zip(&texts) {
                let is_stated = |it: &&&Printing<'_>| is_stated(it, text, statement, &quote);
                if let Some(it) = printings.iter().find(is_stated) {
                    told.insert(it.appearance.name.clone());
                    renew(&mut as_stored, it, statement, &quote);
                }
            }
        }
    }
    kept::merged(content, &as_read, &as_stored).unwrap_or_else(|| content.to_owned())
}

/// Whether an annotation states an appearance in the article that it is about. What the
/// annotation calls a claim may have other words by now; of other texts, only the same words
/// are.
fn is_stated(it: &Printing<'_>, text: &str, statement: &Statement<'_>, quote: &Quote<'_>) -> bool {
    let has_words = |anchor: &pb::Anchor| anchor.exact == quote.text("exact");
    it.statement == text
        || statement.is_claim && it.appearance.anchors.first().is_some_and(has_words)
}

fn is_same(one: &str, other: &str) -> bool {
    normal_text(one) == normal_text(other)
}

/// Puts what has changed into an annotation.
fn renew(document: &mut Value, it: &Printing<'_>, statement: &Statement<'_>, quote: &Quote<'_>) {
    if !is_same(&it.claim.statement, &statement.plain())
        && let Some(text) = document.pointer_mut(&statement.path)
    {
        *text = it.claim.statement.clone().into();
    }
    let Some(anchor) = it.appearance.anchors.first() else {
        return;
    };
    if !is_same(&anchor.exact, quote.text("exact"))
        && let Some(Value::Object(selector)) = document.pointer_mut(&quote.path)
    {
        for (name, text) in [
            ("exact", &anchor.exact),
            ("prefix", &anchor.prefix),
            ("suffix", &anchor.suffix),
        ] {
            match text.is_empty() {
                true => selector.remove(name),
                false => selector.insert(name.to_owned(), text.clone().into()),
            };
        }
    }
    // What others count is not the text that is stored.
    let place = anchor.start.zip(anchor.end).filter(|_| statement.is_claim);
    if let (Some((start, end)), Some((path, _))) = (place, &quote.position)
        && let Some(Value::Object(selector)) = document.pointer_mut(path)
    {
        selector.insert("start".to_owned(), start.into());
        selector.insert("end".to_owned(), end.into());
    }
}
