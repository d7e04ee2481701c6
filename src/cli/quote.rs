//! Finds the words of an article that a person quotes.

use std::fmt;

use crate::{
    domain::passage::{FoldedPlace, FoldedText},
    wire::pb,
};

/// What a person quotes.
pub struct Quote<'a> {
    /// The words.
    pub words: &'a str,
    /// The words before them, or an empty text.
    pub prefix: &'a str,
    /// The words after them, or an empty text.
    pub suffix: &'a str,
    /// Whether another spelling of them is accepted.
    pub is_lenient: bool,
}

/// The quoted words as an article prints them.
#[derive(Debug, PartialEq, Eq)]
pub struct Printed {
    /// The part of the article.
    pub part: pb::ArticlePart,
    /// The words.
    pub words: String,
}

/// Why an article does not print a quote, or not once.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPrinted {
    /// It is nowhere.
    #[error(
        "{article} prints neither in its text nor in its headline: {words:?}; quote it verbatim"
    )]
    Nowhere {
        /// The article.
        article: String,
        /// The words.
        words: String,
    },
    /// It is there in another spelling.
    #[error(
        "{article} prints neither in its text nor in its headline: {words:?}; the nearest words are {nearest}: quote these, or give --lenient to take them"
    )]
    Spelled {
        /// The article.
        article: String,
        /// The words.
        words: String,
        /// The words of the article.
        nearest: Nearest,
    },
    /// It is there in other letters, once or several times.
    #[error(
        "{article} prints neither in its text nor in its headline: {words:?}; the nearest words are {}: quote them verbatim",
        listed(nearest)
    )]
    Similar {
        /// The article.
        article: String,
        /// The words.
        words: String,
        /// The words of the article, each in its place.
        nearest: Vec<Nearest>,
    },
    /// It is there more than once.
    #[error(
        "{article} prints {words:?} {count} times; say which one with --prefix or --suffix, and the words right before or after it"
    )]
    Several {
        /// The article.
        article: String,
        /// The words.
        words: String,
        /// How often.
        count: usize,
    },
    /// It is there, but not between these words.
    #[error(
        "{article} prints {words:?}, but not with this --prefix and --suffix right before and after it"
    )]
    Elsewhere {
        /// The article.
        article: String,
        /// The words.
        words: String,
    },
}

/// Words that an article prints, and their position in code points.
#[derive(Debug, PartialEq, Eq)]
pub struct Nearest {
    part: pb::ArticlePart,
    words: String,
    start: usize,
    end: usize,
}

impl Nearest {
    fn new(part: pb::ArticlePart, text: &str, place: FoldedPlace) -> Self {
        let words = &text[place.start..place.end];
        let start = text[..place.start].chars().count();
        Self {
            part,
            words: words.to_owned(),
            start,
            end: start + words.chars().count(),
        }
    }
}

impl fmt::Display for Nearest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            part,
            words,
            start,
            end,
        } = self;
        let part = match part {
            pb::ArticlePart::Headline => "headline",
            _ => "text",
        };
        write!(f, "{words:?}, at {start}..{end} of the {part}")
    }
}

/// The most places that an error names.
const NEAREST_MAX: usize = 3;

fn listed(nearest: &[Nearest]) -> String {
    let shown = nearest.iter().take(NEAREST_MAX).map(Nearest::to_string);
    let mut shown: Vec<String> = shown.collect();
    if nearest.len() > NEAREST_MAX {
        shown.push("and more".to_owned());
    }
    shown.join("; ")
}

