//! The tables of `docs/figures-and-dates.md`: what they say is what is read.

use super::read;
use crate::domain::figure::print;

const PAGE: &str = include_str!("../../../../docs/figures-and-dates.md");

/// The rows of the table after a heading or line of the page, without its own heading.
fn rows(after: &str) -> Vec<Vec<&'static str>> {
    let (_, rest) = PAGE.split_once(after).expect("the line is on the page");
    let lines = rest.lines().skip_while(|line| !line.starts_with('|'));
    let table = lines.take_while(|line| line.starts_with('|')).skip(2);
    let cells = |line: &'static str| line.trim_matches('|').split('|').map(str::trim).collect();
    table.map(cells).collect()
}

#[test]
fn every_figure_of_the_page_is_read_as_it_says() {
    let rows = rows("\n## Figures");
    assert!(rows.len() > 30, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let [_, printed, locale, expected] = row[..] else {
            panic!("{row:?}")
        };
        let got = read(printed, locale, locale);
        let got = got.map_or_else(|error| error.to_string(), |it| print::canonical(&it));
        if got != expected {
            wrong.push(format!("{printed} is {got}, not {expected}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_figure_that_the_page_refuses_is_refused() {
    let rows = rows("\nRefused:");
    assert!(rows.len() > 25, "{}", rows.len());
    for row in rows {
        let [_, printed, locale] = row[..] else {
            panic!("{row:?}")
        };
        let got = read(printed, locale, locale).map(|it| print::canonical(&it));
        assert!(got.is_err(), "{printed} is {got:?}");
    }
}
