//! Identity: the normal form in which texts are compared, and digests of the parts that
//! make two things the same.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory},
};
use sha2::{Digest as _, Sha256};

/// The SHA-256 of the parts of an identity.
pub type IdentityDigest = [u8; 32];

/// A form in which values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The form that decides.
    Canonical,
    /// The form of releases before migration 0009, which may still run beside this one, and
    /// read the columns that hold it. It is finer than the canonical form: what is equal in
    /// it is equal in that. So it keeps apart what the canonical form keeps apart, also where
    /// those releases did not.
    Earlier,
}

/// The normal form in which two statements are compared. It is NFKC and case-folded, without
/// what cannot be seen; white space, quotes and dashes are unified, and the final full stop
/// is dropped.
///
/// What would join different statements is left as it is: superscripts, subscripts and
/// fractions (10⁵ is not 105, and 1¼ is not 11⁄4), and ß (Maße are not Masse).
pub fn normal_text(text: &str) -> String {
    normal_text_in(Form::Canonical, text)
}

/// The normal form of a text in this form.
pub fn normal_text_in(form: Form, text: &str) -> String {
    let earlier = without_stop(fold(text));
    match form {
        Form::Earlier => earlier,
        // What is left may compose, or be two spaces. Folding comes first as well, so that
        // two texts that are equal when folded stay equal.
        Form::Canonical => without_stop(fold(&visible(&earlier))),
    }
}

/// As [`normal_text`], with ß as the ss that capitals have for it. For what only suggests
/// that two texts are the same, or is compared within one article.
pub fn caseless_text(text: &str) -> String {
    without_stop(folded_text(text))
}

/// As [`caseless_text`], with the final full stop. If two texts start with the same words, so
/// do their folded forms.
pub fn folded_text(text: &str) -> String {
    fold(&visible(&fold(text))).replace(SHARP_S, "ss")
}

/// Whether nothing of a text can be seen.
pub fn is_blank(text: &str) -> bool {
    visible(text).trim().is_empty()
}

fn without_stop(text: String) -> String {
    text.trim_end_matches(['.', ' ']).to_owned()
}

/// The text without default-ignorable code points: soft hyphens, zero-width spaces and
/// joiners, marks of byte order and of direction. The tags in the flag of a region are kept:
/// they make another picture.
fn visible(text: &str) -> String {
    let is_ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let mut is_in_flag = false;
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        is_in_flag = c == FLAG || (is_in_flag && TAGS.contains(&c));
        if is_in_flag || !is_ignorable.contains(c) {
            visible.push(c);
        }
    }
    visible
}

/// The black flag that the tags of a region follow.
const FLAG: char = '\u{1f3f4}';
const TAGS: std::ops::RangeInclusive<char> = '\u{e0020}'..='\u{e007f}';

