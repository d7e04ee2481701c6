//! Writing the current state of resources: one statement for each table, however
//! many resources a transaction writes.
//!
//! The rows are locked by the transaction's advisory locks, so `on conflict` only
//! tells new from old. Links are replaced as a whole.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Error;
use crate::{
    domain::{
        appearance::Appearance,
        article::{Article, Genre},
        claim::Claim,
        identity::IdentityDigest,
        language,
        name::{Name, SourceId},
        resource::{Resource, TextVersion},
        source::Source,
    },
    wire::document::{self, DOC_VERSION},
};

/// A resource with its document, ready to be written.
pub(super) struct Ready<'a> {
    pub name: Name,
    pub revision: i64,
    pub doc: &'a [u8],
    pub resource: &'a Resource,
    /// Whether an article has a text that is not stored yet.
    pub has_new_text: bool,
    /// What makes an appearance the same as another.
    pub identity: Option<IdentityDigest>,
}

/// The columns that every resource has.
#[derive(Default)]
struct Common {
    ids: Vec<Uuid>,
    revisions: Vec<i64>,
    docs: Vec<Vec<u8>>,
}

impl Common {
    fn push(&mut self, ready: &Ready<'_>) {
        self.ids.push(ready.name.uuid());
        self.revisions.push(ready.revision);
        self.docs.push(ready.doc.to_vec());
    }
}

