//! Who a call comes from, once that is verified.

use std::sync::Arc;

use crate::domain::access::{Right, Rights};

/// The prefix of callers that are known by their certificates.
pub const CERTIFICATE: &str = "certificate";

/// The most bytes of the name of a caller.
pub const NAME_MAX: usize = 256;

/// A verified caller, and what the policy grants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub(super) name: Arc<str>,
    pub(super) rights: Rights,
    pub(super) may_act_for_others: bool,
}

impl Caller {
    /// Its name: that of its issuer, a colon, and the subject of its token; or `certificate:` and
    /// the name in its certificate. 1 to 256 visible ASCII characters.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name, shared.
    pub fn shared_name(&self) -> Arc<str> {
        self.name.clone()
    }

    /// What it may do.
    pub const fn rights(&self) -> Rights {
        self.rights
    }

    /// Whether it has a right.
    pub const fn may(&self, right: Right) -> bool {
        self.rights.has(right)
    }

    /// Whether it is the same as another one, and may at least what that one may.
    pub fn may_all_of(&self, other: &Self) -> bool {
        self.name == other.name
            && self.rights.and(other.rights) == self.rights
            && (self.may_act_for_others || !other.may_act_for_others)
    }

    /// Whether it may say that it acts for somebody else.
    pub const fn may_act_for_others(&self) -> bool {
        self.may_act_for_others
    }
}

/// The name of a caller of an issuer, or of certificates. `None` if it cannot be written so that it
/// is taken for no other: it is empty, too long, has other than visible ASCII characters, or a
/// semicolon, which is where whom it acts for begins.
pub(super) fn name(issuer: &str, subject: &str) -> Option<Arc<str>> {
    let name = format!("{issuer}:{subject}");
    (!subject.is_empty() && can_be_name(&name)).then(|| name.into())
}

/// Whether a text can be the name of a caller.
pub(super) fn can_be_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b';';
    name.len() <= NAME_MAX && name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_could_be_taken_for_another_is_none() {
        assert_eq!(name("desk", "ada|1").as_deref(), Some("desk:ada|1"));
        let long = "a".repeat(NAME_MAX);
        for subject in ["", "a b", "zoë", "a;for=b", "a\n", &long] {
            assert_eq!(name("desk", subject), None, "{subject}");
        }
    }
}
