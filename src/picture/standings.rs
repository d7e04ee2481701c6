//! The claims of an article by their standings: those in dispute first.

use std::collections::BTreeMap;

use super::{
    called::{Directory, fate, look_up, with_fate},
    canvas::{Area, Canvas, Picture, Point},
    diagram::grouped_note,
    evidence::verdicts::judgement,
    mark::{Icon, Judgement, SIZE, icon},
    rows::Lines,
    sheet::Sheet,
    text::{counted, joined, words},
    theme::{Theme, Tone},
};
use crate::domain::{
    resource::{Appearance, Claim, Name, Resource, Stance, Stored},
    rule::Dispute,
};

/// At most this many claims have a row each.
const ROWS_MAX: usize = 160;

const WIDTH: f64 = 780.0;
const TEXT_X: f64 = SIZE + 12.0;
const ROW_GAP: f64 = 12.0;
const CAPTION: f64 = 34.0;
const BAR: f64 = 18.0;
const BAR_GAP: f64 = 3.0;

/// A claim that an article prints.
#[derive(Debug)]
pub struct Printed {
    /// The claim.
    pub claim: Stored,
    /// Whether it is disputed, and its newest verdict.
    pub dispute: Dispute,
    /// Its appearances in the article.
    pub appearances: Vec<Appearance>,
}

/// What is known of an article's claims.
#[derive(Debug, Default)]
pub struct Standings {
    /// The claims, in the order of the text.
    pub claims: Vec<Printed>,
    /// What their sources are called.
    pub directory: Directory,
    /// What else there is to say.
    pub notes: Vec<String>,
}

/// How a claim stands, in the order of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Retracted,
    Disputed,
    Judged(Judgement),
    NotReviewed,
}

impl Section {
    fn of(printed: &Printed) -> Self {
        let retracted = claim_of(&printed.claim).is_some_and(|it| it.retraction.is_some());
        match (
            retracted,
            printed.dispute.reasons.is_empty(),
            printed.dispute.verdict,
        ) {
            (true, ..) => Self::Retracted,
            (_, false, _) => Self::Disputed,
            (_, _, Some(verdict)) => Self::Judged(judgement(verdict)),
            (_, _, None) => Self::NotReviewed,
        }
    }

    const fn caption(self) -> &'static str {
        match self {
            Self::Retracted => "Retracted",
            Self::Disputed => "Disputed",
            Self::Judged(Judgement::Holds) => "True, or mostly true",
            Self::Judged(Judgement::Fails) => "False, mostly false or misleading",
            Self::Judged(Judgement::Mixed) => "Mixed",
            Self::Judged(Judgement::Open) => "Unproven, or satire",
            Self::NotReviewed => "Neither disputed nor reviewed",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Retracted => Tone::Aside,
            Self::Disputed => Tone::Against,
            Self::Judged(judgement) => judgement.tone(),
            Self::NotReviewed => Tone::Plain,
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Retracted => Icon::Retracted,
            Self::Disputed => Icon::Dispute,
            Self::Judged(judgement) => Icon::Verdict(judgement),
            Self::NotReviewed => Icon::Claim,
        }
    }
}

type Sections<'a> = BTreeMap<Section, Vec<&'a Printed>>;

/// Draws the claims of an article by their standings.
pub fn picture(article: &Stored, standings: &Standings, theme: Option<Theme>) -> Picture {
    let mut sections = Sections::new();
    for printed in &standings.claims {
        sections
            .entry(Section::of(printed))
            .or_default()
            .push(printed);
    }
    let total = standings.claims.len();
    let shares = shares(&sections);
    let shown: usize = shares.values().sum();
    let grouped = total - shown;
    let headline = match &article.resource {
        Resource::Article(article, _) if !article.headline.trim().is_empty() => {
            article.headline.clone()
        }
        _ => article.name.to_string(),
    };
    let counts = sections
        .iter()
        .map(|(section, claims)| format!("{}: {}", section.caption(), claims.len()));
    let mut lines = vec![match total {
        0 => "No claims of this article are known.".to_owned(),
        _ => format!(
            "{}. {}.",
            counted(total, "claim", "claims"),
            counts.collect::<Vec<_>>().join(" · ")
        ),
    }];
    let retraction = match &article.resource {
        Resource::Article(article, _) => article.retraction.as_ref(),
        _ => None,
    };
    lines.extend(fate(article, retraction));
    lines.extend(standings.notes.iter().cloned());
    lines.push(grouped_note(shown, grouped));
    let sheet = Sheet {
        id: "standings",
        title: format!("The claims of “{headline}” by their standings"),
        lines,
    };
    let parts = parts(&sections, &shares, &standings.directory);
    let bar = if total == 0 { 0.0 } else { BAR };
    let height = bar + parts.iter().map(Part::height).sum::<f64>();
    let svg = sheet.finish(theme, (WIDTH, height), |canvas, (x, y)| {
        draw_bar(canvas, &sections, total, (x, y));
        let mut y = y + bar;
        for part in &parts {
            part.draw(canvas, (x, y));
            y += part.height();
        }
    });
    Picture {
        svg,
        shown,
        grouped,
    }
}

/// How many claims of each section have a row: all, or an equal share of what is possible.
fn shares(sections: &Sections<'_>) -> BTreeMap<Section, usize> {
    let mut by_size: Vec<(usize, Section)> = sections
        .iter()
        .map(|(section, claims)| (claims.len(), *section))
        .collect();
    by_size.sort_unstable();
    let (mut left, mut waiting) = (ROWS_MAX, by_size.len());
    let shares = by_size.into_iter().map(|(count, section)| {
        let share = count.min(left / waiting);
        left -= share;
        waiting -= 1;
        (section, share)
    });
    shares.collect()
}

