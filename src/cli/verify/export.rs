//! An export, against a checkpoint: each resource in it is what the log had.
//!
//! The export and its proofs are in one order, so both are read side by side, and only a line of each is
//! in memory.

use std::path::Path;

use serde_json::json;

use super::told::{Chosen, Told, of_size};
use crate::{
    app::bundle::export::EXPORTED,
    cli::{
        counted::counted,
        error::Error,
        exported_file::{ExportedFile, ProofFile},
        kept::{Kept, checkpoint_of},
        terminal::Out,
    },
    domain::resource::Name,
    proof::{checkpoint::Checkpoint, history::Proved},
    wire::bundled::{Bundled, recoded},
};

/// Verifies an export with its proofs.
pub(super) async fn verify(
    export: &Path,
    proofs: &Path,
    kept: &[Kept],
    out: &mut Out,
) -> Result<(), Error> {
    let mut export = ExportedFile::open(export)?;
    let file = ProofFile::open(proofs).await?;
    let own = checkpoint_of(&file.note, proofs)?;
    let Chosen {
        kept,
        outcomes,
        faults,
    } = of_size(kept, own.size)?;
    let mut sides = Sides {
        checkpoint: &kept.checkpoint,
        proofs: file,
        next: None,
        last: None,
        found: Found {
            faults,
            ..Found::default()
        },
    };
    sides.advance().await;
    while let Some(line) = export.next().await {
        match line {
            Ok(resources) => {
                for resource in resources {
                    sides.take(resource).await;
                }
            }
            Err(why) => sides.found.add(why),
        }
    }
    sides.take_rest().await;
    let mut told = told(sides.found, kept);
    told.add_checkpoints(&outcomes);
    told.print(
        out,
        "the export is not what the log had, or its proofs are of another export",
    )
}

fn told(found: Found, kept: &Kept) -> Told {
    let Found {
        proved,
        newest,
        faults,
        beyond,
    } = found;
    let resources = counted(proved, "resource");
    let commits = counted(kept.checkpoint.size, "commit");
    let mut lines = Vec::new();
    if !newest.is_empty() {
        lines.push(format!("the newest change in it is of {newest}"));
    }
    lines.push(
        "not proved: that the export has all resources, and none of them in an earlier state; and the keys by which \
         articles name sources"
            .to_owned(),
    );
    Told {
        json: json!({
            "resources": proved,
            "lastTime": newest,
            "completeness": "NOT_PROVED",
        }),
        faults,
        beyond,
        verified: format!("verified {resources} of the export in the checkpoint of {commits}"),
        lines,
    }
}

/// The most faults that are listed.
const FAULTS_MAX: usize = 1_000;

/// What was found.
#[derive(Default)]
struct Found {
    /// The resources that are as the log had them.
    proved: u64,
    /// When the newest of them was changed.
    newest: String,
    faults: Vec<String>,
    beyond: u64,
}

impl Found {
    fn add(&mut self, fault: String) {
        match self.faults.len() < FAULTS_MAX {
            true => self.faults.push(fault),
            false => self.beyond += 1,
        }
    }
}

/// Where a resource is in an export: kind by kind, in the order of the ids, an article after its earlier
/// versions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    kind: usize,
    id: u128,
    revision: i64,
}

impl Place {
    fn of(name: &str, revision: i64) -> Option<Self> {
        let name: Name = name.parse().ok()?;
        Some(Self {
            kind: EXPORTED.iter().position(|it| *it == name.kind())?,
            id: name.uuid().as_u128(),
            revision,
        })
    }
}

struct Sides<'c> {
    checkpoint: &'c Checkpoint,
    proofs: ProofFile,
    /// The next proof.
    next: Option<(Place, Proved)>,
    /// Where the last resource of the export is.
    last: Option<Place>,
    found: Found,
}

impl Sides<'_> {
    /// Takes the next resource of the export.
    async fn take(&mut self, resource: Bundled) {
        let Bundled { name, revision, .. } = &resource;
        if *revision == 0 {
            self.found.add(format!(
                "{name}: nothing proves it: only its text was kept, or its revision is left out"
            ));
            return;
        }
        let subject = format!("revision {revision} of {name}");
        let Some(place) = Place::of(name, *revision) else {
            self.found
                .add(format!("{subject}: this is no resource that exports have"));
            return;
        };
        if self.last.is_some_and(|last| last >= place) {
            self.found.add(format!(
                "{subject}: it is in the export twice, or not where export writes it"
            ));
            return;
        }
        self.last = Some(place);
        while let Some((_, proved)) = self.next.take_if(|(next, _)| *next < place) {
            self.left_out(&proved).await;
        }
        match self.next.take_if(|(next, _)| *next == place) {
            Some((_, proved)) => {
                let faults = faults(proved, &resource, self.checkpoint, &mut self.found);
                for fault in faults {
                    self.found.add(format!("{subject}: {fault}"));
                }
                self.advance().await;
            }
            None => self.found.add(format!("{subject}: nothing proves it")),
        }
    }

    /// Takes the proofs that are left at the end of the export.
    async fn take_rest(&mut self) {
        while let Some((_, proved)) = self.next.take() {
            self.left_out(&proved).await;
        }
    }

    async fn left_out(&mut self, proved: &Proved) {
        let Proved { name, revision, .. } = proved;
        self.found.add(format!(
            "revision {revision} of {name}: the export does not have it, and its proof is there"
        ));
        self.advance().await;
    }

    /// Reads the next proof.
    async fn advance(&mut self) {
        loop {
            let proved = match self.proofs.next().await {
                Ok(Some(proved)) => proved,
                Ok(None) => return,
                Err(fault) => {
                    self.found.add(fault);
                    continue;
                }
            };
            if let Some(place) = Place::of(&proved.name, proved.revision) {
                self.next = Some((place, proved));
                return;
            }
            let name = &proved.name;
            self.found.add(format!(
                "{name}: there is a proof of it, and it is no resource"
            ));
        }
    }
}

/// What is wrong with a resource, by its proof.
fn faults(
    proved: Proved,
    resource: &Bundled,
    checkpoint: &Checkpoint,
    found: &mut Found,
) -> Vec<&'static str> {
    let kind = proved.name.parse::<Name>().ok().map(Name::kind);
    let is_same = |message: Vec<u8>| {
        kind.and_then(|kind| recoded(kind, &message))
            .is_some_and(|it| it == resource.content)
    };
    let mut faults = Vec::new();
    if proved.name != resource.name {
        faults.push("its proof is about another resource");
    }
    match (proved.message().map(is_same), proved.absent.as_deref()) {
        (_, Some("erased")) => faults.push("nothing proves it: what it says was erased by law"),
        (_, Some(_)) => faults.push("nothing proves it: the store no longer keeps it"),
        (Some(false), None) => faults.push("it is another thing than what the log had"),
        (Some(true) | None, None) if proved.content.is_none() => {
            faults.push("its proof says nothing of what it was");
        }
        (Some(true) | None, None) => {}
    }
    let proved = proved.of(&resource.content);
    faults.extend(proved.faults(checkpoint));
    if faults.is_empty() {
        found.proved += 1;
        let time = proved.time().unwrap_or_default();
        if found.newest.as_str() < time {
            found.newest = time.to_owned();
        }
    }
    faults
}
