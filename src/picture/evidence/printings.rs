//! The appearances of a claim in a picture of its evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    facts::Evidence,
    speakers::{Speakers, stance_edge},
};
use crate::{
    domain::{
        passage::AnchoringOutcome,
        resource::{Appearance, AppearanceForm, Modality, Name, Stance},
    },
    picture::{
        called::{look_up, with_fate},
        graph::{Frame, Graph, Node},
        mark::Icon,
        text::{counted, joined, words},
    },
};

/// At most this many printings have a box each. If there are more, those with the same stance on
/// the same words are groups.
const PRINTINGS_MAX: usize = 40;

/// At most this many groups are shown; the smallest ones are one together.
const GROUPS_MAX: usize = 32;

/// A group names this many of its articles.
const NAMED_MAX: usize = 3;

/// Adds the boxes and lines of the printings. `boxes` are those of the speakers.
pub(crate) fn add_printings(
    graph: &mut Graph,
    speakers: &Speakers<'_>,
    boxes: &[usize],
    evidence: &Evidence,
) {
    let rests_on = |at: usize| -> BTreeSet<usize> {
        let nearest = speakers.nearest(at).iter().map(|it| boxes[*it]);
        let rests_on: BTreeSet<usize> = nearest.collect();
        match rests_on.is_empty() {
            true => BTreeSet::from([boxes[0]]),
            false => rests_on,
        }
    };
    if evidence.appearances.len() <= PRINTINGS_MAX {
        for (at, (name, appearance)) in evidence.appearances.iter().enumerate() {
            let left = graph.add(node(*name, appearance, evidence));
            let stance = appearance.printing.article_stance;
            for right in rests_on(at) {
                graph.connect(stance_edge(stance, left, right, 1));
            }
        }
        return;
    }
    let mut groups: BTreeMap<(BTreeSet<usize>, Stance), Vec<usize>> = BTreeMap::new();
    for (at, (_, appearance)) in evidence.appearances.iter().enumerate() {
        let key = (rests_on(at), appearance.printing.article_stance);
        groups.entry(key).or_default().push(at);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, members)| (std::cmp::Reverse(members.len()), members[0]));
    let rest = groups.split_off(groups.len().min(GROUPS_MAX));
    for ((rests_on, stance), members) in groups {
        let left = match members[..] {
            [at] => {
                let (name, appearance) = &evidence.appearances[at];
                graph.add(node(*name, appearance, evidence))
            }
            _ => graph.add(group(&members, evidence)),
        };
        for right in rests_on {
            graph.connect(stance_edge(stance, left, right, members.len()));
        }
    }
    if rest.is_empty() {
        return;
    }
    let members: Vec<usize> = rest
        .iter()
        .flat_map(|(_, members)| members)
        .copied()
        .collect();
    let left = graph.add(group(&members, evidence));
    for ((rests_on, stance), members) in rest {
        for right in rests_on {
            graph.connect(stance_edge(stance, left, right, members.len()));
        }
    }
}

fn node(name: Name, appearance: &Appearance, evidence: &Evidence) -> Node {
    let called = look_up(&evidence.directory, Name::Article(appearance.article));
    let printing = &appearance.printing;
    let wording = printing.anchors.first().map(|it| format!("“{}”", it.exact));
    let form = match printing.form {
        AppearanceForm::Stated => String::new(),
        form => words(form),
    };
    let modality = match printing.modality {
        Modality::Certain => String::new(),
        modality => words(modality),
    };
    let hedge = match printing.hedge.is_empty() {
        true => String::new(),
        false => format!("by “{}”", printing.hedge),
    };
    let outcome = appearance.anchoring.as_ref();
    let outcome = outcome.map(|it| (it.outcome, it.version));
    let edited = match outcome {
        Some((AnchoringOutcome::Orphaned, version)) => {
            format!("not printed any more since version {version}")
        }
        Some((AnchoringOutcome::Changed, version)) => format!("edited in version {version}"),
        _ => String::new(),
    };
    let is_orphaned = matches!(outcome, Some((AnchoringOutcome::Orphaned, _)));
    let details = [
        wording.unwrap_or_default(),
        called.detail,
        joined([form, modality, hedge]),
        edited,
    ];
    Node {
        column: 0,
        icon: Icon::Article,
        frame: match called.is_gone || is_orphaned {
            true => Frame::Gone,
            false => Frame::Plain,
        },
        heading: called.text,
        details: with_fate(details, &called.fate),
        name: name.to_string(),
        count: 1,
    }
}

fn group(members: &[usize], evidence: &Evidence) -> Node {
    let appearances = members.iter().map(|at| &evidence.appearances[*at].1);
    let mut articles: Vec<_> = appearances.map(|it| it.article).collect();
    articles.sort_unstable();
    articles.dedup();
    let called: Vec<_> = articles
        .iter()
        .map(|it| look_up(&evidence.directory, Name::Article(*it)))
        .collect();
    let retracted = called.iter().filter(|it| it.is_gone).count();
    let retracted = match retracted {
        0 => String::new(),
        count => format!("{count} of these articles retracted or deleted"),
    };
    let named = called.iter().take(NAMED_MAX).map(|it| it.text.clone());
    let more = match articles.len().saturating_sub(NAMED_MAX) {
        0 => String::new(),
        more => format!("and {more} more"),
    };
    let printings = counted(members.len(), "printing", "printings");
    Node {
        column: 0,
        icon: Icon::Group,
        frame: Frame::Group,
        heading: format!(
            "{printings} in {}",
            counted(articles.len(), "article", "articles")
        ),
        details: with_fate(named.chain([more, retracted]), &[]),
        name: String::new(),
        count: members.len(),
    }
}
