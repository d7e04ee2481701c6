//! Files with tabs between their columns, and what is wrong with them.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    path::Path,
};

use crate::{cli::counted::counted_len, domain::value::identity::is_blank};

/// How many problems are listed.
const LISTED_MAX: usize = 20;

/// What is wrong with files, with the line of each problem.
#[derive(Debug, Default, thiserror::Error)]
pub(super) struct Problems(Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = self.0.iter().take(LISTED_MAX);
        let listed: Vec<&str> = listed.map(String::as_str).collect();
        f.write_str(&listed.join("\n"))?;
        match self.0.len().saturating_sub(LISTED_MAX) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

impl Problems {
    /// Nothing, if nothing is wrong.
    pub fn checked(self) -> Result<(), Self> {
        match self.0.is_empty() {
            true => Ok(()),
            false => Err(self),
        }
    }
}

/// The columns that a file must have.
pub(super) struct Columns {
    pub names: &'static [&'static str],
    /// Whether its first line names them.
    pub has_names: bool,
}

/// A line of a file.
pub(super) struct Row {
    pub line: u64,
    pub cells: Vec<String>,
}

/// The lines of a file that can be read.
pub(super) struct Table {
    file: String,
    pub rows: Vec<Row>,
    /// All of it could be read.
    is_whole: bool,
}

impl Table {
    /// Reads a file.
    pub fn read(path: &Path, columns: &Columns, problems: &mut Problems) -> Self {
        let mut table = Self {
            file: path.display().to_string(),
            rows: Vec::new(),
            is_whole: true,
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .flexible(true)
            .has_headers(false)
            .from_path(path);
        match reader {
            Ok(reader) => table.fill(reader, columns, problems),
            Err(error) => table.unreadable(None, &error, problems),
        }
        if columns.has_names && !table.rows.is_empty() {
            table.rows.remove(0);
        }
        if table.is_whole && table.rows.is_empty() {
            table.file_problem("has no lines to read", problems);
        }
        table
    }

    fn fill(
        &mut self,
        mut reader: csv::Reader<std::fs::File>,
        columns: &Columns,
        problems: &mut Problems,
    ) {
        let needed = columns.names.len();
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    self.unreadable(Some(line), &error, problems);
                    if error.is_io_error() {
                        return;
                    }
                    continue;
                }
            }
            let line = record.position().map_or(line, csv::Position::line);
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            let wrong = match cells
                .iter()
                .any(|it| it.contains('\n') && it.contains('\t'))
            {
                true => Some("has a quotation mark that is not closed".to_owned()),
                false if cells.len() == needed => None,
                false => Some(format!(
                    "has {}, and needs {needed} with tabs between them: {}",
                    counted_len(cells.len(), "column"),
                    columns.names.join(", ")
                )),
            };
            match wrong {
                Some(wrong) => {
                    self.is_whole = false;
                    self.problem(line, &wrong, problems);
                }
                None => self.rows.push(Row { line, cells }),
            }
        }
    }

    fn unreadable(&mut self, line: Option<u64>, error: &csv::Error, problems: &mut Problems) {
        self.is_whole = false;
        match (error.kind(), line) {
            (csv::ErrorKind::Utf8 { .. }, Some(line)) => {
                self.problem(line, "is not UTF-8", problems);
            }
            (csv::ErrorKind::Io(error), _) => self.file_problem(&error.to_string(), problems),
            _ => self.file_problem(&error.to_string(), problems),
        }
    }

    /// Reports what is wrong with a line.
    pub fn problem(&self, line: u64, wrong: &str, problems: &mut Problems) {
        problems.0.push(format!("{}:{line}: {wrong}", self.file));
    }

    /// Reports what is wrong with the file.
    pub fn file_problem(&self, wrong: &str, problems: &mut Problems) {
        problems.0.push(format!("{}: {wrong}", self.file));
    }

    /// The places of the rows by their first cells. They must differ, and have a text behind them.
    pub fn by_id(&self, problems: &mut Problems) -> HashMap<&str, usize> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            if is_blank(&row.cells[0]) || is_blank(&row.cells[1]) {
                self.problem(row.line, "has an empty id or text", problems);
            }
            match places.entry(&row.cells[0]) {
                Entry::Vacant(place) => {
                    place.insert(at);
                }
                Entry::Occupied(first) => {
                    let first = self.rows[*first.get()].line;
                    let wrong = format!(
                        "has the id of line {first}, {}: give each its own",
                        row.cells[0]
                    );
                    self.problem(row.line, &wrong, problems);
                }
            }
        }
        places
    }

    /// Reports a name of something that another file should have.
    pub fn unknown(&self, line: u64, of: &Self, id: &str, problems: &mut Problems) {
        if of.is_whole {
            let wrong = format!("names {id}, which is not in {}", of.file);
            self.problem(line, &wrong, problems);
        }
    }
}