/// Finds a quote in the body of an article, or else in its headline.
pub fn find(article: &pb::Article, quote: &Quote<'_>) -> Result<Printed, NotPrinted> {
    let parts = [
        (pb::ArticlePart::Body, article.body.as_str()),
        (pb::ArticlePart::Headline, article.headline.as_str()),
    ];
    let (name, words) = (article.name.clone(), quote.words.to_owned());
    let article = name;
    let mut verbatim_in = parts.iter().filter(|(_, text)| text.contains(quote.words));
    if let Some(&(part, text)) = verbatim_in.next() {
        return match verbatim(text, quote) {
            0 => Err(NotPrinted::Elsewhere { article, words }),
            1 => Ok(Printed { part, words }),
            count => Err(NotPrinted::Several {
                article,
                words,
                count,
            }),
        };
    }
    for (part, text) in parts {
        let folded = FoldedText::new(text);
        let sought = folded.sought(quote.words, quote.prefix, quote.suffix);
        let places: Vec<FoldedPlace> = folded.places(&sought).collect();
        return match places[..] {
            [] => continue,
            [place] => {
                let nearest = Nearest::new(part, text, place);
                match quote.is_lenient {
                    true => Ok(Printed {
                        part,
                        words: nearest.words,
                    }),
                    false => Err(NotPrinted::Spelled {
                        article,
                        words,
                        nearest,
                    }),
                }
            }
            _ => Err(NotPrinted::Several {
                article,
                words,
                count: places.len(),
            }),
        };
    }
    let similar = parts.iter().flat_map(|&(part, text)| {
        let loose = FoldedText::loose(text);
        let places = loose.near(quote.words, quote.prefix, quote.suffix, usize::MAX);
        let places = places.into_iter();
        places.map(move |place| Nearest::new(part, text, place))
    });
    let nearest: Vec<Nearest> = similar.collect();
    Err(match nearest.is_empty() {
        true => NotPrinted::Nowhere { article, words },
        false => NotPrinted::Similar {
            article,
            words,
            nearest,
        },
    })
}

/// How often the words are in a text, between these words before and after them.
fn verbatim(text: &str, quote: &Quote<'_>) -> usize {
    let mut count = 0;
    let mut from = 0;
    while let Some(at) = text[from..].find(quote.words) {
        let start = from + at;
        let end = start + quote.words.len();
        let is_between =
            text[..start].ends_with(quote.prefix) && text[end..].starts_with(quote.suffix);
        count += usize::from(is_between);
        // Occurrences can overlap.
        let next = text[start..].chars().next().map_or(1, char::len_utf8);
        from = start + next;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str, prefix: &str, suffix: &str, is_lenient: bool) -> Result<Printed, String> {
        let article = pb::Article {
            name: "articles/1".to_owned(),
            headline: "Nobody’s boat".to_owned(),
            body: "He said “no”. The boat left. The boat sank. Oh, ana\u{2011}banana.".to_owned(),
            ..pb::Article::default()
        };
        let quote = Quote {
            words,
            prefix,
            suffix,
            is_lenient,
        };
        find(&article, &quote).map_err(|error| error.to_string())
    }

    #[test]
    fn a_quote_is_found_where_it_is_printed_once() {
        let printed = |part, words: &str| {
            Ok(Printed {
                part,
                words: words.to_owned(),
            })
        };
        let (body, headline) = (pb::ArticlePart::Body, pb::ArticlePart::Headline);
        assert_eq!(
            found("The boat left", "", "", false),
            printed(body, "The boat left")
        );
        assert_eq!(
            found("The boat", "", " sank", false),
            printed(body, "The boat")
        );
        assert_eq!(
            found("Nobody’s", "", "", false),
            printed(headline, "Nobody’s")
        );
        assert_eq!(
            found("said \"no\"", "", "", true),
            printed(body, "said “no”")
        );
        assert_eq!(
            found("Nobody's", "", "", true),
            printed(headline, "Nobody’s")
        );
    }

    #[test]
    fn an_error_says_what_to_type() {
        for ((words, prefix, suffix), said) in [
            (
                ("The boat", "", ""),
                "2 times; say which one with --prefix or --suffix",
            ),
            (("ana", "", ""), "3 times"),
            (
                ("The boat", "", " flew"),
                "not with this --prefix and --suffix",
            ),
            (
                ("said \"no\"", "", ""),
                "are \"said “no”\", at 3..12 of the text: quote these, or give --lenient",
            ),
            (
                ("the BOAT left", "", ""),
                "are \"The boat left\", at 14..27 of the text: quote them verbatim",
            ),
            (
                ("NOBODY'S BOAT", "", ""),
                "are \"Nobody’s boat\", at 0..13 of the headline: quote them verbatim",
            ),
            (
                ("the boat", "", ""),
                "are \"The boat\", at 14..22 of the text; \"The boat\", at 29..37 of the text: quote",
            ),
            (("The ship", "", ""), "quote it verbatim"),
        ] {
            let error = found(words, prefix, suffix, false).unwrap_err();
            assert!(error.contains(said), "{words}: {error}");
        }
    }
}
