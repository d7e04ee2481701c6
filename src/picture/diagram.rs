//! Draws diagrams: boxes in columns with lines between them.

use super::{
    canvas::{Area, Canvas, Picture, Point, tenths},
    graph::{Edge, End, Frame, Graph, Node},
    layout::{Layout, layout},
    mark::{SIZE, icon},
    rows::Lines,
    sheet::Sheet,
    text::{clean, counted, width},
    theme::Theme,
};

/// The width of a box, and of the text in it.
const BOX_WIDTH: f64 = 224.0;
const PADDING: f64 = 10.0;
const TEXT_X: f64 = PADDING + SIZE + 8.0;
const TEXT_WIDTH: f64 = BOX_WIDTH - TEXT_X - PADDING;

/// A heading or a detail has at most this many lines, and more in the box that a picture is about.
const LINES_MAX: usize = 3;
const FOCUS_LINES_MAX: usize = 8;

const LABEL_SIZE: f64 = 11.0;

/// How far a label is from its box: farther where the arrow's head is. Around it, its line is left
/// out.
const LABEL_AWAY: f64 = 8.0;
const LABEL_AWAY_FROM_ARROW: f64 = 14.0;
const LABEL_MARGIN: f64 = 3.0;

/// The distance between the ends of lines at a box, with a label and without.
const PORT_GAP: f64 = 16.0;
const NARROW_GAP: f64 = 6.0;

/// The room for the curves of lines between two columns: more in a higher diagram.
const CURVE_MIN: f64 = 40.0;
const CURVE_MAX: f64 = 180.0;

/// The height of what stands over the columns.
const CAPTION: f64 = 30.0;

/// A diagram that is ready to be drawn.
#[derive(Debug)]
struct Diagram<'a> {
    graph: &'a Graph,
    boxes: Vec<Contents>,
    lefts: Vec<f64>,
    /// The room for labels at both sides of each column. Lines are straight there.
    rooms: Vec<[f64; 2]>,
    layout: Layout,
    /// The distances between the ends of lines at both sides of each box.
    gaps: Vec<[f64; 2]>,
    width: f64,
    height: f64,
}

#[derive(Debug)]
struct Contents {
    lines: Lines,
    height: f64,
}

impl Contents {
    fn of(node: &Node, ends: f64) -> Self {
        let lines_max = match node.frame {
            Frame::Focus => FOCUS_LINES_MAX,
            _ => LINES_MAX,
        };
        let lines = Lines::of(&node.heading, &node.details, TEXT_WIDTH, lines_max);
        let height = lines.height().max(SIZE) + 2.0 * PADDING;
        Self {
            lines,
            height: height.max(ends),
        }
    }
}

impl<'a> Diagram<'a> {
    fn of(graph: &'a Graph) -> Self {
        let gaps = port_gaps(graph);
        let mut ends = vec![[0; 2]; graph.nodes.len()];
        for edge in &graph.edges {
            ends[edge.left][1] += 1;
            ends[edge.right][0] += 1;
        }
        let nodes = graph.nodes.iter().enumerate();
        let boxes: Vec<Contents> = nodes
            .map(|(index, node)| {
                let room = |side: usize| f64::from(ends[index][side]) * gaps[index][side];
                Contents::of(node, room(0).max(room(1)) + 8.0)
            })
            .collect();
        let heights: Vec<f64> = boxes.iter().map(|it| it.height).collect();
        let layout = layout(graph, &heights);
        let rooms = rooms(graph);
        let lefts = lefts(&rooms, layout.height);
        let width = lefts.last().map_or(BOX_WIDTH, |left| left + BOX_WIDTH);
        let height = CAPTION + layout.height;
        Self {
            graph,
            boxes,
            lefts,
            rooms,
            layout,
            gaps,
            width,
            height,
        }
    }

    /// Draws it with its upper left corner at a point.
    fn draw(&self, canvas: &mut Canvas, (x, y): Point) {
        for (caption, left) in self.graph.columns.iter().zip(&self.lefts) {
            canvas.text("cap", (x + left, y + 14.0), BOX_WIDTH, caption);
        }
        let origin = (x, y + CAPTION);
        for (edge, passes) in self.graph.edges.iter().zip(&self.layout.passes) {
            self.draw_line(canvas, edge, passes, origin);
        }
        for (index, node) in self.graph.nodes.iter().enumerate() {
            self.draw_box(canvas, index, node, origin);
        }
        for edge in &self.graph.edges {
            self.draw_label(canvas, edge, origin);
        }
    }

    fn area(&self, index: usize, (x, y): Point) -> Area {
        Area {
            x: x + self.lefts[self.graph.nodes[index].column],
            y: y + self.layout.tops[index],
            width: BOX_WIDTH,
            height: self.boxes[index].height,
        }
    }

