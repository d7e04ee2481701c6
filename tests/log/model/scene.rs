//! Random calls. Each one must do what the model predicts, or be refused for the predicted reason.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use claimstore::wire::pb::{
    Article, Citation, CorrectArticleRequest, Correction, CorrectionType, EraseResourceRequest,
    Modality, RelationState, Retraction, SourceKind, Verdict, change::Resource,
};
use tonic::Status;

use super::{
    history::{Histories, KINDS, erasure, read_as},
    rules::Refusal,
};
use crate::support::{
    any_kind::{DeleteOptions, collection},
    random::Random,
    server::TestServer,
};

pub const TAGS: [&str; 3] = ["war", "trade", "health"];
pub const SOURCE_KINDS: [SourceKind; 3] = [
    SourceKind::Person,
    SourceKind::Organization,
    SourceKind::WebPage,
];
pub const MODALITIES: [Modality; 3] = [Modality::Certain, Modality::Probable, Modality::Alleged];
pub const STATES: [RelationState; 3] = [
    RelationState::Suggested,
    RelationState::Confirmed,
    RelationState::Rejected,
];
pub const VERDICTS: [Verdict; 3] = [Verdict::True, Verdict::False, Verdict::Mixed];

/// One pick in this many may be of a deleted resource.
const ANY_IN: usize = 10;

pub struct Scene {
    pub server: TestServer,
    pub random: Random,
    pub model: Histories,
    numbers: usize,
    tally: BTreeMap<String, usize>,
}

impl Scene {
    /// A service with a few resources of the kinds that others refer to.
    pub async fn start(seed: u64) -> Self {
        let mut scene = Self {
            server: TestServer::start().await,
            random: Random::new(seed),
            model: Histories::default(),
            numbers: 0,
            tally: BTreeMap::new(),
        };
        scene.create_sources().await;
        for _ in 0..2 {
            scene.create_article().await;
        }
        scene.create_claims().await;
        scene
    }

    pub fn tally(self) -> BTreeMap<String, usize> {
        self.tally
    }

    /// A number that was not used yet.
    pub fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    pub fn is_one_in(&mut self, count: usize) -> bool {
        self.random.below(count) == 0
    }

    /// A time of a write.
    pub fn moment(&mut self) -> i64 {
        let commits = self.model.commits();
        self.random.pick(&commits)
    }

    /// A resource of a kind, mostly a live one. There is always one of the kinds that others need.
    pub fn pick(&mut self, kind: &str) -> Option<String> {
        let mut names = self.model.names(kind);
        let is_any = self.is_one_in(ANY_IN);
        if !is_any && names.iter().any(|name| self.model.is_live(name)) {
            names.retain(|name| self.model.is_live(name));
        }
        (!names.is_empty()).then(|| self.random.pick(&names))
    }

    fn pick_of_any_kind(&mut self) -> String {
        self.pick_of(&KINDS)
    }

    fn pick_of(&mut self, kinds: &[&str]) -> String {
        let kind = self.random.pick(kinds);
        match self.pick(kind) {
            Some(name) => name,
            None => self.pick("claims").unwrap(),
        }
    }

    fn count(&mut self, what: impl Into<String>) {
        *self.tally.entry(what.into()).or_default() += 1;
    }

    /// Compares the answer of a call with the prediction of the model.
    pub fn check_answer<T: Debug>(
        &mut self,
        what: &str,
        refusal: Option<Refusal>,
        answer: Result<T, Status>,
    ) -> Option<T> {
        match (refusal, answer) {
            (None, Ok(answer)) => {
                println!("{what}");
                self.count(what.split(' ').take(2).collect::<Vec<_>>().join(" "));
                Some(answer)
            }
            (Some(refusal), Err(status)) => {
                assert!(
                    refusal.matches(&status),
                    "{what}: expected {refusal:?}, refused with {status:?}"
                );
                println!("{what}: {}", refusal.reason);
                self.count(refusal.reason);
                None
            }
            (refusal, answer) => panic!("{what}: refused {refusal:?}, answered {answer:?}"),
        }
    }

    pub async fn call(&mut self) {
        match self.random.below(40) {
            0 => self.create_source().await,
            1 => self.create_sources().await,
            2 | 3 => self.create_article().await,
            4 => self.create_claims().await,
            5..=7 => self.create_claim().await,
            8..=12 => self.create_appearance().await,
            13 => self.create_appearances().await,
            14..=16 => self.create_relation().await,
            17 | 18 => self.create_review().await,
            19..=24 => self.update().await,
            25..=29 => self.delete().await,
            30..=33 => self.undelete().await,
            34 | 35 => self.retract().await,
            36 => self.correct().await,
            37 | 38 => self.erase().await,
            _ => self.create_taken().await,
        }
    }

