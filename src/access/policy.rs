//! The policy: whose tokens are trusted, and who may do what. It is a file in TOML, read whole or
//! refused whole; docs/access.md describes it.

use std::{collections::HashMap, path::Path, sync::Arc};

use serde::Deserialize;

use super::{
    caller::{CERTIFICATE, Caller, can_be_name},
    issuer::{Issuer, IssuerTable, check_names},
};
use crate::domain::{
    access::{Rights, Role},
    value::{Checker, Violation},
};

/// The most grants of a policy.
const GRANTS_MAX: usize = 10_000;

/// The most issuers of a policy.
const ISSUERS_MAX: usize = 16;

/// What a policy file says.
#[derive(Debug)]
pub(super) struct Policy {
    pub(super) issuers: Vec<Issuer>,
    /// By the names of callers.
    callers: HashMap<String, Granted>,
    /// By what the names of callers begin with.
    prefixes: Vec<(String, Granted)>,
    /// By the names of groups.
    groups: HashMap<String, Granted>,
}

/// What is granted.
#[derive(Clone, Copy, Debug, Default)]
struct Granted {
    rights: Rights,
    may_act_for_others: bool,
}

impl Granted {
    /// This and more.
    fn add(&mut self, more: Self) {
        self.rights = self.rights.and(more.rights);
        self.may_act_for_others |= more.may_act_for_others;
    }
}

/// Why a policy cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It is not TOML of this form.
    #[error("it cannot be read: {0}")]
    Malformed(String),
    /// What it says cannot be.
    #[error("{}", listed(.0))]
    Invalid(Vec<Violation>),
}

fn listed(violations: &[Violation]) -> String {
    let lines = violations
        .iter()
        .map(|violation| format!("{} {}", violation.field, violation.description));
    lines.collect::<Vec<_>>().join("; ")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    #[serde(default)]
    issuer: Vec<IssuerTable>,
    #[serde(default)]
    grant: Vec<GrantTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GrantTable {
    #[serde(default)]
    callers: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    roles: Vec<String>,
    #[serde(default)]
    acts_for_others: bool,
}

impl Policy {
    /// Reads a policy. Paths of files in it are relative to a folder.
    pub(super) fn read(text: &str, folder: &Path) -> Result<Self, PolicyError> {
        let file: PolicyFile =
            toml::from_str(text).map_err(|error| PolicyError::Malformed(error.to_string()))?;
        let mut check = Checker::new();
        let PolicyFile { issuer, grant } = file;
        check.at_most("issuer", &issuer, ISSUERS_MAX);
        check.at_most("grant", &grant, GRANTS_MAX);
        check_names(&mut check, &issuer);
        let issuers: Vec<Issuer> = list(&mut check, "issuer", issuer, |check, table| {
            table.read(check, folder)
        });
        if grant.is_empty() {
            check.report_at("grant", "is required: without one, nobody may do anything");
        }
        let mut policy = Self {
            issuers,
            callers: HashMap::new(),
            prefixes: Vec::new(),
            groups: HashMap::new(),
        };
        list(&mut check, "grant", grant, |check, table| {
            policy.add(check, table);
        });
        check.finish(policy).map_err(PolicyError::Invalid)
    }

    /// A caller with what is granted to its name and its groups.
    pub(super) fn caller(&self, name: Arc<str>, groups: &[String]) -> Caller {
        let begin_so = self.prefixes.iter().filter(|(it, _)| name.starts_with(it));
        let granted = self
            .callers
            .get(&*name)
            .into_iter()
            .chain(begin_so.map(|(_, granted)| granted))
            .chain(groups.iter().filter_map(|group| self.groups.get(group)));
        let mut all = Granted::default();
        granted.for_each(|granted| all.add(*granted));
        Caller {
            name,
            rights: all.rights,
            may_act_for_others: all.may_act_for_others,
        }
    }

    /// Adds a grant.
    fn add(&mut self, check: &mut Checker, table: GrantTable) {
        if table.callers.is_empty() && table.groups.is_empty() {
            check.report("needs callers, groups or both");
        }
        let granted = Granted {
            rights: rights(check, &table.roles),
            may_act_for_others: table.acts_for_others,
        };
        list(check, "callers", table.callers, |check, caller| {
            self.add_caller(check, caller, granted);
        });
        list(check, "groups", table.groups, |check, group| {
            self.check_issued(check, &group);
            self.groups.entry(group).or_default().add(granted);
        });
    }

    /// Adds what is granted to a caller, or to all callers that begin with what is before a `*`.
    fn add_caller(&mut self, check: &mut Checker, caller: String, granted: Granted) {
        if !caller.starts_with(&format!("{CERTIFICATE}:")) {
            self.check_issued(check, &caller);
        }
        if !can_be_name(&caller) {
            check.report(
                "can be no caller: it has to be visible ASCII characters without semicolons",
            );
        }
        match caller.split_once('*') {
            Some((begin, "")) => self.prefixes.push((begin.to_owned(), granted)),
            None => self.callers.entry(caller).or_default().add(granted),
            Some(_) => check.report("has a * elsewhere than at its end"),
        }
    }

    /// Checks that a name begins with that of an issuer and a colon, and goes on after it.
    fn check_issued(&self, check: &mut Checker, name: &str) {
        let parts = name.split_once(':');
        let is_issued = parts.is_some_and(|(issuer, rest)| {
            self.issuers.iter().any(|it| it.name == issuer) && !rest.is_empty()
        });
        if !is_issued {
            check.report("does not begin with the name of an issuer and a colon");
        }
    }
}

/// Reads the elements of a list, each at its path.
fn list<T, U>(
    check: &mut Checker,
    name: &str,
    tables: Vec<T>,
    mut read: impl FnMut(&mut Checker, T) -> U,
) -> Vec<U> {
    check.field(name, |check| {
        let tables = tables.into_iter().enumerate();
        tables
            .map(|(index, table)| check.element(index, |check| read(check, table)))
            .collect()
    })
}

/// The rights of roles.
fn rights(check: &mut Checker, names: &[String]) -> Rights {
    if names.is_empty() {
        check.report_at("roles", "is required");
    }
    let mut rights = Rights::default();
    check.list("roles", names, |check, name| match Role::named(name) {
        Some(role) => rights = rights.and(role.rights()),
        None => {
            let known: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
            check.report(format!("is none of {}", known.join(", ")));
        }
    });
    rights
}

#[cfg(test)]
mod tests;
