//! Tables with mappings, and what is read from them.

use super::{mapping::Mapping, read::read};
use crate::{exchange::reading::Reading, wire::pb};

const MAPPING: &str = r#"
delimiter = ";"
date_locale = "it-IT"
ignore = ["Id"]

[fields]
statement = "Affermazione"
language = { column = "Lingua", value = "it" }
tags = { column = "Temi", separator = "," }
entities = { column = "Chi", separator = "|" }
type = { value = "numerical" }
quantity.printed = "Cifra"
quantity.measure = { value = "recruits" }
quantity.number_locale = { value = "it" }
period.from = "Dal"
review.author = { value = "Il Desk" }
review.date = "Data"
review.label = "Giudizio"
review.rating = "Voto"
review.url = "Pagina"
review.evidence = { column = "Fonti", separator = " " }

[verdicts]
"Nì" = "VERDICT_MIXED"
"#;

const HEADER: &str = "Id;Affermazione;Lingua;Temi;Chi;Cifra;Dal;Data;Giudizio;Voto;Pagina;Fonti\n";

fn read_rows(rows: &str) -> Reading {
    let mapping = Mapping::parse(MAPPING).expect("a mapping");
    read(format!("{HEADER}{rows}").as_bytes(), &mapping)
}

fn unread(reading: &Reading) -> Vec<String> {
    reading
        .unread
        .iter()
        .map(|it| format!("{}: {}", it.path, it.reason))
        .collect()
}

fn claim(reading: &Reading, index: usize) -> (&pb::Claim, Option<&pb::Review>) {
    let claim = &reading.items[index].bundle.claims[0];
    (
        claim.claim.as_ref().expect("a claim"),
        claim.reviews.first(),
    )
}

