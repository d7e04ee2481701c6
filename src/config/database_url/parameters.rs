//! The parameters of the url of a database: which are taken, and what is said of the others.

use std::{collections::BTreeMap, fs::File, net::IpAddr};

use super::{
    machine::Machine,
    parts::{Parts, SEVERAL_HOSTS, is_port},
    passfile::{self, Login},
    problems::Problems,
    tables::{OF_DRIVER, READ_BY_DRIVER, VARIABLES, WITHOUT_EFFECT, is_known, problem_with_other},
};

/// What a url has to lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadsTo {
    /// The primary.
    Primary,
    /// A standby.
    Standby,
}

/// A value, and where it is from.
struct Value {
    text: String,
    /// The variable, if it is not from the url.
    variable: Option<&'static str>,
}

impl Value {
    fn of_url(text: String) -> Self {
        let variable = None;
        Self { text, variable }
    }
}

/// What a url says, the variables of Postgres' library where it says nothing, and else its defaults.
pub(super) struct Parameters {
    by_name: BTreeMap<String, Value>,
    /// Whether the url would have to undo what a variable says, which the driver cannot.
    has_options_twice: bool,
    /// Whether Postgres' own library would verify the server by a file that is not read here.
    has_authority_at_home: bool,
    /// Whether the password is behind the question mark. Then what looks like an unknown parameter
    /// may be a part of it.
    has_password_in_query: bool,
}

impl Parameters {
    /// What a url says; later parts of it count before earlier ones.
    pub fn of(parts: Parts, machine: &Machine, problems: &mut Problems) -> Self {
        let mut query = BTreeMap::new();
        let mut is_twice = false;
        for (name, text) in parts.query {
            is_twice |= query.insert(name, Value::of_url(text)).is_some();
        }
        if is_twice {
            problems.add("a parameter behind the ? is given twice");
        }
        let has_password_in_query = query.contains_key("password");
        let address = parts.address.into_iter();
        let mut by_name: BTreeMap<_, _> = address
            .map(|(name, text)| (name.to_owned(), Value::of_url(text)))
            .collect();
        by_name.extend(query);
        let options = machine.variable("PGOPTIONS").unwrap_or_default();
        let has_options_twice = by_name.contains_key("options") && !options.trim().is_empty();
        for (name, from) in VARIABLES {
            if !by_name.contains_key(*name)
                && let Some(text) = machine.variable(from)
            {
                let (text, variable) = (text.to_owned(), Some(*from));
                by_name.insert((*name).to_owned(), Value { text, variable });
            }
        }
        let mut parameters = Self {
            by_name,
            has_options_twice,
            has_authority_at_home: machine.has_authority(),
            has_password_in_query,
        };
        parameters.complete(machine, problems);
        parameters
    }

    /// Adds the defaults of Postgres' own library, so that the driver has none to find. What is given
    /// empty means the default too.
    fn complete(&mut self, machine: &Machine, problems: &mut Problems) {
        self.default("port", "5432");
        if self.text("hostaddr").is_empty() {
            let host = machine.host(self.text("port"));
            self.default("host", host);
        }
        self.default("user", machine.user.as_deref().unwrap_or_default());
        if self.text("user").is_empty() {
            problems.add(
                "it names no user, and the user of this process has no name; write \
                 postgres://USER@, or set PGUSER",
            );
        }
        let user = self.text("user").to_owned();
        self.default("dbname", &user);
    }

    fn default(&mut self, name: &str, text: &str) {
        if self.text(name).is_empty() {
            let value = Value::of_url(text.to_owned());
            self.by_name.insert(name.to_owned(), value);
        }
    }

    /// Looks for the password in the file with passwords, unless one is given.
    pub fn find_password(&mut self, machine: &Machine) {
        if !self.text("password").is_empty() {
            return;
        }
        let host = match self.text("host") {
            "" => self.text("hostaddr"),
            host => host,
        };
        // There, the library calls the directory that it was built with `localhost`.
        let is_default = machine.socket_dirs.iter().any(|dir| dir == host);
        let login = Login {
            hosts: match is_default {
                true => vec![host, "localhost"],
                false => vec![host],
            },
            port: self.text("port"),
            database: self.text("dbname"),
            user: self.text("user"),
        };
        let file = machine.passfile();
        let found = file.and_then(|file| passfile::password(&file, &login));
        self.default("password", &found.unwrap_or_default());
    }

