//! Identifiers that an export of claimstore gives to resources, and what an import makes of them
//! in the store that they are of.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{
    domain::{resource::Name, value::identity::normal_text},
    wire::pb,
};

/// What the identifier of a person or an article ends with that is in a document because an
/// article of the store prints the claim. The store reads it from there and not from the document.
pub const PRINTED: &str = "#printed";

/// What an export says of claims of its store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Which claims of the bundle they are, by their places, each with its identifier.
    pub claims: Vec<(usize, String)>,
    /// Which reported appearances of the first claim in the bundle are appearances of the claim,
    /// by their places.
    pub printed: Vec<usize>,
    /// Whether its store knows everything that the document says.
    pub is_known: bool,
}

impl Exported {
    /// The claims of which the identifiers can be those of an export.
    pub fn names(&self) -> impl Iterator<Item = (usize, Name)> {
        let claims = self.claims.iter();
        claims.filter_map(|(at, identifier)| Some((*at, name("claims", identifier)?)))
    }

    /// Leaves out of a bundle what the store of the claim knows from its appearances, and the
    /// sources of that alone.
    pub fn without_printed(&self, bundle: &mut pb::Bundle) {
        if self.printed.is_empty() {
            return;
        }
        let Some(claim) = first_claim(bundle) else {
            return;
        };
        let mut places = 0..;
        let is_kept = |_: &_| places.next().is_none_or(|at| !self.printed.contains(&at));
        claim.reported_appearances.retain(is_kept);
        let reported = bundle.claims.iter().filter_map(|it| it.claim.as_ref());
        let reported = reported.flat_map(|it| &it.reported_appearances);
        let reported = reported.flat_map(|it| [&it.source, &it.document]);
        let reviews = bundle.claims.iter().flat_map(|it| &it.reviews);
        let cited = reviews.flat_map(|it| &it.evidence);
        let mut used: BTreeSet<String> = reported.chain(cited).cloned().collect();
        let is_used =
            |it: &pb::BundleSource, used: &BTreeSet<String>| used.contains(&format!("#{}", it.key));
        let publishers = bundle.sources.iter().filter(|it| is_used(it, &used));
        let publishers = publishers.filter_map(|it| Some(it.source.as_ref()?.publisher.clone()));
        let publishers: Vec<String> = publishers.collect();
        used.extend(publishers);
        bundle.sources.retain(|it| is_used(it, &used));
    }

    /// Makes one of what the store of the claim prints and what was reported to it, for a store to
    /// which both are reports.
    pub fn with_printed(&self, bundle: &mut pb::Bundle) {
        let Some(claim) = first_claim(bundle) else {
            return;
        };
        let mut all: Vec<pb::ReportedAppearance> = Vec::new();
        for one in std::mem::take(&mut claim.reported_appearances) {
            match all.iter_mut().find(|it| is_same_making(it, &one)) {
                Some(known) => add_to_making(known, one),
                None => all.push(one),
            }
        }
        claim.reported_appearances = all;
    }
}

fn first_claim(bundle: &mut pb::Bundle) -> Option<&mut pb::Claim> {
    bundle.claims.first_mut()?.claim.as_mut()
}

/// Whether two reports are of the same making of a claim.
pub fn is_same_making(one: &pb::ReportedAppearance, other: &pb::ReportedAppearance) -> bool {
    (&one.source, &one.document, &one.printed_name)
        == (&other.source, &other.document, &other.printed_name)
}

/// Adds what another report says of the same making.
pub fn add_to_making(known: &mut pb::ReportedAppearance, other: pb::ReportedAppearance) {
    known.first |= other.first;
    known.date = known.date.take().or(other.date);
}

/// Whether a claim of an export still says the same in its store.
pub fn is_same_claim(given: &pb::Claim, stored: &pb::Claim) -> bool {
    normal_text(&given.statement) == normal_text(&stored.statement)
        && given.language.eq_ignore_ascii_case(&stored.language)
        && given.period == stored.period
        && given.quantities == stored.quantities
}

/// The name of the resource of a collection (`sources`) that has an identifier, if an export can
/// have given it.
pub fn name(collection: &str, identifier: &str) -> Option<Name> {
    let id = match identifier.strip_prefix("urn:uuid:") {
        Some(id) => id,
        None => {
            let (base, id) = identifier.rsplit_once(&format!("/{collection}/"))?;
            let is_base = base.starts_with("http://") || base.starts_with("https://");
            is_base.then_some(id)?
        }
    };
    let id: Uuid = id.parse().ok().filter(|it: &Uuid| it.to_string() == id)?;
    format!("{collection}/{id}").parse().ok()
}

