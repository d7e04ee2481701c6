//! What the fuzzer reads with that is private to its layer. Nothing else uses it, so it is not in the program.

use std::path::Path;

use crate::{
    access::{Authenticator, OpenError},
    api::call::position::{point_text, read_point_text},
    cli::import::text_article::{self, Options},
    wire::pb,
};

/// A position or a point of a watch, read and written again.
pub fn position_again(text: &str) -> Option<String> {
    read_point_text(text).map(point_text)
}

/// Reads an article that is a plain text, of which a caller knows the language, the locale of numbers and the
/// time zone, or all that is wrong with it.
pub fn text_article(
    text: &str,
    [language, number_locale, time_zone]: [&str; 3],
) -> Result<pb::Bundle, Vec<String>> {
    let known = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
    let options = Options {
        language: known(language),
        number_locale: known(number_locale),
        time_zone: known(time_zone),
        uri: None,
    };
    text_article::read(text, &options).map_err(|error| {
        let problems = error.problems.iter();
        problems.map(|it| it.in_file_of("text")).collect()
    })
}

/// Who verifies callers by a policy and a set of keys, which each issuer has.
pub fn authenticator(policy: &[u8], keys: &[u8]) -> Result<Authenticator, OpenError> {
    let path = Path::new("policy.toml");
    Authenticator::of_files(path, |file| {
        Ok(if file == path { policy } else { keys }.to_vec())
    })
}
