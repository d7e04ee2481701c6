//! Which parameters of the url of a database are taken, and what is said of the others.

/// What the driver takes from a url.
pub(super) const OF_DRIVER: [&str; 10] = [
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

/// What the driver is told only where it is from the url: it reads the variables for these itself,
/// and takes more than the names of files from them.
pub(super) const READ_BY_DRIVER: [&str; 4] = ["options", "sslrootcert", "sslcert", "sslkey"];

/// Variables that are looked at.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("port", "PGPORT"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("dbname", "PGDATABASE"),
    ("options", "PGOPTIONS"),
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
pub(super) const WITHOUT_EFFECT: &[&str] = &[
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

pub(super) fn problem_with_other(name: &str, value: &str) -> Option<&'static str> {
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
pub(super) fn is_known(name: &str) -> bool {
    OF_DRIVER.contains(&name)
        || WITHOUT_EFFECT.contains(&name)
        || ["sslmode", "target_session_attrs"].contains(&name)
        || ONLY.iter().any(|(it, ..)| *it == name)
        || REFUSED.iter().any(|(it, _)| *it == name)
}
