//! The mapping: which column of a table is which field. It is written in TOML.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::fields::{FIELDS, Holds, holds};
use crate::exchange::claim_review::verdicts::Verdicts;

/// Which column of a table is which field.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// What separates the cells of a row.
    pub delimiter: u8,
    /// Whether the first row has the names of the columns.
    pub has_header: bool,
    /// The BCP-47 tag of a locale that settles the order of day and month; may be empty.
    pub date_locale: String,
    /// Where each field comes from.
    pub fields: BTreeMap<String, Origin>,
    /// The columns that are left out on purpose.
    pub ignored: Vec<Column>,
    /// What the labels of the desks mean.
    pub verdicts: Verdicts,
}

/// Where a field comes from: a column, and a value where that is empty or not given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// The column.
    pub column: Option<Column>,
    /// The value of all rows that have none.
    pub value: Option<String>,
    /// What separates several values in one cell.
    pub separator: Option<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The column with this name in the header.
    Named(String),
    /// The column with this number, from 1.
    Numbered(usize),
}

const NO_FIELD: &str = "there is no such field";

impl Mapping {
    /// Reads a mapping. The errors are everything that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        let table: Table = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        let mut problems = Vec::new();
        let mapping = Self::of(table, &mut problems);
        if problems.iter().any(|it| it.ends_with(NO_FIELD)) {
            let known: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            problems.push(format!("the fields are {}", known.join(", ")));
        }
        match problems.is_empty() {
            true => Ok(mapping),
            false => Err(problems),
        }
    }

    fn of(table: Table, problems: &mut Vec<String>) -> Self {
        let mut mapping = Self {
            delimiter: b',',
            has_header: true,
            date_locale: String::new(),
            fields: BTreeMap::new(),
            ignored: Vec::new(),
            verdicts: Verdicts::default(),
        };
        for (key, value) in table {
            match (key.as_str(), value) {
                ("delimiter", Value::String(text)) => match text.as_bytes() {
                    [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => {
                        mapping.delimiter = *byte;
                    }
                    _ => problems.push("delimiter: write one ASCII character".to_owned()),
                },
                ("header", Value::Boolean(header)) => mapping.has_header = header,
                ("date_locale", Value::String(tag)) => mapping.date_locale = tag,
                ("ignore", Value::Array(columns)) => {
                    let columns = columns
                        .iter()
                        .filter_map(|it| column(it, "ignore", problems));
                    mapping.ignored = columns.collect();
                }
                ("fields", Value::Table(fields)) => mapping.add_all("", fields, problems),
                ("verdicts", Value::Table(rows)) => {
                    let rows = rows.iter();
                    let rows = rows.map(|(label, it)| (label.as_str(), it.as_str().unwrap_or("")));
                    match Verdicts::of(rows) {
                        Ok(verdicts) => mapping.verdicts = verdicts,
                        Err(errors) => problems.extend(errors),
                    }
                }
                ("delimiter" | "header" | "date_locale" | "ignore" | "fields" | "verdicts", it) => {
                    problems.push(format!("{key}: cannot be a {}", it.type_str()));
                }
                _ => problems.push(format!("{key}: there is no such setting")),
            }
        }
        mapping.check(problems);
        mapping
    }

    fn add_all(&mut self, prefix: &str, fields: Table, problems: &mut Vec<String>) {
        for (key, value) in fields {
            let name = format!("{prefix}{key}");
            match value {
                Value::Table(table)
                    if !table.contains_key("column") && !table.contains_key("value") =>
                {
                    self.add_all(&format!("{name}."), table, problems);
                }
                value => self.add(name, value, problems),
            }
        }
    }

    fn add(&mut self, name: String, value: Value, problems: &mut Vec<String>) {
        let Some(holds) = holds(&name) else {
            problems.push(format!("{name}: {NO_FIELD}"));
            return;
        };
        let origin = origin(&name, value, problems);
        if origin.separator.is_some() && holds == Holds::One {
            problems.push(format!(
                "{name}: has one value, so there is nothing to separate"
            ));
        }
        if self.fields.insert(name.clone(), origin).is_some() {
            problems.push(format!("{name}: is mapped twice"));
        }
    }

    /// Checks what fields need of each other.
    fn check(&self, problems: &mut Vec<String>) {
        let has = |name: &str| self.fields.contains_key(name);
        let has_any = |prefix: &str| self.fields.keys().any(|it| it.starts_with(prefix));
        let needs = [
            ("", "statement"),
            ("", "language"),
            ("quantity.", "quantity.measure"),
            ("quantity.", "quantity.printed"),
            ("origin.", "origin.kind"),
            ("origin.", "origin.name"),
            ("review.", "review.author"),
            ("source.", "source.kind"),
            ("source.", "appearance.words"),
            ("appearance.", "article.uri"),
        ];
        for (prefix, needed) in needs {
            // Without a prefix, it is required in any case.
            if (prefix.is_empty() || has_any(prefix)) && !has(needed) {
                problems.push(match prefix {
                    "" => format!("{needed}: is required"),
                    prefix => format!("{needed}: is required beside {prefix}…"),
                });
            }
        }
        if has_any("article.") && !has("article.uri") {
            problems.push("article.uri: is required beside article.…".to_owned());
        }
        let named = self.columns().chain(&self.ignored);
        for column in named {
            if let (Column::Named(name), false) = (column, self.has_header) {
                problems.push(format!(
                    "{name:?}: without a header, columns have numbers only"
                ));
            }
        }
    }

    /// The columns that fields come from.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.fields.values().filter_map(|it| it.column.as_ref())
    }
}

fn origin(name: &str, value: Value, problems: &mut Vec<String>) -> Origin {
    let Value::Table(table) = value else {
        return Origin {
            column: column(&value, name, problems),
            ..Origin::default()
        };
    };
    let mut origin = Origin::default();
    for (key, value) in table {
        match (key.as_str(), value) {
            ("column", value) => origin.column = column(&value, name, problems),
            ("value", Value::String(text)) => origin.value = Some(text),
            ("value", Value::Integer(number)) => origin.value = Some(number.to_string()),
            ("separator", Value::String(text)) if !text.is_empty() => origin.separator = Some(text),
            ("value" | "separator", _) => problems.push(format!("{name}: {key} must be a text")),
            _ => problems.push(format!(
                "{name}: there is no {key}; write column, value or separator"
            )),
        }
    }
    origin
}

fn column(value: &Value, name: &str, problems: &mut Vec<String>) -> Option<Column> {
    match value {
        Value::String(column) if !column.trim().is_empty() => {
            return Some(Column::Named(column.clone()));
        }
        Value::Integer(number) => {
            if let Some(number) = usize::try_from(*number).ok().filter(|it| *it > 0) {
                return Some(Column::Numbered(number));
            }
        }
        _ => {}
    }
    problems.push(format!(
        "{name}: write the name of a column, or its number from 1"
    ));
    None
}
