//! Refuses stated times that are in the future, by the clock of the database.

use crate::{
    app::Error,
    domain::{Timestamp, resource::Resource, rule::clock, value::Checker},
    store::Lookup,
};

/// The times that a write adds to a resource, each with its field path. `before` is `None`
/// for a new resource.
pub(crate) fn added_times(
    before: Option<&Resource>,
    after: &Resource,
    place: impl Fn(&str) -> String,
) -> Vec<(String, Timestamp)> {
    let known = before.map(Resource::stated_times).unwrap_or_default();
    let stated = after.stated_times().into_iter();
    let added = stated.filter(|time| !known.contains(time));
    added.map(|(field, time)| (place(field), time)).collect()
}

/// Reports those of these times that are in the future.
pub(crate) async fn check(
    lookup: &mut Lookup<'_>,
    check: &mut Checker,
    times: Vec<(String, Timestamp)>,
) -> Result<(), Error> {
    if !times.is_empty() {
        clock::check_past(check, times, lookup.now().await?);
    }
    Ok(())
}
