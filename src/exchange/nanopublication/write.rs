//! Writes each claim as a nanopublication, and kept ones as they are.

use super::{
    check::check,
    graph::{Graphs, Object, parse, print},
    read::sentences,
    terms::{self, *},
};
use crate::{
    domain::value::{identity::normal_text, same_as},
    exchange::{
        kept::{self, Document},
        resources::{Base, Resources},
    },
    wire::{pb, value::time},
};

/// The nanopublications: those that are kept, and one for each other claim. A kept one is never
/// changed, because others refer to what it said.
pub fn documents(resources: &Resources, base: &Base) -> Vec<Document> {
    let mut written: Vec<Written<'_>> = resources
        .claims
        .iter()
        .filter_map(|item| Some(Written::of(item, item.claim.as_ref()?)))
        .collect();
    let mut documents = Vec::new();
    for (source, kept) in kept::sources(resources, pb::DocumentFormat::Nanopublication) {
        tell(kept, &mut written);
        documents.push(Document {
            name: source.name.clone(),
            content: kept.to_owned(),
        });
    }
    let untold = written.iter().filter(|it| !it.is_told);
    documents.extend(untold.filter_map(|it| {
        let writer = Writer::new(&base.iri(&it.claim.name), resources, base);
        Some(Document {
            name: it.claim.name.clone(),
            content: print(&writer.write(it.item, it.claim))?,
        })
    }));
    documents
}

/// A claim that may be written.
struct Written<'a> {
    item: &'a pb::BundleClaim,
    claim: &'a pb::Claim,
    /// The statement in the form in which it is compared.
    statement: String,
    /// Whether more than the claim itself is known.
    says_more: bool,
    is_told: bool,
}

impl<'a> Written<'a> {
    fn of(item: &'a pb::BundleClaim, claim: &'a pb::Claim) -> Self {
        Self {
            item,
            claim,
            statement: normal_text(&claim.statement),
            says_more: !item.appearances.is_empty() || !item.reviews.is_empty(),
            is_told: false,
        }
    }
}

/// A claim of which nothing else is known is told by the nanopublication that asserts it.
fn tell(kept: &str, written: &mut [Written<'_>]) {
    let found = parse(kept).map(|graphs| check(&graphs).0);
    let Ok([Ok(one)]) = found.as_deref() else {
        return;
    };
    for sentence in sentences(one) {
        let text = normal_text(&sentence.text);
        for own in written.iter_mut().filter(|it| !it.says_more) {
            own.is_told |= own.statement == text;
        }
    }
}

struct Writer<'a> {
    graphs: Graphs,
    resources: &'a Resources,
    base: &'a Base,
    claim: String,
    own: String,
    head: String,
    assertion: String,
    provenance: String,
    pubinfo: String,
}

