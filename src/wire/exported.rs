//! The responses of an export: bundles of stored documents, which are sent as they are.
//!
//! In the encoding, a field of bytes and a field of a message are the same.

use prost::Message;

use super::{pb, value::read};
use crate::domain::{
    Timestamp,
    resource::{Name, SourceId},
};

/// A response of an export, as `ExportBundlesResponse` has it.
#[derive(Clone, PartialEq, Message)]
pub struct ExportedResponse {
    #[prost(message, optional, tag = "1")]
    bundle: Option<ExportedBundle>,
    #[prost(string, tag = "2")]
    resume_token: String,
    #[prost(message, optional, tag = "3")]
    read_time: Option<prost_types::Timestamp>,
    #[prost(string, tag = "4")]
    position: String,
    #[prost(int64, tag = "5")]
    estimated_resource_count: i64,
}

impl ExportedResponse {
    /// A response with a bundle, or without one at the end.
    pub fn of(
        bundle: Option<ExportedBundle>,
        resume_token: String,
        read_time: Timestamp,
        position: String,
        estimated_resource_count: Option<i64>,
    ) -> Self {
        Self {
            bundle,
            resume_token,
            read_time: Some(read::to_timestamp(read_time)),
            position,
            estimated_resource_count: estimated_resource_count.unwrap_or_default(),
        }
    }
}

/// A bundle of documents, as `Bundle` has it.
#[derive(Clone, PartialEq, Message)]
pub struct ExportedBundle {
    #[prost(bytes = "vec", optional, tag = "1")]
    article: Option<Vec<u8>>,
    #[prost(message, repeated, tag = "2")]
    sources: Vec<ExportedSource>,
    #[prost(message, repeated, tag = "3")]
    claims: Vec<ExportedClaim>,
    #[prost(bool, tag = "4")]
    restore: bool,
    #[prost(bool, tag = "5")]
    earlier_version: bool,
}

#[derive(Clone, PartialEq, Message)]
struct ExportedSource {
    #[prost(string, tag = "1")]
    key: String,
    #[prost(bytes = "vec", tag = "2")]
    source: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
struct ExportedClaim {
    #[prost(bytes = "vec", tag = "2")]
    claim: Vec<u8>,
    #[prost(bytes = "vec", repeated, tag = "3")]
    appearances: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "4")]
    relations: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "5")]
    reviews: Vec<Vec<u8>>,
}

impl ExportedBundle {
    /// A bundle with resources of any kinds but articles.
    pub fn of_resources(docs: Vec<(Name, Vec<u8>)>) -> Self {
        let mut bundle = Self::empty();
        for (name, doc) in docs {
            bundle.add(name, doc);
        }
        bundle
    }

    /// A bundle with an article, and the keys by which its bundles name sources.
    pub fn of_article(
        article: Vec<u8>,
        keys: Vec<(String, SourceId)>,
        is_earlier_version: bool,
    ) -> Self {
        let keys = keys.into_iter().map(|(key, source)| ExportedSource {
            key,
            source: reference(Name::Source(source)),
        });
        Self {
            article: Some(article),
            sources: keys.collect(),
            earlier_version: is_earlier_version,
            ..Self::empty()
        }
    }

    fn empty() -> Self {
        Self {
            restore: true,
            ..Self::default()
        }
    }

    fn add(&mut self, name: Name, doc: Vec<u8>) {
        match name {
            Name::Source(_) => self.sources.push(ExportedSource {
                key: String::new(),
                source: doc,
            }),
            Name::Article(_) => self.article = Some(doc),
            Name::Claim(_) => self.claims.push(ExportedClaim {
                claim: doc,
                ..ExportedClaim::default()
            }),
            Name::Appearance(claim, _) => self.below(Name::Claim(claim)).appearances.push(doc),
            Name::Relation(claim, _) => self.below(Name::Claim(claim)).relations.push(doc),
            Name::Review(claim, _) => self.below(Name::Claim(claim)).reviews.push(doc),
            // It is computed, and never exported.
            Name::Standing(_) => {}
        }
    }

