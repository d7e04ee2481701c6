//! Words that are numbers, or may be.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use crate::domain::figure::number_word;

/// The power of ten of a multiplier.
pub(super) fn multiplier(word: &str) -> Option<u32> {
    let mut all = MULTIPLIERS.iter();
    all.find(|(words, _)| words.contains(&word))
        .map(|(_, exponent)| *exponent)
}

/// Whether a word means one, or is an article.
pub(super) fn is_one(word: &str) -> bool {
    ONES.contains(&word.trim_end_matches('\''))
}

/// Whether a word may be a number, a fraction, a month or a vague amount.
pub(super) fn is_number_like(word: &str) -> bool {
    let plain = plain(word);
    word.chars().any(|c| c.is_numeric())
        || is_one(word)
        || multiplier(word).is_some()
        || ALL_NUMBERS.contains(plain.as_str())
        || has_stem(&plain)
}

static ALL_NUMBERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let all = NUMBERS.iter().flat_map(|words| words.split(' '));
    all.collect()
});

/// The stems by their first bytes.
static STEMS_BY_BYTE: LazyLock<HashMap<u8, Vec<&str>>> = LazyLock::new(|| {
    let mut stems: HashMap<u8, Vec<&str>> = HashMap::new();
    for stem in STEMS.split(' ') {
        stems.entry(stem.as_bytes()[0]).or_default().push(stem);
    }
    stems
});

/// Whether a word has a part of a longer number word in it.
fn has_stem(plain: &str) -> bool {
    plain.char_indices().any(|(at, _)| {
        let rest = &plain[at..];
        let stems = rest.bytes().next().and_then(|it| STEMS_BY_BYTE.get(&it));
        stems.is_some_and(|stems| stems.iter().any(|stem| rest.starts_with(stem)))
    })
}

/// Whether a word says a number, or is made of words that do ("trentadue"). Such a word may
/// have any value if it could not be read.
pub(super) fn is_number_word(word: &str) -> bool {
    let is_number = multiplier(word).is_some() || number_word::is_number_word(word);
    is_number && !is_one(word) && word != SPANISH_ELEVEN
}

/// It is also an English word for something else.
const SPANISH_ELEVEN: &str = "once";

/// A word without the accents of number words.
fn plain(word: &str) -> String {
    let plain = word.chars().map(|c| match c {
        'à' | 'á' => 'a',
        'è' | 'é' => 'e',
        'ó' | 'ò' | 'ö' => 'o',
        'û' | 'ü' | 'ú' => 'u',
        c => c,
    });
    plain.collect()
}

/// Multipliers as powers of ten. A short one is uncertain.
const MULTIPLIERS: &[(&[&str], u32)] = &[
    (&["k"], 3),
    (&["thousand", "mila", "tausend", "mille", "mil", "tsd"], 3),
    (
        &[
            "million",
            "millions",
            "milione",
            "milioni",
            "millionen",
            "millones",
            "millón",
            "mln",
            "mio",
            "mn",
            "m",
        ],
        6,
    ),
    (
        &[
            "billion",
            "billions",
            "miliardo",
            "miliardi",
            "milliarde",
            "milliarden",
            "milliard",
            "milliards",
            "millardo",
            "millardos",
            "mrd",
            "md",
            "mds",
            "mld",
            "bn",
            "bln",
        ],
        9,
    ),
    (
        &[
            "trillion",
            "trillions",
            "tn",
            "trn",
            "billionen",
            "billón",
            "billones",
        ],
        12,
    ),
];

/// What may be glued to digits and does not change their value.
pub(super) const UNITS: &[&str] = &[
    "%", "€", "am", "pm", "p", "c", "h", "s", "g", "kg", "mg", "km", "cm", "mm", "l", "mph", "kmh",
    "kw", "mw", "gw", "kwh", "ft", "in", "lb", "lbs", "mb", "gb", "tb", "px",
];

/// What may be glued to digits and makes them an ordinal.
pub(super) const ORDINAL_ENDINGS: &[&str] =
    &["st", "nd", "rd", "th", "er", "re", "ème", "e", "º", "ª"];

const ONES: &[&str] = &[
    "one", "a", "an", "un", "uno", "una", "une", "ein", "eine", "einen", "einem", "einer", "eines",
    "eins",
];

/// Words between the words of a number.
pub(super) const LINKS: &[&str] = &["and", "a", "e", "et", "und", "y", "-"];

/// Words that may be numbers, without accents, separated by spaces.
const NUMBERS: &[&str] = &[
    // English
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen \
     fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy \
     eighty ninety hundred hundreds thousands dozen dozens half halves third thirds \
     quarter quarters couple pair both single twice double triple few several score \
     scores second first once every percent",
    // Italian
    "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici \
     quindici sedici mezzo mezza meta terzo terzi quarto quarti paio entrambi entrambe \
     doppio primo prima secondo seconda migliaia migliaio",
    // German
    "null zwei drei vier funf sechs sieben acht neun zehn elf zwolf halb halbe halfte \
     paar beide beiden doppelt dutzend erste zweite dritte",
    // French
    "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize \
     moitie demi demie tiers quart quarts premier premiere deuxieme double",
    // Spanish
    "cero dos tres cuatro cinco seis siete ocho nueve diez doce trece catorce quince mitad \
     medio media tercio tercios cuarto cuartos par ambos ambas doble primero segundo \
     segunda",
    // Months
    "january february march april may june july august september october november \
     december jan feb mar apr jun jul aug sep sept oct nov dec gennaio febbraio marzo \
     aprile maggio giugno luglio agosto settembre ottobre novembre dicembre januar \
     februar marz mai juni juli oktober dezember janvier fevrier mars avril juin juillet \
     aout septembre octobre decembre enero febrero abril mayo junio julio septiembre \
     octubre noviembre diciembre",
];

/// Parts of longer number words, without accents, separated by spaces.
const STEMS: &str = "zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig hundert tausend \
    million milliard miliard billion bilion trillion zehn drittel viertel venti vent \
    trent quarant cinquant sessant settant ottant novant cento mila mille diciass \
    diciott diciann decin dozzin centinai vingt trente soixant septant octant nonant \
    cent dizaine douzaine veint treint cuarent cincuent sesent setent ochent noventa \
    cien dieci millon docen anderthalb einhalb";
