//! Figures that do not meet, as intervals: one axis for each measure, unit and role.

mod scale;

use std::collections::BTreeMap;

use self::scale::Scale;
use super::{
    canvas::{Area, Canvas, Picture, Point, tenths},
    figure::{figure, unit},
    rows::Lines,
    sheet::Sheet,
    text::{clean, counted, cut, joined, words},
    theme::{Theme, Tone},
};
use crate::domain::{
    figure::quantity::{Bound, PerPeriod, Quantity, QuantityRole},
    resource::{Name, Stored},
    rule::Conflict,
};

/// At most this many figures have a row each, and at most so many axes are drawn.
const ROWS_MAX: usize = 160;
const AXES_MAX: usize = 12;

const LABEL_WIDTH: f64 = 300.0;
const AXIS_WIDTH: f64 = 420.0;
const VALUE_WIDTH: f64 = 210.0;
const GAP: f64 = 24.0;
const AXIS_X: f64 = LABEL_WIDTH + GAP;
const VALUE_X: f64 = AXIS_X + AXIS_WIDTH + GAP;
const WIDTH: f64 = VALUE_X + VALUE_WIDTH;
const CAPTION: f64 = 40.0;
const TICKS: f64 = 30.0;
const ROW_GAP: f64 = 14.0;
const LEGEND: f64 = 34.0;
const ARROW: f64 = 14.0;

/// Conflicts, and what they are conflicts of.
#[derive(Debug, Default)]
pub struct Figures {
    /// Conflicts of quantities.
    pub conflicts: Vec<Conflict>,
    /// What else there is to say.
    pub notes: Vec<String>,
}

/// What figures must have in common to be on one axis.
type Key = (String, String, String, Option<PerPeriod>, QuantityRole);

/// A figure of a claim.
struct Row<'a> {
    claim: Name,
    statement: &'a str,
    quantity: &'a Quantity,
}

/// Draws the conflicting figures of a claim, a source or an article.
pub fn picture(of: &Stored, called: &str, figures: &Figures, theme: Option<Theme>) -> Picture {
    let mut axes = axes(of.name, figures);
    let total: usize = axes.iter().map(|axis| axis.rows.len()).sum();
    let (mut room, mut shown) = (ROWS_MAX, 0);
    axes.truncate(AXES_MAX);
    for axis in &mut axes {
        axis.rows.truncate(room);
        room -= axis.rows.len();
        shown += axis.rows.len();
    }
    axes.retain(|axis| !axis.rows.is_empty());
    let mut lines = vec![match total {
        0 => "No figures are known that do not meet.".to_owned(),
        _ => format!(
            "{} on {}: each has no number in common with another one.",
            counted(total, "figure", "figures"),
            counted(axes.len(), "axis", "axes"),
        ),
    }];
    lines.extend(figures.notes.iter().cloned());
    if shown < total {
        let more = total - shown;
        lines.push(format!(
            "Too much for one picture: {shown} figures are shown, {more} more are not."
        ));
    }
    let sheet = Sheet {
        id: "figures",
        title: format!("Figures that do not meet: {called}"),
        lines,
    };
    let legend = if axes.is_empty() { 0.0 } else { LEGEND };
    let height = legend + axes.iter().map(Axis::height).sum::<f64>();
    let svg = sheet.finish(theme, (WIDTH, height), |canvas, (x, y)| {
        if !axes.is_empty() {
            draw_legend(canvas, (x, y));
        }
        let mut y = y + legend;
        for axis in &axes {
            axis.draw(canvas, of.name, (x, y));
            y += axis.height();
        }
    });
    Picture {
        svg,
        shown,
        grouped: total - shown,
    }
}

/// An axis with its figures.
struct Axis<'a> {
    title: String,
    /// Each with the lines of its statement, and of its figure.
    rows: Vec<(Row<'a>, [Lines; 2])>,
    scale: Scale,
}

