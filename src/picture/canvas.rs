//! Writes SVG: the elements of a picture, and the document around them.
//!
//! All texts of a picture go through [`Canvas::text`] and [`Canvas::title`], which clean and
//! escape them. Nothing here refers to anything outside of the document.

use std::fmt::Write as _;

use super::{
    text::{clean, is_right_to_left},
    theme::{Theme, Tone, style},
};

/// The longest text that is kept for those who cannot see the picture, or point at a box.
const TITLE_MAX: usize = 600;

/// A picture, finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The document.
    pub svg: String,
    /// How many things of the store it shows one by one.
    pub shown: usize,
    /// How many more it shows in groups.
    pub grouped: usize,
}

/// A point.
pub type Point = (f64, f64);

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// What stands in the document beside the picture itself.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// What identifiers in the document begin with: those of several pictures on a page differ.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// The same in sentences, for those who cannot see it.
    pub description: &'a str,
}

/// The elements of a picture as they are written.
#[derive(Debug, Default)]
pub struct Canvas(String);

/// A text without what XML does not allow, escaped for elements and attributes.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A coordinate, in tenths.
pub fn tenths(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // There is no negative zero.
    format!("{}", rounded + 0.0)
}

impl Canvas {
    /// Opens a group with these classes and data attributes (without `data-`), and a title.
    pub fn open(&mut self, class: &str, data: &[(&str, &str)], title: &str) {
        let _ = write!(self.0, "<g class=\"{class}\" role=\"group\"");
        for (name, value) in data.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(self.0, " data-{name}=\"{}\"", escaped(&clean(value)));
        }
        self.0.push('>');
        self.title(title);
    }

    /// Closes what was opened last.
    pub fn close(&mut self) {
        self.0.push_str("</g>\n");
    }

    fn title(&mut self, title: &str) {
        let title = clean(title);
        let end = title.char_indices().nth(TITLE_MAX).map(|(at, _)| at);
        let title = match end {
            Some(end) => format!("{}…", &title[..end]),
            None => title,
        };
        if !title.is_empty() {
            let _ = write!(self.0, "<title>{}</title>", escaped(&title));
        }
    }

    /// Writes a text whose line begins at a point, and has this much room. A text that is written
    /// from right to left begins at the right.
    pub fn text(&mut self, class: &str, (x, y): Point, room: f64, text: &str) {
        let text = clean(text);
        let (x, direction) = match is_right_to_left(&text) {
            true => (x + room, " direction=\"rtl\""),
            false => (x, ""),
        };
        self.write_text(class, (x, y), direction, &text);
    }

    /// Writes a text that ends at a point.
    pub fn text_ending(&mut self, class: &str, at: Point, text: &str) {
        self.write_text(class, at, " text-anchor=\"end\"", &clean(text));
    }

    /// Writes a text with a point in its middle.
    pub fn text_around(&mut self, class: &str, at: Point, text: &str) {
        self.write_text(class, at, " text-anchor=\"middle\"", &clean(text));
    }

    fn write_text(&mut self, class: &str, (x, y): Point, how: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let class = match class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        let (x, y, text) = (tenths(x), tenths(y), escaped(text));
        let _ = writeln!(
            self.0,
            "<text{class} x=\"{x}\" y=\"{y}\"{how}>{text}</text>"
        );
    }

    /// Draws a rectangle with round corners.
    pub fn rectangle(&mut self, class: &str, area: Area, radius: f64) {
        let Area {
            x,
            y,
            width,
            height,
        } = area;
        let [x, y, width, height, radius] = [x, y, width, height, radius].map(tenths);
        let _ = writeln!(
            self.0,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
        );
    }

    /// Draws a path.
    pub fn path(&mut self, class: &str, path: &str) {
        let _ = writeln!(self.0, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    /// Draws a path in another width than its class has.
    pub fn stroke(&mut self, class: &str, path: &str, width: f64) {
        let width = tenths(width);
        let _ = writeln!(
            self.0,
            "<path class=\"{class}\" d=\"{path}\" stroke-width=\"{width}\"/>"
        );
    }

    /// Draws a straight line.
    pub fn line(&mut self, class: &str, (x, y): Point, (to_x, to_y): Point) {
        let [x, y, to_x, to_y] = [x, y, to_x, to_y].map(tenths);
        let _ = writeln!(
            self.0,
            "<line class=\"{class}\" x1=\"{x}\" y1=\"{y}\" x2=\"{to_x}\" y2=\"{to_y}\"/>"
        );
    }

    /// Draws a circle.
    pub fn circle(&mut self, class: &str, (x, y): Point, radius: f64) {
        let [x, y, radius] = [x, y, radius].map(tenths);
        let _ = writeln!(
            self.0,
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
        );
    }

    /// Draws the head of an arrow that points at a point, to the right or to the left.
    pub fn arrow_head(&mut self, tone: Tone, (x, y): Point, to_right: bool) {
        let back = match to_right {
            true => x - 8.0,
            false => x + 8.0,
        };
        let [x, back, upper, at, lower] = [x, back, y - 4.0, y, y + 4.0].map(tenths);
        let class = tone.class();
        self.path(
            &format!("solid {class}"),
            &format!("M{x} {at}L{back} {upper}L{back} {lower}Z"),
        );
    }

    /// The document with all that was drawn.
    pub fn finish(
        self,
        about: &About<'_>,
        theme: Option<Theme>,
        width: f64,
        height: f64,
    ) -> String {
        let About {
            id,
            title,
            description,
        } = about;
        let [width, height] = [width, height].map(|it| tenths(it.ceil()));
        let (title, description) = (escaped(&clean(title)), escaped(&clean(description)));
        let style = style(theme);
        let body = self.0;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cs\" \
role=\"graphics-document document\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" \
width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n\
<style>{style}</style>\n\
<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n{body}</svg>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_says_cannot_be_an_element() {
        let mut canvas = Canvas::default();
        let hostile = "</text><script>alert('1')</script>&\"\u{0}\u{202e}";
        canvas.open("box", &[("name", hostile)], hostile);
        canvas.text("", (0.0, 0.0), 10.0, hostile);
        canvas.close();
        let about = About {
            id: "p",
            title: hostile,
            description: hostile,
        };
        let svg = canvas.finish(&about, Some(Theme::Light), 1.0, 1.0);
        assert!(!svg.contains("<script") && !svg.contains('\u{0}') && !svg.contains('\u{202e}'));
        assert_eq!(svg.matches("&lt;/text&gt;&lt;script&gt;").count(), 5);
    }

    #[test]
    fn a_text_from_right_to_left_begins_at_the_right() {
        let mut canvas = Canvas::default();
        canvas.text("", (5.0, 1.0), 100.0, "مرحبا");
        assert!(
            canvas.0.contains("x=\"105\" y=\"1\" direction=\"rtl\""),
            "{}",
            canvas.0
        );
    }

    #[test]
    fn coordinates_have_one_decimal_and_no_negative_zero() {
        assert_eq!([0.04, -0.04, 1.26, 3.0].map(tenths), ["0", "0", "1.3", "3"]);
    }

    #[test]
    fn a_long_title_is_cut() {
        let mut canvas = Canvas::default();
        canvas.open("", &[], &"x".repeat(TITLE_MAX + 1));
        assert!(canvas.0.ends_with("x…</title>"));
    }
}
