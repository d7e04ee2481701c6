//! Past states of resources: their documents at given revisions, read from the log.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::resource::{Kind, Name},
    store::{Error, Reader, read::View},
};

/// The key of a state: a resource and a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StateKey {
    kind: Kind,
    id: Uuid,
    revision: i64,
}

impl StateKey {
    /// The key of `name` at a revision.
    pub fn new(name: Name, revision: i64) -> Self {
        Self::of(name.kind(), name.uuid(), revision)
    }

    pub(crate) const fn of(kind: Kind, id: Uuid, revision: i64) -> Self {
        Self { kind, id, revision }
    }
}

/// Documents by resource and revision.
pub type States = BTreeMap<StateKey, Vec<u8>>;

impl Reader {
    /// Returns the documents of resources at these revisions. In the full view, articles
    /// include their bodies. Documents that are no longer kept are left out.
    pub async fn states(&mut self, keys: &BTreeSet<StateKey>, view: View) -> Result<States, Error> {
        if keys.is_empty() {
            return Ok(States::new());
        }
        let kinds: Vec<i16> = keys.iter().map(|key| key.kind.code()).collect();
        let ids: Vec<Uuid> = keys.iter().map(|key| key.id).collect();
        let revisions: Vec<i64> = keys.iter().map(|key| key.revision).collect();
        let rows = sqlx::query!(
            r#"
            select kind as "kind!", id as "id!", revision as "revision!", text_version,
                   coalesce(
                       (select doc from change_docs recent
                        where recent.change_time = entry.change_time
                          and recent.epoch = entry.epoch and recent.xid = entry.xid
                          and recent.seq = entry.seq),
                       (select doc from change_docs_kept kept
                        where kept.epoch = entry.epoch and kept.xid = entry.xid
                          and kept.seq = entry.seq)
                   ) as doc
            from unnest($1::smallint[], $2::uuid[], $3::bigint[]) as wanted (kind, id, revision)
                join changes entry using (kind, id, revision)
            "#,
            &kinds,
            &ids,
            &revisions,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let mut states = States::new();
        let mut texts = BTreeMap::new();
        for row in rows {
            let (Some(kind), Some(doc)) = (Kind::from_code(row.kind), row.doc) else {
                continue;
            };
            let key = StateKey::of(kind, row.id, row.revision);
            states.insert(key, doc);
            texts.extend(row.text_version.map(|text| (key, text)));
        }
        if view == View::Full {
            self.add_bodies(&mut states, &texts).await?;
        }
        Ok(states)
    }

    /// Adds the bodies to articles, and removes articles whose body is no longer kept.
    async fn add_bodies(
        &mut self,
        states: &mut States,
        texts: &BTreeMap<StateKey, i32>,
    ) -> Result<(), Error> {
        let articles: Vec<Uuid> = texts.keys().map(|key| key.id).collect();
        let versions: Vec<i32> = texts.values().copied().collect();
        let rows = sqlx::query!(
            "
            select article_id, text_version, body from article_texts
            where (article_id, text_version) in (select * from unnest($1::uuid[], $2::integer[]))
            ",
            &articles,
            &versions,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let rows = rows.into_iter();
        let bodies: BTreeMap<(Uuid, i32), Vec<u8>> = rows
            .map(|row| ((row.article_id, row.text_version), row.body))
            .collect();
        for (key, text) in texts {
            match (states.get_mut(key), bodies.get(&(key.id, *text))) {
                (Some(doc), Some(body)) => doc.extend_from_slice(body),
                _ => {
                    states.remove(key);
                }
            }
        }
        Ok(())
    }
}
