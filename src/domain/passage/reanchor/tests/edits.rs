//! Generated news and random edits. Each code point keeps its original position through the
//! edits, so the true outcome for every span is known without an alignment.

use super::writer::Writer;
use crate::domain::passage::{
    part_text::PartText,
    reanchor::{Alignment, Carried},
};

/// The outcomes of all spans.
#[derive(Debug, Default)]
pub struct Totals {
    /// Spans that are still in one piece.
    pub whole: usize,
    /// Whole spans that were carried to their place.
    pub found: usize,
    /// Whole spans that were orphaned.
    pub orphaned: usize,
    /// Spans of which only a part is left.
    pub part: usize,
    /// Partial spans that were carried.
    pub part_carried: usize,
    /// Spans of which nothing is left.
    pub gone: usize,
    /// Spans of any kind that were carried to a wrong place.
    pub wrong: usize,
}

/// A code point and its position in the old text.
type Point = (char, Option<usize>);

fn fresh(text: &str) -> Vec<Point> {
    text.chars().map(|c| (c, None)).collect()
}

fn spans(points: &[Point], ends: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = None;
    for index in 0..=points.len() {
        let blank = points
            .get(index)
            .is_none_or(|point| point.0.is_whitespace());
        if !blank {
            start.get_or_insert(index);
        }
        if index == points.len() || ends(index) {
            let from = start.take();
            let to = (0..index)
                .rev()
                .find(|&last| !points[last].0.is_whitespace());
            spans.extend(from.zip(to).map(|(from, last)| (from, last + 1)));
        }
    }
    spans
}

fn words(points: &[Point]) -> Vec<(usize, usize)> {
    spans(points, |index| points[index].0.is_whitespace())
}

fn sentences(points: &[Point]) -> Vec<(usize, usize)> {
    spans(points, |index| {
        points[index].0 == '\n'
            || (points[index].0 == ' '
                && matches!(points[index.max(1) - 1].0, '.' | '。' | '\u{fe0f}'))
    })
}

fn paragraphs(points: &[Point]) -> Vec<(usize, usize)> {
    spans(points, |index| points[index].0 == '\n')
}

/// Makes one edit. A copied sentence is not edited again, because nobody could tell which
/// of the two copies was edited.
fn edit(writer: &mut Writer, points: &mut Vec<Point>, locked: &mut Vec<Point>) {
    let kind = writer.random.below(14);
    let (words, sentences, paragraphs) = (words(points), sentences(points), paragraphs(points));
    if words.len() < 40 || paragraphs.len() < 4 {
        return;
    }
    let first = writer.random.below(words.len());
    let last = (first + [0, 0, 1, 3, 6][writer.random.below(5)]).min(words.len() - 1);
    let phrase = (words[first].0, words[last].1);
    let sentence = writer.random.pick(&sentences);
    let other = writer.random.pick(&sentences);
    let paragraph = writer.random.pick(&paragraphs);
    let count = 1 + writer.random.below(6);
    let (range, text) = match kind {
        0 => ((phrase.0, phrase.0), format!("{} ", writer.words(count))),
        1 | 2 => (
            (
                phrase.0,
                words.get(last + 1).map_or(phrase.1, |next| next.0),
            ),
            String::new(),
        ),
        3 | 4 => (phrase, writer.words(count)),
        5 => (sentence, String::new()),
        6 => (sentence, writer.sentence()),
        7 => ((sentence.0, sentence.0), format!("{} ", writer.sentence())),
        8 => (
            (paragraph.0, paragraph.0),
            format!("{}\n\n", writer.paragraph()),
        ),
        9 if writer.wrapped => return,
        9 => {
            return move_paragraph(
                points,
                &paragraphs,
                paragraph,
                writer.random.below(paragraphs.len()),
            );
        }
        10 => {
            writer.wrapped = true;
            return rewrap(points, 30 + writer.random.below(60));
        }
        11 => {
            return points
                .iter_mut()
                .for_each(|point| point.0 = straight(point.0));
        }
        12 => return copy(points, sentence, other.0, locked),
        _ => return copy(points, sentence, sentence.1, locked),
    };
    let is_locked =
        |point: &Point| point.1.is_some() && locked.iter().any(|locked| locked.1 == point.1);
    let touched = &points[range.0.saturating_sub(1)..(range.1 + 1).min(points.len())];
    if !touched.iter().any(is_locked) {
        points.splice(range.0..range.1, fresh(&text));
    }
}

fn straight(c: char) -> char {
    match c {
        '“' | '”' => '"',
        '’' => '\'',
        '–' => '-',
        other => other,
    }
}

fn copy(points: &mut Vec<Point>, (from, to): (usize, usize), at: usize, locked: &mut Vec<Point>) {
    // A copy right before the original cannot be told from one right after it.
    let at = if at == from { to } else { at };
    let original = points[from..to].to_vec();
    if (from < at && at < to) || original.iter().any(|point| point.1.is_none()) {
        return;
    }
    let mut copy: Vec<Point> = original.iter().map(|point| (point.0, None)).collect();
    copy.insert(if at == to { 0 } else { copy.len() }, (' ', None));
    // The text next to the copy is not edited again either.
    let around = points[from.saturating_sub(60)..(to + 60).min(points.len())].to_vec();
    locked.extend(around.into_iter().chain(original));
    let there = points[at.saturating_sub(60)..(at + 60).min(points.len())].to_vec();
    locked.extend(there);
    points.splice(at..at, copy);
}

