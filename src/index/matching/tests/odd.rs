//! Texts that nobody means, made up at random from a seed.

use super::{ask, store_of};
use crate::index::{
    claims::IndexedClaim,
    matching::{Question, matches_in},
};

#[test]
fn odd_texts_are_answered() {
    const SEED: u64 = 20_261_128;
    println!("seed {SEED}");
    let pieces = [
        "a",
        "B",
        " ",
        "  ",
        "\n",
        "\0",
        "#",
        "@",
        "(@x)",
        "—",
        "- ",
        "1",
        "1,000",
        ".",
        "2019",
        "$",
        "€",
        "%",
        "https://",
        "pic.twitter.com",
        "é",
        "İ",
        "ß",
        "\u{301}",
        "世界",
        "ไทย",
        "😀",
        "👩‍👩‍👧",
        "\u{200b}",
        "’",
        "May 6, 2021",
        "million",
        "not",
        "＃",
        "١٢",
        "½",
        "&amp;",
        "&#",
        "\u{feff}",
    ];
    let mut state = SEED;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let texts: Vec<String> = (0..120)
        .map(|_| {
            (0..random(40))
                .map(|_| pieces[random(pieces.len())])
                .collect()
        })
        .collect();
    let claims = texts.iter().map(|text| IndexedClaim {
        statement: text.clone(),
        wordings: vec![text.chars().rev().collect()],
        language: ["en", "de", "", "th", "xx"][text.len() % 5].to_owned(),
        ..IndexedClaim::default()
    });
    let store = store_of(claims.collect());
    for text in texts.iter().chain([
        &"x".repeat(30_000),
        &"1,".repeat(9_000),
        &"@a ".repeat(4_000),
    ]) {
        for language in ["en", "", "zz-bad-", "it"] {
            let found = ask(&store, language, text);
            assert!(
                found.iter().all(|it| (0.0..=1.0).contains(&it.confidence)),
                "{text:?}"
            );
        }
        let question = Question {
            text,
            ..Question::default()
        };
        matches_in(&store, &question, 1).unwrap();
    }
}
