//! Pages of plain text that show one resource to a reader, 80 columns wide.
//!
//! Pages are made only from messages: nothing here calls a server. Words longer than
//! a line (urls, names) are not broken, so that they can be copied.

pub mod article;
pub mod claim;
pub mod figures;
pub mod hits;
pub mod lists;
pub mod matches;
pub mod names;
pub mod orphans;
pub mod printing;
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

impl<T> Listed<T> {
    /// The number of items, in words.
    fn count(&self) -> String {
        match self.has_more {
            true => format!("the first {} of more", self.items.len()),
            false => self.items.len().to_string(),
        }
    }
}

/// A page as it grows.
#[derive(Debug, Default)]
pub struct Page(Text);

impl Page {
    /// The page.
    pub fn text(self) -> Text {
        self.0
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

    /// A paragraph; nothing where there is no text.
    fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.wrapped("", "", text.trim());
        }
    }

    /// An empty line, unless there is one already.
    fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    /// A labelled value; nothing where there is no value.
    fn field(&mut self, label: &str, value: &str) {
        if !value.trim().is_empty() {
            let indent = " ".repeat(LABEL_WIDTH);
            let mark = match ALARMING.contains(&label) {
                true => Mark::Alarm,
                false => Mark::Label,
            };
            let (start, bytes) = (self.0.len(), label.len());
            let label = format!("{label:<LABEL_WIDTH$}");
            self.wrapped(&label, &indent, value.trim());
            self.0.mark_from(start, bytes, mark);
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
        let start = self.0.len();
        self.wrapped("", "", text);
        self.0.mark_from(start, usize::MAX - start, Mark::Heading);
        self.0
            .push_str(&"-".repeat(text.chars().count().min(WIDTH)));
        self.0.push('\n');
    }

    /// An entry below a heading.
    fn entry(&mut self, text: &str) {
        self.wrapped("* ", "  ", text);
    }

    /// A further line of an entry.
    fn detail(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.wrapped("  ", "    ", text);
        }
    }

    /// A further line of an entry that must not be overlooked.
    fn alarm(&mut self, text: &str) {
        let start = self.0.len();
        self.detail(text);
        self.0.mark_from(start, usize::MAX - start, Mark::Alarm);
    }

    /// Text exactly as it is.
    fn verbatim(&mut self, text: &str) {
        self.0.push_str(text);
        if !text.ends_with('\n') {
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
