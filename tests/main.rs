//! The one integration binary: linked once, one module per subject.

mod embedded;
mod support;
mod test_databases;
