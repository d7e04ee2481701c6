//! The lists, with values of the fields of their filters.

pub mod around;
pub mod claims;

use claimstore::wire::pb::{
    CountClaimsRequest, ListAppearancesRequest, ListArticlesRequest, ListClaimsRequest,
    ListRelationsRequest, ListReviewsRequest, ListSourcesRequest,
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

pub const fn time(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

/// A value of a field of a filter.
pub struct Value<R> {
    pub field: &'static str,
    pub value: &'static str,
    /// Whether the field can be asked as of a moment.
    pub has_history: bool,
    pub set: Box<dyn Fn(&mut R)>,
}

pub fn value<R>(
    field: &'static str,
    value: &'static str,
    set: impl Fn(&mut R) + 'static,
) -> Value<R> {
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
    pub fn without_history(self) -> Self {
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
