//! The inputs that are texts.

/// The inputs of each target.
pub const TEXTS: &[(&str, &[&str])] = &[
    // The first letter chooses the locale of numbers, the second one the language.
    ("figures", FIGURES),
    // The third one chooses the day of publication.
    ("dates", DATES),
    ("addresses", ADDRESSES),
    ("statements", STATEMENTS),
    // The first letter chooses the language.
    ("queries", QUERIES),
    ("matches", MATCHES),
    ("articles", ARTICLES),
    ("claim_reviews", CLAIM_REVIEWS),
    ("ninjs", NINJS),
    ("web_annotations", WEB_ANNOTATIONS),
    ("nanopublications", NANOPUBLICATIONS),
    ("tables", TABLES),
    ("bundles_in_json", BUNDLES),
    ("tokens", TOKENS),
    ("policies", POLICIES),
    ("key_sets", KEY_SETS),
    ("source_keys", SOURCE_KEYS),
];

const FIGURES: &[&str] = &[
    "aa155",
    "bbat least 155",
    "cc7.000€-24.000€",
    "ccun milione e mezzo",
    "de1.234,5 Millionen",
    "ee200 000 à 1 million",
    "gd10'000.50",
    "jc1,23,45,678",
    "na10,000",
    "ba$5 billion a year",
    "bbone in five",
    "bbnearly 300\npeople",
    "ccquasi il 30 per cento",
    "bbdozens of people\npeople",
    "bbbetween 18 and 30 years old",
    "dddreieinhalb",
    "ffdos tercios",
    "bb2-3 million",
    "bb10.30",
    "pb٣٫٥",
    "bba third",
    "bb20-30,000",
    "aa10.000",
    "bb½",
    "bbthe 1990s",
    "bb-5 %",
    "bbminus 5 degrees",
    "bb0.00000000000000000000000000001",
];

const DATES: &[&str] = &[
    "aaa27 April 2025",
    "aab27/04/2025",
    "cca27 aprile 2025",
    "bbblast week",
    "bbbyesterday",
    "aaa2025-04-27",
    "aaa2025-04-27T10:00:00+02:00",
    "dddMitte April 2025",
    "eeevers le 1er mai",
    "bbbon Monday",
    "bbbApril 27th, 2025 at 3 p.m.",
    "ssa4/5/2025",
    "aaaearly 2023",
    "aaaMarch 1700",
    "aaa31 February 2024",
    "bbbtwo years ago",
    "ccb25 aprile",
    "aaa(2025)",
];

const ADDRESSES: &[&str] = &[
    "https://www.example.com/a/?utm_source=b&x=1#top",
    "http://m.youtube.com/watch?v=abc&t=5",
    "https://youtu.be/abc?t=5",
    "https://web.archive.org/web/2020/http://example.com/",
    "HTTP://EXAMPLE.com:80/%7Ea/./b/../c",
    "https://xn--bcher-kva.example/",
    "https://bücher.example./?b=2&a=1",
    "https://en.wikipedia.org/wiki/Novi_Sad",
    "https://doi.org/10.1000/182",
    "doi:10.1000/182",
    "Q42",
    "http://www.wikidata.org/entity/Q42",
    "orcid:0000-0002-1825-0097",
    "urn:isbn:978-3-16-148410-0",
    "isni:000000012146438X",
    "https://user:pass@example.com/",
    "https://twitter.com/a/status/1?s=20",
    "https://x.com/#!/a",
    "ftp://example.com/",
    "claims/0198c0de-0000-7000-8000-000000000001/standing",
    "de-CH-1996",
    "iw",
    "Europe/Rome",
    "+02:00",
    "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a",
    "https://example.com/?a=1&a=2&ref=rss",
    // A label that is dropped, twice.
    "http://en.m.m.wikinews.org/wiki/A",
];

const STATEMENTS: &[&str] = &[
    "The bridge fell in 1999.",
    "“Quotes” — and\u{a0}spaces…",
    "Straße STRASSE",
    "10⁵ ½ ﬁ ﷽",
    "İstanbul",
    "a\u{ad}b\u{200b}c",
    "e\u{301}\u{323}",
    "by: Ana Moser and Bo Li",
    "di Ada Rossi e Bo Li",
    "-12.50",
    "..",
    "?!.",
    // A mark behind a letter that becomes two.
    "ß\u{301}",
];

const QUERIES: &[&str] = &[
    "bbridge mayor",
    "b\"old bridge\" OR ferry",
    "b-ferry",
    "btag:town entity:\"Novi Sad\"",
    "cponte -\"novi sad\"",
    "aheadline:bridge byline:x",
    "f橋を閉鎖",
    "bthe OR the OR",
    "b\"unclosed",
    "b:: -- \"\" OR",
    "bbrigde",
    "b1999 155",
];

