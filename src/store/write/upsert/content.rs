//! The digests by which an article is found by its headline and text.

use uuid::Uuid;

use crate::{
    domain::resource::Article,
    store::{connection::Connection, error::Error},
};

/// Replaces the digests of articles. An article without a text has none.
pub(crate) async fn upsert<'a>(
    connection: &mut Connection,
    articles: impl Iterator<Item = (Uuid, &'a Article)>,
) -> Result<(), Error> {
    let (mut ids, mut without) = (Vec::new(), Vec::new());
    let mut contents = Vec::new();
    for (id, article) in articles {
        match article.content() {
            Some(content) => {
                ids.push(id);
                contents.push(content.to_vec());
            }
            None => without.push(id),
        }
    }
    if !without.is_empty() {
        sqlx::query!(
            "delete from article_contents where article_id = any($1)",
            &without
        )
        .execute(&mut *connection)
        .await?;
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        insert into article_contents (article_id, content)
        select * from unnest($1::uuid[], $2::bytea[])
        on conflict (article_id) do update set content = excluded.content
        ",
        &ids,
        &contents,
    )
    .execute(connection)
    .await?;
    Ok(())
}
