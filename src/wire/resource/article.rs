//! Articles in messages.

use sha2::{Digest as _, Sha256};

use super::{correction, retraction};
use crate::{
    domain::{
        passage::TextVersion,
        resource::{Article, Byline, Citation, Credit, ExternalId},
        value::Checker,
    },
    wire::{
        pb,
        value::{
            date, exchange_document,
            name::source_name,
            read::{self, Keys},
        },
    },
};

/// Reads an article, without what only the server writes.
pub fn read(check: &mut Checker, keys: &Keys, message: pb::Article) -> Article {
    let pb::Article {
        name: _,
        uri,
        aliases,
        external_ids,
        publisher,
        headline,
        alternative_headline,
        bylines,
        genre,
        section,
        language,
        number_locale,
        date_published,
        body,
        body_sha256: _,
        citations,
        credits,
        publication_status,
        exchange_document,
        version: _,
        retraction,
        corrections,
        revision: _,
        etag: _,
        create_time: _,
        update_time: _,
        delete_time: _,
        erasure: _,
        reanchored: _,
    } = message;
    Article {
        uri,
        aliases,
        external_ids: external_ids.into_iter().map(read_external_id).collect(),
        publisher: read::source(check, keys, "publisher", &publisher),
        headline,
        alternative_headline,
        bylines: read::all(check, "bylines", bylines, |check, byline| {
            Some(read_byline(check, keys, byline))
        }),
        genre: read::optional(check, "genre", genre),
        section,
        language,
        number_locale,
        date_published: date::read(check, "date_published", date_published),
        body: body.into(),
        citations: read::all(check, "citations", citations, |check, citation| {
            Some(read_citation(check, keys, citation))
        }),
        credits: read::all(check, "credits", credits, |check, credit| {
            Some(read_credit(check, keys, credit))
        }),
        publication_status: read::optional(check, "publication_status", publication_status),
        exchange_document: exchange_document::read_field(check, exchange_document),
        retraction: retraction::read_field(check, retraction),
        corrections: read::all(check, "corrections", corrections, |check, message| {
            Some(correction::read(check, message))
        }),
    }
}

/// Reads an id of another system.
pub fn read_external_id(message: pb::ExternalId) -> ExternalId {
    let pb::ExternalId { system, id } = message;
    ExternalId { system, id }
}

fn read_byline(check: &mut Checker, keys: &Keys, message: pb::Byline) -> Byline {
    let pb::Byline {
        name,
        role,
        source,
        printed,
    } = message;
    Byline {
        name,
        role,
        source: read::source(check, keys, "source", &source),
        printed,
    }
}

fn read_citation(check: &mut Checker, keys: &Keys, message: pb::Citation) -> Citation {
    let pb::Citation { source, printed } = message;
    let source = read::required_source(check, keys, "source", &source);
    Citation { source, printed }
}

fn read_credit(check: &mut Checker, keys: &Keys, message: pb::Credit) -> Credit {
    let pb::Credit {
        kind,
        source,
        printed,
    } = message;
    let kind = read::required(check, "kind", kind);
    let source = read::required_source(check, keys, "source", &source);
    Credit {
        kind,
        source,
        printed,
    }
}

/// Writes an article, without its body and what the store adds.
pub fn write(article: &Article, version: TextVersion) -> pb::Article {
    let Article {
        uri,
        aliases,
        external_ids,
        publisher,
        headline,
        alternative_headline,
        bylines,
        genre,
        section,
        language,
        number_locale,
        date_published,
        body,
        citations,
        credits,
        publication_status,
        exchange_document,
        retraction,
        corrections,
    } = article;
    pb::Article {
        uri: uri.clone(),
        aliases: aliases.clone(),
        external_ids: external_ids.iter().map(write_external_id).collect(),
        publisher: source_name(*publisher),
        headline: headline.clone(),
        alternative_headline: alternative_headline.clone(),
        bylines: bylines.iter().map(write_byline).collect(),
        genre: read::number_or_zero(*genre),
        section: section.clone(),
        language: language.clone(),
        number_locale: number_locale.clone(),
        date_published: date_published.as_ref().map(date::write),
        body_sha256: body_sha256(body),
        citations: citations.iter().map(write_citation).collect(),
        credits: credits.iter().map(write_credit).collect(),
        publication_status: read::number_or_zero(*publication_status),
        exchange_document: exchange_document.as_ref().map(exchange_document::write),
        retraction: retraction.as_ref().map(retraction::write),
        corrections: corrections.iter().map(correction::write).collect(),
        version,
        ..pb::Article::default()
    }
}

fn body_sha256(body: &str) -> String {
    if body.is_empty() {
        return String::new();
    }
    format!("{:x}", Sha256::digest(body))
}

fn write_external_id(external: &ExternalId) -> pb::ExternalId {
    let ExternalId { system, id } = external;
    pb::ExternalId {
        system: system.clone(),
        id: id.clone(),
    }
}

fn write_byline(byline: &Byline) -> pb::Byline {
    let Byline {
        name,
        role,
        source,
        printed,
    } = byline;
    pb::Byline {
        name: name.clone(),
        role: role.clone(),
        source: source_name(*source),
        printed: printed.clone(),
    }
}

fn write_citation(citation: &Citation) -> pb::Citation {
    let Citation { source, printed } = citation;
    pb::Citation {
        source: source_name(*source),
        printed: printed.clone(),
    }
}

fn write_credit(credit: &Credit) -> pb::Credit {
    let Credit {
        kind,
        source,
        printed,
    } = credit;
    pb::Credit {
        kind: read::number(*kind),
        source: source_name(*source),
        printed: printed.clone(),
    }
}
