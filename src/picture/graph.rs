//! What a diagram shows: boxes in columns, and lines between them from left to right.

use std::collections::BTreeSet;

use super::{mark::Icon, theme::Tone};

/// A diagram.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// What stands over each column.
    pub columns: Vec<String>,
    /// The boxes, those of a column from top to bottom as far as lines allow.
    pub nodes: Vec<Node>,
    /// The lines.
    pub edges: Vec<Edge>,
}

/// How a box is framed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// As most are.
    #[default]
    Plain,
    /// As what the picture is about.
    Focus,
    /// As what is deleted, erased, orphaned or retracted.
    Gone,
    /// As a group of several.
    Group,
}

/// A box.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// Its column, from 0.
    pub column: usize,
    /// The sign at its upper left corner.
    pub icon: Icon,
    /// Its frame.
    pub frame: Frame,
    /// What it is called.
    pub heading: String,
    /// Further lines below.
    pub details: Vec<String>,
    /// The resource name of what it shows; empty for a group.
    pub name: String,
    /// How many things of the store it stands for.
    pub count: usize,
}

/// Where a line has its label, and where its arrow points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The box at the left.
    Left,
    /// The box at the right.
    Right,
}

/// A line.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The index of the box at the left.
    pub left: usize,
    /// The index of the box at the right, which is in a later column.
    pub right: usize,
    /// What it says.
    pub label: String,
    /// Where the label stands.
    pub label_at: End,
    /// Where the arrow points.
    pub arrow_at: End,
    /// Its colour and dashes.
    pub tone: Tone,
    /// How many times the store has it.
    pub count: usize,
}

impl Graph {
    /// Adds a box, and returns its index.
    pub fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Adds a line, or counts it once more if there is one of its kind.
    pub fn connect(&mut self, edge: Edge) {
        let same = self.edges.iter_mut().find(|it| {
            (it.left, it.right, &it.label, it.tone)
                == (edge.left, edge.right, &edge.label, edge.tone)
        });
        match same {
            Some(same) => same.count += edge.count,
            None => self.edges.push(edge),
        }
    }
}

impl Graph {
    /// Leaves out the columns that have no boxes.
    pub fn close_up(&mut self) {
        let used: BTreeSet<usize> = self.nodes.iter().map(|it| it.column).collect();
        for node in &mut self.nodes {
            node.column = used.range(..node.column).count();
        }
        let columns = std::mem::take(&mut self.columns).into_iter().enumerate();
        let columns = columns.filter(|(column, _)| used.contains(column));
        self.columns = columns.map(|(_, caption)| caption).collect();
    }
}

impl Edge {
    /// The label with how many times it holds.
    pub fn text(&self) -> String {
        match self.count {
            0 | 1 => self.label.clone(),
            count => format!("{} ×{count}", self.label),
        }
    }
}

impl Graph {
    /// How many things are shown one by one, and how many in groups.
    pub fn counts(&self) -> (usize, usize) {
        let count = |is_group: bool| {
            let nodes = self.nodes.iter();
            let such = nodes.filter(|it| (it.frame == Frame::Group) == is_group);
            such.map(|it| it.count).sum()
        };
        (count(false), count(true))
    }
}
