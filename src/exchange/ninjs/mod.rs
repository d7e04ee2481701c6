//! News items in ninjs of the IPTC, versions 1.x, 2.x and 3.x
//! (<https://iptc.org/standards/ninjs/>).
//!
//! An item with a headline and a text is an article. Every other one is kept as a source.

mod article;
mod names;
mod read;
mod related;
#[cfg(test)]
mod tests;
mod text;
mod update;
mod write;

use crate::{
    exchange::{
        kept::Document,
        resources::{Base, Resources},
    },
    wire::pb,
};

pub use read::{Options, read};

/// The items: those that are kept, and one for each other article.
pub fn documents(resources: &Resources, base: &Base) -> Vec<Document> {
    let kept_of = |document: &Option<pb::ExchangeDocument>| {
        let document = document.as_ref();
        let of_format = document.filter(|it| it.format() == pb::DocumentFormat::Ninjs);
        of_format.map(|it| it.content.clone())
    };
    let articles = resources.articles.iter().map(|article| {
        let kept = kept_of(&article.exchange_document);
        let updated = kept.and_then(|kept| update::updated(&kept, article));
        Document {
            name: article.name.clone(),
            content: updated.unwrap_or_else(|| write::item(article, resources, base).to_string()),
        }
    });
    let sources = resources.sources.iter().filter_map(|source| {
        Some(Document {
            name: source.name.clone(),
            content: kept_of(&source.exchange_document)?,
        })
    });
    articles.chain(sources).collect()
}
