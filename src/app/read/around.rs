//! Reads resources with what is beside them: what documents in exchange formats are written
//! from. Everything is read as of one moment, and only what is live.

use std::collections::{BTreeMap, BTreeSet};

use super::change::gone_error;
use crate::{
    app::{App, Error},
    domain::{
        Timestamp,
        resource::{ArticleId, ClaimId, Kind, Name},
    },
    store::{
        Reader,
        log::{PastList, past_list::PastPage},
        read::{
            Filter, IncludeDeleted, ReadOptions, View,
            list::{AppearanceFilter, ReviewFilter},
        },
    },
    wire::document,
};

/// The most appearances, and the most reviews, that are read beside a claim.
pub const BESIDE_CLAIM_MAX: usize = 100;

/// The most appearances that are read beside an article: as many as it can have.
pub const BESIDE_ARTICLE_MAX: usize = 1_500;

/// What is read beside resources, besides what they refer to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Where claims are printed.
    pub printings: bool,
    /// The reviews of claims.
    pub reviews: bool,
    /// What articles print.
    pub printed: bool,
}

/// Resources with what is beside them.
#[derive(Debug, Default)]
pub struct Around {
    /// The documents.
    pub docs: BTreeMap<Name, Vec<u8>>,
    /// The appearances and reviews of each claim that was read with them. Those of a claim that
    /// was merged into it are among them.
    pub of_claims: BTreeSet<(ClaimId, Name)>,
}

impl App {
    /// Reads a resource with what is beside it, as of a moment or now. If it was merged, it is its
    /// survivor. Returns its name, too.
    pub async fn with_around(
        &self,
        name: Name,
        beside: Beside,
        moment: Option<Timestamp>,
    ) -> Result<(Name, Around), Error> {
        let moment = match moment {
            Some(moment) => moment,
            None => self.store.reader().await?.lookup().now().await?,
        };
        self.settle(moment).await?;
        let options = ReadOptions {
            view: match name.kind() {
                Kind::Article => View::Full,
                _ => View::Basic,
            },
            include_deleted: IncludeDeleted::Live,
            moment: Some(moment),
        };
        let doc = self.get(name, options).await?;
        let name = document::decode(name.kind(), &doc)?.name;
        let around = self.around(vec![(name, doc)], beside, moment).await?;
        Ok((name, around))
    }

    /// Reads what is beside resources, given by their documents.
    pub async fn around(
        &self,
        given: Vec<(Name, Vec<u8>)>,
        beside: Beside,
        moment: Timestamp,
    ) -> Result<Around, Error> {
        let mut gathering = Gathering {
            reader: self.store.reader().await?,
            moment,
            new: given.iter().map(|(name, _)| *name).collect(),
            around: Around {
                docs: given.into_iter().collect(),
                of_claims: BTreeSet::new(),
            },
        };
        let given = gathering.new.clone();
        gathering.add_referred().await?;
        if beside.printed {
            gathering.add_printed(&given).await?;
        }
        gathering.add_children(&given, beside).await?;
        // What the added ones refer to: sources and articles, and then those who publish them.
        gathering.add_referred().await?;
        gathering.add_referred().await?;
        Ok(gathering.around)
    }
}

struct Gathering {
    reader: Reader,
    moment: Timestamp,
    /// What was added and not yet looked at for what it refers to.
    new: BTreeSet<Name>,
    around: Around,
}

impl Gathering {
    fn add(&mut self, name: Name, doc: Vec<u8>) {
        if self.around.docs.insert(name, doc).is_none() {
            self.new.insert(name);
        }
    }

    /// Adds what the new ones refer to.
    async fn add_referred(&mut self) -> Result<(), Error> {
        let mut wanted: BTreeMap<Kind, Vec<Name>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for name in std::mem::take(&mut self.new) {
            let Some(doc) = self.around.docs.get(&name) else {
                continue;
            };
            let stored = document::decode(name.kind(), doc)?;
            for referred in stored.resource.references() {
                if !self.around.docs.contains_key(&referred) && seen.insert(referred) {
                    wanted.entry(referred.kind()).or_default().push(referred);
                }
            }
        }
        for (kind, names) in wanted {
            let live = IncludeDeleted::Live;
            let read = self
                .reader
                .documents_as_of(kind, &names, View::Basic, live, self.moment);
            let past = read.await?;
            if let Some(name) = past.not_kept.first() {
                return Err(gone_error(&mut self.reader, *name).await?);
            }
            for (name, doc) in past.docs {
                self.add(name, doc);
            }
        }
        Ok(())
    }

    /// Adds what the articles among the names print, with the claims.
    async fn add_printed(&mut self, names: &BTreeSet<Name>) -> Result<(), Error> {
        for name in names {
            if let Name::Article(article) = name {
                let filter = printed_in(*article);
                for (name, doc) in self.all_of(&filter, BESIDE_ARTICLE_MAX).await? {
                    self.add(name, doc);
                }
            }
        }
        self.add_referred().await
    }

    /// Adds the children of the claims among the given resources, and of those that these are
    /// children of. Claims that are only referred to have none.
    async fn add_children(&mut self, given: &BTreeSet<Name>, beside: Beside) -> Result<(), Error> {
        let claims = given.iter().filter_map(|name| match name {
            Name::Claim(claim) => Some(*claim),
            name => name.claim(),
        });
        let claims: BTreeSet<ClaimId> = claims.collect();
        for claim in claims {
            let filters = [
                beside.printings.then(|| printings_of(claim)),
                beside.reviews.then(|| reviews_of(claim)),
            ];
            for filter in filters.into_iter().flatten() {
                for (name, doc) in self.all_of(&filter, BESIDE_CLAIM_MAX).await? {
                    self.around.of_claims.insert((claim, name));
                    self.add(name, doc);
                }
            }
        }
        Ok(())
    }

    /// Everything that a filter selects, up to a maximum.
    async fn all_of(&mut self, filter: &Filter, max: usize) -> Result<Vec<(Name, Vec<u8>)>, Error> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let list = PastList {
                filter,
                include_deleted: IncludeDeleted::Live,
                view: View::Basic,
                moment: self.moment,
                after,
                size: max - all.len(),
            };
            let PastPage { docs, next } = self.reader.list_as_of(&list).await?;
            all.extend(docs);
            if next.is_none() || all.len() >= max {
                return Ok(all);
            }
            after = next;
        }
    }
}

fn printings_of(claim: ClaimId) -> Filter {
    Filter::Appearances(AppearanceFilter {
        claim: Some(claim),
        ..AppearanceFilter::default()
    })
}

fn printed_in(article: ArticleId) -> Filter {
    Filter::Appearances(AppearanceFilter {
        article: Some(article),
        ..AppearanceFilter::default()
    })
}

fn reviews_of(claim: ClaimId) -> Filter {
    Filter::Reviews(ReviewFilter {
        claim: Some(claim),
        ..ReviewFilter::default()
    })
}
