//! Lists with random filters, now and as of a moment, read page by page and compared with the
//! model.

use std::collections::BTreeSet;

use claimstore::wire::pb::{
    AnchoringOutcome, AppearanceFilter, Article, ArticleFilter, ArticleView, ClaimFilter,
    ListAppearancesRequest, ListArticlesRequest, ListClaimsRequest, ListRelationsRequest,
    ListReviewsRequest, ListSourcesRequest, Relation, RelationFilter, RelationType, ReviewFilter,
    SourceFilter, change::Resource,
};

use prost_types::Timestamp;

use super::{
    create::{GENRES, YEARS},
    history::{Moment, assert_same, parent, timestamp, without_body},
    rules::attributed,
    scene::{MODALITIES, SOURCE_KINDS, STATES, Scene, TAGS, VERDICTS},
};

/// Outcomes in filters. Most appearances have none.
const OUTCOMES: [AnchoringOutcome; 4] = [
    AnchoringOutcome::Unspecified,
    AnchoringOutcome::Moved,
    AnchoringOutcome::Changed,
    AnchoringOutcome::Orphaned,
];

const PAGE_MAX: usize = 7;
const PAGES_MAX: usize = 1_000;

/// Reads all pages of a list, and returns their resources in order.
macro_rules! walk {
    ($scene:ident, $client:ident.$call:ident($request:ident).$field:ident: $variant:ident) => {{
        let mut request = $request;
        let size = $scene.random.below(PAGE_MAX) + 1;
        request.page_size = i32::try_from(size).unwrap();
        let mut listed = Vec::new();
        for page in 0.. {
            assert!(page < PAGES_MAX, "{request:?} does not end");
            let answer = $scene.server.$client().$call(request.clone()).await;
            let answer = answer.unwrap_or_else(|status| panic!("{request:?}: {status:?}"));
            let answer = answer.into_inner();
            assert!(answer.$field.len() <= size, "{request:?}");
            listed.extend(answer.$field.into_iter().map(Resource::$variant));
            request.page_token = answer.next_page_token;
            if request.page_token.is_empty() {
                break;
            }
        }
        (format!("{request:?}"), listed)
    }};
}

/// Whether a condition has the value of the filter, if the filter sets one.
fn whether(asked: Option<bool>, holds: bool) -> bool {
    asked.is_none_or(|asked| asked == holds)
}

/// Whether a value is that of the filter, if the filter sets one.
fn is(asked: i32, value: i32) -> bool {
    asked == 0 || asked == value
}

/// Whether a name is that of the filter, if the filter sets one.
fn names(asked: &str, name: &str) -> bool {
    asked.is_empty() || asked == name
}