/// Writes resources of all kinds, those that others refer to first.
pub(super) async fn put(connection: &mut PgConnection, all: &[Ready<'_>]) -> Result<(), Error> {
    let mut sources = Vec::new();
    let mut articles = Vec::new();
    let mut claims = Vec::new();
    let mut appearances = Vec::new();
    for ready in all {
        match ready.resource {
            Resource::Source(source) => sources.push((ready, source)),
            Resource::Article(article, version) => articles.push((ready, article, *version)),
            Resource::Claim(claim) => claims.push((ready, claim)),
            Resource::Appearance(appearance) => appearances.push((ready, appearance)),
        }
    }
    if !sources.is_empty() {
        put_sources(connection, &sources).await?;
    }
    if !articles.is_empty() {
        put_articles(connection, &articles).await?;
    }
    if !claims.is_empty() {
        put_claims(connection, &claims).await?;
    }
    if !appearances.is_empty() {
        put_appearances(connection, &appearances).await?;
    }
    Ok(())
}

async fn put_sources(
    connection: &mut PgConnection,
    all: &[(&Ready<'_>, &Source)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut kinds, mut urls, mut publishers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut uris, mut uri_holders) = (Vec::new(), Vec::new());
    for (ready, source) in all {
        common.push(ready);
        kinds.push(source.kind.code());
        urls.push(source.canonical_url());
        publishers.push(source.publisher.map(SourceId::uuid));
        for uri in source.canonical_same_as() {
            uris.push(uri);
            uri_holders.push(ready.name.uuid());
        }
    }
    sqlx::query!(
        "
        insert into sources (id, revision, doc_version, doc, kind, canonical_url, publisher_id)
        select id, revision, $7, doc, kind, url, publisher_id
        from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::smallint[], $5::text[], $6::uuid[])
            as given (id, revision, doc, kind, url, publisher_id)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            kind = excluded.kind, canonical_url = excluded.canonical_url,
            publisher_id = excluded.publisher_id
        ",
        &common.ids,
        &common.revisions,
        &common.docs,
        &kinds,
        &urls as &[Option<String>],
        &publishers as &[Option<Uuid>],
        DOC_VERSION,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from source_same_as where source_id = any($1)",
        &common.ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into source_same_as (uri, source_id) select * from unnest($1::text[], $2::uuid[])",
        &uris,
        &uri_holders
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

async fn put_articles(
    connection: &mut PgConnection,
    all: &[(&Ready<'_>, &Article, TextVersion)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut versions, mut uris, mut descriptions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut publishers, mut genres) = (Vec::new(), Vec::new());
    for (ready, article, version) in all {
        common.push(ready);
        versions.push(*version);
        uris.push((!article.uri.is_empty()).then(|| article.uri.clone()));
        descriptions.push(article.description().map(|digest| digest.to_vec()));
        publishers.push(article.publisher.map(SourceId::uuid));
        genres.push(article.genre.map(Genre::code));
    }
    sqlx::query!(
        "
        insert into articles
            (id, revision, doc_version, doc, text_version, uri, description, publisher_id, genre)
        select id, revision, $9, doc, text_version, uri, description, publisher_id, genre
        from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::integer[], $5::text[], $6::bytea[],
                    $7::uuid[], $8::smallint[])
            as given (id, revision, doc, text_version, uri, description, publisher_id, genre)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            text_version = excluded.text_version, uri = excluded.uri,
            description = excluded.description, publisher_id = excluded.publisher_id,
            genre = excluded.genre
        ",
        &common.ids,
        &common.revisions,
        &common.docs,
        &versions,
        &uris as &[Option<String>],
        &descriptions as &[Option<Vec<u8>>],
        &publishers as &[Option<Uuid>],
        &genres as &[Option<i16>],
        DOC_VERSION,
    )
    .execute(&mut *connection)
    .await?;
    put_article_texts(connection, all).await?;
    put_article_links(connection, all, &common.ids).await
}

async fn put_article_texts(
    connection: &mut PgConnection,
    all: &[(&Ready<'_>, &Article, TextVersion)],
) -> Result<(), Error> {
    for (ready, article, version) in all.iter().filter(|(ready, ..)| ready.has_new_text) {
        sqlx::query!(
            "insert into article_texts (article_id, text_version, headline, body) values ($1, $2, $3, $4)",
            ready.name.uuid(),
            version,
            article.headline,
            document::encode_body(&article.body),
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn put_article_links(
    connection: &mut PgConnection,
    all: &[(&Ready<'_>, &Article, TextVersion)],
    ids: &[Uuid],
) -> Result<(), Error> {
    let (mut systems, mut external_ids, mut id_holders) = (Vec::new(), Vec::new(), Vec::new());
    let (mut sources, mut source_users) = (Vec::new(), Vec::new());
    for (ready, article, _) in all {
        for external in &article.external_ids {
            systems.push(external.system.clone());
            external_ids.push(external.id.clone());
            id_holders.push(ready.name.uuid());
        }
        for source in article.rests_on() {
            sources.push(source.uuid());
            source_users.push(ready.name.uuid());
        }
    }
    sqlx::query!(
        "delete from article_external_ids where article_id = any($1)",
        ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "
        insert into article_external_ids (system, external_id, article_id)
        select * from unnest($1::text[], $2::text[], $3::uuid[])
        ",
        &systems,
        &external_ids,
        &id_holders
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from article_sources where article_id = any($1)",
        ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "
        insert into article_sources (source_id, article_id)
        select distinct * from unnest($1::uuid[], $2::uuid[])
        ",
        &sources,
        &source_users
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

async fn put_claims(
    connection: &mut PgConnection,
    all: &[(&Ready<'_>, &Claim)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut types, mut languages) = (Vec::new(), Vec::new());
    let (mut identities, mut originals) = (Vec::new(), Vec::new());
    let (mut tags, mut tagged) = (Vec::new(), Vec::new());
    let (mut measures, mut measuring) = (Vec::new(), Vec::new());
    for (ready, claim) in all {
        common.push(ready);
        types.push(claim.claim_type.code());
        languages.push(language::primary(&claim.language).unwrap_or_default());
        identities.push(claim.identity().to_vec());
        originals.push(claim.translation_of.map(|id| id.uuid()));
        for tag in &claim.tags {
            tags.push(tag.clone());
            tagged.push(ready.name.uuid());
        }
        for quantity in &claim.quantities {
            measures.push(quantity.measure.clone());
            measuring.push(ready.name.uuid());
        }
    }
    sqlx::query!(
        "
        insert into claims (id, revision, doc_version, doc, type, language, identity, translation_of)
        select id, revision, $8, doc, type, language, identity, translation_of
        from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::smallint[], $5::text[], $6::bytea[],
                    $7::uuid[])
            as given (id, revision, doc, type, language, identity, translation_of)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            type = excluded.type, language = excluded.language, identity = excluded.identity,
            translation_of = excluded.translation_of
        ",
        &common.ids,
        &common.revisions,
        &common.docs,
        &types,
        &languages,
        &identities,
        &originals as &[Option<Uuid>],
        DOC_VERSION,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from claim_tags where claim_id = any($1)",
        &common.ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into claim_tags (tag, claim_id) select * from unnest($1::text[], $2::uuid[])",
        &tags,
        &tagged
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from claim_measures where claim_id = any($1)",
        &common.ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "
        insert into claim_measures (measure, claim_id)
        select distinct * from unnest($1::text[], $2::uuid[])
        ",
        &measures,
        &measuring
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

async fn put_appearances(
    connection: &mut PgConnection,
    all: &[(&Ready<'_>, &Appearance)],
) -> Result<(), Error> {
    let mut common = Common::default();
    let (mut claims, mut articles) = (Vec::new(), Vec::new());
    let (mut forms, mut modalities, mut identities) = (Vec::new(), Vec::new(), Vec::new());
    let (mut sources, mut attributed) = (Vec::new(), Vec::new());
    for (ready, appearance) in all {
        common.push(ready);
        claims.push(appearance.claim.uuid());
        articles.push(appearance.article.uuid());
        forms.push(appearance.printing.form.code());
        modalities.push(appearance.printing.modality.code());
        identities.push(ready.identity.unwrap_or_default().to_vec());
        for source in appearance.sources() {
            sources.push(source.uuid());
            attributed.push(ready.name.uuid());
        }
    }
    sqlx::query!(
        "
        insert into appearances
            (id, claim_id, article_id, revision, doc_version, doc, form, modality, identity)
        select id, claim_id, article_id, revision, $9, doc, form, modality, identity
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bytea[], $6::smallint[],
                    $7::smallint[], $8::bytea[])
            as given (id, claim_id, article_id, revision, doc, form, modality, identity)
        on conflict (id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            form = excluded.form, modality = excluded.modality, identity = excluded.identity
        ",
        &common.ids,
        &claims,
        &articles,
        &common.revisions,
        &common.docs,
        &forms,
        &modalities,
        &identities,
        DOC_VERSION,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from appearance_sources where appearance_id = any($1)",
        &common.ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "
        insert into appearance_sources (source_id, appearance_id, claim_id, article_id)
        select distinct given.source_id, id, claim_id, article_id
        from unnest($1::uuid[], $2::uuid[]) as given (source_id, appearance_id)
            join appearances on id = given.appearance_id
        ",
        &sources,
        &attributed
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}
