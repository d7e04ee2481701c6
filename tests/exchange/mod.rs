//! Exchange with other systems: tables and documents, out and in.

mod tables;