    /// A new state of a resource, and the mask of the update to it.
    fn wanted(&mut self, name: &str) -> (Resource, Vec<&'static str>) {
        let number = self.number();
        let is_first = self.is_one_in(2);
        let mut wanted = self.model.now(name).clone();
        let paths = match &mut wanted {
            Resource::Source(it) if is_first => {
                it.kind = self.random.pick(&SOURCE_KINDS).into();
                vec!["kind"]
            }
            Resource::Source(it) => {
                it.display_name = format!("Source {number}");
                it.publisher = self.publisher(Some(name));
                vec!["display_name", "publisher"]
            }
            Resource::Article(it) if is_first => {
                it.body = Self::body(number);
                it.headline = format!("Headline {number}");
                vec!["body", "headline"]
            }
            Resource::Article(it) => {
                it.genre = self.genre().into();
                Self::list_otherwise(it, number);
                it.citations = vec![Citation {
                    source: self.pick("sources").unwrap(),
                    ..Citation::default()
                }];
                vec![
                    "genre",
                    "section",
                    "language",
                    "date_published",
                    "citations",
                ]
            }
            Resource::Claim(it) if is_first => {
                it.tags = self.tags();
                vec!["tags"]
            }
            Resource::Claim(it) => {
                it.subject = format!("Subject {number}");
                it.translation_of = self.original(Some(name));
                vec!["subject", "translation_of"]
            }
            Resource::Appearance(it) => {
                self.reword(it);
                vec!["modality", "article_stance", "chains"]
            }
            Resource::Relation(it) => {
                it.state = self.random.pick(&STATES).into();
                it.appearance = self.printed();
                vec!["state", "appearance"]
            }
            Resource::Review(it) if is_first => {
                it.verdict = self.random.pick(&VERDICTS).into();
                vec!["verdict"]
            }
            Resource::Review(it) => {
                it.evidence = self.evidence();
                vec!["evidence"]
            }
            Resource::Standing(_) => panic!("the server alone writes a standing"),
        };
        (wanted, paths)
    }

    async fn update(&mut self) {
        let name = self.pick_of_any_kind();
        let (wanted, paths) = self.wanted(&name);
        let refusal = self.model.refuses_update(&wanted);
        let server = &self.server;
        let answer = match wanted.clone() {
            Resource::Source(it) => server.update_source(it, &paths).await.map(Resource::Source),
            Resource::Article(it) => {
                let answer = server.update_article(it, &paths).await;
                answer.map(Resource::Article)
            }
            Resource::Claim(it) => server.update_claim(it, &paths).await.map(Resource::Claim),
            Resource::Appearance(it) => {
                let answer = server.update_appearance(it, &paths).await;
                answer.map(Resource::Appearance)
            }
            Resource::Relation(it) => {
                let answer = server.update_relation(it, &paths).await;
                answer.map(Resource::Relation)
            }
            Resource::Review(it) => server.update_review(it, &paths).await.map(Resource::Review),
            Resource::Standing(_) => panic!("the server alone writes a standing"),
        };
        let what = format!("update {} {name} {paths:?}", collection(&name));
        let Some(answer) = self.check_answer(&what, refusal, answer) else {
            return;
        };
        let (answer, reanchored) = split_reanchored(answer);
        if !self.model.update(&wanted, &answer) {
            self.count("unchanged");
        }
        self.read_reanchored(reanchored).await;
    }

    /// The model does not predict where appearances are found in a new body. Their new states are
    /// read once, and compared with all later reads.
    async fn read_reanchored(&mut self, names: Vec<String>) {
        for name in names {
            let found = self.server.get_as(&name, read_as(None, false)).await;
            self.model.push(found.unwrap());
            self.count("found again");
        }
    }

    async fn delete(&mut self) {
        let name = match self.is_one_in(3) {
            true => self.pick_of(&["articles", "claims"]),
            false => self.pick_of_any_kind(),
        };
        let force = !self.is_one_in(3);
        let refusal = self.model.refuses_deletion(&name, force);
        let answer = self
            .server
            .delete_as(
                &name,
                DeleteOptions {
                    force,
                    ..DeleteOptions::default()
                },
            )
            .await;
        let what = format!("delete {} {name} by force: {force}", collection(&name));
        if let Some(answer) = self.check_answer(&what, refusal, answer)
            && self.model.delete(&name, force, &answer) > 1
        {
            self.count("deleted with others");
        }
    }

    fn deleted(&self) -> Vec<String> {
        let deleted = self.model.all().iter();
        let deleted = deleted.filter(|name| !self.model.is_live(name));
        deleted.cloned().collect()
    }

