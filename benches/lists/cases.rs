//! The fields of each filter with the values that are listed, and the calls that list them.

use claimstore::wire::pb::{
    AnchorPurpose, AnchoringChange, AnchoringOutcome, AppearanceFilter, AppearanceForm,
    ArticleFilter, ClaimFilter, ClaimType, CountClaimsRequest, DisputeReason, ExternalId, Genre,
    ListAppearancesRequest, ListArticlesRequest, ListClaimsRequest, ListRelationsRequest,
    ListReviewsRequest, ListSourcesRequest, Modality, Position, RelationFilter, RelationState,
    RelationType, ReviewFilter, SourceFilter, SourceKind, Verdict,
    article_service_client::ArticleServiceClient, claim_service_client::ClaimServiceClient,
    review_service_client::ReviewServiceClient, source_service_client::SourceServiceClient,
};
use prost_types::Timestamp;
use sqlx::PgConnection;
use tonic::transport::Channel;

/// A request for the first or a later page of a list.
pub trait List: Clone + Default {
    /// What is listed.
    const KIND: &'static str;

    /// Lists everything.
    fn all() -> Self {
        Self::default()
    }

    fn at(&mut self, moment: Timestamp);

    fn after(&mut self, token: String);

    /// Calls, and returns how many were on the page, and the token of the next one.
    async fn call(self, channel: &Channel) -> (usize, String);
}

macro_rules! list {
    ($request:ty, $kind:literal, $client:ident, $method:ident, $field:ident $(, $parent:ident)?) => {
        impl List for $request {
            const KIND: &'static str = $kind;
            $(
                fn all() -> Self {
                    Self {
                        $parent: "claims/-".to_owned(),
                        ..Self::default()
                    }
                }
            )?

            fn at(&mut self, moment: Timestamp) {
                self.read_time = Some(moment);
            }

            fn after(&mut self, token: String) {
                self.page_token = token;
            }

            async fn call(self, channel: &Channel) -> (usize, String) {
                let client = $client::new(channel.clone());
                let page = client
                    .max_decoding_message_size(8 << 20)
                    .$method(self)
                    .await;
                let page = page.unwrap().into_inner();
                (page.$field.len(), page.next_page_token)
            }
        }
    };
}

list!(
    ListClaimsRequest,
    "claims",
    ClaimServiceClient,
    list_claims,
    claims
);
list!(
    ListAppearancesRequest,
    "appearances",
    ClaimServiceClient,
    list_appearances,
    appearances,
    parent
);
list!(
    ListArticlesRequest,
    "articles",
    ArticleServiceClient,
    list_articles,
    articles
);
list!(
    ListSourcesRequest,
    "sources",
    SourceServiceClient,
    list_sources,
    sources
);
list!(
    ListRelationsRequest,
    "relations",
    ClaimServiceClient,
    list_relations,
    relations,
    parent
);
list!(
    ListReviewsRequest,
    "reviews",
    ReviewServiceClient,
    list_reviews,
    reviews,
    parent
);

/// A count of claims, with the filter of a list of claims.
#[derive(Clone, Default)]
pub struct Count(pub ListClaimsRequest);

impl List for Count {
    const KIND: &'static str = "count";

    fn at(&mut self, _: Timestamp) {}

    fn after(&mut self, _: String) {}

    async fn call(self, channel: &Channel) -> (usize, String) {
        let mut client = ClaimServiceClient::new(channel.clone());
        let request = CountClaimsRequest {
            filter: self.0.filter,
        };
        let counted = client.count_claims(request).await.unwrap().into_inner();
        (usize::try_from(counted.count).unwrap(), String::new())
    }
}

/// A value of a field of a filter.
pub struct Value<R> {
    pub field: &'static str,
    pub value: &'static str,
    /// Whether the field can be asked as of a moment.
    pub has_history: bool,
    pub set: Box<dyn Fn(&mut R)>,
}

fn value<R>(field: &'static str, value: &'static str, set: impl Fn(&mut R) + 'static) -> Value<R> {
    Value {
        field,
        value,
        has_history: true,
        set: Box::new(set),
    }
}

impl Value<ListClaimsRequest> {
    /// Sets the field of a count.
    pub fn counted(self) -> Value<Count> {
        Value {
            field: self.field,
            value: self.value,
            has_history: false,
            set: Box::new(move |count: &mut Count| (self.set)(&mut count.0)),
        }
    }
}

impl<R> Value<R> {
    fn without_history(self) -> Self {
        Self {
            has_history: false,
            ..self
        }
    }
}

/// The resources that filters name.
#[derive(Clone)]
pub struct Named {
    /// A claim with a few appearances and relations.
    pub claim: String,
    /// A claim that another is merged into.
    pub survivor: String,
    pub article: String,
    /// A source that a thirtieth of the appearances rest on.
    pub frequent: String,
    /// A source with a few appearances.
    pub source: String,
    /// A source that another is merged into.
    pub merged: String,
    /// What nothing refers to.
    pub nobody: String,
}

