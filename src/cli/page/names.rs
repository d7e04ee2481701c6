//! What pages call sources and articles, looked up by resource name.

use std::collections::{BTreeSet, HashMap};

use crate::wire::pb;

/// The display names of the sources and articles that a page refers to.
#[derive(Debug, Default)]
pub struct Names {
    sources: HashMap<String, String>,
    headlines: HashMap<String, String>,
}

impl Names {
    /// Adds the display names of sources.
    pub fn add_sources(&mut self, sources: &[pb::Source]) {
        let names = sources.iter().map(|it| (it.name.clone(), display_name(it)));
        self.sources.extend(names);
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

/// The names that are not empty, each once.
pub fn non_empty<'a>(names: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    let names = names.into_iter().filter(|name| !name.is_empty());
    names.cloned().collect()
}
