//! Writing.

use super::*;

/// A claim with an appearance and a review.
pub fn stored() -> Resources {
    let json = r##"{
      "article": {"name": "articles/a", "uri": "https://example.org/story", "headline": "H"},
      "sources": [
        {"source": {"name": "sources/s", "kind": "SOURCE_KIND_PERSON", "displayName": "Olga", "sameAs": ["Q42"]}},
        {"source": {"name": "sources/t", "kind": "SOURCE_KIND_PERSON", "displayName": "Denier"}}],
      "claims": [{"claim": {"name": "claims/c", "statement": "Prices \"rose\" 😀.", "language": "en-GB",
          "entities": [{"name": "Kyiv", "sameAs": ["Q1899"]}],
          "origin": {"kind": "ORIGIN_KIND_SOFTWARE", "name": "extractor", "version": "2"},
          "createTime": "2025-01-02T03:04:05Z", "updateTime": "2025-01-03T03:04:05Z"},
        "appearances": [{"name": "claims/c/appearances/p", "article": "articles/a",
          "chains": [{"hops": [{"source": "sources/s", "stance": "STANCE_ASSERTS"}]},
            {"hops": [{"source": "sources/t", "stance": "STANCE_DENIES"}]}]}],
        "reviews": [{"name": "claims/c/reviews/r", "author": "Desk", "url": "https://example.org/check",
          "reviewTime": "2025-02-01T00:00:00Z", "verdict": "VERDICT_MOSTLY_FALSE", "explanation": "Why.",
          "rating": {"value": {"value": "2"}, "best": {"value": "5"}, "label": "Mostly false"}}]}]}"##;
    Resources::of_bundle(wire::json::read_bundle(json).expect("a bundle"))
}

#[test]
fn a_claim_is_written_as_a_valid_nanopublication_and_read_back() {
    for base in [Base::new("https://store.example/"), Base::default()] {
        let written = documents(&stored(), &base);
        assert_eq!((written.len(), written[0].name.as_str()), (1, "claims/c"));
        let text = &written[0].content;
        let reading = read_text(text);
        assert_eq!(reading.unread, [], "{text}");
        let claim = reading.items[0].bundle.claims[0]
            .claim
            .as_ref()
            .expect("a claim");
        assert_eq!(
            (claim.statement.as_str(), claim.language.as_str()),
            ("Prices \"rose\" 😀.", "en-GB")
        );
        for said in [
            "https://wikidata.org/entity/Q42",
            "https://example.org/story",
            "\"Desk\"",
            "\"mostly false\"",
            "\"extractor\"",
            "2025-01-03T03:04:05Z",
            "https://wikidata.org/entity/Q1899",
        ] {
            assert!(text.contains(said), "{said} is not in {text}");
        }
        // Who denies a claim does not stand behind it, and no licence is known.
        assert!(!text.contains("Denier") && !text.contains("icen"), "{text}");
    }
}

#[test]
fn a_claim_of_which_little_is_known_is_a_nanopublication_too() {
    let mut resources = Resources::default();
    resources.claims.push(pb::BundleClaim {
        claim: Some(pb::Claim {
            name: "claims/c".to_owned(),
            statement: "Prices rose.".to_owned(),
            language: "not a tag".to_owned(),
            ..pb::Claim::default()
        }),
        ..pb::BundleClaim::default()
    });
    let written = documents(&resources, &Base::default());
    let reading = read(
        &written[0].content,
        &Options {
            language: "en".to_owned(),
        },
    );
    assert_eq!(reading.items.len(), 1, "{reading:?}");
}

#[test]
fn a_kept_nanopublication_is_not_changed_and_tells_its_claim() {
    let text = trig(&[(
        "assertion",
        "ex:c a schema:Claim ; schema:text \"Prices rose.\"@en .",
    )]);
    let reading = read_text(&text);
    let mut resources = Resources::of_bundle(reading.items[0].bundle.clone());
    let contents = |resources: &Resources| {
        let written = documents(resources, &Base::default());
        written.into_iter().map(|it| it.content).collect::<Vec<_>>()
    };
    assert_eq!(contents(&resources), [text.as_str()]);
    // The store knows more of the claim, which is no word of the one who published it.
    resources.claims[0].reviews.push(pb::Review::default());
    let both = contents(&resources);
    assert_eq!((both.len(), both[0].as_str()), (2, text.as_str()));
}

#[test]
fn an_export_says_that_its_store_has_the_claim() {
    let base = Base::new("https://store.example/");
    let id = "01900000-0000-7000-8000-000000000001";
    let mut resources = stored();
    if let Some(claim) = &mut resources.claims[0].claim {
        claim.name = format!("claims/{id}");
    }
    let text = documents(&resources, &base).swap_remove(0).content;
    let exported = read_text(&text).items.swap_remove(0).exported;
    let exported = exported.expect("is an export");
    assert!(exported.is_known);
    let name = exported.names().next().map(|(at, it)| (at, it.to_string()));
    assert_eq!(name, Some((0, format!("claims/{id}"))));
    let foreign = text.replace(id, "other");
    assert_eq!(read_text(&foreign).items[0].exported, None);
}
