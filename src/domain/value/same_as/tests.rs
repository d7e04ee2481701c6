//! Tests of identifiers: what is one identifier, and what is refused.

use super::*;

#[test]
fn spellings_of_an_identifier_are_one() {
    for (expected, spellings) in [
        (
            "https://wikidata.org/entity/Q42",
            [
                "Q42",
                "q42",
                "wikidata:Q42",
                "http://www.wikidata.org/entity/Q42",
                "https://www.wikidata.org/wiki/Q42#sitelinks",
                "https://m.wikidata.org/wiki/q42/",
                "http://www.wikidata.org/wiki/Special:EntityData/Q42.json",
                "https://www.wikidata.org/wiki/Special:EntityData/Q42",
                "https://www.wikidata.org/wiki/Special:EntityPage/Q42",
                "https://www.wikidata.org/wiki/special%3aEntityPage/q42/",
                "http://www.wikidata.org/entity/Q42.json",
                "https://wikidata.org/entity/Q42.ttl?flavor=dump",
                "wd:Q42",
                "WD: Q42",
            ]
            .as_slice(),
        ),
        (
            "https://orcid.org/0000-0002-1694-233X",
            &[
                "0000-0002-1694-233X",
                "0000-0002-1694-233x",
                "orcid:0000-0002-1694-233X",
                "http://orcid.org/0000-0002-1694-233x",
                "https://www.orcid.org/0000-0002-1694-233X/",
                "000000021694233X",
                "0000 0002 1694 233x",
                "orcid:000000021694233x",
                "https://orcid.org/000000021694233X",
            ],
        ),
        (
            "https://viaf.org/viaf/113230702",
            &[
                "viaf:113230702",
                "VIAF: 113230702",
                "http://viaf.org/viaf/113230702/",
                "https://viaf.org/en/viaf/113230702",
            ],
        ),
        (
            "https://d-nb.info/gnd/11850553X",
            &[
                "gnd:11850553X",
                "http://d-nb.info/gnd/11850553x",
                "https://lobid.org/gnd/11850553X",
                "https://explore.gnd.network/gnd/11850553X",
                "https://d-nb.info/gnd/11850553X/about",
                "https://d-nb.info/gnd/11850553X/about/lds.ttl",
                "https://lobid.org/gnd/11850553X.json",
            ],
        ),
        (
            "https://isni.org/isni/0000000121032683",
            &[
                "isni:0000 0001 2103 2683",
                "ISNI:0000000121032683",
                "http://www.isni.org/isni/0000000121032683",
                "https://isni.org/isni/0000%200001%202103%202683",
                "https://isni.org/0000000121032683",
                "https://isni.org/page/0000000121032683/",
            ],
        ),
        (
            "https://doi.org/10.1000/abc",
            &[
                "10.1000/ABC",
                "doi:10.1000/abc",
                "DOI: 10.1000/Abc",
                "info:doi/10.1000/abc",
                "http://dx.doi.org/10.1000/abc",
                "https://doi.org/10.1000%2FABC",
            ],
        ),
        (
            "https://de.wikipedia.org/wiki/Rom",
            &[
                "http://de.m.wikipedia.org/wiki/Rom",
                "https://de.wikipedia.org/wiki/rom#Lage",
            ],
        ),
        (
            "https://fr.wikipedia.org/wiki/%C3%89cole_normale",
            &[
                "https://fr.wikipedia.org/wiki/École_normale",
                "https://fr.wikipedia.org/wiki/école_normale",
                "https://fr.wikipedia.org/wiki/E\u{301}cole%20normale",
                "https://fr.wikipedia.org/wiki/e%CC%81cole__normale_",
                "https://fr.m.wikipedia.org/w/index.php?title=%c3%a9cole+normale",
            ],
        ),
    ] {
        for spelling in spellings {
            assert_eq!(canonical(spelling).as_deref(), Ok(expected), "{spelling}");
        }
        assert_eq!(canonical(expected).as_deref(), Ok(expected));
    }
}

#[test]
fn different_identifiers_stay_apart() {
    for (one, other) in [
        ("Q1", "Q2"),
        ("Q1", "https://www.wikidata.org/wiki/Property:P1"),
        ("viaf:1", "viaf:11"),
        ("viaf:113230702", "gnd:113230702"),
        // A block of ISNI is reserved for ORCID, but the registers are two.
        ("orcid:0000-0002-1825-0097", "isni:0000 0002 1825 0097"),
        ("doi:10.1000/a", "doi:10.1000/a.1"),
        ("doi:10.1000/a?b", "doi:10.1000/a"),
        (
            "https://de.wikipedia.org/wiki/Rom",
            "https://als.wikipedia.org/wiki/Rom",
        ),
    ] {
        assert_ne!(
            canonical(one).unwrap(),
            canonical(other).unwrap(),
            "{one} {other}"
        );
    }
}

