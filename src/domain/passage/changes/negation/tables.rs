//! The negations of each language.

use super::{germanic, romance, table::Negations};
use crate::domain::passage::changes::language::Language;

/// The negations of a language.
pub(crate) fn of(language: Language) -> &'static Negations {
    match language {
        Language::English => &germanic::ENGLISH,
        Language::French => &romance::FRENCH,
        Language::German => &germanic::GERMAN,
        Language::Italian => &romance::ITALIAN,
        Language::Spanish => &romance::SPANISH,
    }
}
