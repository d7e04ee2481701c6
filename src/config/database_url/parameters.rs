//! The parameters of the url of a database: which are taken, and what is said of the others.

use std::{collections::BTreeMap, fs::File};

use super::{
    parts::{Parts, SEVERAL_HOSTS, is_port},
    problems::Problems,
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

/// What a url says, and the variables of Postgres' library where it says nothing.
pub(super) struct Parameters {
    by_name: BTreeMap<String, Value>,
    /// Whether the password is behind the question mark. Then what looks like an unknown parameter
    /// may be a part of it.
    has_password_in_query: bool,
}

/// What the driver takes from a url.
const OF_DRIVER: [&str; 10] = [
    "host",
    "hostaddr",
    "port",
    "user",
    "password",
    "dbname",
    "options",
    "sslrootcert",
    "sslcert",
    "sslkey",
];

/// Variables that are looked at. The driver reads some of them too.
const VARIABLES: &[(&str, &str)] = &[
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("port", "PGPORT"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("channel_binding", "PGCHANNELBINDING"),
    ("gssencmode", "PGGSSENCMODE"),
    ("require_auth", "PGREQUIREAUTH"),
    ("requirepeer", "PGREQUIREPEER"),
    ("requiressl", "PGREQUIRESSL"),
    ("service", "PGSERVICE"),
    ("sslcertmode", "PGSSLCERTMODE"),
    ("sslcrl", "PGSSLCRL"),
    ("sslcrldir", "PGSSLCRLDIR"),
    ("sslnegotiation", "PGSSLNEGOTIATION"),
    ("sslsni", "PGSSLSNI"),
    ("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
    ("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"),
];

/// Parameters for what claimstore has settings and bounds of its own, or does not do. Nothing gets
/// less safe where they are not followed.
const WITHOUT_EFFECT: &[&str] = &[
    "application_name",
    "connect_timeout",
    "fallback_application_name",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "sslcompression",
    "tcp_user_timeout",
];

/// Parameters with the values that say what is done anyway, and what to do instead of others.
const ONLY: &[(&str, &[&str], &str)] = &[
    (
        "channel_binding",
        &["disable", "prefer"],
        "can only be disable or prefer, since the driver does not bind channels; leave it out, and \
         let sslmode=verify-full verify the server",
    ),
    (
        "client_encoding",
        &["utf8", "utf-8", "auto"],
        "can only be UTF8; leave it out",
    ),
    (
        "gssencmode",
        &["disable", "prefer"],
        "can only be disable or prefer; leave it out, and set sslmode",
    ),
    (
        "load_balance_hosts",
        &["disable"],
        "can only be disable; leave it out",
    ),
    (
        "replication",
        &["false", "off", "no", "0"],
        "can only be false; leave it out",
    ),
    (
        "sslcertmode",
        &["allow"],
        "can only be allow; leave it out, and give sslcert with sslkey if a certificate is shown",
    ),
    (
        "sslnegotiation",
        &["postgres"],
        "can only be postgres; leave it out",
    ),
    ("sslsni", &["1"], "can only be 1; leave it out"),
    (
        "ssl_min_protocol_version",
        &["tlsv1", "tlsv1.1", "tlsv1.2"],
        "can be at most TLSv1.2, and lower versions are never spoken; leave it out, and set \
         ssl_min_protocol_version of the server",
    ),
    (
        "ssl_max_protocol_version",
        &["tlsv1.3"],
        "can only be TLSv1.3; leave it out",
    ),
];

/// Parameters that are not taken, and what to do instead.
const REFUSED: &[(&str, &str)] = &[
    (
        "connection_limit",
        "is not of Postgres; leave it out, and set --database-connections-max",
    ),
    (
        "passfile",
        "is not taken; leave it out, and set the variable PGPASSFILE",
    ),
    (
        "pgbouncer",
        "is not of Postgres; leave it out, and set --database-pooled",
    ),
    (
        "pool_timeout",
        "is not of Postgres; leave it out, and set --database-acquire-timeout-ms",
    ),
    (
        "require_auth",
        "is not taken; leave it out, and let sslmode=verify-full verify the server",
    ),
    (
        "requirepeer",
        "is not taken; leave it out, and let only the server write to the directory of its socket",
    ),
    ("requiressl", "is not taken; write sslmode=require"),
    (
        "service",
        "is not taken; leave it out, and write what the service file says into the url",
    ),
    (
        "servicefile",
        "is not taken; leave it out, and write what the service file says into the url",
    ),
    (
        "ssl",
        "is not of Postgres; write sslmode=require or verify-full",
    ),
    (
        "sslaccept",
        "is not of Postgres; write sslmode=require or verify-full",
    ),
    (
        "sslcrl",
        "is not taken; revoked certificates are not looked for",
    ),
    (
        "sslcrldir",
        "is not taken; revoked certificates are not looked for",
    ),
    (
        "sslpassword",
        "is not taken; give the key of the client as a file that is not encrypted",
    ),
    (
        "statement_timeout",
        "is not of urls; leave it out, and set --database-statement-timeout-ms",
    ),
];

impl Parameters {
    /// What a url says; later parts of it count before earlier ones.
    pub fn of(
        parts: Parts,
        variable: &dyn Fn(&str) -> Option<String>,
        problems: &mut Problems,
    ) -> Self {
        let of_url = |text| Value {
            text,
            variable: None,
        };
        let mut query = BTreeMap::new();
        let mut is_twice = false;
        for (name, text) in parts.query {
            is_twice |= query.insert(name, of_url(text)).is_some();
        }
        if is_twice {
            problems.add("a parameter behind the ? is given twice");
        }
        let has_password_in_query = query.contains_key("password");
        let address = parts.address.into_iter();
        let mut by_name: BTreeMap<_, _> = address
            .map(|(name, text)| (name.to_owned(), of_url(text)))
            .collect();
        by_name.extend(query);
        for (name, from) in VARIABLES {
            if !by_name.contains_key(*name)
                && let Some(text) = variable(from)
            {
                let variable = Some(*from);
                by_name.insert((*name).to_owned(), Value { text, variable });
            }
        }
        Self {
            by_name,
            has_password_in_query,
        }
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

    /// What the driver is told. It reads the variables itself.
    pub fn of_driver(&self) -> Vec<(&str, String)> {
        let of_url = |name: &&str| {
            let value = self.by_name.get(*name);
            value.is_some_and(|value| value.variable.is_none() && !value.text.is_empty())
        };
        let names = OF_DRIVER.into_iter().filter(of_url);
        let is_file = |name: &&str| *name != "sslrootcert" || self.has_own_authority();
        let mut told: Vec<_> = names
            .filter(is_file)
            .map(|name| (name, self.get(name).unwrap_or_default().to_owned()))
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
        let [host, address] = ["host", "hostaddr"].map(|name| self.get(name).unwrap_or_default());
        if !host.is_empty() && !address.is_empty() {
            let (host, address) = (self.label("host"), self.label("hostaddr"));
            problems.add(format!(
                "{host} and {address} are not taken together; leave one out"
            ));
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

fn problem_with_other(name: &str, value: &str) -> Option<&'static str> {
    if let Some((_, taken, advice)) = ONLY.iter().find(|(it, ..)| *it == name) {
        let is_taken = taken.iter().any(|it| value.eq_ignore_ascii_case(it));
        return (!is_taken).then_some(*advice);
    }
    let refused = REFUSED.iter().find(|(it, _)| *it == name);
    Some(refused.map_or(
        "is not a parameter that is known here; leave it out",
        |(_, advice)| advice,
    ))
}

/// Whether a name is in one of the tables.
fn is_known(name: &str) -> bool {
    OF_DRIVER.contains(&name)
        || WITHOUT_EFFECT.contains(&name)
        || ["sslmode", "target_session_attrs"].contains(&name)
        || ONLY.iter().any(|(it, ..)| *it == name)
        || REFUSED.iter().any(|(it, _)| *it == name)
}

/// Whether a name looks like that of a parameter.
fn is_like_name(name: &str) -> bool {
    let is_of_names = |it: char| it.is_ascii_lowercase() || it == '_';
    name.chars().all(is_of_names) && (1..40).contains(&name.len())
}
