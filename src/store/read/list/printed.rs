//! The claims that an article prints, now and as of a point in the log.

use super::{condition::Query, fragment::push_include_deleted};
use crate::{
    domain::resource::{ArticleId, Kind},
    store::{
        operation::Operation,
        point::{Point, push_point},
        read::load::IncludeDeleted,
    },
};

/// Adds the claims that an article prints, and all that are merged with them.
pub(crate) fn push_printed(query: &mut Query, article: ArticleId, include_deleted: IncludeDeleted) {
    query.push("(");
    for (index, printed) in printed().iter().enumerate() {
        if index > 0 {
            query.push(" union all ");
        }
        query.push(printed).push(" where article_id = ");
        query.push_bind(article.uuid());
        push_include_deleted(query, "is_deleted", include_deleted);
    }
    query.push(")");
}

/// The subqueries of the printed claims, their survivors, what was merged into them, and
/// what was merged into their survivors.
fn printed() -> [String; 4] {
    let claim = Kind::Claim.code();
    let survivors =
        format!("from appearances join survivors on survivors.id = claim_id and kind = {claim}");
    [
        "select claim_id from appearances".to_owned(),
        format!("select survivor_id {survivors}"),
        format!(
            "select survivors.id from appearances \
             join survivors on survivor_id = claim_id and kind = {claim}"
        ),
        format!(
            "select other.id {survivors} join survivors other \
             on other.survivor_id = survivors.survivor_id and other.kind = {claim}"
        ),
    ]
}

/// Adds the claims that an article printed as of a point. The claim and the article of an
/// appearance never change. An erased appearance prints nothing.
pub(crate) fn push_printed_as_of(
    query: &mut Query,
    article: ArticleId,
    point: Point,
    include_deleted: IncludeDeleted,
) {
    let appearance = Kind::Appearance.code();
    query.push(format_args!(
        "(select printed.claim_id from appearances printed cross join lateral ( \
         select operation from changes where kind = {appearance} and id = printed.id and "
    ));
    push_point(query, point);
    query.push(" order by revision desc limit 1) newest where printed.article_id = ");
    query.push_bind(article.uuid());
    if include_deleted == IncludeDeleted::Live {
        let deleted = Operation::Deleted.code();
        query.push(format_args!(
            " and newest.operation <> {deleted} and not exists ( \
             select from erasures where kind = {appearance} and id = printed.id)"
        ));
    }
    query.push(")");
}
