//! Pages that show one resource to a reader: plain text, 80 columns wide, or HTML.
//!
//! Pages are made only from messages: nothing here calls a server. Words longer than
//! a line (urls, names) are not broken, so that they can be copied.

pub mod article;
pub mod claim;
pub mod figures;
pub mod hits;
pub mod html;
pub mod lists;
pub mod matches;
pub mod names;
pub mod orphans;
pub mod printing;
mod reported;
pub mod source;
pub mod standing;
pub mod times;

#[cfg(test)]
mod samples;

use textwrap::{Options, WordSeparator, WordSplitter};

use super::terminal::{Mark, Text};

const WIDTH: usize = 80;
const LABEL_WIDTH: usize = 14;

/// The labels of what a reader must not overlook.
const ALARMING: [&str; 4] = ["Deleted", "Retracted", "Disputed", "Merged into"];

/// The first items of a list, and whether the server has more.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// The items that were read.
    pub items: Vec<T>,
    /// Whether there are more.
    pub has_more: bool,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            has_more: false,
        }
    }
}

impl<T> Listed<T> {
    /// The number of items, in words.
    fn count(&self) -> String {
        match self.has_more {
            true => format!("the first {}; there are more", self.items.len()),
            false => self.items.len().to_string(),
        }
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// An empty line.
    Gap,
    /// A value with a label, which is empty for a further one.
    Field(String, String),
    /// A heading over entries.
    Heading(String),
    /// An entry below a heading.
    Entry(String),
    /// A further line of an entry.
    Detail(String),
    /// A further line of an entry that must not be overlooked.
    Alarm(String),
    /// Text exactly as it is.
    Verbatim(String),
    /// Text with indents of its own: of its first line, and of further ones.
    Wrapped(String, String, String),
}

/// A page as it grows.
#[derive(Debug, Default)]
pub struct Page(Vec<Block>);

impl Page {
    /// The page as plain text.
    pub fn text(&self) -> Text {
        let mut text = PlainText::default();
        self.0.iter().for_each(|block| text.add(block));
        text.0
    }

    /// Its parts.
    pub fn blocks(&self) -> &[Block] {
        &self.0
    }

    /// Text with an indent of its first line, and one of further lines.
    fn wrapped(&mut self, first: &str, further: &str, text: &str) {
        let [first, further, text] = [first, further, text].map(str::to_owned);
        self.0.push(Block::Wrapped(first, further, text));
    }

    /// A paragraph; nothing where there is no text.
    fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.0.push(Block::Paragraph(text.trim().to_owned()));
        }
    }

    /// An empty line, unless there is one already.
    fn gap(&mut self) {
        self.0.push(Block::Gap);
    }

    /// A labelled value; nothing where there is no value.
    fn field(&mut self, label: &str, value: &str) {
        if !value.trim().is_empty() {
            let value = value.trim().to_owned();
            self.0.push(Block::Field(label.to_owned(), value));
        }
    }

    /// That the resource was merged into another one, if it was.
    fn merged_into(&mut self, name: &str, called: &str) {
        if !name.is_empty() {
            self.field("Merged into", called);
            self.detail_of(name, called);
        }
    }

    /// The name of a resource below the field with what it is called.
    fn detail_of(&mut self, name: &str, called: &str) {
        if name != called {
            self.field("", name);
        }
    }

    /// A heading over entries.
    fn heading(&mut self, text: &str) {
        self.gap();
        self.0.push(Block::Heading(text.to_owned()));
    }

    /// An entry below a heading.
    fn entry(&mut self, text: &str) {
        self.0.push(Block::Entry(text.to_owned()));
    }

    /// A further line of an entry.
    fn detail(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.0.push(Block::Detail(text.to_owned()));
        }
    }

    /// A further line of an entry that must not be overlooked.
    fn alarm(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.0.push(Block::Alarm(text.to_owned()));
        }
    }

    /// Text exactly as it is.
    fn verbatim(&mut self, text: &str) {
        self.0.push(Block::Verbatim(text.to_owned()));
    }
}

/// A page of plain text as it grows.
#[derive(Default)]
struct PlainText(Text);

impl PlainText {
    fn add(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.wrapped("", "", text),
            Block::Gap => {
                if !self.0.is_empty() && !self.0.ends_with("\n\n") {
                    self.0.push('\n');
                }
            }
            Block::Field(label, value) => {
                let indent = " ".repeat(LABEL_WIDTH);
                let mark = match ALARMING.contains(&label.as_str()) {
                    true => Mark::Alarm,
                    false => Mark::Label,
                };
                let start = self.0.len();
                self.wrapped(&format!("{label:<LABEL_WIDTH$}"), &indent, value);
                self.0.mark_from(start, label.len(), mark);
            }
            Block::Heading(text) => {
                let start = self.0.len();
                self.wrapped("", "", text);
                self.0.mark_from(start, usize::MAX - start, Mark::Heading);
                let line = "-".repeat(text.chars().count().min(WIDTH));
                self.0.push_str(&line);
                self.0.push('\n');
            }
            Block::Wrapped(first, further, text) => self.wrapped(first, further, text),
            Block::Entry(text) => self.wrapped("* ", "  ", text),
            Block::Detail(text) => self.wrapped("  ", "    ", text),
            Block::Alarm(text) => {
                let start = self.0.len();
                self.wrapped("  ", "    ", text);
                self.0.mark_from(start, usize::MAX - start, Mark::Alarm);
            }
            Block::Verbatim(text) => {
                self.0.push_str(text);
                if !text.ends_with('\n') {
                    self.0.push('\n');
                }
            }
        }
    }

    fn wrapped(&mut self, first: &str, further: &str, text: &str) {
        let options = Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(further)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        for line in textwrap::wrap(text, options) {
            self.0.push_str(line.trim_end());
            self.0.push('\n');
        }
    }
}

/// The name of an enum's value as words: `does not deny` of
/// `STANCE_DOES_NOT_DENY`; nothing for what is unspecified.
fn words(name: &str, prefix: &str) -> String {
    let name = name.strip_prefix(prefix).unwrap_or(name);
    match name {
        "UNSPECIFIED" => String::new(),
        name => name.to_lowercase().replace('_', " "),
    }
}

/// The parts that are not empty, separated by commas.
fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn quoted(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => format!("“{text}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_lines_of_a_long_value_are_indented() {
        let mut page = Page::default();
        page.field("Empty", " ");
        page.field("Said", &"word ".repeat(20));
        let text = page.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("Said          word"));
        assert!(lines[1].starts_with("              word"));
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
    }

    #[test]
    fn words_longer_than_a_line_stay_whole() {
        let url = format!("https://news.example/{}", "a-b/".repeat(30));
        let mut page = Page::default();
        page.field("Url", &url);
        assert!(page.text().contains(&url));
    }
}
