//! What proves a change: its leaf, the records of its commit, and what it made of the resource.

use super::{
    digests::{self, Digest},
    leaf::{self, Leaf},
    logged::{self, Logged, LoggedKey, Payload},
};
use crate::{
    domain::resource::Name,
    proof::record::Content,
    store::{Error, Reader, connection::Connection, log::Position},
};

/// A change with its commit.
#[derive(Clone, Debug)]
pub struct Proved {
    /// Its position.
    pub position: Position,
    /// The resource.
    pub name: Option<Name>,
    /// The revision that it made.
    pub revision: i64,
    /// The leaf of its commit.
    pub leaf: Leaf,
    /// The records of all changes of the commit.
    pub records: Vec<String>,
    /// Its place among them.
    pub index: usize,
    /// What it made of the resource.
    pub held: Held,
}

/// What is there of the content of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// The content and its salt.
    Kept(Payload, Vec<u8>),
    /// It was erased, or a part of it was.
    Erased,
    /// It is no longer kept. The salt is, unless it was gone when the leaf was built.
    NotKept(Option<Vec<u8>>),
}

/// Whether a change can be proved.
#[derive(Clone, Debug)]
pub enum Sought {
    /// There is no such change.
    Missing,
    /// It has no leaf yet.
    WithoutLeaf,
    /// It can.
    Found(Box<Proved>),
}

impl Reader {
    /// Where the change is that made a revision of a resource; 0 is the newest one.
    pub async fn logged_key(
        &mut self,
        name: Name,
        revision: i64,
    ) -> Result<Option<LoggedKey>, Error> {
        let key = sqlx::query_as(
            "
            select epoch, xid, seq from changes
            where kind = $1 and id = $2 and (revision = $3 or $3 = 0)
              and ($4::uuid is null or claim_id = $4)
            order by revision desc limit 1
            ",
        );
        let claim = match name {
            Name::Standing(_) => None,
            name => name.claim().map(|claim| claim.uuid()),
        };
        let claim = claim.filter(|claim| *claim != name.uuid());
        let key = key
            .bind(name.kind().code())
            .bind(name.uuid())
            .bind(revision)
            .bind(claim);
        Ok(key.fetch_optional(&mut *self.connection).await?)
    }

    /// What proves a change.
    pub async fn proved(&mut self, key: LoggedKey) -> Result<Sought, Error> {
        let connection = &mut self.connection;
        // An erasure must not come between a digest and its content.
        connection.begin_snapshot().await?;
        let sought = sought(connection, key).await;
        connection.rollback().await?;
        sought
    }
}

async fn sought(connection: &mut Connection, key: LoggedKey) -> Result<Sought, Error> {
    let Some(leaf) = leaf::of_commit(connection, key.commit()).await? else {
        return Ok(
            match logged::of_commit(connection, key.commit(), key.seq).await? {
                rows if rows.iter().any(|row| row.key == key) => Sought::WithoutLeaf,
                _ => Sought::Missing,
            },
        );
    };
    let changes = logged::of_commit(connection, key.commit(), key.seq).await?;
    let digests = digests::of_commit(connection, key.commit()).await?;
    let Some(index) = changes.iter().position(|it| it.key == key) else {
        return Ok(Sought::Missing);
    };
    let mut records = Vec::new();
    for change in &changes {
        let digest = digests.iter().find(|it| it.key == change.key);
        let content = digest.map_or(Ok(Content::NotKept), Digest::content)?;
        records.push(change.change().record(content));
    }
    let change = &changes[index];
    let digest = digests.iter().find(|it| it.key == key);
    let held = held(change, digest)?;
    Ok(Sought::Found(Box::new(Proved {
        position: Position {
            epoch: key.epoch,
            tag: change.tag,
            xid: key.xid,
            seq: key.seq,
        },
        name: change.name(),
        revision: change.revision(),
        leaf,
        records,
        index,
        held,
    })))
}

fn held(change: &Logged, digest: Option<&Digest>) -> Result<Held, Error> {
    let Some(digest) = digest else {
        return Ok(Held::NotKept(None));
    };
    Ok(match (digest.content()?, &digest.salt, change.payload()) {
        (Content::Digest(_), Some(salt), Some(payload)) => Held::Kept(payload, salt.clone()),
        (Content::Digest(_), Some(salt), None) => Held::NotKept(Some(salt.clone())),
        (Content::Digest(_), None, _) | (Content::Erased, ..) => Held::Erased,
        (Content::NotKept, ..) => Held::NotKept(None),
    })
}
