//! What resources are called on a page, looked up by their names.

use std::collections::{BTreeSet, HashMap};

use crate::wire::pb;

/// The sources and articles that a page refers to.
#[derive(Debug, Default)]
pub struct Names {
    sources: HashMap<String, String>,
    headlines: HashMap<String, String>,
}

impl Names {
    /// Takes what these sources are called.
    pub fn add_sources(&mut self, sources: &[pb::Source]) {
        let called = sources.iter().map(|it| (it.name.clone(), called(it)));
        self.sources.extend(called);
    }

    /// Takes the headlines of these articles.
    pub fn add_articles(&mut self, articles: &[pb::Article]) {
        let headlines = articles
            .iter()
            .map(|it| (it.name.clone(), it.headline.clone()));
        self.headlines.extend(headlines);
    }

    /// What a source is called; its resource name where that is not known.
    pub fn source<'a>(&'a self, name: &'a str) -> &'a str {
        self.sources.get(name).map_or(name, String::as_str)
    }

    /// An article's headline; its resource name where that is not known.
    pub fn headline<'a>(&'a self, name: &'a str) -> &'a str {
        self.headlines.get(name).map_or(name, String::as_str)
    }
}

/// What to call a source: a bare url is one.
pub fn called(source: &pb::Source) -> String {
    let candidates = [&source.display_name, &source.url];
    let same_as = source.same_as.first();
    let called = candidates.into_iter().chain(same_as);
    let called = called.into_iter().find(|text| !text.is_empty());
    called.unwrap_or(&source.name).clone()
}

/// The sources that an article refers to.
pub fn sources_of_article(article: &pb::Article) -> BTreeSet<String> {
    let bylines = article.bylines.iter().map(|it| &it.source);
    let citations = article.citations.iter().map(|it| &it.source);
    let credits = article.credits.iter().map(|it| &it.source);
    given(
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
    given(hops.flat_map(|hop| [&hop.source, &hop.document]))
}

/// Names without the empty ones, each once.
pub fn given<'a>(names: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    let names = names.into_iter().filter(|name| !name.is_empty());
    names.cloned().collect()
}
