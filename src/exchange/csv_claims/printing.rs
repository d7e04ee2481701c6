//! Where a row says that the claim is printed: the article, the words in it, and who says so.

use sha2::{Digest as _, Sha256};

use super::row::Row;
use crate::{domain::value::identity::normal_text, wire::pb};

/// Reads the article of a row, if it has more than its address.
pub fn article(row: &mut Row<'_>) -> Option<pb::Article> {
    row.text("article.headline")?;
    Some(pb::Article {
        uri: row.required("article.uri"),
        headline: row.text_or_empty("article.headline"),
        body: row.text_or_empty("article.body"),
        language: row.text_or_empty("article.language"),
        number_locale: row.text_or_empty("article.number_locale"),
        section: row.text_or_empty("article.section"),
        date_published: row.date("article.published"),
        ..pb::Article::default()
    })
}

/// Reads the words that print the claim, if the row has them. Who says them is added to the
/// sources.
pub fn appearance(
    row: &mut Row<'_>,
    has_article: bool,
    sources: &mut Vec<pb::BundleSource>,
) -> Option<pb::Appearance> {
    let words = row.text("appearance.words")?.to_owned();
    row.required("article.uri");
    let part = row.value_of("appearance.part", "ARTICLE_PART_", |name| {
        pb::ArticlePart::from_str_name(name).map(Into::into)
    });
    let anchor = pb::Anchor {
        exact: words,
        part,
        ..pb::Anchor::default()
    };
    let chain =
        speaker(row, has_article, sources).map(|hop| pb::AttributionChain { hops: vec![hop] });
    Some(pb::Appearance {
        anchors: vec![anchor],
        chains: chain.into_iter().collect(),
        ..pb::Appearance::default()
    })
}

/// Reads who says the words.
fn speaker(
    row: &mut Row<'_>,
    has_article: bool,
    sources: &mut Vec<pb::BundleSource>,
) -> Option<pb::Hop> {
    if !row.has_any("source.") {
        return None;
    }
    let source = pb::Source {
        kind: row.value_of("source.kind", "SOURCE_KIND_", |name| {
            pb::SourceKind::from_str_name(name).map(Into::into)
        }),
        display_name: row.text_or_empty("source.name"),
        url: row.text_or_empty("source.url"),
        same_as: row
            .list("source.same_as")
            .into_iter()
            .map(str::to_owned)
            .collect(),
        ..pb::Source::default()
    };
    let is_known = !source.url.is_empty() || !source.same_as.is_empty();
    if !is_known && !has_article {
        let problem = "needs source.url or source.same_as, or the article with article.headline, \
                       within which a name is known";
        row.problem("source.name", problem);
        return None;
    }
    let key = key(&source);
    let hop = pb::Hop {
        source: format!("#{key}"),
        stance: row.value_of("source.stance", "STANCE_", |name| {
            pb::Stance::from_str_name(name).map(Into::into)
        }),
        said: row.date("source.said"),
        ..pb::Hop::default()
    };
    sources.push(pb::BundleSource {
        key,
        source: Some(source),
    });
    Some(hop)
}

/// The key of a source, by which it is known within its article. It is the same in all rows
/// that name the same source.
fn key(source: &pb::Source) -> String {
    let name = format!("{} {}", source.kind, normal_text(&source.display_name));
    let digest = Sha256::digest(name.as_bytes());
    let hex: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("source-{hex}")
}