fn axes(of: Name, figures: &Figures) -> Vec<Axis<'_>> {
    let mut by_key: BTreeMap<Key, Vec<Row<'_>>> = BTreeMap::new();
    for side in figures.conflicts.iter().flat_map(|it| &it.sides) {
        for quantity in &side.quantities {
            let key = (
                quantity.measure.clone(),
                quantity.unit.clone(),
                quantity.currency.clone(),
                quantity.per,
                quantity.role,
            );
            let rows = by_key.entry(key).or_default();
            let claim = Name::Claim(side.claim);
            if !rows
                .iter()
                .any(|it| it.claim == claim && it.quantity == quantity)
            {
                rows.push(Row {
                    claim,
                    statement: &side.statement,
                    quantity,
                });
            }
        }
    }
    let axes = by_key.into_values().map(|mut rows| {
        rows.sort_by(|one, other| {
            let own = |row: &Row<'_>| row.claim != of;
            let first = |row: &Row<'_>| {
                row.quantity
                    .lower
                    .or(row.quantity.upper)
                    .unwrap_or_default()
            };
            let value = first(one).value.compare(first(other).value);
            own(one)
                .cmp(&own(other))
                .then(value)
                .then(one.claim.cmp(&other.claim))
        });
        let bounds = rows
            .iter()
            .flat_map(|it| [it.quantity.lower, it.quantity.upper]);
        let is_unbounded = bounds.clone().any(|it| it.is_none());
        let scale = Scale::of(bounds.flatten().map(number), is_unbounded);
        Axis {
            title: title(&rows[0]),
            rows: rows
                .into_iter()
                .map(|row| {
                    let statement = Lines::of(row.statement, &[], LABEL_WIDTH, 3);
                    let words = Lines::of(&figure(row.quantity), &[], VALUE_WIDTH, 3);
                    (row, [statement, words])
                })
                .collect(),
            scale,
        }
    });
    axes.collect()
}

fn title(row: &Row<'_>) -> String {
    let quantity = row.quantity;
    let role = match quantity.role {
        QuantityRole::Value => String::new(),
        role => words(role),
    };
    let unit = match unit(quantity) {
        unit if unit.is_empty() => "without a unit".to_owned(),
        unit => format!("in {unit}"),
    };
    joined([quantity.measure.replace('-', " "), role, unit])
}

/// The height of the lines of a row, which are side by side.
fn height(lines: &[Lines; 2]) -> f64 {
    lines[0].height().max(lines[1].height())
}

/// A bound as a number; what a picture shows need not be exact.
fn number(bound: Bound) -> f64 {
    bound.value.to_string().parse().unwrap_or_default()
}

impl Axis<'_> {
    fn height(&self) -> f64 {
        let rows = self.rows.iter().map(|(_, lines)| height(lines) + ROW_GAP);
        CAPTION + rows.sum::<f64>() + TICKS
    }

    fn draw(&self, canvas: &mut Canvas, of: Name, (x, y): Point) {
        let title = match self.scale.is_logarithmic() {
            true => format!("{} (each step of the axis is a multiple)", self.title),
            false => self.title.clone(),
        };
        canvas.text(
            "cap",
            (x, y + 18.0),
            WIDTH,
            &cut(&clean(&title), WIDTH, 13.0),
        );
        canvas.line("rule", (x, y + 24.0), (x + WIDTH, y + 24.0));
        let bottom = y + self.height() - TICKS;
        for (at, label) in self.scale.ticks() {
            let tick = x + AXIS_X + at * AXIS_WIDTH;
            canvas.line("rule", (tick, y + CAPTION - 8.0), (tick, bottom));
            canvas.text_around("dim", (tick, bottom + 14.0), &label);
        }
        let mut y = y + CAPTION;
        for (row, lines) in &self.rows {
            let height = height(lines);
            self.draw_row(canvas, row, row.claim == of, (x, y), height, lines);
            y += height + ROW_GAP;
        }
    }

    fn draw_row(
        &self,
        canvas: &mut Canvas,
        row: &Row<'_>,
        is_own: bool,
        (x, y): Point,
        height: f64,
        [statement, value]: &[Lines; 2],
    ) {
        let words = figure(row.quantity);
        let name = row.claim.to_string();
        canvas.open(
            "figure",
            &[("name", &name), ("says", &words)],
            &format!("{}: {words}", row.statement),
        );
        if is_own {
            let area = Area {
                x: x - 6.0,
                y: y - 4.0,
                width: WIDTH + 12.0,
                height: height + 8.0,
            };
            canvas.rectangle("box focus", area, 4.0);
        }
        statement.draw(canvas, (x, y));
        let tone = match is_own {
            true => Tone::For,
            false => Tone::Against,
        };
        let place = |bound| x + AXIS_X + self.scale.place(number(bound)) * AXIS_WIDTH;
        let ends = [x + AXIS_X, x + AXIS_X + AXIS_WIDTH];
        draw_interval(canvas, row.quantity, tone, y + 10.0, ends, place);
        value.draw(canvas, (x + VALUE_X, y));
        canvas.close();
    }
}

