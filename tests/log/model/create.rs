//! Random resources to store. Their content is unique, so that none is taken for another.
//! References that must not form a circle lead to older resources only.

use std::collections::BTreeSet;

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, BatchCreateAppearancesRequest, BatchCreateClaimsRequest,
    BatchCreateSourcesRequest, Byline, Citation, Claim, CreateAppearanceRequest,
    CreateClaimRequest, CreateSourceRequest, Credit, CreditKind, Date, Genre, Hop, Relation,
    RelationType, Review, Source, Stance, change::Resource,
};

use super::{
    history::id,
    rules::{Refusal, references},
    scene::{MODALITIES, SOURCE_KINDS, STATES, Scene, TAGS, VERDICTS},
};
use crate::support::samples::{appearance, article, claim, hop, page, relation, review};

pub const GENRES: [Genre; 3] = [
    Genre::Unspecified,
    Genre::NewsArticle,
    Genre::OpinionNewsArticle,
];
const SECTIONS: [&str; 3] = ["", "World", "Sport"];
const LANGUAGES: [&str; 4] = ["", "en", "en-GB", "it-IT"];
/// The years in which articles are published; 0 for articles without a date.
pub const YEARS: [i32; 4] = [0, 1999, 2024, 2025];
const STANCES: [Stance; 4] = [
    Stance::Asserts,
    Stance::Reports,
    Stance::Denies,
    Stance::Doubts,
];
const RELATIONS: [RelationType; 4] = [
    RelationType::Supports,
    RelationType::Contradicts,
    RelationType::SameAs,
    RelationType::Causes,
];

/// The number of words in each text. Each word occurs once, so each can have an appearance.
const WORDS: usize = 400;

/// The references of a child of a claim: its own, and the claim.
fn below(claim: &str, given: BTreeSet<String>) -> BTreeSet<String> {
    let mut references = given;
    references.insert(claim.to_owned());
    references
}

impl Scene {
    /// The text of an article; each edition has another one.
    pub fn body(edition: usize) -> String {
        let words = (0..WORDS).map(|number| format!("w{number:04}"));
        let words: Vec<String> = words.collect();
        format!("Edition {edition}: {}", words.join(" "))
    }

    pub fn genre(&mut self) -> Genre {
        self.random.pick(&GENRES)
    }

    pub fn tags(&mut self) -> Vec<String> {
        let tags = TAGS.iter().filter(|_| self.random.below(2) == 0);
        tags.map(|&tag| tag.to_owned()).collect()
    }

    /// The name of a resource of a kind that is older than another one, if one is given; or an
    /// empty name.
    fn older(&mut self, kind: &str, than: Option<&str>) -> String {
        if !self.is_one_in(6) {
            return String::new();
        }
        let names = self.model.names(kind);
        let older = names.iter().take_while(|name| Some(name.as_str()) != than);
        let older: Vec<String> = older.cloned().collect();
        match older.is_empty() {
            true => String::new(),
            false => self.random.pick(&older),
        }
    }

    pub fn publisher(&mut self, of: Option<&str>) -> String {
        self.older("sources", of)
    }

    pub fn original(&mut self, of: Option<&str>) -> String {
        self.older("claims", of)
    }

    /// The name of an appearance in which a relation is printed; or an empty name.
    pub fn printed(&mut self) -> String {
        match self.is_one_in(3) {
            true => self.pick("appearances").unwrap_or_default(),
            false => String::new(),
        }
    }

    /// The names of the evidence of a review.
    pub fn evidence(&mut self) -> Vec<String> {
        let mut names = BTreeSet::new();
        if self.is_one_in(2) {
            names.insert(self.pick("sources").unwrap());
        }
        if self.is_one_in(4) {
            names.insert(self.pick("claims").unwrap());
        }
        names.into_iter().collect()
    }

    /// Gives an appearance a new modality, new chains and a new stance. If sources assert the
    /// claim, the article reports it.
    pub fn reword(&mut self, it: &mut Appearance) {
        it.modality = self.random.pick(&MODALITIES).into();
        it.chains = (0..self.random.below(3))
            .map(|_| {
                let source = self.pick("sources").unwrap();
                let document = self.publisher(None);
                let source = Source {
                    name: source,
                    ..Source::default()
                };
                let hops = vec![Hop {
                    document,
                    ..hop(&source)
                }];
                AttributionChain { hops }
            })
            .collect();
        it.article_stance = match it.chains.is_empty() {
            true => self.random.pick(&STANCES),
            false => Stance::Reports,
        }
        .into();
    }