    /// The item of a claim to which a child is added: the last one, or a new one that names
    /// the claim.
    fn below(&mut self, claim: Name) -> &mut ExportedClaim {
        let reference = reference(claim);
        let is_last = self.claims.last().is_some_and(|it| it.claim == reference);
        if !is_last {
            self.claims.push(ExportedClaim {
                claim: reference,
                ..ExportedClaim::default()
            });
        }
        let last = self.claims.len() - 1;
        &mut self.claims[last]
    }
}

/// The encoding of a resource of which only the name is said. Its field has the same number
/// in every kind.
fn reference(name: Name) -> Vec<u8> {
    let source = pb::Source {
        name: name.to_string(),
        ..pb::Source::default()
    };
    source.encode_to_vec()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::resource::{AppearanceId, ClaimId, ReviewId};

    fn decoded(bundle: ExportedBundle) -> pb::Bundle {
        let response = ExportedResponse::of(
            Some(bundle),
            "t".into(),
            Timestamp::UNIX_EPOCH,
            "p".into(),
            Some(7),
        );
        let response = pb::ExportBundlesResponse::decode(&*response.encode_to_vec()).unwrap();
        assert_eq!((&*response.resume_token, &*response.position), ("t", "p"));
        assert_eq!(response.read_time, Some(prost_types::Timestamp::default()));
        assert_eq!(response.estimated_resource_count, 7);
        response.bundle.unwrap()
    }

    #[test]
    fn a_response_is_the_message_of_the_contract() {
        let claim = |statement: &str| pb::Claim {
            statement: statement.into(),
            ..pb::Claim::default()
        };
        let id = |id| Uuid::from_u128(id);
        let (first, second) = (ClaimId::new(id(1)), ClaimId::new(id(2)));
        let source = pb::Source {
            display_name: "Agency".into(),
            ..pb::Source::default()
        };
        let appearance = pb::Appearance {
            name: "a".into(),
            ..pb::Appearance::default()
        };
        let review = pb::Review {
            name: "r".into(),
            ..pb::Review::default()
        };
        let source_name = Name::Source(SourceId::new(id(3)));
        let below =
            |claim, id: u128| Name::Appearance(claim, AppearanceId::new(Uuid::from_u128(id)));
        let bundle = decoded(ExportedBundle::of_resources(vec![
            (source_name, source.encode_to_vec()),
            (Name::Claim(first), claim("It rose").encode_to_vec()),
            (below(second, 5), appearance.encode_to_vec()),
            (below(second, 6), appearance.encode_to_vec()),
            (
                Name::Review(first, ReviewId::new(id(7))),
                review.encode_to_vec(),
            ),
        ]));
        assert!(bundle.restore && !bundle.earlier_version);
        assert_eq!(bundle.sources[0].source, Some(source));
        let [rose, below, reviewed] = &bundle.claims[..] else {
            panic!("{:?}", bundle.claims);
        };
        assert_eq!(rose.claim, Some(claim("It rose")));
        let named = |claim: &Option<pb::Claim>| claim.as_ref().unwrap().name.clone();
        assert_eq!(named(&below.claim), Name::Claim(second).to_string());
        assert_eq!(below.appearances, [appearance.clone(), appearance]);
        assert_eq!(named(&reviewed.claim), Name::Claim(first).to_string());
        assert_eq!(reviewed.reviews, [review]);

        let article = pb::Article {
            headline: "Prices".into(),
            ..pb::Article::default()
        };
        let keys = vec![("ministry".to_owned(), SourceId::new(id(3)))];
        let bundle = decoded(ExportedBundle::of_article(
            article.encode_to_vec(),
            keys,
            true,
        ));
        assert!(bundle.restore && bundle.earlier_version);
        assert_eq!(bundle.article, Some(article));
        assert_eq!(bundle.sources[0].key, "ministry");
        let source = bundle.sources[0].source.as_ref().unwrap();
        assert_eq!(source.name, source_name.to_string());
    }
}
