//! Derived data that is stored beside documents: natural keys, mentions, the figures and
//! languages of claims, the listings and contents of articles, the names of sources, the authors of
//! relations and reviews, the side that each appearance takes, and what happened to its words.
//! Also the columns with natural keys in the form of earlier releases.

use uuid::Uuid;

use super::{
    anchoring::{self, Anchored},
    content, earlier, listing, mention,
    natural_key::{self, Doubles, Keyed},
    quantity::{self, Figured},
};
use crate::{
    domain::{
        resource::{Resource, Stored},
        value::{identity::normal_text, language},
    },
    store::{connection::Connection, error::Error},
};

/// Upserts the derived data of documents that do not change.
pub(crate) async fn upsert(connection: &mut Connection, states: &[Stored]) -> Result<(), Error> {
    mention::upsert(connection, states.iter().map(mention::Mentioning::from)).await?;
    let claims = states.iter().filter_map(|state| match &state.resource {
        Resource::Claim(claim) => Some(Figured {
            id: state.name.uuid(),
            claim,
            is_deleted: state.stamp.is_deleted(),
        }),
        _ => None,
    });
    let ids: Vec<Uuid> = claims.clone().map(|it| it.id).collect();
    quantity::remove(connection, &ids).await?;
    quantity::insert(connection, claims).await?;
    earlier::upsert(connection, states).await?;
    natural_key::upsert(connection, states.iter().map(Keyed::from), Doubles::Marked).await?;
    upsert_normal_forms(connection, states).await?;
    let articles = states.iter().filter_map(|state| match &state.resource {
        Resource::Article(article, _) => Some((state.name.uuid(), article)),
        _ => None,
    });
    listing::upsert_articles(connection, articles.clone()).await?;
    content::upsert(connection, articles).await?;
    let sources = states.iter().filter_map(|state| match &state.resource {
        Resource::Source(source) => Some((state.name.uuid(), source)),
        _ => None,
    });
    listing::upsert_source_names(connection, sources).await?;
    upsert_sides(connection, states).await?;
    let anchored = states.iter().filter_map(|state| match &state.resource {
        Resource::Appearance(appearance) => Some(Anchored {
            id: state.name.uuid(),
            appearance,
            is_erased: state.erasure.is_some(),
            is_new: false,
            time: state.stamp.update_time,
        }),
        _ => None,
    });
    anchoring::upsert(connection, anchored).await
}

/// Updates the columns that hold texts in the form in which filters compare them.
async fn upsert_normal_forms(connection: &mut Connection, states: &[Stored]) -> Result<(), Error> {
    let (mut ids, mut texts) = (Vec::new(), Vec::new());
    for state in states {
        let text = match &state.resource {
            Resource::Claim(claim) => language::primary(&claim.language).unwrap_or_default(),
            Resource::Relation(relation) => normal_text(&relation.author),
            Resource::Review(review) => review.desk(),
            Resource::Source(_) | Resource::Article(..) | Resource::Appearance(_) => continue,
        };
        ids.push(state.name.uuid());
        texts.push(text);
    }
    sqlx::query!(
        "
        with given as (select * from unnest($1::uuid[], $2::text[]) as given (id, text)),
        of_claims as (
            update claims set language = text from given
            where claims.id = given.id and language <> text
        ),
        of_relations as (
            update relations set author = text from given
            where relations.id = given.id and author <> text
        )
        update reviews set author = text from given
        where reviews.id = given.id and author <> text
        ",
        &ids,
        &texts,
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn upsert_sides(connection: &mut Connection, states: &[Stored]) -> Result<(), Error> {
    let mut ids = Vec::new();
    let (mut affirms, mut denies, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
    for state in states {
        let Resource::Appearance(appearance) = &state.resource else {
            continue;
        };
        if state.erasure.is_some() {
            continue;
        }
        let sides = appearance.printing.sides();
        ids.push(state.name.uuid());
        affirms.push(sides.affirms);
        denies.push(sides.denies);
        doubts.push(sides.doubts);
    }
    sqlx::query!(
        "
        update appearances
        set affirms = given.affirms, denies = given.denies, doubts = given.doubts
        from unnest($1::uuid[], $2::boolean[], $3::boolean[], $4::boolean[])
            as given (id, affirms, denies, doubts)
        where appearances.id = given.id
        ",
        &ids,
        &affirms,
        &denies,
        &doubts,
    )
    .execute(connection)
    .await?;
    Ok(())
}
