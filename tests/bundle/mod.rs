//! Imports of bundles.

mod addresses;
mod again;
mod children;
mod concurrent;
mod deleted;
mod import;
mod matching;
mod refused;
mod several;
