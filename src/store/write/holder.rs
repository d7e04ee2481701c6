//! Holders of natural keys: at most one live resource holds each key.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    domain::{
        resource::{
            Article, ArticleId, ClaimId, EarlierKey, ExternalId, KeySet, Name, NaturalKey,
            RelationId, ReviewId, SourceId,
        },
        value::{Form, IdentityDigest},
    },
    store::{
        Error,
        read::load::{Lookup, name_of},
    },
};

/// The holders of the requested keys.
#[derive(Debug, Default)]
pub struct Holders {
    natural: BTreeMap<NaturalKey, Name>,
    /// The holders of the earlier forms of keys.
    earlier: BTreeMap<EarlierKey, Name>,
}

impl Holders {
    /// The holder of a key of a resource. A holder of the same earlier form comes first:
    /// where a database of an earlier release has several resources with one key, it is the
    /// one that has always been meant by that spelling.
    pub fn of(&self, (key, earlier): (&NaturalKey, &BTreeSet<EarlierKey>)) -> Option<Name> {
        let earlier = earlier.iter().find_map(|key| self.earlier.get(key));
        earlier.or_else(|| self.natural.get(key)).copied()
    }

    /// All keys that are held, with their holders.
    pub fn iter(&self) -> impl Iterator<Item = (&NaturalKey, Name)> {
        let earlier = self.earlier.iter().map(|(key, &holder)| (&key.0, holder));
        let natural = self.natural.iter().map(|(key, &holder)| (key, holder));
        natural.chain(earlier)
    }

    /// The holders.
    pub fn names(&self) -> impl Iterator<Item = Name> {
        self.iter().map(|(_, holder)| holder)
    }

    /// Leaves out other holders.
    pub fn retain(&mut self, is_kept: impl Fn(Name) -> bool) {
        self.natural.retain(|_, holder| is_kept(*holder));
        self.earlier.retain(|_, holder| is_kept(*holder));
    }

    /// Replaces the holder of a key.
    pub fn insert(&mut self, key: NaturalKey, holder: Name) {
        self.natural.insert(key, holder);
    }
}

/// The most articles with the same headline and text that are compared. They are read whole.
pub const ALIKE_MAX: i64 = 16;

/// An article with a given description digest.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// The article.
    pub article: ArticleId,
    /// Its publisher.
    pub publisher: Option<SourceId>,
}

impl Described {
    fn new(article: Uuid, publisher: Option<Uuid>) -> Self {
        Self {
            article: ArticleId::new(article),
            publisher: publisher.map(SourceId::new),
        }
    }
}

/// The publisher within which a key is unique.
pub(crate) const fn publisher_of(key: &NaturalKey) -> Option<SourceId> {
    match key {
        NaturalKey::Description(_, publisher) => *publisher,
        _ => None,
    }
}

