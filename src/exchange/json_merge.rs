//! Merges changes into a JSON text. Only the places of what changed are replaced in it: order,
//! spelling and white space of everything else stay letter by letter, and so do members that
//! are there twice.
//!
//! What is replaced is what a merge patch (RFC 7396) replaces, but for arrays: an element that
//! differs is replaced where the document has it, and the others stay. The order of elements
//! is only replaced if nothing else differs.

use std::{fmt, ops::Range};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value, value::RawValue};

/// A kept document with what has changed since it was read: what differs between `as_read` and
/// `as_stored` is replaced in its text, and nothing else. None if the text cannot be read.
pub fn merged(kept: &str, as_read: &Value, as_stored: &Value) -> Option<String> {
    if as_read == as_stored {
        return Some(kept.to_owned());
    }
    let value: Value = serde_json::from_str(kept).ok()?;
    let whole: &RawValue = serde_json::from_str(kept).ok()?;
    let mut text = Text {
        text: kept,
        edits: Vec::new(),
    };
    let place = text.place(whole);
    text.replace(place, &value, as_read, as_stored)?;
    text.edited()
}

/// A text with what is replaced in it.
struct Text<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

/// A member of an object, or an element of an array.
struct Part {
    /// The name of a member; of an element it is empty.
    name: String,
    /// Where it is, from its name on.
    whole: Range<usize>,
    /// Where its value is.
    value: Range<usize>,
}

impl Text<'_> {
    /// Where a part of the text is in it.
    fn place(&self, part: &RawValue) -> Range<usize> {
        let start = part.get().as_ptr().addr() - self.text.as_ptr().addr();
        start..start + part.get().len()
    }

    fn put(&mut self, place: Range<usize>, text: String) {
        self.edits.push((place, text));
    }

    /// Replaces what differs between `old` and `new` in the value `kept` at a place.
    fn replace(
        &mut self,
        place: Range<usize>,
        kept: &Value,
        old: &Value,
        new: &Value,
    ) -> Option<()> {
        match (kept, old, new) {
            _ if old == new || kept == new => Some(()),
            (Value::Object(kept), Value::Object(old), Value::Object(new)) => {
                self.replace_members(place, kept, old, new)
            }
            (Value::Array(kept), Value::Array(old), Value::Array(new)) => {
                self.replace_elements(place, kept, old, new)
            }
            (_, _, new) => {
                self.put(place, new.to_string());
                Some(())
            }
        }
    }

    fn replace_members(
        &mut self,
        place: Range<usize>,
        kept: &Map<String, Value>,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
    ) -> Option<()> {
        let members = self.members(&place)?;
        let colon = members.last().map_or(":", |it| self.colon(it)).to_owned();
        let mut added = Vec::new();
        for (name, new) in new {
            match (kept.get(name), old.get(name)) {
                (_, Some(old)) if old == new => {}
                (Some(kept), old) => {
                    // Of members with one name, the last is the one that counts.
                    let member = members.iter().rfind(|it| it.name == *name)?;
                    self.replace(member.value.clone(), kept, old.unwrap_or(&Value::Null), new)?;
                }
                (None, _) => {
                    let name = Value::from(name.as_str());
                    added.push(format!("{name}{colon}{new}"));
                }
            }
        }
        let is_removed = |it: &Part| !new.contains_key(&it.name) && old.contains_key(&it.name);
        let removed: Vec<bool> = members.iter().map(is_removed).collect();
        self.relist(&place, &members, &removed, &added);
        Some(())
    }

    fn replace_elements(
        &mut self,
        place: Range<usize>,
        kept: &[Value],
        old: &[Value],
        new: &[Value],
    ) -> Option<()> {
        let elements = self.elements(&place)?;
        match changed(kept, old, new) {
            Changed::Some(pairs) => {
                for (at, old, new) in pairs {
                    self.replace(elements.get(at)?.value.clone(), kept.get(at)?, old, new)?;
                }
            }
            Changed::Number { removed, added } => {
                let removed: Vec<bool> = (0..kept.len()).map(|at| removed.contains(&at)).collect();
                let added: Vec<String> = added.into_iter().map(Value::to_string).collect();
                self.relist(&place, &elements, &removed, &added);
            }
            Changed::All => {
                let removed = vec![true; kept.len()];
                let added = self.spelled(&elements, kept, new)?;
                self.relist(&place, &elements, &removed, &added);
            }
        }
        Some(())
    }

    /// The texts of elements, as they are spelled already where they are.
    fn spelled(&self, elements: &[Part], kept: &[Value], new: &[Value]) -> Option<Vec<String>> {
        let is_short = kept.len().max(new.len()) <= ELEMENTS_MAX;
        let spelled = |it: &Value| match kept.iter().position(|kept| is_short && kept == it) {
            Some(at) => Some(self.text.get(elements.get(at)?.value.clone())?.to_owned()),
            None => Some(it.to_string()),
        };
        new.iter().map(spelled).collect()
    }

    /// Removes parts of an object or array, and adds others behind it, with the white space
    /// that its last part has.
    fn relist(&mut self, place: &Range<usize>, parts: &[Part], removed: &[bool], added: &[String]) {
        let gap = parts.last().map_or("", |it| self.gap(it)).to_owned();
        let separator = format!(",{gap}");
        let Some(first) = removed.iter().position(|it| !it) else {
            let inside = match (parts.first(), parts.last()) {
                (Some(first), Some(last)) => first.whole.start..last.whole.end,
                _ => place.start + 1..place.start + 1,
            };
            return self.put(inside, added.join(&separator));
        };
        if let (Some(begin), Some(kept)) = (parts.first(), parts.get(first)) {
            self.put(begin.whole.start..kept.whole.start, String::new());
        }
        for ((before, part), is_removed) in
            parts.iter().zip(&parts[1..]).zip(&removed[1..]).skip(first)
        {
            if *is_removed {
                self.put(before.whole.end..part.whole.end, String::new());
            }
        }
        if let (Some(last), false) = (parts.last(), added.is_empty()) {
            let end = last.whole.end;
            self.put(end..end, format!("{separator}{}", added.join(&separator)));
        }
    }

    /// What is between the name and the value of a member.
    fn colon(&self, member: &Part) -> &str {
        let text = self.text.get(member.whole.start..member.value.start);
        let end = text.and_then(|it| it.rfind('"'));
        let colon = text.zip(end).and_then(|(text, end)| text.get(end + 1..));
        colon.unwrap_or(":")
    }

    /// The white space before a part.
    fn gap(&self, part: &Part) -> &str {
        let before = self.text.get(..part.whole.start).unwrap_or_default();
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        &before[before.trim_end_matches(is_space).len()..]
    }

    fn members(&self, place: &Range<usize>) -> Option<Vec<Part>> {
        let Members(all) = serde_json::from_str(self.text.get(place.clone())?).ok()?;
        let members = all.into_iter().map(|(name, value)| {
            let value = self.place(value);
            Some(Part {
                name: serde_json::from_str(name.get()).ok()?,
                whole: self.place(name).start..value.end,
                value,
            })
        });
        members.collect()
    }

    fn elements(&self, place: &Range<usize>) -> Option<Vec<Part>> {
        let all: Vec<&RawValue> = serde_json::from_str(self.text.get(place.clone())?).ok()?;
        let elements = all.into_iter().map(|it| Part {
            name: String::new(),
            whole: self.place(it),
            value: self.place(it),
        });
        Some(elements.collect())
    }

    /// The text with what was put into it.
    fn edited(mut self) -> Option<String> {
        self.edits
            .sort_by_key(|(place, _)| (place.start, place.end));
        let mut edited = String::with_capacity(self.text.len());
        let mut at = 0;
        for (place, text) in &self.edits {
            edited.push_str(self.text.get(at..place.start)?);
            edited.push_str(text);
            at = place.end;
        }
        edited.push_str(self.text.get(at..)?);
        Some(edited)
    }
}

