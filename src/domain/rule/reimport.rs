//! What an import of an article changes in the stored one, and how the two are known to be
//! the same article.
//!
//! What a bundle says replaces what is stored, but a bundle that knows less takes nothing
//! away. Bylines, citations and credits are compared one by one, because sources write them
//! in different ways: a plain text has `DI ADA ROSSI` where a bundle has a name and a role.

use chrono::{NaiveDate, TimeDelta};

use super::{credit_line::credit, listed};
use crate::domain::{
    resource::{Article, Byline, Citation, Credit, CreditKind, SourceId},
    value::{Date, Form, byline, identity::caseless_text},
};

/// The article after an import of `given`. `survivor` returns the source that a source was
/// merged into, or the source itself.
pub fn imported(
    stored: &Article,
    given: &Article,
    survivor: impl Fn(SourceId) -> SourceId,
) -> Article {
    let kept = |stored: SourceId, given: SourceId| match survivor(stored) == given {
        true => stored,
        false => given,
    };
    let mut given = given.clone();
    given.headline = headline(&stored.headline, &given.headline);
    if stored.plain_body() == given.plain_body() {
        given.body.clone_from(&stored.body);
    }
    given.language = more_exact_tag(&stored.language, &given.language);
    given.number_locale = more_exact_tag(&stored.number_locale, &given.number_locale);
    if let (Some(stored), Some(given)) = (&stored.date_published, &mut given.date_published) {
        *given = more_exact(stored, given);
    }
    given.publisher = match (stored.publisher, given.publisher) {
        (Some(stored), Some(given)) => Some(kept(stored, given)),
        (stored, given) => given.or(stored),
    };
    given.bylines = bylines(&stored.bylines, &given.bylines, &kept);
    let is_credit = |it: &Citation| is_stored_credit(it, stored, &given, &kept);
    let citations = given.citations.iter().filter(|it| !is_credit(it));
    let citations: Vec<Citation> = citations.cloned().collect();
    given.citations = listed::joined(
        &stored.citations,
        &citations,
        &[
            &|stored, given| {
                kept(stored.source, given.source) == stored.source
                    && is_same_line(&stored.printed, &given.printed)
            },
            &|stored, given| is_same_line(&stored.printed, &given.printed),
            &|stored, given| {
                kept(stored.source, given.source) == stored.source
                    && (is_bare(&stored.printed) || is_bare(&given.printed))
            },
        ],
        |stored: &Citation, given| Citation {
            source: kept(stored.source, given.source),
            printed: line(&stored.printed, &given.printed),
        },
    );
    given.credits = listed::joined(
        &stored.credits,
        &given.credits,
        &[
            &|stored, given| {
                stored.kind == given.kind && is_same_line(&stored.printed, &given.printed)
            },
            &|stored, given| is_same_line(&stored.printed, &given.printed),
            &|stored, given| {
                stored.kind == given.kind && kept(stored.source, given.source) == stored.source
            },
            &|stored, given| {
                given.kind == CreditKind::Other
                    && kept(stored.source, given.source) == stored.source
            },
        ],
        |stored: &Credit, given| Credit {
            kind: match given.kind {
                CreditKind::Other => stored.kind,
                kind => kind,
            },
            source: kept(stored.source, given.source),
            printed: line(&stored.printed, &given.printed),
        },
    );
    let mut article = stored.clone();
    article.replace_with(&given);
    article
}

/// Whether two articles with the same headline and text are the same article. Both must say
/// when they were published, and they must not differ in that, nor in their uris, external
/// ids and authors. Publishers are compared by the caller.
pub fn is_same_article(stored: &Article, given: &Article) -> bool {
    let is_same_uri = stored.uri.is_empty()
        || given.uri.is_empty()
        || !stored.addresses().is_disjoint(&given.addresses());
    let has_other_id = given.external_ids.iter().any(|given| {
        let mut stored = stored.external_ids.iter();
        stored.any(|stored| stored.system == given.system && stored.id != given.id)
    });
    let is_same_date = match (&stored.date_published, &given.date_published) {
        (Some(stored), Some(given)) => agree(stored, given),
        // Texts without a date can be printed again and again.
        _ => false,
    };
    let are_same_authors = stored.bylines.is_empty()
        || given.bylines.is_empty()
        || share_an_author(&stored.bylines, &given.bylines);
    is_same_uri && !has_other_id && is_same_date && are_same_authors
}

