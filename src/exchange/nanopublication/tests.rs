//! Nanopublications are read and written as their guidelines say.

mod writing;

use oxrdf::{Dataset, dataset::CanonicalizationAlgorithm};

use super::{graph::parse, *};
use crate::{
    exchange::{
        mutation::fuzz,
        reading::Reading,
        resources::{Base, Resources},
        samples::samples,
    },
    wire::{self, pb},
};

/// A nanopublication whose parts can be replaced.
fn trig(parts: &[(&str, &str)]) -> String {
    let defaults = [
        (
            "head",
            "a np:Nanopublication ; np:hasAssertion :assertion ; np:hasProvenance :provenance ; np:hasPublicationInfo :pubinfo .",
        ),
        ("assertion", "ex:a ex:b ex:c ."),
        ("provenance", ":assertion prov:hadPrimarySource ex:d ."),
        ("pubinfo", ": rdfs:label \"A label\" ."),
        ("extra", ""),
    ];
    let part = |name: &str| {
        let own = parts.iter().find(|it| it.0 == name);
        let default = defaults.iter().find(|it| it.0 == name);
        own.or(default).expect("a part").1
    };
    format!(
        "@prefix : <https://example.org/np1/> .\n@prefix ex: <https://example.org/> .\n\
         @prefix np: <http://www.nanopub.org/nschema#> .\n@prefix npx: <http://purl.org/nanopub/x/> .\n\
         @prefix prov: <http://www.w3.org/ns/prov#> .\n@prefix schema: <https://schema.org/> .\n\
         @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
         :Head {{ : {} }}\n:assertion {{ {} }}\n:provenance {{ {} }}\n:pubinfo {{ {} }}\n{}",
        part("head"),
        part("assertion"),
        part("provenance"),
        part("pubinfo"),
        part("extra")
    )
}

fn read_text(text: &str) -> Reading {
    read(text, &Options::default())
}

/// The triples with blank nodes that have the same names in all isomorphic ones.
fn canonical(text: &str) -> Dataset {
    let mut dataset: Dataset = parse(text).expect("is TriG").quads.iter().collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    dataset
}

#[test]
fn a_nanopublication_is_kept_letter_by_letter() {
    let text = trig(&[]);
    let reading = read_text(&text);
    assert_eq!(reading.unread, []);
    let item = &reading.items[0];
    assert_eq!(item.path, "https://example.org/np1/");
    let source = item.bundle.sources[0].source.as_ref().expect("a source");
    assert_eq!(
        (source.url.as_str(), source.display_name.as_str()),
        (item.path.as_str(), "A label")
    );
    let written = documents(&Resources::of_bundle(item.bundle.clone()), &Base::default());
    assert_eq!(
        (written.len(), written[0].content.as_str()),
        (1, text.as_str())
    );
}

#[test]
fn what_the_guidelines_require_is_checked_with_its_place() {
    let refused = |parts: &[(&str, &str)]| {
        let reading = read_text(&trig(parts));
        assert!(reading.items.is_empty(), "{parts:?}");
        assert!(reading.unread.iter().all(|it| it.is_refusal));
        let first = &reading.unread[0];
        assert!(first.path.starts_with(['<', '_']), "{first:?}");
        first.reason.clone()
    };
    let says = |parts: &[(&str, &str)], what: &str| {
        let reason = refused(parts);
        assert!(reason.contains(what), "{parts:?}: {reason}");
    };
    says(&[("assertion", "")], "empty assertion");
    says(&[("provenance", "")], "empty provenance");
    says(&[("pubinfo", "")], "empty publication info");
    says(
        &[("extra", ":other { ex:a ex:b ex:c . }")],
        "belongs to no nanopublication",
    );
    says(&[("extra", "_:g { ex:a ex:b ex:c . }")], "without an IRI");
    says(&[("extra", "ex:a ex:b ex:c .")], "is in no graph");
    says(
        &[("provenance", "ex:a ex:b ex:c .")],
        "nothing about the assertion",
    );
    says(
        &[("pubinfo", "ex:a ex:b ex:c .")],
        "nothing about the nanopublication",
    );
    let head = |text: &'static str| [("head", text)];
    says(
        &head(
            "a np:Nanopublication ; np:hasProvenance :provenance ; np:hasPublicationInfo :pubinfo .",
        ),
        "has 0 <http://www.nanopub.org/nschema#hasAssertion>",
    );
    says(
        &head(
            "a np:Nanopublication ; np:hasAssertion :assertion, :x ; np:hasProvenance :provenance ; np:hasPublicationInfo :pubinfo .",
        ),
        "has 2",
    );
    says(
        &head(
            "a np:Nanopublication ; np:hasAssertion \"x\" ; np:hasProvenance :provenance ; np:hasPublicationInfo :pubinfo .",
        ),
        "exactly one IRI",
    );
    says(
        &head(
            "a np:Nanopublication ; np:hasAssertion :assertion ; np:hasProvenance :assertion ; np:hasPublicationInfo :pubinfo .",
        ),
        "names two",
    );
    says(
        &head(
            "a np:Nanopublication ; np:hasAssertion :assertion ; np:hasProvenance :provenance ; np:hasPublicationInfo : .",
        ),
        "names two",
    );
    says(
        &head(
            "a np:Nanopublication ; np:hasAssertion :assertion ; np:hasProvenance :provenance ; np:hasPublicationInfo <https://example.net/p> .",
        ),
        "does not begin",
    );
    says(
        &[("extra", ":Head { ex:n a np:Nanopublication . }")],
        "head of two",
    );
    says(
        &[("extra", ":Head2 { : a np:Nanopublication . }")],
        "in two graphs",
    );
    says(
        &[("assertion", "ex:a ex:b \"two\"^^xsd:integer .")],
        "no value of its type",
    );
    says(
        &[("pubinfo", ": ex:b \"2024-02-31\"^^xsd:date .")],
        "no value of its type",
    );
    let none = read_text("<a:b> { <a:b> <a:c> <a:d> }");
    assert!(none.items.is_empty() && none.unread[0].reason.contains("no nanopublication"));
    assert!(read_text("").unread[0].is_refusal);
    let blank = trig(&[]).replace(":Head { : a np", ":Head { _:n a np");
    assert!(
        read_text(&blank).unread[0]
            .reason
            .contains("without an IRI")
    );
}

