//! Checks the standings of claims against their appearances, relations and reviews.

use uuid::Uuid;

use super::{
    newest::{compare, newest},
    report::Report,
};
use crate::{
    domain::resource::{ClaimId, Kind, Name},
    store::{
        Error,
        connection::Connection,
        write::{
            Row,
            reach::is_pending,
            standing::{expected, rows},
        },
    },
};

/// The number of claims in one step.
const STEP: i64 = 500;

/// Checks the standings of all claims.
pub(crate) async fn check(stored: &mut Connection, report: &mut Report) -> Result<(), Error> {
    let mut after: Option<Uuid> = None;
    loop {
        stored.begin_snapshot().await?;
        let claims = sqlx::query_scalar!(
            "
            select id from claims where $1::uuid is null or id > $1
            order by id limit $2
            ",
            after,
            STEP
        )
        .fetch_all(&mut *stored)
        .await?;
        let Some(&last) = claims.last() else {
            stored.rollback().await?;
            break;
        };
        after = Some(last);
        step(stored, &claims, report).await?;
        stored.rollback().await?;
    }
    Ok(())
}

async fn step(
    snapshot: &mut Connection,
    claims: &[Uuid],
    report: &mut Report,
) -> Result<(), Error> {
    let stored = rows(snapshot, claims).await?;
    let newest = newest(snapshot, Kind::Standing, claims).await?;
    for (claim, standing) in expected(snapshot, claims, None).await? {
        report.standings += 1;
        let row = stored.get(&claim);
        let is_same = Row::matches(row, claim, &standing)?;
        if !is_same && is_pending(snapshot, claim).await? {
            report.pending += 1;
        } else if !is_same {
            report.add(Name::Standing(claim), "differs from the computed standing");
        }
        match row {
            Some(row) => {
                let newest = newest.get(&claim.uuid());
                let name = Name::Standing(claim);
                compare(report, name, newest, row.revision, &row.doc);
            }
            None if newest.contains_key(&claim.uuid()) => report_missing_row(report, claim),
            None => {}
        }
    }
    Ok(())
}

fn report_missing_row(report: &mut Report, claim: ClaimId) {
    report.add(Name::Standing(claim), "is in the log but has no row");
}
