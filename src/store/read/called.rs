//! Looks up sources by what they are called.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::resource::{Name, SourceId},
    store::{Error, connection::Connection, known::Question, lookup::Lookup},
};

/// The maximum number of sources that are returned for one name.
const CALLED_MAX: i64 = 5;

impl Lookup<'_> {
    /// Returns live sources by their display names, at most 5 of each. The names are in
    /// the form in which statements are compared. Sources that can be found by a url or a
    /// `same_as` come first, and then those with the lower ids. Merged sources are left out.
    pub async fn sources_called(
        &mut self,
        names: BTreeSet<String>,
    ) -> Result<BTreeMap<String, Vec<Name>>, Error> {
        let called = self.answers(names.into_iter().map(Called).collect());
        let called = called.await?.into_iter();
        Ok(called.map(|(it, sources)| (it.0, sources)).collect())
    }
}

/// A name of sources.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Called(String);

impl Question for Called {
    type Answer = Vec<Name>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let names: Vec<String> = questions.into_iter().map(|it| it.0).collect();
        let rows = sqlx::query!(
            r#"
            select wanted.name as "name!", found.id as "id!: Uuid"
            from unnest($1::text[]) as wanted (name)
                cross join lateral (
                    select id from source_names join sources on id = source_id
                    where "left"(rtrim(source_names.name, '. '), 200) = "left"(wanted.name, 200)
                      and rtrim(source_names.name, '. ') = wanted.name
                      and not is_deleted and merged_into_id is null
                    order by canonical_url is null and not exists (
                        select from source_same_as where source_same_as.source_id = id
                    ), id
                    limit $2
                ) found
            "#,
            &names,
            CALLED_MAX,
        )
        .fetch_all(connection)
        .await?;
        let mut called: BTreeMap<Self, Vec<Name>> = BTreeMap::new();
        for row in rows {
            let name = Name::Source(SourceId::new(row.id));
            called.entry(Self(row.name)).or_default().push(name);
        }
        Ok(called)
    }
}
