//! Children and referrers: what belongs to a resource, what keeps it from being deleted, and
//! what was deleted together with it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::transaction::CHANGES_MAX;
use crate::{
    domain::{
        resource::{AppearanceId, ClaimId, Kind, Name},
        value::IdentityDigest,
    },
    store::{
        Error,
        connection::Connection,
        known::Question,
        log::Operation,
        lookup::Lookup,
        read::{
            IncludeDeleted,
            load::{ids_of, name_of},
        },
    },
};

/// The maximum number of referrers that an error names.
pub const REFERRERS_MAX: usize = 16;

/// A resource by kind, id and parent claim.
struct Row {
    kind: i16,
    id: Uuid,
    claim_id: Option<Uuid>,
}

impl Row {
    fn name(&self) -> Option<Name> {
        name_of(self.kind, self.id, self.claim_id)
    }
}

/// The children of a claim or an article.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct ChildrenOf {
    name: Name,
    is_all: bool,
}

impl Question for ChildrenOf {
    type Answer = BTreeSet<Name>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let mut all = BTreeMap::new();
        for question in questions {
            let children = question.children(connection).await?;
            all.insert(question, children);
        }
        Ok(all)
    }
}

impl ChildrenOf {
    async fn children(&self, connection: &mut Connection) -> Result<BTreeSet<Name>, Error> {
        let (claim, article) = match self.name {
            Name::Claim(id) => (Some(id.uuid()), None),
            Name::Article(id) => (None, Some(id.uuid())),
            _ => return Ok(BTreeSet::new()),
        };
        let rows = sqlx::query_as!(
            Row,
            r#"
            select kind as "kind!", id as "id!", claim_id from (
                select $5::smallint as kind, id, claim_id from appearances
                where (claim_id = $1 or article_id = $2) and ($4 or not is_deleted)
                union all
                select $6::smallint, id, claim_id from relations
                where (claim_id = $1 or target_id = $1) and ($4 or not is_deleted)
                union all
                select $7::smallint, id, claim_id from reviews
                where claim_id = $1 and ($4 or not is_deleted)
            ) child
            where not exists (
                select from erasures where erasures.id = child.id and erasures.kind = child.kind
            )
            limit $3
            "#,
            claim,
            article,
            i64::try_from(CHANGES_MAX + 1).unwrap_or(i64::MAX),
            self.is_all,
            Kind::Appearance.code(),
            Kind::Relation.code(),
            Kind::Review.code(),
        )
        .fetch_all(connection)
        .await?;
        Ok(rows.iter().filter_map(Row::name).collect())
    }
}

impl Lookup<'_> {
    /// The children of a claim and the relations that target it, or the appearances in an
    /// article. Erased ones are left out. Returns at most `CHANGES_MAX + 1`, enough to see
    /// that they are too many for one transaction.
    pub async fn children(
        &mut self,
        name: Name,
        include_deleted: IncludeDeleted,
    ) -> Result<BTreeSet<Name>, Error> {
        let of = ChildrenOf {
            name,
            is_all: include_deleted.is_all(),
        };
        let found = self.answers(BTreeSet::from([of])).await?;
        Ok(found.into_values().flatten().collect())
    }

    /// The live resources outside of `names` that refer to any of `names`. Returns at most
    /// `REFERRERS_MAX + 1`, enough to see that there are more than can be named.
    pub async fn referrers(&mut self, names: &BTreeSet<Name>) -> Result<Vec<Name>, Error> {
        // Each sort of reference is limited, so that a resource with many referrers is not
        // read in full. The limit is larger by the size of `names`, because those are
        // filtered out afterwards.
        let limit = i64::try_from(REFERRERS_MAX + 1 + names.len()).unwrap_or(i64::MAX);
        let all: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        let kinds: Vec<i16> = names.iter().map(|name| name.kind().code()).collect();
        // `mentions` holds no rows of deleted resources. Ids are unique only per kind, so
        // the target's kind is compared too.
        let rows = sqlx::query_as!(
            Row,
            r#"
            select distinct kind as "kind!", id as "id!", claim_id from (
                (
                    select $7::smallint as kind, id, null::uuid as claim_id from sources
                    where publisher_id = any($1) and not is_deleted
                    limit $4
                )
                union all
                (select $7::smallint, id, null from sources where merged_into_id = any($1) limit $4)
                union all
                (select $9::smallint, id, null from claims where merged_into_id = any($3) limit $4)
                union all
                (
                    select $8::smallint, id, null from articles
                    where publisher_id = any($1) and not is_deleted
                    limit $4
                )
                union all
                (
                    select $8::smallint, id, null from article_sources join articles on id = article_id
                    where source_id = any($1) and not is_deleted
                    limit $4
                )
                union all
                (
                    select $10::smallint, appearance_id, claim_id from appearance_sources
                    where source_id = any($1) and not is_deleted
                    limit $4
                )
                union all
                (
                    select $10::smallint, id, claim_id from appearances
                    where article_id = any($2) and not is_deleted
                    limit $4
                )
                union all
                (
                    select $9::smallint, id, null from claims
                    where translation_of = any($3) and not is_deleted
                    limit $4
                )
                union all
                (
                    select kind, id, claim_id from mentions
                    where (target_id, target_kind) in (select * from unnest($5::uuid[], $6::smallint[]))
                    limit $4
                )
            ) referrer
            where (id, kind) not in (select * from unnest($5::uuid[], $6::smallint[]))
            order by kind, id
            limit $4
            "#,
            &ids_of(Kind::Source, names),
            &ids_of(Kind::Article, names),
            &ids_of(Kind::Claim, names),
            limit,
            &all,
            &kinds,
            Kind::Source.code(),
            Kind::Article.code(),
            Kind::Claim.code(),
            Kind::Appearance.code(),
        )
        .fetch_all(self.unkept())
        .await?;
        Ok(rows.iter().filter_map(Row::name).collect())
    }

    /// The other resources that were deleted by the commit of a given revision, each with
    /// the revision that its deletion made.
    pub async fn deleted_with(
        &mut self,
        name: Name,
        revision: i64,
    ) -> Result<BTreeMap<Name, i64>, Error> {
        let rows = sqlx::query!(
            r#"
            select it.kind, it.id, it.claim_id, it.revision
            from changes main join changes it on it.epoch = main.epoch and it.xid = main.xid
            where main.id = $1 and main.kind = $2 and main.revision = $3
              and it.operation = $4 and (it.id, it.kind) <> ($1, $2)
            "#,
            name.uuid(),
            name.kind().code(),
            revision,
            Operation::Deleted.code(),
        )
        .fetch_all(self.unkept())
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| Some((name_of(row.kind, row.id, row.claim_id)?, row.revision)))
            .collect())
    }

    /// Returns the identity digest of each appearance among these names.
    pub async fn appearance_identities(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, IdentityDigest>, Error> {
        let ids = ids_of(Kind::Appearance, names);
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = sqlx::query!(
            "select id, claim_id, identity from appearances where id = any($1)",
            &ids
        )
        .fetch_all(self.unkept())
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let identity = IdentityDigest::try_from(row.identity).ok()?;
                let id = AppearanceId::new(row.id);
                Some((Name::Appearance(ClaimId::new(row.claim_id), id), identity))
            })
            .collect())
    }
}
