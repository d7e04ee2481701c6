//! Reads a plain-text article into a bundle. The layout is title, byline, date, body,
//! a line that is exactly `Sources`, then one source or credit on each line.
//!
//! Title, byline and date take one line each; blank lines between them are ignored.
//! The body is everything between the date and the last `Sources` line, verbatim, with
//! CRLF and blank lines, but without the blank lines before it and the line end before
//! `Sources`. Language and number locale come from the caller and are never guessed.
//! Claims are deliberately absent: finding them is for people and pipelines.

use super::{
    problem::Problem,
    text_date::{self, LAYOUTS, Tags},
    text_sources::SourceList,
};
use crate::{
    domain::value::{
        byline::{BY, author, may_be_several},
        language,
    },
    wire::pb,
};

/// What the caller knows about an article beyond its text.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The BCP-47 tag of its language.
    pub language: Option<String>,
    /// The BCP-47 tag of the locale of its numbers and dates.
    pub number_locale: Option<String>,
    /// The time zone of its publisher.
    pub time_zone: Option<String>,
    /// Its address.
    pub uri: Option<String>,
}

impl Options {
    fn tags(&self) -> Tags<'_> {
        Tags {
            language: self.language.as_deref(),
            number_locale: self.number_locale.as_deref(),
            time_zone: self.time_zone.as_deref(),
        }
    }
}

/// A text does not have the expected layout.
#[derive(Debug, PartialEq, Eq)]
pub struct TextError {
    /// Everything that is wrong, in the order of the lines.
    pub problems: Vec<Problem>,
}

/// The line that ends the body.
const SOURCES: &str = "Sources";

const LAYOUT: &str = "the layout is: a title line, a byline, a date, the text, a line that is exactly Sources, one source a line";

/// Reads an article, or reports everything that is wrong with it.
pub fn read(text: &str, options: &Options) -> Result<pb::Bundle, TextError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = lines(text);
    let mut problems = Vec::new();
    let sources_at = find_sources(&lines, &mut problems);
    let above = &lines[..sources_at.unwrap_or(lines.len())];
    let head = Head::find(above, options.tags(), &mut problems);
    let date = head
        .date
        .and_then(|line| date(line, options, &mut problems));
    let body = body(
        text,
        head.date,
        sources_at.map(|at| &lines[at]),
        &mut problems,
    );
    let listed = source_list(&lines, sources_at, &mut problems);
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.line);
        return Err(TextError { problems });
    }
    let article = pb::Article {
        uri: options.uri.clone().unwrap_or_default(),
        headline: head.title.map_or("", |line| line.text.trim()).to_owned(),
        bylines: head
            .byline
            .map(|line| byline(line.text.trim(), options))
            .into_iter()
            .collect(),
        language: options.language.clone().unwrap_or_default(),
        number_locale: options.number_locale.clone().unwrap_or_default(),
        date_published: date,
        body: body.to_owned(),
        citations: listed.citations,
        credits: listed.credits,
        ..pb::Article::default()
    };
    Ok(pb::Bundle {
        article: Some(article),
        sources: listed.sources,
        ..pb::Bundle::default()
    })
}

/// A line and its position in the text.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    /// Counted from 1.
    number: usize,
    /// Its first byte.
    start: usize,
    /// The byte after its line end.
    end: usize,
    /// Its text without the line end.
    text: &'a str,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn is_date(&self, tags: Tags<'_>) -> bool {
        text_date::is_date(self.text, tags)
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let numbered = text.split_inclusive('\n').enumerate();
    numbered
        .map(|(index, whole)| {
            let line = Line {
                number: index + 1,
                start,
                end: start + whole.len(),
                text: without_line_end(whole),
            };
            start = line.end;
            line
        })
        .collect()
}

fn without_line_end(text: &str) -> &str {
    match text.strip_suffix('\n') {
        Some(text) => text.strip_suffix('\r').unwrap_or(text),
        None => text,
    }
}

/// The index of the last `Sources` line.
fn find_sources(lines: &[Line<'_>], problems: &mut Vec<Problem>) -> Option<usize> {
    let found = lines.iter().rposition(|line| line.text == SOURCES);
    if found.is_none() && !lines.iter().all(Line::is_blank) {
        let is_similar = |line: &&Line<'_>| {
            let bare = line.text.trim().trim_end_matches(':');
            bare.trim_end().eq_ignore_ascii_case(SOURCES)
        };
        problems.push(match lines.iter().rev().find(is_similar) {
            Some(line) => Problem::in_line(
                line.number,
                format!("must be exactly {SOURCES}, with nothing around it, to begin the sources"),
            ),
            None => Problem::in_line(
                lines.len(),
                format!("ends without a line that is exactly {SOURCES}; add one after the text, also where no source follows"),
            ),
        });
    }
    found
}

/// The lines above the text.
#[derive(Default)]
struct Head<'a> {
    title: Option<Line<'a>>,
    byline: Option<Line<'a>>,
    date: Option<Line<'a>>,
}

