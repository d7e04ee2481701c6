//! What an annotation has no place for: it is written beside it as a bundle with one claim,
//! its one appearance and the sources that speak in it.

use serde_json::Value;

use crate::{
    exchange::{own, resources::Resources},
    wire::{json, pb},
};

/// The member of an annotation that has it.
pub const MEMBER: &str = "claimstore:bundle";

/// The context that defines it: to others it is one value of JSON.
pub fn context() -> Value {
    serde_json::json!({
        "claimstore": "urn:claimstore:v1:",
        MEMBER: {"@type": "@json"},
    })
}

/// Reads it. An error says why it is not one. What the writer never writes is not read: names,
/// for example, by which it would mean any resource of the store.
pub fn read(value: &Value) -> Result<pb::Bundle, String> {
    let bundle = json::read_bundle(&value.to_string())
        .map_err(|error| format!("is not a bundle with one claim and its appearance: {error}"))?;
    let [one] = bundle.claims.as_slice() else {
        return Err(NOT_ONE.to_owned());
    };
    let (Some(claim), [appearance]) = (&one.claim, one.appearances.as_slice()) else {
        return Err(NOT_ONE.to_owned());
    };
    let sources = bundle.sources.iter();
    let sources = sources.filter_map(|it| Some((it.key.as_str(), it.source.as_ref()?)));
    let sources: Vec<pb::BundleSource> = sources.map(|(key, it)| keyed(key, it)).collect();
    let is_here = |name: &str| {
        let key = name.strip_prefix('#');
        name.is_empty() || key.is_some_and(|key| sources.iter().any(|it| it.key == key))
    };
    let hops = appearance.chains.iter().flat_map(|it| &it.hops);
    let mut speakers = hops.flat_map(|it| [&it.source, &it.document]);
    if !speakers.all(|name| is_here(name)) {
        return Err("has a speaker that is not among its sources".to_owned());
    }
    let appearance = appearance_of(appearance, appearance.chains.clone());
    Ok(of_one(sources, claim_of(claim), appearance))
}

const NOT_ONE: &str = "is not a bundle with one claim and its appearance";

fn of_one(
    sources: Vec<pb::BundleSource>,
    claim: pb::Claim,
    appearance: pb::Appearance,
) -> pb::Bundle {
    pb::Bundle {
        sources,
        claims: vec![pb::BundleClaim {
            claim: Some(claim),
            appearances: vec![appearance],
            ..pb::BundleClaim::default()
        }],
        ..pb::Bundle::default()
    }
}

/// Writes it.
pub fn write(claim: &pb::Claim, appearance: &pb::Appearance, all: &Resources) -> Option<Value> {
    let mut sources = Vec::new();
    let mut chains = appearance.chains.clone();
    let hops = || appearance.chains.iter().flat_map(|it| &it.hops);
    let speakers = hops().flat_map(|it| [&it.source, &it.document]);
    let is_whole = speakers
        .filter(|name| !name.is_empty())
        .all(|name| all.source(name).is_some());
    if !is_whole {
        chains.clear();
    }
    for hop in chains.iter_mut().flat_map(|it| &mut it.hops) {
        for name in [&mut hop.source, &mut hop.document] {
            if let Some(source) = all.source(name) {
                *name = format!("#{}", keep(&mut sources, source));
            }
        }
        if let Some(anchor) = &mut hop.cue_anchor {
            anchor.article_version = 0;
        }
    }
    let bundle = of_one(sources, claim_of(claim), appearance_of(appearance, chains));
    let text = json::write("claimstore.v1.Bundle", &bundle)?;
    serde_json::from_str(&text).ok()
}

/// Adds a source once. Its key is its id: other annotations of the article have others.
fn keep(sources: &mut Vec<pb::BundleSource>, source: &pb::Source) -> String {
    let key = source
        .name
        .trim_start_matches("sources/")
        .trim_start_matches('#');
    if !sources.iter().any(|it| it.key == key) {
        sources.push(keyed(key, source));
    }
    key.to_owned()
}

/// A source without what only its own store knows. Without an address, its id there identifies
/// it.
fn keyed(key: &str, source: &pb::Source) -> pb::BundleSource {
    let mut kept = pb::Source {
        kind: source.kind,
        display_name: source.display_name.clone(),
        url: source.url.clone(),
        archived_url: source.archived_url.clone(),
        retrieve_time: source.retrieve_time,
        access_status: source.access_status,
        same_as: source.same_as.clone(),
        anonymity_reason: source.anonymity_reason.clone(),
        aliases: source.aliases.clone(),
        ..pb::Source::default()
    };
    let identifier = format!("urn:uuid:{key}");
    if own::name("sources", &identifier).is_some() {
        own::identify(&mut kept, &identifier);
    }
    pb::BundleSource {
        key: key.to_owned(),
        source: Some(kept),
    }
}

/// A claim without its statement and language, which the body of the annotation has, and
/// without what only its own store knows.
fn claim_of(claim: &pb::Claim) -> pb::Claim {
    pb::Claim {
        r#type: claim.r#type,
        subject: claim.subject.clone(),
        predicate: claim.predicate.clone(),
        object: claim.object.clone(),
        entities: claim.entities.clone(),
        quantities: claim.quantities.clone(),
        period: claim.period.clone(),
        places: claim.places.clone(),
        tags: claim.tags.clone(),
        origin: claim.origin.clone(),
        ..pb::Claim::default()
    }
}

/// An appearance whose first anchor has only what the selectors do not have.
fn appearance_of(appearance: &pb::Appearance, chains: Vec<pb::AttributionChain>) -> pb::Appearance {
    let in_this = |anchors: &[pb::Anchor]| -> Vec<pb::Anchor> {
        let of_this = anchors.iter().filter(|it| it.article_version == 0);
        of_this.cloned().collect()
    };
    let mut anchors = in_this(&appearance.anchors);
    if let Some(first) = anchors.first_mut() {
        *first = pb::Anchor {
            part: first.part,
            ..pb::Anchor::default()
        };
    }
    let mut quoted_spans = appearance.quoted_spans.clone();
    quoted_spans.retain(|it| it.article_version == 0);
    if chains.is_empty() {
        for span in &mut quoted_spans {
            span.hop = None;
        }
    }
    pb::Appearance {
        anchors,
        form: appearance.form,
        modality: appearance.modality,
        hedge: appearance.hedge.clone(),
        printed_figures: in_this(&appearance.printed_figures),
        printed_dates: in_this(&appearance.printed_dates),
        quoted_spans,
        article_stance: appearance.article_stance,
        chains,
        ..pb::Appearance::default()
    }
}
