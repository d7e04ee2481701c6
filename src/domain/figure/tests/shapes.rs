//! Words that change the number before them and are in no list: they are made up here from
//! their parts. Each is read exactly, or refused.

use super::{Row, check, read, show};

const LANGUAGES: [&str; 6] = ["en", "it", "de", "fr", "es", ""];

/// The spellings of prefixes, and their UCUM codes.
const PREFIXES: [(&[&str], &str); 14] = [
    (&["kilo", "chilo", "quilo"], "k"),
    (&["mega", "mega"], "M"),
    (&["giga"], "G"),
    (&["tera"], "T"),
    (&["peta"], "P"),
    (&["exa"], "E"),
    (&["hecto", "hekto", "etto"], "h"),
    (&["deci", "dezi", "déci"], "d"),
    (&["centi", "zenti"], "c"),
    (&["milli", "mili"], "m"),
    (&["micro", "mikro"], "u"),
    (&["nano"], "n"),
    (&["kibi"], "Ki"),
    (&["mebi"], "Mi"),
];

/// The spellings of units, and their UCUM codes.
const UNITS: [(&[&str], &str); 22] = [
    (
        &["gram", "grams", "grammes", "Gramm", "grammi", "gramos"],
        "g",
    ),
    (
        &["meter", "metres", "mètres", "Metern", "metri", "metros"],
        "m",
    ),
    (&["liter", "litres", "Litern", "litri", "litros"], "L"),
    (&["watt", "watts", "vatios"], "W"),
    (&["joule", "joules", "julios"], "J"),
    (&["hertz", "hercios"], "Hz"),
    (&["byte", "bytes", "octets"], "By"),
    (&["bit", "bits"], "bit"),
    (&["volt", "volts", "voltios"], "V"),
    (&["pascal", "pascals", "pascales"], "Pa"),
    (&["sieverts"], "Sv"),
    (&["calories", "calorie", "calorías", "Kalorien"], "cal"),
    (
        &["tonnes", "tons", "Tonnen", "tonnellate", "toneladas"],
        "t",
    ),
    (&["amperes", "amperios", "ampère"], "A"),
    (&["newtons"], "N"),
    (&["mol"], "mol"),
    (&["bar", "bars"], "bar"),
    (&["lumens"], "lm"),
    (&["ohms", "ohmios"], "Ohm"),
    (&["teslas", "tesla"], "T"),
    (&["becquerels", "becquerelios"], "Bq"),
    (&["pixels"], "?"),
];

