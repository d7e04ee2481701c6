//! Identity: the normal form in which texts are compared, and digests of the parts that
//! make two things the same.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use sha2::{Digest as _, Sha256};

/// The SHA-256 of the parts of an identity.
pub type IdentityDigest = [u8; 32];

/// The normal form in which two statements are compared. It is NFKC and case-folded;
/// white space, quotes and dashes are unified, and the final full stop is dropped.
pub fn normal_text(text: &str) -> String {
    let normalizer = ComposingNormalizerBorrowed::new_nfkc();
    // Quotes come first: NFKC would decompose an acute accent that is used as an
    // apostrophe into a space and a combining mark.
    let unified: String = text.chars().map(unify).collect();
    let composed = normalizer.normalize(&unified);
    let folded = CaseMapper::new().fold_string(&composed);
    // Case folding can undo the normal form (of U+0345, for example), so normalize again.
    let folded = normalizer.normalize(&folded);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let joined = words.join(" ");
    joined.trim_end_matches(['.', ' ']).to_owned()
}

/// Unifies quotes and dashes.
pub(in crate::domain) fn unify(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2039}' | '\u{203a}' | '`' | '\u{b4}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// Digests a list of parts. Each part is preceded by its length, so that different
/// lists always digest different bytes.
#[derive(Default)]
pub struct IdentityBuilder(Sha256);

impl IdentityBuilder {
    /// A builder without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part.
    pub fn part(mut self, part: impl AsRef<[u8]>) -> Self {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
        self
    }

    /// The digest of all parts.
    pub fn finish(self) -> IdentityDigest {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_that_carries_no_meaning_is_unified() {
        let expected = "the \"plan\" of 2023 - it's vague";
        for text in [
            "The “plan” of 2023 – it’s vague.",
            "the «plan»  of\u{a0}2023 — IT'S vague",
            " The \"plan\" of ２０２３ ‐ it´s vague ... ",
        ] {
            assert_eq!(normal_text(text), expected, "{text}");
        }
    }

    #[test]
    fn the_normal_form_is_a_fixed_point() {
        for text in ["Straße ſ ﬁ Å", "İstanbul", "a … b…", "\u{345}\u{3b1}"] {
            let once = normal_text(text);
            assert_eq!(normal_text(&once), once, "{text}");
        }
    }

    #[test]
    fn words_that_differ_stay_different() {
        assert_ne!(
            normal_text("is recruiting"),
            normal_text("is not recruiting")
        );
        assert_ne!(normal_text("resume"), normal_text("résumé"));
    }

    #[test]
    fn parts_are_kept_apart() {
        let digest = |parts: &[&str]| {
            parts
                .iter()
                .fold(IdentityBuilder::new(), |builder, part| builder.part(part))
                .finish()
        };
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
