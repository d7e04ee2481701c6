//! The desk that made a review, among those whom a document names as its authors.

use serde_json::Value;

use super::{
    find::step,
    node::values,
    notes::Notes,
    things::{Reader, Thing},
};
use crate::{domain::value::identity::is_blank, wire::pb};

/// The longest name of a desk, in code points.
const NAME_MAX: usize = 200;

/// The most authors that are read.
const AUTHORS_MAX: usize = 32;

/// What a document says of who made a review, each with its key.
pub struct Given<'a> {
    /// Its author.
    pub author: Option<(&'a str, &'a Value)>,
    /// Its publisher.
    pub publisher: Option<(&'a str, &'a Value)>,
}

/// The name of the desk: that of the first organization among the authors, or else of the
/// publisher if that is one, or else of the first of them with a name. Without names it is the
/// address.
pub fn name<'a>(
    reader: &Reader<'_, 'a>,
    notes: &mut Notes<'_>,
    given: &Given<'a>,
) -> Result<String, String> {
    let mut things: Vec<(String, Thing<'a>)> = Vec::new();
    for (key, value) in [given.author, given.publisher].into_iter().flatten() {
        let path = format!("/{}", step(key));
        for value in notes.first(&path, values(value), AUTHORS_MAX) {
            things.push((path.clone(), reader.thing(notes, &path, value)));
        }
    }
    let is_desk = |thing: &Thing<'_>| {
        let kind = thing.kind();
        kind == Some(pb::SourceKind::Organization) || kind == Some(pb::SourceKind::GovernmentBody)
    };
    let has_name = |thing: &Thing<'_>| !is_blank(&thing.name);
    let chosen = things
        .iter()
        .position(|(_, it)| has_name(it) && is_desk(it))
        .or_else(|| things.iter().position(|(_, it)| has_name(it)))
        .or_else(|| things.iter().position(|(_, it)| !it.url.is_empty()))
        .ok_or("has no author with a name, which a review needs")?;
    list_others(notes, &things, chosen);
    let (_, desk) = things.swap_remove(chosen);
    let name = match has_name(&desk) {
        true => desk.name,
        false => desk.url,
    };
    match name.chars().nth(NAME_MAX) {
        Some(_) => Err("has an author with a name of more than 200 code points".to_owned()),
        None => Ok(name),
    }
}

/// Lists the authors that are not the desk.
fn list_others(notes: &mut Notes<'_>, things: &[(String, Thing<'_>)], chosen: usize) {
    let desk = things.get(chosen).map(|(_, it)| it.name.as_str());
    for (path, thing) in things {
        let is_new = !thing.name.is_empty() && Some(thing.name.as_str()) != desk;
        if is_new {
            let name: String = thing.name.chars().take(100).collect();
            notes.left_out(path, format!("{name:?}: a review has one author, the desk"));
        }
    }
}
