//! Reads resources with what is beside them: what documents in exchange formats are written
//! from. Everything is read as of one moment, and only what is live.

use std::collections::{BTreeMap, BTreeSet};

use tokio::task::yield_now;

use super::change::gone_error;
use crate::{
    app::{App, Error},
    domain::{
        Timestamp,
        resource::{ArticleId, ClaimId, Kind, Name, Resource, SourceId},
        value::DocumentFormat,
    },
    store::{
        Reader,
        log::{PastList, past_list::PastPage},
        read::{
            Filter, IncludeDeleted, ReadOptions, View,
            list::{AppearanceFilter, ClaimFilter, ReviewFilter},
        },
    },
    wire::document,
};

/// The most appearances, and the most reviews, that are read beside a claim.
pub const BESIDE_CLAIM_MAX: usize = 1_000;

/// The most appearances that are read beside an article: as many as it can have.
pub const BESIDE_ARTICLE_MAX: usize = 1_500;

/// The most bytes of documents that are read at once.
const BYTES_MAX: usize = 64 << 20;

/// The most claims that are read because one document has them.
const TOLD_MAX: usize = 500;

/// The most merges that are followed from one resource.
const MERGES_MAX: usize = 8;

/// What is read beside resources, besides what they refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The format that is written. Documents that are kept in others are left out.
    pub format: DocumentFormat,
    /// Where claims are printed.
    pub printings: bool,
    /// The reviews of claims.
    pub reviews: bool,
    /// What articles print.
    pub printed: bool,
    /// Where the claims are printed that the documents among the sources have.
    pub told: bool,
}

/// Resources with what is beside them.
#[derive(Debug, Default)]
pub struct Around {
    /// The documents.
    pub docs: BTreeMap<Name, Vec<u8>>,
    /// The appearances and reviews of each claim that was read with them. Those of a claim that
    /// was merged into it are among them.
    pub of_claims: BTreeSet<(ClaimId, Name)>,
    /// The claims that have more children of a kind than were read.
    pub cut: BTreeSet<(ClaimId, Kind)>,
    /// The documents that have more claims, or claims with more appearances, than were read.
    pub cut_documents: BTreeSet<SourceId>,
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

    /// Reads what is beside resources, given by their documents. If that is more than fits into
    /// the memory for one call, it is [`Error::ResponseTooLarge`].
    pub async fn around(
        &self,
        given: Vec<(Name, Vec<u8>)>,
        beside: Beside,
        moment: Timestamp,
    ) -> Result<Around, Error> {
        let mut gathering = Gathering {
            reader: self.store.reader().await?,
            moment,
            format: beside.format,
            new: BTreeSet::new(),
            bytes: 0,
            kept: BTreeSet::new(),
            around: Around::default(),
        };
        for (name, doc) in given {
            gathering.add(name, doc)?;
        }
        let given = gathering.new.clone();
        gathering.add_referred().await?;
        gathering.add_survivors().await?;
        if beside.printed {
            gathering.add_printed(&given).await?;
        }
        gathering.add_children(&given, beside).await?;
        // What the added ones refer to: sources and articles, and then those who publish them.
        gathering.add_referred().await?;
        gathering.add_referred().await?;
        gathering.add_survivors().await?;
        if beside.told {
            gathering.add_told().await?;
        }
        Ok(gathering.around)
    }
}

struct Gathering {
    reader: Reader,
    moment: Timestamp,
    format: DocumentFormat,
    /// What was added and not yet looked at for what it refers to.
    new: BTreeSet<Name>,
    /// The bytes of all documents.
    bytes: usize,
    /// The sources that are documents in the format.
    kept: BTreeSet<SourceId>,
    around: Around,
}

impl Gathering {
    fn add(&mut self, name: Name, doc: Vec<u8>) -> Result<(), Error> {
        if self.around.docs.contains_key(&name) {
            return Ok(());
        }
        let (doc, keeps) = document::without_others(name.kind(), doc, self.format)?;
        let is_merged = document::merged_into(name.kind(), &doc)?.is_some();
        if let (Name::Source(source), true, false) = (name, keeps, is_merged) {
            self.kept.insert(source);
        }
        self.bytes += doc.len();
        if self.bytes > BYTES_MAX {
            return Err(Error::ResponseTooLarge);
        }
        self.around.docs.insert(name, doc);
        self.new.insert(name);
        Ok(())
    }

    /// The resource in a document that was read.
    fn read(&self, name: Name) -> Result<Option<Resource>, Error> {
        let Some(doc) = self.around.docs.get(&name) else {
            return Ok(None);
        };
        Ok(Some(document::decode(name.kind(), doc)?.resource))
    }

    /// What a resource was merged into.
    fn survivor_of(&self, name: Name) -> Result<Option<Name>, Error> {
        let doc = self.around.docs.get(&name);
        let merged = doc.map(|doc| document::merged_into(name.kind(), doc));
        Ok(merged.transpose()?.flatten())
    }

    /// Adds what the new ones refer to.
    async fn add_referred(&mut self) -> Result<(), Error> {
        let referred = self.referred().await?;
        self.add_all(referred).await
    }

