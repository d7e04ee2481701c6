//! Words that are not nouns after a figure, because they may change it: multipliers, units,
//! currencies, periods and bounds of every language that is read, and multipliers of others.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    currency_names, english, french, german, italian,
    lexicon::{self, Table, Words},
    money, prefixed, shape, spanish, units, unread,
};

/// Words that can be inside a noun phrase but neither begin nor end it.
pub(super) const INNER: [&str; 59] = [
    "from", "of", "the", "in", "and", "who", "with", "on", "for", "di", "d'", "del", "dello",
    "della", "dell'", "dei", "degli", "delle", "e", "de", "du", "des", "l'", "la", "le", "les",
    "et", "del", "los", "las", "el", "y", "en", "der", "des", "von", "und", "den", "die", "an",
    "aller", "all", "its", "his", "her", "their", "our", "these", "those", "tutti", "tutte",
    "tous", "toutes", "ses", "leurs", "todos", "todas", "sus", "seiner",
];

/// Words for thousands and more in languages that are not read.
const FOREIGN_SCALES: [&str; 40] = [
    "mil",
    "mille",
    "mila",
    "tusen",
    "tusind",
    "tusinde",
    "duizend",
    "tisic",
    "tisice",
    "tisuca",
    "tisuc",
    "hiljada",
    "hiljade",
    "tys",
    "tuhat",
    "tuhatta",
    "tuhande",
    "ezer",
    "bin",
    "milyon",
    "milyar",
    "ribu",
    "juta",
    "miliar",
    "elfu",
    "mii",
    "milioane",
    "miliarde",
    "miliarda",
    "mijoe",
    "libu",
    "nghin",
    "trieu",
    "ty",
    "milliarder",
    "milliard",
    "miljoen",
    "miljard",
    "miljon",
    "tusental",
];

/// The beginnings of words for a million and more, in many languages.
const SCALE_STEMS: [&str; 17] = [
    "milho", "tysi", "tisi", "millio", "milion", "milio", "miljo", "miljar", "milliar", "miliar",
    "millon", "billio", "billon", "bilion", "trillio", "trilio", "biljo",
];

/// Multipliers. A word that differs from one in a single letter may be that multiplier,
/// misspelled.
const SPELLED: [&str; 12] = [
    "thousand", "hundred", "million", "billion", "trillion", "millions", "billions", "tausend",
    "hundert", "milione", "miliardo", "millones",
];

/// Every word that is not part of a noun.
static RESERVED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = FOREIGN_SCALES.to_vec();
    words.extend(lexicon::phrases(MONEY));
    for language in Words::ALL {
        let lexicon = language.lexicon();
        let lists = [
            lexicon.vague,
            lexicon.ordinals,
            lexicon.reserved,
            lexicon.additional,
            lexicon.groups,
        ];
        words.extend(lists.into_iter().flat_map(lexicon::phrases));
        for table in [lexicon.scales, lexicon.money_scales] {
            words.extend(entries(table));
        }
        words.extend(entries(money::ANY));
        words.extend(entries(lexicon.before));
        words.extend(entries(lexicon.after));
        words.extend(entries(lexicon.about));
        words.extend(entries(lexicon.often));
        words.extend(entries(lexicon.plurals));
        let parts = lexicon.parts.iter();
        words.extend(parts.flat_map(|(one, many, _)| [*one, *many]));
        words.extend(entries(lexicon.adverbs));
        words.extend(entries(lexicon.periods));
        words.extend(entries(lexicon.multiples));
        for table in [lexicon.units, lexicon.speeds, lexicon.ages, lexicon.coins] {
            words.extend(entries(table));
        }
        // "Dollars" alone is a currency; "American" is also in "American soldiers".
        let currencies = lexicon.currencies.iter();
        let currencies = currencies.flat_map(|(entry, _)| lexicon::phrases(entry));
        words.extend(currencies.filter(|phrase| !phrase.contains(' ')));
    }
    words.retain(|word| !INNER.contains(word));
    words.into_iter().collect()
});

fn entries<T>(table: Table<T>) -> impl Iterator<Item = &'static str> {
    let phrases = table.iter().flat_map(|(entry, _)| lexicon::phrases(entry));
    phrases.flat_map(|phrase| phrase.split(' '))
}

fn is_number_word(word: &str) -> bool {
    english::is_number_word(word)
        || italian::is_number_word(word)
        || german::is_number_word(word)
        || french::is_number_word(word)
        || spanish::is_number_word(word)
}

/// Whether a word may be a multiplier: of a language that is not read, or misspelled.
fn is_like_scale(word: &str) -> bool {
    let is_stem = || SCALE_STEMS.iter().any(|stem| word.starts_with(stem));
    let is_misspelled = || SPELLED.iter().any(|scale| is_near(word, scale));
    shape::is_scale(word) || !shape::is_rich(word) && (is_stem() || is_misspelled())
}

