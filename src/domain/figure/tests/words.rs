//! Numbers below ten thousand in words, spelled by the rules of school grammars.

use crate::domain::figure::{Figure, read::read};

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
        let spelled = spell(number);
        let figure = read(&spelled, "", language);
        let lower = figure.ok().and_then(|figure: Figure| figure.lower);
        let value = lower.map(|bound| bound.value.to_string());
        assert_eq!(value, Some(number.to_string()), "{spelled}");
    }
}

#[test]
fn numbers_are_read_as_spelled_in_english() {
    check(english, "en");
}

#[test]
fn numbers_are_read_as_spelled_in_italian() {
    check(italian, "it");
}