const MATCHES: &[&str] = &[
    "bThe mayor of Ostrava has banned bicycles from the old bridge",
    "bNo more bikes?? #Ostrava https://t.co/x — Ana Moser (@ana) May 6, 2021",
    "cIl ponte di Novi Sad è crollato nel 2000",
    "dDrei von vier Feuerwehrleuten",
    "f市長は橋を閉鎖した。",
    "aUnemployment rose by 7,5 % to 1.200 people",
    "bThe mayor of Ostrava did not ban bicycles in 2019.",
    "aRT @x: 155",
];

const ARTICLES: &[&str] = &[
    "en en-GB Europe/London\nTitle\nBy Ana Moser\n27 April 2025\n\nThe text.\n\nIt goes on.\nSources\nhttps://a.example/\nPhoto: AP\n",
    "it it\nTitolo\ndi Ada Rossi\n27/04/2025\nTesto\r\nSources\r\nKyiv, https://b.example/x\r\n",
    "\nTitle\n\nBy A and B\n\n2025-04-27T10:00:00Z\nBody\nSources\nSources\nx\n",
    "en\n\u{feff}Only a title\n",
    "de de\nA\nvon B\n1. Mai 2024\nSources\n- https://c.example\n* x (https://d.example)\n",
];

const CLAIM_REVIEWS: &[&str] = &[
    r#"{"@context":"https://schema.org","@type":"ClaimReview","url":"https://f.example/1","claimReviewed":"The bridge fell","inLanguage":"en","author":{"@type":"Organization","name":"Desk","url":"https://f.example"},"datePublished":"2024-05-01","reviewRating":{"@type":"Rating","ratingValue":"1","bestRating":5,"worstRating":1,"alternateName":"False"},"itemReviewed":{"@type":"Claim","author":{"@type":"Person","name":"X"},"datePublished":"2024-04-30","appearance":{"@type":"CreativeWork","url":"https://p.example/1"}}}"#,
    r#"[{"@type":["ClaimReview"],"claimReviewed":["a"],"reviewRating":"Mostly false"}]"#,
    r#"{"@graph":[{"@id":"a","@type":"https://schema.org/ClaimReview","itemReviewed":{"@id":"b"}},{"@id":"b","@type":"Claim","text":"x","sameAs":["https://x.example"]}]}"#,
    r#"{"@type":"DataFeed","dataFeedElement":[{"item":[{"@type":"ClaimReview","claimReviewed":"a","url":"http://x"}]}]}"#,
    "[]",
];

const NINJS: &[&str] = &[
    r#"{"uri":"https://n.example/1","type":"text","version":"2","versioncreated":"2024-05-01T10:00:00Z","language":"en","headline":"A","body_text":"One two.","byline":"By Ana","pubstatus":"usable","altids":{"guid":"x"}}"#,
    r#"{"uri":"https://n.example/2","standard":{"name":"ninjs","version":"3.0"},"type":"text","headlines":[{"value":"A","role":"main"}],"bodies":[{"contenttype":"text/html","value":"<p>One &amp; two</p><script>x</script>"}],"altids":[{"role":"guid","value":"y"}],"associations":[{"name":"b","uri":"urn:x:1","type":"picture"}]}"#,
    r#"[{"uri":"a"},{"uri":"https://n.example/3","type":"event"}]"#,
    "{\"uri\":\"https://n.example/4\",\"type\":\"text\",\"body_xhtml\":\"<div>a<br/>b</div>\"}\n{\"uri\":\"https://n.example/5\"}\n",
];

const WEB_ANNOTATIONS: &[&str] = &[
    r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://a.example/1","type":"Annotation","motivation":"describing","body":{"type":"TextualBody","value":"The bridge fell","language":"en","purpose":"describing"},"target":{"source":"https://p.example/1","selector":[{"type":"TextQuoteSelector","exact":"fell","prefix":"bridge "},{"type":"TextPositionSelector","start":4,"end":8}]}}"#,
    r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://a.example/2","type":"Annotation","bodyValue":"x","target":["https://p.example/1",{"id":"https://p.example/2","type":"Text"}]}"#,
    r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"p","type":"AnnotationPage","items":[{"id":"a:b","type":"Annotation","body":{"type":"Choice","items":["http://c.example"]},"target":"http://d.example"}]}"#,
];

