//! What was concluded of a claim, and the other claims that it is related to.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Evidence;
use crate::{
    domain::{
        resource::{Name, Relation, RelationState, RelationType, Review, Verdict},
        rule::{Conflict, ConflictReason},
    },
    picture::{
        called::{day, labelled, look_up, with_fate},
        figure::figure,
        graph::{Edge, End, Frame, Graph, Node},
        mark::{Icon, Judgement},
        text::{counted, joined, words},
        theme::Tone,
    },
};

/// At most this many reviews have a box each, and as many related claims.
const REVIEWS_MAX: usize = 24;
const RELATED_MAX: usize = 24;

/// How a verdict counts.
pub(crate) fn judgement(verdict: Verdict) -> Judgement {
    match verdict {
        Verdict::True | Verdict::MostlyTrue => Judgement::Holds,
        Verdict::False | Verdict::MostlyFalse | Verdict::Misleading => Judgement::Fails,
        Verdict::Mixed => Judgement::Mixed,
        Verdict::Unproven | Verdict::Satire | Verdict::Other => Judgement::Open,
    }
}

/// Adds the boxes and lines of the reviews, which are given newest first.
pub(crate) fn add_reviews(graph: &mut Graph, claim: usize, reviews: &[(Name, Review)]) {
    let column = graph.nodes[claim].column + 1;
    let mut desks = BTreeSet::new();
    let (shown, rest) = reviews.split_at(reviews.len().min(REVIEWS_MAX));
    for (name, review) in shown {
        let is_newest = desks.insert(review.desk());
        let right = graph.add(review_node(*name, review, column, is_newest));
        graph.connect(verdict_edge(claim, right, review.verdict, 1));
    }
    let mut verdicts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for (_, review) in rest {
        *verdicts.entry(review.verdict).or_default() += 1;
    }
    for (verdict, count) in verdicts {
        let right = graph.add(Node {
            column,
            icon: Icon::Verdict(judgement(verdict)),
            frame: Frame::Group,
            heading: format!(
                "{}: {}",
                counted(count, "earlier review", "earlier reviews"),
                words(verdict)
            ),
            count,
            ..Node::default()
        });
        graph.connect(verdict_edge(claim, right, verdict, count));
    }
}

fn review_node(name: Name, review: &Review, column: usize, is_newest: bool) -> Node {
    let label = review.rating.as_ref().map(|it| it.label.as_str());
    let label = label
        .filter(|it| !it.is_empty())
        .map(|it| format!("“{it}”"));
    let time = review.review_time.map(day);
    let superseded = match is_newest {
        true => "",
        false => "superseded by a later review of this desk",
    };
    let evidence = match review.evidence.len() {
        0 => String::new(),
        count => format!("on {} of evidence", counted(count, "piece", "pieces")),
    };
    let details = [
        joined([label.unwrap_or_default(), time.unwrap_or_default()]),
        review.explanation.clone(),
        evidence,
        superseded.to_owned(),
    ];
    Node {
        column,
        icon: Icon::Verdict(judgement(review.verdict)),
        frame: match is_newest {
            true => Frame::Plain,
            false => Frame::Gone,
        },
        heading: format!("{}: {}", review.author, words(review.verdict)),
        details: with_fate(details, &[]),
        name: name.to_string(),
        count: 1,
    }
}

fn verdict_edge(left: usize, right: usize, verdict: Verdict, count: usize) -> Edge {
    Edge {
        left,
        right,
        label: "reviewed".to_owned(),
        label_at: End::Right,
        arrow_at: End::Left,
        tone: judgement(verdict).tone(),
        count,
    }
}