impl Named {
    /// The names of some resources among those of `fill.sql`.
    pub async fn read(connection: &mut PgConnection, claims: usize) -> Self {
        let mut names = Vec::new();
        for (collection, kind, number) in [
            ("claims", "claim", claims / 250),
            ("claims", "claim", 513),
            ("articles", "article", claims / 10_000 + 1),
            ("sources", "source", 1),
            ("sources", "source", claims / 1_500),
            ("sources", "source", 217),
            ("sources", "nobody", 0),
        ] {
            let id = sqlx::query_scalar::<_, String>("select (md5($1 || ' ' || $2)::uuid)::text");
            let id = id.bind(kind).bind(number.to_string());
            let id = id.fetch_one(&mut *connection).await.unwrap();
            names.push(format!("{collection}/{id}"));
        }
        let [claim, survivor, article, frequent, source, merged, nobody] =
            names.try_into().unwrap();
        Self {
            claim,
            survivor,
            article,
            frequent,
            source,
            merged,
            nobody,
        }
    }
}

pub fn claims(named: &Named) -> Vec<Value<ListClaimsRequest>> {
    fn on(
        field: &'static str,
        name: &'static str,
        set: impl Fn(&mut ClaimFilter) + 'static,
    ) -> Value<ListClaimsRequest> {
        value(field, name, move |it: &mut ListClaimsRequest| {
            set(it.filter.get_or_insert_default());
        })
    }
    let text = |field, name, text: &str, set: fn(&mut ClaimFilter, String)| {
        let text = text.to_owned();
        on(field, name, move |it| set(it, text.clone()))
    };
    let article = |it: &mut ClaimFilter, text| it.article = text;
    let source = |it: &mut ClaimFilter, text| it.source = text;
    let language = |it: &mut ClaimFilter, text| it.language = text;
    let tag = |it: &mut ClaimFilter, text| it.tag = text;
    let measure = |it: &mut ClaimFilter, text| it.measure = text;
    let merged_into = |it: &mut ClaimFilter, text| it.merged_into = text;
    vec![
        text("article", "some", &named.article, article),
        text(
            "article",
            "none",
            &named.nobody.replace("sources", "articles"),
            article,
        ),
        text("source", "frequent", &named.frequent, source).without_history(),
        text("source", "some", &named.source, source).without_history(),
        text("source", "none", &named.nobody, source).without_history(),
        on("type", "frequent", |it| {
            it.r#type = ClaimType::EventOrProperty.into()
        }),
        on("type", "QUOTATION", |it| {
            it.r#type = ClaimType::Quotation.into()
        }),
        on("type", "rare", |it| {
            it.r#type = ClaimType::Prediction.into()
        }),
        text("language", "en", "en", language),
        text("language", "fr", "fr", language),
        text("language", "rare", "mt", language),
        text("language", "none", "pl", language),
        text("tag", "frequent", "politics", tag),
        text("tag", "bundestag", "bundestag", tag),
        text("tag", "some", "topic-50", tag),
        text("tag", "rare", "rare", tag),
        text("tag", "unique", "unique", tag),
        text("tag", "none", "nothing", tag),
        text("measure", "frequent", "persons", measure),
        text("measure", "some", "measure-40", measure),
        text("measure", "none", "nothing", measure),
        on("disputed", "true", |it| it.disputed = Some(true)),
        on("disputed", "false", |it| it.disputed = Some(false)),
        on("dispute_reason", "some", |it| {
            it.dispute_reason = DisputeReason::OppositeStances.into();
        }),
        on("dispute_reason", "source", |it| {
            it.dispute_reason = DisputeReason::RetractedSource.into();
        }),
        on("dispute_reason", "none", |it| {
            it.dispute_reason = DisputeReason::ConfirmedContradiction.into();
        }),
        on("verdict", "frequent", |it| {
            it.verdict = Verdict::True.into()
        }),
        on("verdict", "none", |it| it.verdict = Verdict::Satire.into()),
        on("reviewed", "true", |it| it.reviewed = Some(true)),
        on("reviewed", "false", |it| it.reviewed = Some(false)),
        on("retracted", "true", |it| it.retracted = Some(true)),
        on("retracted", "false", |it| it.retracted = Some(false)),
        text("merged_into", "some", &named.survivor, merged_into),
        text("merged_into", "none", &named.claim, merged_into),
    ]
}