/// Whether two words differ in at most one letter, inserted, left out or replaced.
fn is_near(a: &str, b: &str) -> bool {
    let pairs = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    let same: usize = pairs.map(|(letter, _)| letter.len_utf8()).sum();
    let (a, b) = (&a[same..], &b[same..]);
    let is_same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
    let (behind_a, behind_b) = (behind_first(a), behind_first(b));
    a == b
        || is_same(behind_a, behind_b)
        || is_same(behind_a, Some(b))
        || is_same(Some(a), behind_b)
}

/// A word without its first letter.
fn behind_first(word: &str) -> Option<&str> {
    let mut letters = word.chars();
    letters.next()?;
    Some(letters.as_str())
}

/// Whether a word is a number, a multiplier, a group or a unit in any language, or may be
/// one. `raw` is the word as it is written.
pub(super) fn is_factor(raw: &str, word: &str) -> bool {
    let is_group = |words: &Words| lexicon::phrases(words.lexicon().groups).any(|it| it == word);
    is_multiplier(word)
        || shape::is_prefixed_unit(word)
        || shape::is_prefixed_symbol(raw)
        || Words::ALL.iter().any(is_group)
}

/// Whether a word is a number or a multiplier in any language, or may be one.
fn is_multiplier(word: &str) -> bool {
    let is_scale = |words: &Words| {
        let lexicon = words.lexicon();
        let tables = [lexicon.scales, lexicon.money_scales];
        let mut scales = tables.into_iter().flat_map(entries);
        scales.any(|scale| scale == word)
    };
    is_number_word(word)
        || is_like_scale(word)
        || FOREIGN_SCALES.contains(&word)
        || Words::ALL.iter().any(is_scale)
}

/// Old currencies, and currencies whose local names no table has.
const MONEY: &str = "peseta|pesetas|peseten|escudo|escudos|drachma|drachmas|drachme|drachmes|\
    drachmen|dracma|dracmas|dracme|guilder|guilders|gulden|florin|florins|florines|fiorino|\
    fiorini|schilling|schillinge|scellino|scellini|chelin|chelines|markka|reichsmark|taler|\
    thaler|thalers|tallero|talleri|ducat|ducats|ducado|ducados|ecu|ecus|griwna|hrywnja|hryvni|\
    grivna|grivnas|gourde|gourdes|ariary|cedi|cedis|birr|kwacha|metical|meticais|kwanza|\
    kwanzas|dalasi|guarani|guaranies|cordoba|cordobas|quetzales|lempiras|balboa|balboas|tenge|\
    lari|manat|tugrik|kyat|riel|riels|rupia|rupias|schekel|sheqel|sheqels|siclo|siclos|duro|\
    duros|pela|pelas|balles|lewa|lew|denar|denare|denari|dinero|cruzeiro|cruzeiros|austral|\
    australes|punt|punts|pfennige|groschen|forints|forinti|lempira";

/// The endings of the names of parts: "vingtième", "zwanzigstel", "ventesimo", "veinteavos".
const PART_ENDINGS: [&str; 11] = [
    "ieme", "iemes", "stel", "esimo", "esimi", "esima", "esime", "esimas", "esimos", "avo", "avos",
];

/// The endings of German words for spans of time and measures ("Dreiviertelstunde").
const MEASURE_ENDINGS: [&str; 22] = [
    "stunde", "stunden", "minute", "minuten", "sekunde", "sekunden", "woche", "wochen", "monat",
    "monate", "monaten", "jahr", "jahre", "jahren", "meter", "metern", "liter", "gramm", "tonne",
    "tonnen", "prozent", "euro",
];

/// The endings of words for people of an age ("treintañero", "siebzehnjähriger").
const AGE_ENDINGS: [&str; 36] = [
    "zwanziger",
    "zwanzigerin",
    "dreissiger",
    "dreissigerin",
    "vierziger",
    "vierzigerin",
    "funfziger",
    "funfzigerin",
    "sechziger",
    "sechzigerin",
    "siebziger",
    "siebzigerin",
    "achtziger",
    "achtzigerin",
    "neunziger",
    "neunzigerin",
    "tanero",
    "taneros",
    "tanera",
    "taneras",
    "teanero",
    "teaneros",
    "teanera",
    "teaneras",
    "genario",
    "genarios",
    "genaria",
    "genarias",
    "genaire",
    "genaires",
    "trentenaire",
    "trentenaires",
    "jahrige",
    "jahriger",
    "jahrigen",
    "jahriges",
];

/// Whether a word may change the number before it, in a text that is read in the words of a
/// language. `raw` is the word as it is written.
pub(super) fn is_reserved(words: Words, raw: &str, word: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    RESERVED.contains(word)
        || units::SYMBOLS.iter().any(|(symbol, _)| *symbol == raw)
        || money::is_currency(raw, word)
        || currency_names::is_noun(word)
        || unread::is_measure(word)
        || prefixed::is_unit(word)
        || is_number_word(word)
        || ends(&PART_ENDINGS)
        || ends(&MEASURE_ENDINGS)
        || ends(&AGE_ENDINGS)
        || is_like_scale(word)
        || shape::is_prefixed_unit(word)
        || shape::is_prefixed_symbol(raw)
        || shape::is_span(word)
        || words == Words::German && shape::is_german_compound(word)
}
