//! Resources as rows of a table: the fields of the contract as columns, for analysts.
//!
//! A field of a message has a column of its own, named by its path (`retraction.reason`). A list
//! is one column of JSON.

use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind as FieldKind, MessageDescriptor, SerializeOptions,
};
use serde_json::Value;

use super::{descriptors, document::Unreadable};
use crate::domain::{Timestamp, resource::Kind};

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellType {
    /// Text, also the name of a value of an enumeration, and decimal numbers as they are written.
    Text,
    /// JSON.
    Json,
    /// A whole number.
    Integer,
    /// A number.
    Real,
    /// Yes or no.
    Boolean,
    /// An instant.
    Time,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The path of the field in the resource, joined by dots.
    pub name: String,
    /// What its cells are.
    pub cells: CellType,
    path: Vec<String>,
}

/// A cell with a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text, or JSON.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Boolean(bool),
    /// An instant.
    Time(Timestamp),
}

/// Fields that only answers have, and no stored resource.
const IN_ANSWERS_ONLY: &[&str] = &["reanchored", "redirected_from", "standing", "suggestions"];

/// How deep fields of messages are followed. None is deeper today.
const DEPTH_MAX: usize = 4;

/// A table of resources of one kind.
#[derive(Clone, Debug)]
pub struct Table {
    /// The kind.
    pub kind: Kind,
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    message: MessageDescriptor,
}

impl Table {
    /// The table of a kind. There is none of standings, which are computed.
    pub fn of(kind: Kind) -> Option<Self> {
        let (message, name) = match kind {
            Kind::Source => ("Source", "sources"),
            Kind::Article => ("Article", "articles"),
            Kind::Claim => ("Claim", "claims"),
            Kind::Appearance => ("Appearance", "appearances"),
            Kind::Relation => ("Relation", "relations"),
            Kind::Review => ("Review", "reviews"),
            Kind::Standing => return None,
        };
        let message = descriptors().get_message_by_name(&format!("claimstore.v1.{message}"))?;
        let mut columns = Vec::new();
        add_columns(&mut columns, &message, &[]);
        Some(Self {
            kind,
            name,
            columns,
            message,
        })
    }

    /// The row of a document: a cell for each column, or none where the field is absent.
    pub fn row(&self, document: &[u8]) -> Result<Vec<Option<Cell>>, Unreadable> {
        let message = DynamicMessage::decode(self.message.clone(), document)
            .map_err(|error| Unreadable::of(&error.to_string()))?;
        let options = SerializeOptions::new().use_proto_field_name(true);
        let json = message
            .serialize_with_options(serde_json::value::Serializer, &options)
            .map_err(|error| Unreadable::of(&error.to_string()))?;
        Ok(self.columns.iter().map(|it| it.cell(&json)).collect())
    }
}

fn add_columns(columns: &mut Vec<Column>, message: &MessageDescriptor, above: &[String]) {
    for field in message.fields() {
        if above.is_empty() && IN_ANSWERS_ONLY.contains(&field.name()) {
            continue;
        }
        let mut path = above.to_vec();
        path.push(field.name().to_owned());
        match cells_of(&field) {
            Some(cells) => columns.push(Column {
                name: path.join("."),
                cells,
                path,
            }),
            None => {
                if let FieldKind::Message(message) = field.kind()
                    && path.len() < DEPTH_MAX
                {
                    add_columns(columns, &message, &path);
                }
            }
        }
    }
}

/// What the cells of a field are. `None` if each of its own fields has a column.
fn cells_of(field: &FieldDescriptor) -> Option<CellType> {
    if field.is_list() || field.is_map() {
        return Some(CellType::Json);
    }
    match field.kind() {
        FieldKind::Message(message) => match message.full_name() {
            "google.protobuf.Timestamp" => Some(CellType::Time),
            "claimstore.v1.Decimal" => Some(CellType::Text),
            _ => None,
        },
        FieldKind::Bool => Some(CellType::Boolean),
        FieldKind::Double | FieldKind::Float => Some(CellType::Real),
        FieldKind::String | FieldKind::Bytes | FieldKind::Enum(_) => Some(CellType::Text),
        _ => Some(CellType::Integer),
    }
}

impl Column {
    fn cell(&self, row: &Value) -> Option<Cell> {
        let (last, above) = self.path.split_last()?;
        let parent = above.iter().try_fold(row, |value, step| value.get(step))?;
        let value = parent.get(last);
        match self.cells {
            // Where its message is there, it has a value: no is written as nothing.
            CellType::Boolean => Some(Cell::Boolean(value.and_then(Value::as_bool) == Some(true))),
            CellType::Json => Some(Cell::Text(value?.to_string())),
            CellType::Integer => integer(value?).map(Cell::Integer),
            CellType::Real => value?.as_f64().map(Cell::Real),
            CellType::Time => value?.as_str()?.parse().ok().map(Cell::Time),
            CellType::Text => text(value?).map(Cell::Text),
        }
    }
}

/// A number, which JSON of protobuf writes as text if it has 64 bits.
fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_i64(),
    }
}

/// A text, or the text of a decimal number.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::Object(decimal) => decimal.get("value")?.as_str()?,
        value => value.as_str()?,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_but_standings_has_a_table() {
        for kind in Kind::ALL {
            let table = Table::of(*kind);
            assert_eq!(table.is_some(), *kind != Kind::Standing, "{kind:?}");
        }
    }

    #[test]
    fn no_two_columns_have_one_name() {
        for table in Kind::ALL.iter().filter_map(|kind| Table::of(*kind)) {
            let mut names: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", table.name);
        }
    }
}
