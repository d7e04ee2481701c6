//! Small signs: what a box is, and how a claim was judged. Each is told by its shape.

use super::{
    canvas::{Canvas, Point, tenths},
    theme::Tone,
};

/// What a box is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Icon {
    /// A claim.
    #[default]
    Claim,
    /// An article.
    Article,
    /// Somebody who speaks.
    Speaker,
    /// A document, a page or a data set.
    Document,
    /// A group of boxes.
    Group,
    /// A judgement.
    Verdict(Judgement),
    /// A dispute.
    Dispute,
    /// What was taken back.
    Retracted,
}

/// How a claim was judged, as far as a sign can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// True, or mostly.
    Holds,
    /// False, mostly false or misleading.
    Fails,
    /// Some of both.
    Mixed,
    /// Not a matter of true and false, or not judged.
    Open,
}

impl Judgement {
    /// The tone of its sign.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Holds => Tone::For,
            Self::Fails => Tone::Against,
            Self::Mixed => Tone::Doubt,
            Self::Open => Tone::Plain,
        }
    }
}

/// The size of a sign.
pub const SIZE: f64 = 14.0;

/// Draws a sign whose upper left corner is at a point.
pub fn icon(canvas: &mut Canvas, icon: Icon, (x, y): Point) {
    match icon {
        Icon::Claim => outline(canvas, (x, y), &[(7, 0), (14, 7), (7, 14), (0, 7)], true),
        Icon::Article => {
            let page = [(2, 0), (9, 0), (13, 4), (13, 14), (2, 14)];
            outline(canvas, (x, y), &page, true);
            outline(canvas, (x, y), &[(5, 7), (10, 7)], false);
            outline(canvas, (x, y), &[(5, 10), (10, 10)], false);
        }
        Icon::Speaker => {
            canvas.circle("icon", (x + 7.0, y + 4.0), 3.5);
            outline(
                canvas,
                (x, y),
                &[(1, 14), (3, 10), (11, 10), (13, 14)],
                true,
            );
        }
        Icon::Document => {
            outline(canvas, (x, y), &[(1, 1), (13, 1), (13, 13), (1, 13)], true);
            outline(canvas, (x, y), &[(4, 5), (10, 5)], false);
            outline(canvas, (x, y), &[(4, 9), (8, 9)], false);
        }
        Icon::Group => {
            outline(canvas, (x, y), &[(0, 0), (10, 0), (10, 10), (0, 10)], true);
            outline(canvas, (x, y), &[(13, 4), (13, 13), (4, 13)], false);
        }
        Icon::Verdict(judgement) => verdict(canvas, judgement, (x, y)),
        Icon::Retracted => {
            canvas.circle("hollow mark aside", (x + 7.0, y + 7.0), 6.5);
            stroke(canvas, Tone::Aside, (x, y), &[(3, 11), (11, 3)]);
        }
        Icon::Dispute => {
            stroke(
                canvas,
                Tone::Against,
                (x, y),
                &[(9, 0), (3, 8), (11, 6), (5, 14)],
            );
        }
    }
}

/// Draws how a claim was judged: a tick in a circle, a cross in a square, a triangle, a ring.
pub fn verdict(canvas: &mut Canvas, judgement: Judgement, (x, y): Point) {
    let tone = judgement.tone();
    let class = format!("hollow mark {}", tone.class());
    match judgement {
        Judgement::Holds => {
            canvas.circle(&class, (x + 7.0, y + 7.0), 6.5);
            stroke(canvas, tone, (x, y), &[(4, 7), (6, 10), (10, 4)]);
        }
        Judgement::Fails => {
            let square = points((x, y), &[(1, 1), (13, 1), (13, 13), (1, 13)]);
            canvas.path(&class, &format!("{square}Z"));
            stroke(canvas, tone, (x, y), &[(4, 4), (10, 10)]);
            stroke(canvas, tone, (x, y), &[(10, 4), (4, 10)]);
        }
        Judgement::Mixed => {
            let triangle = points((x, y), &[(7, 1), (14, 13), (0, 13)]);
            canvas.path(&class, &format!("{triangle}Z"));
            stroke(canvas, tone, (x, y), &[(7, 5), (7, 10)]);
        }
        Judgement::Open => canvas.circle(&class, (x + 7.0, y + 7.0), 5.5),
    }
}

fn points((x, y): Point, places: &[(i32, i32)]) -> String {
    let places = places.iter().enumerate().map(|(index, &(dx, dy))| {
        let command = if index == 0 { 'M' } else { 'L' };
        let (x, y) = (tenths(x + f64::from(dx)), tenths(y + f64::from(dy)));
        format!("{command}{x} {y}")
    });
    places.collect()
}

fn outline(canvas: &mut Canvas, at: Point, places: &[(i32, i32)], is_closed: bool) {
    let end = if is_closed { "Z" } else { "" };
    canvas.path("icon", &format!("{}{end}", points(at, places)));
}

fn stroke(canvas: &mut Canvas, tone: Tone, at: Point, places: &[(i32, i32)]) {
    let class = format!("stroke {}", tone.class());
    canvas.stroke(&class, &points(at, places), 1.8);
}