/// The source to which `stored` attributes the lines or authors that `given` attributes to
/// `source`. `None` if it names none of them, or several sources for them.
pub fn source_of_same_line(
    stored: &Article,
    given: &Article,
    source: SourceId,
) -> Option<SourceId> {
    let credits = given.credits.iter().filter(|it| it.source == source);
    let credited = credits.flat_map(|given| {
        let same = |it: &&Credit| is_same_line(&it.printed, &given.printed);
        stored.credits.iter().filter(same).map(|it| it.source)
    });
    let citations = given.citations.iter().filter(|it| it.source == source);
    let cited = citations.flat_map(|given| {
        let same = |it: &&Citation| is_same_line(&it.printed, &given.printed);
        stored.citations.iter().filter(same).map(|it| it.source)
    });
    let authors = given.bylines.iter().filter(|it| it.source == Some(source));
    let written = authors.flat_map(|given| {
        let same = |it: &&Byline| is_same_author(it, given);
        stored
            .bylines
            .iter()
            .filter(same)
            .filter_map(|it| it.source)
    });
    only(credited)
        .or_else(|| only(cited))
        .or_else(|| only(written))
}

/// Whether a citation only has the line of a credit that is stored already. A plain text lists
/// the lines of its credits among those of its citations.
fn is_stored_credit(
    citation: &Citation,
    stored: &Article,
    given: &Article,
    kept: &impl Fn(SourceId, SourceId) -> SourceId,
) -> bool {
    let mut credits = given.credits.iter();
    let is_credit = credits
        .any(|it| it.source == citation.source && is_same_line(&it.printed, &citation.printed));
    let mut cited = stored.citations.iter();
    let is_cited = cited.any(|it| is_same_line(&it.printed, &citation.printed));
    let mut stored = stored.credits.iter();
    is_credit
        && !is_cited
        && stored.any(|it| {
            is_same_line(&it.printed, &citation.printed)
                || kept(it.source, citation.source) == it.source
        })
}

/// The source of the credits in `stored` for whom the lines of `given` credit `source`, in
/// other words or under another name of the line. `None` if there are several.
pub fn source_of_credited(
    stored: &Article,
    given: &Article,
    source: SourceId,
    has_name: impl Fn(SourceId, &str) -> bool,
) -> Option<SourceId> {
    let credits = given.credits.iter().filter(|it| it.source == source);
    let sources = credits.flat_map(|given| {
        let credited = credit(&given.printed).map(|(_, who)| caseless_text(who));
        let same = stored.credits.iter().filter(|it| {
            let is_kind = it.kind == given.kind || given.kind == CreditKind::Other;
            let printed = credit(&it.printed).map(|(_, who)| caseless_text(who));
            let has_line = credited.is_some() && printed == credited;
            let is_named = credited
                .as_ref()
                .is_some_and(|who| has_name(it.source, who));
            is_kind && (has_line || is_named)
        });
        same.map(|it| it.source).collect::<Vec<SourceId>>()
    });
    only(sources)
}

/// The sources of the credits in `stored` of the kinds for which `given` credits `source`.
pub fn sources_of_same_credit(
    stored: &Article,
    given: &Article,
    source: SourceId,
) -> Vec<SourceId> {
    let credits = given.credits.iter().filter(|it| it.source == source);
    let sources = credits.flat_map(|given| {
        let same = |it: &&Credit| it.kind == given.kind;
        stored.credits.iter().filter(same).map(|it| it.source)
    });
    sources.collect()
}

