//! The forms of urls that providers give, and what is refused of others.

use super::*;

/// A machine without files, on which a user called `os` set these variables.
pub(super) fn machine(variables: &[(&str, &str)]) -> Machine {
    let variables = variables.iter();
    let owned = variables.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Machine {
        variables: owned.collect(),
        user: Some("os".to_owned()),
        home: None,
        socket_dirs: Vec::new(),
    }
}

fn read_on(
    text: &str,
    leads_to: LeadsTo,
    machine: &Machine,
) -> Result<Vec<(String, String)>, Problems> {
    let parameters = parameters(text, leads_to, machine)?;
    let pairs = plain(&parameters);
    let pairs = pairs.query_pairs();
    Ok(pairs
        .map(|(name, value)| (name.into(), value.into()))
        .collect())
}

/// What the driver is told about a url, as `name=value` with spaces between.
pub(super) fn told_on(text: &str, machine: &Machine) -> String {
    let pairs = read_on(text, LeadsTo::Primary, machine);
    let pairs = pairs.unwrap_or_else(|problems| panic!("{text}: {problems}"));
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join(" ")
}

pub(super) fn told_with(text: &str, variables: &[(&str, &str)]) -> String {
    told_on(text, &machine(variables))
}

fn told(text: &str) -> String {
    told_with(text, &[])
}

pub(super) fn refused_on(text: &str, machine: &Machine) -> String {
    let refused = read_on(text, LeadsTo::Primary, machine);
    match refused {
        Ok(told) => panic!("{text} is taken: {told:?}"),
        Err(problems) => problems.to_string(),
    }
}

pub(super) fn refused_with(text: &str, variables: &[(&str, &str)]) -> String {
    refused_on(text, &machine(variables))
}

fn refused(text: &str) -> String {
    refused_with(text, &[])
}

