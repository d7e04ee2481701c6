//! Reads a table: each row is a bundle.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord};

use super::{
    claim, contract,
    mapping::{Column, Mapping},
    printing, review,
    row::Row,
};
use crate::{
    domain::value::Checker,
    exchange::{
        claim_review::notes::Notes,
        reading::{Item, PrintedIn, Reading},
    },
    wire::{pb, resource::bundle},
};

/// The most bytes of a table.
const BYTES_MAX: usize = 64 << 20;

/// The most rows of a table.
const ROWS_MAX: usize = 100_000;

/// Reads a table in CSV, in UTF-8. A row that is wrong is refused with everything that is
/// wrong with it, and keeps out no other.
pub fn read(table: &[u8], mapping: &Mapping) -> Reading {
    let mut reading = Reading::default();
    let mut items = Vec::new();
    let mut notes = Notes::new(&mut reading);
    match text_of(table) {
        Ok(text) => read_rows(text, mapping, &mut notes, &mut items),
        Err(reason) => notes.refused("", reason),
    }
    reading.items = items;
    reading
}

/// The text of a table.
fn text_of(table: &[u8]) -> Result<&str, String> {
    if table.len() > BYTES_MAX {
        return Err("is larger than 64 MiB: split it".to_owned());
    }
    if table.starts_with(&[0xff, 0xfe]) || table.starts_with(&[0xfe, 0xff]) {
        return Err("is in UTF-16: save it as UTF-8".to_owned());
    }
    let text = std::str::from_utf8(table).map_err(|error| {
        let before = &table[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("is not in UTF-8: line {line} has other bytes; save it as UTF-8")
    })?;
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err("has a quotation mark that is not closed, or not doubled in a cell".to_owned());
    }
    Ok(text.trim_start_matches('\u{feff}'))
}

fn read_rows(text: &str, mapping: &Mapping, notes: &mut Notes<'_>, items: &mut Vec<Item>) {
    let mut reader = ReaderBuilder::new()
        .delimiter(mapping.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = reader.records().enumerate();
    let mut header = StringRecord::new();
    let mut width = None;
    if mapping.has_header {
        match rows.next() {
            Some((_, Ok(row))) => header = row,
            _ => return notes.refused("", "has no header"),
        }
        if header.iter().all(|cell| cell.trim().is_empty()) {
            let what = "has a header without names: write the names of the columns into its \
                        first row, or header = false into the mapping and the columns' numbers";
            return notes.refused("", what);
        }
        width = Some(header.len());
    }
    let mut places = None;
    for (index, row) in rows {
        if index > ROWS_MAX {
            return notes.refused("", "has more than 100,000 rows: split it");
        }
        let number = index + 1;
        notes.path = format!("row {number}");
        let row = match row {
            Ok(row) if row.iter().all(|cell| cell.trim().is_empty()) => continue,
            Ok(row) => row,
            Err(error) => {
                notes.refused("", error.to_string());
                continue;
            }
        };
        let expected = *width.get_or_insert(row.len());
        if places.is_none() {
            notes.path.clear();
            places = found(mapping, &header, expected, notes);
            notes.path = format!("row {number}");
        }
        let Some(places) = &places else {
            return;
        };
        if row.len() != expected {
            let count = row.len();
            notes.refused(
                "",
                format!("has {count} cells, and {expected} are expected"),
            );
            continue;
        }
        let row = Row {
            mapping,
            places,
            cells: &row,
            problems: Vec::new(),
            left_out: Vec::new(),
        };
        read_row(row, notes, items);
    }
    if places.is_none() {
        notes.path.clear();
        found(mapping, &header, width.unwrap_or_default(), notes);
    }
}

/// The places of the columns that fields come from. Columns that are not mapped are listed.
/// `None` if the mapping names columns that the table does not have.
fn found<'a>(
    mapping: &'a Mapping,
    header: &StringRecord,
    width: usize,
    notes: &mut Notes<'_>,
) -> Option<BTreeMap<&'a str, usize>> {
    let mut problems = BTreeSet::new();
    let mut place = |column: &Column| -> Option<usize> {
        let found = match column {
            Column::Numbered(number) => Ok(number - 1).map_err(|()| String::new()),
            Column::Named(name) => place_of(header, name),
        };
        match found {
            Ok(place) if place < width => return Some(place),
            Ok(place) => problems.insert(format!("there is no column {}", place + 1)),
            Err(problem) => problems.insert(problem),
        };
        None
    };
    let mut places = BTreeMap::new();
    for (field, origin) in &mapping.fields {
        if let Some(place) = origin.column.as_ref().and_then(&mut place) {
            places.insert(field.as_str(), place);
        }
    }
    let ignored: BTreeSet<usize> = mapping.ignored.iter().filter_map(place).collect();
    if !problems.is_empty() {
        let problems = problems.iter();
        let problems = problems.map(|it| format!("the mapping does not fit: {it}"));
        notes.refused_for(problems.map(|it| (String::new(), it)));
    }
    let used: BTreeSet<usize> = places.values().copied().collect();
    for place in (0..width).filter(|it| !used.contains(it) && !ignored.contains(it)) {
        let column = column_name(header, place);
        notes.left_out(&column, "is not in the mapping");
    }
    problems.is_empty().then_some(places)
}

