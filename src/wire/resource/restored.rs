//! Reads bundles whose resources are stored as they are, such as those of an export.

use std::collections::BTreeMap;

use super::erasure;
use crate::{
    domain::{
        resource::{
            Bundle, Erasure, Kind, Name, Resource, Restored, RestoredItem, erasure::check_reason,
        },
        value::Checker,
    },
    wire::{message::ResourceMessage, pb, value::read},
};

/// Reads a bundle with `restore`, and reports everything in it that is not valid by itself.
pub(super) fn read(check: &mut Checker, message: pb::Bundle) -> Bundle {
    let pb::Bundle {
        article,
        sources,
        claims,
        restore: _,
        earlier_version,
    } = message;
    let path = check.path().to_owned();
    let mut reader = Reader {
        check,
        restored: Restored {
            is_earlier_version: earlier_version,
            ..Restored::default()
        },
    };
    let has_article = article.is_some();
    if let Some(article) = article {
        reader.item("article", "article", None, article);
    } else if earlier_version {
        reader
            .check
            .report_at("earlier_version", "is for bundles with an article");
    }
    for (index, source) in sources.into_iter().enumerate() {
        reader.source(&format!("sources[{index}]"), source, has_article);
    }
    for (index, claim) in claims.into_iter().enumerate() {
        reader.claim(&format!("claims[{index}]"), claim);
    }
    let Reader { check, restored } = reader;
    if restored.items.is_empty() && restored.keys.is_empty() && check.is_clean() {
        check.report("holds nothing");
    }
    refuse_repeated(check, &restored.items);
    Bundle {
        path,
        restored: Some(restored),
        ..Bundle::default()
    }
}

/// Reports resources that an earlier item of the bundle has, too.
fn refuse_repeated(check: &mut Checker, items: &[RestoredItem]) {
    let mut seen = BTreeMap::new();
    for item in items {
        if let Some(first) = seen.insert((item.name.kind(), item.name.uuid()), &item.path) {
            check.report_at(
                &item.path,
                format!("has the same name as {first}; keep one of them"),
            );
        }
    }
}

struct Reader<'a> {
    check: &'a mut Checker,
    restored: Restored,
}

impl Reader<'_> {
    /// Reads a source, or the key of one.
    fn source(&mut self, path: &str, message: pb::BundleSource, has_article: bool) {
        let pb::BundleSource { key, source } = message;
        let Some(source) = source else {
            self.check
                .report_at(&format!("{path}.source"), "is required");
            return;
        };
        let field = format!("{path}.source");
        if is_only_named(&source) {
            self.key(path, &field, key, &source.name, has_article);
        } else if key.is_empty() {
            self.item(path, &field, None, source);
        } else {
            let what = "is for a source that has only a name, beside an article";
            self.check.report_at(&format!("{path}.key"), what);
        }
    }

    /// Reads the key by which bundles of the article name a source.
    fn key(&mut self, path: &str, field: &str, key: String, name: &str, has_article: bool) {
        if !has_article || key.is_empty() {
            let what = "has only a name: that is for a source with a key, beside an article that is restored";
            self.check.report_at(field, what);
            return;
        }
        read::check_key(self.check, &format!("{path}.key"), &key);
        if let Some(Name::Source(source)) = self.name(field, name, Kind::Source) {
            self.restored.keys.push((key, source));
        }
    }

    fn claim(&mut self, path: &str, message: pb::BundleClaim) {
        let pb::BundleClaim {
            key,
            claim,
            appearances,
            relations,
            reviews,
        } = message;
        if !key.is_empty() {
            let what = "must be empty in a bundle that is restored";
            self.check.report_at(&format!("{path}.key"), what);
        }
        let field = format!("{path}.claim");
        let Some(claim) = claim else {
            self.check.report_at(&field, "is required");
            return;
        };
        let Some(parent) = self.name(&field, &claim.name, Kind::Claim) else {
            return;
        };
        let count = appearances.len() + relations.len() + reviews.len();
        if !is_only_named(&claim) {
            self.item(path, &field, None, claim);
        } else if count == 0 {
            self.check
                .report_at(&field, "has only a name, and nothing is beside it");
        }
        self.children(path, "appearances", parent, appearances);
        self.children(path, "relations", parent, relations);
        self.children(path, "reviews", parent, reviews);
    }

    fn children<M: ResourceMessage>(
        &mut self,
        path: &str,
        list: &str,
        parent: Name,
        messages: Vec<M>,
    ) {
        for (index, message) in messages.into_iter().enumerate() {
            let path = format!("{path}.{list}[{index}]");
            self.item(&path, &path, Some(parent), message);
        }
    }

    /// Reads a resource. `field` is the path of its message, `path` that of the item.
    fn item<M: ResourceMessage>(
        &mut self,
        path: &str,
        field: &str,
        parent: Option<Name>,
        message: M,
    ) {
        let Some(name) = self.name(field, message.name(), M::KIND) else {
            return;
        };
        if name.claim().map(Name::Claim) != parent {
            let what = "is below another claim than the one it is in";
            self.check.report_at(&format!("{field}.name"), what);
            return;
        }
        let is_deleted = message.is_deleted();
        let item = self.check.field(field, |check| {
            let (erasure, value) = read_value(check, name, message)?;
            refuse_clear(check, &value);
            Some(RestoredItem {
                path: path.to_owned(),
                name,
                value,
                is_deleted: is_deleted || erasure.is_some(),
                erasure: erasure.map(|it| it.reason),
            })
        });
        self.restored.items.extend(item);
    }

    /// Reads the name of a resource of a kind.
    fn name(&mut self, field: &str, text: &str, kind: Kind) -> Option<Name> {
        self.check.field(field, |check| {
            let name = read::name(check, "name", text)?;
            if name.kind() != kind {
                check.report_at("name", "names a resource of another kind");
                return None;
            }
            Some(name)
        })
    }
}

/// Reports a confidential source whose fields stand in clear. An export has none.
fn refuse_clear(check: &mut Checker, value: &Resource) {
    if let Resource::Source(source) = value
        && source.confidential
        && *source != source.masked()
    {
        let what = "says that the source is confidential, and other fields say what it is; leave them out, or create it with CreateSource";
        check.report_at("confidential", what);
    }
}

/// Reads what a message says about a resource. One that was erased says nothing.
fn read_value<M: ResourceMessage>(
    check: &mut Checker,
    name: Name,
    message: M,
) -> Option<(Option<Erasure>, Resource)> {
    let Some(erasure) = message.erasure() else {
        let value = message.read(check, name)?;
        value.check(check);
        check_versions(check, &value);
        return Some((None, value));
    };
    let erasure = erasure::read(check, erasure);
    check_reason(check, &erasure.reason);
    // An erased resource lacks required fields.
    let value = message.read(&mut Checker::new(), name)?;
    let erased = value.erased();
    if value != erased {
        check.report("was erased, so it cannot say anything");
    }
    check_versions(check, &erased);
    Some((Some(erasure), erased))
}

/// Reports versions that are left to the server in resources that are not restored.
fn check_versions(check: &mut Checker, value: &Resource) {
    let (field, version) = match value {
        Resource::Article(_, version) => ("version", *version),
        Resource::Appearance(appearance) => ("article_version", appearance.article_version),
        _ => return,
    };
    if version < 1 {
        check.report_at(field, "must be at least 1 in a bundle that is restored");
    }
}

/// Whether a message says nothing but the name.
fn is_only_named<M: ResourceMessage + PartialEq>(message: &M) -> bool {
    let mut named = M::default();
    named.set_name(message.name());
    *message == named
}