/// Whether a relation is listed for a claim. A symmetric one is listed for both ends.
fn is_of(relation: &Relation, claim: &str) -> bool {
    let both = [RelationType::Contradicts, RelationType::SameAs];
    parent(&relation.name) == Some(claim)
        || (both.contains(&relation.r#type()) && relation.target == claim)
}

/// The beginning of a year; none for 0.
fn new_year(year: i32) -> Option<Timestamp> {
    let day = chrono::NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| year > 0)?;
    let seconds = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    Some(Timestamp { seconds, nanos: 0 })
}

/// Whether an article has what a filter asks of its date, section, language and headline.
fn is_listed(filter: &ArticleFilter, it: &Article) -> bool {
    let year = |time: Option<Timestamp>| YEARS.iter().find(|year| new_year(**year) == time);
    let published = it.date_published.as_ref().map(|date| date.year);
    let lower = it.headline.to_lowercase();
    filter
        .published_start_time
        .is_none_or(|from| published.as_ref() >= year(Some(from)))
        && (filter.section.is_empty() || filter.section == it.section.to_uppercase())
        && (filter.language.is_empty() || it.language.starts_with(&filter.language))
        && lower.starts_with(&filter.headline_prefix.to_lowercase())
}

impl Scene {
    pub async fn compare_lists(&mut self, moment: Moment, show_deleted: bool) {
        self.list_sources(moment, show_deleted).await;
        self.list_articles(moment, show_deleted).await;
        self.list_claims(moment, show_deleted).await;
        self.list_appearances(moment, show_deleted).await;
        self.list_relations(moment, show_deleted).await;
        self.list_reviews(moment, show_deleted).await;
    }

    /// A random value, or the default, which means any value.
    fn perhaps<T: Copy + Default>(&mut self, from: &[T]) -> T {
        match self.is_one_in(2) {
            true => self.random.pick(from),
            false => T::default(),
        }
    }

    fn perhaps_whether(&mut self) -> Option<bool> {
        self.random.pick(&[None, None, Some(true), Some(false)])
    }

    /// The name of a resource, deleted or not; or an empty name, which means any.
    fn perhaps_name(&mut self, kind: &str) -> String {
        let names = self.model.names(kind);
        match names.is_empty() || self.is_one_in(2) {
            true => String::new(),
            false => self.random.pick(&names),
        }
    }

    fn seldom_name(&mut self, kind: &str) -> String {
        match self.is_one_in(3) {
            true => self.perhaps_name(kind),
            false => String::new(),
        }
    }

    /// A claim, or all claims.
    fn parent(&mut self) -> String {
        match self.perhaps_name("claims") {
            claim if claim.is_empty() => "claims/-".to_owned(),
            claim => claim,
        }
    }

    /// The resources of the model that a list must return.
    fn expected(
        &self,
        kind: &str,
        moment: Moment,
        show_deleted: bool,
        matches: impl Fn(&Resource) -> bool,
    ) -> Vec<Resource> {
        let all = self.model.all_at(kind, moment, show_deleted).into_iter();
        all.filter(matches).collect()
    }

    /// The claims that appeared in an article at a moment.
    fn printed_in(&self, article: &str, moment: Moment, show_deleted: bool) -> BTreeSet<String> {
        let appearances = self.model.all_at("appearances", moment, show_deleted);
        let printed = appearances.iter().filter_map(|it| match it {
            Resource::Appearance(it) if it.article == article => parent(&it.name),
            _ => None,
        });
        printed.map(str::to_owned).collect()
    }

    async fn list_sources(&mut self, moment: Moment, show_deleted: bool) {
        let filter = SourceFilter {
            kind: self.perhaps(&SOURCE_KINDS.map(i32::from)),
            publisher: self.perhaps_name("sources"),
            retracted: self.perhaps_whether(),
            ..SourceFilter::default()
        };
        let request = ListSourcesRequest {
            filter: Some(filter.clone()),
            show_deleted,
            read_time: moment.map(timestamp),
            ..ListSourcesRequest::default()
        };
        let (what, found) = walk!(self, sources.list_sources(request).sources: Source);
        let expected = self.expected("sources", moment, show_deleted, |it| {
            matches!(it, Resource::Source(it)
                if is(filter.kind, it.kind)
                    && names(&filter.publisher, &it.publisher)
                    && whether(filter.retracted, it.retraction.is_some()))
        });
        assert_same(&what, &expected, &found);
    }

    async fn list_articles(&mut self, moment: Moment, show_deleted: bool) {
        let number = self.number();
        let filter = ArticleFilter {
            genre: self.perhaps(&GENRES.map(i32::from)),
            retracted: self.perhaps_whether(),
            corrected: self.perhaps_whether(),
            section: ["", "", "WORLD", "SPORT"][number % 4].to_owned(),
            language: ["", "en", "it"][number / 4 % 3].to_owned(),
            published_start_time: new_year(YEARS[number / 12 % 4]),
            headline_prefix: ["", "", "HEADLINE", "headline 1"][number / 5 % 4].to_owned(),
            ..ArticleFilter::default()
        };
        let is_full = self.is_one_in(2);
        let view = match is_full {
            true => ArticleView::Full,
            false => ArticleView::Unspecified,
        };
        let request = ListArticlesRequest {
            filter: Some(filter.clone()),
            view: view.into(),
            show_deleted,
            read_time: moment.map(timestamp),
            ..ListArticlesRequest::default()
        };
        let (what, found) = walk!(self, articles.list_articles(request).articles: Article);
        let mut expected = self.expected("articles", moment, show_deleted, |it| {
            matches!(it, Resource::Article(it)
                if is(filter.genre, it.genre)
                    && whether(filter.retracted, it.retraction.is_some())
                    && whether(filter.corrected, !it.corrections.is_empty())
                    && is_listed(&filter, it))
        });
        if !is_full {
            expected = expected.into_iter().map(without_body).collect();
        }
        assert_same(&what, &expected, &found);
    }

    async fn list_claims(&mut self, moment: Moment, show_deleted: bool) {
        let filter = ClaimFilter {
            tag: self.perhaps(&TAGS).to_owned(),
            article: self.perhaps_name("articles"),
            retracted: self.perhaps_whether(),
            ..ClaimFilter::default()
        };
        let request = ListClaimsRequest {
            filter: Some(filter.clone()),
            show_deleted,
            read_time: moment.map(timestamp),
            ..ListClaimsRequest::default()
        };
        let (what, found) = walk!(self, claims.list_claims(request).claims: Claim);
        let printed = self.printed_in(&filter.article, moment, show_deleted);
        let expected = self.expected("claims", moment, show_deleted, |it| {
            matches!(it, Resource::Claim(it)
                if (filter.tag.is_empty() || it.tags.contains(&filter.tag))
                    && (filter.article.is_empty() || printed.contains(&it.name))
                    && whether(filter.retracted, it.retraction.is_some()))
        });
        assert_same(&what, &expected, &found);
    }

    async fn list_appearances(&mut self, moment: Moment, show_deleted: bool) {
        let filter = AppearanceFilter {
            article: self.perhaps_name("articles"),
            source: self.perhaps_name("sources"),
            modality: self.perhaps(&MODALITIES.map(i32::from)),
            anchoring_outcome: self.perhaps(&OUTCOMES.map(i32::from)),
            ..AppearanceFilter::default()
        };
        let request = ListAppearancesRequest {
            parent: self.parent(),
            filter: Some(filter.clone()),
            show_deleted,
            read_time: moment.map(timestamp),
            ..ListAppearancesRequest::default()
        };
        let of = request.parent.clone();
        let (what, found) = walk!(self, claims.list_appearances(request).appearances: Appearance);
        let expected = self.expected("appearances", moment, show_deleted, |it| {
            matches!(it, Resource::Appearance(it)
                if (of == "claims/-" || parent(&it.name) == Some(of.as_str()))
                    && names(&filter.article, &it.article)
                    && (filter.source.is_empty()
                        || attributed(it).any(|source| source == filter.source))
                    && is(filter.modality, it.modality)
                    && is(filter.anchoring_outcome, it.anchoring.as_ref().map_or(0, |it| it.outcome)))
        });
        assert_same(&what, &expected, &found);
    }

    async fn list_relations(&mut self, moment: Moment, show_deleted: bool) {
        let filter = RelationFilter {
            state: self.perhaps(&STATES.map(i32::from)),
            target: self.seldom_name("claims"),
            article: self.seldom_name("articles"),
            ..RelationFilter::default()
        };
        let request = ListRelationsRequest {
            parent: self.parent(),
            filter: Some(filter.clone()),
            show_deleted,
            read_time: moment.map(timestamp),
            ..ListRelationsRequest::default()
        };
        let of = request.parent.clone();
        let printed = self.printed_in(&filter.article, moment, show_deleted);
        let (what, found) = walk!(self, claims.list_relations(request).relations: Relation);
        let expected = self.expected("relations", moment, show_deleted, |it| {
            matches!(it, Resource::Relation(it)
                if (of == "claims/-" || is_of(it, &of))
                    && (filter.article.is_empty() || printed.iter().any(|claim| is_of(it, claim)))
                    && names(&filter.target, &it.target)
                    && is(filter.state, it.state))
        });
        assert_same(&what, &expected, &found);
    }

    async fn list_reviews(&mut self, moment: Moment, show_deleted: bool) {
        let filter = ReviewFilter {
            verdict: self.perhaps(&VERDICTS.map(i32::from)),
            article: self.seldom_name("articles"),
            ..ReviewFilter::default()
        };
        let request = ListReviewsRequest {
            parent: self.parent(),
            filter: Some(filter.clone()),
            show_deleted,
            read_time: moment.map(timestamp),
            ..ListReviewsRequest::default()
        };
        let of = request.parent.clone();
        let printed = self.printed_in(&filter.article, moment, show_deleted);
        let (what, found) = walk!(self, reviews.list_reviews(request).reviews: Review);
        let expected = self.expected("reviews", moment, show_deleted, |it| {
            matches!(it, Resource::Review(it)
                if (of == "claims/-" || parent(&it.name) == Some(of.as_str()))
                    && (filter.article.is_empty()
                        || parent(&it.name).is_some_and(|claim| printed.contains(claim)))
                    && is(filter.verdict, it.verdict))
        });
        assert_same(&what, &expected, &found);
    }
}
