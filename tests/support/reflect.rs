//! Messages of any type: lists and sets every scalar in them, by its path.

use claimstore::wire::{
    descriptors,
    pb::{Appearance, Article, Claim, Relation, Review, Source},
};
use prost::Message;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, ReflectMessage as _, Value};
use tonic::Status;

use super::{
    samples::{
        claim, full_appearance, full_article, full_claim, full_relation, full_review, full_source,
        outlet,
    },
    server::TestServer,
};

#[derive(Clone, Debug)]
enum Step {
    Field(FieldDescriptor),
    Index(usize),
}

/// A scalar field, or an element of one, in a message.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub path: String,
    pub kind: Kind,
    steps: Vec<Step>,
}

impl Leaf {
    /// Sets the scalar.
    pub fn set(&self, message: &mut DynamicMessage, value: Value) {
        set(message, &self.steps, value);
    }

    /// Whether the server ignores a value that a caller sends.
    pub fn is_output_only(&self) -> bool {
        const NAMES: &[&str] = &[
            "name",
            "canonical_url",
            "body_sha256",
            "version",
            "revision",
            "etag",
            "merged_into",
            "redirected_from",
        ];
        let parts = [
            "ate_time.",
            "retraction.",
            "standing.",
            "suggestions[",
            "corrections[",
            "erasure.",
            "anchoring.",
        ];
        NAMES.contains(&self.path.as_str()) || parts.iter().any(|part| self.path.contains(part))
    }
}

fn set(message: &mut DynamicMessage, steps: &[Step], value: Value) {
    match steps {
        [Step::Field(field)] => message.set_field(field, value),
        [Step::Field(field), Step::Index(index), rest @ ..] => {
            let element = &mut message.get_field_mut(field).as_list_mut().unwrap()[*index];
            match rest {
                [] => *element = value,
                rest => set(element.as_message_mut().unwrap(), rest, value),
            }
        }
        [Step::Field(field), rest @ ..] => {
            set(
                message.get_field_mut(field).as_message_mut().unwrap(),
                rest,
                value,
            );
        }
        _ => unreachable!("a path begins with a field"),
    }
}

/// All scalars of the message and of all messages in it, whether they are set or not.
pub fn leaves(message: &DynamicMessage) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    collect(message, "", &[], &mut leaves);
    leaves
}

fn collect(message: &DynamicMessage, path: &str, steps: &[Step], leaves: &mut Vec<Leaf>) {
    for field in message.descriptor().fields() {
        let path = match path {
            "" => field.name().to_owned(),
            path => format!("{path}.{}", field.name()),
        };
        let steps = [steps, &[Step::Field(field.clone())]].concat();
        let value = message.get_field(&field);
        let mut collect_value = |value: &Value, path: String, steps: Vec<Step>| match value {
            Value::Message(inner) => collect(inner, &path, &steps, leaves),
            _ => leaves.push(Leaf {
                path,
                kind: field.kind(),
                steps,
            }),
        };
        match value.as_list() {
            Some(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    let steps = [&steps[..], &[Step::Index(index)]].concat();
                    collect_value(element, format!("{path}[{index}]"), steps);
                }
            }
            // Only a message that contains itself would make this endless, and there is none.
            None => collect_value(&value, path, steps),
        }
    }
}

/// The message as one of a type that is known at run time only.
pub fn dynamic(name: &str, message: &impl Message) -> DynamicMessage {
    let name = format!("claimstore.v1.{name}");
    let descriptor = descriptors().get_message_by_name(&name).unwrap();
    DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice()).unwrap()
}

/// The kinds of resources, by the names of their messages.
pub const KINDS: [&str; 6] = [
    "Source",
    "Article",
    "Claim",
    "Appearance",
    "Relation",
    "Review",
];

/// A server, and the resources that full messages refer to.
pub struct Scene {
    pub server: TestServer,
    pub source: Source,
    pub article: Article,
    pub claim: Claim,
    pub appearance: Appearance,
}

impl Scene {
    pub async fn start() -> Self {
        let server = TestServer::start().await;
        let source = server.create_source(outlet("Kyiv")).await.unwrap();
        let article = full_article(&source);
        let article = server.create_article(article).await.unwrap();
        let claim = server.create_claim(claim("Original")).await.unwrap();
        let appearance = full_appearance(&article, &source);
        let appearance = server.create_appearance(&claim, appearance);
        let appearance = appearance.await.unwrap();
        Self {
            server,
            source,
            article,
            claim,
            appearance,
        }
    }

    /// A valid message of a kind with every field set. Messages of different numbers do not
    /// collide.
    pub async fn full(&self, kind: &str, number: usize) -> DynamicMessage {
        match kind {
            "Source" => {
                let mut source = full_source(&self.source);
                source.url += &format!("&n={number}");
                source.aliases[0] += &format!("?n={number}");
                source.same_as[0] += &format!("-{number}");
                dynamic(kind, &source)
            }
            "Article" => {
                let mut article = full_article(&self.source);
                article.uri += &format!("-{number}");
                article.aliases[0] += &format!("-{number}");
                article.external_ids[0].id += &format!("-{number}");
                dynamic(kind, &article)
            }
            "Claim" => {
                let mut claim = full_claim(&self.claim);
                claim.statement += &format!(" {number}");
                dynamic(kind, &claim)
            }
            "Relation" => dynamic(kind, &full_relation(&self.claim, &self.appearance)),
            "Review" => dynamic(kind, &full_review(&self.source, &self.claim)),
            _ => dynamic(kind, &full_appearance(&self.article, &self.source)),
        }
    }

    /// Creates the resource of a message. A child of a claim gets a new claim as its parent.
    pub async fn create(&self, message: &DynamicMessage) -> Result<(), Status> {
        let server = &self.server;
        let bytes = message.encode_to_vec();
        let bytes = bytes.as_slice();
        match message.descriptor().name() {
            "Source" => server
                .create_source(Source::decode(bytes).unwrap())
                .await
                .map(drop),
            "Article" => server
                .create_article(Article::decode(bytes).unwrap())
                .await
                .map(drop),
            "Claim" => server
                .create_claim(Claim::decode(bytes).unwrap())
                .await
                .map(drop),
            children => {
                let statement = uuid::Uuid::now_v7().to_string();
                let claim = &server.create_claim(claim(&statement)).await.unwrap();
                match children {
                    "Relation" => {
                        let relation = Relation::decode(bytes).unwrap();
                        server.create_relation(claim, relation).await.map(drop)
                    }
                    "Review" => {
                        let review = Review::decode(bytes).unwrap();
                        server.create_review(claim, review).await.map(drop)
                    }
                    _ => {
                        let appearance = Appearance::decode(bytes).unwrap();
                        server.create_appearance(claim, appearance).await.map(drop)
                    }
                }
            }
        }
    }
}
