//! The speakers in the chains of a claim's appearances, as a tree whose root is the claim.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Evidence;
use crate::{
    domain::resource::{Appearance, AttributionBasis, Hop, Name, SourceId, Stance},
    picture::{
        called::{date, labelled, look_up, with_fate},
        graph::{Edge, End, Frame, Graph, Node},
        mark::Icon,
        reported::document,
        text::{counted, some_of, words},
        theme::Tone,
    },
};

/// At most this many speakers have a box each. If there are more, so many of them have, and the
/// others are groups.
const SPEAKERS_MAX: usize = 40;
const FIRST_MAX: usize = 24;

/// A box says at most this many things of how its speaker spoke.
const REMARKS_MAX: usize = 3;

/// The index of a speaker; 0 is the claim itself.
pub(crate) type Speaker = usize;

/// All speakers.
#[derive(Debug)]
pub(crate) struct Speakers<'a> {
    nodes: Vec<Voice<'a>>,
    /// The speakers nearest to the article, for each appearance.
    nearest: Vec<Vec<Speaker>>,
}

#[derive(Debug)]
struct Voice<'a> {
    /// Toward the claim.
    parent: Speaker,
    depth: usize,
    children: BTreeMap<(SourceId, Stance), Speaker>,
    hops: Vec<&'a Hop>,
}

impl<'a> Speakers<'a> {
    pub(crate) fn of(appearances: &'a [(Name, Appearance)]) -> Self {
        let root = Voice {
            parent: 0,
            depth: 0,
            children: BTreeMap::new(),
            hops: Vec::new(),
        };
        let mut speakers = Self {
            nodes: vec![root],
            nearest: Vec::with_capacity(appearances.len()),
        };
        for (_, appearance) in appearances {
            let chains = appearance.printing.chains.iter();
            let ends: Vec<Speaker> = chains.map(|chain| speakers.follow(&chain.hops)).collect();
            speakers.nearest.push(ends);
        }
        speakers
    }

    /// The speaker nearest to the article in a chain, with all that it has behind it.
    fn follow(&mut self, hops: &'a [Hop]) -> Speaker {
        hops.iter().rev().fold(0, |behind, hop| {
            let next = self.nodes.len();
            let depth = self.nodes[behind].depth + 1;
            let key = (hop.source, hop.stance);
            let speaker = *self.nodes[behind].children.entry(key).or_insert(next);
            if speaker == next {
                self.nodes.push(Voice {
                    parent: behind,
                    depth,
                    children: BTreeMap::new(),
                    hops: Vec::new(),
                });
            }
            self.nodes[speaker].hops.push(hop);
            speaker
        })
    }

    /// The number of speakers.
    pub(crate) fn count(&self) -> usize {
        self.nodes.len() - 1
    }

    /// The number of columns that they take.
    pub(crate) fn depth(&self) -> usize {
        self.nodes.iter().map(|it| it.depth).max().unwrap_or(0)
    }

    /// The speakers nearest to the article in an appearance.
    pub(crate) fn nearest(&self, appearance: usize) -> &[Speaker] {
        &self.nearest[appearance]
    }

    /// Adds the boxes and lines of the speakers to the left of the claim's box. Returns the box
    /// of each one: its own, or that of a group of those whom few printings rest on.
    pub(crate) fn add_to(
        &self,
        graph: &mut Graph,
        claim: usize,
        evidence: &Evidence,
    ) -> Vec<usize> {
        let kept = self.kept();
        let column = graph.nodes[claim].column;
        let mut boxes = vec![claim; self.nodes.len()];
        let mut groups: BTreeMap<Speaker, usize> = BTreeMap::new();
        for speaker in self.in_order() {
            let Voice { parent, depth, .. } = self.nodes[speaker];
            if kept.contains(&speaker) {
                boxes[speaker] = graph.add(self.node(speaker, column - depth, evidence));
                graph.connect(self.edge(speaker, boxes[speaker], boxes[parent]));
            } else if kept.contains(&parent) || parent == 0 {
                let group = *groups.entry(parent).or_insert_with(|| {
                    graph.add(Node {
                        column: column - depth,
                        icon: Icon::Group,
                        frame: Frame::Group,
                        ..Node::default()
                    })
                });
                graph.nodes[group].count += 1;
                boxes[speaker] = group;
                graph.connect(self.edge(speaker, group, boxes[parent]));
            } else {
                // A speaker on the word of one in a group belongs to it.
                boxes[speaker] = boxes[parent];
                graph.nodes[boxes[speaker]].count += 1;
            }
        }
        for group in groups.into_values() {
            let node = &mut graph.nodes[group];
            node.heading = counted(node.count, "more speaker", "more speakers");
            node.details = vec!["each with fewer printings than those shown".to_owned()];
        }
        boxes
    }

