//! Checks the rules of the house against the project itself.

mod contract;
mod deployment;
mod features;
mod guarantees;
mod monitoring;
mod settings;
mod test_databases;
mod tidy;