#[test]
fn a_row_becomes_a_claim_with_its_review() {
    let reading = read_rows(
        "7;\"Sono 10.000; o più\";;Guerra in corso, esteri ;Kyiv|Mosca;10.000 soldati;05/04/2025;\
         06/04/2025;nì;2,5;https://desk.example/1;https://a.example/ https://b.example/ https://a.example/\n",
    );
    assert_eq!(unread(&reading), [""; 0]);
    assert_eq!(reading.items[0].path, "row 2");
    let (claim, review) = claim(&reading, 0);
    assert_eq!(claim.statement, "Sono 10.000; o più");
    assert_eq!(claim.language, "it");
    assert_eq!(claim.r#type(), pb::ClaimType::Numerical);
    assert_eq!(claim.tags, ["guerra-in-corso", "esteri"]);
    assert_eq!(claim.entities[1].name, "Mosca");
    assert_eq!(claim.quantities[0].printed, "10.000 soldati");
    let period = claim.period.as_ref().expect("a period");
    let from = period.from.as_ref().expect("a date");
    assert_eq!((from.year, from.month, from.day), (2025, 4, 5));
    assert_eq!(period.end(), pb::PeriodEnd::Unknown);
    let review = review.expect("a review");
    assert_eq!(review.author, "Il Desk");
    assert_eq!(review.verdict(), pb::Verdict::Mixed);
    assert_eq!(review.review_time.map(|it| it.seconds), Some(1_743_897_600));
    let rating = review.rating.as_ref().expect("a rating");
    assert_eq!(
        rating.value.as_ref().map(|it| it.value.as_str()),
        Some("2.5")
    );
    assert_eq!(review.evidence, ["#s1", "#s2"]);
    assert_eq!(reading.items[0].bundle.sources.len(), 2);
}

#[test]
fn a_row_without_a_review_is_a_claim_alone() {
    let reading = read_rows("1;È chiuso;it;;;;;;;;;\n\n;;;;;;;;;;;\n3;È aperto;fr;;;;;;;;;\n");
    assert_eq!(unread(&reading), [""; 0]);
    assert_eq!(reading.items.len(), 2);
    assert!(claim(&reading, 0).1.is_none());
    assert_eq!(claim(&reading, 1).0.language, "fr");
}

#[test]
fn all_that_is_wrong_is_listed_with_row_and_column() {
    let reading = read_rows(
        "1;;xx xx;;;;31/02/2025;ieri;;molto;desk.example;nowhere\n2;È chiuso;it;;;;;;;;\n3;È chiuso;it;;;;;;;;;\n",
    );
    assert_eq!(
        unread(&reading),
        [
            "row 2, column \"Lingua\": language: is not a BCP-47 language tag; write for example en, it-IT or zh-Hans",
            "row 2, column \"Affermazione\": statement: is required",
            "row 2, column \"Dal\": period.from: \"31/02/2025\" is not a date that exists",
            "row 2, column \"Voto\": review.rating: \"molto\" is not a number",
            "row 2, column \"Data\": review.date: is not a date that is understood; write for example 2019-05-07",
            "row 2, column \"Fonti\": review.evidence: \"nowhere\" is not an absolute url: it has no scheme such as https",
            "row 2, column \"Pagina\": review.url: is not an absolute url: it has no scheme such as https",
            "row 3: has 11 cells, and 12 are expected",
        ]
    );
    assert!(reading.unread.iter().all(|it| it.is_refusal));
    assert_eq!(reading.items.len(), 1, "one wrong row keeps out no other");
    assert_eq!(reading.refused_items, 2, "a row is one item");
}

#[test]
fn what_the_contract_refuses_is_refused_with_its_row() {
    let long = "x".repeat(2_001);
    let reading = read_rows(&format!(
        "1;{long};it;;;;;;;;;\n2;a;it;;;dieci pere;;;;;;\n3;a;it;t/t;;;;;;;;\n"
    ));
    let unread = unread(&reading);
    assert!(
        unread[0].starts_with("row 2, column \"Affermazione\": statement: is 2001 code points"),
        "{unread:?}"
    );
    assert!(
        unread[1].starts_with("row 4, column \"Temi\": tags: is not a slug"),
        "{unread:?}"
    );
}

#[test]
fn ambiguous_dates_need_a_locale() {
    let text = MAPPING.replace("date_locale = \"it-IT\"", "");
    let mapping = Mapping::parse(&text).expect("a mapping");
    let table = format!("{HEADER}1;È chiuso;it;;;;05/04/2025;06/04/2025;Falso;;;\n");
    let reading = read(table.as_bytes(), &mapping);
    let unread = unread(&reading);
    assert!(
        unread[0].contains("period.from: \"05/04/2025\" can be 5 April 2025 or 4 May 2025"),
        "{unread:?}"
    );
    assert!(
        unread[1].contains("review.date: can be 6 April 2025 or 4 June 2025"),
        "{unread:?}"
    );
}

#[test]
fn a_mapping_with_mistakes_is_refused_with_all_of_them() {
    let problems = Mapping::parse(
        r#"
        delimiter = ";;"
        header = "yes"
        colour = 1
        [fields]
        statment = "Claim"
        author = "A"
        language = 0
        note = " "
        tags = { column = "T", seperator = "," }
        subject = { column = "S", separator = "," }
        review.label = "L"
        source.name = "N"
        [verdicts]
        Nope = "VERDICT_NO"
        "#,
    )
    .expect_err("problems");
    for part in [
        "delimiter: write one",
        "header: cannot be a string",
        "colour: there is no such setting",
        "statment: there is no such field",
        "author: there is no such field",
        "the fields are statement, language, type",
        "language: write the name",
        "note: write the name",
        "tags: there is no seperator",
        "subject: has one value",
        "statement: is required",
        "review.author: is required",
        "source.kind: is required",
        "appearance.words: is required",
        "\"VERDICT_NO\" is not a verdict",
    ] {
        assert!(
            problems.iter().any(|it| it.contains(part)),
            "{part} in {problems:#?}"
        );
    }
    assert!(Mapping::parse("fields = [").is_err());
    let nothing = Mapping::parse("").expect_err("problems");
    assert_eq!(nothing, ["statement: is required", "language: is required"]);
    let numbers = "header = false\n[fields]\nstatement = 'A'\nlanguage = 2\n";
    assert_eq!(
        Mapping::parse(numbers),
        Err(vec![
            "\"A\": without a header, columns have numbers only".to_owned()
        ])
    );
}

#[test]
fn a_table_that_the_mapping_does_not_fit_is_refused_whole() {
    let mapping = Mapping::parse(MAPPING).expect("a mapping");
    let reading = read(b"Id;Affermazione;Altro;Affermazione\n1;a;b;c\n", &mapping);
    assert!(reading.items.is_empty());
    let unread = unread(&reading);
    assert!(unread.contains(&": the mapping does not fit: there is no column \"Data\"".to_owned()));
    assert!(
        unread
            .iter()
            .any(|it| it
                .contains("the columns 2, 4 are all called \"Affermazione\": write the number")),
        "{unread:#?}"
    );
    assert!(
        unread.contains(&"column \"Altro\": is not in the mapping".to_owned()),
        "{unread:#?}"
    );
    let empty = read(b"", &mapping);
    assert_eq!(empty.unread[0].reason, "has no header");
    let only_header = read(b"Id\n", &mapping);
    assert!(only_header.unread.iter().all(|it| it.is_refusal));
    assert_eq!(only_header.refused_items, 1, "a table is one item");
    let nameless = read(b" ;;\n1;a;b\n", &mapping);
    assert_eq!(nameless.unread.len(), 1, "{nameless:?}");
    assert!(
        nameless.unread[0]
            .reason
            .starts_with("has a header without names")
    );
}

#[test]
fn a_column_that_is_called_like_another_is_listed_by_its_number() {
    let mapping = "[fields]\nstatement = 1\nlanguage = { value = 'en' }\n";
    let mapping = Mapping::parse(mapping).expect("a mapping");
    let reading = read(b"A,B,B\nIt is so,x,y\n", &mapping);
    assert_eq!(
        unread(&reading),
        [
            "column 2 (\"B\"): is not in the mapping",
            "column 3 (\"B\"): is not in the mapping"
        ]
    );
}

#[test]
fn what_is_no_judgement_makes_no_review() {
    let reading = read_rows(
        "1;È chiuso;it;;;;;06/04/2025;;;https://desk.example/1;\n\
         2;È aperto;it;;;;;06/04/2025;Falso;;;\n\
         3;È vecchio;it;;;;;;;2;;\n",
    );
    let why = "makes no review: the row has no verdict, label, rating or explanation";
    assert_eq!(
        unread(&reading),
        [
            format!("row 2, column \"Pagina\": review.url: {why}"),
            format!("row 2, column \"Data\": review.date: {why}"),
        ]
    );
    assert!(reading.unread.iter().all(|it| !it.is_refusal));
    let reviewed = (0..3).map(|at| claim(&reading, at).1.is_some());
    assert_eq!(reviewed.collect::<Vec<_>>(), [false, true, true]);
}

#[test]
fn columns_have_numbers_without_a_header() {
    let mapping = "header = false\nignore = [3]\n[fields]\nstatement = 2\nlanguage = 1\n";
    let mapping = Mapping::parse(mapping).expect("a mapping");
    let reading = read(
        "en,\"The bridge\nis closed\",x,y\nen,b\n".as_bytes(),
        &mapping,
    );
    assert_eq!(
        unread(&reading),
        [
            "column 4: is not in the mapping",
            "row 2: has 2 cells, and 4 are expected"
        ]
    );
    assert_eq!(claim(&reading, 0).0.statement, "The bridge\nis closed");
}

#[test]
fn other_encodings_and_open_quotes_are_refused() {
    let mapping = Mapping::parse("[fields]\nstatement = 'A'\nlanguage = { value = 'en' }\n");
    let mapping = mapping.expect("a mapping");
    for (table, reason) in [
        (&b"A\ncaf\xe9\n"[..], "is not in UTF-8: line 2"),
        (b"\xff\xfeA\0", "is in UTF-16"),
        (b"A\n\"open\nb\n", "has a quotation mark that is not closed"),
    ] {
        let reading = read(table, &mapping);
        assert!(reading.unread[0].reason.starts_with(reason), "{reading:?}");
        assert!(reading.items.is_empty());
    }
    let reading = read("\u{feff}A\ncafé\n".as_bytes(), &mapping);
    assert_eq!(claim(&reading, 0).0.statement, "café");
}

const PRINTED: &str = r#"
[fields]
statement = 1
language = { value = "en" }
article.uri = 2
article.headline = 3
article.body = 4
appearance.words = 5
source.name = 6
source.kind = { value = "person" }
source.url = 7
source.stance = { value = "denies" }
"#;

fn read_printed(rows: &str) -> Reading {
    let mapping = Mapping::parse(PRINTED).expect("a mapping");
    read(format!("a,b,c,d,e,f,g\n{rows}").as_bytes(), &mapping)
}

#[test]
fn words_in_an_article_become_an_appearance_with_its_speaker() {
    let reading = read_printed(
        "The port is closed,https://p.example/1,Port,\"No, the port is closed\",the port is closed,Ann Alder,\n\
         It is open,https://p.example/1,Port,x,x,ANN ALDER,\n",
    );
    assert_eq!(unread(&reading), [""; 0]);
    let bundle = &reading.items[0].bundle;
    assert_eq!(
        bundle.article.as_ref().map(|it| it.headline.as_str()),
        Some("Port")
    );
    let appearance = &bundle.claims[0].appearances[0];
    assert_eq!(appearance.anchors[0].exact, "the port is closed");
    let hop = &appearance.chains[0].hops[0];
    assert_eq!(hop.stance(), pb::Stance::Denies);
    assert_eq!(hop.source, format!("#{}", bundle.sources[0].key));
    let other = &reading.items[1].bundle.sources[0];
    assert_eq!(other.key, bundle.sources[0].key, "one person has one key");
}

#[test]
fn words_in_an_article_that_must_be_stored_already_need_a_source_that_is_known() {
    let reading = read_printed(
        "The port is closed,https://p.example/1,,,the port,Ann Alder,https://a.example/ann\n\
         It is open,https://p.example/1,,,it,Ann Alder,\n\
         It is shut,https://p.example/1,,,it,,\n\
         It is old,,,,it,,\n",
    );
    let printed_in = reading.items[0]
        .printed_in
        .as_ref()
        .expect("an article elsewhere");
    assert_eq!(printed_in.uri, "https://p.example/1");
    assert!(printed_in.otherwise.claims[0].appearances.is_empty());
    assert!(printed_in.otherwise.sources.is_empty());
    assert_eq!(reading.items[0].bundle.claims[0].appearances.len(), 1);
    let unread = unread(&reading);
    assert_eq!(unread.len(), 2, "{unread:#?}");
    assert!(
        unread[0].starts_with("row 3, column 6: source.name: needs source.url"),
        "{unread:#?}"
    );
    assert_eq!(unread[1], "row 5, column 2: article.uri: is required");
    assert_eq!(reading.items.len(), 2);
}

/// The first fenced block of a language in the documentation of the format.
fn documented(language: &str) -> &'static str {
    let page = include_str!("../../../docs/exchange.md");
    let (_, section) = page
        .split_once("## CSV with a mapping")
        .expect("the section");
    let (_, block) = section
        .split_once(&format!("```{language}\n"))
        .expect("a block");
    block.split_once("```").expect("its end").0
}

