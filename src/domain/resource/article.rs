//! Articles: one piece of journalism and all its versions.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use super::{correction::Correction, name::SourceId, retraction::Retraction};
use crate::domain::value::{
    Checker, Date, ExchangeDocument, Form, IdentityBuilder, IdentityDigest, code::coded,
    fill::fillable, identity::normal_text_in, language, text, url,
};

coded! {
    /// The genre of an article, as a schema.org type.
    Genre {
        /// NewsArticle
        NewsArticle = 1,
        /// ReportageNewsArticle
        ReportageNewsArticle = 2,
        /// AnalysisNewsArticle
        AnalysisNewsArticle = 3,
        /// BackgroundNewsArticle
        BackgroundNewsArticle = 4,
        /// OpinionNewsArticle
        OpinionNewsArticle = 5,
        /// ReviewNewsArticle
        ReviewNewsArticle = 6,
        /// AskPublicNewsArticle
        AskPublicNewsArticle = 7,
        /// AdvertiserContentArticle
        AdvertiserContentArticle = 8,
        /// SatiricalArticle
        SatiricalArticle = 9,
        /// LiveBlogPosting
        LiveBlogPosting = 10,
    }
}

coded! {
    /// Whether an article may be used, as the `pubStatus` of IPTC ninjs.
    PublicationStatus {
        /// It may be used.
        Usable = 1,
        /// It may not be used yet.
        Withheld = 2,
        /// It may never be used.
        Canceled = 3,
    }
}

coded! {
    /// The kind of contribution that is credited.
    CreditKind {
        /// A photograph.
        Photo = 1,
        /// A moving picture.
        Video = 2,
        /// A drawing, map or chart.
        Graphic = 3,
        /// A translation.
        Translation = 4,
        /// Any other help.
        Other = 5,
    }
}

/// The id of an article in another system.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId {
    /// The system, as a slug.
    pub system: String,
    /// The id in that system.
    pub id: String,
}

/// One author of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Byline {
    /// The author's name, as far as it is known.
    pub name: String,
    /// The author's part in the work.
    pub role: String,
    /// The author as a source.
    pub source: Option<SourceId>,
    /// The line as printed.
    pub printed: String,
}

/// One thing that an article says it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// The entry as printed.
    pub printed: String,
}

/// A credit for a part of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The kind of contribution.
    pub kind: CreditKind,
    /// The source that is credited.
    pub source: SourceId,
    /// The credit as printed.
    pub printed: String,
}

fillable! {
    /// One piece of journalism, in its newest version.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Article {
        /// Its address, as given.
        pub uri: String,
        /// Other addresses of it, as given.
        pub aliases: Vec<String>,
        /// Its ids in other systems.
        pub external_ids: Vec<ExternalId>,
        /// The source that publishes it.
        pub publisher: Option<SourceId>,
        /// The headline as printed.
        pub headline: String,
        /// Another headline.
        pub alternative_headline: String,
        /// Who wrote it.
        pub bylines: Vec<Byline>,
        /// The genre.
        pub genre: Option<Genre>,
        /// The section in which it was published.
        pub section: String,
        /// The language of its text.
        pub language: String,
        /// The locale of its numbers and dates.
        pub number_locale: String,
        /// When it was published.
        pub date_published: Option<Date>,
        /// The plain text, verbatim. It can be long, so clones share it.
        pub body: Arc<str>,
        /// The sources that it says it rests on.
        pub citations: Vec<Citation>,
        /// Who is credited.
        pub credits: Vec<Credit>,
        /// Whether it may be used.
        pub publication_status: Option<PublicationStatus>,
        /// The document that it was imported from, as it was received.
        pub exchange_document: Option<ExchangeDocument>,
        /// The retraction, if it was retracted.
        pub retraction: Option<Retraction>,
        /// The corrections that were printed.
        pub corrections: Vec<Correction>,
    }
}

const HEADLINE_MAX: usize = 1_000;
const NAME_MAX: usize = 500;
const ROLE_MAX: usize = 200;
/// The maximum number of code points of a section.
pub const SECTION_MAX: usize = 200;
const CITATION_MAX: usize = 2_048;
const BODY_BYTES_MAX: usize = 1 << 20;
const EXTERNAL_IDS_MAX: usize = 16;
const BYLINES_MAX: usize = 100;
const CITATIONS_MAX: usize = 500;
const CREDITS_MAX: usize = 100;