    /// A value, which is empty if there is none.
    fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(|value| value.text.as_str())
    }

    /// What a parameter is called where its value is from.
    fn label(&self, name: &str) -> String {
        let variable = self.by_name.get(name).and_then(|value| value.variable);
        let is_shown = is_known(name) || !self.has_password_in_query && is_like_name(name);
        match variable {
            Some(variable) => variable.to_owned(),
            None if is_shown => name.to_owned(),
            None => "a parameter behind the ?".to_owned(),
        }
    }

    /// Whether the host is the directory of a socket.
    fn is_socket(&self) -> bool {
        self.get("host").is_some_and(|host| host.starts_with('/'))
    }

    /// Whether the certificate of the server is verified by a file. Otherwise it is by the public
    /// authorities, if at all.
    pub fn has_own_authority(&self) -> bool {
        let file = self.get("sslrootcert");
        file.is_some_and(|file| file != PUBLIC && !file.is_empty())
    }

    /// Whether the library would look for a file that verifies the server.
    fn needs_authority(&self) -> bool {
        !self.is_socket() && self.text("sslrootcert").is_empty()
    }

    /// Whether and how the connection is encrypted.
    fn mode(&self) -> String {
        let default = match self.get("sslrootcert") {
            Some(PUBLIC) => "verify-full",
            _ => "prefer",
        };
        // As Postgres' own library does, a socket of this machine is not encrypted.
        match self.is_socket() {
            true => "disable".to_owned(),
            false => self.get("sslmode").unwrap_or(default).to_ascii_lowercase(),
        }
    }

    /// What the driver is told. A password is always among it, since the driver would look for one.
    pub fn of_driver(&self) -> Vec<(&str, String)> {
        let is_told = |name: &&str| match self.by_name.get(*name) {
            _ if *name == "password" => true,
            None => false,
            Some(value) if value.text.is_empty() => false,
            Some(value) => value.variable.is_none() || !READ_BY_DRIVER.contains(name),
        };
        let names = OF_DRIVER.into_iter().filter(is_told);
        let is_file = |name: &&str| *name != "sslrootcert" || self.has_own_authority();
        let mut told: Vec<_> = names
            .filter(is_file)
            .map(|name| (name, self.text(name).to_owned()))
            .collect();
        told.push(("sslmode", self.mode()));
        told
    }

    /// Finds everything that cannot be kept.
    pub fn judge(&self, leads_to: LeadsTo, problems: &mut Problems) {
        for name in self.by_name.keys() {
            if let Some(problem) = self.problem(name, leads_to) {
                problems.add(format!("{} {problem}", self.label(name)));
            }
        }
        let [host, address] = ["host", "hostaddr"].map(|name| self.text(name));
        if !host.is_empty() && !address.is_empty() {
            let (host, address) = (self.label("host"), self.label("hostaddr"));
            problems.add(format!(
                "{host} and {address} are not taken together; leave one out"
            ));
        }
        if self.has_options_twice {
            problems.add(
                "options would have to replace PGOPTIONS, which the driver adds; unset PGOPTIONS",
            );
        }
        if self.get("sslcert").is_some() != self.get("sslkey").is_some() {
            problems.add("sslcert and sslkey are only taken together");
        }
    }

    fn problem(&self, name: &str, leads_to: LeadsTo) -> Option<&'static str> {
        let value = self.get(name).unwrap_or_default();
        match name {
            "host" if value.contains(',') => Some(SEVERAL_HOSTS),
            "port" if value.contains(',') => Some(SEVERAL_HOSTS),
            "port" if !value.is_empty() && !is_port(value) => Some("is not a port"),
            "hostaddr" if !value.is_empty() && value.parse::<IpAddr>().is_err() => {
                Some("is not an address of IP")
            }
            "sslmode" => self.problem_with_mode(&value.to_ascii_lowercase()),
            "sslrootcert" => self.problem_with_authority(),
            "sslcert" | "sslkey" => problem_with_file(value),
            "target_session_attrs" => problem_with_target(value, leads_to),
            _ if OF_DRIVER.contains(&name) || WITHOUT_EFFECT.contains(&name) => None,
            _ => problem_with_other(name, value),
        }
    }

    fn problem_with_mode(&self, mode: &str) -> Option<&'static str> {
        match mode {
            "disable" | "prefer" | "require" if self.get("sslrootcert") == Some(PUBLIC) => {
                Some("has to be verify-full where sslrootcert is system")
            }
            "require" | "verify-full" if self.has_authority_at_home && self.needs_authority() => {
                Some(
                    "would be verified by root.crt in ~/.postgresql, which is not read here; write \
                     sslmode=verify-full with sslrootcert",
                )
            }
            "disable" | "prefer" | "require" | "verify-full" => None,
            "verify-ca" => Some(
                "cannot be verify-ca: public authorities are trusted besides that of sslrootcert, so \
                 that without a look at the name anyone's certificate would do; write verify-full",
            ),
            _ => Some("has to be disable, prefer, require or verify-full"),
        }
    }

    fn problem_with_authority(&self) -> Option<&'static str> {
        match self.get("sslrootcert") {
            Some(PUBLIC | "") | None => None,
            Some(_) if !self.is_socket() && self.mode() != "verify-full" => Some(
                "is only taken with sslmode=verify-full, which verifies the server by it and its name",
            ),
            Some(file) => problem_with_file(file),
        }
    }
}

/// The value of `sslrootcert` that stands for the public authorities.
const PUBLIC: &str = "system";

fn problem_with_file(file: &str) -> Option<&'static str> {
    // The driver takes the content of a file in the variables too.
    let is_content = file.trim_ascii_start().starts_with("-----BEGIN");
    let is_there = is_content || File::open(file).is_ok();
    (!is_there).then_some("names a file that cannot be read")
}

fn problem_with_target(value: &str, leads_to: LeadsTo) -> Option<&'static str> {
    match (leads_to, value) {
        (_, "any")
        | (LeadsTo::Primary, "read-write" | "primary")
        | (LeadsTo::Standby, "read-only" | "standby" | "prefer-standby") => None,
        (LeadsTo::Primary, _) => Some(
            "has to be read-write, primary or any: writes need the primary; a standby goes to \
             --read-database-url",
        ),
        (LeadsTo::Standby, _) => Some("has to be standby, prefer-standby, read-only or any"),
    }
}

/// Whether a name looks like that of a parameter.
fn is_like_name(name: &str) -> bool {
    let is_of_names = |it: char| it.is_ascii_lowercase() || it == '_';
    name.chars().all(is_of_names) && (1..40).contains(&name.len())
}
