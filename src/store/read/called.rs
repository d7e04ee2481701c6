//! Looks up sources by what they are called.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    domain::resource::{Name, SourceId},
    store::{Error, Lookup},
};

impl Lookup<'_> {
    /// Returns live sources by their display names, at most `max` of each. The names are in
    /// the form in which statements are compared. Sources that can be found by a url or a
    /// `same_as` come first, and then those with the lower ids. Merged sources are left out.
    pub async fn sources_called(
        &mut self,
        names: &[String],
        max: i64,
    ) -> Result<BTreeMap<String, Vec<Name>>, Error> {
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
            names,
            max,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let mut called: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        for row in rows {
            let name = Name::Source(SourceId::new(row.id));
            called.entry(row.name).or_default().push(name);
        }
        Ok(called)
    }
}
