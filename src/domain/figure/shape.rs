//! Words that may change the number before them, told by their form. No list has all of
//! them: new multipliers are made up, and a prefix or a number goes with any unit.

/// What every word for a million and more contains, also a made-up or misspelled one:
/// "quadrillion", "gazillions", "trilliards", "biliardi", "cuatrillones".
const SCALES: [&str; 8] = [
    "illion", "ilion", "illiard", "iliard", "illon", "iljon", "iljard", "illardo",
];

/// Words that contain one of [`SCALES`] and are something else.
const NOT_SCALES: [&str; 19] = [
    "pavilion",
    "vermilion",
    "pavillon",
    "papillon",
    "echantillon",
    "bataillon",
    "medaillon",
    "maillon",
    "bouillon",
    "brouillon",
    "aiguillon",
    "tourbillon",
    "carillon",
    "oisillon",
    "sillon",
    "sillone",
    "cotillon",
    "grillon",
    "reveillon",
];

/// The beginnings and endings of words for people who have a million or more.
const RICH: [&str; 9] = [
    "million",
    "billion",
    "milliard",
    "miliard",
    "milion",
    "millon",
    "multimillion",
    "multimilion",
    "multimillon",
];
const RICH_ENDINGS: [&str; 10] = [
    "aire", "aires", "ar", "are", "aren", "ari", "ario", "arios", "aria", "arias",
];

/// Whether a word names people by their money: "billionaires", "miliardari".
pub(super) fn is_rich(word: &str) -> bool {
    RICH.iter().any(|start| {
        let rest = word.strip_prefix(start).unwrap_or_default();
        let rest = rest.strip_prefix('n').unwrap_or(rest);
        RICH_ENDINGS.contains(&rest)
    })
}

/// Whether a word may be a multiplier of a million or more.
pub(super) fn is_scale(word: &str) -> bool {
    let singular = word.trim_end_matches('s');
    SCALES.iter().any(|part| word.contains(part))
        && !NOT_SCALES.contains(&singular)
        && !is_rich(word)
}

/// The prefixes of units, in all spellings.
const PREFIXES: [&str; 34] = [
    "quetta", "ronna", "yotta", "zetta", "exa", "peta", "tera", "giga", "mega", "kilo", "chilo",
    "quilo", "hecto", "hekto", "etto", "deca", "deka", "deci", "dezi", "centi", "zenti", "milli",
    "mili", "micro", "mikro", "nano", "pico", "piko", "femto", "atto", "kibi", "mebi", "gibi",
    "tebi",
];

/// The beginnings of the names of units.
const UNITS: [&str; 47] = [
    "gram", "meter", "metre", "metro", "metri", "liter", "litre", "litro", "litri", "watt", "vati",
    "joule", "julio", "hertz", "herci", "byte", "octet", "bit", "ton", "volt", "pascal", "calor",
    "kalor", "amp", "newton", "becq", "siev", "gray", "ohm", "farad", "tesla", "parsec", "elec",
    "elek", "pixel", "mol", "bar", "lux", "lumen", "bel", "dezibel", "rad", "rem", "curie",
    "gauss", "second", "sekund",
];

/// Whether a word is a prefix and the name of a unit: "kilotonnes", "microgrammi".
pub(super) fn is_prefixed_unit(word: &str) -> bool {
    let mut rests = PREFIXES
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix));
    rests.any(|rest| UNITS.iter().any(|unit| rest.starts_with(unit)))
}

/// The symbols of prefixes and of units. "kcal", "MHz", "mSv".
const PREFIX_SYMBOLS: [&str; 16] = [
    "k", "K", "M", "G", "T", "P", "E", "h", "d", "c", "m", "µ", "μ", "u", "n", "p",
];
const UNIT_SYMBOLS: [&str; 35] = [
    "g", "m", "l", "L", "W", "Wh", "Wp", "J", "Hz", "B", "b", "bit", "o", "bps", "V", "VA", "Pa",
    "cal", "Cal", "t", "A", "Ah", "eV", "Bq", "Sv", "Gy", "N", "Nm", "T", "F", "S", "lm", "mol",
    "bar", "px",
];

