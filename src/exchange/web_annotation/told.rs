//! Which appearances a kept annotation states, and what it states once they have changed.
//!
//! An annotation states appearances of the claims that were read from it, in the article that it
//! is about. Which one is only said where nothing else can be meant: by its statement and its
//! words, or by one of the two if a single appearance is left. Otherwise it stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    model,
    statement::{APPEARANCES_MAX, Purposes, Quote, Statement, annotations, quotes, statements},
};
use crate::{
    domain::value::{
        identity::{Form, normal_text},
        url,
    },
    exchange::json_merge,
    wire::pb,
};

/// An appearance with its claim and article.
pub struct Printing<'a> {
    /// The claim.
    pub claim: &'a pb::Claim,
    /// The appearance.
    pub appearance: &'a pb::Appearance,
    /// The article.
    pub article: Option<&'a pb::Article>,
    /// The statement in the form in which it is compared.
    statement: String,
    /// The words of the first anchor in the form in which they are compared.
    words: String,
}

impl<'a> Printing<'a> {
    /// An appearance of a claim in an article.
    pub fn of(
        claim: &'a pb::Claim,
        appearance: &'a pb::Appearance,
        article: Option<&'a pb::Article>,
    ) -> Self {
        let first = appearance.anchors.first();
        let words = first.map(|it| normal_text(&it.exact)).unwrap_or_default();
        Self {
            claim,
            appearance,
            article,
            statement: normal_text(&claim.statement),
            words,
        }
    }

    /// Whether the claim was read from a document.
    pub fn is_reported_in(&self, document: &str) -> bool {
        let mut reported = self.claim.reported_appearances.iter();
        reported.any(|it| it.document == document)
    }

    /// The code points at which the words are.
    fn range(&self) -> Option<(i32, i32)> {
        let first = self.appearance.anchors.first()?;
        first.start.zip(first.end)
    }
}

/// Appearances by the addresses of their articles, in the form in which they are compared.
type ByAddress<'a> = BTreeMap<String, Vec<&'a Printing<'a>>>;

fn by_address<'a>(printings: &[&'a Printing<'a>]) -> ByAddress<'a> {
    let mut all = ByAddress::new();
    for printing in printings {
        let addresses = printing
            .article
            .map(|it| url::addresses((&it.uri, &it.aliases)));
        for address in addresses.unwrap_or_default() {
            all.entry(address).or_default().push(printing);
        }
    }
    all
}

/// A statement of an annotation about words, both also in the form in which they are compared.
struct Stated<'a> {
    statement: &'a Statement<'a>,
    quote: &'a Quote<'a>,
    text: String,
    words: String,
}

/// How far an appearance is what an annotation states.
#[derive(Clone, Copy)]
enum Agreement {
    /// Statement and words are the same.
    Full,
    /// The statement is, and the words have changed.
    Statement,
    /// The words are, and the statement of the claim has changed.
    Words,
}

impl Stated<'_> {
    fn agrees(&self, it: &Printing<'_>, how: Agreement) -> bool {
        let (text, words) = (it.statement == self.text, it.words == self.words);
        match how {
            Agreement::Full => text && words,
            Agreement::Statement => text && !words,
            // Of other texts than claims, only the same words are what is stated.
            Agreement::Words => !text && words && self.statement.is_claim,
        }
    }

    /// Whether the words stand between the same others.
    fn stands_alike(&self, it: &Printing<'_>) -> bool {
        let Some(anchor) = it.appearance.anchors.first() else {
            return false;
        };
        let beside = [("prefix", &anchor.prefix), ("suffix", &anchor.suffix)];
        beside
            .iter()
            .all(|(name, text)| normal_text(self.quote.text(name)) == normal_text(text))
    }

    /// The appearance that is stated, if it can be no other one.
    fn find<'p>(
        &self,
        all: &ByAddress<'p>,
        how: Agreement,
        told: &BTreeSet<&'p str>,
    ) -> Option<&'p Printing<'p>> {
        let address = url::compared_uri(self.quote.uri, Form::Canonical)?;
        let untold = |it: &&&'p Printing<'p>| !told.contains(it.appearance.name.as_str());
        let printings = all.get(&address)?.iter().filter(untold);
        let agreeing: Vec<&Printing<'_>> = printings
            .filter(|it| self.agrees(it, how))
            .copied()
            .collect();
        match agreeing[..] {
            [only] => Some(only),
            [] => None,
            [..] => {
                let range = self.quote.range();
                let there = only(&agreeing, |it| range.is_some() && it.range() == range);
                there.or_else(|| only(&agreeing, |it| self.stands_alike(it)))
            }
        }
    }
}

