//! Random texts and random figures. Nothing panics, and every figure that is read is printed
//! in a form that is read as the same figure again.

use super::{
    Bound, Figure, check_again,
    fragments::{ENGLISH, FRAGMENTS, FRENCH, GERMAN, ITALIAN, NUMBERS, SPANISH},
    read, show,
};
use crate::domain::figure::quantity::{PerPeriod, RangeKind};

/// An environment variable with another seed, or with more rounds for a longer run by hand.
fn setting(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

/// Splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const LOCALES: [&str; 14] = [
    "", "it", "en", "de", "de-CH", "fr", "en-IN", "pl", "ar", "en-US", "es", "de-AT", "it-CH", "hi",
];
const LANGUAGES: [&str; 8] = ["", "en", "it", "en-GB", "de", "fr", "es", "pl"];

const CHARS: &str =
    "0123456789.,'’  \u{a0}\u{202f}-–−%€$£kmbn/+~<>ae½٣٫٬०İß\u{301}\u{200b}\u{202e}😀﷽";

fn likely(random: &mut Random) -> String {
    let [before, multiples, between, after] =
        random.one_of(&[ENGLISH, ITALIAN, GERMAN, FRENCH, SPANISH]);
    let maybe = |random: &mut Random, all: &[&'static str]| match random.below(2) {
        0 => "",
        _ => random.one_of(all),
    };
    let mut text = maybe(random, before).to_owned();
    text.push_str(random.one_of(NUMBERS));
    text.push_str(maybe(random, multiples));
    let link = maybe(random, between);
    if !link.is_empty() {
        text.push_str(link);
        text.push_str(random.one_of(NUMBERS));
        text.push_str(maybe(random, multiples));
    }
    text.push_str(maybe(random, after));
    text.push_str(maybe(random, after));
    text
}

fn text(random: &mut Random) -> String {
    let mut text = String::new();
    if random.below(2) == 0 {
        text = likely(random);
        if random.below(4) == 0 {
            mutate(&mut text, random);
        }
        return text;
    }
    for _ in 0..=random.below(7) {
        text.push_str(random.one_of(FRAGMENTS));
        if random.below(3) > 0 {
            text.push(' ');
        }
    }
    for _ in 0..random.below(3) {
        mutate(&mut text, random);
    }
    text.chars().take(220).collect()
}

fn mutate(text: &mut String, random: &mut Random) {
    let mut chars: Vec<char> = text.chars().collect();
    let at = random.below(chars.len() + 1);
    let all: Vec<char> = CHARS.chars().collect();
    let random_char = u32::try_from(random.below(0x11_0000)).unwrap();
    match random.below(4) {
        0 if at < chars.len() => drop(chars.remove(at)),
        1 if at < chars.len() => chars[at] = random.one_of(&all),
        2 => chars.insert(at, char::from_u32(random_char).unwrap_or('x')),
        _ => chars.insert(at, random.one_of(&all)),
    }
    *text = chars.into_iter().collect();
}

/// Runs a check, and names its case if it panics.
fn named(what: &str, seed: u64, check: impl FnOnce()) {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(check));
    assert!(result.is_ok(), "seed {seed}: {what}");
}

#[test]
fn every_reading_is_printed_and_read_again() {
    let seed = setting("FIGURE_SEED", 1);
    let mut random = Random(seed);
    let mut accepted = 0;
    for _ in 0..setting("FIGURE_ROUNDS", 5000) {
        let text = text(&mut random);
        let (locale, language) = (random.one_of(&LOCALES), random.one_of(&LANGUAGES));
        named(
            &format!("{text:?} ({locale:?}, {language:?})"),
            seed,
            || {
                let Ok(figure) = read(&text, locale, language) else {
                    return;
                };
                check_again(&figure, locale, language);
                accepted += 1;
            },
        );
    }
    println!("{accepted} accepted");
    assert!(accepted > 100, "only {accepted} texts were figures");
}

fn number(random: &mut Random) -> String {
    let digits = random.one_of(&[0, 1, 2, 3, 4, 5, 7, 12]);
    let mut whole = String::from(random.one_of(&["", "-", "", ""]));
    whole.push(random.one_of(&['1', '5', '9']));
    whole.extend((0..digits).map(|_| random.one_of(&['0', '0', '1', '7'])));
    let decimals = random.one_of(&[0, 0, 1, 2, 3, 3, 9]);
    if decimals > 0 {
        whole.push('.');
        whole.extend((0..decimals).map(|_| random.one_of(&['0', '5', '8'])));
    }
    if random.below(9) == 0 {
        "0".to_owned()
    } else {
        whole
    }
}

