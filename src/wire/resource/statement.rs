//! Reads statements: a passage of an article, what it claims and who says it.

use super::{
    appearance,
    bundle::{Head, child_head, id_of},
    claim, source,
};
use crate::{
    domain::{
        resource::{
            Appearance, ArticleId, Claim, ClaimId, Given, Item, Name, Source, SourceId, Statement,
        },
        value::{Checker, identity::is_blank},
    },
    wire::{
        document::{self, Unreadable},
        message::ResourceMessage,
        pb,
        value::read::Keys,
    },
};

/// The path of the source in the request, and the key by which hops name it.
const SOURCE: &str = "source";
const CLAIM: &str = "claim";
const APPEARANCE: &str = "appearance";

/// The language of a claim in an article whose language is not known.
pub const UNDETERMINED: &str = "und";

/// The parts of a request.
pub struct StatementMessage {
    /// Where it is printed.
    pub appearance: pb::Appearance,
    /// Who says it.
    pub source: Option<pb::Source>,
    /// What it claims.
    pub claim: Option<pb::Claim>,
}

/// The article that an appearance names, if that is an article.
pub fn article(appearance: &pb::Appearance) -> Option<ArticleId> {
    match appearance.article.parse() {
        Ok(Name::Article(id)) => Some(id),
        _ => None,
    }
}

/// Adds the document of the resource at a path of the request to the response.
pub fn add(
    response: &mut pb::RecordStatementResponse,
    path: &str,
    document: &[u8],
) -> Result<(), Unreadable> {
    match path {
        SOURCE => response.source = Some(document::message(document)?),
        CLAIM => response.claim = Some(document::message(document)?),
        _ => response.appearance = Some(document::message(document)?),
    }
    Ok(())
}

/// Reads a statement. `language` is that of the article, or empty if it has none.
pub fn read(check: &mut Checker, language: &str, message: StatementMessage) -> Statement {
    let StatementMessage {
        mut appearance,
        source,
        claim,
    } = message;
    let source = source.map(|message| {
        name_source(check, &mut appearance);
        check.field(SOURCE, |check| read_source(check, message))
    });
    let unsaid = appearance::unsaid(&appearance);
    let keys = source
        .as_ref()
        .map(|source| Keys::of(SOURCE, source.name()));
    let keys = keys.unwrap_or_default();
    let claim = claim.unwrap_or_default();
    let claim = check.field(CLAIM, |check| {
        read_claim(check, language, &appearance, claim)
    });
    let id = ClaimId::new(claim.name().uuid());
    Statement {
        appearance: check.field(APPEARANCE, |check| {
            read_appearance(check, &keys, id, appearance)
        }),
        claim,
        source,
        unsaid,
    }
}

/// The name of a stored resource, if the message has nothing but that.
fn only_name<M: ResourceMessage + PartialEq>(message: &M, named: M) -> bool {
    !message.name().is_empty() && *message == named
}

fn head<M: ResourceMessage>(check: &mut Checker, path: &str, message: &M) -> Head {
    let (id, is_named) = id_of(check, message.name(), |name| {
        (name.kind() == M::KIND).then(|| name.uuid())
    });
    Head {
        path: path.to_owned(),
        key: String::new(),
        id,
        is_named,
        parent: None,
    }
}

fn read_source(check: &mut Checker, message: pb::Source) -> Given<Source> {
    let head = head(check, SOURCE, &message);
    let named = pb::Source {
        name: message.name.clone(),
        ..pb::Source::default()
    };
    if only_name(&message, named) {
        return Given::Stored(Name::Source(SourceId::new(head.id)));
    }
    let etag = message.etag.clone();
    let value = source::read(check, &Keys::none(), message.writable_fields());
    value.check(check);
    source::refuse_confidential(check, "confidential", &value);
    if !head.is_named
        && value.url.is_empty()
        && value.same_as.is_empty()
        && is_blank(&value.display_name)
    {
        check.report("has nothing to know it by: give name, url, same_as or display_name");
    }
    Given::Item(head.item(etag, value))
}

/// Gives an appearance without chains a chain with the source. Reports a source that no chain
/// names.
fn name_source(check: &mut Checker, appearance: &mut pb::Appearance) {
    let name = format!("#{SOURCE}");
    if appearance.chains.is_empty() {
        let hop = pb::Hop {
            source: name,
            ..pb::Hop::default()
        };
        appearance
            .chains
            .push(pb::AttributionChain { hops: vec![hop] });
        return;
    }
    let mut hops = appearance.chains.iter().flat_map(|chain| &chain.hops);
    if !hops.any(|hop| hop.source == name || hop.document == name) {
        let unnamed = "is in no hop; name it there as #source, or leave the chains out";
        check.report_at(SOURCE, unnamed);
    }
}

fn read_claim(
    check: &mut Checker,
    language: &str,
    appearance: &pb::Appearance,
    mut message: pb::Claim,
) -> Given<Claim> {
    let head = head(check, CLAIM, &message);
    let named = pb::Claim {
        name: message.name.clone(),
        ..pb::Claim::default()
    };
    if only_name(&message, named) {
        return Given::Stored(Name::Claim(ClaimId::new(head.id)));
    }
    let mut defaulted = Vec::new();
    if message.r#type == 0 {
        defaulted.push("claim_type");
    }
    if message.statement.is_empty() && !head.is_named {
        let words = appearance.anchors.first();
        message.statement = words.map_or(String::new(), |anchor| anchor.exact.clone());
        defaulted.push("statement");
    }
    if message.language.is_empty() {
        language.clone_into(&mut message.language);
        defaulted.push("language");
    }
    if message.language.is_empty() {
        check.report_at("language", "is required, because the article has none");
        UNDETERMINED.clone_into(&mut message.language);
    }
    let etag = message.etag.clone();
    let value = claim::read(check, &Keys::none(), message.writable_fields());
    value.check(check);
    let mut item = head.item(etag, value);
    item.defaulted = defaulted;
    Given::Item(item)
}

fn read_appearance(
    check: &mut Checker,
    keys: &Keys,
    claim: ClaimId,
    message: pb::Appearance,
) -> Item<Appearance> {
    let head = child_head(check, APPEARANCE.to_owned(), &message);
    let defaulted = appearance::defaulted(&message);
    let etag = message.etag.clone();
    let value = appearance::read(check, keys, claim, None, message.writable_fields());
    value.check(check);
    let mut item = head.item(etag, value);
    item.defaulted = defaulted;
    item
}
