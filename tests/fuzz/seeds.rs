//! The inputs that are not found by the fuzzer, but made here: of the samples of other tests, and of texts that the
//! documents have. `UPDATE_CORPUS=1 cargo test --locked seeds` writes them.

use std::{fs, io::ErrorKind};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use claimstore::wire::{
    cursor,
    pb::{
        Appearance, Article, Bundle, BundleClaim, BundleSource, Claim, Relation, Review, Source,
        Verdict,
    },
};
use prost::Message;
use prost_types::Timestamp;
use uuid::Uuid;

use super::replayed::folder;
use crate::support::samples::{
    full_appearance, full_article, full_claim, full_relation, full_review, full_source, outlet,
    review,
};

mod written;

const ID: &str = "0198c0de-0000-7000-8000-000000000001";

fn time(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp {
        seconds,
        nanos: 1_000,
    })
}

/// One of each kind, as they are stored.
struct Stored {
    source: Source,
    article: Article,
    claim: Claim,
    appearance: Appearance,
    relation: Relation,
    review: Review,
}

impl Stored {
    fn new() -> Self {
        let name = |collection: &str| format!("{collection}/{ID}");
        let below = |collection: &str| format!("claims/{ID}/{collection}/{ID}");
        let publisher = Source {
            name: name("sources"),
            ..outlet("Kyiv")
        };
        let original = Claim {
            name: name("claims"),
            ..Claim::default()
        };
        let piece = Article {
            name: name("articles"),
            ..full_article(&publisher)
        };
        let printed = Appearance {
            name: below("appearances"),
            ..full_appearance(&piece, &publisher)
        };
        let (create_time, update_time, revision) = (time(1_745_000_000), time(1_745_000_001), 2);
        Self {
            source: Source {
                name: name("sources"),
                revision,
                create_time,
                update_time,
                ..full_source(&publisher)
            },
            article: Article {
                revision,
                create_time,
                update_time,
                version: 1,
                ..piece
            },
            claim: Claim {
                name: name("claims"),
                revision,
                create_time,
                update_time,
                ..full_claim(&original)
            },
            relation: Relation {
                name: below("relations"),
                revision,
                create_time,
                update_time,
                ..full_relation(&original, &printed)
            },
            review: Review {
                name: below("reviews"),
                revision,
                create_time,
                update_time,
                ..full_review(&publisher, &original)
            },
            appearance: Appearance {
                revision,
                create_time,
                update_time,
                article_version: 1,
                ..printed
            },
        }
    }

    /// The documents, in the order of their kinds.
    fn documents(&self) -> Vec<Vec<u8>> {
        vec![
            self.source.encode_to_vec(),
            self.article.encode_to_vec(),
            self.claim.encode_to_vec(),
            self.appearance.encode_to_vec(),
            self.relation.encode_to_vec(),
            self.review.encode_to_vec(),
        ]
    }

    /// A bundle of them.
    fn bundle(self) -> Bundle {
        let key = |key: &str| key.to_owned();
        Bundle {
            article: Some(Article {
                name: String::new(),
                ..self.article
            }),
            sources: vec![BundleSource {
                key: key("kyiv"),
                source: Some(Source {
                    name: String::new(),
                    ..self.source
                }),
            }],
            claims: vec![BundleClaim {
                key: key("one"),
                claim: Some(Claim {
                    name: String::new(),
                    ..self.claim
                }),
                appearances: vec![Appearance {
                    name: String::new(),
                    ..self.appearance
                }],
                ..BundleClaim::default()
            }],
            ..Bundle::default()
        }
    }
}

/// An input with the bytes that choose before it.
fn after(choice: &[u8], rest: &[u8]) -> Vec<u8> {
    [choice, rest].concat()
}

/// A request with a message in its first field.
fn first_field(message: &[u8]) -> Vec<u8> {
    let mut request = vec![0x0a];
    prost::encode_length_delimiter(message.len(), &mut request).unwrap();
    request.extend_from_slice(message);
    request
}

fn binary() -> Vec<(&'static str, Vec<u8>)> {
    let mut seeds = Vec::new();
    let documents = Stored::new().documents();
    for (number, document) in (0..).zip(&documents) {
        seeds.push(("documents", after(&[number], document)));
        let parts: [&[u8]; 4] = [&[number], b"", document, document];
        seeds.push(("masks", parts.join(&0xff)));
    }
    for (kind, mask) in [
        (0, "display_name,same_as"),
        (1, "body"),
        (2, "*"),
        (2, "period.from"),
        (5, ""),
    ] {
        let patch = &documents[usize::from(kind)];
        let empty = Vec::new();
        let parts = [&[kind][..], mask.as_bytes(), patch, &empty];
        seeds.push(("masks", parts.join(&0xff)));
    }
    let bundle = Stored::new().bundle();
    seeds.push(("bundles", bundle.encode_to_vec()));
    let few = BundleClaim {
        claim: Some(Claim {
            statement: "It is so".to_owned(),
            language: "en".to_owned(),
            ..Claim::default()
        }),
        reviews: vec![review("Desk", Verdict::False, 1)],
        ..BundleClaim::default()
    };
    seeds.push((
        "bundles",
        Bundle {
            claims: vec![few],
            ..Bundle::default()
        }
        .encode_to_vec(),
    ));
    seeds.push((
        "bundles",
        Bundle {
            restore: true,
            ..bundle
        }
        .encode_to_vec(),
    ));
    for (sort, cursor) in [
        (0, cursor::encode(b"ab", Uuid::from_u128(7))),
        (1, cursor::encode(b"ab", 3)),
        (2, cursor::encode(b"ab", (1.5_f32, Uuid::from_u128(7)))),
    ] {
        seeds.push(("cursors", after(&[sort, 2, b'a', b'b'], &cursor)));
    }
    for length in [24, 42] {
        let mut position = vec![0; length];
        position[3] = 1;
        position[11] = 9;
        if let Some(kind) = position.get_mut(25) {
            *kind = 2;
        }
        seeds.push(("positions", BASE64.encode(position).into_bytes()));
    }
    seeds.push(("positions", b"AAAA".to_vec()));
    for method in 0_u8..100 {
        let message = &documents[usize::from(method) % documents.len()];
        if method % 9 == 0 {
            seeds.push(("requests", after(&[method], &first_field(message))));
        }
        let made: Vec<u8> = (0_u8..120)
            .map(|it| it.wrapping_mul(method | 1).wrapping_add(method))
            .collect();
        if method % 5 == 0 {
            seeds.push(("requests_by_contract", after(&[method], &made)));
        }
    }
    seeds
}

fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let written = written::TEXTS.iter();
    let texts = written
        .flat_map(|(target, texts)| texts.iter().map(|it| (*target, it.as_bytes().to_vec())));
    texts.chain(binary()).collect()
}

#[test]
fn the_seeds_of_the_fuzzer_are_committed() {
    let is_update = std::env::var_os("UPDATE_CORPUS").is_some();
    let mut number = std::collections::BTreeMap::new();
    for (target, bytes) in seeds() {
        let number: &mut usize = number.entry(target).or_default();
        *number += 1;
        let path = folder().join(target).join(format!("seed-{number:02}"));
        if is_update {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &bytes).unwrap();
            continue;
        }
        match fs::read(&path) {
            Ok(found) => assert_eq!(
                found,
                bytes,
                "{}: UPDATE_CORPUS=1 writes it",
                path.display()
            ),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                panic!("{} is missing", path.display())
            }
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }
}