fn place_of(header: &StringRecord, name: &str) -> Result<usize, String> {
    let columns = header.iter().enumerate();
    let columns = columns.filter(|(_, it)| it.trim() == name.trim());
    let places: Vec<usize> = columns.map(|(place, _)| place).collect();
    match places.as_slice() {
        [place] => Ok(*place),
        [] => Err(format!("there is no column {name:?}")),
        several => {
            let numbers = several.iter().map(|place| (place + 1).to_string());
            let numbers = numbers.collect::<Vec<_>>().join(", ");
            Err(format!(
                "the columns {numbers} are all called {name:?}: write the number of the one that \
                 is meant instead of its name"
            ))
        }
    }
}

/// What a column is called.
fn column_name(header: &StringRecord, place: usize) -> String {
    match header.get(place).map(str::trim).filter(|it| !it.is_empty()) {
        Some(name) if place_of(header, name).is_err() => {
            format!("column {} ({name:?})", place + 1)
        }
        Some(name) => format!("column {name:?}"),
        None => format!("column {}", place + 1),
    }
}

fn read_row(mut row: Row<'_>, notes: &mut Notes<'_>, items: &mut Vec<Item>) {
    let claim = claim::read(&mut row);
    let mut sources = Vec::new();
    let review = review::read(&mut row, &mut sources);
    let article = printing::article(&mut row);
    let mut speakers = Vec::new();
    let appearance = printing::appearance(&mut row, article.is_some(), &mut speakers);
    let without_article = pb::Bundle {
        sources: sources.clone(),
        claims: vec![pb::BundleClaim {
            claim: Some(claim),
            reviews: review.into_iter().collect(),
            ..pb::BundleClaim::default()
        }],
        ..pb::Bundle::default()
    };
    sources.append(&mut speakers);
    let is_elsewhere = appearance.is_some() && article.is_none();
    let mut bundle = pb::Bundle {
        article,
        sources,
        claims: without_article.claims.clone(),
        ..pb::Bundle::default()
    };
    for claim in &mut bundle.claims {
        claim.appearances.extend(appearance.clone());
    }
    let printed_in = is_elsewhere.then(|| PrintedIn {
        uri: row.text_or_empty("article.uri"),
        otherwise: without_article,
    });
    if row.problems.is_empty() {
        check(&mut row, bundle.clone(), is_elsewhere);
    }
    if row.problems.is_empty() {
        for (field, what) in &row.left_out {
            notes.left_out(&below(row.mapping, field), format!("{field}: {what}"));
        }
        items.push(Item {
            path: notes.path.clone(),
            bundle,
            printed_in,
            version: None,
            exported: None,
        });
        return;
    }
    let problems = row.problems.iter().map(|(field, problem)| {
        let problem = match *field {
            "" => problem.clone(),
            field => format!("{field}: {problem}"),
        };
        (below(row.mapping, field), problem)
    });
    notes.refused_for(problems);
}

/// The column that a field comes from, as it follows the number of the row.
fn below(mapping: &Mapping, field: &str) -> String {
    let origin = mapping.fields.get(field);
    match origin.and_then(|it| it.column.as_ref()) {
        Some(Column::Named(name)) => format!(", column {name:?}"),
        Some(Column::Numbered(number)) => format!(", column {number}"),
        None => String::new(),
    }
}

/// A name that stands for the article of which only the address is known.
const SOME_ARTICLE: &str = "articles/00000000-0000-7000-8000-000000000000";

/// Notes what an import would refuse for its form.
fn check(row: &mut Row<'_>, mut bundle: pb::Bundle, is_elsewhere: bool) {
    if is_elsewhere {
        let appearances = bundle.claims.iter_mut().flat_map(|it| &mut it.appearances);
        appearances.for_each(|it| SOME_ARTICLE.clone_into(&mut it.article));
    }
    let mut check = Checker::new();
    bundle::read(&mut check, bundle);
    for violation in check.finish(()).err().unwrap_or_default() {
        let (path, what) = (&violation.field, &violation.description);
        match contract::field(path) {
            Some(field) => row.problem(field, what.clone()),
            None => row.problem("", format!("{path} {what}")),
        }
    }
}
