//! The conditions on articles. `listing` is the row of an article in `article_listings`, which
//! every list of articles joins.

use super::{
    column::{code, flag, reference},
    condition::{Condition, Listed, Query, Subject},
    conditions::Conditions,
    fragment::{
        push_any, push_has_key, push_include_deleted, push_long_text, push_prefix, push_whether,
    },
};
use crate::domain::{
    Timestamp,
    resource::{Article, ClaimId, ExternalId, Genre, Kind, Name, NaturalKey, Resource, SourceId},
    value::{Date, Prefix, identity::normal_text, language},
};

/// Conditions on articles. All given conditions must be met.
#[derive(Clone, Debug, Default)]
pub struct ArticleFilter {
    /// With this uri or alias, in canonical form.
    pub uri: Option<String>,
    /// With this id of another system.
    pub external_id: Option<ExternalId>,
    /// Published by this source.
    pub publisher: Option<SourceId>,
    /// That rest on this source.
    pub source: Option<SourceId>,
    /// That print this claim.
    pub claim: Option<ClaimId>,
    /// Of this genre.
    pub genre: Option<Genre>,
    /// Retracted or not.
    pub is_retracted: Option<bool>,
    /// Corrected or not.
    pub is_corrected: Option<bool>,
    /// That rest on a retracted source, or do not.
    pub rests_on_retracted: Option<bool>,
    /// Published in this time.
    pub published: PublishedIn,
    /// In this section, in normal form.
    pub section: Option<String>,
    /// In this primary language.
    pub language: Option<String>,
    /// With a headline that starts like this.
    pub headline_prefix: Option<Prefix>,
}

/// A range of the first moments of publication dates.
#[derive(Clone, Copy, Debug, Default)]
pub struct PublishedIn {
    /// The first moment that is in the range.
    pub from: Option<Timestamp>,
    /// The first moment after the range.
    pub before: Option<Timestamp>,
}

impl PublishedIn {
    fn has(self, time: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= time) && self.before.is_none_or(|before| time < before)
    }
}

impl Listed for Article {
    const TABLE: &'static str = "articles";

    fn of(resource: &Resource) -> Option<&Self> {
        match resource {
            Resource::Article(article, _) => Some(article),
            _ => None,
        }
    }
}

impl ArticleFilter {
    /// The condition of each given field.
    pub(crate) fn conditions(&self) -> Conditions<'_> {
        let Self {
            uri,
            external_id,
            publisher,
            source,
            claim,
            genre,
            is_retracted,
            is_corrected,
            rests_on_retracted: is_resting_on_retracted,
            published,
            section,
            language,
            headline_prefix,
        } = self;
        Conditions::of([
            uri.as_ref().map(with_uri),
            external_id.as_ref().map(with_external_id),
            reference(
                "publisher_id",
                publisher.map(Name::Source),
                |it: &Article| it.publisher.map(Name::Source),
            ),
            source.map(of_source),
            claim.map(of_claim),
            code("genre", genre.map(Genre::code), |it: &Article| {
                it.genre.map(Genre::code)
            }),
            flag("is_retracted", *is_retracted, |it: &Article| {
                it.retraction.is_some()
            }),
            flag("is_corrected", *is_corrected, |it: &Article| {
                !it.corrections.is_empty()
            }),
            is_resting_on_retracted.map(rests_on_retracted),
            published_in(*published),
            section.as_ref().map(in_section),
            language.as_ref().map(in_language),
            headline_prefix.as_ref().map(with_headline_prefix),
        ])
    }
}

fn with_uri(uri: &String) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Article| it.addresses().contains(uri));
    let digest = NaturalKey::Uri(uri.clone()).digest();
    Condition::among_unordered(subject, move |query, _, _| {
        query.push("select id from natural_keys");
        push_has_key(query, Kind::Article, digest);
    })
}

fn with_external_id(external: &ExternalId) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Article| it.external_ids.contains(external));
    Condition::among_unordered(subject, move |query, _, _| {
        let ExternalId { system, id } = external;
        query.push("select article_id as id from article_external_ids where system = ");
        query.push_bind(system.clone());
        query.push(" and external_id = ").push_bind(id.clone());
    })
}

