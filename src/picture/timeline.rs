//! What became of a claim, in the order of time: its revisions, printings, relations, reviews and
//! standings, from top to bottom.

mod entry;
pub mod moment;

use self::{
    entry::{Entry, Lane, entries},
    moment::Moment,
};
use super::{
    called::{Directory, fate},
    canvas::{Canvas, Picture, Point},
    diagram::grouped_note,
    mark::{Icon, SIZE, icon},
    rows::Lines,
    sheet::Sheet,
    text::{counted, width},
    theme::Theme,
};
use crate::domain::{
    Timestamp,
    resource::{Resource, Stored},
};

/// At most this many rows are drawn.
const ROWS_MAX: usize = 160;

/// If there are more, so many of the first ones have a row each. The rest are the newest.
const FIRST_MAX: usize = 40;

const WIDTH: f64 = 780.0;
const TIME_WIDTH: f64 = 112.0;
const LANE_WIDTH: f64 = 22.0;
const RAILS_X: f64 = TIME_WIDTH + 10.0;
const TEXT_X: f64 = RAILS_X + LANE_WIDTH * Lane::ALL.len() as f64 + 10.0;
const ROW_GAP: f64 = 14.0;
const PAUSE: f64 = 22.0;
const CAPTION: f64 = 30.0;
const LEGEND_SIZE: f64 = 11.0;

/// From this on, the time between two rows is written between them.
const PAUSE_DAYS: i64 = 2;

/// What is known of a claim's history.
#[derive(Debug, Default)]
pub struct History {
    /// The changes that concern the claim, oldest first.
    pub moments: Vec<Moment>,
    /// What everything is called that these mention.
    pub directory: Directory,
    /// What else there is to say.
    pub notes: Vec<String>,
}

/// Draws the history of a claim.
pub fn picture(claim: &Stored, history: &History, theme: Option<Theme>) -> Picture {
    let entries = entries(claim.name, &history.moments, &history.directory);
    let rows = shortened(entries);
    let groups = rows.iter().filter(|it| it.name.is_empty());
    let grouped: usize = groups.map(|it| it.count).sum();
    let shown = history.moments.len() - grouped;
    let parts = parts(&rows);
    let (statement, retraction) = match &claim.resource {
        Resource::Claim(claim) => (claim.statement.as_str(), claim.retraction.as_ref()),
        _ => ("", None),
    };
    let statement = match claim.erasure {
        Some(_) => "(erased)",
        None => statement,
    };
    let changes = counted(history.moments.len(), "change", "changes");
    let mut lines = vec![format!(
        "{changes}, in the order of time. Times are in UTC."
    )];
    lines.extend(fate(claim, retraction));
    lines.extend(history.notes.iter().cloned());
    lines.push(grouped_note(shown, grouped));
    let sheet = Sheet {
        id: "timeline",
        title: format!("The history of “{statement}”"),
        lines,
    };
    let height = CAPTION + parts.iter().map(Part::height).sum::<f64>();
    let svg = sheet.finish(theme, (WIDTH, height), |canvas, at| {
        draw(canvas, &parts, height, at);
    });
    Picture {
        svg,
        shown,
        grouped,
    }
}

/// The rows. If there are too many, those in the middle are one.
fn shortened(mut entries: Vec<Entry>) -> Vec<Entry> {
    if entries.len() <= ROWS_MAX {
        return entries;
    }
    let last = entries.split_off(entries.len() - (ROWS_MAX - FIRST_MAX));
    let middle = entries.split_off(FIRST_MAX);
    entries.extend(Entry::of_many(&middle));
    entries.extend(last);
    entries
}

/// A row with the time since the one before.
struct Part<'a> {
    entry: &'a Entry,
    lines: Lines,
    pause: String,
}

impl Part<'_> {
    fn pause_height(&self) -> f64 {
        match self.pause.is_empty() {
            true => 0.0,
            false => PAUSE,
        }
    }

    fn height(&self) -> f64 {
        self.pause_height() + self.lines.height().max(16.0) + ROW_GAP
    }
}

fn parts(rows: &[Entry]) -> Vec<Part<'_>> {
    let mut before: Option<Timestamp> = None;
    let parts = rows.iter().map(|entry| {
        let pause = before.map_or(0, |it| (entry.time - it).num_days());
        before = Some(entry.time);
        Part {
            entry,
            lines: Lines::of(&entry.heading, &entry.details, WIDTH - TEXT_X, 3),
            pause: match pause {
                ..PAUSE_DAYS => String::new(),
                PAUSE_DAYS..90 => format!("{pause} days later"),
                90..730 => format!("{} months later", pause / 30),
                _ => format!("{} years later", pause / 365),
            },
        }
    });
    parts.collect()
}

fn draw(canvas: &mut Canvas, parts: &[Part<'_>], height: f64, (x, y): Point) {
    let used = |lane: Lane| parts.iter().any(|it| it.entry.lane == lane);
    let lanes = Lane::ALL.into_iter().filter(|lane| used(*lane));
    let lanes: Vec<Lane> = lanes.collect();
    let lane_x = |lane: Lane| {
        let at = lanes.iter().position(|it| *it == lane).unwrap_or_default();
        x + RAILS_X + LANE_WIDTH * at as f64
    };
    for &lane in &lanes {
        let at = lane_x(lane) + 7.0;
        canvas.line("rule", (at, y + CAPTION - 8.0), (at, y + height - ROW_GAP));
    }
    let text_x = x + RAILS_X + LANE_WIDTH * lanes.len() as f64 + 10.0;
    canvas.text("cap", (x, y + 12.0), TIME_WIDTH, "When");
    draw_legend(canvas, parts, &lanes, (x + RAILS_X, y));
    let mut at = y + CAPTION;
    for part in parts {
        let Part {
            entry,
            lines,
            pause,
        } = part;
        if !pause.is_empty() {
            canvas.text("dim", (x, at + 11.0), TIME_WIDTH, pause);
            at += PAUSE;
        }
        let count = entry.count.to_string();
        canvas.open(
            "change",
            &[
                ("name", &entry.name),
                ("revision", &entry.revision),
                ("count", &count),
            ],
            "",
        );
        canvas.text("", (x, at + 12.0), TIME_WIDTH, &entry.when());
        let sign = (lane_x(entry.lane), at + 1.0);
        canvas.circle("page", (sign.0 + 7.0, sign.1 + 7.0), 9.0);
        icon(canvas, entry.icon, sign);
        lines.draw(canvas, (text_x, at));
        canvas.close();
        at += part.height() - part.pause_height();
    }
}

/// Says what the signs are: for each lane, all that are in it.
fn draw_legend(canvas: &mut Canvas, parts: &[Part<'_>], lanes: &[Lane], (mut x, y): Point) {
    for &lane in lanes {
        let mut signs: Vec<Icon> = Vec::new();
        for entry in parts.iter().map(|it| it.entry) {
            if entry.lane == lane && !signs.contains(&entry.icon) {
                signs.push(entry.icon);
            }
        }
        canvas.open("legend", &[("says", lane.caption())], "");
        for sign in signs {
            icon(canvas, sign, (x, y));
            x += SIZE + 4.0;
        }
        canvas.text("dim", (x + 2.0, y + 11.0), 90.0, lane.caption());
        canvas.close();
        x += width(lane.caption(), LEGEND_SIZE) + 20.0;
    }
}