#[test]
fn what_is_no_identifier_is_refused() {
    for text in [
        "",
        "y",
        "Q",
        "Q0",
        "Q1a",
        "P1",
        "42",
        "10.1000",
        "doi:abc",
        "doi:",
        "viaf:x",
        "0000-0002-1825",
        "isni:1",
        "gnd:x",
        "news.example/a",
    ] {
        assert!(canonical(text).is_err(), "{text}");
    }
}

#[test]
fn check_digits_are_checked_in_every_spelling() {
    for wrong in [
        "0000-0002-1825-0098",
        "orcid:0000-0002-1694-2330",
        "https://orcid.org/0000-0002-1825-0098",
        "http://www.orcid.org/000000021825009X",
        "isni:0000 0001 2103 2684",
        "https://isni.org/isni/0000000121032684",
        "https://isni.org/page/0000000121032684/",
        "gnd:118540239",
        "gnd:1185402-38",
        "https://d-nb.info/gnd/118540239",
        "https://d-nb.info/gnd/118505530/about",
        "https://lobid.org/gnd/4005728-7",
        "gnd:40057288",
    ] {
        assert!(
            matches!(
                checked(wrong),
                Err(NotAnIdentifier::Register(
                    NotOfRegister::CheckDigit(_) | NotOfRegister::Form(_)
                ))
            ),
            "{wrong}"
        );
    }
    // Identifiers that are in use.
    for right in [
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1694-233X",
        "isni:0000000121032683",
        "gnd:118540238",
        "gnd:132522136",
        "gnd:11850553X",
        "gnd:1055864695",
        "gnd:1086052218",
        "https://d-nb.info/gnd/1047605287",
        "gnd:4005728-8",
        "gnd:4020517-4",
        "gnd:2024703-5",
        "gnd:2001630-X",
        "gnd:2015732-0",
        "gnd:377-3",
        "gnd:2-4",
    ] {
        assert!(checked(right).is_ok(), "{right}");
    }
    // A stored one that was accepted before is still compared.
    let stored = "https://orcid.org/0000-0002-1825-0098";
    assert_eq!(compared(stored, Form::Canonical).as_deref(), Some(stored));
}

#[test]
fn an_error_says_how_identifiers_of_the_register_are_written() {
    for (text, said) in [
        ("viaf:abc", "digits, as in viaf:113230702"),
        ("wd:5", "Q and digits, as in wikidata:Q42"),
        ("wikidata:P31", "Q and digits"),
        ("orcid:123", "16 digits"),
        ("gnd:abc", "gnd:118540238"),
        ("isni:1", "isni:0000000121032683"),
        ("doi:abc", "doi:10.1000/182"),
        ("0000000121032683", "write orcid: or isni: before it"),
        ("Q", "such as Q42"),
    ] {
        let error = checked(text).unwrap_err().to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
}

#[test]
fn two_spellings_are_accepted_and_the_same_twice_is_not() {
    let violations = |identifiers: &[&str]| {
        let mut checker = Checker::new();
        let identifiers: Vec<String> = identifiers.iter().map(|&it| it.to_owned()).collect();
        check(&mut checker, &identifiers);
        checker.finish(()).err().map_or(0, |it| it.len())
    };
    assert_eq!(violations(&["Q1", "http://www.wikidata.org/entity/Q1"]), 0);
    assert_eq!(violations(&["Q1", "Q2", "Q1"]), 1);
}

#[test]
fn urns_are_identifiers_and_only_their_beginning_has_no_letter_case() {
    for (expected, given) in [
        (
            "urn:newsml:dpa.com:20090101:a-B",
            "URN:NewsML:dpa.com:20090101:a-B",
        ),
        (
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "urn:UUID:F81D4FAE-7dec-11d0-a765-00a0c91e6bf6",
        ),
        (
            "tag:reuters.com,2026:newsml_X",
            "TAG:reuters.com,2026:newsml_X",
        ),
        ("ni:///sha-256;f4Ox", "ni:///sha-256;f4Ox"),
    ] {
        assert_eq!(checked(given), Ok(expected.to_owned()), "{given}");
    }
    for refused in [
        "urn:",
        "urn:x",
        "urn:x:",
        "tag:",
        "urn:x:a b",
        "urn:x:a\u{7}",
    ] {
        assert!(checked(refused).is_err(), "{refused}");
    }
}
