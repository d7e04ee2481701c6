//! Upserts of the figures of claims, in the form in which they are compared.

use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use crate::{
    domain::{Timestamp, figure::quantity::Bound, resource::Claim, rule::conflict::figures},
    store::{Error, read::conflict::condition::HELD},
};

#[derive(Default)]
struct Columns {
    claims: Vec<Uuid>,
    ordinals: Vec<i16>,
    measures: Vec<String>,
    keys: Vec<Vec<u8>>,
    counted: Vec<String>,
    lowers: Vec<Option<String>>,
    lowers_open: Vec<bool>,
    uppers: Vec<Option<String>>,
    uppers_closed: Vec<bool>,
    from: Vec<Option<Timestamp>>,
    through: Vec<Option<Timestamp>>,
}

impl Columns {
    fn push(&mut self, id: Uuid, claim: &Claim) {
        for figure in figures(claim) {
            let value = |bound: Option<Bound>| bound.map(|bound| bound.value.to_string());
            let is_open = |bound: Option<Bound>| bound.is_some_and(|bound| bound.open);
            let quantity = claim.quantities.get(figure.place);
            self.claims.push(id);
            self.ordinals
                .push(i16::try_from(figure.place).unwrap_or(i16::MAX));
            self.measures
                .push(quantity.map_or(String::new(), |quantity| quantity.measure.clone()));
            self.keys.push(figure.key.to_vec());
            self.counted.push(figure.counted);
            self.lowers.push(value(figure.lower));
            self.lowers_open.push(is_open(figure.lower));
            self.uppers.push(value(figure.upper));
            self.uppers_closed.push(!is_open(figure.upper));
            self.from.push(figure.span.from);
            self.through.push(figure.span.through);
        }
    }
}

/// Replaces the figures of claims. The rows of the claims must be written already.
pub(in crate::store) async fn upsert<'a>(
    connection: &mut PgConnection,
    claims: impl Iterator<Item = (Uuid, &'a Claim)>,
) -> Result<(), Error> {
    let mut columns = Columns::default();
    let mut ids = Vec::new();
    for (id, claim) in claims {
        ids.push(id);
        columns.push(id, claim);
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "delete from claim_quantities where claim_id = any($1)",
        &ids
    )
    .execute(&mut *connection)
    .await?;
    let insert = format!(
        "
        insert into claim_quantities
            (claim_id, ordinal, measure, key, counted, lower, lower_open, upper, upper_closed,
             period_from, period_through)
        select claim_id, ordinal, measure, key, counted,
               coalesce(lower::numeric, '-infinity'), lower_open,
               coalesce(upper::numeric, 'infinity'), upper_closed,
               coalesce(period_from, '-infinity'), coalesce(period_through, 'infinity')
        from unnest($1::uuid[], $2::smallint[], $3::text[], $4::bytea[], $5::text[], $6::text[],
                    $7::boolean[], $8::text[], $9::boolean[], $10::timestamptz[],
                    $11::timestamptz[])
            as given (claim_id, ordinal, measure, key, counted, lower, lower_open, upper,
                      upper_closed, period_from, period_through)
            join claims on claims.id = claim_id
        where {HELD}
        "
    );
    sqlx::query(AssertSqlSafe(insert))
        .bind(columns.claims)
        .bind(columns.ordinals)
        .bind(columns.measures)
        .bind(columns.keys)
        .bind(columns.counted)
        .bind(columns.lowers)
        .bind(columns.lowers_open)
        .bind(columns.uppers)
        .bind(columns.uppers_closed)
        .bind(columns.from)
        .bind(columns.through)
        .execute(connection)
        .await?;
    Ok(())
}