#[test]
fn the_documented_example_is_read() {
    let mapping = Mapping::parse(documented("toml")).expect("a mapping");
    let reading = read(documented("csv").as_bytes(), &mapping);
    assert_eq!(unread(&reading), [""; 0]);
    let (claim, review) = claim(&reading, 0);
    assert_eq!(claim.tags, ["guerra", "esteri"]);
    let review = review.expect("a review");
    assert_eq!(review.verdict(), pb::Verdict::Mixed);
    assert_eq!(review.evidence.len(), 2);
}

#[test]
fn every_field_is_documented() {
    let page = include_str!("../../../docs/exchange.md");
    for (field, _) in super::fields::FIELDS {
        let (group, name) = field.rsplit_once('.').unwrap_or(("", field));
        let short = format!("`.{name}`");
        let is_documented = page.contains(&format!("`{field}`"))
            || page.contains(&short) && page.contains(&format!("`{group}."));
        assert!(is_documented, "{field}");
    }
}

#[test]
fn no_table_makes_the_reader_panic() {
    let mapping = Mapping::parse(MAPPING).expect("a mapping");
    let row = "7;\"a;b\";it;t,u;x|y;10.000;05/04/2025;06/04/2025;nì;2,5;https://d.example/1;https://a.example/\n";
    let table = format!("{HEADER}{row}{row}");
    let pieces = ["\"", ";", "\n", "\r", "\0", "é", "\u{feff}", "99", ""];
    for at in 0..table.len() {
        for piece in pieces {
            let mut bytes = table.clone().into_bytes();
            bytes.splice(at..=at, piece.bytes());
            let reading = read(&bytes, &mapping);
            assert!(reading.items.len() <= 4);
        }
    }
}
