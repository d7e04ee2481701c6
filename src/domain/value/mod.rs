//! Values that resources of every kind have in their fields, and how they are checked.

pub mod code;
pub mod date;
pub mod difference;
pub mod fill;
pub mod identity;
pub mod language;
pub mod text;
pub mod url;
pub mod violation;