#[test]
fn a_unit_with_a_prefix_is_read_exactly_or_refused() {
    let (mut wrong, mut read_count, mut tried) = (Vec::new(), 0, 0);
    for (prefixes, power) in PREFIXES {
        for (units, unit) in UNITS {
            // "Ettogrammi" are read as hundreds of grams.
            let expected = [format!("5 {power}{unit}"), format!("500 {unit}")];
            let words = prefixes.iter().flat_map(|prefix| {
                units
                    .iter()
                    .map(move |unit| format!("{prefix}{}", unit.to_lowercase()))
            });
            for word in words {
                tried += 1;
                let language = LANGUAGES[tried % LANGUAGES.len()];
                if let Ok(figure) = read(&format!("5 {word}"), language, language) {
                    read_count += 1;
                    if !expected.contains(&show(&figure)) {
                        wrong.push(format!("{word} ({language})"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(read_count > 500, "only {read_count} were read");
}

#[test]
fn a_word_like_million_is_a_multiplier_or_refused() {
    let stems = [
        "m",
        "b",
        "tr",
        "quadr",
        "cuatr",
        "quint",
        "sext",
        "sept",
        "oct",
        "non",
        "dec",
        "gaz",
        "baz",
        "z",
        "sk",
        "j",
        "viertelm",
        "dreiviertelm",
        "halbm",
        "drittelm",
        "mult",
    ];
    let endings = [
        "illion",
        "illions",
        "illiard",
        "illiards",
        "illiarde",
        "illiarden",
        "illionen",
        "ilione",
        "ilioni",
        "iliardo",
        "iliardi",
        "illón",
        "illones",
        "illardos",
        "ilion",
        "illions of",
    ];
    let mut wrong = Vec::new();
    for word in stems
        .iter()
        .flat_map(|stem| endings.map(|it| format!("{stem}{it}")))
    {
        let language = LANGUAGES[word.len() % LANGUAGES.len()];
        for text in [format!("5 {word} people"), format!("$5 {word}")] {
            let read = read(&text, language, language);
            if read.is_ok_and(|it| !show(&it).starts_with("5000000")) {
                wrong.push(format!("{text} ({language})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_span_of_years_is_read_as_years_or_refused() {
    let stems = [
        "bi", "tri", "quadri", "quinqu", "sess", "sett", "ott", "dec", "vent", "trent", "cinquant",
        "cent", "mill", "mil", "sex", "sept", "cuatri",
    ];
    let endings = [
        "ennio", "enni", "ennium", "ennia", "ennat", "ennats", "enio", "enios", "ennale", "enaire",
        "enaires", "enario",
    ];
    let mut wrong = Vec::new();
    for word in stems
        .iter()
        .flat_map(|stem| endings.map(|it| format!("{stem}{it}")))
    {
        for (language, one) in [
            ("it", "un"),
            ("en", "one"),
            ("fr", "un"),
            ("es", "un"),
            ("de", "ein"),
        ] {
            for text in [format!("3 {word}"), format!("{one} {word}")] {
                if read(&text, language, language).is_ok_and(|it| it.unit != "a") {
                    wrong.push(format!("{text} ({language})"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_german_word_with_a_number_inside_is_refused() {
    let numbers = [
        "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
        "zwanzig", "hundert", "tausend", "viertel", "drittel", "halb",
    ];
    let rests = [
        "prozentige Erhöhung",
        "tägige Reise",
        "stündige Rede",
        "köpfige Familie",
        "fache Menge",
        "monatige Pause",
        "wöchige Frist",
        "stundenschicht",
        "jahresplan",
        "mehrheit",
        "million",
        "milliarde",
        "stellige Zahl",
    ];
    for number in numbers {
        for rest in rests {
            // "Eine zweitägige Reise" lasts two days.
            let is_whole = !["viertel", "drittel", "halb"].contains(&number);
            let is_time = ["tägige", "stündige", "monatige", "wöchige"]
                .iter()
                .any(|it| rest.starts_with(it));
            let lasts = |it: &&&str| is_whole && is_time && **it == "eine";
            let counts = ["eine", "zwei", "3", "rund 10"];
            for count in counts.iter().filter(|it| !lasts(it)) {
                let text = format!("{count} {number}{rest}");
                let read = read(&text, "de", "de");
                assert!(read.is_err(), "{text}");
            }
        }
    }
}

#[test]
fn an_article_before_an_unknown_noun_is_not_a_figure() {
    let articles = [
        ("it", ["un", "una", "uno"]),
        ("de", ["ein", "eine", "einen"]),
        ("fr", ["un", "une", "un"]),
        ("es", ["un", "una", "uno"]),
    ];
    let nouns = [
        "brelata",
        "sgorbione",
        "Kramulde",
        "trouvasse",
        "grundida",
        "porcione",
    ];
    for (language, ones) in articles {
        for (one, noun) in ones.iter().flat_map(|one| nouns.map(|noun| (one, noun))) {
            let of = [
                "di persone",
                "de personnes",
                "von Menschen",
                "de personas",
                "",
            ];
            for text in of.map(|of| format!("{one} {noun} {of}")) {
                assert!(read(&text, language, language).is_err(), "{text}");
            }
        }
    }
}

const ROWS: &[Row] = &[
    ("5 quadrillion", "en", "en", "5000000000000000"),
    ("5 quadrillion", "en", "", "!"),
    ("5 Quadrillionen", "de", "de", "5000000000000000000000000"),
    ("3 Billiarden", "de", "de", "3000000000000000"),
    ("50 billionaires", "en", "en", "50"),
    ("12 miliardari", "it", "it", "12"),
    ("30 Millionäre", "de", "de", "30"),
    ("8 milliardaires", "fr", "fr", "8"),
    ("50 pavillons", "fr", "fr", "50"),
    ("5 billiards", "en", "en", "!"),
    ("5 zillion", "en", "en", "!"),
    ("5 gross", "en", "en", "!"),
    ("two handfuls of rice", "en", "en", "!"),
    ("zwei Handvoll Reis", "de", "de", "!"),
    ("due manciate di riso", "it", "it", "!"),
    ("deux poignées de riz", "fr", "fr", "!"),
    ("dos puñados de arroz", "es", "es", "!"),
    ("one majority", "en", "en", "!"),
    ("one batch of people", "en", "en", "!"),
    ("one member of parliament", "en", "en", "1"),
    ("one woman", "en", "en", "1"),
    ("una persona", "it", "it", "1"),
    ("un morto", "it", "it", "1"),
    ("ein Mann", "de", "de", "1"),
    ("eine Tote", "de", "de", "1"),
    ("une femme", "fr", "fr", "1"),
    ("un herido", "es", "es", "1"),
    ("un milione di persone", "it", "it", "1000000"),
    ("un 35enne", "it", "it", "35 a"),
    ("eine Stunde", "de", "de", "1 h"),
    ("ein dreitägiger Streik", "de", "de", "3 d"),
    ("eine Mehrheit", "de", "de", "!"),
    ("un cuarentón", "es", "es", "!"),
    ("200 chevaux", "fr", "fr", "!"),
    ("5 cavalli", "it", "it", "!"),
    ("500 dunams of land", "en", "en", "!"),
    ("un ventennio", "it", "it", "20 a"),
    ("zwei Jahrtausende", "de", "de", "2000 a"),
    ("three millennia", "en", "en", "3000 a"),
    ("deux lustres", "fr", "fr", "!"),
    ("two semesters", "en", "en", "!"),
    ("5 megatons", "en", "en", "!"),
    ("5 kt", "en", "en", "!"),
    ("500 MB", "en", "en", "500 MBy"),
    ("10 kilobytes", "en", "en", "10 kBy"),
    ("5 GHz", "fr", "fr", "5 GHz"),
    ("200 kcal", "it", "it", "200 kcal"),
    ("200 calories", "en", "en", "!"),
    ("5 Watt", "de", "de", "5 W"),
    ("30 centilitres", "fr", "fr", "30 cL"),
    ("30 Mikrogramm", "de", "de", "30 ug"),
    ("50 Quadratfuß", "de", "de", "50 [sft_i]"),
    ("50 Kubikfuß", "de", "de", "50 [cft_i]"),
    ("50 Kubikzoll", "de", "de", "!"),
    ("50 ㎡", "en", "en", "50 m2"),
    ("12 ㎞", "it", "it", "12 km"),
];

#[test]
fn a_word_that_may_change_the_number_is_not_a_noun() {
    check(ROWS);
}
