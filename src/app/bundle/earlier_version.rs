//! Reads earlier versions of articles for exports.

use crate::{
    app::{App, Error},
    domain::{passage::TextVersion, resource::ArticleId},
    store::{
        log::AtVersion,
        read::{ArticleText, View},
    },
    wire::document,
};

/// Reads a version of an article. If its document was removed, its text may still be there.
pub(super) async fn earlier_version(
    app: App,
    article: ArticleId,
    version: TextVersion,
) -> Result<Option<Vec<u8>>, Error> {
    let mut reader = app.store.reader().await?;
    let state = reader.article_at_version(article, version, View::Full);
    if let AtVersion::Doc(doc) = state.await? {
        return Ok(Some(doc));
    }
    let mut lookup = reader.lookup();
    let text = lookup.article_text(article, Some(version)).await?;
    let encode =
        |text: ArticleText| document::encode_text(article, version, &text.headline, &text.body);
    Ok(text.map(encode))
}
