//! Holders of natural keys: at most one live resource holds each key.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::{
        resource::{
            Article, ArticleId, EarlierKey, ExternalId, KeySet, Kind, Name, NaturalKey, SourceId,
        },
        value::{Form, IdentityDigest},
    },
    store::{Error, connection::Connection, known::Question, lookup::Lookup, read::load::name_of},
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Described {
    /// The article.
    pub article: ArticleId,
    /// Its publisher.
    pub publisher: Option<SourceId>,
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
        let natural = keys.natural.iter().cloned().map(HolderOf::Key);
        let earlier = keys.earlier.iter().cloned().map(HolderOf::Earlier);
        let mut holders = Holders::default();
        for (key, holder) in self.answers(natural.chain(earlier).collect()).await? {
            match (key, holder) {
                (HolderOf::Key(key), Some(holder)) => {
                    holders.natural.insert(key, holder);
                }
                (HolderOf::Earlier(key), Some(holder)) => {
                    holders.earlier.insert(key, holder);
                }
                (_, None) => {}
            }
        }
        Ok(holders)
    }

    /// Returns the articles of any publisher that are described like this one. Only articles
    /// with neither uri nor external id have a description.
    pub async fn articles_described(&mut self, article: &Article) -> Result<Vec<Described>, Error> {
        let descriptions = [Form::Canonical, Form::Earlier].map(|form| article.description(form));
        let [Some(canonical), Some(earlier)] = descriptions else {
            return Ok(Vec::new());
        };
        let question = DescribedAs { canonical, earlier };
        let mut described = self.answers(BTreeSet::from([question])).await?;
        Ok(described.remove(&question).unwrap_or_default())
    }

    /// Returns the articles that have this digest of headline and text, up to
    /// [`ALIKE_MAX`].
    pub async fn articles_alike(&mut self, content: IdentityDigest) -> Result<Vec<Name>, Error> {
        let question = AlikeTo(content);
        let mut alike = self.answers(BTreeSet::from([question])).await?;
        Ok(alike.remove(&question).unwrap_or_default())
    }
}

/// A key whose holder is looked up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum HolderOf {
    /// A key.
    Key(NaturalKey),
    /// The earlier form of a key: resources that earlier releases wrote have no other ones
    /// until the backfill.
    Earlier(EarlierKey),
}

impl Question for HolderOf {
    type Answer = Option<Name>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Option<Name>>, Error> {
        let wanted = Wanted::new(&questions);
        // Of several holders of a key, the first comes last, and stays in the map.
        let rows = wanted.read(connection).await?.into_iter();
        let held = rows.filter_map(|row| {
            let holder = name_of(row.kind, row.id, row.claim_id)?;
            Some((wanted.question(row)?, Some(holder)))
        });
        let mut held: BTreeMap<Self, Option<Name>> = held.collect();
        // An article of another publisher can be described the same.
        held.retain(|key, _| questions.contains(key));
        Ok(held)
    }
}

/// The requested keys, grouped by the columns that hold them.
#[derive(Default)]
struct Wanted {
    /// Keys by digest and publisher.
    keys: BTreeMap<(Vec<u8>, Option<Uuid>), NaturalKey>,
    digests: Vec<Vec<u8>>,
    systems: Vec<String>,
    external_ids: Vec<String>,
    /// The rest are earlier forms.
    urls: Vec<String>,
    same_as: Vec<String>,
    uris: Vec<String>,
    descriptions: Vec<Vec<u8>>,
    claims: Vec<Vec<u8>>,
    relations: Vec<Vec<u8>>,
    reviews: Vec<Vec<u8>>,
    /// Those of the reviews that are wanted by their url.
    reviews_at: BTreeSet<IdentityDigest>,
}

/// Which column holds a key.
mod form {
    pub(super) const DIGEST: i32 = 0;
    pub(super) const EXTERNAL_ID: i32 = 1;
    pub(super) const URL: i32 = 2;
    pub(super) const SAME_AS: i32 = 3;
    pub(super) const URI: i32 = 4;
    pub(super) const DESCRIPTION: i32 = 5;
    pub(super) const CLAIM: i32 = 6;
    pub(super) const RELATION: i32 = 7;
    pub(super) const REVIEW: i32 = 8;
}