fn figure(random: &mut Random) -> Figure {
    let mut bounds = [0, 1].map(|_| Bound {
        value: number(random).parse().unwrap(),
        open: random.below(2) == 0,
    });
    bounds.sort_by(|a, b| a.value.compare(b.value));
    let [a, b] = bounds;
    let unit = random.one_of(&[
        "",
        "",
        "%",
        "a",
        "km",
        "t",
        "Cel",
        "[bbl_us]",
        "mo",
        "har",
        "MW",
        "[degF]",
        "[ft_i]",
        "km2",
        "[mi_i]2",
        "{percentage_point}",
        "{basis_point}",
        "[acr_us]",
        "cm",
        "kW.h",
    ]);
    let currency = random.one_of(&["", "EUR", "USD", "TOP", "ALL", "CHF", "TRY"]);
    let exact = Bound { open: false, ..a };
    let (lower, upper) = match random.below(4) {
        0 => (Some(a), None),
        1 => (None, Some(a)),
        2 if a.value.compare(b.value).is_lt() => (Some(a), Some(b)),
        _ => (Some(exact), Some(exact)),
    };
    let is_exact = lower == upper;
    let kind = match unit {
        "a" | "mo" => random.one_of(&[RangeKind::Extent, RangeKind::Uncertainty]),
        _ => RangeKind::Uncertainty,
    };
    Figure {
        lower,
        upper,
        approximate: random.below(3) == 0,
        range: (!is_exact).then_some(kind),
        unit: unit.to_owned(),
        currency: if unit.is_empty() {
            currency.to_owned()
        } else {
            String::new()
        },
        per: (random.below(3) == 0).then(|| random.one_of(PerPeriod::ALL)),
    }
}

/// Texts that are ambiguous again and again are read in bounded time.
#[test]
fn repeated_fragments_are_read_in_bounded_time() {
    for (index, first) in FRAGMENTS.iter().enumerate() {
        let second = FRAGMENTS[(index * 7 + 3) % FRAGMENTS.len()];
        for (first, second) in [
            (*first, ""),
            (first, second),
            (first, "and a half"),
            ("1", first),
        ] {
            let text: String = format!("{first} {second} ")
                .repeat(200)
                .chars()
                .take(200)
                .collect();
            for language in ["en", "it", "de", "fr", "es"] {
                assert!(
                    read(&text, "", language).is_err() || text.trim() == "7",
                    "{text:?}"
                );
            }
        }
    }
}

#[test]
fn every_figure_is_printed_so_that_it_is_read() {
    let seed = setting("FIGURE_SEED", 1);
    let mut random = Random(seed);
    for _ in 0..setting("FIGURE_ROUNDS", 5000) {
        let figure = figure(&mut random);
        let (locale, language) = (random.one_of(&LOCALES), random.one_of(&LANGUAGES));
        named(
            &format!("{figure:?} ({locale:?}, {language:?})"),
            seed,
            || {
                check_again(&figure, locale, language);
            },
        );
    }
}

/// A noun after a figure may be refused, but it never changes what is read.
#[test]
fn a_noun_never_changes_the_figure() {
    let seed = setting("FIGURE_SEED", 1);
    let mut random = Random(seed);
    for _ in 0..setting("FIGURE_ROUNDS", 5000) {
        let text = text(&mut random);
        let noun = random.one_of(&["soldiers", "of wheat", "persone", "Tote", "de pan", "Boote"]);
        let (locale, language) = (random.one_of(&LOCALES), random.one_of(&LANGUAGES));
        let longer = format!("{text} {noun}");
        let alone = read(&text, locale, language);
        let (Ok(figure), Ok(alone)) = (read(&longer, locale, language), alone) else {
            continue;
        };
        assert!(
            figure.equals(&alone),
            "seed {seed}: {longer:?} ({locale:?}, {language:?}) is {} and not {}",
            show(&figure),
            show(&alone)
        );
    }
}

/// "C4" is not about four, in any language and after any letter.
#[test]
fn numbers_glued_to_letters_are_refused() {
    for letter in ('A'..='Z').chain('a'..='z') {
        for number in ["4", "20", "-4", "1.5"] {
            for language in LANGUAGES {
                let text = format!("{letter}{number}");
                assert!(
                    read(&text, "en", language).is_err(),
                    "{text} ({language:?})"
                );
            }
        }
    }
}
