//! Tables as CSV (RFC 4180): UTF-8, lines that end with CR LF. Texts stand as they are stored,
//! also those that a spreadsheet takes for a formula.

use chrono::SecondsFormat;

use crate::wire::table::{Cell, Table};

/// Rows of a table as CSV, with the line of its header or without.
pub fn written(
    table: &Table,
    has_header: bool,
    rows: &[Vec<Option<Cell>>],
) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .has_headers(false)
        .from_writer(Vec::new());
    if has_header {
        writer.write_record(table.columns.iter().map(|it| it.name.as_str()))?;
    }
    for row in rows {
        writer.write_record(row.iter().map(text))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    String::from_utf8(bytes).map_err(|error| std::io::Error::other(error).into())
}

fn text(cell: &Option<Cell>) -> String {
    match cell {
        None => String::new(),
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Integer(number)) => number.to_string(),
        Some(Cell::Real(number)) => number.to_string(),
        Some(Cell::Boolean(is_so)) => is_so.to_string(),
        Some(Cell::Time(time)) => time.to_rfc3339_opts(SecondsFormat::AutoSi, true),
    }
}