    async fn undelete(&mut self) {
        let mut deleted = self.deleted();
        let takes_others = |name: &String| ["articles", "claims"].contains(&collection(name));
        if self.is_one_in(2) && deleted.iter().any(takes_others) {
            deleted.retain(takes_others);
        }
        let name = match deleted.is_empty() || self.is_one_in(ANY_IN) {
            true => self.pick_of_any_kind(),
            false => self.random.pick(&deleted),
        };
        let refusal = self.model.refuses_undeletion(&name);
        let answer = self.server.undelete(&name).await;
        let what = format!("undelete {} {name}", collection(&name));
        if let Some(answer) = self.check_answer(&what, refusal, answer)
            && self.model.undelete(&name, &answer) > 1
        {
            self.count("returned with others");
        }
    }

    async fn retract(&mut self) {
        let kind = self.random.pick(&["sources", "articles", "claims"]);
        let name = self.pick(kind).unwrap();
        let revoke = self.is_one_in(3);
        let retraction = Retraction {
            reason: format!("Reason {}", self.number()),
            ..Retraction::default()
        };
        let retraction = (!revoke).then_some(retraction);
        let mut wanted = self.model.now(&name).clone();
        match &mut wanted {
            Resource::Source(it) => it.retraction.clone_from(&retraction),
            Resource::Article(it) => it.retraction.clone_from(&retraction),
            Resource::Claim(it) => it.retraction.clone_from(&retraction),
            _ => panic!("{name} is not retracted"),
        }
        let refusal = self.model.refuses_deleted(&name);
        let answer = self.server.retract(&name, retraction).await;
        let what = format!("retract {kind} {name} revoke: {revoke}");
        if let Some(answer) = self.check_answer(&what, refusal, answer) {
            self.model.update(&wanted, &answer);
        }
    }

    /// Records a correction, or revokes the first one.
    async fn correct(&mut self) {
        let name = self.pick("articles").unwrap();
        let mut wanted = self.model.now(&name).clone();
        let Resource::Article(article) = &mut wanted else {
            panic!("{name} is no article");
        };
        let mut request = CorrectArticleRequest {
            name: name.clone(),
            ..CorrectArticleRequest::default()
        };
        if !article.corrections.is_empty() && self.is_one_in(2) {
            request.revoke = article.corrections.remove(0).id;
        } else {
            let correction = Correction {
                r#type: CorrectionType::Correction.into(),
                notice: format!("Notice {}", self.number()),
                claims: vec![self.pick("claims").unwrap()],
                ..Correction::default()
            };
            request.correction = Some(correction.clone());
            article.corrections.push(correction);
        }
        let refusal = self.model.refuses_update(&wanted);
        let what = format!("correct articles {name}");
        let answer = self.server.articles().correct_article(request).await;
        if let Some(answer) = self.check_answer(&what, refusal, answer) {
            let answer = answer.into_inner();
            copy_last_id(&mut wanted, &answer);
            self.model.update(&wanted, &Resource::Article(answer));
        }
    }

    async fn erase(&mut self) {
        let deleted = self.deleted();
        let name = match deleted.is_empty() || self.is_one_in(2) {
            true => self.pick_of_any_kind(),
            false => self.random.pick(&deleted),
        };
        let refusal = self.model.refuses_erasure(&name);
        let request = EraseResourceRequest {
            name: name.clone(),
            reason: format!("Case {}", self.number()),
            ..EraseResourceRequest::default()
        };
        let reason = request.reason.clone();
        let answer = self.server.changes().erase_resource(request).await;
        let what = format!("erase {} {name}", collection(&name));
        let Some(answer) = self.check_answer(&what, refusal, answer) else {
            return;
        };
        let answer = answer.into_inner();
        assert_eq!(answer.names[0], name, "{what}");
        if self.model.is_erased(&name) {
            let erased = erasure(self.model.now(&name)).and_then(|it| it.erase_time);
            assert_eq!(answer.erase_time, erased, "{what}: again");
            return;
        }
        let time = answer.erase_time.expect("it was erased at a time");
        let expected = self.model.erase(&name, &reason, time);
        let names: BTreeSet<String> = answer.names.into_iter().collect();
        assert_eq!(names, expected, "{what}");
        if expected.len() > 1 {
            self.count("erased with others");
        }
    }
}

/// Copies the id that the service gave to the last correction.
fn copy_last_id(wanted: &mut Resource, answer: &Article) {
    if let (Resource::Article(wanted), Some(last)) = (wanted, answer.corrections.last())
        && let Some(correction) = wanted.corrections.last_mut()
    {
        correction.id.clone_from(&last.id);
    }
}

/// Splits an answer into the resource and the names of the appearances that were found again.
fn split_reanchored(answer: Resource) -> (Resource, Vec<String>) {
    match answer {
        Resource::Article(mut it) => {
            let found = std::mem::take(&mut it.reanchored);
            let names = found.into_iter().map(|it| it.appearance);
            (Resource::Article(it), names.collect())
        }
        other => (other, Vec::new()),
    }
}
