//! The fields of the filters of articles, sources, relations and reviews.

use claimstore::wire::pb::{
    ArticleFilter, ExternalId, Genre, ListArticlesRequest, ListRelationsRequest,
    ListReviewsRequest, ListSourcesRequest, RelationFilter, RelationState, RelationType,
    ReviewFilter, SourceFilter, SourceKind, Verdict,
};

use super::{Named, Value, time, value};

pub fn articles(named: &Named) -> Vec<Value<ListArticlesRequest>> {
    fn on(
        field: &'static str,
        name: &'static str,
        set: impl Fn(&mut ArticleFilter) + 'static,
    ) -> Value<ListArticlesRequest> {
        value(field, name, move |it: &mut ListArticlesRequest| {
            set(it.filter.get_or_insert_default());
        })
    }
    let text = |field, name, text: &str, set: fn(&mut ArticleFilter, String)| {
        let text = text.to_owned();
        on(field, name, move |it| set(it, text.clone()))
    };
    let external = |id: &'static str| {
        move |it: &mut ArticleFilter| {
            it.external_id = Some(ExternalId {
                system: "cms".to_owned(),
                id: id.to_owned(),
            });
        }
    };
    let (early, late) = (time(1_262_390_400), time(1_761_955_200));
    let publisher = |it: &mut ArticleFilter, text| it.publisher = text;
    let source = |it: &mut ArticleFilter, text| it.source = text;
    let claim = |it: &mut ArticleFilter, text| it.claim = text;
    let section = |it: &mut ArticleFilter, text| it.section = text;
    let language = |it: &mut ArticleFilter, text| it.language = text;
    let headline = |it: &mut ArticleFilter, text| it.headline_prefix = text;
    vec![
        text("uri", "none", "https://example.org/a", |it, text| {
            it.uri = text;
        }),
        on("external_id", "some", external("2000")),
        on("external_id", "none", external("1")),
        text("publisher", "frequent", &named.frequent, publisher),
        text("publisher", "none", &named.nobody, publisher),
        text("source", "frequent", &named.frequent, source).without_history(),
        text("source", "some", &named.source, source).without_history(),
        text("source", "none", &named.nobody, source).without_history(),
        text("claim", "some", &named.claim, claim).without_history(),
        on("genre", "frequent", |it| {
            it.genre = Genre::NewsArticle.into();
        }),
        on("genre", "rare", |it| {
            it.genre = Genre::LiveBlogPosting.into();
        }),
        on("retracted", "true", |it| it.retracted = Some(true)),
        on("retracted", "false", |it| it.retracted = Some(false)),
        on("corrected", "true", |it| it.corrected = Some(true)),
        on("corrected", "false", |it| it.corrected = Some(false)),
        on("rests_on_retracted", "true", |it| {
            it.rests_on_retracted = Some(true);
        })
        .without_history(),
        on("rests_on_retracted", "false", |it| {
            it.rests_on_retracted = Some(false);
        })
        .without_history(),
        on("published", "from early", move |it| {
            it.published_start_time = early;
        }),
        on("published", "from late", move |it| {
            it.published_start_time = late;
        }),
        on("published", "before early", move |it| {
            it.published_end_time = early;
        }),
        on("published", "before late", move |it| {
            it.published_end_time = late;
        }),
        on("published", "between", move |it| {
            it.published_start_time = early;
            it.published_end_time = late;
        }),
        text("section", "frequent", "section 1", section),
        text("section", "rare", "section 299", section),
        text("section", "none", "no section", section),
        text("language", "en", "en", language),
        text("language", "rare", "mt", language),
        text("language", "none", "pl", language),
        text("headline_prefix", "frequent", "council", headline),
        text("headline_prefix", "rare", "storm 1002", headline),
        text("headline_prefix", "none", "nothing", headline),
    ]
}