/// Urls as providers and operators give them, and what the driver is told.
const TAKEN: &[(&str, &str)] = &[
    // RDS, Aurora, Heroku, DigitalOcean.
    (
        "postgresql://me:pw@x.abc.eu-west-1.rds.amazonaws.com:5432/claims?sslmode=verify-full",
        "host=x.abc.eu-west-1.rds.amazonaws.com port=5432 user=me password=pw dbname=claims sslmode=verify-full",
    ),
    (
        "postgres://me:pw@ec2-1-2-3-4.compute-1.amazonaws.com:5432/d1",
        "host=ec2-1-2-3-4.compute-1.amazonaws.com port=5432 user=me password=pw dbname=d1 sslmode=prefer",
    ),
    (
        "postgresql://doadmin:AVNS_x@db-1.b.db.ondigitalocean.com:25060/defaultdb?sslmode=require",
        "host=db-1.b.db.ondigitalocean.com port=25060 user=doadmin password=AVNS_x dbname=defaultdb sslmode=require",
    ),
    // Cloud SQL, by the socket of its proxy, with and without something for a host.
    (
        "postgres://me:pw@/claims?host=/cloudsql/project:region:instance",
        "host=/cloudsql/project:region:instance port=5432 user=me password=pw dbname=claims sslmode=disable",
    ),
    (
        "postgresql://me:pw@localhost/claims?host=/cloudsql/project:region:instance&sslmode=require",
        "host=/cloudsql/project:region:instance port=5432 user=me password=pw dbname=claims sslmode=disable",
    ),
    (
        "postgres://me@%2Fvar%2Frun%2Fpostgresql/claims",
        "host=/var/run/postgresql port=5432 user=me password= dbname=claims sslmode=disable",
    ),
    // Azure, in its old form.
    (
        "postgres://me@server:pw@server.postgres.database.azure.com/claims?sslmode=require",
        "host=server.postgres.database.azure.com port=5432 user=me@server password=pw dbname=claims sslmode=require",
    ),
    (
        "postgres://me%40server:pw@server.postgres.database.azure.com/claims?sslmode=Require",
        "host=server.postgres.database.azure.com port=5432 user=me@server password=pw dbname=claims sslmode=require",
    ),
    // Supabase and Neon.
    (
        "postgresql://postgres.ref:pw@aws-0-eu-central-1.pooler.supabase.com:6543/postgres",
        "host=aws-0-eu-central-1.pooler.supabase.com port=6543 user=postgres.ref password=pw dbname=postgres sslmode=prefer",
    ),
    (
        "postgresql://me:pw@ep-x-pooler.eu.aws.neon.tech/db?sslmode=require&options=endpoint%3Dep-x",
        "host=ep-x-pooler.eu.aws.neon.tech port=5432 user=me password=pw dbname=db options=endpoint=ep-x sslmode=require",
    ),
    // CloudNativePG and Crunchy Bridge.
    (
        "postgresql://app:pw@cluster-rw.namespace:5432/app",
        "host=cluster-rw.namespace port=5432 user=app password=pw dbname=app sslmode=prefer",
    ),
    (
        "postgres://app:pw@p.x.db.postgresbridge.com:5432/postgres?target_session_attrs=read-write",
        "host=p.x.db.postgresbridge.com port=5432 user=app password=pw dbname=postgres sslmode=prefer",
    ),
    // Public authorities, by the name that Postgres' library has for them.
    (
        "postgres://me@h/d?sslrootcert=system",
        "host=h port=5432 user=me password= dbname=d sslmode=verify-full",
    ),
    (
        "postgres://me@h/d?sslrootcert=/dev/null&sslmode=verify-full",
        "host=h port=5432 user=me password= dbname=d sslrootcert=/dev/null sslmode=verify-full",
    ),
    // Parts that are missing, or given behind the question mark.
    (
        "postgres://",
        "host=localhost port=5432 user=os password= dbname=os sslmode=prefer",
    ),
    (
        "postgres:///d",
        "host=localhost port=5432 user=os password= dbname=d sslmode=prefer",
    ),
    (
        "postgres://h",
        "host=h port=5432 user=os password= dbname=os sslmode=prefer",
    ),
    (
        "postgres://a:b@h:1/c?user=u&password=p&host=k&port=2&dbname=d",
        "host=k port=2 user=u password=p dbname=d sslmode=prefer",
    ),
    (
        "postgres://?hostaddr=10.0.0.1",
        "hostaddr=10.0.0.1 port=5432 user=os password= dbname=os sslmode=prefer",
    ),
    // IPv6.
    (
        "postgres://me@[::1]:5433/d",
        "host=::1 port=5433 user=me password= dbname=d sslmode=prefer",
    ),
    (
        "postgres://[2001:db8::1]/d",
        "host=2001:db8::1 port=5432 user=os password= dbname=d sslmode=prefer",
    ),
    // Encoded passwords.
    (
        "postgres://me:p%40%2F%3F%23%25%3a%20+@h/d",
        "host=h port=5432 user=me password=p@/?#%: + dbname=d sslmode=prefer",
    ),
    (
        "postgres://me:a:b@h/d",
        "host=h port=5432 user=me password=a:b dbname=d sslmode=prefer",
    ),
    (
        "postgres://h/d?password=a+b%26c",
        "host=h port=5432 user=os password=a+b&c dbname=d sslmode=prefer",
    ),
    (
        "postgres://me:%C3%A4@h",
        "host=h port=5432 user=me password=ä dbname=me sslmode=prefer",
    ),
    // A line end, as files and Secrets have it.
    (
        "postgres://h/d\n",
        "host=h port=5432 user=os password= dbname=d sslmode=prefer",
    ),
    // What claimstore bounds itself, or does anyway.
    (
        "postgres://h/d?connect_timeout=10&application_name=x&keepalives=1&channel_binding=prefer\
         &gssencmode=disable&client_encoding=UTF8&ssl_min_protocol_version=TLSv1.2",
        "host=h port=5432 user=os password= dbname=d sslmode=prefer",
    ),
];