/// A caption, a row, or what is not shown of a section.
enum Part {
    Caption(Section, usize),
    Row(Section, Lines, String),
    More(usize),
}

impl Part {
    fn height(&self) -> f64 {
        match self {
            Self::Caption(..) => CAPTION,
            Self::Row(_, lines, _) => lines.height().max(SIZE) + ROW_GAP,
            Self::More(_) => SIZE + ROW_GAP,
        }
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): Point) {
        match self {
            Self::Caption(section, count) => {
                let caption = format!("{} ({count})", section.caption());
                canvas.text("cap", (x, y + 24.0), WIDTH, &caption);
                canvas.line("rule", (x, y + 29.0), (x + WIDTH, y + 29.0));
            }
            Self::Row(section, lines, name) => {
                canvas.open("row", &[("name", name)], "");
                icon(canvas, section.icon(), (x, y + 1.0));
                lines.draw(canvas, (x + TEXT_X, y));
                canvas.close();
            }
            Self::More(count) => {
                icon(canvas, Icon::Group, (x, y));
                let more = counted(*count, "more claim", "more claims");
                canvas.text(
                    "head",
                    (x + TEXT_X, y + 12.0),
                    WIDTH,
                    &format!("and {more}"),
                );
            }
        }
    }
}

fn parts(
    sections: &Sections<'_>,
    shares: &BTreeMap<Section, usize>,
    directory: &Directory,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for (section, claims) in sections {
        parts.push(Part::Caption(*section, claims.len()));
        let share = shares.get(section).copied().unwrap_or_default();
        for printed in claims.iter().take(share) {
            let heading = match claim_of(&printed.claim) {
                Some(claim) if printed.claim.erasure.is_none() => claim.statement.as_str(),
                _ => "(erased)",
            };
            let lines = Lines::of(heading, &details(printed, directory), WIDTH - TEXT_X, 3);
            parts.push(Part::Row(*section, lines, printed.claim.name.to_string()));
        }
        if claims.len() > share {
            parts.push(Part::More(claims.len() - share));
        }
    }
    parts
}

fn claim_of(stored: &Stored) -> Option<&Claim> {
    match &stored.resource {
        Resource::Claim(claim) => Some(claim),
        _ => None,
    }
}

fn details(printed: &Printed, directory: &Directory) -> Vec<String> {
    let reasons = joined(printed.dispute.reasons.iter().map(words));
    let disputed = match reasons.is_empty() {
        true => String::new(),
        false => format!("disputed: {reasons}"),
    };
    let verdict = printed
        .dispute
        .verdict
        .map(|it| format!("newest verdict: {}", words(it)));
    let standing = [disputed, verdict.unwrap_or_default()];
    let standing: Vec<String> = standing.into_iter().filter(|it| !it.is_empty()).collect();
    let retraction = claim_of(&printed.claim).and_then(|it| it.retraction.as_ref());
    let lines = [on_whose_word(printed, directory), standing.join(" · ")];
    with_fate(lines, &fate(&printed.claim, retraction))
}

/// Who says it in the article.
fn on_whose_word(printed: &Printed, directory: &Directory) -> String {
    let mut speakers: Vec<String> = Vec::new();
    for appearance in &printed.appearances {
        let chains = &appearance.printing.chains;
        if chains.is_empty() {
            let stance = words(appearance.printing.article_stance);
            speakers.push(format!("the article itself ({stance})"));
        }
        for hop in chains.iter().filter_map(|chain| chain.hops.first()) {
            let called = look_up(directory, Name::Source(hop.source));
            speakers.push(match (called.is_gone, hop.stance) {
                (true, stance) => {
                    format!("{} ({}, retracted or deleted)", called.text, words(stance))
                }
                (false, Stance::Asserts) => called.text,
                (false, stance) => format!("{} ({})", called.text, words(stance)),
            });
        }
    }
    let mut named: Vec<String> = Vec::new();
    for speaker in speakers {
        if !named.contains(&speaker) {
            named.push(speaker);
        }
    }
    match named.is_empty() {
        true => String::new(),
        false => format!("on the word of {}", named.join(", ")),
    }
}

/// A bar whose parts are as long as the sections are large.
fn draw_bar(canvas: &mut Canvas, sections: &Sections<'_>, total: usize, (x, y): Point) {
    let room = WIDTH - BAR_GAP * (sections.len().max(1) - 1) as f64;
    let mut left = x;
    for (section, claims) in sections {
        let width = room * claims.len() as f64 / total as f64;
        let title = format!("{}: {}", section.caption(), claims.len());
        canvas.open("part", &[], &title);
        let area = Area {
            x: left,
            y,
            width,
            height: BAR,
        };
        canvas.rectangle(
            &format!("hollow mark {}", section.tone().class()),
            area,
            3.0,
        );
        let count = claims.len().to_string();
        if width >= 64.0 {
            icon(canvas, section.icon(), (left + 8.0, y + 2.0));
            canvas.text("", (left + 28.0, y + 13.0), 30.0, &count);
        } else if width >= SIZE + 6.0 {
            icon(
                canvas,
                section.icon(),
                (left + (width - SIZE) / 2.0, y + 2.0),
            );
        }
        canvas.close();
        left += width + BAR_GAP;
    }
}
