//! The unit that a single word or symbol stands for.

use super::{
    lexicon::{self, Words},
    prefixed, token,
    units::SYMBOLS,
};

/// The UCUM code of the unit that a word or symbol as written ("kilometres", "MWh") stands for
/// in the language with a tag. `None` for what has several meanings: "m", "gallons".
pub fn code(raw: &str, language: &str) -> Option<&'static str> {
    let mut symbols = SYMBOLS.iter().filter(|(symbol, _)| *symbol != "m");
    if let Some((_, code)) = symbols.find(|(symbol, _)| *symbol == raw) {
        return Some(code);
    }
    let word = token::folded(&raw.to_lowercase());
    let languages = Words::of(language);
    let of_language = |words: &Words| {
        let mut units = words.lexicon().units.iter();
        let is_it = |entry: &'static str| lexicon::phrases(entry).any(|it| it == word);
        let unit = units.find(|(entry, _)| is_it(entry)).map(|(_, code)| *code);
        let is_read = *words != Words::None && !prefixed::is_name(raw, &word, *words);
        unit.or_else(|| prefixed::code(&word).filter(|_| is_read))
    };
    let code = languages.iter().find_map(of_language)?;
    // A code with this mark stands for several units.
    (!code.starts_with('#')).then_some(code)
}
