//! Reads the order of a list, as `order_by` gives it [AIP-132].

use crate::{
    domain::value::Checker,
    store::read::{
        ReadOptions,
        list::{Order, OrderBy},
    },
};

/// The fields by which lists of a kind of resource can be ordered, with their names.
pub(crate) type OrderFields = &'static [(&'static str, OrderBy)];

/// Lists of sources and claims.
pub(crate) const BY_CREATION: OrderFields = &[("create_time", OrderBy::CreateTime)];

/// Lists of articles.
pub(crate) const OF_ARTICLES: OrderFields = &[
    ("create_time", OrderBy::CreateTime),
    ("date_published", OrderBy::DatePublished),
];

/// Lists of reviews.
pub(crate) const OF_REVIEWS: OrderFields = &[
    ("create_time", OrderBy::CreateTime),
    ("review_time", OrderBy::ReviewTime),
];

/// Reads the order of a list.
pub(crate) fn read_order(
    check: &mut Checker,
    order_by: &str,
    fields: OrderFields,
    options: ReadOptions,
) -> Order {
    if order_by.trim().is_empty() {
        return Order::BY_ID;
    }
    if options.moment.is_some() {
        check.report_at("order_by", "excludes read_time; give one of them");
    }
    let order = parse(order_by, fields);
    if order.is_none() {
        let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        let names = names.join(" or ");
        check.report_at(
            "order_by",
            format!("must be {names}, alone or followed by desc"),
        );
    }
    order.unwrap_or_default()
}

fn parse(order_by: &str, fields: OrderFields) -> Option<Order> {
    let words: Vec<&str> = order_by.split_whitespace().collect();
    let (name, is_descending) = match words[..] {
        [name] | [name, "asc"] => (name, false),
        [name, "desc"] => (name, true),
        _ => return None,
    };
    let (_, by) = fields.iter().find(|(field, _)| *field == name)?;
    Some(Order {
        by: *by,
        is_descending,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_field_and_a_direction_are_an_order() {
        let order = |by, is_descending| Some(Order { by, is_descending });
        for (text, expected) in [
            ("create_time", order(OrderBy::CreateTime, false)),
            (" create_time  asc", order(OrderBy::CreateTime, false)),
            ("create_time desc ", order(OrderBy::CreateTime, true)),
            ("date_published desc", order(OrderBy::DatePublished, true)),
            ("create_time, date_published", None),
            ("create_time,", None),
            ("create_time DESC", None),
            ("desc", None),
            ("update_time", None),
            ("review_time", None),
        ] {
            assert_eq!(parse(text, OF_ARTICLES), expected, "{text}");
        }
    }
}
