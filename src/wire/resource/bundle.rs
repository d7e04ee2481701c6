//! Reads bundles: every resource gets an id, and keys are replaced by ids.

use prost::Message as _;
use uuid::Uuid;

use super::{appearance, article, claim, relation, restored, review, source};
use crate::{
    domain::{
        resource::{
            AppearanceId, Article, ArticleId, Bundle, ClaimId, Item, Name, Outcome, Source,
            SourceId, bundle::RESOURCES_MAX,
        },
        value::Checker,
    },
    wire::{
        message::ResourceMessage,
        pb,
        value::read::{self, Keys},
    },
};

/// Reads a bundle, and reports everything in it that is not valid by itself.
pub fn read(check: &mut Checker, message: pb::Bundle) -> Bundle {
    let count = usize::from(message.article.is_some())
        + message.sources.len()
        + message.claims.iter().map(resource_count).sum::<usize>();
    if count > RESOURCES_MAX {
        check.report(format!(
            "has {count} resources; at most {RESOURCES_MAX} fit, so split it"
        ));
        return Bundle::default();
    }
    if count == 0 {
        check.report("holds nothing");
    }
    match message.restore {
        true => restored::read(check, message),
        false => read_matched(check, message),
    }
}

/// Reads a bundle whose resources are matched with stored ones.
fn read_matched(check: &mut Checker, message: pb::Bundle) -> Bundle {
    let pb::Bundle {
        article,
        sources,
        claims,
        restore: _,
        earlier_version,
    } = message;
    if earlier_version {
        check.report_at("earlier_version", "is for bundles with `restore`");
    }

    let mut keys = Keys::none();
    let source_heads = read_heads(check, "sources", "source", &mut keys, &sources);
    let claim_heads = read_heads(check, "claims", "claim", &mut keys, &claims);
    let appearance_heads = read_appearance_heads(check, &mut keys, &claim_heads, &claims);
    let article =
        article.map(|message| check.field("article", |check| read_article(check, &keys, message)));
    let article_id = article.as_ref().map(|item| ArticleId::new(item.id));
    let sources = source_heads.into_iter().zip(sources).collect();
    let sources = read::all(check, "sources", sources, |check, (head, message)| {
        read_source(check, &keys, head, article_id, message)
    });
    let mut bundle = Bundle {
        path: check.path().to_owned(),
        article,
        sources,
        ..Bundle::default()
    };
    check.field("claims", |check| {
        let heads = claim_heads.into_iter().zip(appearance_heads);
        for (index, (heads, message)) in heads.zip(claims).enumerate() {
            if check.is_stopped() {
                break;
            }
            check.element(index, |check| {
                read_claim(check, &keys, article_id, heads, message, &mut bundle);
            });
        }
    });
    bundle
}

fn resource_count(claim: &pb::BundleClaim) -> usize {
    1 + claim.appearances.len() + claim.relations.len() + claim.reviews.len()
}

fn read_article(check: &mut Checker, keys: &Keys, message: pb::Article) -> Item<Article> {
    let (id, is_named) = id_of(check, &message.name, |name| match name {
        Name::Article(id) => Some(id.uuid()),
        _ => None,
    });
    let etag = message.etag.clone();
    let mut value = article::read(check, keys, message.writable_fields());
    value.read_printed_dates(check, &[]);
    value.check(check);
    let head = Head {
        path: "article".to_owned(),
        key: String::new(),
        id,
        is_named,
        parent: None,
    };
    head.item(etag, value)
}

/// The path of an item, its key, and its id within the bundle.
pub(super) struct Head {
    pub(super) path: String,
    pub(super) key: String,
    pub(super) id: Uuid,
    pub(super) is_named: bool,
    /// The claim in the given resource name, if the item is a child of a claim.
    pub(super) parent: Option<Uuid>,
}

/// An item that can have a key.
trait Keyed {
    fn key(&self) -> &str;
    fn name(&self) -> &str;
    fn id(name: Name) -> Option<Uuid>;
    fn name_of(id: Uuid) -> Name;
}

impl Keyed for pb::BundleSource {
    fn key(&self) -> &str {
        &self.key
    }
    fn name(&self) -> &str {
        self.source.as_ref().map_or("", |source| &source.name)
    }
    fn id(name: Name) -> Option<Uuid> {
        match name {
            Name::Source(id) => Some(id.uuid()),
            _ => None,
        }
    }
    fn name_of(id: Uuid) -> Name {
        Name::Source(SourceId::new(id))
    }
}

