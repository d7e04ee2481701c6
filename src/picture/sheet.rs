//! The sheet that a picture is on: its title, what is said below, and margins.

use super::{
    canvas::{About, Canvas, Point},
    text::{clean, wrapped},
    theme::Theme,
};

/// The space around everything.
const MARGIN: f64 = 24.0;

/// The least width, so that titles of small pictures are readable.
const WIDTH_MIN: f64 = 560.0;

const TITLE_SIZE: f64 = 18.0;
const TITLE_LINE: f64 = 24.0;
const LINE_SIZE: f64 = 11.0;
const LINE: f64 = 16.0;

/// What stands over a picture.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What identifiers in the document begin with.
    pub id: &'static str,
    /// What the picture shows.
    pub title: String,
    /// What there is to say of it. Those who cannot see it are told the same.
    pub lines: Vec<String>,
}

impl Sheet {
    /// The finished document with what `draw` draws in an area of this size.
    pub fn finish(
        &self,
        theme: Option<Theme>,
        (width, height): (f64, f64),
        draw: impl FnOnce(&mut Canvas, Point),
    ) -> String {
        let width = width.max(WIDTH_MIN);
        let mut canvas = Canvas::default();
        let mut y = MARGIN;
        // Semi-bold letters are wider.
        for line in wrapped(&clean(&self.title), width / 1.1, TITLE_SIZE, 3) {
            y += TITLE_LINE;
            canvas.text("title", (MARGIN, y - 6.0), width, &line);
        }
        let lines = self.lines.iter().filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.map(String::as_str).collect();
        for line in lines
            .iter()
            .flat_map(|it| wrapped(&clean(it), width, LINE_SIZE, 3))
        {
            y += LINE;
            canvas.text("dim", (MARGIN, y - 3.0), width, &line);
        }
        y += LINE;
        draw(&mut canvas, (MARGIN, y));
        let about = About {
            id: self.id,
            title: &self.title,
            description: &lines.join(" "),
        };
        let size = (width + 2.0 * MARGIN, y + height + MARGIN);
        canvas.finish(&about, theme, size.0, size.1)
    }
}
