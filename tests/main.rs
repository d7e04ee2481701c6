//! The one integration binary: linked once, one module per subject.

mod bundle;
mod change;
mod command_line;
mod edge;
mod embedded;
mod guards;
mod health;
mod reflection;
mod serve;
mod source;
mod support;
mod test_databases;
mod tidy;
mod write_order;
