//! Facets: how many of some claims have each value of a field. They are read from the current
//! tables, so they agree with what the filters of the same fields select.

use sqlx::FromRow;
use uuid::Uuid;

use super::{claim::ClaimFilter, condition::Query, filter::Filter};
use crate::{
    domain::{
        resource::{ClaimType, SourceId, Verdict},
        value::code::coded,
    },
    store::{Error, Reader},
};

/// The values of a facet that are returned: those that most claims have.
pub const FACET_VALUES_MAX: i64 = 50;

coded! {
    /// A field by whose values claims are counted.
    ClaimFacet {
        /// The newest verdict of all desks.
        Verdict = 1,
        /// The type.
        Type = 2,
        /// The primary language.
        Language = 3,
        /// The sources that the claim is attributed to.
        Source = 4,
        /// The tags.
        Tag = 5,
        /// The months in which articles that print the claim were published, in UTC.
        Month = 6,
        /// Whether the claim is disputed.
        Disputed = 7,
    }
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacetValue {
    /// A verdict.
    Verdict(Verdict),
    /// A type.
    Type(ClaimType),
    /// A primary language, a tag, or a month such as `2026-11`.
    Text(String),
    /// A source.
    Source(SourceId),
    /// Whether something is so.
    Flag(bool),
}

/// How many claims have each value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// The values and their numbers of claims, the most frequent first. Equally frequent ones are
    /// in the order of their texts.
    pub values: Vec<(FacetValue, i64)>,
    /// How many values were left out.
    pub left_out: i64,
}

/// A value as text, and how many claims have it.
#[derive(FromRow)]
struct Counted {
    value: String,
    claims: i64,
    /// How many values there are.
    values: i64,
}

impl Reader {
    /// How many of these claims have each value of a field.
    pub async fn facet(
        &mut self,
        facet: ClaimFacet,
        claims: &[Uuid],
    ) -> Result<FacetCounts, Error> {
        let Some(mut query) = counting_query(facet, claims) else {
            return self.disputed(claims).await;
        };
        let counted: Vec<Counted> = query
            .build_query_as()
            .fetch_all(&mut *self.connection)
            .await?;
        let all = counted.first().map_or(0, |it| it.values);
        let shown = i64::try_from(counted.len()).unwrap_or(i64::MAX);
        let values = counted.into_iter();
        Ok(FacetCounts {
            values: values
                .filter_map(|it| Some((value(facet, it.value)?, it.claims)))
                .collect(),
            left_out: all - shown,
        })
    }

    /// How many of these claims are disputed, by the condition of the filter.
    async fn disputed(&mut self, claims: &[Uuid]) -> Result<FacetCounts, Error> {
        let filter = Filter::Claims(ClaimFilter {
            is_disputed: Some(true),
            ..ClaimFilter::default()
        });
        let disputed = self.selected_among(&filter, claims).await?.len();
        let counts = [(true, disputed), (false, claims.len() - disputed)];
        let mut values: Vec<(FacetValue, i64)> = counts
            .into_iter()
            .filter(|(_, claims)| *claims > 0)
            .map(|(holds, claims)| {
                let claims = i64::try_from(claims).unwrap_or(i64::MAX);
                (FacetValue::Flag(holds), claims)
            })
            .collect();
        values.sort_by_key(|(_, claims)| -claims);
        Ok(FacetCounts {
            values,
            left_out: 0,
        })
    }
}

/// The query that counts the claims with each value. `None` if the values are not in a column.
fn counting_query(facet: ClaimFacet, claims: &[Uuid]) -> Option<Query> {
    let (pairs, rest) = match facet {
        ClaimFacet::Verdict => (
            "select claim_id, verdict::text from standings where claim_id = any(",
            ") and verdict is not null",
        ),
        ClaimFacet::Type => ("select id, type::text from claims where id = any(", ")"),
        ClaimFacet::Language => ("select id, language from claims where id = any(", ")"),
        ClaimFacet::Tag => (
            "select claim_id, tag from claim_tags where claim_id = any(",
            ")",
        ),
        ClaimFacet::Source => (PRINTED, OF_SOURCES),
        ClaimFacet::Month => (PRINTED, IN_MONTHS),
        ClaimFacet::Disputed => return None,
    };
    let mut query =
        Query::new("select value, count(*) as claims, count(*) over () as values from (");
    query.push(pairs).push_bind(claims.to_vec()).push(rest);
    query.push(") pair (claim_id, value) group by value order by claims desc, value limit ");
    query.push_bind(FACET_VALUES_MAX);
    Some(query)
}

/// The claims, each with itself and with those that were merged into it: what prints these prints
/// the claim.
const PRINTED: &str = "with one as materialized (select asked.id, unnest(array( \
         select id from survivors where survivor_id = asked.id and kind = 3 \
     ) || asked.id) as at from unnest(";

const OF_SOURCES: &str = "::uuid[]) asked (id)) \
     select distinct one.id, coalesce(survivor_id, source_id)::text from one \
     join appearance_sources on claim_id = one.at and not is_deleted \
     left join survivors on survivors.id = source_id and survivors.kind = 1";

const IN_MONTHS: &str = "::uuid[]) asked (id)) \
     select distinct one.id, to_char(published_time at time zone 'UTC', 'YYYY-MM') from one \
     join appearances on claim_id = one.at and not is_deleted \
     join article_listings using (article_id) where published_time > '-infinity'";

/// The value that a text stands for.
fn value(facet: ClaimFacet, text: String) -> Option<FacetValue> {
    let code = |text: &str| text.parse().ok();
    match facet {
        ClaimFacet::Verdict => Some(FacetValue::Verdict(Verdict::from_code(code(&text)?)?)),
        ClaimFacet::Type => Some(FacetValue::Type(ClaimType::from_code(code(&text)?)?)),
        ClaimFacet::Source => Some(FacetValue::Source(SourceId::new(text.parse().ok()?))),
        ClaimFacet::Language | ClaimFacet::Tag | ClaimFacet::Month => Some(FacetValue::Text(text)),
        ClaimFacet::Disputed => None,
    }
}