/// Adds the boxes and lines of the claims that this one is related to, and of those whose figures
/// do not meet its own.
pub(crate) fn add_related(graph: &mut Graph, focus: usize, claim: Name, evidence: &Evidence) {
    let column = graph.nodes[focus].column + 1;
    let mut boxes: BTreeMap<Name, usize> = BTreeMap::new();
    let mut rest: BTreeMap<RelationType, usize> = BTreeMap::new();
    for (name, relation) in &evidence.relations {
        let is_outward = name.claim().map(Name::Claim) == Some(claim);
        let other = match is_outward {
            true => Name::Claim(relation.target),
            false => name.claim().map_or(*name, Name::Claim),
        };
        if boxes.len() >= RELATED_MAX && !boxes.contains_key(&other) {
            *rest.entry(relation.relation_type).or_default() += 1;
            continue;
        }
        let right = *boxes
            .entry(other)
            .or_insert_with(|| graph.add(other_node(other, column, evidence)));
        let details = &mut graph.nodes[right].details;
        details.push(joined([
            words(relation.relation_type),
            words(relation.state),
            labelled("by", &relation.author),
        ]));
        graph.connect(relation_edge(focus, right, relation, is_outward));
    }
    let mut more_conflicts = 0;
    for conflict in figures_of(evidence) {
        let Some((own, other)) = sides(conflict, claim) else {
            continue;
        };
        let [own, other_side] = [own, other].map(|it| &conflict.sides[it]);
        let other = Name::Claim(other_side.claim);
        if boxes.len() >= RELATED_MAX && !boxes.contains_key(&other) {
            more_conflicts += 1;
            continue;
        }
        let right = *boxes
            .entry(other)
            .or_insert_with(|| graph.add(other_node(other, column, evidence)));
        let node = &mut graph.nodes[right];
        node.icon = Icon::Dispute;
        if node.heading == other.to_string() {
            node.heading.clone_from(&other_side.statement);
        }
        let pairs = own.quantities.iter().zip(&other_side.quantities).take(2);
        node.details.extend(pairs.map(|(here, there)| {
            format!(
                "{}: {} there, {} here",
                here.measure,
                figure(there),
                figure(here)
            )
        }));
        graph.connect(conflict_edge(focus, right, 1));
    }
    for (kind, count) in rest {
        let right = graph.add(group_node(
            column,
            count,
            &format!("claims: {}", words(kind)),
        ));
        graph.connect(Edge {
            label: words(kind),
            tone: relation_tone(kind),
            ..conflict_edge(focus, right, count)
        });
    }
    if more_conflicts > 0 {
        let right = graph.add(group_node(
            column,
            more_conflicts,
            "claims whose figures do not meet its own",
        ));
        graph.connect(conflict_edge(focus, right, more_conflicts));
    }
}

fn figures_of(evidence: &Evidence) -> impl Iterator<Item = &Conflict> {
    let conflicts = evidence.conflicts.iter();
    conflicts.filter(|it| it.reason == ConflictReason::Quantities)
}

/// The index of the claim's own side in a conflict, and that of the other.
fn sides(conflict: &Conflict, claim: Name) -> Option<(usize, usize)> {
    let is_own = |side: usize| Name::Claim(conflict.sides[side].claim) == claim;
    match (is_own(0), is_own(1)) {
        (true, false) => Some((0, 1)),
        (false, true) => Some((1, 0)),
        _ => None,
    }
}

fn other_node(name: Name, column: usize, evidence: &Evidence) -> Node {
    let called = look_up(&evidence.directory, name);
    Node {
        column,
        icon: Icon::Claim,
        frame: match called.is_gone {
            true => Frame::Gone,
            false => Frame::Plain,
        },
        heading: called.text,
        details: with_fate([], &called.fate),
        name: name.to_string(),
        count: 1,
    }
}

fn group_node(column: usize, count: usize, of: &str) -> Node {
    Node {
        column,
        icon: Icon::Group,
        frame: Frame::Group,
        heading: format!("{count} more {of}"),
        count,
        ..Node::default()
    }
}

fn relation_edge(left: usize, right: usize, relation: &Relation, is_outward: bool) -> Edge {
    let state = match relation.state {
        RelationState::Confirmed => String::new(),
        state => format!(" ({})", words(state)),
    };
    let tone = match relation.state {
        RelationState::Rejected => Tone::Aside,
        _ => relation_tone(relation.relation_type),
    };
    Edge {
        left,
        right,
        label: format!("{}{state}", words(relation.relation_type)),
        label_at: End::Right,
        arrow_at: match is_outward {
            true => End::Right,
            false => End::Left,
        },
        tone,
        count: 1,
    }
}

const fn relation_tone(kind: RelationType) -> Tone {
    match kind {
        RelationType::Contradicts => Tone::Against,
        RelationType::Undermines | RelationType::Qualifies => Tone::Doubt,
        RelationType::Supports => Tone::For,
        _ => Tone::Plain,
    }
}

fn conflict_edge(left: usize, right: usize, count: usize) -> Edge {
    Edge {
        left,
        right,
        label: "figures do not meet".to_owned(),
        label_at: End::Right,
        arrow_at: End::Right,
        tone: Tone::Against,
        count,
    }
}
