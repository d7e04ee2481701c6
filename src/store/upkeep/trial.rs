//! A trial whether anything can be written: it writes as calls do, and rolls back.
//!
//! A disk that is full refuses what needs new space, and a small row may still fit into what a
//! table has. So the trial is larger than the space that is free by chance.

use std::iter::repeat_with;

use uuid::Uuid;

use crate::{
    domain::resource::{Article, ArticleId, Claim, ClaimId, Name, Resource, Source, SourceId},
    store::{
        Error, Store,
        log::Author,
        write::{Batch, Write},
    },
};

/// The author of what is tried. It is in no log.
const AUTHOR: Author<'static> = Author {
    actor: "claimstore",
    request: None,
};

/// How many ids the text has: 64 KiB, of which half is random and cannot be compressed.
const IDS: usize = 2_048;

/// Fails as a write of a caller would.
pub(super) async fn write(store: &Store) -> Result<(), Error> {
    let id = Uuid::now_v7();
    let text: String = repeat_with(|| Uuid::now_v7().simple().to_string())
        .take(IDS)
        .collect();
    let source = Source {
        display_name: id.to_string(),
        anonymity_reason: text.clone(),
        ..Source::default()
    };
    let article = Article {
        headline: id.to_string(),
        body: text.as_str().into(),
        ..Article::default()
    };
    let claim = Claim {
        statement: id.to_string(),
        language: "en".to_owned(),
        note: text,
        ..Claim::default()
    };
    let batch = Batch {
        writes: vec![
            new(Name::Source(SourceId::new(id)), Resource::Source(source)),
            new(
                Name::Article(ArticleId::new(id)),
                Resource::Article(article, 1),
            ),
            new(Name::Claim(ClaimId::new(id)), Resource::Claim(claim)),
        ],
        ..Batch::default()
    };
    let transaction = store.begin_trial().await?;
    transaction.try_out(&AUTHOR, batch).await
}

fn new(name: Name, after: Resource) -> Write {
    Write {
        name,
        before: None,
        after,
        is_deleted: false,
        erasure: None,
        identity: None,
        keys: None,
        follows: None,
    }
}