impl Article {
    /// Reports every rule that the article breaks.
    pub fn check(&self, check: &mut Checker) {
        url::check_uri(check, "uri", &self.uri);
        url::check_uri_aliases(check, &self.aliases, ("uri", &self.uri));
        self.check_external_ids(check);
        text::check_required(check, "headline", &self.headline, HEADLINE_MAX);
        let alternative = &self.alternative_headline;
        text::check(check, "alternative_headline", alternative, HEADLINE_MAX);
        self.check_bylines(check);
        text::check(check, "section", &self.section, SECTION_MAX);
        language::check(check, "language", &self.language);
        language::check(check, "number_locale", &self.number_locale);
        if let Some(date) = &self.date_published {
            check.field("date_published", |check| date.check(check));
        }
        self.check_body(check);
        check.at_most("citations", &self.citations, CITATIONS_MAX);
        check.list("citations", &self.citations, |check, citation| {
            text::check(check, "printed", &citation.printed, CITATION_MAX);
        });
        check.at_most("credits", &self.credits, CREDITS_MAX);
        check.list("credits", &self.credits, |check, credit| {
            text::check(check, "printed", &credit.printed, NAME_MAX);
        });
        if let Some(document) = &self.exchange_document {
            check.field("exchange_document", |check| document.check(check));
        }
    }

    fn check_body(&self, check: &mut Checker) {
        if self.body.len() > BODY_BYTES_MAX {
            let bytes = self.body.len();
            check.report_at(
                "body",
                format!("is {bytes} bytes long; at most {BODY_BYTES_MAX} fit"),
            );
        }
        text::check_no_nul(check, "body", &self.body);
    }

    fn check_external_ids(&self, check: &mut Checker) {
        check.at_most("external_ids", &self.external_ids, EXTERNAL_IDS_MAX);
        let mut systems = HashSet::new();
        check.list("external_ids", &self.external_ids, |check, external| {
            external.check(check);
            if !systems.insert(&external.system) {
                check.report_at("system", "already has an id in this list");
            }
        });
    }

    fn check_bylines(&self, check: &mut Checker) {
        check.at_most("bylines", &self.bylines, BYLINES_MAX);
        check.list("bylines", &self.bylines, |check, byline| {
            text::check(check, "name", &byline.name, NAME_MAX);
            text::check(check, "role", &byline.role, ROLE_MAX);
            text::check(check, "printed", &byline.printed, NAME_MAX);
            if byline.name.is_empty() && byline.printed.is_empty() {
                check.report("says nothing: give name or printed");
            }
        });
    }

    /// Whether the body or the headline differs from `other`, which makes a new version.
    pub fn has_other_text(&self, other: &Self) -> bool {
        self.body != other.body || self.headline != other.headline
    }

    /// The identity of an article that has neither URI nor external id: a digest of
    /// headline, date and bylines. The publisher is compared separately.
    pub fn description(&self, form: Form) -> Option<IdentityDigest> {
        if !self.uri.is_empty() || !self.external_ids.is_empty() {
            return None;
        }
        let date = self.date_published.as_ref();
        let mut builder = IdentityBuilder::new()
            .part(normal_text_in(form, &self.headline))
            .part(date.map_or(String::new(), |date| date.identity(form)));
        for byline in &self.bylines {
            // The printed line comes first: the name is only an interpretation of it.
            let line = [&byline.printed, &byline.name];
            let line = line.into_iter().find(|text| !text.is_empty());
            builder = builder.part(line.map_or(String::new(), |text| normal_text_in(form, text)));
        }
        Some(builder.finish())
    }

    /// The canonical forms of the URI and its aliases.
    pub fn addresses(&self) -> BTreeSet<String> {
        url::addresses((&self.uri, &self.aliases))
    }

    /// A digest of the headline and the text, by which the same article is found where it has
    /// another uri, or none. `None` if there is no text.
    pub fn content(&self) -> Option<IdentityDigest> {
        let body = self.plain_body();
        (!body.is_empty()).then(|| {
            IdentityBuilder::new()
                .part(normal_text_in(Form::Canonical, &self.headline))
                .part(&*body)
                .finish()
        })
    }