#[test]
fn what_is_no_trig_is_refused_with_line_and_column() {
    let reading = read_text(&trig(&[("assertion", "ex:a <not an iri> ex:c .")]));
    assert!(reading.items.is_empty());
    assert!(
        reading.unread[0].path.starts_with("line 10, column "),
        "{reading:?}"
    );
    assert!(
        read_text(&trig(&[("assertion", "<relative> ex:b ex:c .")]))
            .items
            .is_empty()
    );
}

#[test]
fn graph_names_may_share_the_part_before_the_fragment() {
    let text = trig(&[]).replace(
        "@prefix : <https://example.org/np1/>",
        "@prefix : <https://example.org/np1#>",
    );
    assert_eq!(read_text(&text).items.len(), 1);
    let text = text.replace("{ : ", "{ <https://example.org/np1#me> ");
    assert_eq!(read_text(&text).items.len(), 1);
}

#[test]
fn several_nanopublications_in_a_document_are_read_one_by_one() {
    let first = trig(&[("assertion", "ex:a ex:b [ ex:c \"é\\u2028😀\"@en ] .")]);
    let second = trig(&[]).replace("np1/", "np2/");
    let both = format!("{first}\n{second}");
    let reading = read_text(&both);
    assert_eq!(reading.unread, []);
    let contents = |at: usize| {
        let source = reading.items[at].bundle.sources[0]
            .source
            .as_ref()
            .expect("a source");
        source
            .exchange_document
            .as_ref()
            .expect("kept")
            .content
            .clone()
    };
    assert_eq!(canonical(&contents(0)), canonical(&first));
    assert_eq!(canonical(&contents(1)), canonical(&second));
    // They have a graph in common.
    let with = |name: &str, number: &str| {
        let text = trig(&[]).replace("np1/", "np1#");
        let text = text.replace("{ : ", &format!("{{ :{name} "));
        text.replace(":Head", &format!(":Head{number}"))
            .replace(":provenance", &format!(":provenance{number}"))
            .replace(":pubinfo", &format!(":pubinfo{number}"))
    };
    assert_eq!(read_text(&with("one", "")).items.len(), 1);
    let shared = read_text(&format!("{}\n{}", with("one", ""), with("two", "2")));
    assert!(shared.items.is_empty(), "{shared:?}");
    assert!(
        shared.unread[0].reason.contains("two nanopublications"),
        "{shared:?}"
    );
    // One of them is invalid.
    let broken = format!("{first}\n{}", second.replace("ex:a ex:b ex:c .", ""));
    let reading = read_text(&broken);
    assert_eq!((reading.items.len(), reading.unread.len()), (1, 1));
}

#[test]
fn a_sentence_that_is_asserted_is_a_claim() {
    let claims = |assertion: &str| {
        let reading = read_text(&trig(&[("assertion", assertion)]));
        let claims = reading.items[0].bundle.claims.iter();
        let claims: Vec<(String, String)> = claims
            .map(|it| {
                let claim = it.claim.clone().expect("a claim");
                (claim.statement, claim.language)
            })
            .collect();
        (claims, reading.unread)
    };
    let one = |text: &str, language: &str| (vec![(text.to_owned(), language.to_owned())], vec![]);
    let aida =
        ":assertion npx:asSentence <http://purl.org/aida/R%26D+rose+by+5%25%2C+caf%C3%A9s+fell.> .";
    assert_eq!(claims(aida), one("R&D rose by 5%, cafés fell.", "en"));
    let typed =
        "<http://purl.org/aida/Prices+rose.> a <http://purl.org/petapico/o/hycl#AIDA-Sentence> .";
    assert_eq!(claims(typed), one("Prices rose.", "en"));
    let own = "ex:c a schema:Claim ; schema:text \"I prezzi salirono.\"@it .";
    assert_eq!(claims(own), one("I prezzi salirono.", "it"));
    let other = "ex:c a schema:Claim ; schema:text \"Prices rose.\" ; schema:inLanguage \"en\" .";
    assert_eq!(claims(other), one("Prices rose.", "en"));
    let (none, unread) = claims("ex:c a schema:Claim ; schema:text \"Prices rose.\" .");
    assert!(none.is_empty() && unread[0].reason.contains("language") && !unread[0].is_refusal);
    assert_eq!(
        claims("ex:c ex:about <http://purl.org/aida/Prices+rose.> ."),
        (vec![], vec![])
    );
}

