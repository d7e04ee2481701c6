//! Tests of canonical addresses: what is one address, and what stays apart.

use super::{super::identity::Form, *};

fn form(text: &str) -> String {
    canonical(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn spellings_of_an_address_are_one() {
    for (expected, spellings) in [
        (
            "https://bbc.com/news/articles/x",
            [
                "https://www.bbc.com/news/articles/x",
                "http://www.bbc.com:80/news/articles/x/",
                "HTTPS://BBC.com.:443/news/articles/x?at_medium=RSS&at_campaign=rss",
                "https://m.bbc.com/news/articles/x?CMP=share#comments",
                "https://amp.bbc.com/news/articles/x?smid=tw&ocid=social&utm_source=a",
                "https://mobile.bbc.com/news/%61rticles/x?fbclid=1&GCLID=2",
                "https://web.archive.org/web/20250427101500/https://www.bbc.com/news/articles/x",
                "https://web.archive.org/web/2025id_/http:/bbc.com/news/articles/x/?utm_id=1",
                "https://archive.ph/2025.04.27-101500/https://www.bbc.com/news/articles/x",
                "http://archive.is/newest/http://bbc.com/news/articles/x",
                "https://www.google.com/amp/s/amp.bbc.com/news/articles/x",
                "https://www-bbc-com.cdn.ampproject.org/c/s/www.bbc.com/news/articles/x?usqp=a",
                "https://web.archive.org/web/20250427101500/https://archive.today/newest/https://bbc.com/news/articles/x",
            ]
            .as_slice(),
        ),
        (
            "https://x.com/desk/status/1",
            &[
                "https://twitter.com/desk/status/1?s=20&t=abc",
                "https://mobile.twitter.com/desk/status/1/?ref_src=twsrc",
                "http://www.x.com/desk/status/1",
            ],
        ),
        (
            "https://youtube.com/watch?v=dQw4w9WgXcQ",
            &[
                "https://youtu.be/dQw4w9WgXcQ?si=share",
                "https://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=youtu.be",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
                "https://www.youtube.com/shorts/dQw4w9WgXcQ/",
            ],
        ),
        (
            "https://en.wikipedia.org/wiki/Rome_(city)",
            &[
                "http://en.m.wikipedia.org/wiki/rome_(city)",
                "http://en.m.m.wikipedia.org/wiki/Rome_(city)",
                "https://www.en.wikipedia.org/wiki/Rome%20(city)#History",
                "https://en.wikipedia.org/w/index.php?title=Rome+(city)",
            ],
        ),
        (
            "https://doi.org/10.1002/(sici)1097-4636(199823)43:4%3C402::aid%3E3.0",
            &[
                "http://dx.doi.org/10.1002/(SICI)1097-4636(199823)43:4<402::AID>3.0",
                "https://www.doi.org/10.1002%2F(sici)1097-4636(199823)43%3A4%3C402::aid%3E3.0",
            ],
        ),
        ("https://news.example/a?a=1&b=2", &["https://news.example/a?b=2&a=1&&"]),
        (
            "https://news.example/a?a=1&f=b&f=a",
            &[
                "https://news.example/a?f=b&a=1&f=a",
                "https://news.example/a?f=b&f=a&utm_source=x&a=1",
                "http://www.news.example/a/?%66=b&f=%61&a=1",
            ],
        ),
        (
            "https://en.wikipedia.org/wiki/C++",
            &[
                "https://en.wikipedia.org/wiki/C%2B%2B",
                "https://en.wikipedia.org/w/index.php?title=c%2b%2b",
            ],
        ),
        (
            "https://ru.wikipedia.org/wiki/%D0%AF%D0%B1%D0%BB%D0%BE%D0%BA%D0%BE",
            &["https://ru.m.wikipedia.org/wiki/яблоко"],
        ),
        (
            "https://de.wikipedia.org/wiki/%C3%9F",
            &["https://de.wikipedia.org/wiki/ß"],
        ),
        ("https://xn--bcher-kva.example/", &["https://bücher.example", "http://BÜCHER.example/#a"]),
        ("https://faz.net/a-1.html", &["https://m.faz.net/a-1.html", "http://www.m.faz.net/a-1.html"]),
    ] {
        for spelling in spellings {
            assert_eq!(form(spelling), expected, "{spelling}");
        }
        assert_eq!(form(expected), expected);
    }
}

#[test]
fn pages_that_may_differ_stay_apart() {
    for (one, other) in [
        ("https://a.example/x", "https://a.example/X"),
        ("https://a.example/x", "https://a.example/x//"),
        ("https://a.example/x", "https://a.example/x/index.html"),
        ("https://a.example/x", "https://a.example/x?page=2"),
        ("https://a.example/x", "https://a.example/x?ref=branch"),
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/x?f=a&f=b", "https://a.example/x?f=b&f=a"),
        (
            "https://a.example/x?f=b&f=%61",
            "https://a.example/x?%66=a&f=b",
        ),
        (
            "https://en.wikipedia.org/wiki/Foo",
            "https://en.wikipedia.org/wiki/Foo/",
        ),
        (
            "https://en.wiktionary.org/wiki/foo/",
            "https://en.wiktionary.org/wiki/foo",
        ),
        (
            "https://wiki.example/wiki/Foo/",
            "https://wiki.example/wiki/Foo",
        ),
        (
            "https://en.wiktionary.org/wiki/polish",
            "https://en.wiktionary.org/wiki/Polish",
        ),
        (
            "https://jbo.wikipedia.org/wiki/lojbo",
            "https://jbo.wikipedia.org/wiki/Lojbo",
        ),
        ("https://doi.org/10.1000/y/", "https://doi.org/10.1000/y"),
        ("https://hdl.handle.net/1/y/", "https://hdl.handle.net/1/y"),
        ("https://a.example/x?cid=1", "https://a.example/x?cid=2"),
        ("https://a.example/x?source=1", "https://a.example/x"),
        ("https://a.example/x?at_id=1", "https://a.example/x?at_id=2"),
        ("https://a.example/x?ito=1", "https://a.example/x?ito=2"),
        ("https://a.example/x?ocid=1", "https://a.example/x?ocid=2"),
        ("https://m.substack.com/p/x", "https://substack.com/p/x"),
        ("https://mobile.tumblr.com/x", "https://amp.tumblr.com/x"),
        ("https://a.example/x?cmp=1", "https://a.example/x?cmp=2"),
        ("https://a.example/x?pk_id=1", "https://a.example/x?pk_id=2"),
        ("https://a.example/x?s=1", "https://a.example/x?s=2"),
        ("https://a.example/x?amp", "https://a.example/x"),
        ("https://a.example/x?q=a+b", "https://a.example/x?q=a%2Bb"),
        ("https://a.example/a%2Fb", "https://a.example/a/b"),
        ("https://a.example/#!/1", "https://a.example/#!/2"),
        ("https://a.example/#/1", "https://a.example/#/2"),
        ("https://a.example:8443/", "https://a.example/"),
        ("https://news.a.example/", "https://a.example/"),
        ("https://www2.a.example/", "https://a.example/"),
        // Sites of their own, although their names begin with such a label.
        ("https://m.co.uk/", "https://amp.co.uk/"),
        ("https://www.amp.com.au/", "https://www.m.com.au/"),
        ("https://www.mobile.de/", "https://www.m.de/"),
        ("https://amp.github.io/", "https://m.github.io/"),
        ("https://mobile.free.fr/", "https://www.free.fr/"),
        (
            "https://en.wikipedia.org/wiki/Rome",
            "https://it.wikipedia.org/wiki/Rome",
        ),
        (
            "https://en.wikipedia.org/wiki/Rome?oldid=1",
            "https://en.wikipedia.org/wiki/Rome",
        ),
        (
            "https://en.wikipedia.org/wiki/AIDS",
            "https://en.wikipedia.org/wiki/Aids",
        ),
        (
            "https://wikidata.org/entity/Q1",
            "https://wikidata.org/entity/Q11",
        ),
        (
            "https://wikidata.org/wiki/Q1?action=history",
            "https://wikidata.org/wiki/Q1",
        ),
        (
            "https://youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtube.com/watch?v=dQw4w9WgXcq",
        ),
        (
            "https://youtube.com/embed/videoseries?list=1",
            "https://youtube.com/watch?list=1",
        ),
        // Not copies, or copies that do not say of what.
        (
            "https://web.archive.org/web/*/https://a.example/x",
            "https://a.example/x",
        ),
        (
            "https://web.archive.org/web/2025*/https://a.example/x",
            "https://a.example/x",
        ),
        ("https://archive.ph/AbCdE", "https://archive.ph/FgHiJ"),
        (
            "https://archive.ph/https://a.example/x",
            "https://a.example/x",
        ),
        (
            "https://lobid.org/gnd/118540238",
            "https://d-nb.info/gnd/118540238",
        ),
        ("http://192.0.2.1/", "http://192.0.2.2/"),
    ] {
        assert_ne!(form(one), form(other), "{one} {other}");
    }
}

#[test]
fn texts_that_are_not_web_addresses_are_refused() {
    assert_eq!(canonical("ftp://news.example/"), Err(NotAUrl::Scheme));
    assert_eq!(
        canonical("https://me:secret@news.example/"),
        Err(NotAUrl::Credentials)
    );
    for text in ["", "news.example/a", "https://", "https://a b/"] {
        assert!(
            matches!(canonical(text), Err(NotAUrl::Malformed(_))),
            "{text}"
        );
    }
    let long = format!("https://news.example/{}", "a".repeat(URL_BYTES_MAX));
    assert_eq!(canonical(&long), Err(NotAUrl::TooLong));
    // A copy of what is not accepted itself has the address of the copy.
    let copy = form("https://web.archive.org/web/2025/https://me:secret@a.example/");
    assert!(copy.starts_with("https://web.archive.org/"), "{copy}");
}

#[test]
fn a_uri_of_another_scheme_is_compared_as_given() {
    let canonical = |uri| compared_uri(uri, Form::Canonical).unwrap();
    assert_ne!(canonical("urn:x:1"), canonical("urn:x:1#"));
    assert_eq!(
        canonical("http://www.a.example/x/"),
        canonical("https://a.example/x")
    );
    assert_eq!(compared_uri("", Form::Canonical), None);
}

/// Numbers from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// What decides which page a URL shows.
fn page(random: &mut Random) -> [&'static str; 4] {
    [
        random.of(&[
            "a.example",
            "b.example",
            "news.a.example",
            "bbc.co.uk",
            "nu.nl:8080",
        ]),
        random.of(&["", "/x", "/X", "/x/y", "/x//", "/x%2Fy", "/%C3%A9"]),
        random.of(&[
            "", "id=1", "id=2", "ref=1", "q=a+b", "q=a%20b", "f=a&f=b", "f=b&f=a",
        ]),
        random.of(&["", "#!/1", "#/2"]),
    ]
}

/// One of the spellings of a page.
fn spelled(random: &mut Random, [host, path, query, route]: [&str; 4]) -> String {
    let scheme = random.of(&["http://", "https://", "HTTP://"]);
    let label = random.of(&["", "www.", "m.", "amp.", "mobile.", "www.m.", "WWW."]);
    let path = match (path, random.below(2)) {
        ("", 0) => "/".to_owned(),
        (path, 0) if !path.ends_with('/') => format!("{path}/"),
        (path, _) => path
            .replace('x', random.of(&["x", "%78"]))
            .replace("%C3", random.of(&["%C3", "%c3"])),
    };
    let mut parameters = vec![
        query,
        random.of(&["", "utm_source=a", "at_medium=b", "CMP=c"]),
    ];
    parameters.push(random.of(&["", "fbclid=d", "smid=e", "mtm_kwd=f", "Xtor=g"]));
    if random.below(2) == 0 {
        parameters.reverse();
    }
    let query = parameters.join("&");
    let route = if route.is_empty() {
        random.of(&["", "#top", "#:~:text=a"])
    } else {
        route
    };
    let url = format!("{label}{host}{path}?{query}{route}");
    match random.below(4) {
        0 => format!(
            "https://web.archive.org/web/20250427101500/{}{url}",
            scheme.to_lowercase()
        ),
        _ => format!("{scheme}{url}"),
    }
}

#[test]
fn two_random_spellings_are_equal_exactly_if_they_are_of_one_page() {
    let seed = 12;
    let mut random = Random(seed);
    for round in 0..20_000 {
        let one = page(&mut random);
        let other = if random.below(2) == 0 {
            one
        } else {
            page(&mut random)
        };
        let (first, second) = (spelled(&mut random, one), spelled(&mut random, other));
        let same = form(&first) == form(&second);
        assert_eq!(
            same,
            one == other,
            "seed {seed}, round {round}: {first} {second}"
        );
        assert_eq!(form(&form(&first)), form(&first), "seed {seed}: {first}");
    }
}

#[test]
fn the_canonical_form_of_random_text_is_a_fixed_point() {
    let seed = 13;
    let mut random = Random(seed);
    let parts = [
        "/",
        "//",
        "..",
        ".",
        "%2e",
        "%2F",
        "%",
        "%7e",
        "?",
        "&",
        "=",
        "#",
        "#!",
        "www.",
        "m.",
        "web.archive.org/web/2025/",
        "archive.ph/newest/",
        "https://",
        "http:/",
        "google.com/amp/s/",
        "youtu.be/",
        "dQw4w9WgXcQ",
        "doi.org/10.1000/",
        "wikidata.org/wiki/",
        "q1",
        "twitter.com",
        "isni.org/",
        "0000000121032683",
        "en.m.wikipedia.org/wiki/",
        "é",
        "e\u{301}",
        "%C3%A9",
        "_",
        "f=b&f=a",
        "a",
        "Ä",
        "co.uk",
        "utm_a=1",
        "viaf.org/viaf/",
        "x.com",
        "s=1",
        "[",
        "|",
        "\"",
        "<",
        ":",
        "@",
        ";",
        "+",
    ];
    let mut accepted = 0;
    for _ in 0..100_000 {
        let count = 1 + random.below(8);
        let text: String = (0..count).map(|_| random.of(&parts)).collect();
        let text = format!(
            "https://{}{text}",
            random.of(&["", "a.example/", "m.b.example"])
        );
        let Ok(once) = canonical(&text) else { continue };
        accepted += 1;
        assert_eq!(canonical(&once), Ok(once.clone()), "seed {seed}: {text}");
    }
    assert!(accepted > 10_000, "{accepted}");
}

#[test]
fn what_is_equal_in_the_earlier_form_is_equal_in_the_canonical_one() {
    let seed = 14;
    let mut random = Random(seed);
    for _ in 0..20_000 {
        let one = page(&mut random);
        let (first, second) = (spelled(&mut random, one), spelled(&mut random, one));
        let earlier = [&first, &second].map(|it| compared(it, Form::Earlier));
        if let [Some(one), Some(other)] = &earlier
            && one == other
        {
            assert_eq!(form(&first), form(&second), "seed {seed}: {first} {second}");
        }
        if let Some(earlier) = &earlier[0] {
            assert_eq!(form(earlier), form(&first), "seed {seed}: {first}");
        }
    }
}