impl<'a> Writer<'a> {
    fn new(claim: &str, resources: &'a Resources, base: &'a Base) -> Self {
        let part = |name: &str| format!("{claim}#{name}");
        let prefixes = terms::PREFIXES.iter();
        let prefixes = prefixes.map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()));
        Self {
            graphs: Graphs {
                prefixes: prefixes.collect(),
                ..Graphs::default()
            },
            resources,
            base,
            claim: claim.to_owned(),
            own: format!("{claim}{OWN_FRAGMENT}"),
            head: part("head"),
            assertion: part("assertion"),
            provenance: part("provenance"),
            pubinfo: part("pubinfo"),
        }
    }

    fn write(mut self, item: &pb::BundleClaim, claim: &pb::Claim) -> Graphs {
        let head = [
            (TYPE, NANOPUBLICATION.as_str()),
            (HAS_ASSERTION, &self.assertion),
            (HAS_PROVENANCE, &self.provenance),
            (HAS_PUBINFO, &self.pubinfo),
        ];
        for (predicate, object) in head {
            self.graphs
                .add(&self.head, &self.own, predicate, Object::Iri(object));
        }
        self.assert(claim);
        self.say_where_from(item, claim);
        for review in &item.reviews {
            self.review(review);
        }
        self.publish(claim);
        self.graphs.deduplicate();
        self.graphs
    }

    fn assert(&mut self, claim: &pb::Claim) {
        let language = claim.language.as_str();
        let mut say = |predicate: Term, object: Object<'_>| {
            self.graphs
                .add(&self.assertion, &self.claim, predicate, object);
        };
        say(TYPE, Object::Iri(CLAIM.as_str()));
        say(TEXT, Object::In(&claim.statement, language));
        say(IN_LANGUAGE, Object::Text(language));
        let entities = claim.entities.iter().flat_map(|it| &it.same_as);
        let places = claim.places.iter().flat_map(|it| &it.same_as);
        for identifier in entities.chain(places) {
            if let Ok(iri) = same_as::canonical(identifier) {
                say(MENTIONS, Object::Iri(&iri));
            }
        }
        if !claim.translation_of.is_empty() {
            say(
                TRANSLATION_OF,
                Object::Iri(&self.base.iri(&claim.translation_of)),
            );
        }
    }

    /// The articles that print the claim, and those on whose word they do: who stands at the
    /// end of a chain and asserts it.
    fn say_where_from(&mut self, item: &pb::BundleClaim, claim: &pb::Claim) {
        let graph = self.provenance.clone();
        let assertion = self.assertion.clone();
        self.graphs
            .add(&graph, &assertion, TYPE, Object::Iri(ASSERTION.as_str()));
        for appearance in &item.appearances {
            // In a bundle, an appearance without an article is in that of the bundle.
            let article = match appearance.article.is_empty() {
                true => self.resources.articles.first(),
                false => self.resources.article(&appearance.article),
            };
            let uri = match article.map(|it| it.uri.as_str()).unwrap_or_default() {
                "" => self
                    .base
                    .iri(article.map_or(&appearance.article, |it| &it.name)),
                uri => uri.to_owned(),
            };
            self.graphs
                .add(&graph, &assertion, PRIMARY_SOURCE, Object::Iri(&uri));
            if let Some(article) = article {
                self.graphs
                    .add(&graph, &uri, HEADLINE, Object::Text(&article.headline));
            }
            let origins = appearance.chains.iter().filter_map(|it| it.hops.last());
            for hop in origins
                .filter(|it| matches!(it.stance(), pb::Stance::Unspecified | pb::Stance::Asserts))
            {
                if let Some(source) = self.resources.source(&hop.source) {
                    let speaker = self.source(source);
                    self.graphs
                        .add(&graph, &assertion, ATTRIBUTED_TO, Object::Iri(&speaker));
                    let name = Object::Text(&source.display_name);
                    self.graphs.add(&graph, &speaker, NAME, name);
                }
            }
        }
        if let Some(created) = claim.create_time.and_then(time::text) {
            let created = Object::Of(&created, DATE_TIME);
            self.graphs.add(&graph, &assertion, GENERATED_AT, created);
        }
    }

    /// The identifier of a source: its address, another one, or that in the store.
    fn source(&self, source: &pb::Source) -> String {
        let known = source
            .same_as
            .iter()
            .find_map(|it| same_as::canonical(it).ok());
        match (source.url.as_str(), known) {
            ("", Some(known)) => known,
            ("", None) => self.base.iri(&source.name),
            (url, _) => url.to_owned(),
        }
    }

    fn review(&mut self, review: &pb::Review) {
        let name = match review.name.as_str() {
            // In a bundle, reviews have no names.
            "" => review.url.clone(),
            name => self.base.iri(name),
        };
        let (graph, claim) = (self.provenance.clone(), self.claim.clone());
        let mut say =
            |predicate: Term, object: Object<'_>| self.graphs.add(&graph, &name, predicate, object);
        say(TYPE, Object::Iri(CLAIM_REVIEW.as_str()));
        say(ITEM_REVIEWED, Object::Iri(&claim));
        say(AUTHOR, Object::Text(&review.author));
        if !review.url.is_empty() {
            say(URL, Object::Iri(&review.url));
        }
        if let Some(time) = review.review_time.and_then(time::text) {
            say(DATE_PUBLISHED, Object::Of(&time, DATE_TIME));
        }
        say(REVIEW_BODY, Object::Text(&review.explanation));
        let verdict = review
            .verdict()
            .as_str_name()
            .trim_start_matches("VERDICT_");
        say(
            VERDICT,
            Object::Text(&verdict.to_lowercase().replace('_', " ")),
        );
        let Some(rating) = &review.rating else {
            return;
        };
        let node = format!("{name}#rating");
        say(REVIEW_RATING, Object::Iri(&node));
        let mut say =
            |predicate: Term, object: Object<'_>| self.graphs.add(&graph, &node, predicate, object);
        say(TYPE, Object::Iri(RATING.as_str()));
        say(ALTERNATE_NAME, Object::Text(&rating.label));
        for (predicate, value) in [
            (RATING_VALUE, &rating.value),
            (BEST_RATING, &rating.best),
            (WORST_RATING, &rating.worst),
        ] {
            if let Some(value) = value {
                say(predicate, Object::Of(&value.value, DECIMAL));
            }
        }
    }

    /// A licence is not known, so none is given.
    fn publish(&mut self, claim: &pb::Claim) {
        let (graph, own) = (self.pubinfo.clone(), self.own.clone());
        let introduced = Object::Iri(&self.claim);
        self.graphs.add(&graph, &own, INTRODUCES, introduced);
        if let Some(created) = claim.update_time.and_then(time::text) {
            let created = Object::Of(&created, DATE_TIME);
            self.graphs.add(&graph, &own, CREATED, created);
        }
        let Some(origin) = &claim.origin else {
            return;
        };
        let of_type = match origin.kind() {
            pb::OriginKind::Unspecified => return,
            pb::OriginKind::Person => PERSON,
            pb::OriginKind::Software => SOFTWARE,
        };
        let node = format!("{}#origin", self.claim);
        self.graphs.add(&graph, &own, CREATOR, Object::Iri(&node));
        let mut say =
            |predicate: Term, object: Object<'_>| self.graphs.add(&graph, &node, predicate, object);
        say(TYPE, Object::Iri(of_type.as_str()));
        say(NAME, Object::Text(&origin.name));
        say(SOFTWARE_VERSION, Object::Text(&origin.version));
    }
}