#[test]
fn the_forms_of_providers_are_taken_as_they_are_meant() {
    for (text, expected) in TAKEN {
        assert_eq!(told(text), *expected, "{text}");
        read(text, LeadsTo::Primary).unwrap();
    }
}

/// Urls that cannot be kept, and words of what is said.
const NOT_TAKEN: &[(&str, &str)] = &[
    (
        "mysql://me:secret@h/d",
        "is not a url of Postgres; it looks like postgres://",
    ),
    ("", "is not a url of Postgres"),
    ("secret", "is not a url of Postgres"),
    (
        "jdbc:postgresql://h/d?user=me&password=secret",
        "leave out jdbc:",
    ),
    (
        "postgresql+asyncpg://me:secret@h/d",
        "driver of another language",
    ),
    ("\"postgres://me:secret@h/d\"", "quotation mark"),
    ("host=h user=me password=secret", "keywords and values"),
    ("host=h user=me password=secret://x", "keywords and values"),
    (
        "Server=h;Database=d;User Id=me;Password=secret",
        "keywords and values",
    ),
    // Passwords that are not encoded.
    ("postgres://me:12/secret@h/d", "write @ as %40"),
    ("postgres://me:12?secret@h/d", "write @ as %40"),
    ("postgres://me:12?a&secret=1@h/d", "write @ as %40"),
    ("postgres://me:12#secret@h/d", "# as %23"),
    ("postgres://me:secret/@h/d", "write @ as %40"),
    (
        "postgres://me:%secret@h/d",
        "% without two hexadecimal digits",
    ),
    (
        "postgres://me:secret%00@h/d",
        "% without two hexadecimal digits",
    ),
    (
        "postgres://me:secret%@h/d",
        "% without two hexadecimal digits",
    ),
    (
        "postgres://me:secret%FF@h/d",
        "the password is not encoded text in UTF-8",
    ),
    ("postgres://me:sec\nret@h/d", "control character"),
    (
        "postgres://h/d?password=a&secret=1",
        "a parameter behind the ? is not a parameter",
    ),
    ("postgres://h/d?password=a&secret", "is not name=value"),
    (
        "postgres://h/d?12SECRETsecret=1",
        "a parameter behind the ? is not a parameter",
    ),
    // Hosts and ports.
    (
        "postgres://me:secret@a:1,b:2/d?target_session_attrs=read-write",
        "several hosts",
    ),
    ("postgres://me:secret@a,b/d", "several hosts"),
    ("postgres://h/d?host=a,b", "host names several hosts"),
    ("postgres://h:secret/d", "the port is not one"),
    ("postgres://h:0/d", "the port is not one"),
    ("postgres://h:70000/d", "the port is not one"),
    ("postgres://h/d?port=x", "port is not a port"),
    ("postgres://::1/d", "brackets"),
    ("postgres://h/d?hostaddr=10.0.0.1", "host and hostaddr"),
    (
        "postgres:///d?hostaddr=secret",
        "hostaddr is not an address of IP",
    ),
    (
        "postgres://h/d?target_session_attrs=standby",
        "target_session_attrs has to be read-write",
    ),
    // What would be less safe than it says.
    ("postgres://h/d?sslmode=verify_full", "sslmode has to be"),
    ("postgres://h/d?sslmode=", "sslmode has to be"),
    ("postgres://h/d?sslmode=allow", "sslmode has to be"),
    ("postgres://h/d?sslmode=no-verify", "sslmode has to be"),
    (
        "postgres://h/d?sslmode=verify-ca&sslrootcert=/dev/null",
        "sslmode cannot be verify-ca",
    ),
    (
        "postgres://h/d?sslmode=require&sslrootcert=/dev/null",
        "sslrootcert is only taken with sslmode=verify-full",
    ),
    (
        "postgres://h/d?sslrootcert=/dev/null",
        "sslrootcert is only taken with sslmode=verify-full",
    ),
    (
        "postgres://h/d?sslrootcert=system&sslmode=require",
        "sslmode has to be verify-full",
    ),
    (
        "postgres://h/d?sslrootcert=/nowhere&sslmode=verify-full",
        "sslrootcert names a file that cannot be read",
    ),
    ("postgres://h/d?sslcert=/dev/null", "only taken together"),
    (
        "postgres://h/d?sslcert=/dev/null&sslkey=/nowhere",
        "sslkey names a file",
    ),
    (
        "postgres://h/d?sslmode=require&sslmode=disable",
        "given twice",
    ),
    (
        "postgres://h/d?sslmode=require&channel_binding=require",
        "channel_binding can only be",
    ),
    (
        "postgres://h/d?gssencmode=require",
        "gssencmode can only be",
    ),
    (
        "postgres://h/d?sslnegotiation=direct",
        "sslnegotiation can only be",
    ),
    (
        "postgres://h/d?ssl_min_protocol_version=TLSv1.3",
        "ssl_min_protocol_version can be at most",
    ),
    (
        "postgres://h/d?require_auth=scram-sha-256",
        "require_auth is not taken",
    ),
    ("postgres://h/d?sslcrl=/dev/null", "sslcrl is not taken"),
    (
        "postgres://h/d?ssl=true",
        "ssl is not of Postgres; write sslmode",
    ),
    ("postgres://h/d?pgbouncer=true", "set --database-pooled"),
    ("postgres://h/d?service=x", "service is not taken"),
    ("postgres://h/d?surprise=1", "surprise is not a parameter"),
];

