//! The rows of a timeline: what each change did, in words.

use super::moment::{Deed, Moment, REPORTED_SHOWN};
use crate::{
    domain::{
        Timestamp,
        passage::AnchoringOutcome,
        resource::{Appearance, Claim, Kind, Name, Relation, Resource, Review},
        rule::Dispute,
    },
    picture::{
        called::{Directory, day, look_up},
        evidence::{standing, verdicts::judgement},
        mark::{Icon, Judgement},
        reported::line,
        text::{counted, joined, some_of, words},
    },
};

/// From so many on, equal changes of one commit are one row.
const EQUAL_MIN: usize = 4;

/// Where a row has its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    Claim,
    Printing,
    Relation,
    Review,
    Standing,
}

impl Lane {
    pub(crate) const ALL: [Self; 5] = [
        Self::Claim,
        Self::Printing,
        Self::Relation,
        Self::Review,
        Self::Standing,
    ];

    pub(crate) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Appearance | Kind::Article | Kind::Source => Self::Printing,
            Kind::Relation => Self::Relation,
            Kind::Review => Self::Review,
            Kind::Standing => Self::Standing,
            Kind::Claim => Self::Claim,
        }
    }

    pub(crate) const fn icon(self) -> Icon {
        match self {
            Self::Claim => Icon::Claim,
            Self::Printing => Icon::Article,
            Self::Relation => Icon::Group,
            Self::Review => Icon::Verdict(Judgement::Holds),
            Self::Standing => Icon::Dispute,
        }
    }

    pub(crate) const fn caption(self) -> &'static str {
        match self {
            Self::Claim => "the claim",
            Self::Printing => "printings",
            Self::Relation => "relations",
            Self::Review => "reviews",
            Self::Standing => "its standing",
        }
    }
}

/// A row.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) time: Timestamp,
    pub(crate) until: Option<Timestamp>,
    pub(crate) lane: Lane,
    pub(crate) icon: Icon,
    pub(crate) heading: String,
    pub(crate) details: Vec<String>,
    pub(crate) name: String,
    pub(crate) revision: String,
    /// How many changes it stands for.
    pub(crate) count: usize,
}

impl Entry {
    /// One row for many.
    pub(crate) fn of_many(entries: &[Self]) -> Option<Self> {
        let (first, last) = (entries.first()?, entries.last()?);
        let count = entries.iter().map(|it| it.count).sum();
        Some(Self {
            until: last.until.or(Some(last.time)),
            icon: Icon::Group,
            heading: format!("and {}", counted(count, "more change", "more changes")),
            details: Vec::new(),
            name: String::new(),
            revision: String::new(),
            count,
            ..first.clone()
        })
    }

    /// When it was.
    pub(crate) fn when(&self) -> String {
        match self.until {
            None => self.time.format("%Y-%m-%d %H:%M").to_string(),
            Some(until) => match (day(self.time), day(until)) {
                (from, until) if from == until => from,
                (_, until) => format!("to {until}"),
            },
        }
    }
}

/// From so many rows on, neighbours of one day in one lane are one row.
const CROWDED_MIN: usize = 40;

/// The rows of changes that concern a claim. A standing that says the same as before belongs to
/// the row of that one.
pub(crate) fn entries(claim: Name, moments: &[Moment], directory: &Directory) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut standing: Option<(&Dispute, usize)> = None;
    let mut rest = moments;
    while let Some(first) = rest.first() {
        let is_equal = |it: &&Moment| {
            it.time == first.time && it.deed == first.deed && it.name.kind() == first.name.kind()
        };
        let equal = rest.iter().take_while(is_equal).count();
        let (these, others) = rest.split_at(equal);
        rest = others;
        match (&first.dispute, standing) {
            (Some(dispute), Some((before, row))) if dispute == before => {
                entries[row].count += equal;
                continue;
            }
            (Some(dispute), _) => standing = Some((dispute, entries.len())),
            _ => {}
        }
        match equal {
            ..EQUAL_MIN => entries.extend(these.iter().map(|it| entry(claim, it, directory))),
            _ => entries.push(together(claim, these, directory)),
        }
    }
    for entry in &mut entries {
        if entry.lane == Lane::Standing && entry.count > 1 {
            let more = counted(entry.count - 1, "more change", "more changes");
            entry.details.insert(0, format!("the same after {more}"));
        }
    }
    match entries.len() {
        ..CROWDED_MIN => entries,
        _ => crowded(entries),
    }
}

