//! A picture as a test reads it: its boxes, lines, rows and texts.

use std::{collections::BTreeMap, env, fs, path::Path};

use claimstore::wire::pb::{
    PictureKind, PictureTheme, RenderPictureRequest, RenderPictureResponse,
    picture_service_client::PictureServiceClient,
};
use roxmltree::{Document, Node};
use tonic::Status;

use crate::support::server::TestServer;

/// If this names a directory, the pictures of all tests are kept there, for people to look at.
const KEPT_IN: &str = "CLAIMSTORE_TEST_PICTURES";

/// A rectangle: its left, upper, right and lower edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area(pub f64, pub f64, pub f64, pub f64);

impl Area {
    fn overlaps(self, other: Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }

    fn holds(self, (x, y): (f64, f64)) -> bool {
        (self.0..=self.2).contains(&x) && (self.1..=self.3).contains(&y)
    }
}

/// A box, a row or a mark.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The resource name; empty for a group.
    pub name: String,
    /// How many things of the store it stands for.
    pub count: usize,
    /// Its lines, joined by spaces.
    pub text: String,
    pub area: Option<Area>,
    /// The classes of its frame.
    pub class: String,
}

/// A line: what is at its left end, what at its right, what it says, and how many times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub left: String,
    pub right: String,
    pub says: String,
    pub count: usize,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub description: String,
    pub shapes: Vec<Shape>,
    pub lines: Vec<Line>,
    pub texts: Vec<String>,
    pub response: RenderPictureResponse,
}

pub async fn render(
    server: &TestServer,
    request: RenderPictureRequest,
) -> Result<RenderPictureResponse, Status> {
    // Histories are read from the log.
    server.log_settled().await;
    let mut client = PictureServiceClient::new(server.channel());
    Ok(client.render_picture(request).await?.into_inner())
}

/// The picture of a resource, checked and read.
pub async fn drawn(server: &TestServer, name: &str, kind: PictureKind) -> Drawn {
    let request = RenderPictureRequest {
        name: name.to_owned(),
        kind: kind.into(),
        theme: PictureTheme::Unspecified.into(),
        ..RenderPictureRequest::default()
    };
    drawn_as(server, request).await
}

pub async fn drawn_as(server: &TestServer, request: RenderPictureRequest) -> Drawn {
    Drawn::read(render(server, request).await.unwrap())
}

/// Keeps a picture for people to look at, if they asked for it.
pub fn keep(file: &str, svg: &str) {
    if let Some(directory) = env::var_os(KEPT_IN) {
        fs::create_dir_all(&directory).unwrap();
        fs::write(Path::new(&directory).join(file), svg).unwrap();
    }
}

fn class<'a>(node: &Node<'a, '_>) -> &'a str {
    node.attribute("class").unwrap_or_default()
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    let text = node.attribute(name).unwrap_or("0");
    text.parse().unwrap_or_else(|_| panic!("{name}={text}"))
}

fn area(node: &Node<'_, '_>) -> Area {
    let (x, y) = (number(node, "x"), number(node, "y"));
    Area(x, y, x + number(node, "width"), y + number(node, "height"))
}

fn child_text(node: &Node<'_, '_>, name: &str) -> String {
    let child = node.children().find(|it| it.has_tag_name(name));
    child
        .and_then(|it| it.text())
        .unwrap_or_default()
        .to_owned()
}

fn shape(group: &Node<'_, '_>) -> Shape {
    let rect = group.children().find(|it| it.has_tag_name("rect"));
    let texts = group.children().filter(|it| it.has_tag_name("text"));
    let texts: Vec<&str> = texts.filter_map(|it| it.text()).collect();
    let count = group.attribute("data-count").unwrap_or("1");
    Shape {
        name: group.attribute("data-name").unwrap_or_default().to_owned(),
        count: count.parse().unwrap(),
        text: texts.join(" "),
        area: rect.as_ref().map(area),
        class: rect.as_ref().map(class).unwrap_or_default().to_owned(),
    }
}

