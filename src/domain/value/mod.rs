//! Values that stand in the fields of every kind of resource.

pub mod code;
pub mod date;
pub mod difference;
pub mod fill;
pub mod identity;
pub mod language;
pub mod text;
pub mod url;
pub mod violation;