fn move_paragraph(
    points: &mut Vec<Point>,
    paragraphs: &[(usize, usize)],
    moved: (usize, usize),
    to: usize,
) {
    let mut order: Vec<(usize, usize)> = paragraphs
        .iter()
        .copied()
        .filter(|&one| one != moved)
        .collect();
    order.insert(to.min(order.len()), moved);
    let pieces: Vec<Vec<Point>> = order
        .iter()
        .map(|&(from, to)| points[from..to].to_vec())
        .collect();
    *points = pieces.join(&fresh("\n\n")[..]);
}

/// Replaces the line ends inside paragraphs.
fn rewrap(points: &mut [Point], width: usize) {
    let mut column = 0;
    for index in 1..points.len().saturating_sub(1) {
        column += 1;
        let alone = !points[index - 1].0.is_whitespace() && !points[index + 1].0.is_whitespace();
        if points[index].0 == '\n' && alone && column < width / 2 && points[index - 1].0 != '.' {
            points[index].0 = ' ';
        } else if points[index].0 == ' ' && alone && column > width {
            points[index].0 = '\n';
            column = 0;
        }
    }
}

/// Edits one article and carries spans of all lengths.
pub fn try_seed(seed: u64, totals: &mut Totals) {
    let mut writer = Writer::new(seed);
    let old = writer.article();
    let origin: Vec<Point> = old
        .chars()
        .enumerate()
        .map(|(index, c)| (c, Some(index)))
        .collect();
    let mut points = origin.clone();
    let mut locked = Vec::new();
    for _ in 0..1 + writer.random.below(8) {
        edit(&mut writer, &mut points, &mut locked);
    }
    let new: String = points.iter().map(|point| point.0).collect();
    let (old, new) = (PartText::new(&old), PartText::new(&new));
    let alignment = Alignment::new(&old, &new);
    let mut place = vec![None; origin.len()];
    for (index, point) in points.iter().enumerate() {
        if let Some(from) = point.1 {
            place[from] = Some(index);
        }
    }
    for span in some_spans(&mut writer, &origin) {
        let carried = alignment.carry(
            i32::try_from(span.0).unwrap(),
            i32::try_from(span.1).unwrap(),
        );
        if !classify(span, carried, &origin, &points, &place, totals) {
            totals.wrong += 1;
            let words: String = origin[span.0..span.1].iter().map(|point| point.0).collect();
            println!("seed {seed}: {span:?} went to {carried:?}: {words}");
        }
    }
}

fn some_spans(writer: &mut Writer, origin: &[Point]) -> Vec<(usize, usize)> {
    let (words, sentences, paragraphs) = (words(origin), sentences(origin), paragraphs(origin));
    let mut some = Vec::new();
    for _ in 0..10 {
        some.push(writer.random.pick(&words));
        let first = writer.random.below(words.len());
        let last = (first + 1 + writer.random.below(6)).min(words.len() - 1);
        some.push((words[first].0, words[last].1));
        let first = writer.random.below(sentences.len());
        let last = (first + writer.random.below(3)).min(sentences.len() - 1);
        some.push((sentences[first].0, sentences[last].1));
    }
    some.push(writer.random.pick(&paragraphs));
    some
}

/// Counts the outcome of a span. Returns false if it was carried to a wrong place.
fn classify(
    span: (usize, usize),
    carried: Carried,
    origin: &[Point],
    points: &[Point],
    place: &[Option<usize>],
    totals: &mut Totals,
) -> bool {
    let said = match carried {
        Carried::Unchanged => Some(span),
        Carried::Moved { start, end } | Carried::Changed { start, end, .. } => Some((
            usize::try_from(start).unwrap(),
            usize::try_from(end).unwrap(),
        )),
        Carried::Orphaned => None,
    };
    let seen = (span.0..span.1).filter(|&index| !origin[index].0.is_whitespace());
    let seen: Vec<Option<usize>> = seen.map(|index| place[index]).collect();
    let left: Vec<usize> = seen.iter().copied().flatten().collect();
    let (Some(&from), Some(&last)) = (left.iter().min(), left.iter().max()) else {
        totals.gone += 1;
        return said.is_none();
    };
    let of_span = |point: &Point| point.1.is_some_and(|from| (span.0..span.1).contains(&from));
    let solid = points[from..=last]
        .iter()
        .all(|point| point.0.is_whitespace() || of_span(point));
    if solid && left.len() == seen.len() && left.is_sorted() {
        totals.whole += 1;
        totals.found += usize::from(said == Some((from, last + 1)));
        totals.orphaned += usize::from(said.is_none());
        return said.is_none_or(|said| said == (from, last + 1));
    }
    totals.part += 1;
    totals.part_carried += usize::from(said.is_some());
    // Text outside what is left of the span may only be a replacement of its start or end.
    let new = |from: usize, to: usize| {
        points[from..to.max(from)]
            .iter()
            .all(|point| point.1.is_none() || point.0.is_whitespace())
    };
    said.is_none_or(|(start, end)| {
        let head = start == from || (start < from && seen[0].is_none() && new(start, from));
        let tail =
            end == last + 1 || (end > last && seen[seen.len() - 1].is_none() && new(last + 1, end));
        head && tail
    })
}
