//! When a word that became its opposite may say the same as before, or has another sense.

use crate::domain::passage::changes::{
    figures,
    hunks::Hunk,
    language::Language,
    pair::Pair,
    words::{Kind, Word},
};

/// Whether words changed places: "Prices are above wages" says the same as "Wages are below
/// prices".
pub(super) fn is_moved(pair: &Pair<'_>, is_small: &dyn Fn(&Word<'_>) -> bool) -> bool {
    let is_telling = |word: &&Word<'_>| word.is_word() && !is_small(word);
    let mut gone = pair.hunks.iter().flat_map(|hunk| pair.old_in(hunk));
    gone.any(|gone| {
        let mut come = pair.hunks.iter().flat_map(|hunk| pair.new_in(hunk));
        is_telling(&gone) && come.any(|come| come.folded == gone.folded)
    })
}

/// Whether the words around a place give one of its words another sense.
pub(super) fn is_other_sense(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    let sides = [(&pair.old, &hunk.old), (&pair.new, &hunk.new)];
    sides.iter().any(|(words, range)| {
        let mut places = (*range).clone();
        places.any(|at| is_sense(words, at, language))
    })
}

fn is_sense(words: &[Word<'_>], at: usize, language: Language) -> bool {
    let folded = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |it| &*it.folded);
    let (word, before) = (folded(Some(at)), folded(at.checked_sub(1)));
    let is_amount = |word: &Word<'_>| {
        word.kind == Kind::Number
            // "Che prima" compares times.
            || word.folded != "prima" && figures::is_amount_of(&word.folded, language)
    };
    let mut next = words[at + 1..].iter().take(BOUND_REACH);
    let is_stance = |word: &Word<'_>| STANCES.iter().any(|stem| word.folded.starts_with(stem));
    let is_stated = is_stating(before, language);
    let mut nearest = words[at.saturating_sub(STANCE_REACH)..at].iter();
    // "More than 40" is a bound, "at most" and "at least" bound amounts, "a few" are some, and
    // what is bought "for" or exchanged "against" a bicycle costs it.
    COMPARISONS.contains(&word) && (next.any(is_amount) || BEFORE_COMPARISONS.contains(&before))
        || SCARCE.contains(&word) && ARTICLES.contains(&before)
        || SIDES.contains(&word) && !is_stated && !nearest.any(is_stance)
        || STATED.contains(&word) && !is_stated
        // Who manages a fund does not succeed in it.
        || word.starts_with("manag") && folded(Some(at + 1)) != "to"
        || NOT_BEFORE.contains(&(word, folded(Some(at + 1))))
}

/// How far the amount is behind the words of a bound.
const BOUND_REACH: usize = 3;

/// How far the word for taking a side is in front of the side.
const STANCE_REACH: usize = 4;

/// Words for the two sides of a question.
const SIDES: &[&str] = &[
    "for", "against", "für", "gegen", "pour", "contre", "per", "contro", "por", "para", "contra",
];

/// Words in front of what somebody or something is: "She is against it".
fn is_stating(word: &str, language: Language) -> bool {
    let words: &[&str] = match language {
        Language::English => &["is", "are", "was", "were", "been", "be"],
        Language::German => &["ist", "sind", "war", "waren", "sei", "seien"],
        Language::French => &["est", "sont", "était", "étaient"],
        Language::Italian => &["è", "sono", "era", "erano"],
        Language::Spanish => &["es", "está", "están", "estaba", "estaban", "en"],
    };
    words.contains(&word)
}

/// Words that are opposites only in front of nothing: "early May" is a part of a month.
const STATED: &[&str] = &[
    "early", "late", "früh", "spät", "tôt", "tard", "temprano", "tarde",
];

/// How words for taking a side begin.
const STANCES: &[&str] = &[
    "vot",
    "stimm",
    "abstimm",
    "gestimm",
    "spoke",
    "speak",
    "sprach",
    "sprich",
    "sprech",
    "parl",
    "habl",
    "argu",
    "campaign",
    "rall",
    "demonstr",
    "demonstrier",
    "manifest",
    "protest",
    "plaid",
    "plädier",
    "prononc",
    "pronunci",
    "schier",
    "decid",
    "décid",
    "entsch",
    "rul",
    "lobb",
    "testif",
    "case",
    "argument",
    "stand",
    "stood",
    "posicion",
    "position",
];

const COMPARISONS: &[&str] = &[
    "more",
    "less",
    "fewer",
    "most",
    "least",
    "above",
    "below",
    "mehr",
    "weniger",
    "meisten",
    "wenigsten",
    "oberhalb",
    "unterhalb",
    "plus",
    "moins",
    "davantage",
    "dessus",
    "dessous",
    "più",
    "meno",
    "sopra",
    "sotto",
    "más",
    "menos",
    "encima",
    "debajo",
    "superiore",
    "superiori",
    "inferiore",
    "inferiori",
    "superior",
    "superiores",
    "inferior",
    "inferiores",
    "supérieur",
    "supérieure",
    "supérieurs",
    "supérieures",
    "inférieur",
    "inférieure",
    "inférieurs",
    "inférieures",
    "higher",
    "lower",
    "höher",
    "niedriger",
];

const BEFORE_COMPARISONS: &[&str] = &["at", "au", "lo", "al", "zum", "à", "a"];

const SCARCE: &[&str] = &["few", "little", "peu", "poco", "poca", "wenig"];

const ARTICLES: &[&str] = &["a", "un", "una", "uno", "ein", "der", "quite"];

/// Words that have another sense in front of others.
const NOT_BEFORE: &[(&str, &str)] = &[
    ("close", "to"),
    ("lost", "in"),
    ("up", "to"),
    ("stieg", "aus"),
    ("stieg", "vom"),
    ("fiel", "aus"),
    ("fiel", "vom"),
];
