//! The resources in the bundles of an export, each as the bytes that the log has a digest of.

use prost::Message as _;

use super::{
    document,
    message::{ResourceMessage, with_message},
    pb,
};
use crate::domain::resource::Kind;

/// A resource in a bundle of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// Its name, as it is written.
    pub name: String,
    /// Its revision. 0 if only the text of an earlier version of an article was kept.
    pub revision: i64,
    /// What it is, encoded as the log's digest is made of it.
    pub content: Vec<u8>,
}

/// The resources in a bundle. Those that are only named, because others belong to them, are left out.
pub fn bundled(bundle: pb::Bundle) -> Vec<Bundled> {
    let pb::Bundle {
        article,
        sources,
        claims,
        restore: _,
        earlier_version: _,
    } = bundle;
    let mut all = Vec::new();
    for source in sources {
        all.extend(source.source.and_then(of));
    }
    let mut children = Vec::new();
    for claim in claims {
        all.extend(claim.claim.and_then(of));
        children.extend(claim.appearances.into_iter().filter_map(of));
        children.extend(claim.relations.into_iter().filter_map(of));
        children.extend(claim.reviews.into_iter().filter_map(of));
    }
    all.extend(article.and_then(of));
    all.extend(children);
    all
}

/// What the log's digest of a resource is made of, written as this build writes it.
pub fn recoded(kind: Kind, content: &[u8]) -> Option<Vec<u8>> {
    with_message!(kind, M => Some(encoded(M::decode(content).ok()?)), standing => None)
}

/// A resource, unless it is only named.
fn of<M: ResourceMessage>(message: M) -> Option<Bundled> {
    let mut named = M::default();
    named.set_name(message.name());
    let name = message.name().to_owned();
    let revision = message.revision();
    match message.encode_to_vec() == named.encode_to_vec() {
        true => None,
        false => Some(Bundled {
            name,
            revision,
            content: encoded(message),
        }),
    }
}

/// An article is encoded in three parts, because its text is stored by itself: without its body, the body,
/// and the headline once more.
fn encoded<M: ResourceMessage>(message: M) -> Vec<u8> {
    let whole = message.encode_to_vec();
    if M::KIND != Kind::Article {
        return whole;
    }
    let Ok(mut article) = pb::Article::decode(whole.as_slice()) else {
        return whole;
    };
    let body = std::mem::take(&mut article.body);
    let mut bytes = article.encode_to_vec();
    bytes.extend(document::encode_body(&body));
    bytes.extend(document::encode_headline(&article.headline));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(statement: &str, revision: i64) -> pb::Claim {
        pb::Claim {
            name: "claims/0198c0de-0000-7000-8000-000000000002".to_owned(),
            statement: statement.to_owned(),
            revision,
            ..pb::Claim::default()
        }
    }

    #[test]
    fn what_is_only_named_is_left_out_and_what_says_more_is_not() {
        let bundle = |claim: pb::Claim| pb::Bundle {
            claims: vec![pb::BundleClaim {
                claim: Some(claim),
                ..pb::BundleClaim::default()
            }],
            ..pb::Bundle::default()
        };
        assert_eq!(bundled(bundle(claim("", 0))), []);
        let said = bundled(bundle(claim("Planted", 2)));
        assert_eq!((said.len(), said[0].revision), (1, 2));
        assert_eq!(bundled(bundle(claim("Planted", 0))).len(), 1);
    }

    #[test]
    fn an_article_is_the_same_bytes_in_whatever_order_its_fields_came() {
        let article = pb::Article {
            name: "articles/0198c0de-0000-7000-8000-000000000002".to_owned(),
            headline: "Headline".to_owned(),
            body: "Text".to_owned(),
            revision: 1,
            ..pb::Article::default()
        };
        let given = pb::Bundle {
            article: Some(article.clone()),
            ..pb::Bundle::default()
        };
        let content = bundled(given).remove(0).content;
        let recoded = recoded(Kind::Article, &article.encode_to_vec());
        assert_eq!(recoded, Some(content.clone()));
        assert!(content.ends_with(&document::encode_headline("Headline")));
        assert_eq!(pb::Article::decode(content.as_slice()), Ok(article));
    }
}
