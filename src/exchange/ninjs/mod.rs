//! News items in ninjs of the IPTC, versions 1.x, 2.x and 3.x
//! (<https://iptc.org/standards/ninjs/>).
//!
//! An item with a headline and a text is an article. Every other one is kept as a source.

mod article;
mod names;
mod odd;
mod read;
mod related;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod update;
mod write;

use crate::{
    exchange::{
        kept::{self, Document},
        resources::{Base, Resources},
    },
    wire::pb,
};

pub use read::{Options, read};

/// The items: those that are kept, and one for each other article.
pub fn documents(resources: &Resources, base: &Base) -> Vec<Document> {
    let format = pb::DocumentFormat::Ninjs;
    let articles = resources.articles.iter().map(|article| {
        let kept = kept::content(article.exchange_document.as_ref(), format);
        let kept = kept.filter(|it| !state::is_state(it));
        let updated = kept.and_then(|kept| update::updated(kept, article));
        Document {
            name: article.name.clone(),
            content: updated.unwrap_or_else(|| write::item(article, resources, base).to_string()),
        }
    });
    let sources = kept::sources(resources, format).map(|(source, content)| Document {
        name: source.name.clone(),
        content: content.to_owned(),
    });
    articles.chain(sources).collect()
}
