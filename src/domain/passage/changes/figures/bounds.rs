//! Whether a figure is a lower or an upper bound: "at least 155", "less than half".

use std::{ops::Range, sync::LazyLock};

use super::{
    amounts,
    number_words::is_number_word,
    value::{Figure, meet},
};
use crate::domain::passage::changes::{
    hunks::Hunk,
    language::Language,
    pair::Pair,
    words::{Kind, Word},
};

/// What a figure bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Lower,
    Upper,
    /// A little more.
    Above,
    /// A little less.
    Below,
    /// A little more or less.
    About,
    /// A verb that may be a lower bound: a number that "passed 40", a council that "passed 40
    /// laws".
    Exceeds,
}

/// Whether two bounds say something else for sure. "Nearly 83" may be "about 83" and "less than
/// 83", but it is not "83".
fn are_other(some: Option<Bound>, other: Option<Bound>) -> bool {
    use Bound::{About, Above, Below, Exceeds, Lower, Upper};
    !matches!(
        (some, other),
        (None | Some(About), None | Some(About))
            | (Some(About), Some(Above | Below))
            | (Some(Above | Below), Some(About))
            | (Some(Lower | Above), Some(Lower | Above))
            | (Some(Upper | Below), Some(Upper | Below))
            | (Some(Exceeds), None | Some(About | Exceeds | Lower | Above))
            | (None | Some(About | Lower | Above), Some(Exceeds))
    )
}

/// Whether a figure that is in both wordings became a bound, an exact figure or the other
/// bound.
pub(super) fn have_changed(pair: &Pair<'_>, language: Language) -> bool {
    let is_figure = |word: &Word<'_>| {
        word.kind == Kind::Number
            || is_number_word(&word.folded)
            || !amounts::values(&word.folded, language).is_empty()
    };
    pairs(pair).any(|(old, new)| {
        is_figure(&pair.old[old])
            && are_other(
                bound(&pair.old, old, language),
                bound(&pair.new, new, language),
            )
    })
}

/// Whether figures that are in both wordings in the same order have other bounds.
pub(super) fn differ(
    pair: &Pair<'_>,
    (old, new): (&[Figure], &[Figure]),
    language: Language,
) -> bool {
    let start = |figure: &Figure| figure.words.start;
    let mut figures = old.iter().zip(new);
    figures.any(|(a, b)| {
        meet(&a.values, &b.values)
            && are_other(
                bound(&pair.old, start(a), language),
                bound(&pair.new, start(b), language),
            )
    })
}

/// Whether two ranges of words have nothing but bounds in them, which say the same.
pub(super) fn are_same(pair: &Pair<'_>, hunk: &Hunk, language: Language) -> bool {
    let [old, new] = [(&pair.old, &hunk.old), (&pair.new, &hunk.new)].map(|(words, range)| {
        let last = words.len().min(range.end + PHRASE_MAX);
        let first = range.start.saturating_sub(PHRASE_MAX);
        let found = (first..last).filter_map(|at| find(words, at, language));
        let near: Vec<_> = found
            .filter(|(_, it)| it.start < range.end && range.start < it.end)
            .collect();
        let is_all = range
            .clone()
            .all(|at| near.iter().any(|(_, it)| it.contains(&at)));
        let bounds: Vec<Bound> = near.into_iter().map(|(bound, _)| bound).collect();
        (is_all, bounds)
    });
    old.0 && new.0 && !old.1.is_empty() && old.1 == new.1
}

/// The most words of a bound.
const PHRASE_MAX: usize = 6;