    /// All but the claim: each behind the one that it speaks on the word of.
    fn in_order(&self) -> Vec<Speaker> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut waiting = vec![0];
        while let Some(speaker) = waiting.pop() {
            if speaker != 0 {
                order.push(speaker);
            }
            waiting.extend(self.nodes[speaker].children.values().rev());
        }
        order
    }

    /// Those with boxes of their own: whom the most printings rest on. Nobody has more than whom
    /// they speak on the word of.
    fn kept(&self) -> BTreeSet<Speaker> {
        let mut ranked: Vec<Speaker> = (1..self.nodes.len()).collect();
        ranked.sort_by_key(|it| {
            (
                std::cmp::Reverse(self.nodes[*it].hops.len()),
                self.nodes[*it].depth,
                *it,
            )
        });
        if ranked.len() > SPEAKERS_MAX {
            ranked.truncate(FIRST_MAX);
        }
        ranked.into_iter().collect()
    }

    fn node(&self, speaker: Speaker, column: usize, evidence: &Evidence) -> Node {
        let hops = &self.nodes[speaker].hops;
        let Some(first) = hops.first() else {
            return Node::default();
        };
        let name = Name::Source(first.source);
        let called = look_up(&evidence.directory, name);
        let remarks = hops.iter().flat_map(|hop| remarks_of(hop, evidence));
        let remarks = some_of(remarks, REMARKS_MAX);
        let details = std::iter::once(called.detail).chain(remarks);
        Node {
            column,
            icon: Icon::Speaker,
            frame: match called.is_gone {
                true => Frame::Gone,
                false => Frame::Plain,
            },
            heading: called.text,
            details: with_fate(details, &called.fate),
            name: name.to_string(),
            count: 1,
        }
    }

    fn edge(&self, speaker: Speaker, left: usize, right: usize) -> Edge {
        let hops = &self.nodes[speaker].hops;
        let stance = hops.first().map(|hop| hop.stance).unwrap_or_default();
        stance_edge(stance, left, right, hops.len())
    }
}

/// A line that says a stance.
pub(crate) fn stance_edge(stance: Stance, left: usize, right: usize, count: usize) -> Edge {
    Edge {
        left,
        right,
        label: words(stance),
        label_at: End::Left,
        arrow_at: End::Right,
        tone: match stance {
            Stance::Asserts => Tone::For,
            Stance::Reports => Tone::Plain,
            Stance::Denies => Tone::Against,
            Stance::Doubts => Tone::Doubt,
            Stance::DoesNotDeny => Tone::Aside,
        },
        count,
    }
}

/// What else there is to say of how somebody spoke.
fn remarks_of(hop: &Hop, evidence: &Evidence) -> Vec<String> {
    let directory = &evidence.directory;
    let document = hop.document.map(|it| document(Name::Source(it), directory));
    let said = hop.said.as_ref().map(|it| labelled("said", &date(it)));
    let record = hop.record_status.map(words);
    let basis = match hop.basis {
        AttributionBasis::Printed => None,
        AttributionBasis::Inferred => Some("inferred, not printed".to_owned()),
    };
    [document, said, record, basis]
        .into_iter()
        .flatten()
        .collect()
}