    /// Where a line ends at a box: the ends are in the order of what is at the other ends.
    fn port(&self, edge: &Edge, end: End, origin: Point) -> Point {
        let (index, side) = match end {
            End::Left => (edge.left, 1),
            End::Right => (edge.right, 0),
        };
        let key = |it: &Edge, at: usize| {
            let passes = &self.layout.passes[at];
            let (next, other) = match end {
                End::Left => (passes.first(), it.right),
                End::Right => (passes.last(), it.left),
            };
            let centre = self.layout.tops[other] + self.boxes[other].height / 2.0;
            (next.copied().unwrap_or(centre), at)
        };
        let is_here = |it: &Edge| match end {
            End::Left => it.left == index,
            End::Right => it.right == index,
        };
        let edges = self.graph.edges.iter().enumerate();
        let own = edges.clone().find(|(_, it)| std::ptr::eq(*it, edge));
        let own = own.map_or((0.0, 0), |(at, it)| key(it, at));
        let here = edges
            .filter(|(_, it)| is_here(it))
            .map(|(at, it)| key(it, at));
        let (mut before, mut count) = (0, 0);
        for other in here {
            count += 1;
            before += usize::from(other.0.total_cmp(&own.0).then(other.1.cmp(&own.1)).is_lt());
        }
        let area = self.area(index, origin);
        let middle = area.y + area.height / 2.0;
        let y = middle + (before as f64 - (f64::from(count) - 1.0) / 2.0) * self.gaps[index][side];
        match end {
            End::Left => (area.x + area.width, y),
            End::Right => (area.x, y),
        }
    }

    fn draw_line(&self, canvas: &mut Canvas, edge: &Edge, passes: &[f64], origin: Point) {
        let (start, end) = (
            self.port(edge, End::Left, origin),
            self.port(edge, End::Right, origin),
        );
        let (arrow, to_right) = match edge.arrow_at {
            End::Left => (start, false),
            End::Right => (end, true),
        };
        let path = self.path(edge, passes, [start, end], origin);
        let name = |index: usize| self.graph.nodes[index].name.as_str();
        let count = edge.count.to_string();
        let data = [
            ("left", name(edge.left)),
            ("right", name(edge.right)),
            ("says", edge.label.as_str()),
            ("count", count.as_str()),
        ];
        let [left, right] = [edge.left, edge.right].map(|it| &self.graph.nodes[it].heading);
        let title = match to_right {
            true => format!("{left} — {} → {right}", edge.text()),
            false => format!("{right} — {} → {left}", edge.text()),
        };
        canvas.open("edge", &data, &title);
        let width = 1.6 + (edge.count.max(1) as f64).log2().min(5.0) * 0.5;
        canvas.stroke(&format!("line {}", edge.tone.class()), &path, width);
        canvas.arrow_head(edge.tone, arrow, to_right);
        canvas.close();
    }

    /// A line between two points: straight along labels, and at its own height past columns.
    fn path(&self, edge: &Edge, passes: &[f64], [start, end]: [Point; 2], origin: Point) -> String {
        // The line ends inside of the arrow's head.
        let (from, to) = match edge.arrow_at {
            End::Left => ((start.0 + 6.0, start.1), end),
            End::Right => (start, (end.0 - 6.0, end.1)),
        };
        let [first, last] = [edge.left, edge.right].map(|it| self.graph.nodes[it].column);
        let (label_from, label_to) = self.label_span(edge, [start, end]);
        let mut path = format!("M{} {}", tenths(from.0), tenths(from.1));
        if edge.label_at == End::Left {
            leave_out(&mut path, from.1, label_from, label_to);
        }
        let mut at = (start.0 + self.rooms[first][1], from.1);
        path.push_str(&format!("H{}", tenths(at.0)));
        for (column, pass) in (first + 1..).zip(passes) {
            let y = origin.1 + pass;
            let left = origin.0 + self.lefts[column];
            let [before, behind] = self.rooms[column];
            curve(&mut path, at, (left - before, y));
            at = (left + BOX_WIDTH + behind, y);
            path.push_str(&format!("H{}", tenths(at.0)));
        }
        curve(&mut path, at, (end.0 - self.rooms[last][0], to.1));
        if edge.label_at == End::Right {
            leave_out(&mut path, to.1, label_from, label_to);
        }
        path.push_str(&format!("H{}", tenths(to.0)));
        path
    }

    /// From where to where a line's label is, with a margin.
    fn label_span(&self, edge: &Edge, [start, end]: [Point; 2]) -> (f64, f64) {
        let width = label_width(edge) + LABEL_MARGIN;
        let away = label_away(edge);
        match edge.label_at {
            End::Left => (start.0 + away - LABEL_MARGIN, start.0 + away + width),
            End::Right => (end.0 - away - width, end.0 - away + LABEL_MARGIN),
        }
    }

