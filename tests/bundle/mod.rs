//! Imports of bundles.

mod again;
mod children;
mod concurrent;
mod dates;
mod deleted;
mod import;
mod matching;
mod refused;
mod several;