impl Lookup<'_> {
    /// Returns the holders of these keys.
    pub async fn holders(&mut self, keys: &KeySet) -> Result<Holders, Error> {
        let mut natural = self.natural_holders(&keys.natural).await?;
        let external_ids = keys.natural.iter();
        let external_ids: Vec<&ExternalId> = external_ids
            .filter_map(|key| match key {
                NaturalKey::ExternalId(external) => Some(external),
                _ => None,
            })
            .collect();
        self.external_id_holders(&external_ids, &mut natural)
            .await?;
        let earlier = self.earlier_holders(&keys.earlier).await?.into_iter();
        Ok(Holders {
            natural,
            earlier: earlier.map(|(key, name)| (EarlierKey(key), name)).collect(),
        })
    }

    async fn natural_holders(
        &mut self,
        keys: &BTreeSet<NaturalKey>,
    ) -> Result<BTreeMap<NaturalKey, Name>, Error> {
        let digests: Vec<Vec<u8>> = keys.iter().map(|key| key.digest().to_vec()).collect();
        // The first holder comes last, and stays in the map.
        let rows = sqlx::query!(
            "
            select kind, id, claim_id, key, publisher_id from natural_keys
            where key = any($1) and not is_deleted order by is_double desc, id desc
            ",
            &digests
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let held = rows.into_iter().map(|row| {
            let publisher = row.publisher_id.map(SourceId::new);
            let name = name_of(row.kind, row.id, row.claim_id);
            ((row.key, publisher), name)
        });
        let held: HashMap<(Vec<u8>, Option<SourceId>), Option<Name>> = held.collect();
        let holders = keys.iter().zip(digests).filter_map(|(key, digest)| {
            let holder = held.get(&(digest, publisher_of(key)))?;
            Some((key.clone(), (*holder)?))
        });
        Ok(holders.collect())
    }

    /// The holders of the earlier forms of keys: resources that earlier releases wrote have
    /// no other ones until the backfill.
    async fn earlier_holders(
        &mut self,
        keys: &BTreeSet<EarlierKey>,
    ) -> Result<BTreeMap<NaturalKey, Name>, Error> {
        let mut wanted = Wanted::default();
        for key in keys {
            wanted.add(&key.0);
        }
        let mut holders = BTreeMap::new();
        self.source_holders(&wanted, &mut holders).await?;
        self.article_holders(&wanted, &mut holders).await?;
        let claim = |row: &IdentityRow, identity| {
            let name = Name::Claim(ClaimId::new(row.id));
            (NaturalKey::Claim(identity), name)
        };
        self.identity_holders(CLAIMS, &wanted.claims, claim, &mut holders)
            .await?;
        let relation = |row: &IdentityRow, identity| {
            let name = Name::Relation(ClaimId::new(row.claim_id), RelationId::new(row.id));
            (NaturalKey::Relation(identity), name)
        };
        self.identity_holders(RELATIONS, &wanted.relations, relation, &mut holders)
            .await?;
        let review = |row: &IdentityRow, identity| {
            let name = Name::Review(ClaimId::new(row.claim_id), ReviewId::new(row.id));
            let by_url = EarlierKey(NaturalKey::ReviewAt(identity));
            match keys.contains(&by_url) {
                true => (by_url.0, name),
                false => (NaturalKey::Review(identity), name),
            }
        };
        self.identity_holders(REVIEWS, &wanted.reviews, review, &mut holders)
            .await?;
        Ok(holders)
    }

    async fn source_holders(
        &mut self,
        wanted: &Wanted,
        holders: &mut BTreeMap<NaturalKey, Name>,
    ) -> Result<(), Error> {
        if !wanted.urls.is_empty() {
            let rows = sqlx::query!(
                r#"
                select id, canonical_url as "url!" from sources
                where canonical_url = any($1) and not is_deleted
                "#,
                &wanted.urls
            )
            .fetch_all(&mut *self.connection)
            .await?;
            holders.extend(rows.into_iter().map(|row| {
                let name = Name::Source(SourceId::new(row.id));
                (NaturalKey::CanonicalUrl(row.url), name)
            }));
        }
        if !wanted.same_as.is_empty() {
            let rows = sqlx::query!(
                "select uri, source_id from source_same_as where uri = any($1) and not is_deleted",
                &wanted.same_as
            )
            .fetch_all(&mut *self.connection)
            .await?;
            holders.extend(rows.into_iter().map(|row| {
                let name = Name::Source(SourceId::new(row.source_id));
                (NaturalKey::SameAs(row.uri), name)
            }));
        }
        Ok(())
    }

    async fn article_holders(
        &mut self,
        wanted: &Wanted,
        holders: &mut BTreeMap<NaturalKey, Name>,
    ) -> Result<(), Error> {
        if !wanted.uris.is_empty() {
            let rows = sqlx::query!(
                r#"select id, uri as "uri!" from articles where uri = any($1) and not is_deleted"#,
                &wanted.uris
            )
            .fetch_all(&mut *self.connection)
            .await?;
            holders.extend(rows.into_iter().map(|row| {
                let name = Name::Article(ArticleId::new(row.id));
                (NaturalKey::Uri(row.uri), name)
            }));
        }
        for (digest, publisher) in &wanted.descriptions {
            let described = self.described_earlier(digest).await?;
            let same = described
                .into_iter()
                .find(|described| described.publisher == *publisher);
            holders.extend(same.map(|described| {
                let key = NaturalKey::Description(*digest, *publisher);
                (key, Name::Article(described.article))
            }));
        }
        Ok(())
    }

    async fn external_id_holders(
        &mut self,
        external_ids: &[&ExternalId],
        holders: &mut BTreeMap<NaturalKey, Name>,
    ) -> Result<(), Error> {
        if external_ids.is_empty() {
            return Ok(());
        }
        let systems: Vec<String> = external_ids.iter().map(|it| it.system.clone()).collect();
        let ids: Vec<String> = external_ids.iter().map(|it| it.id.clone()).collect();
        let rows = sqlx::query!(
            "
            select system, external_id, article_id from article_external_ids
            where (system, external_id) in (select * from unnest($1::text[], $2::text[]))
              and not is_deleted
            ",
            &systems,
            &ids
        )
        .fetch_all(&mut *self.connection)
        .await?;
        holders.extend(rows.into_iter().map(|row| {
            let external = ExternalId {
                system: row.system,
                id: row.external_id,
            };
            let name = Name::Article(ArticleId::new(row.article_id));
            (NaturalKey::ExternalId(external), name)
        }));
        Ok(())
    }

    /// Returns the articles of any publisher that are described like this one. Only articles
    /// with neither uri nor external id have a description.
    pub async fn articles_described(&mut self, article: &Article) -> Result<Vec<Described>, Error> {
        let descriptions = [Form::Canonical, Form::Earlier].map(|form| article.description(form));
        let [Some(canonical), Some(earlier)] = descriptions else {
            return Ok(Vec::new());
        };
        let digest = NaturalKey::Description(canonical, None).digest();
        let rows = sqlx::query!(
            "
            select id, publisher_id from natural_keys
            where key = $1 and not is_deleted order by id
            ",
            &digest
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let mut described: Vec<Described> = rows
            .into_iter()
            .map(|row| Described::new(row.id, row.publisher_id))
            .collect();
        for other in self.described_earlier(&earlier).await? {
            if !described.iter().any(|it| it.article == other.article) {
                described.push(other);
            }
        }
        Ok(described)
    }

    /// Returns the articles that have this description in its earlier form.
    async fn described_earlier(
        &mut self,
        description: &IdentityDigest,
    ) -> Result<Vec<Described>, Error> {
        let rows = sqlx::query!(
            "
            select id, publisher_id from articles
            where description = $1 and not is_deleted order by id
            ",
            description
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| Described::new(row.id, row.publisher_id))
            .collect())
    }

    /// Returns the articles that have this digest of headline and text, up to
    /// [`ALIKE_MAX`].
    pub async fn articles_alike(&mut self, content: &IdentityDigest) -> Result<Vec<Name>, Error> {
        let ids = sqlx::query_scalar!(
            "
            select article_id from article_contents join articles on id = article_id
            where content = $1 and not is_deleted order by article_id limit $2
            ",
            content,
            ALIKE_MAX,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let names = ids.into_iter().map(|id| Name::Article(ArticleId::new(id)));
        Ok(names.collect())
    }

    /// Finds the holders of identity digests of claims, or of children of claims.
    async fn identity_holders(
        &mut self,
        select: &'static str,
        identities: &[Vec<u8>],
        held: impl Fn(&IdentityRow, IdentityDigest) -> (NaturalKey, Name),
        holders: &mut BTreeMap<NaturalKey, Name>,
    ) -> Result<(), Error> {
        if identities.is_empty() {
            return Ok(());
        }
        let rows: Vec<IdentityRow> = sqlx::query_as(select)
            .bind(identities)
            .fetch_all(&mut *self.connection)
            .await?;
        holders.extend(rows.iter().filter_map(|row| {
            let identity = IdentityDigest::try_from(row.identity.as_slice()).ok()?;
            Some(held(row, identity))
        }));
        Ok(())
    }
}

#[derive(FromRow)]
struct IdentityRow {
    id: Uuid,
    claim_id: Uuid,
    identity: Vec<u8>,
}

const CLAIMS: &str = "select id, id as claim_id, identity from claims \
                      where identity = any($1) and not is_deleted";
const RELATIONS: &str = "select id, claim_id, identity from relations \
                         where identity = any($1) and not is_deleted";
const REVIEWS: &str = "select id, claim_id, identity from reviews \
                       where identity = any($1) and not is_deleted";

/// The earlier forms of the requested keys, grouped by the column that holds them.
#[derive(Default)]
struct Wanted {
    urls: Vec<String>,
    same_as: Vec<String>,
    uris: Vec<String>,
    descriptions: Vec<(IdentityDigest, Option<SourceId>)>,
    claims: Vec<Vec<u8>>,
    relations: Vec<Vec<u8>>,
    reviews: Vec<Vec<u8>>,
}

impl Wanted {
    fn add(&mut self, key: &NaturalKey) {
        match key {
            NaturalKey::CanonicalUrl(url) => self.urls.push(url.clone()),
            NaturalKey::SameAs(uri) => self.same_as.push(uri.clone()),
            NaturalKey::Uri(uri) => self.uris.push(uri.clone()),
            // External ids have one form.
            NaturalKey::ExternalId(_) => {}
            NaturalKey::Description(digest, publisher) => {
                self.descriptions.push((*digest, *publisher));
            }
            NaturalKey::Claim(identity) => self.claims.push(identity.to_vec()),
            NaturalKey::Relation(identity) => self.relations.push(identity.to_vec()),
            NaturalKey::Review(identity) | NaturalKey::ReviewAt(identity) => {
                self.reviews.push(identity.to_vec());
            }
        }
    }
}