impl<'a> Head<'a> {
    fn find(lines: &[Line<'a>], tags: Tags<'_>, problems: &mut Vec<Problem>) -> Self {
        let mut filled = lines.iter().copied().filter(|line| !line.is_blank());
        let (title, second, third) = (filled.next(), filled.next(), filled.next());
        let is_date = |line: &Line<'_>| line.is_date(tags);
        let title = match title {
            None => {
                problems.push(Problem::in_line(1, format!("has no title; {LAYOUT}")));
                return Self::default();
            }
            // With a date below the byline it is a title such as "11 September 2001".
            Some(line) if line.is_date(tags) && !third.as_ref().is_some_and(is_date) => {
                let what = format!("is a date where the title should be; {LAYOUT}");
                problems.push(Problem::in_line(line.number, what));
                return Self::default();
            }
            Some(title) => title,
        };
        let (byline, date) = match (second, third) {
            (Some(date), _) if date.is_date(tags) => (None, Some(date)),
            two => two,
        };
        let head = Self {
            title: Some(title),
            byline,
            date: date.filter(is_date),
        };
        head.check(title, date, problems);
        head
    }

    /// Reports a missing byline and a missing date. `date_line` is the line where the
    /// date should be.
    fn check(&self, title: Line<'_>, date_line: Option<Line<'_>>, problems: &mut Vec<Problem>) {
        if self.byline.is_none() {
            let at = date_line.map_or(title.number + 1, |line| line.number);
            let what = format!("has no byline above the date; {LAYOUT}");
            problems.push(Problem::in_line(at, what));
        }
        if self.date.is_some() {
            return;
        }
        problems.push(match date_line {
            Some(line) => Problem::in_line(
                line.number,
                format!(
                    "should be the date, written like {LAYOUTS}, and is: {}",
                    shortened(line.text)
                ),
            ),
            None => Problem::in_line(
                self.byline.unwrap_or(title).number + 1,
                format!("has no date; write it like {LAYOUTS} below the byline"),
            ),
        });
    }
}

const QUOTED_MAX: usize = 60;

/// The beginning of a line.
fn shortened(text: &str) -> String {
    let text = text.trim();
    let mut shortened: String = text.chars().take(QUOTED_MAX).collect();
    if shortened.len() < text.len() {
        shortened.push('…');
    }
    shortened
}

fn date(line: Line<'_>, options: &Options, problems: &mut Vec<Problem>) -> Option<pb::Date> {
    match text_date::read(line.text, options.tags())? {
        Ok(date) => Some(date),
        Err(error) => {
            problems.push(Problem::in_line(line.number, error.to_string()));
            None
        }
    }
}

fn body<'a>(
    text: &'a str,
    date: Option<Line<'_>>,
    sources: Option<&Line<'_>>,
    problems: &mut Vec<Problem>,
) -> &'a str {
    let (Some(date), Some(sources)) = (date, sources) else {
        return "";
    };
    let body = without_line_end(text.get(date.end..sources.start).unwrap_or_default());
    let body = without_blank_lines_before(body);
    if body.trim().is_empty() {
        problems.push(Problem::in_line(
            sources.number,
            format!("follows the date at once; put the text between the date and {SOURCES}"),
        ));
    }
    body
}

/// The text without the blank lines at its beginning.
fn without_blank_lines_before(text: &str) -> &str {
    let lines = text.split_inclusive('\n');
    let blank = lines.take_while(|line| line.trim().is_empty());
    let begin: usize = blank.map(str::len).sum();
    &text[begin..]
}

fn source_list(
    lines: &[Line<'_>],
    sources_at: Option<usize>,
    problems: &mut Vec<Problem>,
) -> SourceList {
    let mut listed = SourceList::default();
    let below = sources_at.map_or(&[][..], |at| &lines[at + 1..]);
    for line in below.iter().filter(|line| !line.is_blank()) {
        listed.add(line.text, line.number, problems);
    }
    listed
}

/// The byline, with its name where that is known. Where it begins with such a word of a
/// language that the caller did not declare, the word may be part of the name, so the
/// name is left empty.
fn byline(printed: &str, options: &Options) -> pb::Byline {
    let languages = [&options.language, &options.number_locale];
    let declared: Vec<String> = languages
        .into_iter()
        .filter_map(|tag| language::primary(tag.as_deref()?))
        .collect();
    let is_declared = |language: &str| declared.iter().any(|it| it == language);
    let mut candidates = BY
        .iter()
        .filter_map(|(language, word)| Some((language, author(printed, word)?)))
        .peekable();
    let name = if candidates.peek().is_none() {
        printed
    } else {
        let declared = candidates.find(|(language, _)| is_declared(language));
        declared.map_or("", |(_, name)| name)
    };
    // Whether that is several people or one name is not known either.
    let name = if may_be_several(name) { "" } else { name };
    pb::Byline {
        name: name.to_owned(),
        printed: printed.to_owned(),
        ..pb::Byline::default()
    }
}

#[cfg(test)]
mod tests;
