//! Reads the url of a database the way Postgres' own library does. What it asks for and cannot be
//! kept is refused by name, and never dropped: the driver would.
//!
//! Invariant: no problem repeats the url or a value in it, since both may be a password.

#[cfg(test)]
mod completion_tests;
mod machine;
mod parameters;
mod parts;
mod passfile;
mod problems;
mod tables;
#[cfg(test)]
mod tests;

use std::str::FromStr as _;

use url::Url;

pub(super) use self::parameters::LeadsTo;
pub use self::problems::Problems;
use self::{machine::Machine, parameters::Parameters, parts::Parts};
use crate::store::ConnectOptions;

/// How to connect to the database of a url. What the url leaves open, the variables of Postgres'
/// library say, such as `PGSSLMODE`, and then its defaults. Nothing is left for the driver to find.
pub(super) fn read(text: &str, leads_to: LeadsTo) -> Result<ConnectOptions, Problems> {
    let parameters = parameters(text, leads_to, &Machine::this())?;
    options(&parameters)
}

/// What the driver makes of it.
fn options(parameters: &Parameters) -> Result<ConnectOptions, Problems> {
    let unreadable = |_| Problems::only("it cannot be read");
    let options = ConnectOptions::from_str(plain(parameters).as_str()).map_err(unreadable)?;
    Ok(match parameters.has_own_authority() {
        true => options,
        // A file that the driver finds in the environment is not read either.
        false => options.ssl_root_cert_from_pem(Vec::new()),
    })
}

/// What a url says, if all of it can be kept.
fn parameters(text: &str, leads_to: LeadsTo, machine: &Machine) -> Result<Parameters, Problems> {
    let mut problems = Problems::default();
    let parts = Parts::of(text, &mut problems);
    let parameters = parts.map(|parts| {
        let parameters = Parameters::of(parts, machine, &mut problems);
        parameters.judge(leads_to, &mut problems);
        parameters
    });
    match parameters {
        Some(mut parameters) if problems.is_empty() => {
            parameters.find_password(machine);
            Ok(parameters)
        }
        _ => Err(problems),
    }
}

/// The url in the one form that the driver reads without a loss: all of it as parameters.
fn plain(parameters: &Parameters) -> Url {
    #[expect(clippy::expect_used, reason = "it is a url")]
    let mut url = Url::parse("postgres:///").expect("a constant");
    url.query_pairs_mut().extend_pairs(parameters.of_driver());
    url
}