pub fn appearances(named: &Named) -> Vec<Value<ListAppearancesRequest>> {
    fn on(
        field: &'static str,
        name: &'static str,
        set: impl Fn(&mut AppearanceFilter) + 'static,
    ) -> Value<ListAppearancesRequest> {
        value(field, name, move |it: &mut ListAppearancesRequest| {
            set(it.filter.get_or_insert_default());
        })
    }
    let text = |field, name, text: &str, set: fn(&mut AppearanceFilter, String)| {
        let text = text.to_owned();
        on(field, name, move |it| set(it, text.clone()))
    };
    let claim = named.claim.clone();
    let article = |it: &mut AppearanceFilter, text| it.article = text;
    let source = |it: &mut AppearanceFilter, text| it.source = text;
    vec![
        value("claim", "some", move |it: &mut ListAppearancesRequest| {
            it.parent.clone_from(&claim);
        }),
        text("article", "some", &named.article, article),
        text(
            "article",
            "none",
            &named.nobody.replace("sources", "articles"),
            article,
        ),
        text("source", "frequent", &named.frequent, source),
        text("source", "some", &named.source, source),
        text("source", "none", &named.nobody, source),
        on("form", "frequent", |it| {
            it.form = AppearanceForm::Stated.into()
        }),
        on("form", "rare", |it| {
            it.form = AppearanceForm::Implied.into()
        }),
        on("modality", "frequent", |it| {
            it.modality = Modality::Certain.into()
        }),
        on("modality", "rare", |it| {
            it.modality = Modality::Predicted.into()
        }),
        on("position", "affirms", |it| {
            it.position = Position::Affirms.into()
        }),
        on("position", "doubts", |it| {
            it.position = Position::Doubts.into()
        }),
        on("anchor_purpose", "some", |it| {
            it.anchor_purpose = AnchorPurpose::Evidence.into();
        }),
        on("anchor_purpose", "none", |it| {
            it.anchor_purpose = AnchorPurpose::Relation.into();
        }),
        on("anchoring_outcome", "frequent", |it| {
            it.anchoring_outcome = AnchoringOutcome::Unchanged.into();
        }),
        on("anchoring_outcome", "rare", |it| {
            it.anchoring_outcome = AnchoringOutcome::Orphaned.into();
        }),
        on("anchoring_change", "some", |it| {
            it.anchoring_change = AnchoringChange::Figure.into();
        }),
        on("anchoring_change", "none", |it| {
            it.anchoring_change = AnchoringChange::Typography.into();
        }),
        on("outcome_start_time", "early", move |it| {
            it.outcome_start_time = time(1_600_000_000);
        }),
        on("outcome_start_time", "late", move |it| {
            it.outcome_start_time = time(1_760_000_000);
        }),
        on("outcome_end_time", "early", move |it| {
            it.outcome_end_time = time(1_600_000_001);
        }),
        on("outcome_end_time", "late", move |it| {
            it.outcome_end_time = time(1_770_000_000);
        }),
    ]
}

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
            it.uri = text
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
            it.genre = Genre::NewsArticle.into()
        }),
        on("genre", "rare", |it| {
            it.genre = Genre::LiveBlogPosting.into()
        }),
        on("retracted", "true", |it| it.retracted = Some(true)),
        on("retracted", "false", |it| it.retracted = Some(false)),
        on("corrected", "true", |it| it.corrected = Some(true)),
        on("corrected", "false", |it| it.corrected = Some(false)),
        on("rests_on_retracted", "true", |it| {
            it.rests_on_retracted = Some(true)
        })
        .without_history(),
        on("rests_on_retracted", "false", |it| {
            it.rests_on_retracted = Some(false)
        })
        .without_history(),
        on("published_start_time", "early", move |it| {
            it.published_start_time = early
        }),
        on("published_start_time", "late", move |it| {
            it.published_start_time = late
        }),
        on("published_end_time", "early", move |it| {
            it.published_end_time = early
        }),
        on("published_end_time", "late", move |it| {
            it.published_end_time = late
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

const fn time(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
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
            it.kind = SourceKind::Organization.into()
        }),
        on("kind", "rare", |it| it.kind = SourceKind::Image.into()),
        text("url", "none", "https://example.org/a", |it, text| {
            it.url = text
        }),
        text("same_as", "none", "https://example.org/a", |it, text| {
            it.same_as = text
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
            it.r#type = RelationType::Supports.into()
        }),
        on("type", "rare", |it| {
            it.r#type = RelationType::Qualifies.into()
        }),
        text("target", "some", &named.claim, |it, text| it.target = text),
        on("state", "frequent", |it| {
            it.state = RelationState::Suggested.into()
        }),
        on("state", "rare", |it| {
            it.state = RelationState::Rejected.into()
        }),
        text("author", "frequent", "matcher 1", author),
        text("author", "rare", "matcher 50", author),
        text("author", "none", "nobody", author),
        text("article", "some", &named.article, |it, text| {
            it.article = text
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
            it.verdict = Verdict::True.into()
        }),
        on("verdict", "rare", |it| {
            it.verdict = Verdict::Unproven.into()
        }),
        on("verdict", "none", |it| it.verdict = Verdict::Satire.into()),
        text("article", "some", &named.article, |it, text| {
            it.article = text
        }),
    ]
}
