//! The evidence of a claim: where it is printed, on whose word, and what was concluded.
//!
//! Chains that end in the same way share their ends: whoever speaks on the word of the same
//! others, with the same stances, is one box. So a line that leaves a box leads to the one origin
//! that all the printings before it have, and nothing else.

pub mod facts;
mod printings;
mod reported;
mod speakers;
pub(crate) mod verdicts;

use self::{
    facts::Evidence,
    printings::add_printings,
    reported::add_reported,
    speakers::Speakers,
    verdicts::{add_related, add_reviews},
};
use super::{
    called::{fate, with_fate},
    canvas::Picture,
    diagram::picture_of,
    figure::figure,
    graph::{Frame, Graph, Node},
    mark::Icon,
    sheet::Sheet,
    text::{counted_of, joined, words},
    theme::Theme,
};
use crate::domain::{
    resource::{Claim, Resource, Stored},
    rule::Dispute,
};

/// Draws the evidence of a claim.
pub fn picture(claim: &Stored, evidence: &Evidence, theme: Option<Theme>) -> Picture {
    let (graph, speakers) = graph(claim, evidence);
    let counts = [
        (evidence.appearances.len(), "printing", "printings"),
        (
            speakers,
            "speaker in its chains",
            "speakers in their chains",
        ),
        (evidence.reviews.len(), "review", "reviews"),
        (evidence.relations.len(), "relation", "relations"),
        (
            claim_of(claim).map_or(0, |it| it.reported_appearances.len()),
            "appearance that others report",
            "appearances that others report",
        ),
    ];
    let counts = match counts.iter().all(|(count, ..)| *count == 0) {
        true => "Printed nowhere that is known".to_owned(),
        false => counted_of(&counts),
    };
    let mut lines = vec![format!("{counts}. {}", standing(&evidence.dispute))];
    lines.extend(evidence.notes.iter().cloned());
    let sheet = Sheet {
        id: "evidence",
        title: "The evidence of a claim".to_owned(),
        lines,
    };
    picture_of(graph, sheet, theme)
}

const fn claim_of(stored: &Stored) -> Option<&Claim> {
    match &stored.resource {
        Resource::Claim(claim) => Some(claim),
        _ => None,
    }
}

/// The standing of a claim in a sentence.
pub fn standing(dispute: &Dispute) -> String {
    let reasons = joined(dispute.reasons.iter().map(words));
    let disputed = match reasons.is_empty() {
        true => "Not disputed".to_owned(),
        false => format!("Disputed: {reasons}"),
    };
    match dispute.verdict {
        None => format!("{disputed}; not reviewed."),
        Some(verdict) => format!("{disputed}; newest verdict: {}.", words(verdict)),
    }
}

fn graph(claim: &Stored, evidence: &Evidence) -> (Graph, usize) {
    let mut graph = Graph::default();
    let speakers = Speakers::of(&evidence.appearances);
    let reports = claim_of(claim).filter(|it| !it.reported_appearances.is_empty());
    let column = speakers.depth().max(usize::from(reports.is_some())) + 1;
    let focus = graph.add(claim_node(claim, column));
    let boxes = speakers.add_to(&mut graph, focus, evidence);
    if let Some(claim) = reports {
        add_reported(&mut graph, focus, claim, evidence);
    }
    add_printings(&mut graph, &speakers, &boxes, evidence);
    add_reviews(&mut graph, focus, &evidence.reviews);
    add_related(&mut graph, focus, claim.name, evidence);
    graph.columns = columns(&graph, column, speakers.depth() > 0);
    (graph, speakers.count())
}

/// What stands over the columns.
fn columns(graph: &Graph, claim: usize, has_speakers: bool) -> Vec<String> {
    let name = |column: usize| match column {
        0 => "Printed in",
        _ if column < claim && !has_speakers => "As others report it",
        1 if column < claim => "On the word of",
        column if column < claim => "Who has it from",
        column if column == claim => "The claim",
        _ => "What was concluded, and other claims",
    };
    let has = |column: usize| graph.nodes.iter().any(|it| it.column == column);
    let columns = (0..=claim + 1).map(|column| match has(column) {
        true => name(column).to_owned(),
        false => String::new(),
    });
    columns.collect()
}

/// The box of the claim that a picture is about.
pub fn claim_node(stored: &Stored, column: usize) -> Node {
    let nothing = Claim::default();
    let claim = claim_of(stored).unwrap_or(&nothing);
    let figures = claim
        .quantities
        .iter()
        .map(|it| format!("{}: {}", it.measure, figure(it)));
    let details = std::iter::once(words(claim.claim_type)).chain(figures.take(6));
    let heading = match &stored.erasure {
        Some(_) => "(erased)".to_owned(),
        None => claim.statement.clone(),
    };
    Node {
        column,
        icon: Icon::Claim,
        frame: Frame::Focus,
        heading,
        details: with_fate(details, &fate(stored, claim.retraction.as_ref())),
        name: stored.name.to_string(),
        count: 1,
    }
}
