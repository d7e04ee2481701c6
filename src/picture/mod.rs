//! Pictures of what the store knows, as SVG: pure, from values of the domain to a document.
//!
//! - `evidence`, `reach`: diagrams (`graph`, `layout`, `diagram`).
//! - `standings`, `timeline`, `intervals`: lists with marks and axes.
//! - `sheet`, `canvas`, `theme`, `mark`, `text`: what all have in common.
//!
//! The same values give the same bytes. What is drawn is bounded, however much there is:
//! beyond the bound, a picture shows groups, and says so.

pub mod called;
pub mod canvas;
mod diagram;
pub mod evidence;
pub mod figure;
mod graph;
pub mod intervals;
pub mod kind;
mod layout;
mod mark;
pub mod reach;
mod reported;
mod rows;
mod sheet;
pub mod standings;
mod text;
pub mod theme;
pub mod timeline;
