//! What makes two things the same: normal forms of texts, and digests of what is compared.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use sha2::{Digest as _, Sha256};

/// A SHA-256 over the parts of an identity.
pub type IdentityDigest = [u8; 32];

/// The form in which two statements compare: compatibility-normalised, case
/// folded, white space, quotes and dashes unified, final stop dropped.
pub fn normal_text(text: &str) -> String {
    let normalizer = ComposingNormalizerBorrowed::new_nfkc();
    // Before composing, which would take an acute accent that stands for an
    // apostrophe apart into a space and a mark.
    let unified: String = text.chars().map(unify).collect();
    let composed = normalizer.normalize(&unified);
    let folded = CaseMapper::new().fold_string(&composed);
    // Folding can undo the normal form (U+0345 and friends), so compose again.
    let folded = normalizer.normalize(&folded);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let joined = words.join(" ");
    joined.trim_end_matches(['.', ' ']).to_owned()
}

fn unify(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2039}' | '\u{203a}' | '`' | '\u{b4}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// Digests parts so that no two different lists of parts are confused: each
/// part is preceded by its length.
#[derive(Default)]
pub struct IdentityBuilder(Sha256);

impl IdentityBuilder {
    /// A digest of nothing yet.
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
