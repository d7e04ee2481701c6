//! The rules of the house, held against the project itself.

mod contract;
mod deployment;
mod test_databases;
mod tidy;