#[test]
fn a_trusty_uri_is_that_of_the_triples() {
    // Computed by another program, which agrees with an example of trustyuri.net.
    let code = "RAb0zKzcmHz8AJLlWgD38wlTeSryynmuI4j7imn8NkIKw";
    let assertion = "ex:a ex:b ex:c, \"B\"@en-GB, \"B\", \"😀 \\\\ \\n\", \"\u{ff5e}\", 1 .";
    let text = trig(&[
        ("assertion", assertion),
        ("provenance", ":assertion ex:from ex:d ."),
        ("pubinfo", "this: ex:by ex:e ."),
    ]);
    let own = format!("@prefix this: <https://example.org/np/{code}> .\n");
    let text = own
        + &text.replace(
            "https://example.org/np1/",
            &format!("https://example.org/np/{code}/"),
        );
    let text = text.replace(":Head { : ", ":Head { this: ");
    let reading = read_text(&text);
    assert_eq!(reading.unread, [], "{text}");
    let changed = read_text(&text.replace("ex:from ex:d", "ex:from ex:x"));
    assert!(
        changed.items.is_empty() && changed.unread[0].reason.contains("digest"),
        "{changed:?}"
    );
    let blank = read_text(&text.replace("ex:from ex:d", "ex:from []"));
    assert!(blank.items.is_empty());
}

#[test]
fn the_official_tests_are_read_and_refused_as_they_say() {
    for (name, text) in samples("nanopub", "valid_", ".trig") {
        let reading = read_text(&text);
        assert_eq!(reading.unread, [], "{name}");
        let resources = Resources::of_bundle(reading.items[0].bundle.clone());
        let written = documents(&resources, &Base::default());
        assert_eq!(written.len(), 1, "{name}");
        assert_eq!(canonical(&written[0].content), canonical(&text), "{name}");
        let anew = graph::print(&parse(&text).expect("is TriG")).expect("is written");
        assert_eq!(canonical(&anew), canonical(&text), "{name}");
    }
    for (name, text) in samples("nanopub", "invalid_", ".trig") {
        let reading = read_text(&text);
        assert!(reading.items.is_empty(), "{name}");
        let unread = &reading.unread[0];
        eprintln!("{name}: {} {}", unread.path, unread.reason);
        assert!(
            unread.is_refusal && !unread.path.is_empty(),
            "{name}: {unread:?}"
        );
    }
}

#[test]
fn documents_with_very_much_of_one_thing_are_read_in_bounded_time() {
    let repeated = |of: &dyn Fn(usize) -> String| (0..20_000).map(of).collect::<String>();
    let nanopublications = repeated(&|it| format!(":n{it} a np:Nanopublication . "));
    let reading = read_text(&trig(&[(
        "extra",
        &format!(":Head {{ {nanopublications} }}"),
    )]));
    assert!(reading.items.is_empty());
    let graphs = repeated(&|it| format!(":g{it} {{ :n{it} a np:Nanopublication }} "));
    assert_eq!(read_text(&trig(&[("extra", &graphs)])).items.len(), 1);
    let claims = repeated(&|it| format!("ex:c{it} a schema:Claim ; schema:text \"{it}\"@en . "));
    let reading = read_text(&trig(&[("assertion", &claims)]));
    assert_eq!(reading.items[0].bundle.claims.len(), 500);
    assert!(
        reading
            .unread
            .iter()
            .any(|it| it.reason.contains("further ones are left out"))
    );
}

#[test]
fn broken_nanopublications_are_refused_without_a_panic() {
    let mut texts = vec![
        trig(&[]),
        documents(&writing::stored(), &Base::default())[0]
            .content
            .clone(),
    ];
    texts.extend(samples("nanopub", "", ".trig").into_iter().map(|it| it.1));
    fuzz(&texts, 300, 16, |text| {
        for item in read(text, &Options::default()).items {
            let _ = documents(&Resources::of_bundle(item.bundle), &Base::default());
        }
    });
    for piece in ["[ <a:b> ", "( ", "<< ", "\"\"\""] {
        let deep = trig(&[("assertion", &format!("ex:a ex:b {}", piece.repeat(50_000)))]);
        assert!(read_text(&deep).items.is_empty());
    }
}
