//! The table of dates in `docs/figures-and-dates.md`: what it says is what is read.

use super::{published, shown_in};

const PAGE: &str = include_str!("../../../../docs/figures-and-dates.md");

/// A reading in the words of the page.
fn in_words(shown: &str) -> String {
    let (value, inferred) = match shown.split_once(" [") {
        Some((value, _)) => (value, ", inferred"),
        None => (shown, ""),
    };
    let value = match value {
        "as printed" => value.to_owned(),
        "impossible" => format!("refused: {value}"),
        it if it.starts_with("is a") => format!("refused: it {it}"),
        it => it.replace('~', "about "),
    };
    format!("{value}{inferred}")
}

#[test]
fn every_date_of_the_page_is_read_as_it_says() {
    let (_, rest) = PAGE.split_once("\n## Dates").expect("a heading");
    let lines = rest.lines().skip_while(|line| !line.starts_with('|'));
    let table = lines.take_while(|line| line.starts_with('|')).skip(2);
    let mut count = 0;
    for line in table {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [printed, language, expected] = cells[..] else {
            panic!("{line}")
        };
        let shown = shown_in(printed, &published(language, 2025, 6, 18));
        assert_eq!(in_words(&shown), expected, "{printed}");
        count += 1;
    }
    assert!(count > 15, "{count}");
}