/// A key that is held, and its holder.
struct Row {
    form: i32,
    kind: i16,
    id: Uuid,
    claim_id: Option<Uuid>,
    digest: Option<Vec<u8>>,
    text: Option<String>,
    system: Option<String>,
    publisher_id: Option<Uuid>,
}

impl Wanted {
    fn new(questions: &BTreeSet<HolderOf>) -> Self {
        let mut wanted = Self::default();
        for question in questions {
            match question {
                HolderOf::Key(NaturalKey::ExternalId(external)) => {
                    wanted.systems.push(external.system.clone());
                    wanted.external_ids.push(external.id.clone());
                }
                HolderOf::Key(key) => {
                    let digest = key.digest().to_vec();
                    let publisher = publisher_of(key).map(SourceId::uuid);
                    wanted.digests.push(digest.clone());
                    wanted.keys.insert((digest, publisher), key.clone());
                }
                HolderOf::Earlier(key) => wanted.add_earlier(&key.0),
            }
        }
        wanted
    }

    fn add_earlier(&mut self, key: &NaturalKey) {
        match key {
            NaturalKey::CanonicalUrl(url) => self.urls.push(url.clone()),
            NaturalKey::SameAs(uri) => self.same_as.push(uri.clone()),
            NaturalKey::Uri(uri) => self.uris.push(uri.clone()),
            // External ids have one form.
            NaturalKey::ExternalId(_) => {}
            NaturalKey::Description(digest, _) => self.descriptions.push(digest.to_vec()),
            NaturalKey::Claim(identity) => self.claims.push(identity.to_vec()),
            NaturalKey::Relation(identity) => self.relations.push(identity.to_vec()),
            NaturalKey::Review(identity) => self.reviews.push(identity.to_vec()),
            NaturalKey::ReviewAt(identity) => {
                self.reviews.push(identity.to_vec());
                self.reviews_at.insert(*identity);
            }
        }
    }

    async fn read(&self, connection: &mut Connection) -> Result<Vec<Row>, Error> {
        let rows = sqlx::query_as!(
            Row,
            r#"
            select form as "form!", kind as "kind!", id as "id!", claim_id, digest, text, system,
                   publisher_id
            from (
                select 0 as form, kind, id, claim_id, key as digest, null::text as text,
                       null::text as system, publisher_id, is_double
                from natural_keys where key = any($1) and not is_deleted
                union all
                select 1, $12, article_id, null, null, external_id, system, null, false
                from article_external_ids
                where (system, external_id) in (select * from unnest($2::text[], $3::text[]))
                  and not is_deleted
                union all
                select 2, $11, id, null, null, canonical_url, null, null, false
                from sources where canonical_url = any($4) and not is_deleted
                union all
                select 3, $11, source_id, null, null, uri, null, null, false
                from source_same_as where uri = any($5) and not is_deleted
                union all
                select 4, $12, id, null, null, uri, null, null, false
                from articles where uri = any($6) and not is_deleted
                union all
                select 5, $12, id, null, description, null, null, publisher_id, false
                from articles where description = any($7) and not is_deleted
                union all
                select 6, $13, id, null, identity, null, null, null, false
                from claims where identity = any($8) and not is_deleted
                union all
                select 7, $14, id, claim_id, identity, null, null, null, false
                from relations where identity = any($9) and not is_deleted
                union all
                select 8, $15, id, claim_id, identity, null, null, null, false
                from reviews where identity = any($10) and not is_deleted
            ) held
            order by is_double desc, id desc
            "#,
            &self.digests,
            &self.systems,
            &self.external_ids,
            &self.urls,
            &self.same_as,
            &self.uris,
            &self.descriptions,
            &self.claims,
            &self.relations,
            &self.reviews,
            Kind::Source.code(),
            Kind::Article.code(),
            Kind::Claim.code(),
            Kind::Relation.code(),
            Kind::Review.code(),
        )
        .fetch_all(connection)
        .await?;
        Ok(rows)
    }