/// Whether a name says no more about who is meant than the lines that `given` prints for the
/// source: it is a part of one of them.
pub fn is_read_from_line(name: &str, given: &Article, source: SourceId) -> bool {
    let credits = given.credits.iter().filter(|it| it.source == source);
    let citations = given.citations.iter().filter(|it| it.source == source);
    let lines = credits.map(|it| &it.printed);
    let mut lines = lines.chain(citations.map(|it| &it.printed));
    let name = caseless_text(name);
    name.is_empty() || lines.any(|line| caseless_text(line).contains(&name))
}

fn only(mut sources: impl Iterator<Item = SourceId>) -> Option<SourceId> {
    let first = sources.next()?;
    sources.all(|it| it == first).then_some(first)
}

fn share_an_author(stored: &[Byline], given: &[Byline]) -> bool {
    let is_shared = |line: &Byline| {
        stored.iter().any(|it| is_same_author(it, line)) || is_list_of(line, stored)
    };
    given.iter().any(is_shared) || stored.iter().any(|line| is_list_of(line, given))
}

/// Joins the authors. A line that only lists authors of the other side is left out, but stays
/// as what is printed for them.
fn bylines(
    stored: &[Byline],
    given: &[Byline],
    kept: &impl Fn(SourceId, SourceId) -> SourceId,
) -> Vec<Byline> {
    let is_list = |line: &Byline, others: &[Byline]| {
        is_list_of(line, others) && !others.iter().any(|it| is_same_author(it, line))
    };
    let mut given = given.to_vec();
    given.retain(|line| !is_list(line, stored));
    let (lists, stored): (Vec<_>, Vec<_>) = stored
        .iter()
        .cloned()
        .partition(|line| is_list(line, &given));
    if let Some(list) = lists.first() {
        let unprinted = given.iter_mut().filter(|it| it.printed.is_empty());
        unprinted.for_each(|it| it.printed.clone_from(&list.printed));
    }
    listed::joined(&stored, &given, &[&is_same_author], |stored, given| {
        Byline {
            name: name(&stored.name, &given.name),
            role: match given.role.is_empty() {
                true => stored.role.clone(),
                false => given.role.clone(),
            },
            source: match (stored.source, given.source) {
                (Some(stored), Some(given)) => Some(kept(stored, given)),
                (stored, given) => given.or(stored),
            },
            printed: line(&stored.printed, &given.printed),
        }
    })
}

/// The better spelling of an author's name: capitals are how a newspaper prints it.
fn name(stored: &str, given: &str) -> String {
    let is_same_case = stored.to_lowercase() == given.to_lowercase();
    let is_better = match is_in_capitals(stored) {
        true => !is_in_capitals(given),
        false => is_same_case && !is_in_capitals(given),
    };
    match stored.is_empty() || (is_better && !given.is_empty()) {
        true => given.to_owned(),
        false => stored.to_owned(),
    }
}

/// Whether two bylines are of the same author. Names decide; where one has none, the printed
/// lines do.
fn is_same_author(stored: &Byline, given: &Byline) -> bool {
    let (name, other) = (caseless_text(&stored.name), caseless_text(&given.name));
    if !name.is_empty() && !other.is_empty() {
        return name == other;
    }
    let others = forms(given);
    forms(stored).iter().any(|form| others.contains(form))
}

/// The forms in which a printed line can have an author.
fn forms(author: &Byline) -> Vec<String> {
    let mut forms = byline::readings(&author.printed);
    forms.extend(byline::readings(&author.name));
    if !author.name.is_empty() && !author.role.is_empty() {
        forms.push(caseless_text(&format!("{}, {}", author.name, author.role)));
    }
    forms
}

/// Whether a line without a name lists only authors, with their roles, who are among these.
fn is_list_of(line: &Byline, authors: &[Byline]) -> bool {
    if !line.name.is_empty() {
        return false;
    }
    let is_author = |part: &String| {
        let mut authors = authors.iter();
        authors.any(|author| caseless_text(&author.name) == *part)
    };
    let is_role = |part: &String| {
        let mut authors = authors.iter();
        authors.any(|author| caseless_text(&author.role) == *part)
    };
    let parts = byline::parts(&line.printed);
    parts.iter().any(is_author) && parts.iter().all(|it| is_author(it) || is_role(it))
}