/// Joins neighbours of one day in one lane.
fn crowded(entries: Vec<Entry>) -> Vec<Entry> {
    let mut joined: Vec<Entry> = Vec::new();
    for next in entries {
        match joined.last_mut() {
            Some(last) if last.lane == next.lane && day(last.time) == day(next.time) => {
                last.count += next.count;
                last.until = Some(next.until.unwrap_or(next.time));
                last.name.clear();
                if last.lane == Lane::Standing {
                    last.heading = next.heading;
                    last.icon = next.icon;
                    last.details = vec![format!("after {} changes of its standing", last.count)];
                } else {
                    let what = last.heading.split([':', '×']).next().unwrap_or_default();
                    last.heading = format!("{} ×{}", what.trim(), last.count);
                }
            }
            _ => joined.push(next),
        }
    }
    joined
}

fn together(claim: Name, moments: &[Moment], directory: &Directory) -> Entry {
    let first = entry(claim, &moments[0], directory);
    let what = first.heading.split(':').next().unwrap_or_default();
    Entry {
        heading: format!("{what} ×{}", moments.len()),
        details: vec![joined([
            format!("the first: {}", first.heading),
            first.details.join(", "),
        ])],
        name: String::new(),
        revision: String::new(),
        count: moments.len(),
        ..first
    }
}

fn entry(claim: Name, moment: &Moment, directory: &Directory) -> Entry {
    let lane = Lane::of(moment.name.kind());
    let mut icon = lane.icon();
    let deed = deed(moment.deed);
    let (heading, mut details) = match (
        moment.after.as_ref().map(|it| &it.resource),
        &moment.dispute,
    ) {
        _ if moment.deed == Deed::Erased => (format!("{} erased", thing(lane)), Vec::new()),
        (Some(Resource::Claim(after)), _) => {
            let before = moment.before.as_ref().map(|it| &it.resource);
            let before = match before {
                Some(Resource::Claim(before)) => Some(before),
                _ => None,
            };
            if after.retraction.is_some() {
                icon = Icon::Retracted;
            }
            let (heading, mut details) = claim_entry(deed, after, before);
            let reported = moment.reported().map(|it| line(it, directory));
            let reported = some_of(reported, REPORTED_SHOWN);
            details.extend(reported.into_iter().map(|it| format!("reported: {it}")));
            (heading, details)
        }
        (Some(Resource::Appearance(it)), _) => appearance_entry(deed, it, directory),
        (Some(Resource::Relation(it)), _) => {
            relation_entry(deed, claim, moment.name, it, directory)
        }
        (Some(Resource::Review(it)), _) => {
            icon = Icon::Verdict(judgement(it.verdict));
            review_entry(deed, it)
        }
        (_, Some(dispute)) => {
            if dispute.reasons.is_empty() {
                icon = dispute
                    .verdict
                    .map_or(Icon::Claim, |it| Icon::Verdict(judgement(it)));
            }
            (standing(dispute), Vec::new())
        }
        _ => {
            let heading = format!("{} {deed}", thing(lane));
            (heading, vec!["what it said is no longer kept".to_owned()])
        }
    };
    details.push(joined([
        format!("by {}", moment.actor),
        format!("revision {}", moment.revision),
    ]));
    details.retain(|it| !it.is_empty());
    Entry {
        time: moment.time,
        until: None,
        lane,
        icon,
        heading,
        details,
        name: moment.name.to_string(),
        revision: moment.revision.to_string(),
        count: 1,
    }
}

const fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::Created => "stored",
        Deed::Updated => "changed",
        Deed::Deleted => "deleted",
        Deed::Undeleted => "brought back",
        Deed::Erased => "erased",
    }
}

const fn thing(lane: Lane) -> &'static str {
    match lane {
        Lane::Claim => "Claim",
        Lane::Printing => "Printing",
        Lane::Relation => "Relation",
        Lane::Review => "Review",
        Lane::Standing => "Standing",
    }
}

