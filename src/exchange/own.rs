//! Identifiers that an export of claimstore gives to resources, and what an import makes of them
//! in the store that they are of.

use uuid::Uuid;

use crate::{
    domain::{resource::Name, value::identity::normal_text},
    wire::pb,
};

/// What the identifier of a person or an article ends with that is in a document because an
/// article of the store prints the claim. The store reads it from there and not from the document.
pub const PRINTED: &str = "#printed";

/// What an export says of a claim of its store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The identifier of the claim.
    pub claim: String,
    /// Which reported appearances of the first claim in the bundle are appearances of the claim,
    /// by their places.
    pub printed: Vec<usize>,
    /// Whether its store knows everything that the document says.
    pub is_known: bool,
}

impl Exported {
    /// The name of the claim.
    pub fn claim_name(&self) -> Option<Name> {
        name("claims", &self.claim)
    }

    /// Leaves out of a bundle what the store of the claim knows from its appearances, and the
    /// sources of that alone.
    pub fn without_printed(&self, bundle: &mut pb::Bundle) {
        if let Some(claim) = bundle.claims.first_mut().and_then(|it| it.claim.as_mut()) {
            let mut places = 0..;
            let is_kept = |_: &_| places.next().is_none_or(|at| !self.printed.contains(&at));
            claim.reported_appearances.retain(is_kept);
        }
        let reported = bundle.claims.iter().filter_map(|it| it.claim.as_ref());
        let reported = reported.flat_map(|it| &it.reported_appearances);
        let reported = reported.flat_map(|it| [&it.source, &it.document]);
        let reviews = bundle.claims.iter().flat_map(|it| &it.reviews);
        let cited = reviews.flat_map(|it| &it.evidence);
        let mut used: Vec<String> = reported.chain(cited).cloned().collect();
        let of_used =
            |it: &pb::BundleSource, used: &[String]| used.contains(&format!("#{}", it.key));
        let publishers = bundle.sources.iter().filter(|it| of_used(it, &used));
        let publishers = publishers.filter_map(|it| Some(it.source.as_ref()?.publisher.clone()));
        let publishers: Vec<String> = publishers.collect();
        used.extend(publishers);
        bundle.sources.retain(|it| of_used(it, &used));
    }
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

/// The name of the source that a source is in the store that it was exported from.
pub fn source_name(source: &pb::Source) -> Option<Name> {
    let identifiers = source.same_as.iter().chain([&source.url]);
    let mut names = identifiers.filter_map(|it| name("sources", it));
    names.next()
}

/// Takes a stored source for the one that an export means: they have one kind and one name.
/// Otherwise it stays as it is.
pub fn recognise(source: &mut pb::Source, stored: &pb::Source) {
    let known = [&stored.display_name].into_iter().chain(&stored.aliases);
    let mut known = known.map(|it| normal_text(it));
    let own = normal_text(&source.display_name);
    let is_called = own.is_empty() || known.any(|it| it.is_empty() || it == own);
    if source.kind != stored.kind || !is_called {
        return;
    }
    stored.name.clone_into(&mut source.name);
    stored.display_name.clone_into(&mut source.display_name);
    source.same_as.retain(|it| name("sources", it).is_none());
    if name("sources", &source.url).is_some() {
        source.url.clear();
    }
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
            aliases: vec!["A. Smith".to_owned()],
            ..named("Anna Smith")
        };
        for (name, is_same) in [("anna smith", true), ("A. Smith", true), ("Ben", false)] {
            let mut source = named(name);
            recognise(&mut source, &stored);
            assert_eq!(source.name == stored.name, is_same, "{name}");
            assert_eq!(source.same_as.is_empty(), is_same, "{name}");
        }
        let mut group = named("Anna Smith");
        group.kind = pb::SourceKind::UnnamedGroup.into();
        recognise(&mut group, &stored);
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