/// Gives a source without an address the identity that its identifier in a store is.
pub fn identify(source: &mut pb::Source, identifier: &str) {
    if !source.url.is_empty() || !source.same_as.is_empty() {
        return;
    }
    match identifier.starts_with("urn:") {
        true => source.same_as.push(identifier.to_owned()),
        false => identifier.clone_into(&mut source.url),
    }
}

/// The names that a source can have in the store that it was exported from.
pub fn source_names(source: &pb::Source) -> Vec<Name> {
    let identifiers = source.same_as.iter().chain([&source.url]);
    identifiers.filter_map(|it| name("sources", it)).collect()
}

/// Takes a stored source for the one that an export means: they have one kind, and one name if
/// both have one. Otherwise it stays as it is. Returns whether it was taken.
pub fn recognise(source: &mut pb::Source, stored: &pb::Source) -> bool {
    let (own, known) = (&source.display_name, &stored.display_name);
    let is_called = own.is_empty() || known.is_empty() || normal_text(own) == normal_text(known);
    if source.kind != stored.kind || !is_called {
        return false;
    }
    let is_own = |it: &str| name("sources", it).is_some_and(|it| it.to_string() == stored.name);
    source.same_as.retain(|it| !is_own(it));
    if is_own(&source.url) {
        source.url.clear();
    }
    stored.name.clone_into(&mut source.name);
    // What is said of it is no reason to change it.
    stored.display_name.clone_into(&mut source.display_name);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01900000-0000-7000-8000-000000000001";

    #[test]
    fn identifiers_of_exports_are_names() {
        let of = |identifier: &str| name("sources", identifier).map(|it| it.to_string());
        let expected = Some(format!("sources/{ID}"));
        assert_eq!(of(&format!("urn:uuid:{ID}")), expected);
        assert_eq!(
            of(&format!("https://claims.example/x/sources/{ID}")),
            expected
        );
        for other in [
            format!("https://claims.example/claims/{ID}"),
            format!("https://claims.example/sources/{ID}/x"),
            format!("sources/{ID}"),
            format!("urn:uuid:{}", ID.replace('a', "A").replace('0', "f0")),
            "urn:isbn:1".to_owned(),
        ] {
            assert_eq!(of(&other), None, "{other}");
        }
    }

    fn named(display_name: &str) -> pb::Source {
        pb::Source {
            kind: pb::SourceKind::Person.into(),
            display_name: display_name.to_owned(),
            same_as: vec![format!("urn:uuid:{ID}")],
            ..pb::Source::default()
        }
    }

    #[test]
    fn a_source_is_recognised_by_its_identifier_only_with_the_same_name_and_kind() {
        let stored = pb::Source {
            name: format!("sources/{ID}"),
            ..named("Anna Smith")
        };
        for (name, is_same) in [("anna smith", true), ("", true), ("Ben", false)] {
            let mut source = named(name);
            source.same_as.push("Q42".to_owned());
            assert_eq!(recognise(&mut source, &stored), is_same, "{name}");
            assert_eq!(source.name == stored.name, is_same, "{name}");
            assert_eq!(source.same_as.len() == 1, is_same, "{name}");
        }
        let mut group = named("Anna Smith");
        group.kind = pb::SourceKind::UnnamedGroup.into();
        assert!(!recognise(&mut group, &stored));
        assert_eq!(group.name, "");
    }

    #[test]
    fn what_a_store_knows_from_its_articles_is_left_out_with_its_sources() {
        let source = |key: &str, publisher: &str| pb::BundleSource {
            key: key.to_owned(),
            source: Some(pb::Source {
                publisher: publisher.to_owned(),
                ..pb::Source::default()
            }),
        };
        let by = |source: &str| pb::ReportedAppearance {
            source: source.to_owned(),
            ..pb::ReportedAppearance::default()
        };
        let mut bundle = pb::Bundle {
            sources: vec![
                source("a", ""),
                source("b", "#c"),
                source("c", ""),
                source("d", ""),
            ],
            claims: vec![pb::BundleClaim {
                claim: Some(pb::Claim {
                    reported_appearances: vec![by("#a"), by("#b")],
                    ..pb::Claim::default()
                }),
                reviews: vec![pb::Review {
                    evidence: vec!["#d".to_owned()],
                    ..pb::Review::default()
                }],
                ..pb::BundleClaim::default()
            }],
            ..pb::Bundle::default()
        };
        let exported = Exported {
            printed: vec![0],
            ..Exported::default()
        };
        exported.without_printed(&mut bundle);
        let keys: Vec<&str> = bundle.sources.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, ["b", "c", "d"]);
        let claim = bundle.claims[0].claim.as_ref().expect("a claim");
        assert_eq!(claim.reported_appearances, [by("#b")]);
    }
}
