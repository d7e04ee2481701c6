//! Words that were replaced by their opposites: "said" by "denied", "for" by "against".

use crate::domain::passage::changes::{hunks::Hunk, language::Language, pair::Pair, words::Word};

/// Words in lower case, separated by spaces, and their opposites.
type Opposites = &'static [(&'static str, &'static str)];

/// Whether a word says so little that its change is none.
type IsSmall<'a> = &'a dyn Fn(&Word<'_>) -> bool;

/// Whether exactly one word was replaced by its opposite, or the word for "without" was put
/// in or taken out, and nothing else but small words was in these places.
pub(super) fn have_changed(pair: &Pair<'_>, language: Language, is_small: IsSmall<'_>) -> bool {
    let opposites = of(language);
    let is_changed = |hunk: &&Hunk| is_opposite(pair, hunk, is_small, opposites);
    pair.hunks.iter().filter(is_changed).count() == 1
}

fn is_opposite(pair: &Pair<'_>, hunk: &Hunk, is_small: IsSmall<'_>, opposites: Opposites) -> bool {
    let [old, new] = [pair.old_in(hunk), pair.new_in(hunk)].map(|words| telling(words, is_small));
    let has = |words: &str, word: &str| words.split(' ').any(|it| it == word);
    let are = |a: &str, b: &str| {
        let mut all = opposites.iter();
        all.any(|(positive, negative)| has(positive, a) && has(negative, b))
    };
    let without = opposites.first().map_or("", |(_, without)| *without);
    match (&old[..], &new[..]) {
        ([a], [b]) => are(a, b) || are(b, a),
        ([word], []) | ([], [word]) => *word == without,
        _ => false,
    }
}

/// The words of a hunk that are neither small ones nor marks.
fn telling<'a>(words: &'a [Word<'_>], is_small: IsSmall<'_>) -> Vec<&'a str> {
    let words = words.iter().filter(|word| !is_small(word));
    words.map(|word| word.folded.as_str()).collect()
}

/// The opposites of a language, first those for "with" and "without".
fn of(language: Language) -> Opposites {
    match language {
        Language::English => &[
            ("with", "without"),
            ("for", "against"),
            (
                "said says say saying claimed claims claim stated states confirmed confirms \
                 confirm admitted admits admit acknowledged acknowledges affirmed affirms",
                "denied denies deny denying",
            ),
            (
                "supported supports support backed backs back",
                "opposed opposes oppose",
            ),
            (
                "accepted accepts accept approved approves approve agreed agrees agree",
                "rejected rejects reject refused refuses refuse declined declines decline",
            ),
        ],
        Language::French => &[
            ("avec", "sans"),
            ("pour", "contre"),
            (
                "dit affirme affirmé affirmait confirme confirmé confirmait déclare déclaré admet \
                 admis reconnaît reconnu",
                "nie nié niait dément démenti démentait conteste contesté",
            ),
            (
                "accepte accepté approuve approuvé",
                "refuse refusé rejette rejeté",
            ),
        ],
        Language::German => &[
            ("mit", "ohne"),
            ("für", "gegen"),
            (
                "sagte sagt sagten erklärte erklärt bestätigte bestätigt bestätigten behauptete \
                 behauptet",
                "bestritt bestreitet bestritten dementierte dementiert leugnete leugnet",
            ),
        ],
        Language::Italian => &[
            ("con", "senza"),
            ("per", "contro"),
            (
                "dice detto disse afferma affermato affermò conferma confermato confermò ammette \
                 ammesso",
                "nega negato negò smentisce smentito smentì",
            ),
            (
                "accetta accettato approva approvato",
                "rifiuta rifiutato respinge respinto",
            ),
        ],
        Language::Spanish => &[
            ("con", "sin"),
            ("por para", "contra"),
            (
                "dijo dice dicho afirmó afirma afirmado confirmó confirma confirmado admitió \
                 admite",
                "negó niega negado desmintió desmiente desmentido",
            ),
            ("aceptó acepta aprobó aprueba", "rechazó rechaza"),
        ],
    }
}
