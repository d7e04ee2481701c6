//! Imports of bundles.

mod again;
mod called;
mod children;
mod concurrent;
mod deleted;
mod import;
mod matching;
mod refused;
mod several;
