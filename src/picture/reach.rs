//! The reach of a source: the claims, articles and reviews that rest on it.

mod web;

use self::web::Web;
use super::{
    called::{Called, Directory, look_up, with_fate},
    canvas::Picture,
    diagram::picture_of,
    graph::{Edge, End, Frame, Graph, Node},
    mark::Icon,
    sheet::Sheet,
    text::{counted, counted_of},
    theme::{Theme, Tone},
};
use crate::domain::{
    resource::{Kind, Name, Stored},
    rule::{Dependant, TraceLink},
};

/// At most so many claims have a box each, and articles, and reviews.
const CLAIMS_MAX: usize = 40;
const ARTICLES_MAX: usize = 40;
const REVIEWS_MAX: usize = 24;

/// What rests on a source.
#[derive(Debug, Default)]
pub struct Reach {
    /// Everything that rests on it, with the paths to it.
    pub dependants: Vec<Dependant>,
    /// What everything is called that is in the paths.
    pub directory: Directory,
    /// What else there is to say.
    pub notes: Vec<String>,
}

/// Draws the reach of a source.
pub fn picture(source: &Stored, reach: &Reach, theme: Option<Theme>) -> Picture {
    let web = Web::of(source.name, &reach.dependants);
    let graph = graph(source, &web, &reach.directory);
    let count = |kind: Kind| web.names.keys().filter(|name| name.kind() == kind).count();
    let rests = counted_of(&[
        (count(Kind::Claim), "claim", "claims"),
        (count(Kind::Article), "article", "articles"),
        (count(Kind::Review), "review", "reviews"),
    ]);
    let mut lines = vec![match reach.dependants.is_empty() {
        true => "Nothing rests on it.".to_owned(),
        false => format!("What rests on it: {rests}."),
    }];
    lines.extend(reach.notes.iter().cloned());
    let sheet = Sheet {
        id: "reach",
        title: "The reach of a source".to_owned(),
        lines,
    };
    picture_of(graph, sheet, theme)
}

fn graph(source: &Stored, web: &Web, directory: &Directory) -> Graph {
    let mut graph = Graph::default();
    let called = Called::of(source, source.name);
    let focus = graph.add(Node {
        icon: Icon::Speaker,
        frame: Frame::Focus,
        ..node(source.name, &called, 0)
    });
    let mut boxes = std::collections::BTreeMap::from([(source.name, focus)]);
    for kind in [Kind::Claim, Kind::Article, Kind::Review] {
        let (kept, rest) = web.ranked(
            kind,
            match kind {
                Kind::Claim => CLAIMS_MAX,
                Kind::Article => ARTICLES_MAX,
                _ => REVIEWS_MAX,
            },
        );
        for name in kept {
            let called = look_up(directory, name);
            boxes.insert(name, graph.add(node(name, &called, web.column(name))));
        }
        let mut groups = std::collections::BTreeMap::new();
        for name in rest {
            let column = web.column(name);
            let group = *groups.entry(column).or_insert_with(|| {
                graph.add(Node {
                    column,
                    icon: Icon::Group,
                    frame: Frame::Group,
                    ..Node::default()
                })
            });
            graph.nodes[group].count += 1;
            boxes.insert(name, group);
        }
        for group in groups.into_values() {
            let node = &mut graph.nodes[group];
            node.heading = match kind {
                Kind::Claim => counted(node.count, "more claim", "more claims"),
                Kind::Article => counted(node.count, "more article", "more articles"),
                _ => counted(node.count, "more review", "more reviews"),
            };
        }
    }
    for (&(from, to, link), by) in &web.links {
        let (Some(&left), Some(&right)) = (boxes.get(&from), boxes.get(&to)) else {
            continue;
        };
        // Claims in one group can rest on each other.
        if graph.nodes[left].column < graph.nodes[right].column {
            graph.connect(edge(link, left, right, by.len()));
        }
    }
    graph.columns = columns(&graph, web.last_column());
    graph
}

fn columns(graph: &Graph, last: usize) -> Vec<String> {
    let has = |column: usize| graph.nodes.iter().any(|it| it.column == column);
    let name = |column: usize| match column {
        0 => "The source",
        column if column == last => "Where it is printed or used",
        1 => "What is attributed to it",
        _ => "What rests on that",
    };
    let columns = (0..=last).map(|column| match has(column) {
        true => name(column).to_owned(),
        false => String::new(),
    });
    columns.collect()
}

fn node(name: Name, called: &Called, column: usize) -> Node {
    Node {
        column,
        icon: match name.kind() {
            Kind::Article => Icon::Article,
            Kind::Source => Icon::Speaker,
            Kind::Review => Icon::Document,
            _ => Icon::Claim,
        },
        frame: match called.is_gone {
            true => Frame::Gone,
            false => Frame::Plain,
        },
        heading: called.text.clone(),
        details: with_fate([called.detail.clone()], &called.fate),
        name: name.to_string(),
        count: 1,
    }
}

fn edge(link: TraceLink, left: usize, right: usize, count: usize) -> Edge {
    let (label, tone) = match link {
        TraceLink::Attribution => ("attributed", Tone::For),
        TraceLink::Reported => ("said to have made it", Tone::Aside),
        TraceLink::ReportedIn => ("said to have it", Tone::Aside),
        TraceLink::Citation => ("cited", Tone::Plain),
        TraceLink::Credit => ("credited", Tone::Plain),
        TraceLink::Evidence => ("evidence", Tone::Doubt),
        TraceLink::Appearance | TraceLink::Article => ("printed", Tone::Plain),
        TraceLink::Quotes => ("quoted", Tone::Aside),
        TraceLink::DerivedFrom => ("derived", Tone::Aside),
    };
    Edge {
        left,
        right,
        label: label.to_owned(),
        label_at: End::Right,
        arrow_at: End::Right,
        tone,
        count,
    }
}
