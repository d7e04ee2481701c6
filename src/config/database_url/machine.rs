//! What the url of a database is completed with: variables, files and the user of the process.

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
};

use nix::unistd::{Uid, User};

/// The process and its machine.
pub(super) struct Machine {
    /// The variables of the process.
    pub variables: BTreeMap<String, String>,
    /// The name of its user, if it has one.
    pub user: Option<String>,
    /// The directory of its user.
    pub home: Option<PathBuf>,
    /// Where Postgres has its socket by default.
    pub socket_dirs: Vec<String>,
}

impl Machine {
    /// The one that this runs on.
    pub fn this() -> Self {
        let variables = env::vars_os();
        let in_utf8 = variables.filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            Some((name, value.into_string().ok()?))
        });
        let user = User::from_uid(Uid::effective()).ok().flatten();
        Self {
            variables: in_utf8.collect(),
            user: user.map(|user| user.name),
            home: env::home_dir(),
            socket_dirs: ["/var/run/postgresql", "/tmp"].map(str::to_owned).into(),
        }
    }

    /// The value of a variable.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Where a database is that no url or variable says the host of: at a socket, if there is one.
    pub fn host(&self, port: &str) -> &str {
        let socket = format!(".s.PGSQL.{port}");
        let has_socket = |dir: &&String| Path::new(dir).join(&socket).exists();
        self.socket_dirs
            .iter()
            .find(has_socket)
            .map_or("localhost", String::as_str)
    }

    /// Whether Postgres' own library would verify servers by a file that is not read here.
    pub fn has_authority(&self) -> bool {
        let file = self.home.as_ref().map(|it| it.join(".postgresql/root.crt"));
        file.is_some_and(|file| file.exists())
    }

    /// The file with passwords. Where a variable names one, no other is looked at.
    pub fn passfile(&self) -> Option<PathBuf> {
        let named = self.variable("PGPASSFILE");
        let named = named.filter(|file| !file.is_empty()).map(PathBuf::from);
        named.or_else(|| Some(self.home.as_ref()?.join(".pgpass")))
    }
}