#[test]
fn what_cannot_be_kept_is_named_and_nothing_secret_is_repeated() {
    for (text, words) in NOT_TAKEN {
        let said = refused(text);
        assert!(said.contains(words), "{text}: {said}");
        assert!(!said.to_lowercase().contains("secret"), "{text}: {said}");
    }
}

#[test]
fn all_problems_are_listed_at_once() {
    let said = refused("postgres://h:x/d?sslmode=on&channel_binding=require&what=1&host=a,b");
    for words in [
        "the port",
        "sslmode",
        "channel_binding",
        "what",
        "several hosts",
    ] {
        assert!(said.contains(words), "{said}");
    }
    assert!(said.contains("5. "), "{said}");
}

#[test]
fn variables_of_postgres_count_where_the_url_says_nothing() {
    let require = [("PGSSLMODE", "require")];
    assert_eq!(
        told_with("postgres://h", &require),
        "host=h port=5432 user=os password= dbname=os sslmode=require"
    );
    assert_eq!(
        told_with("postgres://h?sslmode=disable", &require),
        "host=h port=5432 user=os password= dbname=os sslmode=disable"
    );
    for (variable, value) in [
        ("PGSSLMODE", "verify_full"),
        ("PGSSLMODE", ""),
        ("PGSSLROOTCERT", "/dev/null"),
        ("PGSSLROOTCERT", "/nowhere"),
        ("PGCHANNELBINDING", "require"),
        ("PGREQUIREAUTH", "scram-sha-256"),
        ("PGHOSTADDR", "10.0.0.1"),
        ("PGSERVICE", "x"),
    ] {
        let said = refused_with("postgres://h", &[(variable, value)]);
        assert!(said.contains(variable), "{said}");
    }
    let said = refused_with("postgres://", &[("PGHOST", "a,b"), ("PGPORT", "x")]);
    assert!(
        said.contains("PGHOST names several hosts") && said.contains("PGPORT is not a port"),
        "{said}"
    );
}

#[test]
fn a_read_url_may_ask_for_a_standby() {
    for (attributes, is_taken) in [
        ("standby", true),
        ("prefer-standby", true),
        ("primary", false),
    ] {
        let url = format!("postgres://h?target_session_attrs={attributes}");
        let read = read(&url, LeadsTo::Standby);
        assert_eq!(read.is_ok(), is_taken, "{attributes}");
    }
}
