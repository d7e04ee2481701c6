//! Who is said to have made a claim, and where, in a picture of its evidence.

use super::facts::Evidence;
use crate::{
    domain::resource::{Claim, Name, ReportedAppearance, SourceId},
    picture::{
        called::with_fate,
        graph::{Edge, End, Frame, Graph, Node},
        mark::Icon,
        reported::{maker, remarks},
        text::some_of,
        theme::Tone,
    },
};

/// At most this many makers have a box each. If there are more, fewer have, and the rest are a
/// group.
const MAKERS_MAX: usize = 16;
const FIRST_MAX: usize = 12;

/// A box says at most this many things of how its claim was made.
const REMARKS_MAX: usize = 5;

/// Who is said to have made it: a source, a name, or only a work that has it.
#[derive(PartialEq)]
enum Maker<'a> {
    Source(SourceId),
    Named(&'a str),
    Work(Option<SourceId>),
}

impl<'a> Maker<'a> {
    fn of(reported: &'a ReportedAppearance) -> Self {
        match (reported.source, reported.printed_name.trim()) {
            (Some(source), _) => Self::Source(source),
            (None, "") => Self::Work(reported.document),
            (None, name) => Self::Named(name),
        }
    }

    const fn source(&self) -> Option<SourceId> {
        match self {
            Self::Source(source) => Some(*source),
            Self::Work(work) => *work,
            Self::Named(_) => None,
        }
    }

    const fn is_work(&self) -> bool {
        matches!(self, Self::Work(_))
    }
}

/// Adds the boxes and lines of those who are said to have made the claim, to the left of its box.
pub(crate) fn add_reported(graph: &mut Graph, focus: usize, claim: &Claim, evidence: &Evidence) {
    let mut makers: Vec<(Maker<'_>, Vec<&ReportedAppearance>)> = Vec::new();
    for reported in &claim.reported_appearances {
        let maker = Maker::of(reported);
        match makers.iter_mut().find(|(known, _)| *known == maker) {
            Some((_, all)) => all.push(reported),
            None => makers.push((maker, vec![reported])),
        }
    }
    makers.sort_by_key(|(_, all)| !all.iter().any(|it| it.is_first));
    let kept = match makers.len() {
        count if count <= MAKERS_MAX => count,
        _ => FIRST_MAX,
    };
    let rest = makers.split_off(kept).len();
    let column = graph.nodes[focus].column - 1;
    for (maker, all) in &makers {
        let left = graph.add(node(maker, all, column, evidence));
        graph.connect(edge(left, focus, maker.is_work(), all.len()));
    }
    if rest > 0 {
        let left = graph.add(Node {
            column,
            icon: Icon::Group,
            frame: Frame::Group,
            heading: format!("{rest} more who are said to have made it"),
            count: rest,
            ..Node::default()
        });
        graph.connect(edge(left, focus, false, rest));
    }
}

fn node(of: &Maker<'_>, all: &[&ReportedAppearance], column: usize, evidence: &Evidence) -> Node {
    let directory = &evidence.directory;
    let called = maker(all[0], directory);
    let said = all.iter().flat_map(|it| remarks(it, directory));
    let details = std::iter::once(called.detail).chain(some_of(said, REMARKS_MAX));
    let is_gone = |source: SourceId| {
        let called = directory.get(&Name::Source(source));
        called.is_some_and(|it| it.is_gone)
    };
    let works_gone = all.iter().all(|it| it.document.is_some_and(is_gone));
    Node {
        column,
        icon: match of.is_work() {
            true => Icon::Document,
            false => Icon::Speaker,
        },
        frame: match called.is_gone || works_gone {
            true => Frame::Gone,
            false => Frame::Plain,
        },
        heading: called.text,
        details: with_fate(details, &called.fate),
        name: of
            .source()
            .map_or(String::new(), |it| Name::Source(it).to_string()),
        count: 1,
    }
}

fn edge(left: usize, right: usize, is_work: bool, count: usize) -> Edge {
    let label = match is_work {
        true => "said to have it",
        false => "said to have made it",
    };
    Edge {
        left,
        right,
        label: label.to_owned(),
        label_at: End::Left,
        arrow_at: End::Right,
        tone: Tone::Aside,
        count,
    }
}
