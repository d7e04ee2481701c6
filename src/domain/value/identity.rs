//! Identity: the normal form in which texts are compared, and digests of the parts that
//! make two things the same.

mod compatible;

use icu_casemap::CaseMapper;
use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};
use sha2::{Digest as _, Sha256};

use self::compatible::compatible;

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
/// fractions (10⁵ is not 105, and 1¼ is not 11⁄4), and ß (Maße are not Masse). A text that
/// would grow to several times its size is compared in NFC.
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
    let folded = fold(&visible(&fold(text)));
    match folded.contains(SHARP_S) {
        // A mark behind it belongs to the last s, with which it may compose.
        true => fold(&folded.replace(SHARP_S, "ss")),
        false => folded,
    }
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
    fn a_mark_behind_a_sharp_s_belongs_to_the_last_s() {
        for (text, expected) in [
            ("Maß\u{301}e", "masśe"),
            ("AẞẒ\u{323}", "assẓ\u{323}"),
            ("ß\u{323}", "sṣ"),
        ] {
            assert_eq!(folded_text(text), expected);
            assert_eq!(folded_text(expected), expected);
            assert_eq!(caseless_text(text), expected);
        }
    }

    #[test]
    fn a_text_grows_to_a_bounded_size() {
        for (grows, c) in [
            (true, '\u{fdfa}'),
            (true, '\u{fdfb}'),
            (true, '\u{3316}'),
            (false, '\u{fdf2}'),
            (false, '\u{1d160}'),
            (false, '\u{390}'),
            (false, '\u{1e9a}'),
            (false, '\u{fb03}'),
            (false, '…'),
            (false, 'é'),
        ] {
            let text: String = std::iter::repeat_n(c, 1_990).collect();
            let (normal, folded) = (normal_text(&text), folded_text(&text));
            let max = 3 * text.len() + 1_024;
            assert!(normal.len() <= max, "{c}: {} bytes", normal.len());
            assert!(folded.len() <= max, "{c}: {} bytes", folded.len());
            assert!(normal == text || !grows, "{c}");
            assert_eq!(normal_text(&normal), normal, "{c}");
        }
    }

    #[test]
    fn a_phrase_that_is_one_character_is_the_phrase() {
        let phrase = "صلى الله عليه وسلم";
        let text = |of: &str| format!("{} {}", of, "The Prophet ".repeat(20));
        assert_eq!(normal_text(&text("\u{fdfa}")), normal_text(&text(phrase)));
        let (few, spelled) = (["\u{fdfa}"; 25].join(" "), [phrase; 25].join(" "));
        assert_eq!(normal_text(&few), normal_text(&spelled));
        assert_eq!(
            normal_text("6 \u{3316} 5 ﬃ…"),
            normal_text("6 キロメートル 5 ffi...")
        );
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