    /// The body with line ends of one kind, and without white space at its end.
    pub fn plain_body(&self) -> Cow<'_, str> {
        let body = self.body.trim_end();
        match body.contains("\r\n") {
            true => body.replace("\r\n", "\n").into(),
            false => body.into(),
        }
    }

    /// Replaces every field that a later bundle gives, and keeps the others. External ids
    /// are replaced system by system. Aliases are added. If both have an address in common,
    /// the URI stays, and the given one is an alias.
    pub fn replace_with(&mut self, given: &Self) {
        let aliases = url::joined((&self.uri, &self.aliases), (&given.uri, &given.aliases));
        let is_one = !self.addresses().is_disjoint(&given.addresses());
        let uri = is_one.then(|| self.uri.clone());
        let external_ids = self.external_ids_with(&given.external_ids);
        self.replace_from(given);
        self.external_ids = external_ids;
        self.aliases = aliases;
        if let Some(uri) = uri {
            self.uri = uri;
        }
    }

    /// The external ids after these are given: one for each system.
    pub fn external_ids_with(&self, given: &[ExternalId]) -> Vec<ExternalId> {
        let mut external_ids = self.external_ids.clone();
        for id in given {
            match external_ids
                .iter_mut()
                .find(|held| held.system == id.system)
            {
                Some(held) => held.clone_from(id),
                None => external_ids.push(id.clone()),
            }
        }
        external_ids
    }

    /// The sources that the article cites or credits.
    pub fn rests_on(&self) -> impl Iterator<Item = SourceId> {
        let cited = self.citations.iter().map(|entry| entry.source);
        cited.chain(self.credits.iter().map(|entry| entry.source))
    }

    /// The ids of all sources that the article refers to.
    pub fn sources(&self) -> impl Iterator<Item = SourceId> {
        self.publisher
            .into_iter()
            .chain(self.bylines.iter().filter_map(|byline| byline.source))
            .chain(self.citations.iter().map(|entry| entry.source))
            .chain(self.credits.iter().map(|entry| entry.source))
    }

    /// Mutable access to the ids that [`Self::sources`] returns.
    pub fn sources_mut(&mut self) -> impl Iterator<Item = &mut SourceId> {
        let bylines = self.bylines.iter_mut();
        self.publisher
            .iter_mut()
            .chain(bylines.filter_map(|byline| byline.source.as_mut()))
            .chain(self.citations.iter_mut().map(|entry| &mut entry.source))
            .chain(self.credits.iter_mut().map(|entry| &mut entry.source))
    }
}

impl ExternalId {
    /// Reports every rule that the external id breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check_slug(check, "system", &self.system);
        if self.id.chars().any(char::is_control) {
            check.report_at("id", "holds a control character");
        } else {
            text::check_required(check, "id", &self.id, ROLE_MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn external(system: &str, id: &str) -> ExternalId {
        ExternalId {
            system: system.to_owned(),
            id: id.to_owned(),
        }
    }

    #[test]
    fn an_import_keeps_external_ids_in_systems_that_it_does_not_name() {
        let mut stored = Article {
            external_ids: vec![external("wire", "7"), external("cms", "1")],
            ..Article::default()
        };
        stored.replace_with(&Article {
            external_ids: vec![external("cms", "2"), external("archive", "3")],
            ..Article::default()
        });
        assert_eq!(
            stored.external_ids,
            [
                external("wire", "7"),
                external("cms", "2"),
                external("archive", "3")
            ]
        );
    }

    #[test]
    fn an_article_with_a_uri_has_no_description() {
        let mut article = Article {
            headline: "Soldiers".to_owned(),
            ..Article::default()
        };
        assert!(article.description(Form::Canonical).is_some());
        article.uri = "https://news.example/1".to_owned();
        assert_eq!(article.description(Form::Canonical), None);
    }

    #[test]
    fn the_printed_line_of_a_byline_counts_and_not_the_name_read_from_it() {
        let with = |name: &str, printed: &str| Article {
            headline: "Soldiers".to_owned(),
            bylines: vec![Byline {
                name: name.to_owned(),
                printed: printed.to_owned(),
                ..Byline::default()
            }],
            ..Article::default()
        };
        let described = with("Ada Rossi", "DI ADA ROSSI").description(Form::Canonical);
        assert_eq!(
            described,
            with("", "Di Ada Rossi").description(Form::Canonical)
        );
        assert_ne!(
            described,
            with("Ada Rossi", "DI EVA BIANCHI").description(Form::Canonical)
        );
        assert_eq!(
            with("Ada Rossi", "").description(Form::Canonical),
            with("ADA ROSSI", "").description(Form::Canonical)
        );
    }
}
