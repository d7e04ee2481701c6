//! Takes the url of a database apart.
//!
//! Deliberately absent: the crate `url`, which has another idea of it. There, a host may not be
//! missing, `+` is a space, and a `#` ends the password.

use std::net::Ipv6Addr;

use super::problems::Problems;

/// What a url looks like.
const FORM: &str = "it looks like postgres://user:password@host:5432/database?sslmode=verify-full";

const ENCODED: &str = "in a user or password, write @ as %40, / as %2F, ? as %3F, # as %23, : as %3A \
                       and % as %25";

/// What a url says, as names of parameters with values.
pub(super) struct Parts {
    /// Before the question mark.
    pub address: Vec<(&'static str, String)>,
    /// Behind it.
    pub query: Vec<(String, String)>,
}

impl Parts {
    /// The parts of a url, if it is one.
    pub fn of(text: &str, problems: &mut Problems) -> Option<Self> {
        match behind_scheme(text.trim_ascii()) {
            Ok(rest) => Some(Self::behind_scheme(rest, problems)),
            Err(problem) => {
                problems.add(problem);
                None
            }
        }
    }

    fn behind_scheme(rest: &str, problems: &mut Problems) -> Self {
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = before.split_once('/').unwrap_or((before, ""));
        let (login, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        let (host, port) = host_and_port(host, problems);
        let mut address = Vec::new();
        let given = [
            ("user", user),
            ("password", password),
            ("host", host),
            ("port", port),
            ("dbname", database),
        ];
        for (name, raw) in given.into_iter().filter(|(_, raw)| !raw.is_empty()) {
            match decoded(raw) {
                Some(value) => address.push((name, value)),
                None => problems.add(format!("the {name} is not encoded text in UTF-8")),
            }
        }
        let query = query_of(query, problems);
        Self { address, query }
    }
}

/// What follows the scheme. The error says what is wrong with the text as a whole.
fn behind_scheme(text: &str) -> Result<&str, String> {
    let (scheme, rest) = text.split_once("://").unwrap_or((text, ""));
    let is_scheme = |it: &str| scheme.eq_ignore_ascii_case(it);
    let has_control = text.contains(|it: char| it.is_ascii_control());
    let begins_with = |it: &str| {
        let begin = scheme.get(..it.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(it))
    };
    let problem = if text.starts_with(['"', '\'']) {
        "it begins with a quotation mark; leave the quotation marks out".to_owned()
    } else if begins_with("jdbc:") {
        format!(
            "it is one for Java; leave out jdbc:, and put user and password before the host: {FORM}"
        )
    } else if begins_with("postgres+") || begins_with("postgresql+") {
        "it names a driver of another language; begin it with postgres://".to_owned()
    } else if scheme.contains('=') {
        format!("it is a list of keywords and values; write it as a url: {FORM}")
    } else if !is_scheme("postgres") && !is_scheme("postgresql") || scheme == text {
        format!("it is not a url of Postgres; {FORM}")
    } else if has_control {
        "it has a line break or another control character in it".to_owned()
    } else if rest.contains('#') || has_late_at(rest) {
        format!("it has special characters that are not encoded; {ENCODED}")
    } else if !is_well_encoded(rest) {
        format!("it has a % without two hexadecimal digits; {ENCODED}")
    } else {
        return Ok(rest);
    };
    Err(problem)
}

/// Whether an `@` is behind the host. What is before it was most likely meant as a password.
fn has_late_at(rest: &str) -> bool {
    let late = rest.find(['/', '?']).and_then(|at| rest.get(at..));
    late.is_some_and(|late| late.contains('@'))
}

fn host_and_port<'a>(host: &'a str, problems: &mut Problems) -> (&'a str, &'a str) {
    if host.contains(',') {
        problems.add(format!("it {SEVERAL_HOSTS}"));
        return ("", "");
    }
    if host.parse::<Ipv6Addr>().is_ok() {
        problems.add("the address of IPv6 has to be in brackets, such as [::1]");
        return ("", "");
    }
    let in_brackets = host.strip_prefix('[').and_then(|it| it.split_once(']'));
    let (host, port) = match in_brackets {
        Some((host, rest)) => (host, rest.strip_prefix(':').unwrap_or(rest)),
        None => host.split_once(':').unwrap_or((host, "")),
    };
    if !port.is_empty() && !is_port(port) {
        problems.add(format!("the port is not one; {ENCODED}"));
        return (host, "");
    }
    (host, port)
}

/// What to do instead of naming several hosts.
pub(super) const SEVERAL_HOSTS: &str = "names several hosts; give one address that leads to the primary, such as \
     the read-write endpoint of the provider, the service of the operator, or HAProxy";

/// Whether a text is the number of a port.
pub(super) fn is_port(text: &str) -> bool {
    let is_number = text.bytes().all(|it| it.is_ascii_digit());
    is_number && text.parse::<u16>().is_ok_and(|port| port > 0)
}

fn query_of(query: &str, problems: &mut Problems) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let decoded = pair
            .split_once('=')
            .and_then(|(name, value)| decoded(name).zip(decoded(value)));
        match decoded {
            Some(pair) => pairs.push(pair),
            None => problems.add("a parameter behind the ? is not name=value in UTF-8"),
        }
    }
    pairs
}

fn is_well_encoded(text: &str) -> bool {
    let mut behind = text.split('%').skip(1);
    behind.all(|part| hex(part.as_bytes()).is_some_and(|byte| byte != 0))
}

/// The byte that two hexadecimal digits at the beginning stand for.
fn hex(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| {
        let digit = char::from(*bytes.get(at)?).to_digit(16)?;
        u8::try_from(digit).ok()
    };
    Some(digit(0)? * 16 + digit(1)?)
}

/// The text that an encoded one stands for, if it is in UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(hex(part.as_bytes())?);
        bytes.extend_from_slice(part.as_bytes().get(2..)?);
    }
    String::from_utf8(bytes).ok()
}