    fn new_source(&mut self) -> Source {
        let number = self.number();
        Source {
            kind: self.random.pick(&SOURCE_KINDS).into(),
            display_name: format!("Source {number}"),
            publisher: self.publisher(None),
            ..page(&format!("https://source.example/{number}"))
        }
    }

    fn new_article(&mut self) -> Article {
        let number = self.number();
        let mut given = article(&format!("Headline {number}"), &Self::body(number));
        if self.is_one_in(2) {
            given.uri = format!("urn:article:{number}");
        }
        given.genre = self.genre().into();
        Self::list_otherwise(&mut given, number);
        given.publisher = self.publisher(None);
        if self.is_one_in(2) {
            given.citations.push(Citation {
                source: self.pick("sources").unwrap(),
                ..Citation::default()
            });
        }
        if self.is_one_in(4) {
            given.credits.push(Credit {
                kind: CreditKind::Photo.into(),
                source: self.pick("sources").unwrap(),
                ..Credit::default()
            });
        }
        if self.is_one_in(4) {
            given.bylines.push(Byline {
                name: "Ada Rossi".to_owned(),
                source: self.pick("sources").unwrap(),
                ..Byline::default()
            });
        }
        given
    }

    /// Changes what lists of articles can filter by.
    pub fn list_otherwise(it: &mut Article, number: usize) {
        it.section = SECTIONS[number % 3].to_owned();
        it.language = LANGUAGES[number / 3 % 4].to_owned();
        let year = YEARS[number % 4];
        it.date_published = (year > 0).then(|| Date {
            year,
            month: [0, 1, 6][number / 2 % 3],
            ..Date::default()
        });
    }

    fn new_claim(&mut self) -> Claim {
        let number = self.number();
        Claim {
            tags: self.tags(),
            translation_of: self.original(None),
            ..claim(&format!("Statement {number}"))
        }
    }

    fn new_appearance(&mut self) -> Appearance {
        let article = Article {
            name: self.pick("articles").unwrap(),
            ..Article::default()
        };
        let word = format!("w{:04}", self.number() % WORDS);
        let mut given = appearance(&article, &word);
        self.reword(&mut given);
        given
    }

    pub async fn create_source(&mut self) {
        let given = self.new_source();
        let needed = references(&Resource::Source(given.clone()));
        let refusal = self.model.refuses_references(&needed);
        let answer = self.server.create_source(given).await;
        if let Some(answer) = self.check_answer("create sources", refusal, answer) {
            self.model.push(Resource::Source(answer));
        }
    }

    pub async fn create_sources(&mut self) {
        let given: Vec<Source> = (0..3).map(|_| self.new_source()).collect();
        let all = given.iter().cloned().map(Resource::Source);
        let needed = all.flat_map(|it| references(&it)).collect();
        let refusal = self.model.refuses_references(&needed);
        let requests = given.into_iter().map(|source| CreateSourceRequest {
            source: Some(source),
            ..CreateSourceRequest::default()
        });
        let request = BatchCreateSourcesRequest {
            requests: requests.collect(),
            ..BatchCreateSourcesRequest::default()
        };
        let answer = self.server.sources().batch_create_sources(request).await;
        if let Some(answer) = self.check_answer("batch sources", refusal, answer) {
            for source in answer.into_inner().sources {
                self.model.push(Resource::Source(source));
            }
        }
    }

    pub async fn create_article(&mut self) {
        let given = self.new_article();
        let body = given.body.clone();
        let needed = references(&Resource::Article(given.clone()));
        let refusal = self.model.refuses_references(&needed);
        let answer = self.server.create_article(given).await;
        if let Some(answer) = self.check_answer("create articles", refusal, answer) {
            self.model
                .push(Resource::Article(Article { body, ..answer }));
        }
    }

    pub async fn create_claim(&mut self) {
        let given = self.new_claim();
        let needed = references(&Resource::Claim(given.clone()));
        let refusal = self.model.refuses_references(&needed);
        let answer = self.server.create_claim(given).await;
        if let Some(answer) = self.check_answer("create claims", refusal, answer) {
            self.model.push(Resource::Claim(answer));
        }
    }