    fn draw_label(&self, canvas: &mut Canvas, edge: &Edge, origin: Point) {
        let (x, y) = self.port(edge, edge.label_at, origin);
        let away = label_away(edge);
        match edge.label_at {
            End::Left => {
                canvas.text("label", (x + away, y + 4.0), 0.0, &edge.text());
            }
            End::Right => canvas.text_ending("label", (x - away, y + 4.0), &edge.text()),
        }
    }

    fn draw_box(&self, canvas: &mut Canvas, index: usize, node: &Node, origin: Point) {
        let area = self.area(index, origin);
        let count = node.count.to_string();
        let data = [("name", node.name.as_str()), ("count", count.as_str())];
        let title = std::iter::once(&node.heading).chain(&node.details);
        let title: Vec<&str> = title.map(String::as_str).collect();
        canvas.open("node", &data, &title.join(". "));
        let (class, radius) = match node.frame {
            Frame::Plain => ("box", 5.0),
            Frame::Focus => ("box focus thick", 5.0),
            Frame::Gone => ("box gone", 5.0),
            Frame::Group => ("box", 16.0),
        };
        canvas.rectangle(class, area, radius);
        icon(
            canvas,
            node.icon,
            (area.x + PADDING, area.y + PADDING + 1.0),
        );
        let Contents { lines, .. } = &self.boxes[index];
        lines.draw(canvas, (area.x + TEXT_X, area.y + PADDING));
        canvas.close();
    }
}

/// A curve that leaves and arrives horizontally.
fn curve(path: &mut String, from: Point, to: Point) {
    let middle = tenths((from.0 + to.0) / 2.0);
    let [from_y, to_x, to_y] = [from.1, to.0, to.1].map(tenths);
    path.push_str(&format!("C{middle} {from_y} {middle} {to_y} {to_x} {to_y}"));
}

/// How far the ends of lines are apart at each box: at its left side, and at its right.
fn port_gaps(graph: &Graph) -> Vec<[f64; 2]> {
    let mut gaps = vec![[NARROW_GAP; 2]; graph.nodes.len()];
    for edge in graph.edges.iter().filter(|it| !it.label.is_empty()) {
        match edge.label_at {
            End::Left => gaps[edge.left][1] = PORT_GAP,
            End::Right => gaps[edge.right][0] = PORT_GAP,
        }
    }
    gaps
}

/// How far a line's label is from its box.
fn label_away(edge: &Edge) -> f64 {
    match edge.label_at == edge.arrow_at {
        true => LABEL_AWAY_FROM_ARROW,
        false => LABEL_AWAY,
    }
}

fn label_width(edge: &Edge) -> f64 {
    width(&clean(&edge.text()), LABEL_SIZE)
}

/// Goes on with a horizontal line up to a label, and behind it.
fn leave_out(path: &mut String, y: f64, from: f64, to: f64) {
    let [from, to, y] = [from, to, y].map(tenths);
    path.push_str(&format!("H{from}M{to} {y}"));
}

/// The room that labels need at both sides of each column.
fn rooms(graph: &Graph) -> Vec<[f64; 2]> {
    let columns = graph.nodes.iter().map(|it| it.column + 1);
    let mut rooms = vec![[0.0_f64; 2]; columns.max().unwrap_or(0)];
    for edge in &graph.edges {
        let (column, side) = match edge.label_at {
            End::Left => (graph.nodes[edge.left].column, 1),
            End::Right => (graph.nodes[edge.right].column, 0),
        };
        let room = label_away(edge) + label_width(edge) + 2.0 * LABEL_MARGIN;
        rooms[column][side] = rooms[column][side].max(room);
    }
    rooms
}

/// The left edges of the columns, with room for the labels between them.
fn lefts(rooms: &[[f64; 2]], height: f64) -> Vec<f64> {
    let curve = (height / 8.0).clamp(CURVE_MIN, CURVE_MAX);
    let mut lefts = Vec::with_capacity(rooms.len());
    let mut left = 0.0;
    for (column, room) in rooms.iter().enumerate() {
        if column > 0 {
            left += BOX_WIDTH + curve + rooms[column - 1][1] + room[0];
        }
        lefts.push(left);
    }
    lefts
}

/// The picture of a diagram on a sheet, which also says what is shown in groups.
pub fn picture_of(mut graph: Graph, mut sheet: Sheet, theme: Option<Theme>) -> Picture {
    graph.close_up();
    let (shown, grouped) = graph.counts();
    let diagram = Diagram::of(&graph);
    sheet.lines.push(grouped_note(shown, grouped));
    let size = (diagram.width, diagram.height);
    Picture {
        svg: sheet.finish(theme, size, |canvas, at| diagram.draw(canvas, at)),
        shown,
        grouped,
    }
}

/// What a diagram says of what it shows in groups.
pub fn grouped_note(shown: usize, grouped: usize) -> String {
    match grouped {
        0 => String::new(),
        _ => format!(
            "Too much for one picture: {} shown one by one, {} more in groups.",
            counted(shown, "thing is", "things are"),
            grouped
        ),
    }
}
