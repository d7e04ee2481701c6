//! The compatibility form of texts, within a bound.

use std::fmt::{self, Write};

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{CodePointMapData, props::GeneralCategory};

/// The text in NFKC, except for the characters that keep their form. It is in NFC if it would
/// grow to more than [`grown_max`] bytes.
pub(super) fn compatible(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let canonical = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let mut compatible = Bounded {
        text: String::with_capacity(text.len()),
        max: grown_max(text),
    };
    match write_compatible(&canonical, &mut compatible) {
        Ok(()) => compatible.text,
        Err(fmt::Error) => canonical.into_owned(),
    }
}

fn write_compatible(canonical: &str, compatible: &mut Bounded) -> fmt::Result {
    let normalizer = ComposingNormalizerBorrowed::new_nfkc();
    for part in canonical.split_inclusive(keeps_form) {
        let kept = part.chars().next_back().filter(|&c| keeps_form(c));
        let rest = &part[..part.len() - kept.map_or(0, char::len_utf8)];
        normalizer.normalize_to(rest, compatible)?;
        if let Some(kept) = kept {
            compatible.write_char(kept)?;
        }
    }
    Ok(())
}

/// The most bytes that a text may have in NFKC. Characters that are written as a whole phrase
/// there, such as U+FDFA, are rare in a text that somebody wrote: the bound is for texts that
/// are made of them.
const fn grown_max(text: &str) -> usize {
    3 * text.len() + 1_024
}

/// A text that grows up to a bound. Writing more than that fails.
struct Bounded {
    text: String,
    max: usize,
}

impl Write for Bounded {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        if self.text.len() + more.len() > self.max {
            return Err(fmt::Error);
        }
        self.text.push_str(more);
        Ok(())
    }
}

/// Whether a character would become a part of another number or word in NFKC: superscripts
/// and subscripts, fractions, and digits in circles, before a full stop or in a square.
fn keeps_form(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    if SUPERSCRIPTS.contains(&c) {
        return true;
    }
    match CodePointMapData::<GeneralCategory>::new().get(c) {
        GeneralCategory::OtherNumber => true,
        GeneralCategory::ModifierLetter => !HALF_WIDTH.contains(&c),
        GeneralCategory::OtherSymbol if WITH_NUMBERS.iter().any(|block| block.contains(&c)) => {
            let mut buffer = [0; 4];
            let normalizer = ComposingNormalizerBorrowed::new_nfkc();
            let text = normalizer.normalize(c.encode_utf8(&mut buffer));
            text.contains(char::is_numeric)
        }
        _ => false,
    }
}

/// The block of superscripts and subscripts, with their signs.
const SUPERSCRIPTS: std::ops::RangeInclusive<char> = '\u{2070}'..='\u{209f}';
/// The blocks of symbols that are made of a number: letters in circles or squares, and units,
/// dates and times in a square. To normalize each symbol of a text would take long.
const WITH_NUMBERS: [std::ops::RangeInclusive<char>; 2] =
    ['\u{3200}'..='\u{33ff}', '\u{1f100}'..='\u{1f2ff}'];
/// Another width of a letter is the same letter.
const HALF_WIDTH: std::ops::RangeInclusive<char> = '\u{ff00}'..='\u{ffef}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_that_is_made_of_a_number_keeps_its_form() {
        let normalizer = ComposingNormalizerBorrowed::new_nfkc();
        let categories = CodePointMapData::<GeneralCategory>::new();
        let symbols =
            ('\0'..=char::MAX).filter(|c| categories.get(*c) == GeneralCategory::OtherSymbol);
        for symbol in symbols {
            let text = symbol.to_string();
            let has_number = normalizer.normalize(&text).contains(char::is_numeric);
            assert!(!has_number || keeps_form(symbol), "{symbol}");
        }
    }
}
