//! No document makes the reader panic, or takes it long: those of the corpus are changed at
//! random, over many rounds. `CLAIM_REVIEW_SEED` repeats a run, `CLAIM_REVIEW_ROUNDS` makes a
//! longer one.

use serde_json::{Value, json};

use super::corpus::documents;
use crate::exchange::{
    claim_review::{
        read::{INVALID, Options, read},
        verdicts::Verdicts,
    },
    reading::Reading,
};

/// A generator of numbers: xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn text(&mut self) -> String {
        const PARTS: &[&str] = &[
            "",
            " ",
            "&",
            "&amp;",
            "&#0;",
            "&#x110000;",
            "&#146;",
            "<",
            "<p",
            "<p>",
            "</",
            "<!--",
            "-->",
            "\0",
            "\u{feff}",
            "é",
            "𝟘",
            "https://",
            "https://a.example/",
            "//",
            "/",
            "#",
            "2019",
            "-1",
            "05/01/2019",
            "January",
            "4/5",
            "1e999",
            ",",
            "Q42",
            "urn:x",
            "en_US",
            "ClaimReview",
            "schema:",
            "False",
            "\u{202e}",
            "%ff",
            "~1",
            "@id",
        ];
        let count = self.below(6);
        (0..count).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }

    fn value(&mut self) -> Value {
        match self.below(12) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(self.below(1_000_000)),
            3 => json!(-0.000_000_1),
            4 => json!(u64::MAX),
            5 => json!([]),
            6 => json!({}),
            7 => json!([[[self.text()]], {"@list": [self.text()]}]),
            8 => json!({"@id": self.text()}),
            9 => json!({"@value": self.text()}),
            10 => json!({"@type": "ClaimReview", "claimReviewed": self.text()}),
            _ => json!(self.text()),
        }
    }
}

/// All places of a document, as JSON Pointers.
fn pointers(value: &Value, path: &str, out: &mut Vec<String>) {
    out.push(path.to_owned());
    let key = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                pointers(value, &format!("{path}/{index}"), out);
            }
        }
        Value::Object(object) => {
            for (name, value) in object {
                pointers(value, &format!("{path}/{}", key(name)), out);
            }
        }
        _ => {}
    }
}

fn mutate(document: &mut Value, random: &mut Random) {
    let mut places = Vec::new();
    pointers(document, "", &mut places);
    let place = &places[random.below(places.len())];
    let other = &places[random.below(places.len())];
    let copied = document.pointer(other).cloned().unwrap_or_default();
    let Some(value) = document.pointer_mut(place) else {
        return;
    };
    let old = value.take();
    *value = match (random.below(9), old) {
        (0, _) => random.value(),
        (1, old) => json!([old, random.value()]),
        (2, old) => json!({"@type": random.text(), "name": old}),
        (3, Value::Object(mut object)) => {
            let keys: Vec<String> = object.keys().cloned().collect();
            if let Some(key) = keys.get(random.below(keys.len())) {
                object.remove(key);
            }
            Value::Object(object)
        }
        (4, Value::Object(mut object)) => {
            let keys: Vec<String> = object.keys().cloned().collect();
            if let Some(key) = keys.get(random.below(keys.len()))
                && let Some(value) = object.remove(key)
            {
                object.insert(format!("schema:{key}"), value);
            }
            Value::Object(object)
        }
        (5, Value::Object(mut object)) => {
            object.insert(random.text(), random.value());
            Value::Object(object)
        }
        (6, Value::String(text)) => Value::String(text + &random.text()),
        (7, _) => copied,
        (_, old) => old,
    };
}

fn setting(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.and_then(|it| it.parse().ok()).unwrap_or(default)
}

#[test]
fn no_document_makes_the_reader_panic() {
    let seed = setting("CLAIM_REVIEW_SEED", 0x2545_f491_4f6c_dd1d);
    let rounds = setting("CLAIM_REVIEW_ROUNDS", 100);
    println!("CLAIM_REVIEW_SEED={seed} CLAIM_REVIEW_ROUNDS={rounds}");
    let mut random = Random(seed | 1);
    let options = Options {
        language: Some("en".to_owned()),
        verdicts: Verdicts::default(),
    };
    for (_, text) in documents() {
        for _ in 0..rounds {
            let mut document: Value = serde_json::from_str(&text).expect("JSON");
            for _ in 0..=random.below(8) {
                mutate(&mut document, &mut random);
            }
            let first = read(&document, &options);
            assert_eq!(first, read(&document, &options), "reading is a function");
            check(&first, &document);
        }
    }
}

/// Nothing is read that an import would refuse for its form: the reader leaves it out, and says
/// why.
fn check(reading: &Reading, document: &Value) {
    let mut reasons = reading.unread.iter().map(|it| &it.reason);
    let invalid = reasons.find(|it| it.starts_with(INVALID));
    assert!(invalid.is_none(), "{invalid:?}\n{document:#}");
}
