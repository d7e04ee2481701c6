//! What is listed while a document is read, up to a bound: texts of others decide how much
//! there is to say about them.

use crate::exchange::reading::Reading;

/// The most entries of one document.
const ENTRIES_MAX: usize = 1_000;

/// The list of what was not read.
pub struct Notes<'a> {
    reading: &'a mut Reading,
    /// The path of the item that is read.
    pub path: String,
}

impl<'a> Notes<'a> {
    /// Lists into a reading.
    pub fn new(reading: &'a mut Reading) -> Self {
        Self {
            reading,
            path: String::new(),
        }
    }

    /// Lists a part of the item that was left out. `below` is its path in the item: empty, or
    /// with a slash in front.
    pub fn left_out(&mut self, below: &str, reason: impl Into<String>) {
        if self.has_room() {
            let path = format!("{}{below}", self.path);
            self.reading.left_out(path, reason);
        }
    }

    /// Lists that the item, or a part of the document, is not imported.
    pub fn refused(&mut self, below: &str, reason: impl Into<String>) {
        match self.has_room() {
            true => {
                let path = format!("{}{below}", self.path);
                self.reading.refused(path, reason);
            }
            false => self.reading.refused_items += 1,
        }
    }

    /// Lists that the item is not imported for these reasons, each with the path below it.
    pub fn refused_for(&mut self, reasons: impl IntoIterator<Item = (String, String)>) {
        self.reading.refused_items += 1;
        let before = self.reading.refused_items;
        for (below, reason) in reasons {
            self.refused(&below, reason);
        }
        self.reading.refused_items = before;
    }

    /// The first values of a property, up to a maximum. Lists that there are more.
    pub fn first<T>(&mut self, below: &str, mut values: Vec<T>, most: usize) -> Vec<T> {
        let count = values.len();
        if count > most {
            let reason = format!("has {count} values; the first {most} are read");
            self.left_out(below, reason);
            values.truncate(most);
        }
        values
    }

    /// How much is listed so far.
    pub fn count(&self) -> usize {
        self.reading.unread.len()
    }

    fn has_room(&mut self) -> bool {
        let count = self.count();
        if count == ENTRIES_MAX {
            let reason =
                format!("more than {ENTRIES_MAX} parts were not read; the rest is not listed");
            self.reading.left_out("", reason);
        }
        count < ENTRIES_MAX
    }
}
