//! Reads annotations: those that state a claim in words of an article become appearances, and
//! all are kept.

use serde_json::{Map, Value};

use super::{
    extension, model,
    statement::{APPEARANCES_MAX, Purposes, Quote, Statement, annotations, quotes, statements},
};
use crate::{
    domain::value::language,
    exchange::{
        json::{self, Part, at, texts},
        kept,
        own::Exported,
        reading::{Item, PrintedIn, Reading},
    },
    wire::pb,
};

/// How annotations are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The purposes and motivations of textual bodies that are statements
    /// (`describing`). None by default: a comment is not a claim.
    pub statement_purposes: Vec<String>,
    /// The language of statements that name none. Empty by default: they are left out.
    pub language: String,
}

/// Reads an annotation, a page of them, a collection, or a list of these.
///
/// Positions in annotations and in anchors both count code points from 0, and both are
/// half-open, so they are taken as they are.
pub fn read(text: &str, options: &Options) -> Reading {
    json::read_each(text, |part, reading| read_one(part, options, reading))
}

fn read_one(part: &Part<'_>, options: &Options, reading: &mut Reading) {
    let kind = match model::check(&part.value) {
        Ok(kind) => kind,
        Err(mistakes) => {
            for (path, what) in mistakes {
                reading.refused(format!("{}{path}", part.path), what);
            }
            return;
        }
    };
    let keeps_whole = kept_source(&part.value, part.text);
    if keeps_whole.exchange_document.is_none() {
        reading.left_out(&part.path, kept::too_large(part.text));
    }
    if kind == model::Kind::Annotation {
        if let Value::Object(annotation) = &part.value
            && !read_annotation(part, "", annotation, &keeps_whole, options, reading)
        {
            reading.items.push(item(&part.path, vec![keeps_whole]));
        }
        return;
    }
    let is_kept = keeps_whole.exchange_document.is_some();
    // The annotations refer to the document by what identifies it.
    let whole = pb::Source {
        exchange_document: None,
        ..keeps_whole.clone()
    };
    reading.items.push(item(&part.path, vec![keeps_whole]));
    for (path, annotation) in annotations(&part.value, kind) {
        let own = match is_kept {
            true => whole.clone(),
            false => {
                let mut one = annotation.clone();
                if let Some(context) = part.value.get("@context") {
                    one.entry("@context").or_insert_with(|| context.clone());
                }
                let one = Value::Object(one);
                kept_source(&one, &one.to_string())
            }
        };
        let is_read = read_annotation(part, &path, annotation, &own, options, reading);
        if !is_read && !is_kept {
            let path = format!("{}{path}", part.path);
            reading.items.push(item(&path, vec![own]));
        }
    }
}

/// The source that keeps a document.
fn kept_source(value: &Value, text: &str) -> pb::Source {
    let id = value.as_object().and_then(|it| model::member(it, "id"));
    kept::source(
        pb::SourceKind::Document,
        id.and_then(Value::as_str),
        || json::canonical(value),
        kept::document(pb::DocumentFormat::WebAnnotation, text),
    )
}

fn item(path: &str, sources: Vec<pb::Source>) -> Item {
    Item {
        path: path.to_owned(),
        bundle: of_sources(sources),
        printed_in: None,
        version: None,
        exported: None,
    }
}

fn of_sources(sources: Vec<pb::Source>) -> pb::Bundle {
    let sources = sources.into_iter().map(|source| pb::BundleSource {
        key: kept::KEY.to_owned(),
        source: Some(source),
    });
    pb::Bundle {
        sources: sources.collect(),
        ..pb::Bundle::default()
    }
}