fn claim_entry(deed: &str, after: &Claim, before: Option<&Claim>) -> (String, Vec<String>) {
    let was = |is: fn(&Claim) -> bool| before.is_some_and(is);
    let what = match (&after.retraction, after.merged_into) {
        (Some(_), _) if !was(|it| it.retraction.is_some()) => "retracted",
        (None, _) if was(|it| it.retraction.is_some()) => "no longer retracted",
        (_, Some(_)) if !was(|it| it.merged_into.is_some()) => "merged into another one",
        (_, None) if was(|it| it.merged_into.is_some()) => "no longer merged",
        _ => deed,
    };
    let mut details = Vec::new();
    if let (Some(retraction), "retracted") = (&after.retraction, what) {
        details.push(joined([
            retraction.reason.clone(),
            retraction.time.map(day).unwrap_or_default(),
        ]));
    }
    if before.is_none_or(|it| it.statement != after.statement) {
        details.push(format!("“{}”", after.statement));
    } else if deed == "changed" && what == deed {
        details.push(changed(after, before));
    }
    (format!("Claim {what}"), details)
}

/// What of a claim is other than before.
fn changed(after: &Claim, before: Option<&Claim>) -> String {
    let Some(before) = before else {
        return String::new();
    };
    let parts = [
        ("type", after.claim_type != before.claim_type),
        ("figures", after.quantities != before.quantities),
        ("period", after.period != before.period),
        ("entities", after.entities != before.entities),
        ("places", after.places != before.places),
        ("tags", after.tags != before.tags),
        ("subject, predicate or object", {
            let said = |it: &Claim| (it.subject.clone(), it.predicate.clone(), it.object.clone());
            said(after) != said(before)
        }),
        ("note", after.note != before.note),
        (
            "reported appearances",
            after.reported_appearances != before.reported_appearances,
        ),
    ];
    joined(
        parts
            .into_iter()
            .filter(|(_, differs)| *differs)
            .map(|(name, _)| name.to_owned()),
    )
}

fn appearance_entry(
    deed: &str,
    appearance: &Appearance,
    directory: &Directory,
) -> (String, Vec<String>) {
    let article = look_up(directory, Name::Article(appearance.article));
    let outcome = appearance.anchoring.as_ref().map(|it| it.outcome);
    let deed = match (deed, outcome) {
        ("changed", Some(AnchoringOutcome::Orphaned)) => "not printed any more",
        ("changed", Some(AnchoringOutcome::Changed)) => "edited",
        ("changed", Some(AnchoringOutcome::Moved)) => "moved",
        _ => deed,
    };
    let wording = appearance.printing.anchors.first();
    let wording = wording
        .map(|it| format!("“{}”", it.exact))
        .unwrap_or_default();
    let published = match article.detail.is_empty() {
        true => String::new(),
        false => format!("published {}", article.detail),
    };
    let mut details = vec![wording, published];
    details.extend(article.fate);
    (format!("Printing {deed}: {}", article.text), details)
}

fn relation_entry(
    deed: &str,
    claim: Name,
    name: Name,
    relation: &Relation,
    directory: &Directory,
) -> (String, Vec<String>) {
    let kind = words(relation.relation_type);
    let parent = name.claim().map(Name::Claim);
    let (heading, other) = match parent == Some(claim) {
        true => (
            format!("Relation {deed}: {kind}"),
            Name::Claim(relation.target),
        ),
        false => (
            format!("Relation {deed}: another claim {kind} it"),
            parent.unwrap_or(name),
        ),
    };
    let other = look_up(directory, other);
    (
        heading,
        vec![format!("“{}”", other.text), words(relation.state)],
    )
}

fn review_entry(deed: &str, review: &Review) -> (String, Vec<String>) {
    let time = review
        .review_time
        .map(|it| format!("judged on {}", day(it)));
    let heading = format!(
        "Review {deed}: {}: {}",
        review.author,
        words(review.verdict)
    );
    (
        heading,
        vec![review.explanation.clone(), time.unwrap_or_default()],
    )
}
