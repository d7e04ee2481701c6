//! Imports of bundles.

mod again;
mod children;
mod concurrent;
mod deleted;
mod import;
mod matching;
mod poorer;
mod refused;
mod several;