const NANOPUBLICATIONS: &[&str] = &[
    "@prefix np: <http://www.nanopub.org/nschema#> .\n@prefix : <http://e.example/1#> .\n@prefix prov: <http://www.w3.org/ns/prov#> .\n:H { : np:hasAssertion :a ; np:hasProvenance :p ; np:hasPublicationInfo :i ; a np:Nanopublication . }\n:a { <http://e.example/x> a <http://purl.org/petapico/o/hycl#Statement> . }\n:p { :a prov:wasAttributedTo <http://e.example/who> . }\n:i { : prov:generatedAtTime \"2024-05-01T10:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime> . }\n",
    "<http://a> <http://b> <http://c> .",
    "@prefix : <x:> . :a { :b :c \"d\"@en, 1, true, \"e\\u0041\" . }",
    "{ _:a <x:b> [ <x:c> ( 1 2 ) ] }",
];

const TABLES: &[&str] = &[
    "[fields]\nstatement = \"a\"\nlanguage = { value = \"en\" }\n\n---\na,b\nThe bridge fell,2\n\"x\"\"y\",\n",
    "delimiter = \";\"\nheader = false\n[fields]\nstatement = 1\nlanguage = { column = 2, value = \"en\" }\n---\nOne;it\nTwo\n",
    "[fields]\nx = 1\n---\n",
    "delimiter = \"ab\"\n",
];

const BUNDLES: &[&str] = &[
    r##"{"article":{"headline":"A","body":"One 155 two.","language":"en"},"sources":[{"key":"k","source":{"kind":"SOURCE_KIND_PERSON","displayName":"Ana"}}],"claims":[{"key":"c","claim":{"statement":"It is 155","language":"en","quantities":[{"measure":"m","printed":"155","role":"QUANTITY_ROLE_VALUE"}]},"appearances":[{"anchor":{"exact":"155"},"chains":[{"hops":[{"source":"#k"}]}]}]}]}"##,
    r#"{"claims":[{"claim":{"statement":"x","period":{"from":{"year":2024,"printed":"last year"}}},"reviews":[{"verdict":"VERDICT_FALSE","reviewTime":"2024-05-01T10:00:00.5Z","rating":{"value":"1","best":"5"}}]}]}"#,
    r#"{"restore":true,"sources":[{"source":{"name":"sources/0198c0de-0000-7000-8000-000000000001"}}]}"#,
    "{",
    r#"{"article":null,"claims":[{}]}"#,
    r#"{"claims":[{"claim":{"confidence":"NaN","origin":{"confidence":1e400}}}]}"#,
    // A number that not every reader of JSON reads to the last digit.
    r#"{"claims":[{"claim":{"statement":"x","origin":{"confidence":0.9856906946328695}}}]}"#,
];

const TOKENS: &[&str] = &[
    "{\"alg\":\"EdDSA\"}\n{\"iss\":\"https://login.example/\",\"aud\":\"claimstore\",\"sub\":\"a\",\"exp\":4102444800}",
    "{\"alg\":\"EdDSA\",\"kid\":\"a\",\"typ\":\"JWT\"}\n{\"iss\":\"https://login.example/\",\"aud\":[\"x\",\"claimstore\"],\"sub\":\"a\",\"exp\":4102444800.5,\"groups\":[\"g\"]}",
    "{\"alg\":\"none\"}\n{\"iss\":\"https://login.example/\",\"aud\":\"claimstore\",\"sub\":\"a\",\"exp\":4102444800}",
    "{\"alg\":\"HS256\"}\n{\"iss\":\"https://login.example/\",\"aud\":\"claimstore\",\"sub\":\"a;b\",\"exp\":1e300,\"nbf\":1}",
    "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUvIn0.",
    "a.b.c",
];

const POLICIES: &[&str] = &[
    "[[issuer]]\nname = \"desk\"\nissuer = \"https://l.example/\"\naudiences = [\"claimstore\"]\nkeys = \"keys.json\"\nalgorithms = [\"EdDSA\"]\n\n[[grant]]\ncallers = [\"desk:*\"]\ngroups = [\"desk:g\"]\nroles = [\"reader\", \"writer\"]\nacts_for_others = true\n",
    "[[issuer]]\nname = \"certificate\"\nissuer = \"\"\naudiences = []\nkeys = \"http://x\"\n",
    "[[grant]]\ncallers = [\"*\"]\nroles = [\"king\"]\n",
    "grant = 1",
];

const KEY_SETS: &[&str] = &[
    r#"{"keys":[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
    r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},{"kty":"oct","k":"AAAA"}]}"#,
    r#"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","alg":"RS256"}]}"#,
    r#"{"keys":[]}"#,
];

const SOURCE_KEYS: &[&str] = &[
    "test BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n",
    "# comment\nb AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\na BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n",
    "a b c\n",
    "x BwcH\n",
];