/// The headline as stored if the given one differs only in white space, or in that it is in
/// capitals.
fn headline(stored: &str, given: &str) -> String {
    let is_same = stored.trim().to_lowercase() == given.trim().to_lowercase();
    let keeps = is_same && (is_in_capitals(given) || stored.trim() == given.trim());
    match keeps {
        true => stored.to_owned(),
        false => given.to_owned(),
    }
}

fn is_in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// The stored language tag if it only adds to the given one, as `en-GB` does to `en`.
fn more_exact_tag(stored: &str, given: &str) -> String {
    let begins = stored.get(..given.len());
    let begins = begins.is_some_and(|begins| begins.eq_ignore_ascii_case(given));
    let adds = begins && stored[given.len()..].starts_with('-');
    match adds && !given.is_empty() {
        true => stored.to_owned(),
        false => given.to_owned(),
    }
}

fn is_same_line(stored: &str, given: &str) -> bool {
    let stored = caseless_text(stored);
    !stored.is_empty() && stored == caseless_text(given)
}

/// Whether a line says nothing beyond what its source says: it is empty, or only a url.
fn is_bare(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || (line.contains("://") && !line.contains(char::is_whitespace))
}

/// The stored line, unless the given one says more.
fn line(stored: &str, given: &str) -> String {
    match is_bare(stored) && !given.is_empty() && (stored.is_empty() || !is_bare(given)) {
        true => given.to_owned(),
        false => stored.to_owned(),
    }
}

/// Whether two dates can mean the same day, though one is less exact.
fn agree(one: &Date, other: &Date) -> bool {
    if one.identity(Form::Canonical) == other.identity(Form::Canonical) {
        return true;
    }
    if one.instant.is_some() && other.instant.is_some() {
        return false;
    }
    let days = days(one).zip(days(other));
    days.is_some_and(|((first, last), (other_first, other_last))| {
        first <= other_last && other_first <= last
    })
}

/// The first and the last day that a date can mean. The day of an instant depends on the time
/// zone; without one, it can be that of any.
fn days(date: &Date) -> Option<(NaiveDate, NaiveDate)> {
    match date.instant {
        Some(instant) if date.time_zone.is_empty() => Some((
            (instant - WEST_MAX).date_naive(),
            (instant + EAST_MAX).date_naive(),
        )),
        _ => Some((date.first_day()?, date.last_day()?)),
    }
}

/// The time zones that are the furthest from UTC.
const WEST_MAX: TimeDelta = TimeDelta::hours(12);
const EAST_MAX: TimeDelta = TimeDelta::hours(14);

/// The stored date where the given one agrees and is less exact, else the given one.
pub(super) fn more_exact(stored: &Date, given: &Date) -> Date {
    let days = |date: &Date| Some((date.last_day()? - date.first_day()?).num_days());
    let is_more_exact = match (stored.instant, given.instant) {
        (Some(_), None) => true,
        (None, Some(_)) => false,
        _ if days(stored) == days(given) => {
            stored.identity(Form::Canonical) == given.identity(Form::Canonical)
                || stored.part.is_some()
        }
        _ => days(stored).is_some() && days(stored) < days(given),
    };
    let is_same = stored.identity(Form::Canonical) == given.identity(Form::Canonical);
    let is_kept = is_more_exact && given.part.is_none() && agree(stored, given);
    if !is_same && !is_kept {
        return given.clone();
    }
    let mut date = stored.clone();
    if date.printed.is_empty() {
        date.printed.clone_from(&given.printed);
    }
    date
}

#[cfg(test)]
mod tests {
    use super::more_exact_tag;

    #[test]
    fn a_stored_language_tag_stays_only_where_it_adds_to_the_given_one() {
        for (stored, given, expected) in [
            ("en-GB", "en", "en-GB"),
            ("en-GB", "EN", "en-GB"),
            ("en", "en-GB", "en-GB"),
            ("en-GB", "de", "de"),
            ("eng", "en", "en"),
            ("en-GB", "", ""),
            ("", "en", "en"),
        ] {
            assert_eq!(more_exact_tag(stored, given), expected, "{stored} {given}");
        }
    }
}