    /// What the new ones refer to.
    async fn referred(&mut self) -> Result<BTreeSet<Name>, Error> {
        let mut referred = BTreeSet::new();
        for name in std::mem::take(&mut self.new) {
            // Others have a turn: the documents can be long.
            yield_now().await;
            let resource = self.read(name)?;
            referred.extend(resource.iter().flat_map(Resource::references));
        }
        Ok(referred)
    }

    /// Adds what was not read yet.
    async fn add_all(&mut self, names: BTreeSet<Name>) -> Result<(), Error> {
        let mut wanted: BTreeMap<Kind, Vec<Name>> = BTreeMap::new();
        for name in names {
            if !self.around.docs.contains_key(&name) {
                wanted.entry(name.kind()).or_default().push(name);
            }
        }
        for (kind, names) in wanted {
            for names in names.chunks(READ_AT_ONCE) {
                let live = IncludeDeleted::Live;
                let read = self
                    .reader
                    .documents_as_of(kind, names, View::Basic, live, self.moment);
                let past = read.await?;
                if let Some(name) = past.not_kept.first() {
                    return Err(gone_error(&mut self.reader, *name).await?);
                }
                for (name, doc) in past.docs {
                    self.add(name, doc)?;
                }
            }
        }
        Ok(())
    }

    /// Adds what merged resources were merged into.
    async fn add_survivors(&mut self) -> Result<(), Error> {
        let mut merged: BTreeSet<Name> = self.around.docs.keys().copied().collect();
        for _ in 0..MERGES_MAX {
            let mut survivors = BTreeSet::new();
            for name in merged {
                survivors.extend(self.survivor_of(name)?);
            }
            if survivors.is_empty() {
                break;
            }
            self.add_all(survivors.clone()).await?;
            merged = survivors;
        }
        Ok(())
    }

    /// Adds what the articles among the names print, with the claims.
    async fn add_printed(&mut self, names: &BTreeSet<Name>) -> Result<(), Error> {
        for name in names {
            if let Name::Article(article) = name {
                let filter = printed_in(*article);
                self.add_listed(&filter, BESIDE_ARTICLE_MAX).await?;
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
        let mut survivors = BTreeSet::new();
        for claim in claims {
            survivors.insert(self.survivor(claim)?);
        }
        for claim in survivors {
            if beside.printings {
                self.add_of_claim(claim, &printings_of(claim)).await?;
            }
            if beside.reviews {
                self.add_of_claim(claim, &reviews_of(claim)).await?;
            }
        }
        Ok(())
    }

    /// What a claim was merged into in the end, or itself.
    fn survivor(&self, claim: ClaimId) -> Result<ClaimId, Error> {
        let mut survivor = claim;
        for _ in 0..MERGES_MAX {
            match self.survivor_of(Name::Claim(survivor))? {
                Some(Name::Claim(next)) => survivor = next,
                _ => break,
            }
        }
        Ok(survivor)
    }

    /// Adds where the claims are printed that the documents have, and nothing else that these
    /// claims refer to. That is the same for a document whatever else is read.
    async fn add_told(&mut self) -> Result<(), Error> {
        self.new.clear();
        for source in self.kept.clone() {
            let filter = Filter::Claims(ClaimFilter {
                reported_source: Some(source),
                ..ClaimFilter::default()
            });
            let told = self.add_listed(&filter, TOLD_MAX).await?;
            let mut is_cut = told.is_cut;
            for name in told.names {
                if let Name::Claim(claim) = name {
                    self.add_of_claim(claim, &printings_of(claim)).await?;
                    is_cut |= self.around.cut.contains(&(claim, Kind::Appearance));
                }
            }
            if is_cut {
                self.around.cut_documents.insert(source);
            }
        }
        let mut articles = self.referred().await?;
        articles.retain(|name| name.kind() == Kind::Article);
        self.add_all(articles).await
    }

    /// Adds children of a claim.
    async fn add_of_claim(&mut self, claim: ClaimId, filter: &Filter) -> Result<(), Error> {
        let listed = self.add_listed(filter, BESIDE_CLAIM_MAX).await?;
        let names = listed.names.into_iter();
        self.around
            .of_claims
            .extend(names.map(|name| (claim, name)));
        if listed.is_cut {
            self.around.cut.insert((claim, filter.kind()));
        }
        Ok(())
    }

    /// Adds what a filter selects, up to a maximum.
    async fn add_listed(&mut self, filter: &Filter, max: usize) -> Result<Listed, Error> {
        let mut names = Vec::new();
        let mut after = None;
        loop {
            let list = PastList {
                filter,
                include_deleted: IncludeDeleted::Live,
                view: View::Basic,
                moment: self.moment,
                after,
                size: max - names.len(),
            };
            let PastPage { docs, next } = self.reader.list_as_of(&list).await?;
            for (name, doc) in docs {
                names.push(name);
                self.add(name, doc)?;
            }
            if next.is_none() || names.len() >= max {
                return Ok(Listed {
                    names,
                    is_cut: next.is_some(),
                });
            }
            after = next;
        }
    }
}

/// What a filter selects.
struct Listed {
    names: Vec<Name>,
    /// Whether there is more.
    is_cut: bool,
}

/// How many documents are read at once.
const READ_AT_ONCE: usize = 100;

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
