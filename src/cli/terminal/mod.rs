//! What commands print, and where: standard output or a pager, with or without colour, as text
//! or as JSON.

mod colour;
pub mod out;
mod pager;
pub mod text;

pub use self::{
    colour::error_label,
    out::{Form, Out, PrintError, Reading},
    text::{Mark, Text},
};