/// Draws an interval: closed ends filled, open ones hollow, absent ones as arrows to the end of the
/// axis; what is approximate is hollow and dashed.
fn draw_interval(
    canvas: &mut Canvas,
    quantity: &Quantity,
    tone: Tone,
    y: f64,
    ends: [f64; 2],
    place: impl Fn(Bound) -> f64,
) {
    let from = quantity.lower.map_or(ends[0], &place);
    let to = quantity.upper.map_or(ends[1], &place);
    let fill = match quantity.approximate {
        true => "hollow",
        false => "solid",
    };
    let class = format!("{fill} mark {}", tone.class());
    if to - from < 1.0 {
        let [x, left, right] = [from, from - 6.0, from + 6.0].map(tenths);
        let [top, middle, bottom] = [y - 6.0, y, y + 6.0].map(tenths);
        canvas.path(
            &class,
            &format!("M{x} {top}L{right} {middle}L{x} {bottom}L{left} {middle}Z"),
        );
        return;
    }
    // The arrow's head is where the line ends.
    let short = |bound: Option<Bound>| if bound.is_none() { ARROW - 2.0 } else { 0.0 };
    let line = [from + short(quantity.lower), to - short(quantity.upper)].map(tenths);
    let path = format!("M{} {}H{}", line[0], tenths(y), line[1]);
    let dashes = match quantity.approximate {
        true => "approximate",
        false => "exact",
    };
    canvas.stroke(&format!("stroke {dashes} {}", tone.class()), &path, 5.0);
    for (bound, x, is_upper) in [(quantity.lower, from, false), (quantity.upper, to, true)] {
        match bound {
            None => {
                let back = if is_upper { x - ARROW } else { x + ARROW };
                let [x, back, top, y, bottom] = [x, back, y - 8.0, y, y + 8.0].map(tenths);
                let path = format!("M{x} {y}L{back} {top}L{back} {bottom}Z");
                canvas.path(&format!("solid {}", tone.class()), &path);
            }
            Some(bound) => {
                let fill = match bound.open {
                    true => "hollow",
                    false => "solid",
                };
                canvas.circle(&format!("{fill} mark {}", tone.class()), (x, y), 5.0);
            }
        }
    }
}

fn draw_legend(canvas: &mut Canvas, (x, y): Point) {
    let bound = |value: i64, open| {
        Some(Bound {
            value: value.into(),
            open,
        })
    };
    let range = |lower, upper, approximate| Quantity {
        lower,
        upper,
        approximate,
        ..Quantity::default()
    };
    let samples = [
        (
            range(bound(0, false), bound(1, false), false),
            "both ends belong to it",
            40.0,
        ),
        (
            range(bound(0, true), bound(1, true), false),
            "the ends do not",
            40.0,
        ),
        (range(bound(0, false), None, false), "no upper end", 40.0),
        (
            range(bound(0, false), bound(0, false), false),
            "one number",
            20.0,
        ),
        (
            range(bound(0, false), bound(1, false), true),
            "approximate",
            40.0,
        ),
    ];
    let mut left = x + 6.0;
    for (quantity, label, length) in samples {
        let ends = [left + 40.0 - length, left + 40.0];
        let place = |bound: Bound| match bound.value.compare(0.into()).is_eq() {
            true => ends[0],
            false => ends[1],
        };
        draw_interval(canvas, &quantity, Tone::Plain, y + 8.0, ends, place);
        canvas.text("dim", (left + 54.0, y + 12.0), 130.0, label);
        left += 190.0;
    }
}
