//! Writes reviews as ClaimReviews.
//!
//! Each has what Google's fact-check tools ask for, as far as the store has it, in plain terms
//! of schema.org. The verdict is a term among its keywords, which other readers pass over.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    exported::VERDICT_TERMS,
    node::Object,
    proposition,
    publication::{article, date, named_source, object, one_or_list, set, source, time},
    rating::NO_LABEL,
};
use crate::{
    domain::resource::Name,
    exchange::{
        kept::{self, Document},
        own::PRINTED,
        resources::{Base, Resources},
    },
    wire::pb,
};

const CONTEXT: &str = "https://schema.org";

/// The ClaimReviews that sources are, and one for each review, in the order of the claims and
/// their reviews. Deleted ones are not written.
pub fn documents(resources: &Resources, base: &Base) -> Vec<Document> {
    let kept = kept::sources(resources, pb::DocumentFormat::ClaimReview);
    let kept = kept.map(|(source, content)| Document {
        name: source.name.clone(),
        content: content.to_owned(),
    });
    let mut documents: Vec<Document> = kept.collect();
    for item in &resources.claims {
        let Some(claim) = item.claim.as_ref().filter(|it| it.delete_time.is_none()) else {
            continue;
        };
        let live = item.reviews.iter().filter(|it| it.delete_time.is_none());
        let mut live = live.peekable();
        if live.peek().is_none() {
            continue;
        }
        let reviewed = item_reviewed(resources, base, claim, item);
        documents.extend(live.map(|review| {
            let mut document = claim_review(resources, base, claim, review);
            document.insert("itemReviewed".to_owned(), reviewed.clone());
            Document {
                name: review.name.clone(),
                content: Value::Object(document).to_string(),
            }
        }));
    }
    documents
}

fn claim_review(
    resources: &Resources,
    base: &Base,
    claim: &pb::Claim,
    review: &pb::Review,
) -> Object {
    let id = base.iri(&review.name);
    let mut document = object("ClaimReview");
    set(&mut document, "@context", CONTEXT);
    set(&mut document, "@id", id.as_str());
    set(&mut document, "url", review.url.as_str());
    let published = review.review_time.as_ref().and_then(time);
    set(&mut document, "datePublished", published);
    let author = json!({"@type": "Organization", "name": review.author});
    set(&mut document, "author", author);
    set(&mut document, "claimReviewed", claim.statement.as_str());
    set(&mut document, "reviewRating", rating(&id, review));
    set(&mut document, "reviewBody", review.explanation.as_str());
    set(&mut document, "keywords", verdict_term(review.verdict()));
    let evidence = review.evidence.iter();
    let evidence = evidence.filter_map(|name| cited(resources, base, name));
    let evidence: Vec<Value> = evidence.collect();
    if !evidence.is_empty() {
        set(&mut document, "citation", one_or_list(evidence));
    }
    document
}

/// The verdict as a term of the contract's scale.
fn verdict_term(verdict: pb::Verdict) -> Value {
    json!({
        "@type": "DefinedTerm",
        "name": words(verdict),
        "termCode": verdict.as_str_name(),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": VERDICT_TERMS},
    })
}

/// A verdict in words: "Mostly false".
fn words(verdict: pb::Verdict) -> String {
    let name = verdict.as_str_name();
    let name = name.strip_prefix("VERDICT_").unwrap_or(name);
    let words = name.to_ascii_lowercase().replace('_', " ");
    let (first, rest) = words.split_at(1);
    first.to_ascii_uppercase() + rest
}

/// The rating as given. Readers require a label: without one, it is the verdict in words, and
/// the identifier of the rating says so.
fn rating(id: &str, review: &pb::Review) -> Value {
    let rating = review.rating.clone().unwrap_or_default();
    let mut written = object("Rating");
    for (key, number) in [
        ("ratingValue", &rating.value),
        ("bestRating", &rating.best),
        ("worstRating", &rating.worst),
    ] {
        set(&mut written, key, number.as_ref().map(number_of));
    }
    match rating.label.as_str() {
        "" => {
            set(&mut written, "@id", format!("{id}{NO_LABEL}"));
            set(&mut written, "alternateName", words(review.verdict()));
        }
        label => set(&mut written, "alternateName", label),
    }
    written.into()
}

/// A number, or a text where a number of JSON would have other digits.
fn number_of(decimal: &pb::Decimal) -> Value {
    let text = &decimal.value;
    let number: Option<serde_json::Number> = text.parse().ok();
    match number.filter(|number| number.to_string() == *text) {
        Some(number) => number.into(),
        None => text.as_str().into(),
    }
}

/// What a review cites.
fn cited(resources: &Resources, base: &Base, name: &str) -> Option<Value> {
    if let Some(cited) = resources.source(name) {
        return source(resources, base, cited);
    }
    let claim = resources.claim(name)?;
    Some(claim_of(base, claim).into())
}

fn claim_of(base: &Base, claim: &pb::Claim) -> Object {
    let mut written = object("Claim");
    set(&mut written, "@id", base.iri(&claim.name));
    set(&mut written, "name", claim.statement.as_str());
    set(&mut written, "inLanguage", claim.language.as_str());
    set(&mut written, "identifier", proposition::identifier(claim));
    written
}

