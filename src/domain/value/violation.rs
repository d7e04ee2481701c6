//! What is wrong with a request, field by field, gathered before anything is refused.
//!
//! A [`Checker`] walks a value with the path of the field it looks at, so that
//! every complaint names its field exactly (`bundle.claims[3].statement`).

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The path of the field in the request.
    pub field: String,
    /// What is wrong and what to do, as a lower-case fragment.
    pub description: String,
}

/// Violations gathered are at most this many; the rest is counted.
const VIOLATIONS_MAX: usize = 50;

/// Gathers violations while a value is walked.
#[derive(Debug, Default)]
pub struct Checker {
    path: String,
    violations: Vec<Violation>,
    beyond: usize,
}

impl Checker {
    /// A checker that stands at the request itself.
    pub fn new() -> Self {
        Self::default()
    }

    /// A checker that stands at the value with this path.
    pub fn at(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            ..Self::default()
        }
    }

    /// The path of the current value.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Looks at the field `name` of the current value.
    pub fn field<T>(&mut self, name: &str, look: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        let result = look(self);
        self.path.truncate(length);
        result
    }

    /// Looks at the element `index` of the current list.
    pub fn element<T>(&mut self, index: usize, look: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push_str(&format!("[{index}]"));
        let result = look(self);
        self.path.truncate(length);
        result
    }

    /// Looks at every element of the list in the field `name`.
    pub fn list<'a, T>(
        &mut self,
        name: &str,
        elements: &'a [T],
        mut look: impl FnMut(&mut Self, &'a T),
    ) {
        self.field(name, |check| {
            for (index, element) in elements.iter().enumerate() {
                check.element(index, |check| look(check, element));
            }
        });
    }

    /// Complains about the current value.
    pub fn say(&mut self, description: impl Into<String>) {
        if self.violations.len() == VIOLATIONS_MAX {
            self.beyond += 1;
            return;
        }
        self.violations.push(Violation {
            field: self.path.clone(),
            description: description.into(),
        });
    }

    /// Complains about the field `name` of the current value.
    pub fn report_at(&mut self, name: &str, description: impl Into<String>) {
        self.field(name, |check| check.say(description));
    }

    /// Complains unless the list in the field `name` has at most `max` elements.
    pub fn at_most<T>(&mut self, name: &str, elements: &[T], max: usize) {
        if elements.len() > max {
            let count = elements.len();
            self.report_at(name, format!("has {count} elements; at most {max} fit"));
        }
    }

    /// Whether something was wrong with the field `name` of the current value, or in
    /// it: then it is not what was meant, and no cause for more.
    pub fn has_violation(&self, name: &str) -> bool {
        let separator = if self.path.is_empty() { "" } else { "." };
        let path = format!("{}{separator}{name}", self.path);
        let mut fields = self.violations.iter().map(|it| it.field.as_str());
        fields.any(|field| {
            let rest = field.strip_prefix(&path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    /// Whether nothing was wrong so far.
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }

    /// Fails if anything was wrong so far, with all of it.
    pub fn refuse(&mut self) -> Result<(), Vec<Violation>> {
        if self.violations.is_empty() {
            return Ok(());
        }
        let mut violations = std::mem::take(&mut self.violations);
        let beyond = std::mem::take(&mut self.beyond);
        if beyond > 0 {
            violations.push(Violation {
                field: String::new(),
                description: format!("and {beyond} more"),
            });
        }
        Err(violations)
    }

    /// The value, if nothing was wrong with it.
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
    fn what_is_beyond_the_bound_is_counted() {
        let mut check = Checker::new();
        for _ in 0..VIOLATIONS_MAX + 7 {
            check.say("is wrong");
        }
        let violations = check.finish(()).unwrap_err();
        assert_eq!(violations.len(), VIOLATIONS_MAX + 1);
        assert_eq!(violations[VIOLATIONS_MAX].description, "and 7 more");
    }
}