/// Whether a word, as it is written, is the symbol of a unit with a prefix.
pub(super) fn is_prefixed_symbol(raw: &str) -> bool {
    let raw = raw.trim_end_matches('.');
    let mut rests = PREFIX_SYMBOLS
        .iter()
        .filter_map(|prefix| raw.strip_prefix(prefix));
    rests.any(|rest| UNIT_SYMBOLS.contains(&rest))
}

/// The numbers of years, and the endings that make spans of them: "ventennio",
/// "millennium", "sexenios", "septennat".
const YEARS: [&str; 32] = [
    "bi", "tri", "quadri", "quadr", "quatri", "cuatri", "quinqu", "sex", "sess", "sept", "sett",
    "oct", "ott", "nov", "dec", "vic", "vent", "trent", "treint", "quarant", "cuarent", "cinquant",
    "cincuent", "sessant", "sesent", "settant", "ottant", "novant", "cent", "bicent", "mill",
    "mil",
];
const SPAN_ENDINGS: [&str; 20] = [
    "ennio", "enni", "ennium", "enniums", "ennia", "ennat", "ennats", "enio", "enios", "ennale",
    "ennali", "enal", "enales", "ennal", "ennaux", "enaire", "enaires", "enario", "enarios",
    "enari",
];

/// The beginnings and endings of other words for spans of time.
const SPAN_STARTS: [&str; 4] = ["lustr", "jahrtausend", "jahrhundert", "jahrzehnt"];
const MONTHS: [&str; 8] = [
    "mester", "mesters", "mestern", "mestre", "mestres", "mestri", "quartal", "quartale",
];

/// Whether a word is a span of time whose length its name says.
pub(super) fn is_span(word: &str) -> bool {
    let mut rests = YEARS.iter().filter_map(|years| word.strip_prefix(years));
    rests.any(|rest| SPAN_ENDINGS.contains(&rest))
        || SPAN_STARTS.iter().any(|start| word.starts_with(start))
        || MONTHS.iter().any(|ending| word.ends_with(ending))
}

/// The numbers with which German compounds begin: "Achtstundenschicht".
const GERMAN_NUMBERS: [&str; 26] = [
    "einein", "einstund", "eintag", "einjahr", "einmonat", "einwoch", "zwei", "drei", "vier",
    "funf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwolf", "zwanzig", "hundert",
    "tausend", "halb", "viertel", "drittel", "doppel", "mehrfach", "vielfach",
];

/// German words that only begin as a number does.
const NOT_GERMAN_NUMBERS: [&str; 9] = [
    "zweifel",
    "zweig",
    "achtung",
    "achterbahn",
    "elfen",
    "halbinsel",
    "halbleiter",
    "halbfinal",
    "viertelfinal",
];

/// What German adjectives of numbers contain, and what measures begin with.
const GERMAN_MEASURES: [&str; 10] = [
    "prozentig",
    "tagig",
    "stundig",
    "jahrig",
    "monatig",
    "wochig",
    "minutig",
    "kopfig",
    "stellig",
    "hundertstel",
];
const GERMAN_STARTS: [&str; 12] = [
    "quadrat",
    "kubik",
    "prozent",
    "meter",
    "liter",
    "kilometer",
    "tonnen",
    "gradm",
    "minuten",
    "stunden",
    "dollar",
    "euro",
];
const NOT_GERMAN_STARTS: [&str; 1] = ["europ"];

/// Whether a German word has a number or a measure inside.
pub(super) fn is_german_compound(word: &str) -> bool {
    let is_start = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    is_start(&GERMAN_NUMBERS) && !is_start(&NOT_GERMAN_NUMBERS)
        || is_start(&GERMAN_STARTS) && !is_start(&NOT_GERMAN_STARTS)
        || GERMAN_MEASURES.iter().any(|part| word.contains(part))
}