impl Drawn {
    /// Reads a picture. It must be a document by itself in which nothing is outside, and no box is
    /// on another one.
    pub fn read(response: RenderPictureResponse) -> Self {
        let svg = &response.svg;
        assert!(svg.len() <= 2 << 20, "{} bytes", svg.len());
        let document = Document::parse(svg).unwrap();
        check_alone(&document);
        check_inside(&document);
        let root = document.root_element();
        let groups = |wanted: &'static [&str]| {
            let groups = document.descendants().filter(|it| it.has_tag_name("g"));
            groups.filter(move |it| wanted.contains(&class(it)))
        };
        let boxes: Vec<Shape> = groups(&["node"]).map(|it| shape(&it)).collect();
        check_apart(&boxes);
        let rows = groups(&["row", "change", "figure"]).map(|it| shape(&it));
        let lines = groups(&["edge"]).map(|it| Line {
            left: it.attribute("data-left").unwrap_or_default().to_owned(),
            right: it.attribute("data-right").unwrap_or_default().to_owned(),
            says: it.attribute("data-says").unwrap_or_default().to_owned(),
            count: it.attribute("data-count").unwrap().parse().unwrap(),
        });
        let mut lines: Vec<Line> = lines.collect();
        lines.sort();
        let texts = document.descendants().filter(|it| it.has_tag_name("text"));
        let texts = texts.filter_map(|it| it.text()).map(str::to_owned);
        Self {
            description: child_text(&root, "desc"),
            shapes: boxes.into_iter().chain(rows).collect(),
            lines,
            texts: texts.collect(),
            response,
        }
    }

    /// How many times each resource stands in it.
    pub fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for shape in self.shapes.iter().filter(|it| !it.name.is_empty()) {
            *counts.entry(shape.name.as_str()).or_default() += 1;
        }
        counts
    }

    /// The only shape of a resource.
    pub fn shape(&self, name: &str) -> &Shape {
        let mut shapes = self.shapes.iter().filter(|it| it.name == name);
        let shape = shapes
            .next()
            .unwrap_or_else(|| panic!("no {name}: {:#?}", self.shapes));
        assert!(shapes.next().is_none(), "{name} stands there twice");
        shape
    }

    /// Whether there is this line.
    pub fn has_line(&self, left: &str, right: &str, says: &str) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|it| {
            (it.left.as_str(), it.right.as_str(), it.says.as_str()) == (left, right, says)
        })
    }
}

/// Nothing in it refers to anything else, and nothing runs.
fn check_alone(document: &Document<'_>) {
    const ELEMENTS: &[&str] = &[
        "svg", "title", "desc", "style", "g", "rect", "path", "line", "circle", "text",
    ];
    for node in document.descendants().filter(Node::is_element) {
        let element = node.tag_name().name();
        assert!(ELEMENTS.contains(&element), "{element}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(
                !name.starts_with("on") && name != "href" && name != "style",
                "{name}"
            );
            assert!(!value.contains("url("), "{name}={value}");
        }
    }
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("graphics-document document"));
    for name in ["aria-labelledby", "aria-describedby"] {
        let id = root.attribute(name).unwrap();
        let named = document
            .descendants()
            .find(|it| it.attribute("id") == Some(id));
        assert!(!named.unwrap().text().unwrap().is_empty(), "{name}");
    }
    let style = child_text(&root, "style");
    assert!(!style.contains("url(") && !style.contains("@import") && !style.contains("@font"));
}

/// All coordinates are within the view box.
fn check_inside(document: &Document<'_>) {
    let root = document.root_element();
    let view = root.attribute("viewBox").unwrap().split(' ');
    let view: Vec<f64> = view.map(|it| it.parse().unwrap()).collect();
    let view = Area(view[0], view[1], view[2], view[3]);
    for node in document.descendants().filter(Node::is_element) {
        let points = match node.tag_name().name() {
            "rect" => {
                let Area(left, top, right, bottom) = area(&node);
                vec![(left, top), (right, bottom)]
            }
            "text" => vec![(number(&node, "x"), number(&node, "y"))],
            "line" => vec![
                (number(&node, "x1"), number(&node, "y1")),
                (number(&node, "x2"), number(&node, "y2")),
            ],
            "circle" => vec![(number(&node, "cx"), number(&node, "cy"))],
            "path" => points(node.attribute("d").unwrap()),
            _ => Vec::new(),
        };
        for point in points {
            assert!(
                view.holds(point),
                "{point:?} of {node:?} is outside of {view:?}"
            );
        }
    }
}

/// The points of a path of M, L, C and H commands.
fn points(path: &str) -> Vec<(f64, f64)> {
    let (mut points, mut at) = (Vec::new(), (0.0, 0.0));
    let mut commands: Vec<(char, String)> = Vec::new();
    for c in path.chars() {
        match c {
            'M' | 'L' | 'C' | 'H' | 'Z' => commands.push((c, String::new())),
            c => commands.last_mut().unwrap().1.push(c),
        }
    }
    for (command, numbers) in commands {
        let numbers = numbers.split_whitespace().map(|it| it.parse().unwrap());
        let numbers: Vec<f64> = numbers.collect();
        match command {
            'H' => at.0 = numbers[0],
            'Z' => {}
            _ => {
                points.extend(numbers.chunks(2).map(|it| (it[0], it[1])));
                at = *points.last().unwrap();
            }
        }
        points.push(at);
    }
    points
}

fn check_apart(boxes: &[Shape]) {
    for (at, shape) in boxes.iter().enumerate() {
        let area = shape.area.unwrap();
        for other in &boxes[..at] {
            let apart = !area.overlaps(other.area.unwrap());
            assert!(apart, "{shape:?} is on {other:?}");
        }
    }
}
