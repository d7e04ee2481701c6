//! Violations: what is wrong with a request, field by field. All of them are collected
//! before the request is refused.
//!
//! A [`Checker`] keeps the path of the current field while it walks a value. Every
//! violation therefore names its field exactly (`bundle.claims[3].statement`).

use std::sync::Arc;

use super::stop::Stop;

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The path of the field in the request.
    pub field: String,
    /// What is wrong and what to do, as a lower-case fragment.
    pub description: String,
    /// The words of a text that a refused anchor in `field` probably means.
    pub nearest: Option<NearestWords>,
    /// Words that such an anchor gives, until the nearest ones were looked for.
    pub sought: Option<Box<SoughtWords>>,
}

/// Words that are not where an anchor says, and the text around them that it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoughtWords {
    /// The text that they should be in. Anchors in the same text share it.
    pub text: Arc<str>,
    /// The words.
    pub exact: String,
    /// The text right before the words.
    pub prefix: String,
    /// The text right after the words.
    pub suffix: String,
}

/// Words of a text, and their place in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestWords {
    /// The words, verbatim.
    pub exact: String,
    /// The position of the first code point.
    pub start: i32,
    /// The position after the last code point.
    pub end: i32,
}

impl Violation {
    /// A violation without nearest words.
    pub fn new(field: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            description: description.into(),
            nearest: None,
            sought: None,
        }
    }
}

/// The most violations that are kept. Further ones are only counted.
const VIOLATIONS_MAX: usize = 50;

/// Collects violations while it walks a value.
#[derive(Debug, Default)]
pub struct Checker {
    path: String,
    violations: Vec<Violation>,
    /// How many violations were not kept.
    dropped: usize,
    stop: Stop,
}

impl Checker {
    /// A checker whose current value is the request itself.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a checker whose current value has this path.
    pub fn at(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            ..Self::default()
        }
    }

    /// Makes long walks end early once this is set. What they found must be dropped then.
    #[must_use]
    pub fn until(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// Whether the walk is to end, because nobody waits for its result.
    pub fn is_stopped(&self) -> bool {
        self.stop.is_set()
    }

    /// The path of the current value.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Runs `visit` with the field `name` of the current value as the current value.
    pub fn field<T>(&mut self, name: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        let result = visit(self);
        self.path.truncate(length);
        result
    }

    /// Runs `visit` with the element `index` of the current list as the current value.
    pub fn element<T>(&mut self, index: usize, visit: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push_str(&format!("[{index}]"));
        let result = visit(self);
        self.path.truncate(length);
        result
    }

    /// Runs `visit` for every element of the list in the field `name`.
    pub fn list<'a, T>(
        &mut self,
        name: &str,
        elements: &'a [T],
        mut visit: impl FnMut(&mut Self, &'a T),
    ) {
        self.field(name, |check| {
            for (index, element) in elements.iter().enumerate() {
                check.element(index, |check| visit(check, element));
            }
        });
    }

    /// Reports a violation in the current value.
    pub fn report(&mut self, description: impl Into<String>) {
        if self.violations.len() == VIOLATIONS_MAX {
            self.dropped += 1;
            return;
        }
        let violation = Violation::new(&self.path, description);
        self.violations.push(violation);
    }

    /// Reports an anchor, the current value, whose words are not in the text. To look for the
    /// words that it probably means takes long, and is left for later.
    pub fn report_words(&mut self, description: String, sought: SoughtWords) {
        let known = self.violations.len();
        self.report_at("exact", description);
        if let Some(violation) = self.violations.get_mut(known) {
            violation.sought = Some(Box::new(sought));
        }
    }

    /// Reports a violation in the field `name` of the current value.
    pub fn report_at(&mut self, name: &str, description: impl Into<String>) {
        self.field(name, |check| check.report(description));
    }

    /// Reports the list in the field `name` if it has more than `max` elements.
    pub fn at_most<T>(&mut self, name: &str, elements: &[T], max: usize) {
        if elements.len() > max {
            let count = elements.len();
            self.report_at(name, format!("has {count} elements; at most {max} fit"));
        }
    }

    /// Whether a violation was reported in the field `name` of the current value, or
    /// inside that field. Further checks can then skip the field: it was not read as the
    /// caller meant it, and would cause misleading reports.
    pub fn has_violation(&self, name: &str) -> bool {
        let separator = if self.path.is_empty() { "" } else { "." };
        let path = format!("{}{separator}{name}", self.path);
        let mut fields = self.violations.iter().map(|known| known.field.as_str());
        fields.any(|field| {
            let rest = field.strip_prefix(&path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    /// Whether no violation was reported so far.
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }

    /// Fails with the violations that were reported so far, if there are any.
    pub fn refuse(&mut self) -> Result<(), Vec<Violation>> {
        if self.violations.is_empty() {
            return Ok(());
        }
        let mut violations = std::mem::take(&mut self.violations);
        let dropped = std::mem::take(&mut self.dropped);
        if dropped > 0 {
            violations.push(Violation::new("", format!("and {dropped} more")));
        }
        Err(violations)
    }

    /// Returns `value` if no violation was reported, and the violations otherwise.
    pub fn finish<T>(mut self, value: T) -> Result<T, Vec<Violation>> {
        self.refuse()?;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_fields_and_elements() {
        let mut check = Checker::new();
        check.field("bundle", |check| {
            check.list("claims", &[1, 2], |check, claim| {
                if *claim == 2 {
                    check.report_at("statement", "is required");
                }
            });
        });
        let violations = check.finish(()).unwrap_err();
        assert_eq!(violations[0].field, "bundle.claims[1].statement");
    }

    #[test]
    fn violations_beyond_the_limit_are_counted() {
        let mut check = Checker::new();
        for _ in 0..VIOLATIONS_MAX + 7 {
            check.report("is wrong");
        }
        let violations = check.finish(()).unwrap_err();
        assert_eq!(violations.len(), VIOLATIONS_MAX + 1);
        assert_eq!(violations[VIOLATIONS_MAX].description, "and 7 more");
    }
}
