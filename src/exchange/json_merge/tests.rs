//! Changes are merged into texts as odd as JSON can be.

use serde_json::json;

use super::merged;
use super::*;
use crate::exchange::mutation::Series;

fn merge(kept: &Value, as_read: &Value, as_stored: &Value) -> Value {
    let text = merged(&kept.to_string(), as_read, as_stored).expect("merges");
    serde_json::from_str(&text).expect("is JSON")
}

/// The text of a document after a change of what it says.
fn after(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let as_read: Value = serde_json::from_str(text).expect("is JSON");
    let mut as_stored = as_read.clone();
    change(&mut as_stored);
    merged(text, &as_read, &as_stored).expect("merges")
}

#[test]
fn a_document_of_which_nothing_changed_is_returned_letter_by_letter() {
    let kept = "{ \"b\":1.0,\n \"a\" : [ ] }";
    let same = json!({"x": 1});
    assert_eq!(merged(kept, &same, &same).as_deref(), Some(kept));
}

#[test]
fn only_what_changed_is_replaced() {
    let kept = json!({"headline": "A", "own": {"deep": [1, 2]}, "gone": true, "same": null});
    let as_read = json!({"headline": "A", "gone": true, "absent": 1});
    let as_stored = json!({"headline": "B", "absent": 1, "more": "C"});
    let expected = json!({"headline": "B", "own": {"deep": [1, 2]}, "same": null, "more": "C"});
    assert_eq!(merge(&kept, &as_read, &as_stored), expected);
}

#[test]
fn an_element_is_replaced_where_the_document_has_it() {
    let kept = json!([{"role": "x", "v": 1}, {"role": "main", "v": 2, "own": 3}]);
    let merged = merge(&kept, &json!([{"v": 2}]), &json!([{"v": 4}]));
    assert_eq!(
        merged,
        json!([{"role": "x", "v": 1}, {"role": "main", "v": 4, "own": 3}])
    );
    let added = merge(&kept, &json!([{"v": 2}]), &json!([{"v": 2}, {"v": 5}]));
    assert_eq!(added.as_array().map(Vec::len), Some(3));
    let removed = merge(&kept, &json!([{"v": 1}, {"v": 2}]), &json!([{"v": 2}]));
    assert_eq!(removed, json!([{"role": "main", "v": 2, "own": 3}]));
    let turned = merge(&json!([1, 2, 9]), &json!([1, 2]), &json!([2, 1]));
    assert_eq!(turned, json!([2, 1]));
}

#[test]
fn everything_but_the_change_stays_letter_by_letter() {
    let text = "\t{\n  \"z\": 1.10, \"u\": 1.0e2,\n  \"t\": \"caf\\u00e9\\/\", \"z\" :-0.0 ,\n  \
                \"h\": [ {\"v\":\"A\", \"n\":1E1 } , 2.50 ],\n  \"e\": { }\n}\n";
    let changed = after(text, |it| it["h"][0]["v"] = "B".into());
    assert_eq!(changed, text.replace("\"A\"", "\"B\""));
    // Of members with one name, the last counts; a removed name is gone.
    let changed = after(text, |it| it["z"] = 7.into());
    assert_eq!(changed, text.replace("-0.0", "7"));
    let changed = after(text, |it| {
        it.as_object_mut().expect("an object").remove("z");
    });
    let expected = text
        .replace("\"z\": 1.10, ", "")
        .replace(", \"z\" :-0.0", "");
    assert_eq!(changed, expected);
    // What is added stands as what is last.
    let changed = after(text, |it| it["new"] = json!([1]));
    assert_eq!(changed, text.replace("{ }\n", "{ },\n  \"new\": [1]\n"));
    let changed = after(text, |it| it["e"]["in"] = true.into());
    assert_eq!(changed, text.replace("{ }", "{\"in\":true }"));
    let changed = after(text, |it| it["h"].as_array_mut().expect("a list").reverse());
    let expected = text.replace(
        "[ {\"v\":\"A\", \"n\":1E1 } , 2.50 ]",
        "[ 2.50, {\"v\":\"A\", \"n\":1E1 } ]",
    );
    assert_eq!(changed, expected);
}

#[test]
fn nesting_is_bounded() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(merged(&deep, &json!(1), &json!(2)), None);
    let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    assert_eq!(merged(&deep, &json!(1), &json!(2)).as_deref(), Some("2"));
}

/// What a merge must give, without regard for the text.
fn replaced(kept: &mut Value, old: &Value, new: &Value) {
    match (kept, old, new) {
        _ if old == new => {}
        (Value::Object(kept), Value::Object(old), Value::Object(new)) => {
            for (key, new) in new {
                match (kept.get_mut(key), old.get(key)) {
                    (_, Some(old)) if old == new => {}
                    (Some(kept), Some(old)) => replaced(kept, old, new),
                    _ => {
                        kept.insert(key.clone(), new.clone());
                    }
                }
            }
            kept.retain(|key, _| new.contains_key(key) || !old.contains_key(key));
        }
        (Value::Array(kept), Value::Array(old), Value::Array(new)) => {
            match changed(kept, old, new) {
                Changed::Some(pairs) => {
                    for (at, old, new) in pairs {
                        replaced(&mut kept[at], old, new);
                    }
                }
                Changed::Number { removed, added } => {
                    let mut at = 0..;
                    kept.retain(|_| !removed.contains(&at.next().expect("a number")));
                    kept.extend(added.into_iter().cloned());
                }
                Changed::All => kept.clone_from(new),
            }
        }
        (kept, _, new) => kept.clone_from(new),
    }
}

