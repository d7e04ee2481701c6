//! Upserts of what lists filter and order by: the listings of articles, and the names of
//! sources.

use uuid::Uuid;

use crate::{
    domain::{
        Timestamp,
        resource::{Article, Source},
        value::{
            Date,
            identity::{folded_text, normal_text},
            language,
        },
    },
    store::{Error, connection::Connection},
};

/// Replaces the listings of articles. The rows of the articles must be written already.
pub(in crate::store) async fn upsert_articles<'a>(
    connection: &mut Connection,
    articles: impl Iterator<Item = (Uuid, &'a Article)>,
) -> Result<(), Error> {
    let mut ids = Vec::new();
    let mut times: Vec<Option<Timestamp>> = Vec::new();
    let (mut sections, mut languages, mut headlines) = (Vec::new(), Vec::new(), Vec::new());
    for (id, article) in articles {
        let date = article.date_published.as_ref();
        ids.push(id);
        times.push(date.and_then(Date::first_moment));
        sections.push(normal_text(&article.section));
        languages.push(language::primary(&article.language).unwrap_or_default());
        headlines.push(folded_text(&article.headline));
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        insert into article_listings (article_id, published_time, section, language, headline)
        select article_id, coalesce(published_time, '-infinity'), section, language, headline
        from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
            as given (article_id, published_time, section, language, headline)
        on conflict (article_id) do update set
            published_time = excluded.published_time, section = excluded.section,
            language = excluded.language, headline = excluded.headline
        ",
        &ids,
        &times as &[Option<Timestamp>],
        &sections,
        &languages,
        &headlines,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Replaces the names of sources. The rows of the sources must be written already.
pub(in crate::store) async fn upsert_source_names<'a>(
    connection: &mut Connection,
    sources: impl Iterator<Item = (Uuid, &'a Source)>,
) -> Result<(), Error> {
    let (ids, names): (Vec<Uuid>, Vec<String>) = sources
        .map(|(id, source)| (id, folded_text(&source.display_name)))
        .unzip();
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        insert into source_names (source_id, name)
        select * from unnest($1::uuid[], $2::text[])
        on conflict (source_id) do update set name = excluded.name
        ",
        &ids,
        &names,
    )
    .execute(connection)
    .await?;
    Ok(())
}