/// The words of bounds around the figures of a wording.
pub(super) fn words_of(words: &[Word<'_>], language: Option<Language>) -> Vec<Range<usize>> {
    let Some(language) = language else {
        return Vec::new();
    };
    let bounds = (0..words.len()).filter_map(|at| find(words, at, language));
    bounds.map(|(_, range)| range).collect()
}

/// The old and new indexes of the words that are in both wordings.
fn pairs<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = (usize, usize)> + 'p {
    let starts = pair
        .hunks
        .iter()
        .map(|hunk| (hunk.old.start, hunk.new.start));
    let ends = pair.hunks.iter().map(|hunk| (hunk.old.end, hunk.new.end));
    let starts = starts.chain([(pair.old.len(), pair.new.len())]);
    let ends = [(0, 0)].into_iter().chain(ends);
    ends.zip(starts)
        .flat_map(|(from, to)| (from.0..to.0).zip(from.1..to.1))
}

fn bound(words: &[Word<'_>], figure: usize, language: Language) -> Option<Bound> {
    let found = find(words, figure, language).map(|(bound, _)| bound);
    found.or_else(|| {
        let mut abouts = PHRASES.about.of(language);
        let is_it = |phrase: &Phrase| {
            let start = figure.checked_sub(phrase.words.len());
            start.is_some_and(|start| phrase.is_printed(&words[start..figure]))
        };
        abouts
            .find(|phrase| is_it(phrase))
            .map(|phrase| phrase.bound)
    })
}

/// The bound whose words end right before a figure, or begin right after it, and these words.
fn find(words: &[Word<'_>], figure: usize, language: Language) -> Option<(Bound, Range<usize>)> {
    let is_article = |at: &usize| ARTICLES.contains(&words[*at].folded.as_str());
    let articles = (0..figure).rev().take(ARTICLES_MAX).take_while(is_article);
    let ends = (figure - articles.count()..=figure).rev();
    let before = ends.flat_map(|end| {
        PHRASES.before.of(language).filter_map(move |phrase| {
            let start = end.checked_sub(phrase.words.len())?;
            let is_it = phrase.is_printed(&words[start..end]);
            (is_it && (phrase.has_articles || end == figure))
                .then_some((phrase.bound, start..figure))
        })
    });
    let is_digit = words.get(figure).is_some_and(|it| it.kind == Kind::Number);
    let start = figure + 1;
    let after = PHRASES.after.of(language).filter_map(|phrase| {
        let end = start + phrase.words.len();
        let printed = words.get(start..end).filter(|_| is_digit)?;
        let is_it = phrase.is_printed(printed);
        is_it.then_some((phrase.bound, start..end))
    });
    // "no more than" is not "more than".
    before.chain(after).max_by_key(|(_, range)| range.len())
}

/// Whether a word in lower case is one of a bound.
pub(super) fn has_word(word: &str, language: Language) -> bool {
    let mut all = (PHRASES.before.of(language)).chain(PHRASES.after.of(language));
    all.any(|phrase| phrase.words.contains(&word))
}

/// The bounds with their words.
static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases {
    before: Table::new(BEFORE),
    about: Table::new(ABOUT),
    after: Table::new(AFTER),
});

struct Phrases {
    before: Table,
    about: Table,
    after: Table,
}

struct Table(Vec<Phrase>);

/// The words of a bound.
struct Phrase {
    language: Language,
    bound: Bound,
    words: Vec<&'static str>,
    /// Whether articles may stand between it and its figure.
    has_articles: bool,
}

impl Table {
    fn new(rows: &[(Language, Bound, &'static str)]) -> Self {
        let phrases = rows.iter().flat_map(|&(language, bound, phrases)| {
            phrases.split(", ").map(move |phrase| Phrase {
                language,
                bound,
                words: phrase.split(' ').collect(),
                has_articles: !NO_ARTICLE.contains(&phrase),
            })
        });
        Self(phrases.collect())
    }

    fn of(&self, language: Language) -> impl Iterator<Item = &Phrase> {
        let all = self.0.iter();
        all.filter(move |phrase| phrase.language == language)
    }
}

impl Phrase {
    fn is_printed(&self, words: &[Word<'_>]) -> bool {
        let mut pairs = self.words.iter().zip(words);
        words.len() == self.words.len() && pairs.all(|(phrase, word)| *phrase == word.folded)
    }
}

/// Bounds that are other words before an article.
const NO_ARTICLE: &[&str] = &[
    "over",
    "under",
    "above",
    "below",
    "über",
    "unter",
    "sous",
    "sotto",
    "hasta",
    "fino a",
    "mit",
    "exceeding",
    "gut",
    "up to",
    "bis zu",
    "jusqu'à",
];

/// Articles between a bound and its figure.
const ARTICLES: &[&str] = &[
    "a", "an", "the", "un", "una", "la", "il", "lo", "l'", "le", "ein", "eine", "der", "die",
    "das", "el", "une", "$", "€", "£",
];
const ARTICLES_MAX: usize = 2;

/// The words of bounds before a figure.
const BEFORE: &[(Language, Bound, &str)] = &[
    (
        Language::English,
        Bound::Lower,
        "at least, more than, over, above, no less than, no fewer than, not less than, not fewer \
         than, a minimum of, minimum of, minimum, upwards of, in excess of, exceeding, north of, \
         well over, greater than, higher than, not under, not below, at the least, \
         larger than, bigger than, no smaller than, no lower than",
    ),
    (
        Language::English,
        Bound::Upper,
        "at most, less than, fewer than, under, below, no more than, not more than, up to, a \
         maximum of, maximum of, maximum, at the most, not over, not above, not exceeding, \
         lower than, smaller than, as many as, as much as, no larger than, no bigger than, no \
         higher than, no greater than, not larger than, not higher than, not \
         greater than",
    ),
    (
        Language::German,
        Bound::Lower,
        "mindestens, wenigstens, zumindest, mehr als, über, nicht weniger als, nicht unter, \
         minimal, ein minimum von, oberhalb von, größer als, höher als, nicht kleiner als, nicht geringer als, nicht \
         niedriger als",
    ),
    (
        Language::German,
        Bound::Upper,
        "höchstens, maximal, weniger als, nicht mehr als, nicht über, bis zu, unter, ein maximum \
         von, unterhalb von, allenfalls, geringer als, niedriger als, kleiner als, nicht größer als, nicht höher als",
    ),
    (
        Language::French,
        Bound::Lower,
        "au moins, plus de, plus d', pas moins de, pas moins d', au minimum, un minimum de, un \
         minimum d', minimum de, au-delà de, au - delà de, supérieur à, supérieure à, dépassant, \
         pas inférieur à, pas inférieure à, au bas mot, à tout le moins, tout au moins",
    ),
    (
        Language::French,
        Bound::Upper,
        "au plus, au maximum, moins de, moins d', pas plus de, pas plus d', jusqu'à, jusqu' à, un \
         maximum de, un maximum d', maximum de, tout au plus, en dessous de, sous, inférieur à, \
         inférieure à, pas supérieur à, pas supérieure à",
    ),
    (
        Language::Italian,
        Bound::Lower,
        "almeno, più di, più del, più dello, più della, più dei, più delle, più degli, più dell', \
         non meno di, oltre, un minimo di, minimo di, come minimo, minimo, perlomeno, per lo \
         meno, quanto meno, quantomeno, al di sopra di, sopra, superiore a, superiori a, non inferiore a, non \
         inferiori a",
    ),
    (
        Language::Italian,
        Bound::Upper,
        "al massimo, meno di, meno del, meno dello, meno della, meno dei, meno delle, meno \
         degli, meno dell', non più di, non oltre, fino a, un massimo di, massimo di, massimo, \
         tutt'al più, tutt' al più, al più, al di sotto di, sotto, inferiore a, inferiori a, non superiore a, \
         non superiori a",
    ),
    (
        Language::Spanish,
        Bound::Lower,
        "al menos, por lo menos, más de, más del, no menos de, cuando menos, como mínimo, un \
         mínimo de, mínimo de, mínimo, como poco, por encima de, arriba de, superior a, \
         superiores a, a lo menos, no inferior a, no inferiores a",
    ),
    (
        Language::Spanish,
        Bound::Upper,
        "como máximo, menos de, menos del, no más de, hasta, un máximo de, máximo de, máximo, a \
         lo sumo, como mucho, por debajo de, inferior a, inferiores a, a lo más, no superior a, no superiores \
         a",
    ),
    (
        Language::English,
        Bound::Below,
        "nearly, almost, just under, just below, a little under",
    ),
    (
        Language::English,
        Bound::Above,
        "just over, just above, a little over",
    ),
    (
        Language::German,
        Bound::Below,
        "knapp, fast, beinahe, nahezu",
    ),
    (Language::German, Bound::Above, "gut, etwas über"),
    (
        Language::French,
        Bound::Below,
        "presque, un peu moins de, un peu moins d'",
    ),
    (
        Language::French,
        Bound::Above,
        "un peu plus de, un peu plus d'",
    ),
    (Language::Italian, Bound::Below, "quasi, poco meno di"),
    (Language::Italian, Bound::Above, "poco più di"),
    (
        Language::Spanish,
        Bound::Below,
        "casi, algo menos de, poco menos de",
    ),
    (Language::Spanish, Bound::Above, "algo más de, poco más de"),
];

/// The words that make a figure a round one, or may bound it.
const ABOUT: &[(Language, Bound, &str)] = &[
    (
        Language::English,
        Bound::About,
        "about, around, some, roughly, approximately, circa, close to",
    ),
    (
        Language::German,
        Bound::About,
        "rund, etwa, ungefähr, circa, zirka, ca ., gegen, annähernd",
    ),
    (
        Language::French,
        Bound::About,
        "environ, quelque, près de, près d', autour de, à peu près, approximativement",
    ),
    (
        Language::Italian,
        Bound::About,
        "circa, intorno a, attorno a, all' incirca, più o meno, vicino a",
    ),
    (
        Language::Spanish,
        Bound::About,
        "unos, unas, cerca de, alrededor de, aproximadamente, más o menos, en torno a",
    ),
    (
        Language::English,
        Bound::Exceeds,
        "pass, passes, passed, passing, top, tops, topped, topping, exceed, exceeds, exceeded, \
         surpass, surpasses, surpassed, surpassing, cross, crosses, crossed",
    ),
    (
        Language::German,
        Bound::Exceeds,
        "überstieg, überstiegen, übersteigt, übersteigen, übertraf, übertrafen, übertrifft, \
         übertreffen, überschritt, überschritten, überschreitet, überschreiten",
    ),
    (
        Language::French,
        Bound::Exceeds,
        "dépasse, dépassent, dépassait, dépassaient, dépassé, dépassa, dépasser, excède, \
         excèdent, excédait, franchi",
    ),
    (
        Language::Italian,
        Bound::Exceeds,
        "supera, superano, superava, superavano, superò, superarono, superato, superare",
    ),
    (
        Language::Spanish,
        Bound::Exceeds,
        "supera, superan, superaba, superaban, superó, superaron, superado, superar, rebasó, \
         rebasaron, rebasa, sobrepasó, sobrepasa",
    ),
];

/// The words of bounds after a figure in digits.
const AFTER: &[(Language, Bound, &str)] = &[
    (
        Language::English,
        Bound::Lower,
        "or more, or over, or above, plus, +",
    ),
    (
        Language::English,
        Bound::Upper,
        "or less, or fewer, or under, or below",
    ),
    (Language::German, Bound::Lower, "oder mehr, und mehr"),
    (Language::German, Bound::Upper, "oder weniger"),
    (Language::French, Bound::Lower, "ou plus, et plus"),
    (Language::French, Bound::Upper, "ou moins"),
    (Language::Italian, Bound::Lower, "o più, e più"),
    (Language::Italian, Bound::Upper, "o meno"),
    (Language::Spanish, Bound::Lower, "o más, y más"),
    (Language::Spanish, Bound::Upper, "o menos"),
];