impl Keyed for pb::BundleClaim {
    fn key(&self) -> &str {
        &self.key
    }
    fn name(&self) -> &str {
        self.claim.as_ref().map_or("", |claim| &claim.name)
    }
    fn id(name: Name) -> Option<Uuid> {
        match name {
            Name::Claim(id) => Some(id.uuid()),
            _ => None,
        }
    }
    fn name_of(id: Uuid) -> Name {
        Name::Claim(ClaimId::new(id))
    }
}

fn read_heads<T: Keyed>(
    check: &mut Checker,
    list: &str,
    field: &str,
    keys: &mut Keys,
    items: &[T],
) -> Vec<Head> {
    check.field(list, |check| {
        let heads = items.iter().enumerate().map(|(index, item)| {
            check.element(index, |check| {
                let (id, is_named) = check.field(field, |check| id_of(check, item.name(), T::id));
                let key = item.key().to_owned();
                if !key.is_empty() {
                    add_key(check, "key", keys, &key, T::name_of(id));
                }
                Head {
                    path: format!("{list}[{index}]"),
                    key,
                    id,
                    is_named,
                    parent: None,
                }
            })
        });
        heads.collect()
    })
}

/// Reads the names of all appearances, which can be keys. The result has a list for each
/// claim.
fn read_appearance_heads(
    check: &mut Checker,
    keys: &mut Keys,
    claim_heads: &[Head],
    claims: &[pb::BundleClaim],
) -> Vec<Vec<Head>> {
    let heads = claim_heads.iter().zip(claims).map(|(claim, message)| {
        let list = format!("{}.appearances", claim.path);
        check.field(&list, |check| {
            let messages = message.appearances.iter().enumerate();
            let heads = messages.map(|(index, message)| {
                let path = format!("{list}[{index}]");
                check.element(index, |check| {
                    let Some(key) = message.name.strip_prefix('#') else {
                        return child_head(check, path, message);
                    };
                    let id = Uuid::now_v7();
                    let name = Name::Appearance(ClaimId::new(claim.id), AppearanceId::new(id));
                    add_key(check, "name", keys, key, name);
                    Head {
                        path,
                        key: key.to_owned(),
                        id,
                        is_named: false,
                        parent: None,
                    }
                })
            });
            heads.collect()
        })
    });
    heads.collect()
}

/// The head of a child of a claim.
pub(super) fn child_head<M: ResourceMessage>(
    check: &mut Checker,
    path: String,
    message: &M,
) -> Head {
    let (id, is_named) = id_of(check, message.name(), |name| {
        (name.kind() == M::KIND).then(|| name.uuid())
    });
    let parent = message.name().parse().ok().and_then(Name::claim);
    Head {
        path,
        key: String::new(),
        id,
        is_named,
        parent: parent.map(ClaimId::uuid),
    }
}

/// Adds the key of an item.
fn add_key(check: &mut Checker, field: &str, keys: &mut Keys, key: &str, name: Name) {
    read::check_key(check, field, key);
    if keys.insert(key.to_owned(), name).is_err() {
        check.report_at(field, format!("{key} is another one's key already"));
    }
}

/// The id in the name of an item and `true`, or a new id and `false`.
pub(super) fn id_of(
    check: &mut Checker,
    text: &str,
    id: impl FnOnce(Name) -> Option<Uuid>,
) -> (Uuid, bool) {
    if text.is_empty() {
        return (Uuid::now_v7(), false);
    }
    let name = read::name(check, "name", text);
    match name.map(id) {
        Some(Some(id)) => (id, true),
        Some(None) => {
            check.report_at("name", "names a resource of another kind");
            (Uuid::now_v7(), false)
        }
        None => (Uuid::now_v7(), false),
    }
}

