//! What pages call sources and articles, looked up by resource name.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::wire::pb;

/// The display names of the sources and articles that a page refers to.
#[derive(Debug, Default)]
pub struct Names {
    sources: HashMap<String, String>,
    headlines: HashMap<String, String>,
    statements: HashMap<String, String>,
    /// The sources that are retracted.
    retracted: HashSet<String>,
    /// The sources of which everybody may see who they are.
    open: HashSet<String>,
}

impl Names {
    /// Adds the display names of sources. A source that was merged is called what its survivor
    /// is called.
    pub fn add_sources(&mut self, sources: &[pb::Source]) {
        for source in sources {
            let (name, merged) = (source.name.clone(), source.redirected_from.clone());
            let display_name = display_name(source);
            if source.retraction.is_some() {
                let names = [name.clone(), merged.clone()].into_iter();
                self.retracted.extend(names.filter(|name| !name.is_empty()));
            }
            if !source.confidential && source.erasure.is_none() {
                self.open.extend([name.clone(), merged.clone()]);
            }
            if !merged.is_empty() {
                let display_name = format!("{display_name} (merged)");
                self.sources.insert(merged, display_name);
            }
            self.sources.insert(name, display_name);
        }
    }

    /// Adds the statements of claims. That of a merged one is its survivor's.
    pub fn add_claims(&mut self, claims: &[pb::Claim]) {
        for claim in claims {
            let statement = claim.statement.clone();
            if !claim.redirected_from.is_empty() {
                let merged = claim.redirected_from.clone();
                self.statements.insert(merged, statement.clone());
            }
            self.statements.insert(claim.name.clone(), statement);
        }
    }

    /// Adds the headlines of articles.
    pub fn add_articles(&mut self, articles: &[pb::Article]) {
        let headlines = articles
            .iter()
            .map(|it| (it.name.clone(), it.headline.clone()));
        self.headlines.extend(headlines);
    }

    /// A source's display name; its resource name where that is not known.
    pub fn source<'a>(&'a self, name: &'a str) -> &'a str {
        self.sources.get(name).map_or(name, String::as_str)
    }

    /// Whether a source is retracted.
    pub fn is_retracted(&self, source: &str) -> bool {
        self.retracted.contains(source)
    }

    /// Whether who a source is must not be told: it is confidential or erased, or not known.
    pub fn is_secret(&self, source: &str) -> bool {
        !self.open.contains(source)
    }

    /// A claim's statement; its resource name where that is not known.
    pub fn statement<'a>(&'a self, name: &'a str) -> &'a str {
        self.statements.get(name).map_or(name, String::as_str)
    }

    /// An article's headline; its resource name where that is not known.
    pub fn headline<'a>(&'a self, name: &'a str) -> &'a str {
        self.headlines.get(name).map_or(name, String::as_str)
    }
}

/// What to call a source: its name, else its url, since a bare url can be a source.
pub fn display_name(source: &pb::Source) -> String {
    let candidates = [&source.display_name, &source.url];
    let same_as = source.same_as.first();
    let mut candidates = candidates.into_iter().chain(same_as);
    let name = candidates.find(|text| !text.is_empty());
    name.unwrap_or(&source.name).clone()
}

/// The sources that an article refers to.
pub fn sources_of_article(article: &pb::Article) -> BTreeSet<String> {
    let bylines = article.bylines.iter().map(|it| &it.source);
    let citations = article.citations.iter().map(|it| &it.source);
    let credits = article.credits.iter().map(|it| &it.source);
    non_empty(
        bylines
            .chain(citations)
            .chain(credits)
            .chain([&article.publisher]),
    )
}

/// The sources that appearances refer to.
pub fn sources_of_appearances(appearances: &[pb::Appearance]) -> BTreeSet<String> {
    let hops = appearances
        .iter()
        .flat_map(|it| &it.chains)
        .flat_map(|it| &it.hops);
    non_empty(hops.flat_map(|hop| [&hop.source, &hop.document]))
}

/// The sources that a claim reports.
pub fn sources_of_claim(claim: &pb::Claim) -> BTreeSet<String> {
    let reported = claim.reported_appearances.iter();
    non_empty(reported.flat_map(|it| [&it.source, &it.document]))
}

/// The other end of a relation of `claim`. A symmetric relation can be a child of the other
/// claim.
pub fn other_claim<'a>(claim: &str, relation: &'a pb::Relation) -> &'a str {
    let parent = relation.name.split("/relations/").next();
    match relation.target == claim {
        true => parent.unwrap_or_default(),
        false => &relation.target,
    }
}

/// The other ends of the relations of `claim`.
pub fn other_claims(claim: &str, relations: &[pb::Relation]) -> BTreeSet<String> {
    let others = relations.iter().map(|it| other_claim(claim, it).to_owned());
    others.filter(|name| !name.is_empty()).collect()
}

/// The claims that these children belong to.
pub fn claims_of<'a>(children: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    let claims = children.into_iter().map(|it| it.splitn(3, '/'));
    let claims = claims.map(|parts| parts.take(2).collect::<Vec<_>>().join("/"));
    claims.collect()
}

/// The names that are not empty, each once.
pub fn non_empty<'a>(names: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    let names = names.into_iter().filter(|name| !name.is_empty());
    names.cloned().collect()
}