fn of_source<'f>(source: SourceId) -> Condition<'f> {
    let subject = Subject::OtherResources("source");
    let condition = Condition::among_unordered(subject, |query, ids, include_deleted| {
        query.push("select article_id as id from article_sources where ");
        push_any(query, "source_id", ids);
        query.push(" union all select article_id from appearance_sources where ");
        push_any(query, "source_id", ids);
        push_include_deleted(query, "is_deleted", include_deleted);
    });
    condition.about(Name::Source(source))
}

fn of_claim<'f>(claim: ClaimId) -> Condition<'f> {
    let subject = Subject::OtherResources("claim");
    let condition = Condition::among_unordered(subject, |query, ids, include_deleted| {
        query.push("select article_id as id from appearances where ");
        push_any(query, "claim_id", ids);
        push_include_deleted(query, "is_deleted", include_deleted);
    });
    condition.about(Name::Claim(claim))
}

fn rests_on_retracted<'f>(holds: bool) -> Condition<'f> {
    let subject = Subject::OtherResources("rests_on_retracted");
    let condition = Condition::new(subject, move |query, _| {
        push_whether(query, holds, RESTS_ON_RETRACTED);
    });
    match holds {
        true => condition.with_unordered_ids(|query, _, _, _| {
            query.push(RESTING_ON_RETRACTED);
        }),
        // Most do not.
        false => condition,
    }
}

fn published_in<'f>(range: PublishedIn) -> Option<Condition<'f>> {
    if range.from.is_none() && range.before.is_none() {
        return None;
    }
    let subject = Subject::resource(move |it: &Article| {
        let date = it.date_published.as_ref();
        date.and_then(Date::first_moment)
            .is_some_and(|time| range.has(time))
    });
    let push_range = move |query: &mut Query| {
        match range.from {
            Some(from) => query.push("listing.published_time >= ").push_bind(from),
            // An article without a date has -infinity.
            None => query.push("listing.published_time > '-infinity'"),
        };
        if let Some(before) = range.before {
            query
                .push(" and listing.published_time < ")
                .push_bind(before);
        }
    };
    let condition = listed(subject, push_range);
    Some(condition.with_unordered_ids(move |query, _, _, _| push_listed_ids(query, push_range)))
}

fn in_section(section: &String) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Article| normal_text(&it.section) == *section);
    let push_section = move |query: &mut Query| push_long_text(query, "listing.section", section);
    listed(subject, push_section)
        .with_ids(move |query, _, _, _| push_listed_ids(query, push_section))
}

fn in_language(language: &String) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Article| {
        language::primary(&it.language).as_ref() == Some(language)
    });
    let push_language = move |query: &mut Query| {
        query.push("listing.language = ");
        query.push_bind(language.clone());
    };
    listed(subject, push_language)
        .with_ids(move |query, _, _, _| push_listed_ids(query, push_language))
}

fn with_headline_prefix(prefix: &Prefix) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Article| prefix.is_of(&it.headline));
    let push_headline = move |query: &mut Query| push_prefix(query, "listing.headline", prefix);
    listed(subject, push_headline)
        .with_unordered_ids(move |query, _, _, _| push_listed_ids(query, push_headline))
}

/// A condition on the listing of an article.
fn listed<'f>(subject: Subject<'f>, condition: impl Fn(&mut Query) + 'f) -> Condition<'f> {
    Condition::new(subject, move |query, _| {
        query.push(" and ");
        condition(query);
    })
}

fn push_listed_ids(query: &mut Query, condition: impl Fn(&mut Query)) {
    query.push("select article_id as id from article_listings listing where ");
    condition(query);
}

/// The retractions are read from the sources, so they have an effect at once. Each article is
/// looked up.
const RESTS_ON_RETRACTED: &str = "exists ( \
     select from ( \
         select source_id from article_sources where article_id = it.id \
         union all \
         select source_id from appearance_sources where article_id = it.id and not is_deleted \
     ) rests_on left join survivors on survivors.id = source_id and survivors.kind = 1 \
     cross join lateral ( \
         select is_retracted from sources \
         where sources.id = coalesce(survivor_id, source_id) offset 0 \
     ) source \
     where source.is_retracted offset 0)";

const RESTING_ON_RETRACTED: &str = "select article_id as id from article_sources \
     join retracted_sources on retracted_sources.id = source_id \
     union all \
     select article_id from appearance_sources \
     join retracted_sources on retracted_sources.id = source_id \
     where not appearance_sources.is_deleted";
