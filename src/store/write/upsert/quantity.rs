//! Upserts of the figures of claims, in the form in which they are compared.

use uuid::Uuid;

use crate::{
    domain::{Timestamp, figure::quantity::Bound, resource::Claim, rule::conflict::figures},
    store::{Error, connection::Connection},
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

/// Removes the figures of claims.
pub(in crate::store) async fn remove(
    connection: &mut Connection,
    claims: &[Uuid],
) -> Result<(), Error> {
    sqlx::query!(
        "delete from claim_quantities where claim_id = any($1)",
        claims
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A claim, and whether it is deleted.
pub(in crate::store) struct Figured<'a> {
    pub id: Uuid,
    pub claim: &'a Claim,
    pub is_deleted: bool,
}

impl Figured<'_> {
    /// Whether it is held: other claims are in no conflict.
    fn is_held(&self) -> bool {
        let Self {
            claim, is_deleted, ..
        } = self;
        !is_deleted && claim.retraction.is_none() && claim.merged_into.is_none()
    }
}

/// Inserts the figures of claims of which no figures are stored.
pub(in crate::store) async fn insert<'a>(
    connection: &mut Connection,
    claims: impl Iterator<Item = Figured<'a>>,
) -> Result<(), Error> {
    let mut columns = Columns::default();
    for it in claims.filter(Figured::is_held) {
        columns.push(it.id, it.claim);
    }
    if columns.claims.is_empty() {
        return Ok(());
    }
    sqlx::query!(
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
        ",
        &columns.claims,
        &columns.ordinals,
        &columns.measures,
        &columns.keys,
        &columns.counted,
        &columns.lowers as &[Option<String>],
        &columns.lowers_open,
        &columns.uppers as &[Option<String>],
        &columns.uppers_closed,
        &columns.from as &[Option<Timestamp>],
        &columns.through as &[Option<Timestamp>],
    )
    .execute(connection)
    .await?;
    Ok(())
}