/// A JSON text with a marker before and behind each value that has one.
struct Odd {
    series: Series,
    text: String,
}

const SPACES: &[&str] = &["", " ", "\n", "\r\n\t", "   "];
const SCALARS: &[&str] = &[
    "1.10",
    "1.0e2",
    "1E-3",
    "-0",
    "-0.0",
    "100",
    "1e2",
    "\"\"",
    "\"caf\\u00e9\"",
    "\"\\/ 😀\"",
    "\"\\ud83d\\ude00\"",
    "true",
    "null",
    "\"a, b}\"",
    "\"]\\\"[\"",
    "12345678901234567890",
];
const NAMES: &[&str] = &[
    "\"a\"",
    "\"\\u0061\"",
    "\"b\"",
    "\"c\\\"\"",
    "\"\"",
    "\"d\"",
    "\"é\"",
];

impl Odd {
    fn space(&mut self) {
        self.text.push_str(SPACES[self.series.below(SPACES.len())]);
    }

    fn value(&mut self, depth: usize) {
        self.space();
        let kind = self.series.below(if depth == 0 { 1 } else { 3 });
        match kind {
            0 => self
                .text
                .push_str(SCALARS[self.series.below(SCALARS.len())]),
            1 => self.list('[', ']', depth),
            _ => self.list('{', '}', depth),
        }
        self.space();
    }

    fn list(&mut self, open: char, close: char, depth: usize) {
        self.text.push(open);
        self.space();
        for at in 0..self.series.below(5) {
            if at > 0 {
                self.text.push(',');
            }
            if open == '{' {
                self.space();
                self.text.push_str(NAMES[self.series.below(NAMES.len())]);
                self.space();
                self.text.push(':');
            }
            self.value(depth - 1);
        }
        self.text.push(close);
    }

    /// Changes something in a value.
    fn change(&mut self, value: &mut Value) {
        let count = match value {
            Value::Array(all) => all.len(),
            Value::Object(all) => all.len(),
            _ => 0,
        };
        if count == 0 || self.series.below(6) == 0 {
            return match value {
                Value::Array(all) => all.push(self.series.below(9).into()),
                Value::Object(all) => {
                    all.insert("new".to_owned(), json!({"x": [self.series.below(9)]}));
                }
                other => *other = json!(["changed", self.series.below(9)]),
            };
        }
        let at = self.series.below(count);
        let (is_removed, is_turned) = (self.series.below(5) == 0, self.series.below(8) == 0);
        match value {
            Value::Array(all) if is_turned => all.rotate_left(at),
            Value::Array(all) if is_removed => {
                all.remove(at);
            }
            Value::Array(all) => self.change(&mut all[at]),
            Value::Object(all) => {
                let name = all.keys().nth(at).cloned().expect("a member");
                match all.get_mut(&name) {
                    Some(_) if is_removed => {
                        all.remove(&name);
                    }
                    Some(member) => self.change(member),
                    None => {}
                }
            }
            _ => {}
        }
    }
}

#[test]
fn odd_texts_with_any_change_say_what_they_must() {
    let seed = 20;
    eprintln!("fuzz: seed {seed}");
    let mut odd = Odd {
        series: Series::new(seed),
        text: String::new(),
    };
    for _ in 0..20_000 {
        odd.text.clear();
        odd.value(4);
        let text = odd.text.clone();
        let kept: Value = serde_json::from_str(&text).expect("is JSON");
        // What was read is often only a part of the document.
        let mut as_read = kept.clone();
        if odd.series.below(3) == 0 {
            odd.change(&mut as_read);
        }
        let mut as_stored = as_read.clone();
        for _ in 0..=odd.series.below(3) {
            odd.change(&mut as_stored);
        }
        let mut expected = kept;
        replaced(&mut expected, &as_read, &as_stored);
        let given = merged(&text, &as_read, &as_stored).expect("merges");
        let said: Value = serde_json::from_str(&given).expect(&given);
        assert_eq!(said, expected, "{text}\n{as_read}\n{as_stored}\n{given}");
    }
}

#[test]
fn a_change_in_one_place_leaves_every_other_byte() {
    let seed = 21;
    eprintln!("fuzz: seed {seed}");
    let mut odd = Odd {
        series: Series::new(seed),
        text: String::new(),
    };
    for _ in 0..5_000 {
        odd.text.clear();
        odd.value(4);
        let [before, behind] = [odd.text.clone(), {
            odd.text.clear();
            odd.value(3);
            odd.text.clone()
        }];
        let around =
            |it: &str| format!("{{ \"x\":{before},\n\"here\" : {it} ,\"y\":[{behind}, 1.50 ] }}");
        let changed = after(&around("\"old\""), |it| it["here"] = "new".into());
        assert_eq!(changed, around("\"new\""));
    }
}
