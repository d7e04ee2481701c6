//! By whom, where and when a claim was made, as the ClaimReview says: the reported appearances
//! of the claim. An appearance of its own would need the text of its article.

use chrono::{DateTime, Datelike as _, NaiveDate};

use super::{
    find::step,
    node::{Node, values},
    notes::Notes,
    sources::Sources,
    things::{Reader, Thing},
};
use crate::{
    exchange::own,
    wire::{pb, value::read::to_timestamp},
};

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
    /// Whether the store that exported it has it as an appearance.
    pub is_printed: bool,
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
        for value in notes.first(&path, values(value), SAID_MAX) {
            let thing = reader.thing(notes, &path, value);
            all.push(Said {
                path: path.clone(),
                printed_name: thing.reported_name(),
                source: thing.source(),
                is_printed: thing.is_printed,
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
        for value in notes.first(&path, values(value), SAID_MAX) {
            let thing = reader.thing(notes, &path, value);
            let mut said = of_place(reader, notes, &path, thing);
            said.is_first = *name == "firstappearance";
            all.push(said);
        }
    }
    for left in all.split_off(SAID_MAX.min(all.len())) {
        let reason = format!("is one more than the {SAID_MAX} makings of a claim that are read");
        notes.left_out(&left.path, reason);
    }
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
        printed_name: author.map(|it| it.reported_name()).unwrap_or_default(),
        is_printed: thing.is_printed,
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

/// What is reported of the making of a claim, each once, and the places of those that the store
/// that exported them has as appearances. Its sources are added to those of the bundle.
pub fn reported(
    all: Vec<Said>,
    sources: &mut Sources,
    notes: &mut Notes<'_>,
) -> (Vec<pb::ReportedAppearance>, Vec<usize>) {
    let mut reported: Vec<pb::ReportedAppearance> = Vec::new();
    let mut printed = Vec::new();
    // A source is as it was reported, and not as an article that the store prints.
    let (prints, reports): (Vec<Said>, Vec<Said>) = all.into_iter().partition(|it| it.is_printed);
    for said in reports.into_iter().chain(prints) {
        let one = said.report(sources, notes);
        if one.source.is_empty() && one.document.is_empty() && one.printed_name.is_empty() {
            notes.left_out(&said.path, "does not say who made the claim, or where");
            continue;
        }
        // What the store prints is not what somebody reported, even if it says the same.
        let is_same = |(at, it): &(usize, &pb::ReportedAppearance)| {
            own::is_same_making(it, &one) && printed.contains(at) == said.is_printed
        };
        let known = reported.iter().enumerate().find(is_same);
        match known.map(|it| it.0).and_then(|at| reported.get_mut(at)) {
            None => {
                if said.is_printed {
                    printed.push(reported.len());
                }
                reported.push(one);
            }
            Some(known) => own::add_to_making(known, one),
        }
    }
    (reported, printed)
}

impl Said {
    fn report(&self, sources: &mut Sources, notes: &mut Notes<'_>) -> pb::ReportedAppearance {
        let mut add = |source: &Option<pb::Source>| {
            let source = source.clone()?;
            sources.add_source(notes, &self.path, source)
        };
        let (source, document) = (add(&self.source), add(&self.document));
        let printed_name: String = self.printed_name.chars().take(NAME_MAX).collect();
        let date = self.date.as_ref().and_then(|given| {
            let date = exact_date(&given.printed);
            if date.is_none() {
                let printed: String = given.printed.chars().take(100).collect();
                notes.left_out(&self.path, format!("{printed:?} is not a date of ISO 8601"));
            }
            date
        });
        pb::ReportedAppearance {
            source: source.unwrap_or_default(),
            printed_name,
            document: document.unwrap_or_default(),
            date,
            first: self.is_first,
        }
    }
}

/// The longest name, in code points.
const NAME_MAX: usize = 500;

/// A day, or an instant, as ISO 8601 writes them.
fn exact_date(text: &str) -> Option<pb::Date> {
    let text = text.trim();
    if let Ok(day) = text.parse::<NaiveDate>()
        && (1..=9999).contains(&day.year())
        && text.len() == 10
    {
        return Some(pb::Date {
            year: day.year(),
            month: i32::try_from(day.month()).ok()?,
            day: i32::try_from(day.day()).ok()?,
            ..pb::Date::default()
        });
    }
    let instant = DateTime::parse_from_rfc3339(text).ok()?;
    Some(pb::Date {
        instant: Some(to_timestamp(instant.to_utc())),
        ..pb::Date::default()
    })
}