/// The members of an object in their order, also those that are there twice.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;

        impl<'de> Visitor<'de> for All {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(member) = map.next_entry()? {
                    all.push(member);
                }
                Ok(Members(all))
            }
        }

        deserializer.deserialize_map(All)
    }
}

/// The longest array whose elements are compared one by one.
const ELEMENTS_MAX: usize = 500;

/// What has changed of an array.
enum Changed<'a> {
    /// Some elements, with their places.
    Some(Vec<(usize, &'a Value, &'a Value)>),
    /// How many there are: elements are removed from their places, and others are added.
    Number {
        removed: Vec<usize>,
        added: Vec<&'a Value>,
    },
    /// Everything: an element that was changed is not there, only their order differs, or
    /// there are too many.
    All,
}

fn changed<'a>(kept: &[Value], old: &'a [Value], new: &'a [Value]) -> Changed<'a> {
    if kept.len().max(old.len()).max(new.len()) > ELEMENTS_MAX {
        return Changed::All;
    }
    let removed = without(old, new);
    let added = without(new, old);
    if removed.is_empty() && added.is_empty() {
        return Changed::All;
    }
    let mut places = Vec::new();
    for element in &removed {
        let is_it = |(at, kept): &(usize, &Value)| !places.contains(at) && holds(kept, element);
        match kept.iter().enumerate().find(is_it) {
            Some((at, _)) => places.push(at),
            None => return Changed::All,
        }
    }
    if removed.len() != added.len() {
        return Changed::Number {
            removed: places,
            added,
        };
    }
    let pairs = places.into_iter().zip(removed).zip(added);
    Changed::Some(pairs.map(|((at, old), new)| (at, old, new)).collect())
}

/// The elements that others do not have, as often as they are there.
fn without<'a>(elements: &'a [Value], others: &[Value]) -> Vec<&'a Value> {
    let mut others: Vec<&Value> = others.iter().collect();
    let mut left = Vec::new();
    for element in elements {
        match others.iter().position(|it| *it == element) {
            Some(at) => {
                others.swap_remove(at);
            }
            None => left.push(element),
        }
    }
    left
}

/// Whether a value has everything that another has.
fn holds(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::Object(value), Value::Object(part)) => part
            .iter()
            .all(|(key, part)| value.get(key).is_some_and(|it| holds(it, part))),
        (value, part) => value == part,
    }
}

#[cfg(test)]
mod tests;
