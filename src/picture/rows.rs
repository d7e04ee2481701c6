//! Rows of text with a sign before them.

use super::{
    canvas::{Canvas, Point},
    text::{clean, wrapped},
};

const HEAD_SIZE: f64 = 13.0;
const HEAD_LINE: f64 = 17.0;
const DETAIL_SIZE: f64 = 11.0;
const DETAIL_LINE: f64 = 15.0;

/// A heading with lines below it, wrapped.
#[derive(Debug)]
pub struct Lines {
    heading: Vec<String>,
    details: Vec<String>,
    room: f64,
}

impl Lines {
    /// Wraps a heading and details to a width, each to at most so many lines.
    pub fn of(heading: &str, details: &[String], room: f64, lines_max: usize) -> Self {
        let details = details.iter().map(|it| clean(it));
        let details = details.flat_map(|it| wrapped(&it, room, DETAIL_SIZE, lines_max));
        Self {
            heading: wrapped(&clean(heading), room, HEAD_SIZE, lines_max),
            details: details.collect(),
            room,
        }
    }

    /// The height of all lines.
    pub fn height(&self) -> f64 {
        self.heading.len() as f64 * HEAD_LINE + self.details.len() as f64 * DETAIL_LINE
    }

    /// Draws the lines below a point.
    pub fn draw(&self, canvas: &mut Canvas, (x, mut y): Point) {
        for line in &self.heading {
            canvas.text("head", (x, y + 13.0), self.room, line);
            y += HEAD_LINE;
        }
        for line in &self.details {
            canvas.text("dim", (x, y + 11.0), self.room, line);
            y += DETAIL_LINE;
        }
    }
}