fn read_source(
    check: &mut Checker,
    keys: &Keys,
    head: Head,
    article: Option<ArticleId>,
    message: pb::BundleSource,
) -> Option<Item<Source>> {
    let pb::BundleSource { key: _, source } = message;
    let Some(message) = source else {
        check.report_at("source", "is required");
        return None;
    };
    let etag = message.etag.clone();
    let value = check.field("source", |check| {
        let value = source::read(check, keys, message.writable_fields());
        value.check(check);
        value
    });
    source::refuse_confidential(check, "source.confidential", &value);
    let is_known_by_key = value.url.is_empty() && value.same_as.is_empty() && !head.is_named;
    if is_known_by_key && head.key.is_empty() {
        check.report_at(
            "key",
            "is required where the source has no url, same_as or name",
        );
    } else if is_known_by_key && article.is_none() {
        check.report("has no url, same_as or name, and the bundle has no article within which its key could tell it from others");
    }
    Some(head.item(etag, value))
}

/// Reads a claim and its children into the bundle.
fn read_claim(
    check: &mut Checker,
    keys: &Keys,
    article: Option<ArticleId>,
    (head, appearance_heads): (Head, Vec<Head>),
    message: pb::BundleClaim,
    bundle: &mut Bundle,
) {
    let pb::BundleClaim {
        key: _,
        claim,
        appearances,
        relations,
        reviews,
    } = message;
    let id = ClaimId::new(head.id);
    let path = &head.path;
    let appearances = appearance_heads.into_iter().zip(appearances).collect();
    let appearances = read::all(
        check,
        "appearances",
        appearances,
        |check, (head, message): (Head, pb::Appearance)| {
            let etag = message.etag.clone();
            let defaulted = appearance::defaulted(&message);
            let unsaid = appearance::unsaid(&message);
            let value = appearance::read(check, keys, id, article, message);
            value.check(check);
            bundle.unsaid.insert(head.id, unsaid);
            let mut item = head.item(etag, value);
            item.defaulted = defaulted;
            Some(item)
        },
    );
    bundle.appearances.extend(appearances);
    let children = read_children(check, path, "relations", relations, |check, message| {
        let value = relation::read(check, keys, id, message);
        value.check(check);
        value
    });
    bundle.relations.extend(children);
    let children = read_children(check, path, "reviews", reviews, |check, message| {
        let value = review::read(check, keys, id, message);
        value.check(check);
        value
    });
    bundle.reviews.extend(children);
    let Some(message) = claim else {
        check.report_at("claim", "is required");
        return;
    };
    let etag = message.etag.clone();
    let has_type = message.r#type != 0;
    let value = check.field("claim", |check| {
        let value = claim::read(check, keys, message.writable_fields());
        value.check(check);
        value
    });
    let mut item = head.item(etag, value);
    item.defaulted.extend((!has_type).then_some("claim_type"));
    bundle.claims.push(item);
}

/// Reads children of the claim at `path`.
fn read_children<M: ResourceMessage, T>(
    check: &mut Checker,
    path: &str,
    list: &str,
    messages: Vec<M>,
    read: impl Fn(&mut Checker, M) -> T,
) -> Vec<Item<T>> {
    let mut index = 0;
    read::all(check, list, messages, |check, message| {
        let path = format!("{path}.{list}[{index}]");
        index += 1;
        let head = child_head(check, path, &message);
        let etag = message.etag().to_owned();
        Some(head.item(etag, read(check, message)))
    })
}

impl Head {
    pub(super) fn item<T>(self, etag: String, value: T) -> Item<T> {
        Item {
            path: self.path,
            key: self.key,
            id: self.id,
            is_named: self.is_named,
            parent: self.parent,
            etag,
            value,
            defaulted: Vec::new(),
        }
    }
}

/// The size of a request in a stream of bundles.
pub fn request_bytes(request: &pb::ImportBundlesRequest) -> usize {
    request.encoded_len()
}

/// A rejection as an encoded google.rpc.Status.
pub fn rejection_bytes(rejection: &pb::BundleRejection) -> Vec<u8> {
    rejection.encode_to_vec()
}

/// The name that a differing field has in messages.
pub fn difference(field: &str) -> &str {
    match field {
        "claim_type" | "relation_type" => "type",
        other => other,
    }
}

/// Writes what the import did with a resource.
pub fn outcome(outcome: Outcome) -> pb::ImportOutcome {
    match outcome {
        Outcome::Created => pb::ImportOutcome::Created,
        Outcome::Matched => pb::ImportOutcome::Matched,
        Outcome::Updated => pb::ImportOutcome::Updated,
        Outcome::Unchanged => pb::ImportOutcome::Unchanged,
    }
}
