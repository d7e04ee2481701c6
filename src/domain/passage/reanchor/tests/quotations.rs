//! Answers for words in quotation marks stay in them.

use super::{story::Story, writer::Random, *};

/// The quotation marks of English, German, French, Italian and Spanish.
const MARKS: &[(&str, &str)] = &[
    ("“", "”"),
    ("„", "“"),
    ("»", "«"),
    ("«", "»"),
    ("« ", " »"),
    ("«\u{a0}", "\u{a0}»"),
    ("‹", "›"),
    ("\"", "\""),
    ("'", "'"),
    ("‘", "’"),
    ("‚", "‘"),
];

const BEFORE: &str = "The council met on Tuesday evening. It heard from three engineers.";
const AFTER: &str = "The ferry carries only half as many people as the bridge did. Nobody in the \
    town expects the work to end before next summer.";

fn text(sentence: &str) -> String {
    format!("{BEFORE} {sentence} {AFTER}")
}

#[test]
fn an_answer_ends_where_the_quotation_of_its_words_does() {
    for (open, close) in MARKS {
        for (from, to) in [
            ("in the spring.)", "in spring,) and smiled."),
            ("in the spring.)", "in spring,) she said on Tuesday."),
            ("in the spring).", "in the summer), and left."),
            ("in the spring.)", "in two years.) He smiled."),
            ("in the spring.)", "next year) and smiled."),
        ] {
            let [from, to] = [from, to].map(|it| it.replace(')', close));
            let old = text(&format!(
                "{open}The mill in the north of the town will open {from}"
            ));
            let new = text(&format!(
                "{open}The mill in the north of the town will open {to}"
            ));
            let words = old.find("The mill").unwrap();
            let ended = old.find("The ferry").unwrap() - 1;
            let closed = old[words..].find(close).unwrap() + words;
            for (start, end) in [
                (words - open.len(), ended),
                (words - open.len(), closed + close.len()),
                (words, closed),
                (words, old[..closed].trim_end_matches('.').len()),
            ] {
                let span = &old[start..end];
                let there = read(&new, carry(&old, &new, span));
                let there = there.unwrap_or_else(|| panic!("{span} in {to}: lost"));
                let quotation = to.find(close).unwrap() + close.len();
                let most = new.find(&to).unwrap()
                    + quotation
                    + usize::from(to[quotation..].starts_with(','));
                let is_inside = new[..most].ends_with(&there) || new[..most].contains(&there);
                let beyond = ["smiled", "said", "left", "and", "He"];
                let is_beyond = beyond
                    .iter()
                    .any(|it| there.split(' ').any(|word| word == *it));
                assert!(is_inside && !is_beyond, "{span} in {to}: {there}");
            }
        }
    }
}

#[test]
fn an_answer_begins_where_the_quotation_of_its_words_does() {
    for (open, close) in MARKS {
        for (from, to) in [
            ("(In the spring", "He smiled and said (in spring"),
            ("(In the spring", "She said: (Next year"),
            ("(All in the spring", "On Tuesday she said: (In two years"),
        ] {
            let [from, to] = [from, to].map(|it| it.replace('(', open));
            let rest = format!("the mill in the north of the town will open.{close}");
            let (old, new) = (
                text(&format!("{from} {rest}")),
                text(&format!("{to} {rest}")),
            );
            let words = old.find(open).unwrap() + open.len();
            let closed = old.find("The ferry").unwrap() - 1;
            for (start, end) in [(words - open.len(), closed), (words, closed - close.len())] {
                let span = &old[start..end];
                let there = read(&new, carry(&old, &new, span)).unwrap_or_default();
                let outside = to.split(open).next().unwrap();
                let beyond: Vec<&str> = outside
                    .split([' ', ':'])
                    .filter(|it| !it.is_empty())
                    .collect();
                let is_beyond = beyond
                    .iter()
                    .any(|it| there.split([' ', ':']).any(|word| word == *it));
                assert!(!there.is_empty(), "{span} in {to}: lost");
                assert!(!is_beyond, "{span} in {to}: {there}");
            }
        }
    }
}

#[test]
fn an_apostrophe_is_no_quotation_mark() {
    let old = text("The club will hear the workers’ demands in the hall of the town this year.");
    let new = old.replacen("this year", "on workers’ own day", 1);
    let span = "The club will hear the workers’ demands in the hall of the town this year";
    let there = read(&new, carry(&old, &new, span));
    let expected = span.replacen("this year", "on workers’ own day", 1);
    assert_eq!(there, Some(expected));
}

#[test]
fn random_edits_at_the_end_of_a_quotation_stay_in_it() {
    let mut random = Random::new(7);
    let (mut all, mut found, mut wrong) = (0, 0, Vec::new());
    for (_, article) in articles::ARTICLES {
        let story = Story::new(article, " ");
        for sentence in &story.sentences {
            let words: Vec<&str> = sentence.text.trim_end_matches('.').split(' ').collect();
            let is_plain = !sentence
                .text
                .contains(['“', '”', '„', '«', '»', '"', '‘', '’', '\'', '(']);
            if words.len() < 6 || !is_plain || !sentence.text.ends_with('.') {
                continue;
            }
            let (open, close) = random.pick(MARKS);
            let lost = 1 + random.below(2);
            let body = words[..words.len() - lost].join(" ");
            let end = random.pick(&["", "elsewhere", "much later"]);
            let beyond = random.pick(&["verily smiled", "verily said the old mayor on Monday"]);
            let print = |quoted: &str, beyond: &str| {
                let mut story = story.clone();
                story.sentences[sentence.id].text = format!("{open}{quoted}{close}{beyond}");
                story.print()
            };
            let old = print(&sentence.text, "");
            let edited = format!("{body} {end}");
            let new = print(&format!("{},", edited.trim_end()), &format!(" {beyond}."));
            let whole = format!("{open}{}{close}", sentence.text);
            for span in [
                &whole[..],
                &sentence.text,
                sentence.text.trim_end_matches('.'),
            ] {
                if old.matches(span).count() != 1 {
                    continue;
                }
                all += 1;
                let there = read(&new, carry(&old, &new, span));
                found += usize::from(there.is_some());
                if there.as_ref().is_some_and(|it| it.contains("verily")) {
                    wrong.push(format!("{span:?}: {there:?}"));
                }
            }
        }
    }
    println!("{found} of {all} found");
    assert!(
        wrong.is_empty(),
        "{} of {all}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(all > 100 && 10 * found > 9 * all, "{found} of {all}");
}
