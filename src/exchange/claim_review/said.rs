//! By whom, where and when a claim was made, as the ClaimReview says.
//!
//! The contract has no place for it yet. An appearance needs the text of its article, which a
//! ClaimReview does not have, and the evidence of a review is what its verdict rests on. So
//! each of these is read, and listed as left out.

use super::{
    find::step,
    node::{Node, values},
    notes::Notes,
    things::{Reader, Thing},
};
use crate::wire::pb;

/// The most entries of one ClaimReview.
const SAID_MAX: usize = 32;

/// One making of a claim, as a desk reports it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Where in the item it is said.
    pub path: String,
    /// What the desk calls who made the claim; empty if it names nobody.
    pub printed_name: String,
    /// Who made the claim, if that is known by an address or a `same_as`.
    pub source: Option<pb::Source>,
    /// The page, post or work that contains the claim.
    pub document: Option<pb::Source>,
    /// When it was made, as written.
    pub date: Option<pb::Date>,
    /// Whether it is the first known one.
    pub is_first: bool,
}

/// The properties of a Claim, or of the CreativeWork that older documents have instead, that
/// say where it was made.
const PLACES: &[&str] = &["firstappearance", "appearance", "ispartof", "url", "sameas"];

/// Takes what a claim says of its making out of its node, which is at `path`.
pub fn read<'a>(
    reader: &Reader<'_, 'a>,
    notes: &mut Notes<'_>,
    path: &str,
    node: &mut Node<'a>,
) -> Vec<Said> {
    let mut all = Vec::new();
    let published = node.take_text("datepublished");
    for name in ["author", "claiminterpreter", "creator"] {
        let Some((key, value)) = node.take(name) else {
            continue;
        };
        let path = format!("{path}/{}", step(key));
        for value in values(value).into_iter().take(SAID_MAX) {
            let thing = reader.thing(notes, &path, value);
            all.push(Said {
                path: path.clone(),
                printed_name: thing.name.clone(),
                source: thing.source(),
                ..Said::default()
            });
        }
    }
    // The date is that of the claim, and of no speaker in particular if there are several.
    match (&mut all[..], published) {
        ([said], Some(date)) => said.date = Some(date_of(date)),
        (_, Some(date)) => all.push(Said {
            path: format!("{path}/datePublished"),
            date: Some(date_of(date)),
            ..Said::default()
        }),
        (_, None) => {}
    }
    for name in PLACES {
        let Some((key, value)) = node.take(name) else {
            continue;
        };
        let path = format!("{path}/{}", step(key));
        for value in values(value).into_iter().take(SAID_MAX) {
            let thing = reader.thing(notes, &path, value);
            let mut said = of_place(reader, notes, &path, thing);
            said.is_first = *name == "firstappearance";
            all.push(said);
        }
    }
    all.truncate(SAID_MAX);
    all
}

/// What a page that contains the claim says of its making.
fn of_place<'a>(
    reader: &Reader<'_, 'a>,
    notes: &mut Notes<'_>,
    path: &str,
    thing: Thing<'a>,
) -> Said {
    let author = thing.author.map(values).unwrap_or_default();
    let author = author.first().map(|value| {
        let path = format!("{path}/author");
        reader.thing(notes, &path, value)
    });
    Said {
        path: path.to_owned(),
        document: thing.source(),
        source: author.as_ref().and_then(Thing::source),
        printed_name: author.map(|it| it.name).unwrap_or_default(),
        date: thing.published.map(date_of),
        is_first: false,
    }
}

fn date_of(printed: String) -> pb::Date {
    pb::Date {
        printed,
        ..pb::Date::default()
    }
}

impl Said {
    /// Lists it as left out, once for each place in the document.
    pub fn leave_out(all: &[Self], notes: &mut Notes<'_>) {
        let mut last = "";
        for said in all {
            if said.path != last {
                let reason = "there is no place for who made a reviewed claim, where and when: \
                              record it with the article that prints it";
                notes.left_out(&said.path, reason);
            }
            last = &said.path;
        }
    }
}
