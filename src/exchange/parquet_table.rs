//! Tables as Parquet, made of the rows of CSV that a server sends. Every column can be absent;
//! JSON is marked as such, and instants have microseconds.

use std::{
    io::{self, Write},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use parquet::{
    basic::{Compression, LogicalType, Repetition, TimeUnit, Type as PhysicalType},
    column::writer::ColumnWriter,
    data_type::ByteArray,
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::Type,
};

use crate::wire::table::{CellType, Table};

/// A row group is written when it has this many rows, or this many bytes of CSV.
const GROUP_ROWS: usize = 50_000;
const GROUP_BYTES: usize = 32 << 20;

/// A table while it is written.
pub struct ParquetTable<W: Write + Send> {
    name: &'static str,
    known: Vec<(String, CellType)>,
    out: Option<W>,
    writer: Option<SerializedFileWriter<W>>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

struct Column {
    cells: CellType,
    /// The cells of the rows that are not yet written; absent ones are empty.
    texts: Vec<String>,
}

impl<W: Write + Send> ParquetTable<W> {
    /// A table that is written to `out`.
    pub fn new(out: W, table: &Table) -> io::Result<Self> {
        let known = table.columns.iter();
        Ok(Self {
            name: table.name,
            known: known.map(|it| (it.name.clone(), it.cells)).collect(),
            out: Some(out),
            writer: None,
            columns: Vec::new(),
            rows: 0,
            bytes: 0,
        })
    }

    /// Adds rows of CSV. The first ones begin with the header. A column that this program does not
    /// know is text.
    pub fn add_csv(&mut self, rows: &str) -> io::Result<()> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(rows.as_bytes());
        for record in reader.records() {
            let record = record?;
            if self.writer.is_none() {
                let names: Vec<String> = record.iter().map(str::to_owned).collect();
                self.begin(&names)?;
                continue;
            }
            if record.len() != self.columns.len() {
                return Err(io::Error::other(
                    "a row has more or fewer cells than the header",
                ));
            }
            for (column, text) in self.columns.iter_mut().zip(&record) {
                self.bytes += text.len();
                column.texts.push(text.to_owned());
            }
            self.rows += 1;
            if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
                self.write_group()?;
            }
        }
        Ok(())
    }

    /// Completes the table.
    pub fn finish(mut self) -> io::Result<W> {
        if self.writer.is_none() {
            let names: Vec<String> = self.known.iter().map(|(name, _)| name.clone()).collect();
            self.begin(&names)?;
        }
        if self.rows > 0 {
            self.write_group()?;
        }
        let writer = self.writer.take().ok_or_else(ended)?;
        writer.into_inner().map_err(io::Error::other)
    }

    fn begin(&mut self, names: &[String]) -> io::Result<()> {
        let mut fields = Vec::new();
        for name in names {
            let known = self.known.iter().find(|(it, _)| it == name);
            let cells = known.map_or(CellType::Text, |(_, cells)| *cells);
            fields.push(Arc::new(field(name, cells).map_err(io::Error::other)?));
            self.columns.push(Column {
                cells,
                texts: Vec::new(),
            });
        }
        let schema = Type::group_type_builder(self.name)
            .with_fields(fields)
            .build()
            .map_err(io::Error::other)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .build();
        let out = self.out.take().ok_or_else(ended)?;
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
        self.writer = Some(writer.map_err(io::Error::other)?);
        Ok(())
    }

    fn write_group(&mut self) -> io::Result<()> {
        let writer = self.writer.as_mut().ok_or_else(ended)?;
        let mut group = writer.next_row_group().map_err(io::Error::other)?;
        for column in &mut self.columns {
            let texts = std::mem::take(&mut column.texts);
            write_column(&mut group, column.cells, &texts)?;
        }
        group.close().map_err(io::Error::other)?;
        self.rows = 0;
        self.bytes = 0;
        Ok(())
    }
}

fn ended() -> io::Error {
    io::Error::other("the table is complete")
}

fn field(name: &str, cells: CellType) -> Result<Type, ParquetError> {
    let (physical, logical) = match cells {
        CellType::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        CellType::Json => (PhysicalType::BYTE_ARRAY, Some(LogicalType::Json)),
        CellType::Integer => (PhysicalType::INT64, None),
        CellType::Real => (PhysicalType::DOUBLE, None),
        CellType::Boolean => (PhysicalType::BOOLEAN, None),
        CellType::Time => (
            PhysicalType::INT64,
            Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
        ),
    };
    Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: CellType,
    texts: &[String],
) -> io::Result<()> {
    let levels: Vec<i16> = texts.iter().map(|it| i16::from(!it.is_empty())).collect();
    let given = || texts.iter().filter(|it| !it.is_empty());
    let next = group.next_column().map_err(io::Error::other)?;
    let mut column = next.ok_or_else(ended)?;
    let written = match column.untyped() {
        ColumnWriter::BoolColumnWriter(writer) => {
            let values: Vec<bool> = given().map(|it| it == "true").collect();
            writer.write_batch(&values, Some(&levels), None)
        }
        ColumnWriter::Int64ColumnWriter(writer) => {
            let values: Option<Vec<i64>> = given().map(|it| whole(it, cells)).collect();
            let values = values.ok_or_else(|| unreadable(cells))?;
            writer.write_batch(&values, Some(&levels), None)
        }
        ColumnWriter::DoubleColumnWriter(writer) => {
            let values: Result<Vec<f64>, _> = given().map(|it| it.parse()).collect();
            let values = values.map_err(|_| unreadable(cells))?;
            writer.write_batch(&values, Some(&levels), None)
        }
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            let values: Vec<ByteArray> = given().map(|it| it.as_str().into()).collect();
            writer.write_batch(&values, Some(&levels), None)
        }
        _ => return Err(unreadable(cells)),
    };
    written.map_err(io::Error::other)?;
    column.close().map_err(io::Error::other)
}

/// A whole number, or the microseconds of an instant.
fn whole(text: &str, cells: CellType) -> Option<i64> {
    match cells {
        CellType::Time => {
            let time: DateTime<Utc> = text.parse().ok()?;
            Some(time.timestamp_micros())
        }
        _ => text.parse().ok(),
    }
}

fn unreadable(cells: CellType) -> io::Error {
    io::Error::other(format!("a cell is not {cells:?}"))
}