/// The claim with what is known of its making: who is behind the attributions of its
/// appearances, and the articles that print it.
fn item_reviewed(
    resources: &Resources,
    base: &Base,
    claim: &pb::Claim,
    item: &pb::BundleClaim,
) -> Value {
    let mut written = claim_of(base, claim);
    let live = item
        .appearances
        .iter()
        .filter(|it| it.delete_time.is_none());
    let live: Vec<&pb::Appearance> = live.collect();
    let origins = live.iter().flat_map(|it| &it.chains);
    let origins = origins.filter_map(|chain| chain.hops.last());
    let origins: Vec<&pb::Hop> = origins.filter(|hop| is_speaker(hop)).collect();
    let (works, makers): (Vec<_>, Vec<_>) = claim
        .reported_appearances
        .iter()
        .partition(|it| !it.document.is_empty());
    let mut authors = authors(resources, base, &origins);
    authors.extend(makers.iter().filter_map(|it| maker(resources, base, it)));
    // What is not here may have another date, or be earlier.
    let is_whole = !resources.cut.contains(&claim.name);
    let published = said(&origins, &makers).filter(|_| is_whole);
    set(&mut written, "datePublished", published);
    if !authors.is_empty() {
        set(&mut written, "author", one_or_list(authors));
    }
    let mut seen = BTreeSet::new();
    let articles = live.iter().filter(|it| seen.insert(&it.article));
    let articles = articles.filter_map(|it| resources.article(&it.article));
    let articles: Vec<&pb::Article> = articles.collect();
    let first = first_of(&articles).filter(|_| is_whole);
    let firsts = first.map(|it| article(resources, base, it));
    let articles = articles.into_iter();
    let articles = articles.map(|it| article(resources, base, it));
    let mut appearances: Vec<Value> = articles.collect();
    let mut firsts: Vec<Value> = firsts.into_iter().collect();
    for reported in works {
        let work = work(resources, base, reported);
        match reported.first {
            true => firsts.extend(work),
            false => appearances.extend(work),
        }
    }
    if !firsts.is_empty() {
        set(&mut written, "firstAppearance", one_or_list(firsts));
    }
    if !appearances.is_empty() {
        set(&mut written, "appearance", one_or_list(appearances));
    }
    written.into()
}

/// Whether a hop makes the claim: it does not deny, doubt or only pass it on.
fn is_speaker(hop: &pb::Hop) -> bool {
    matches!(hop.stance(), pb::Stance::Asserts | pb::Stance::Unspecified)
}

/// Those who made the claim, each once.
fn authors(resources: &Resources, base: &Base, origins: &[&pb::Hop]) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let origins = origins.iter().filter(|hop| seen.insert(&hop.source));
    let authors = origins.filter_map(|hop| {
        let source = resources.source(&hop.source)?;
        let mut named = named_source(base, source, &hop.printed_name)?;
        if source.name.parse::<Name>().is_ok() {
            set(&mut named, "@id", base.iri(&source.name) + PRINTED);
        }
        Some(named.into())
    });
    authors.collect()
}

/// Who is reported to have made the claim. A source that has no form in schema.org is not named by
/// what the report calls it either: it can be confidential.
fn maker(resources: &Resources, base: &Base, reported: &pb::ReportedAppearance) -> Option<Value> {
    let name = reported.printed_name.as_str();
    let source = resources.source(&reported.source);
    let known = source.and_then(|it| {
        let mut known = named_source(base, it, name)?;
        set(&mut known, "alternateName", name);
        Some(known)
    });
    let named = || {
        let mut named = object("Thing");
        set(&mut named, "name", name);
        named
    };
    match reported.source.as_str() {
        "" => (!name.is_empty()).then(named).map(Value::from),
        _ => known.map(Value::from),
    }
}

/// The page or post that is reported to have the claim, with who made it there and when.
fn work(resources: &Resources, base: &Base, reported: &pb::ReportedAppearance) -> Option<Value> {
    let mut work = source(resources, base, resources.source(&reported.document)?)?;
    let object = work.as_object_mut()?;
    set(object, "author", maker(resources, base, reported));
    set(
        object,
        "datePublished",
        reported.date.as_ref().and_then(date),
    );
    Some(work)
}

/// When the claim was made, if all who made it did so on one day.
fn said(origins: &[&pb::Hop], makers: &[&pb::ReportedAppearance]) -> Option<String> {
    let dates = origins.iter().map(|hop| hop.said.as_ref().and_then(date));
    let reported = makers.iter().map(|it| it.date.as_ref().and_then(date));
    let dates = dates.chain(reported);
    let dates: BTreeSet<Option<String>> = dates.collect();
    let mut dates = dates.into_iter();
    dates.next().filter(|_| dates.next().is_none()).flatten()
}

/// The article that printed a claim first, if all have a date and one is the earliest.
fn first_of<'a>(articles: &[&'a pb::Article]) -> Option<&'a pb::Article> {
    let dated = articles.iter().map(|it| {
        let published = it.date_published.as_ref().and_then(date)?;
        // A day can be before or after an instant of it.
        let day = published.get(..10)?.to_owned();
        Some((day, *it))
    });
    let mut dated: Vec<(String, &pb::Article)> = dated.collect::<Option<_>>()?;
    dated.sort_by(|one, other| one.0.cmp(&other.0));
    match &dated[..] {
        [(_, only)] => Some(only),
        [(first, article), (second, _), ..] if first < second => Some(article),
        _ => None,
    }
}
