//! What a caller may do: rights, and the roles that have them; and who acts for whom.

/// What stands between a caller and the person that it acts for, in the name of an actor.
pub const FOR: &str = ";for=";

/// The caller in the name of an actor. It is all of it, unless it acts for somebody.
pub fn caller_of(actor: &str) -> &str {
    actor.split_once(FOR).map_or(actor, |(caller, _)| caller)
}

/// What a method needs of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// To read, search, match, export and watch.
    Read,
    /// To create, update, delete and import articles, claims, sources and what belongs to them.
    Write,
    /// To write reviews.
    Review,
    /// To merge, retract and correct, and to restore what was exported.
    Edit,
    /// To erase what the log has of a resource.
    Erase,
    /// To read the audit log.
    Audit,
    /// To learn what confidential sources are.
    Reveal,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::Write,
        Self::Review,
        Self::Edit,
        Self::Erase,
        Self::Audit,
        Self::Reveal,
    ];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights(u8);

impl Rights {
    /// Every right.
    pub const ALL: Self = Self::of(&Right::ALL);

    /// These rights.
    pub const fn of(rights: &[Right]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < rights.len() {
            bits |= rights[index].bit();
            index += 1;
        }
        Self(bits)
    }

    /// Whether a right is among them.
    pub const fn has(self, right: Right) -> bool {
        self.0 & right.bit() != 0
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

/// What a policy grants to callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads.
    Reader,
    /// Reads and writes, but no reviews.
    Writer,
    /// Reads, and writes reviews.
    Reviewer,
    /// What writers and reviewers may; merges, retracts, corrects and restores.
    DeskEditor,
    /// Reads, and learns what confidential sources are.
    Revealer,
    /// Reads, also the audit log.
    Auditor,
    /// What desk editors and auditors may, and erases.
    Administrator,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Reader,
        Self::Writer,
        Self::Reviewer,
        Self::DeskEditor,
        Self::Revealer,
        Self::Auditor,
        Self::Administrator,
    ];

    /// Its name in policies.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Writer => "writer",
            Self::Reviewer => "reviewer",
            Self::DeskEditor => "desk-editor",
            Self::Revealer => "revealer",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Its rights.
    pub const fn rights(self) -> Rights {
        match self {
            Self::Reader => Rights::of(&[Right::Read]),
            Self::Writer => Rights::of(&[Right::Read, Right::Write]),
            Self::Reviewer => Rights::of(&[Right::Read, Right::Review]),
            Self::DeskEditor => {
                Rights::of(&[Right::Read, Right::Write, Right::Review, Right::Edit])
            }
            Self::Revealer => Rights::of(&[Right::Read, Right::Reveal]),
            Self::Auditor => Rights::of(&[Right::Read, Right::Audit]),
            Self::Administrator => Rights::of(&[
                Right::Read,
                Right::Write,
                Right::Review,
                Right::Edit,
                Right::Erase,
                Right::Audit,
            ]),
        }
    }

    /// The roles that have a right.
    pub fn with(right: Right) -> impl Iterator<Item = Self> {
        let roles = Self::ALL.into_iter();
        roles.filter(move |role| role.rights().has(right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_by_their_names() {
        for role in Role::ALL {
            assert_eq!(Role::named(role.name()), Some(role));
        }
        assert_eq!(Role::named("Reader"), None);
    }

    #[test]
    fn each_right_belongs_to_a_role_and_each_role_reads() {
        for right in Right::ALL {
            assert!(Role::with(right).next().is_some(), "{right:?}");
        }
        assert!(Role::ALL.iter().all(|role| role.rights().has(Right::Read)));
        assert!(!Role::Writer.rights().has(Right::Review));
        assert!(!Role::DeskEditor.rights().has(Right::Erase));
        assert!(!Role::DeskEditor.rights().has(Right::Audit));
        let revealing: Vec<Role> = Role::with(Right::Reveal).collect();
        assert_eq!(revealing, [Role::Revealer]);
    }

    #[test]
    fn the_caller_of_an_actor_is_who_called() {
        assert_eq!(caller_of("desk:cms;for=ada"), "desk:cms");
        assert_eq!(caller_of("unverified:crawler/7"), "unverified:crawler/7");
    }

    #[test]
    fn rights_of_several_roles_add_up() {
        let both = Role::Writer.rights().and(Role::Reviewer.rights());
        assert!(both.has(Right::Write) && both.has(Right::Review) && !both.has(Right::Edit));
        assert!(!Rights::default().has(Right::Read));
    }
}
