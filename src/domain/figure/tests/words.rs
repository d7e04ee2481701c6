//! Numbers below ten thousand in words, spelled by the rules of school grammars.

use super::{Figure, read};

const ENGLISH: [&str; 28] = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
];

fn english(number: usize) -> String {
    match number {
        0..20 => ENGLISH[number].to_owned(),
        20..100 if number.is_multiple_of(10) => ENGLISH[number / 10 + 18].to_owned(),
        20..100 => format!("{}-{}", ENGLISH[number / 10 + 18], ENGLISH[number % 10]),
        100..1000 if number.is_multiple_of(100) => format!("{} hundred", ENGLISH[number / 100]),
        100..1000 => format!(
            "{} hundred and {}",
            ENGLISH[number / 100],
            english(number % 100)
        ),
        _ => {
            let rest = english(number % 1000);
            let and = if (1..100).contains(&(number % 1000)) {
                "and "
            } else {
                ""
            };
            format!("{} thousand {and}{rest}", english(number / 1000))
        }
    }
}

const ITALIAN: [&str; 28] = [
    "",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
    "venti",
    "trenta",
    "quaranta",
    "cinquanta",
    "sessanta",
    "settanta",
    "ottanta",
    "novanta",
];

fn italian(number: usize) -> String {
    match number {
        0..20 => ITALIAN[number].to_owned(),
        20..100 => {
            let tens = ITALIAN[number / 10 + 18];
            match number % 10 {
                1 | 8 => format!("{}{}", &tens[..tens.len() - 1], ITALIAN[number % 10]),
                3 => format!("{tens}tré"),
                rest => format!("{tens}{}", ITALIAN[rest]),
            }
        }
        100..200 => format!("cento{}", italian(number % 100)),
        200..1000 => format!("{}cento{}", ITALIAN[number / 100], italian(number % 100)),
        1000..2000 => format!("mille{}", italian(number % 1000)),
        _ => format!("{}mila{}", italian(number / 1000), italian(number % 1000)),
    }
}

fn check(spell: fn(usize) -> String, language: &str) {
    for number in (1..1000).chain((1000..10_000).step_by(37)) {
        // Alone, these can be years.
        if (1801..=2100).contains(&number) && number % 100 != 0 {
            continue;
        }
        let spelled = spell(number);
        let figure = read(&spelled, "", language);
        let lower = figure.ok().and_then(|figure: Figure| figure.lower);
        let value = lower.map(|bound| bound.value.to_string());
        assert_eq!(value, Some(number.to_string()), "{spelled}");
    }
}

const GERMAN: [&str; 28] = [
    "",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
];

fn german(number: usize) -> String {
    match number {
        1 => "eins".to_owned(),
        0..20 => GERMAN[number].to_owned(),
        20..100 if number.is_multiple_of(10) => GERMAN[number / 10 + 18].to_owned(),
        20..100 => format!("{}und{}", GERMAN[number % 10], GERMAN[number / 10 + 18]),
        100..1000 => format!("{}hundert{}", GERMAN[number / 100], german(number % 100)),
        _ => {
            let thousands = number / 1000;
            let count = if thousands == 1 {
                "ein"
            } else {
                GERMAN[thousands]
            };
            format!("{count}tausend{}", german(number % 1000))
        }
    }
}

const FRENCH: [&str; 20] = [
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
const FRENCH_TENS: [&str; 5] = ["vingt", "trente", "quarante", "cinquante", "soixante"];

fn french(number: usize) -> String {
    match number {
        0..20 => FRENCH[number].to_owned(),
        20..80 => {
            let tens = (number / 10 - 2).min(4);
            let rest = number - tens * 10 - 20;
            match rest {
                0 => FRENCH_TENS[tens].to_owned(),
                1 | 11 => format!("{} et {}", FRENCH_TENS[tens], FRENCH[rest]),
                _ => format!("{}-{}", FRENCH_TENS[tens], FRENCH[rest]),
            }
        }
        80 => "quatre-vingts".to_owned(),
        81..100 => format!("quatre-vingt-{}", FRENCH[number - 80]),
        100..200 => format!("cent {}", french(number % 100)),
        200..1000 if number.is_multiple_of(100) => format!("{} cents", FRENCH[number / 100]),
        200..1000 => format!("{} cent {}", FRENCH[number / 100], french(number % 100)),
        1000..2000 => format!("mille {}", french(number % 1000)),
        _ => format!("{} mille {}", french(number / 1000), french(number % 1000)),
    }
}

const SPANISH: [&str; 30] = [
    "",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const SPANISH_TENS: [&str; 7] = [
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
];
const SPANISH_HUNDREDS: [&str; 9] = [
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];

fn spanish(number: usize) -> String {
    match number {
        0..30 => SPANISH[number].to_owned(),
        30..100 if number.is_multiple_of(10) => SPANISH_TENS[number / 10 - 3].to_owned(),
        30..100 => format!(
            "{} y {}",
            SPANISH_TENS[number / 10 - 3],
            SPANISH[number % 10]
        ),
        100 => "cien".to_owned(),
        101..1000 => format!(
            "{} {}",
            SPANISH_HUNDREDS[number / 100 - 1],
            spanish(number % 100)
        ),
        1000..2000 => format!("mil {}", spanish(number % 1000)),
        _ => format!("{} mil {}", spanish(number / 1000), spanish(number % 1000)),
    }
}

#[test]
fn numbers_are_read_as_spelled_in_german() {
    check(german, "de");
}

#[test]
fn numbers_are_read_as_spelled_in_french() {
    check(french, "fr");
}

#[test]
fn numbers_are_read_as_spelled_in_spanish() {
    check(spanish, "es");
}

#[test]
fn numbers_are_read_as_spelled_in_english() {
    check(english, "en");
}

#[test]
fn numbers_are_read_as_spelled_in_italian() {
    check(italian, "it");
}