    /// The question that a row answers.
    fn question(&self, row: Row) -> Option<HolderOf> {
        let digest = || IdentityDigest::try_from(row.digest.as_deref()?).ok();
        let earlier = match row.form {
            form::DIGEST => {
                let key = self.keys.get(&(row.digest?, row.publisher_id))?;
                return Some(HolderOf::Key(key.clone()));
            }
            form::EXTERNAL_ID => {
                return Some(HolderOf::Key(NaturalKey::ExternalId(ExternalId {
                    system: row.system?,
                    id: row.text?,
                })));
            }
            form::URL => NaturalKey::CanonicalUrl(row.text?),
            form::SAME_AS => NaturalKey::SameAs(row.text?),
            form::URI => NaturalKey::Uri(row.text?),
            form::DESCRIPTION => {
                NaturalKey::Description(digest()?, row.publisher_id.map(SourceId::new))
            }
            form::CLAIM => NaturalKey::Claim(digest()?),
            form::RELATION => NaturalKey::Relation(digest()?),
            form::REVIEW if self.reviews_at.contains(&digest()?) => NaturalKey::ReviewAt(digest()?),
            form::REVIEW => NaturalKey::Review(digest()?),
            _ => return None,
        };
        Some(HolderOf::Earlier(EarlierKey(earlier)))
    }
}

/// A description of articles, in both forms.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct DescribedAs {
    canonical: IdentityDigest,
    earlier: IdentityDigest,
}

impl Question for DescribedAs {
    /// The articles, in the order of their ids, first those that have the canonical form.
    type Answer = Vec<Described>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Vec<Described>>, Error> {
        let questions: Vec<Self> = questions.into_iter().collect();
        let keys = questions.iter();
        let keys = keys.map(|it| {
            NaturalKey::Description(it.canonical, None)
                .digest()
                .to_vec()
        });
        let keys: Vec<Vec<u8>> = keys.collect();
        let earlier: Vec<Vec<u8>> = questions.iter().map(|it| it.earlier.to_vec()).collect();
        let rows = sqlx::query!(
            r#"
            select ordinal as "ordinal!", id as "id!", publisher_id
            from (
                select given.ordinal, id, publisher_id, 0 as form
                from unnest($1::bytea[]) with ordinality as given (key, ordinal)
                    join natural_keys using (key)
                where not is_deleted
                union all
                select given.ordinal, id, publisher_id, 1
                from unnest($2::bytea[]) with ordinality as given (description, ordinal)
                    join articles using (description)
                where not is_deleted
            ) described
            order by form, id
            "#,
            &keys,
            &earlier,
        )
        .fetch_all(connection)
        .await?;
        let mut answers: BTreeMap<Self, Vec<Described>> = BTreeMap::new();
        for row in rows {
            let index = usize::try_from(row.ordinal - 1).unwrap_or(usize::MAX);
            let Some(question) = questions.get(index) else {
                continue;
            };
            let described = answers.entry(*question).or_default();
            let article = ArticleId::new(row.id);
            if !described.iter().any(|it| it.article == article) {
                described.push(Described {
                    article,
                    publisher: row.publisher_id.map(SourceId::new),
                });
            }
        }
        Ok(answers)
    }
}

/// A digest of the headline and text of articles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct AlikeTo(IdentityDigest);

impl Question for AlikeTo {
    type Answer = Vec<Name>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Vec<Name>>, Error> {
        let contents: Vec<Vec<u8>> = questions.iter().map(|it| it.0.to_vec()).collect();
        let rows = sqlx::query!(
            r#"
            select given.content as "content!", alike.article_id
            from unnest($1::bytea[]) as given (content)
                cross join lateral (
                    select article_id from article_contents join articles on id = article_id
                    where article_contents.content = given.content and not is_deleted
                    order by article_id limit $2
                ) alike
            order by article_id
            "#,
            &contents,
            ALIKE_MAX,
        )
        .fetch_all(connection)
        .await?;
        let mut answers: BTreeMap<Self, Vec<Name>> = BTreeMap::new();
        for row in rows {
            if let Ok(content) = IdentityDigest::try_from(row.content) {
                let article = Name::Article(ArticleId::new(row.article_id));
                answers.entry(Self(content)).or_default().push(article);
            }
        }
        Ok(answers)
    }
}