    pub async fn create_claims(&mut self) {
        let given: Vec<Claim> = (0..3).map(|_| self.new_claim()).collect();
        let all = given.iter().cloned().map(Resource::Claim);
        let needed = all.flat_map(|it| references(&it)).collect();
        let refusal = self.model.refuses_references(&needed);
        let requests = given.into_iter().map(|claim| CreateClaimRequest {
            claim: Some(claim),
            ..CreateClaimRequest::default()
        });
        let request = BatchCreateClaimsRequest {
            requests: requests.collect(),
            ..BatchCreateClaimsRequest::default()
        };
        let answer = self.server.claims().batch_create_claims(request).await;
        if let Some(answer) = self.check_answer("batch claims", refusal, answer) {
            for claim in answer.into_inner().claims {
                self.model.push(Resource::Claim(claim));
            }
        }
    }

    /// A claim to be the parent of others.
    fn pick_claim(&mut self) -> Claim {
        Claim {
            name: self.pick("claims").unwrap(),
            ..Claim::default()
        }
    }

    pub async fn create_appearance(&mut self) {
        let (parent, given) = (self.pick_claim(), self.new_appearance());
        let needed = references(&Resource::Appearance(given.clone()));
        let needed = below(&parent.name, needed);
        let refusal = self.model.refuses_references(&needed);
        let answer = self.server.create_appearance(&parent, given).await;
        if let Some(answer) = self.check_answer("create appearances", refusal, answer) {
            self.model.push(Resource::Appearance(answer));
        }
    }

    pub async fn create_appearances(&mut self) {
        let mut needed = BTreeSet::new();
        let mut requests = Vec::new();
        for _ in 0..3 {
            let (parent, given) = (self.pick_claim().name, self.new_appearance());
            let of_this = references(&Resource::Appearance(given.clone()));
            needed.extend(below(&parent, of_this));
            requests.push(CreateAppearanceRequest {
                parent,
                appearance: Some(given),
                ..CreateAppearanceRequest::default()
            });
        }
        let refusal = self.model.refuses_references(&needed);
        let request = BatchCreateAppearancesRequest {
            requests,
            ..BatchCreateAppearancesRequest::default()
        };
        let answer = self.server.claims().batch_create_appearances(request).await;
        if let Some(answer) = self.check_answer("batch appearances", refusal, answer) {
            for appearance in answer.into_inner().appearances {
                self.model.push(Resource::Appearance(appearance));
            }
        }
    }

    pub async fn create_relation(&mut self) {
        let (parent, target) = (self.pick_claim(), self.pick_claim());
        if parent.name == target.name {
            return;
        }
        let number = self.number();
        let given = Relation {
            author: format!("Author {number}"),
            state: self.random.pick(&STATES).into(),
            appearance: self.printed(),
            ..relation(self.random.pick(&RELATIONS), &target)
        };
        let needed = references(&Resource::Relation(given.clone()));
        let needed = below(&parent.name, needed);
        let refusal = self.model.refuses_references(&needed);
        let answer = self.server.create_relation(&parent, given).await;
        if let Some(answer) = self.check_answer("create relations", refusal, answer) {
            self.model.push(Resource::Relation(answer));
        }
    }

    pub async fn create_review(&mut self) {
        let parent = self.pick_claim();
        let number = self.number();
        let verdict = self.random.pick(&VERDICTS);
        let given = Review {
            evidence: self.evidence(),
            ..review(&format!("Desk {number}"), verdict, 0)
        };
        let needed = references(&Resource::Review(given.clone()));
        let needed = below(&parent.name, needed);
        let refusal = self.model.refuses_references(&needed);
        let answer = self.server.create_review(&parent, given).await;
        if let Some(answer) = self.check_answer("create reviews", refusal, answer) {
            self.model.push(Resource::Review(answer));
        }
    }

    /// Creates a claim under an id that is already taken.
    pub async fn create_taken(&mut self) {
        let names = self.model.names("claims");
        let name = self.random.pick(&names);
        let request = CreateClaimRequest {
            claim: Some(self.new_claim()),
            claim_id: id(&name).to_owned(),
            ..CreateClaimRequest::default()
        };
        let answer = self.server.claims().create_claim(request).await;
        let what = format!("create claims as {name}");
        self.check_answer(&what, Some(Refusal::taken(&name)), answer);
    }
}