/// Reads the annotation at a path in a document. `own` is the source that keeps it. Returns
/// whether it is part of what was read.
fn read_annotation(
    part: &Part<'_>,
    path: &str,
    annotation: &Map<String, Value>,
    own: &pb::Source,
    options: &Options,
    reading: &mut Reading,
) -> bool {
    let purposes = Purposes::These(&options.statement_purposes);
    let mut statements = statements(path, annotation, purposes);
    statements.retain(|it| is_complete(part, it, options, reading));
    let quotes = quotes(path, annotation);
    let path = format!("{}{path}", part.path);
    if !statements.is_empty() && quotes.is_empty() {
        let reason = "has no words of an article (TextQuoteSelector), so what is stated about \
                      it is no appearance";
        reading.left_out(at(&path, "target"), reason);
    }
    let appearances = statements.len().saturating_mul(quotes.len());
    if appearances > APPEARANCES_MAX {
        let reason = format!(
            "states {appearances} appearances at once, and at most {APPEARANCES_MAX} are read: \
             it is only kept"
        );
        reading.left_out(&path, reason);
    }
    if !(1..=APPEARANCES_MAX).contains(&appearances) {
        return false;
    }
    let extension = annotation.get(extension::MEMBER).and_then(|value| {
        let read = extension::read(value);
        read.map_err(|reason| reading.left_out(at(&path, extension::MEMBER), reason))
            .ok()
    });
    let mut uris: Vec<&str> = quotes.iter().map(|it| it.uri).collect();
    uris.sort_unstable();
    uris.dedup();
    for uri in uris {
        let quotes = || quotes.iter().filter(|it| it.uri == uri);
        let claims = statements.iter().map(|statement| {
            let appearances =
                quotes().map(|quote| appearance(statement, quote, extension.as_ref()));
            let mut claim = claim(annotation, statement, options, extension.as_ref());
            if extension.is_none() {
                claim.reported_appearances.push(kept::has_claim());
            }
            pb::BundleClaim {
                claim: Some(claim),
                appearances: appearances.collect(),
                ..pb::BundleClaim::default()
            }
        });
        let otherwise = of_sources(vec![own.clone()]);
        // What our own writer made says everything in the bundle.
        let (sources, claims) = match &extension {
            Some(extension) => (extension.sources.clone(), claims.collect()),
            None => (otherwise.sources.clone(), claims.collect()),
        };
        reading.items.push(Item {
            path: path.clone(),
            bundle: pb::Bundle {
                sources,
                claims,
                ..pb::Bundle::default()
            },
            printed_in: Some(PrintedIn {
                uri: uri.to_owned(),
                otherwise,
            }),
            version: None,
            exported: extension.is_some().then(|| exported(annotation)),
        });
    }
    true
}

/// The claim of the store that exported an annotation.
fn exported(annotation: &Map<String, Value>) -> Exported {
    let claim = annotation.get("body").and_then(|it| it.get("id"));
    let claim = claim.and_then(Value::as_str);
    Exported {
        claims: claim.map(|it| (0, it.to_owned())).into_iter().collect(),
        ..Exported::default()
    }
}

/// Whether a statement has what a claim needs. If not, it is listed.
fn is_complete(
    part: &Part<'_>,
    statement: &Statement<'_>,
    options: &Options,
    reading: &mut Reading,
) -> bool {
    let path = format!("{}{}", part.path, statement.path);
    let text = statement.plain();
    let reason = if text.is_empty() {
        "is empty, so it is no claim"
    } else if text.chars().count() > STATEMENT_MAX {
        "has more than 2,000 code points, too many for a claim"
    } else if language_of(statement, options).is_empty() {
        "has no language, which a claim needs"
    } else if language::parsed(language_of(statement, options)).is_err() {
        "has a language that is not a BCP-47 tag, which a claim needs"
    } else {
        return true;
    };
    reading.left_out(path, reason);
    false
}

const STATEMENT_MAX: usize = 2000;

fn language_of<'a>(statement: &Statement<'a>, options: &'a Options) -> &'a str {
    match statement.language {
        "" => &options.language,
        language => language,
    }
}

fn claim(
    annotation: &Map<String, Value>,
    statement: &Statement<'_>,
    options: &Options,
    extension: Option<&pb::Bundle>,
) -> pb::Claim {
    let known = extension.and_then(|it| it.claims.first()?.claim.clone());
    let mut claim = known.unwrap_or_default();
    claim.statement = statement.plain();
    claim.language = language_of(statement, options).to_owned();
    claim.origin = claim.origin.or_else(|| origin(annotation));
    claim
}

/// Who wrote an annotation, if it names one person or program.
fn origin(annotation: &Map<String, Value>) -> Option<pb::Origin> {
    let creator = annotation.get("creator")?.as_object()?;
    let [name] = texts(creator.get("name"))[..] else {
        return None;
    };
    let kind = if model::has_type(creator, "Person") {
        pb::OriginKind::Person
    } else if model::has_type(creator, "Software") {
        pb::OriginKind::Software
    } else {
        return None;
    };
    let is_short = !name.trim().is_empty() && name.chars().count() <= 200;
    is_short.then(|| pb::Origin {
        kind: kind.into(),
        name: name.to_owned(),
        ..pb::Origin::default()
    })
}

fn appearance(
    statement: &Statement<'_>,
    quote: &Quote<'_>,
    extension: Option<&pb::Bundle>,
) -> pb::Appearance {
    let known = extension.and_then(|it| it.claims.first()?.appearances.first().cloned());
    let mut appearance = known.unwrap_or_default();
    if appearance.anchors.is_empty() {
        appearance.anchors.push(pb::Anchor::default());
    }
    if let Some(anchor) = appearance.anchors.first_mut() {
        // Annotators count in what a browser shows, which is not the text that is stored, and
        // they take its white space.
        let range = quote.range().filter(|_| statement.is_claim);
        anchor.exact = quote.text("exact").to_owned();
        anchor.prefix = quote.text("prefix").to_owned();
        anchor.suffix = quote.text("suffix").to_owned();
        anchor.start = range.map(|it| it.0);
        anchor.end = range.map(|it| it.1);
        anchor.lenient = !statement.is_claim;
    }
    appearance
}