fn fold(text: &str) -> String {
    // Quotes come first: NFKC would decompose an acute accent that is used as an
    // apostrophe into a space and a combining mark.
    let unified: String = text.chars().map(unify).collect();
    let folded = fold_case(&compatible(&unified));
    // Case folding can undo the normal form (of U+0345, for example), so normalize again.
    let folded = compatible(&folded);
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

const SHARP_S: char = 'ß';
const CAPITAL_SHARP_S: char = 'ẞ';

/// Folds case. ß stays, because "ss" makes other words of it.
fn fold_case(text: &str) -> String {
    let mapper = CaseMapper::new();
    let parts = text.split([SHARP_S, CAPITAL_SHARP_S]);
    let folded: Vec<_> = parts.map(|part| mapper.fold_string(part)).collect();
    folded.join(SHARP_S.encode_utf8(&mut [0; 4]))
}

/// The text in NFKC, except for the characters that keep their form.
fn compatible(text: &str) -> String {
    let normalizer = ComposingNormalizerBorrowed::new_nfkc();
    if text.is_ascii() {
        return text.to_owned();
    }
    let canonical = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let mut compatible = String::with_capacity(text.len());
    for part in canonical.split_inclusive(keeps_form) {
        let kept = part.chars().next_back().filter(|&c| keeps_form(c));
        let rest = &part[..part.len() - kept.map_or(0, char::len_utf8)];
        compatible.push_str(&normalizer.normalize(rest));
        compatible.extend(kept);
    }
    compatible
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
    fn what_cannot_be_seen_does_not_count() {
        let expected = normal_text("The résumé of Ada isn't \u{5d0}.");
        for text in [
            "The r\u{ad}ésumé of Ada isn't \u{5d0}.",
            "\u{feff}The résumé of\u{200b} Ada isn't \u{200f}\u{5d0}\u{200e}.",
            "The résume\u{200b}\u{301} of \u{200b} Ada isn't \u{5d0}.\u{200b}",
            "\u{202a}The résumé\u{2060} of A\u{200d}da isn't \u{2067}\u{5d0}\u{2069}.\u{202c}",
            "The résumé of Ada isn\u{34f}'t \u{5d0}\u{fe0f}.",
        ] {
            assert_eq!(normal_text(text), expected, "{text:?}");
        }
        // The flags of two regions consist of tags that are not seen one by one.
        let flag = |tags: &str| format!("\u{1f3f4}{tags}\u{e007f} won");
        assert_ne!(
            normal_text(&flag("\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}")),
            normal_text(&flag("\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}"))
        );
    }

    #[test]
    fn random_texts_have_a_fixed_point_and_nothing_seen_is_dropped() {
        let seed = 7_u64;
        let mut state = seed;
        let mut below = |bound: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % bound
        };
        let seen = [
            "a",
            "B",
            "é",
            "e\u{301}",
            "ß",
            "ﬁ",
            "İ",
            "\u{5d0}",
            "한",
            " ",
            "-",
            "'",
            "5",
            "⁵",
            "½",
            "₂",
            "①",
            "ᵃ",
            "㎡",
            "ẞ",
            "ｶﾞ",
            "ゝ\u{3099}",
            "\u{345}",
        ];
        let unseen = [
            "\u{ad}", "\u{200b}", "\u{200d}", "\u{feff}", "\u{202e}", "\u{2066}", "\u{fe0f}",
            "\u{180e}",
        ];
        for _ in 0..20_000 {
            let (mut plain, mut marked) = (String::new(), String::new());
            for _ in 0..below(10) {
                let part = seen[below(seen.len())];
                plain.push_str(part);
                marked.push_str(part);
                if below(2) == 0 {
                    marked.push_str(unseen[below(unseen.len())]);
                }
            }
            let normal = normal_text(&plain);
            assert_eq!(normal_text(&marked), normal, "seed {seed}: {marked:?}");
            assert_eq!(normal_text(&normal), normal, "seed {seed}: {plain:?}");
            let earlier = normal_text_in(Form::Earlier, &marked);
            assert_eq!(normal_text(&earlier), normal, "seed {seed}: {marked:?}");
        }
    }

    #[test]
    fn words_that_differ_stay_different() {
        for (one, other) in [
            ("is recruiting", "is not recruiting"),
            ("resume", "résumé"),
            ("The river holds 10⁵ fish", "The river holds 105 fish"),
            ("2⁵", "25"),
            ("1¼ miles", "11⁄4 miles"),
            ("3½", "31⁄2"),
            ("⅟4", "1⁄4"),
            ("It fell to 12²", "It fell to 122"),
            ("In 1990¹ it rose", "In 19901 it rose"),
            ("H₂0", "H20"),
            ("10⁻³", "10-3"),
            ("xⁿ", "xn"),
            ("10ᵏ", "10k"),
            ("10①", "101"),
            ("5⒈", "51."),
            ("1㏠", "11日"),
            ("Er kannte die Maße", "Er kannte die Masse"),
            ("in Maßen", "in Massen"),
        ] {
            for form in [Form::Canonical, Form::Earlier] {
                let texts = [one, other].map(|it| normal_text_in(form, it));
                assert_ne!(texts[0], texts[1], "{one} {other} {form:?}");
            }
        }
    }

    #[test]
    fn another_form_of_the_same_letters_and_digits_is_unified() {
        for (one, other) in [
            ("２０２３年", "2023年"),
            ("ｶﾞｽ", "ガス"),
            ("ﬁnance", "finance"),
            ("e\u{301}te\u{301}", "été"),
            ("𝟏𝟎 people", "10 people"),
            ("1ª", "1a"),
            ("GROẞ", "groß"),
            ("ⅷ", "VIII"),
            ("10⁵", "10\u{200b}⁵"),
            ("ÇA", "c\u{327}a"),
        ] {
            assert_eq!(normal_text(one), normal_text(other), "{one} {other}");
        }
        assert_eq!(
            caseless_text("GROSSE STRASSE."),
            caseless_text("große Straße")
        );
    }

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

    #[test]
    fn what_cannot_be_seen_is_blank() {
        for text in [
            "",
            " \u{a0}\n",
            "\u{200b}",
            "\u{ad} \u{feff}\u{2060}",
            "\u{3164}\u{e0041}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", ".", "\u{200b}a", "\u{1f3f4}\u{e0067}\u{e007f}"] {
            assert!(!is_blank(text), "{text:?}");
        }
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
