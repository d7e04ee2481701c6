//! A text with marks for what has a colour on a terminal.

use std::{fmt, ops::Deref};

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// What stands over a list.
    Heading,
    /// What a value is called.
    Label,
    /// What somebody must not overlook.
    Alarm,
    /// What is a reason to look.
    Warning,
    /// What is well, or was added.
    Good,
    /// What was taken away.
    Removed,
}

/// A text with marks. It is compared as the text.
#[derive(Clone, Debug, Default)]
pub struct Text {
    plain: String,
    /// The marks with the bytes that they cover, in their order.
    marks: Vec<(usize, usize, Mark)>,
}

impl Text {
    /// Adds a text.
    pub fn push_str(&mut self, text: &str) {
        self.plain.push_str(text);
    }

    /// Adds a character.
    pub fn push(&mut self, c: char) {
        self.plain.push(c);
    }

    /// Adds a text with a mark.
    pub fn push_marked(&mut self, text: &str, mark: Mark) {
        let start = self.plain.len();
        self.plain.push_str(text);
        self.marks.push((start, self.plain.len(), mark));
    }

    /// Marks what was added behind this place, up to so many bytes of it.
    pub fn mark_from(&mut self, start: usize, bytes: usize, mark: Mark) {
        let mut end = (start + bytes).min(self.plain.len());
        while !self.plain.is_char_boundary(end) {
            end -= 1;
        }
        self.marks.push((start, end, mark));
    }

    /// Adds another text with its marks.
    pub fn append(&mut self, other: &Self) {
        let start = self.plain.len();
        self.plain.push_str(&other.plain);
        let marks = other.marks.iter();
        let marks = marks.map(|(from, to, mark)| (from + start, to + start, *mark));
        self.marks.extend(marks);
    }

    /// The parts of the text in their order, each with its mark.
    pub(super) fn parts(&self) -> Vec<(&str, Option<Mark>)> {
        let mut parts = Vec::new();
        let mut at = 0;
        for (start, end, mark) in &self.marks {
            // A mark inside of another one does not count.
            if *start < at || end <= start {
                continue;
            }
            parts.push((&self.plain[at..*start], None));
            parts.push((&self.plain[*start..*end], Some(*mark)));
            at = *end;
        }
        parts.push((&self.plain[at..], None));
        parts
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.plain
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain)
    }
}

impl From<String> for Text {
    fn from(plain: String) -> Self {
        let marks = Vec::new();
        Self { plain, marks }
    }
}

impl<T: AsRef<str>> PartialEq<T> for Text {
    fn eq(&self, other: &T) -> bool {
        self.plain == other.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_the_marks_that_they_were_added_with() {
        let mut text = Text::from("a".to_owned());
        text.push_marked("é", Mark::Heading);
        text.push_str("b");
        let mut whole = Text::from("-".to_owned());
        whole.append(&text);
        whole.mark_from(0, 100, Mark::Label);
        let parts = [("-a", None), ("é", Some(Mark::Heading)), ("b", None)];
        assert_eq!(whole.parts(), parts);
        assert_eq!(whole, "-aéb");
    }
}