pub fn sources(named: &Named) -> Vec<Value<ListSourcesRequest>> {
    fn on(
        field: &'static str,
        name: &'static str,
        set: impl Fn(&mut SourceFilter) + 'static,
    ) -> Value<ListSourcesRequest> {
        value(field, name, move |it: &mut ListSourcesRequest| {
            set(it.filter.get_or_insert_default());
        })
    }
    let text = |field, name, text: &str, set: fn(&mut SourceFilter, String)| {
        let text = text.to_owned();
        on(field, name, move |it| set(it, text.clone()))
    };
    let publisher = |it: &mut SourceFilter, text| it.publisher = text;
    let article = |it: &mut SourceFilter, text| it.article = text;
    let claim = |it: &mut SourceFilter, text| it.claim = text;
    let merged_into = |it: &mut SourceFilter, text| it.merged_into = text;
    let prefix = |it: &mut SourceFilter, text| it.display_name_prefix = text;
    vec![
        on("kind", "frequent", |it| {
            it.kind = SourceKind::Organization.into();
        }),
        on("kind", "rare", |it| it.kind = SourceKind::Image.into()),
        text("url", "none", "https://example.org/a", |it, text| {
            it.url = text;
        }),
        text("same_as", "none", "https://example.org/a", |it, text| {
            it.same_as = text;
        }),
        text("publisher", "frequent", &named.frequent, publisher),
        text("publisher", "none", &named.nobody, publisher),
        text("article", "some", &named.article, article).without_history(),
        text("claim", "some", &named.claim, claim).without_history(),
        on("retracted", "true", |it| it.retracted = Some(true)),
        on("retracted", "false", |it| it.retracted = Some(false)),
        text("merged_into", "some", &named.merged, merged_into),
        text("merged_into", "none", &named.source, merged_into),
        text("display_name_prefix", "frequent", "ministry", prefix),
        text("display_name_prefix", "rare", "desk 1002", prefix),
        text("display_name_prefix", "none", "nothing", prefix),
    ]
}

pub fn relations(named: &Named) -> Vec<Value<ListRelationsRequest>> {
    fn on(
        field: &'static str,
        name: &'static str,
        set: impl Fn(&mut RelationFilter) + 'static,
    ) -> Value<ListRelationsRequest> {
        value(field, name, move |it: &mut ListRelationsRequest| {
            set(it.filter.get_or_insert_default());
        })
    }
    let text = |field, name, text: &str, set: fn(&mut RelationFilter, String)| {
        let text = text.to_owned();
        on(field, name, move |it| set(it, text.clone()))
    };
    let claim = named.claim.clone();
    let author = |it: &mut RelationFilter, text| it.author = text;
    vec![
        value("claim", "some", move |it: &mut ListRelationsRequest| {
            it.parent.clone_from(&claim);
        }),
        on("type", "frequent", |it| {
            it.r#type = RelationType::Supports.into();
        }),
        on("type", "rare", |it| {
            it.r#type = RelationType::Qualifies.into();
        }),
        text("target", "some", &named.claim, |it, text| it.target = text),
        on("state", "frequent", |it| {
            it.state = RelationState::Suggested.into();
        }),
        on("state", "rare", |it| {
            it.state = RelationState::Rejected.into();
        }),
        text("author", "frequent", "matcher 1", author),
        text("author", "rare", "matcher 50", author),
        text("author", "none", "nobody", author),
        text("article", "some", &named.article, |it, text| {
            it.article = text;
        }),
    ]
}

pub fn reviews(named: &Named) -> Vec<Value<ListReviewsRequest>> {
    fn on(
        field: &'static str,
        name: &'static str,
        set: impl Fn(&mut ReviewFilter) + 'static,
    ) -> Value<ListReviewsRequest> {
        value(field, name, move |it: &mut ListReviewsRequest| {
            set(it.filter.get_or_insert_default());
        })
    }
    let text = |field, name, text: &str, set: fn(&mut ReviewFilter, String)| {
        let text = text.to_owned();
        on(field, name, move |it| set(it, text.clone()))
    };
    let claim = named.claim.clone();
    let author = |it: &mut ReviewFilter, text| it.author = text;
    vec![
        value("claim", "some", move |it: &mut ListReviewsRequest| {
            it.parent.clone_from(&claim);
        }),
        text("author", "frequent", "desk 1", author),
        text("author", "rare", "desk 50", author),
        text("author", "none", "nobody", author),
        on("verdict", "frequent", |it| {
            it.verdict = Verdict::True.into();
        }),
        on("verdict", "rare", |it| {
            it.verdict = Verdict::Unproven.into();
        }),
        on("verdict", "none", |it| it.verdict = Verdict::Satire.into()),
        text("article", "some", &named.article, |it, text| {
            it.article = text;
        }),
    ]
}
