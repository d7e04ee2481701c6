//! Dates relative to the day on which their text was published ("last week").

mod english;
pub(super) mod form;
mod french;
mod german;
mod italian;
mod resolve;
mod spanish;
pub(super) mod template;

use self::{
    form::Relative,
    template::{Reader, Template},
};
use super::names::Language;

pub(super) use self::resolve::resolve;

/// The relative dates that begin at a token, each with the index of the token after it.
pub(super) fn all(
    reader: &impl Reader,
    language: Language,
    at: usize,
) -> impl Iterator<Item = (Relative, usize)> {
    templates(language)
        .iter()
        .filter_map(move |(template, form)| {
            let (slots, end) = template::matched(reader, template, at)?;
            let relative = Relative {
                form: *form,
                slots,
                language,
            };
            Some((relative, end))
        })
}

const fn templates(language: Language) -> &'static [Template] {
    match language {
        Language::English => english::TEMPLATES,
        Language::Italian => italian::TEMPLATES,
        Language::German => german::TEMPLATES,
        Language::French => french::TEMPLATES,
        Language::Spanish => spanish::TEMPLATES,
    }
}

/// The count that a word means.
pub(super) fn count(language: Language, word: &str) -> Option<i32> {
    let counts = match language {
        Language::English => english::COUNTS,
        Language::Italian => italian::COUNTS,
        Language::German => german::COUNTS,
        Language::French => french::COUNTS,
        Language::Spanish => spanish::COUNTS,
    };
    let found = counts.iter().find(|(name, _)| *name == word);
    found.map(|(_, count)| *count)
}
