//! One row of a table, field by field, with everything that is wrong with it.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::{
    fields::FIELDS,
    mapping::{Mapping, Origin},
};
use crate::{
    domain::printed_date::{context::DateContext, error::NotRead, read},
    wire::{pb, value::date},
};

/// A row of a table.
pub struct Row<'a> {
    /// The mapping.
    pub mapping: &'a Mapping,
    /// The places of the columns that fields come from.
    pub places: &'a BTreeMap<&'a str, usize>,
    /// The cells.
    pub cells: &'a StringRecord,
    /// What is wrong, each with the field.
    pub problems: Vec<(&'static str, String)>,
    /// What is left out of it, each with the field.
    pub left_out: Vec<(&'static str, &'static str)>,
}

impl<'a> Row<'a> {
    /// The value of a field, if it has one.
    pub fn text(&self, field: &str) -> Option<&'a str> {
        let Origin { value, .. } = self.mapping.fields.get(field)?;
        let cell = self
            .places
            .get(field)
            .and_then(|place| self.cells.get(*place));
        let given = cell.map(str::trim).filter(|cell| !cell.is_empty());
        given.or(value.as_deref())
    }

    /// The value of a field, or an empty text.
    pub fn text_or_empty(&self, field: &str) -> String {
        self.text(field).unwrap_or_default().to_owned()
    }

    /// The value of a field without which there is no row.
    pub fn required(&mut self, field: &'static str) -> String {
        let text = self.text_or_empty(field);
        if text.is_empty() {
            self.problem(field, "is required");
        }
        text
    }

    /// The values of a field that holds a list.
    pub fn list(&self, field: &str) -> Vec<&'a str> {
        let Some(text) = self.text(field) else {
            return Vec::new();
        };
        let separator = self
            .mapping
            .fields
            .get(field)
            .and_then(|it| it.separator.as_deref());
        let parts: Vec<&str> = match separator {
            Some(separator) => text.split(separator).collect(),
            None => vec![text],
        };
        let parts = parts.into_iter().map(str::trim);
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// Whether a field that begins like this has a value in the row itself.
    pub fn has_any(&self, prefix: &str) -> bool {
        let mut fields = self
            .places
            .iter()
            .filter(|(field, _)| field.starts_with(prefix));
        fields.any(|(_, place)| {
            self.cells
                .get(*place)
                .is_some_and(|it| !it.trim().is_empty())
        })
    }

    /// The value of a field as `read` reads it. What it refuses is a problem.
    pub fn read<T, E: ToString>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match read(self.text(field)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problem(field, problem.to_string());
                None
            }
        }
    }

    /// The value of an enumeration, by its name with or without what all names of it begin
    /// with. 0 if there is none.
    pub fn value_of(
        &mut self,
        field: &'static str,
        prefix: &str,
        value: impl FnOnce(&str) -> Option<i32>,
    ) -> i32 {
        let read = self.read(field, |text| {
            let name = text.to_ascii_uppercase().replace([' ', '-'], "_");
            let name = name.strip_prefix(prefix).unwrap_or(&name);
            value(&format!("{prefix}{name}"))
                .filter(|number| *number != 0)
                .ok_or_else(|| format!("{text:?} is not one of {prefix}…"))
        });
        read.unwrap_or_default()
    }

    /// The fields that begin like this and have a value in the row itself.
    pub fn given(&self, prefix: &str) -> Vec<&'static str> {
        let fields = FIELDS.iter().map(|(field, _)| *field);
        let fields = fields.filter(|it| it.starts_with(prefix) && self.has_any(it));
        fields.collect()
    }

    /// A date as it is written. What is not read stays as printed.
    pub fn date(&mut self, field: &'static str) -> Option<pb::Date> {
        let locale = &self.mapping.date_locale;
        let context = DateContext::of_text(locale, locale, None);
        self.read(field, |text| {
            let mut read = match read::read(text, &context) {
                Ok(date) => date::write(&date),
                Err(NotRead::NotADate) => pb::Date::default(),
                Err(NotRead::Ambiguous {
                    day_first,
                    month_first,
                }) => {
                    return Err(format!(
                        "{text:?} can be {day_first} or {month_first}: give date_locale"
                    ));
                }
                Err(_) => return Err(format!("{text:?} is not a date that exists")),
            };
            text.clone_into(&mut read.printed);
            Ok(read)
        })
    }

    /// Notes what is wrong.
    pub fn problem(&mut self, field: &'static str, what: impl Into<String>) {
        self.problems.push((field, what.into()));
    }
}