/// The one that meets a condition, if there is only one.
fn only<'p>(
    all: &[&'p Printing<'p>],
    is_met: impl Fn(&Printing<'p>) -> bool,
) -> Option<&'p Printing<'p>> {
    let mut those = all.iter().filter(|it| is_met(it));
    those.next().filter(|_| those.next().is_none()).copied()
}

/// A kept document with what has changed of the appearances that it states, and the names of
/// these. `reported` are those of the claims that were read from it.
pub fn updated<'p>(content: &str, reported: &[&'p Printing<'p>]) -> (String, BTreeSet<&'p str>) {
    let mut told = BTreeSet::new();
    let as_it_is = |told| (content.to_owned(), told);
    let Ok(as_read) = serde_json::from_str::<Value>(content) else {
        return as_it_is(told);
    };
    let Ok(kind) = model::check(&as_read) else {
        return as_it_is(told);
    };
    let mut as_stored = as_read.clone();
    let annotations = annotations(&as_read, kind).into_iter();
    let parts =
        annotations.map(|(path, it)| (statements(&path, it, Purposes::Any), quotes(&path, it)));
    let parts: Vec<(Vec<Statement<'_>>, Vec<Quote<'_>>)> = parts.collect();
    let mut stated: Vec<Stated<'_>> = Vec::new();
    for (statements, quotes) in &parts {
        if statements.len().saturating_mul(quotes.len()) <= APPEARANCES_MAX {
            add_stated(statements, quotes, &mut stated);
        }
    }
    let all = by_address(reported);
    // What is certain comes first, in all annotations of the document.
    for how in [Agreement::Full, Agreement::Statement, Agreement::Words] {
        stated.retain(|one| {
            let found = one.find(&all, how, &told);
            if let Some(it) = found {
                told.insert(it.appearance.name.as_str());
                renew(&mut as_stored, it, one.statement, one.quote);
            }
            found.is_none()
        });
    }
    let merged = json_merge::merged(content, &as_read, &as_stored);
    (merged.unwrap_or_else(|| content.to_owned()), told)
}

/// Adds each statement about each quote.
fn add_stated<'a>(
    statements: &'a [Statement<'a>],
    quotes: &'a [Quote<'a>],
    stated: &mut Vec<Stated<'a>>,
) {
    for quote in quotes {
        for statement in statements {
            stated.push(Stated {
                statement,
                quote,
                text: normal_text(&statement.plain()),
                words: normal_text(quote.text("exact")),
            });
        }
    }
}

/// Puts what has changed into an annotation.
fn renew(document: &mut Value, it: &Printing<'_>, statement: &Statement<'_>, quote: &Quote<'_>) {
    if it.statement != normal_text(&statement.plain())
        && let Some(text) = document.pointer_mut(&statement.path)
    {
        *text = it.claim.statement.clone().into();
    }
    let Some(anchor) = it.appearance.anchors.first() else {
        return;
    };
    if it.words != normal_text(quote.text("exact"))
        && let Some(Value::Object(selector)) = document.pointer_mut(&quote.path)
    {
        for (name, text) in [
            ("exact", &anchor.exact),
            ("prefix", &anchor.prefix),
            ("suffix", &anchor.suffix),
        ] {
            match text.is_empty() {
                true => selector.remove(name),
                false => selector.insert(name.to_owned(), text.clone().into()),
            };
        }
    }
    // What others count is not the text that is stored.
    let place = anchor.start.zip(anchor.end).filter(|_| statement.is_claim);
    if let (Some((start, end)), Some((path, _))) = (place, &quote.position)
        && let Some(Value::Object(selector)) = document.pointer_mut(path)
    {
        selector.insert("start".to_owned(), start.into());
        selector.insert("end".to_owned(), end.into());
    }
}
