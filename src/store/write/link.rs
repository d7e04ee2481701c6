//! Stored links of the sorts that must not form a cycle.

use uuid::Uuid;

use crate::{
    domain::{
        resource::{RelationState, RelationType},
        rule::Link,
    },
    store::{Error, lookup::Lookup},
};

/// A live link, and the resource that makes it.
#[derive(Clone, Copy, Debug)]
pub struct StoredLink {
    /// The id of the resource that makes it.
    pub owner: Uuid,
    /// The id at its start.
    pub from: Uuid,
    /// The id at its end.
    pub to: Uuid,
}

impl Lookup<'_> {
    /// Returns the links of one sort that start at any of these ids.
    pub async fn links(&mut self, link: Link, from: &[Uuid]) -> Result<Vec<StoredLink>, Error> {
        let connection = self.unkept();
        let links = match link {
            Link::Publisher => {
                sqlx::query_as!(
                    StoredLink,
                    r#"
                    select id as owner, id as "from", publisher_id as "to!" from sources
                    where id = any($1) and publisher_id is not null and not is_deleted
                    "#,
                    from
                )
                .fetch_all(connection)
                .await
            }
            Link::Translation => {
                sqlx::query_as!(
                    StoredLink,
                    r#"
                    select id as owner, id as "from", translation_of as "to!" from claims
                    where id = any($1) and translation_of is not null and not is_deleted
                    "#,
                    from
                )
                .fetch_all(connection)
                .await
            }
            Link::MergedSource | Link::MergedClaim => {
                sqlx::query_as!(
                    StoredLink,
                    r#"
                    select id as "owner!", id as "from!", merged_into_id as "to!" from merges
                    where kind = $1 and id = any($2)
                    "#,
                    link.ends().code(),
                    from
                )
                .fetch_all(connection)
                .await
            }
            Link::Supersedes | Link::DerivedFrom => {
                let relation_type = match link {
                    Link::Supersedes => RelationType::Supersedes,
                    _ => RelationType::DerivedFrom,
                };
                sqlx::query_as!(
                    StoredLink,
                    r#"
                    select id as owner, claim_id as "from", target_id as "to" from relations
                    where claim_id = any($1) and type = $2 and state = $3
                      and not is_deleted
                    "#,
                    from,
                    relation_type.code(),
                    RelationState::Confirmed.code()
                )
                .fetch_all(connection)
                .await
            }
        };
        Ok(links?)
    }
}
