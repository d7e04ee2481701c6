//! A long import: a million claims through `claimstore import -`, from a program that makes the
//! bundles one by one. How fast it is, and in how much memory, tenth by tenth.

use std::{
    fs::{self, File},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use claimstore::wire::json;
use tokio::{
    io::AsyncWriteExt as _,
    process::{Child, Command},
    sync::mpsc,
    time::sleep,
};

use super::{
    bundles::{CLAIMS, Generator, Shared},
    machine::Cpu,
    memory::resident_bytes,
    service::Service,
    stage::{Stage, Store},
};

/// The last tenth may take this much of the memory that the third took.
const GROWTH_MAX: f64 = 1.25;

/// In a shorter import, the third tenth is still a part of the beginning.
const BOUNDED_FROM: usize = 100_000;

/// The bundles that are written between two looks at the memory.
const PIECE: usize = 50;

/// The pieces that wait to be written.
const AHEAD: usize = 4;

const SAMPLED_EVERY: Duration = Duration::from_millis(50);

/// What was measured.
pub struct Imported {
    pub claims: usize,
    pub took: Duration,
    pub tenths: Vec<Tenth>,
    /// The share of the CPU that others took, in percent.
    pub others: f64,
}

/// A tenth of the import.
#[derive(Clone, Copy, Debug)]
pub struct Tenth {
    /// Claims in a second.
    pub rate: f64,
    /// The most memory of the client, and of the server, in bytes.
    pub resident: [u64; 2],
}

impl Imported {
    /// The memory of the last tenth divided by that of the third, of client and server.
    fn growth(&self) -> [f64; 2] {
        let ends = [self.tenths.get(2), self.tenths.last()];
        let [third, last] = ends.map(|tenth| tenth.map_or([0; 2], |it| it.resident));
        [0, 1].map(|at| last[at] as f64 / third[at] as f64)
    }

    /// Whether the memory stayed flat. A NaN did not.
    pub fn is_flat(&self) -> bool {
        self.claims < BOUNDED_FROM || self.growth().iter().all(|it| *it <= GROWTH_MAX)
    }

    /// That of the bound, in words.
    pub fn verdict(&self) -> String {
        let [client, server] = self.growth();
        let verdict = match (self.claims < BOUNDED_FROM, self.is_flat()) {
            (true, _) => "too short to count",
            (false, true) => "flat",
            (false, false) => "not flat",
        };
        format!(
            "From the third tenth to the last it grew to {client:.2} and {server:.2} of itself \
             (bound {GROWTH_MAX}): {verdict}."
        )
    }
}

/// Imports into an empty store.
pub async fn import(stage: &Stage, seed: u64) -> Result<Imported, String> {
    let store = stage.store().await;
    let imported = import_into(stage, &store, seed).await;
    stage.drop_store(store).await;
    imported
}

async fn import_into(stage: &Stage, store: &Store, seed: u64) -> Result<Imported, String> {
    let service = stage.serve(store).await?;
    let tenth = (stage.sizes.imported / CLAIMS / 10).max(1);
    let bundles = 10 * tenth;
    println!(
        "import-million: {} claims through claimstore import -",
        bundles * CLAIMS
    );
    let errors = stage.path("import.err");
    let mut client = client(&service, &errors)?;
    let cpu = Cpu::now();
    let begin = Instant::now();
    let tenths = feed(&mut client, &service, lines(seed, tenth), tenth).await;
    let took = begin.elapsed();
    let others = cpu.others();
    // A client that ended early says why; it is also why nothing could be written.
    let status = client.wait().await.map_err(|error| error.to_string())?;
    if !status.success() {
        let error = fs::read_to_string(&errors).unwrap_or_default();
        return Err(format!("{status}: {}", error.trim()));
    }
    let imported = Imported {
        claims: bundles * CLAIMS,
        took,
        tenths: tenths?,
        others,
    };
    for (table, rows) in [
        ("articles", bundles),
        ("claims", bundles * CLAIMS),
        ("appearances", bundles * CLAIMS),
    ] {
        let found = store.rows(table).await;
        if found != rows {
            return Err(format!("{found} rows in {table} instead of {rows}"));
        }
    }
    println!("  {:.1} s. {}", took.as_secs_f64(), imported.verdict());
    Ok(imported)
}

fn client(service: &Service, errors: &Path) -> Result<Child, String> {
    let errors = File::create(errors).map_err(|error| error.to_string())?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimstore"));
    command
        .args(["import", "--server", &service.url(), "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(errors)
        .kill_on_drop(true);
    command.spawn().map_err(|error| error.to_string())
}

/// The pieces of a tenth: some lines, and how many bundles they have.
type Pieces = mpsc::Receiver<(String, usize)>;

/// Makes the lines of each tenth, ahead of the one who writes them.
fn lines(seed: u64, tenth: usize) -> Pieces {
    let (sender, pieces) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        let generator = Generator::new(seed, Shared::OutletAndOffice);
        for begin in (0..10).map(|number| number * tenth) {
            for first in (begin..begin + tenth).step_by(PIECE) {
                let numbers = first..(begin + tenth).min(first + PIECE);
                let count = numbers.len();
                let lines = numbers.map(|number| {
                    let line = json::write("claimstore.v1.Bundle", &generator.bundle(number));
                    line.expect("every bundle has JSON") + "\n"
                });
                if sender.blocking_send((lines.collect(), count)).is_err() {
                    return;
                }
            }
        }
    });
    pieces
}

/// Writes all pieces to the client, and waits until it has ended.
async fn feed(
    client: &mut Child,
    service: &Service,
    mut pieces: Pieces,
    tenth: usize,
) -> Result<Vec<Tenth>, String> {
    let processes = [client.id().unwrap_or_default(), service.id()];
    let mut input = client.stdin.take().expect("it is piped");
    let (mut tenths, mut part) = (Vec::new(), Part::new());
    while let Some((lines, count)) = pieces.recv().await {
        // What is written is some bundles ahead of what is stored, at each end of a tenth.
        if part.bundles == tenth {
            tenths.push(std::mem::replace(&mut part, Part::new()).end());
        }
        let written = input.write_all(lines.as_bytes()).await;
        written.map_err(|error| format!("the client takes no more: {error}"))?;
        part.bundles += count;
        part.look_at(processes);
    }
    drop(input);
    while client.try_wait().map_err(|it| it.to_string())?.is_none() {
        part.look_at(processes);
        sleep(SAMPLED_EVERY).await;
    }
    tenths.push(part.end());
    Ok(tenths)
}

/// A tenth that is being imported.
struct Part {
    begin: Instant,
    bundles: usize,
    resident: [u64; 2],
}

impl Part {
    fn new() -> Self {
        Self {
            begin: Instant::now(),
            bundles: 0,
            resident: [0; 2],
        }
    }

    fn look_at(&mut self, processes: [u32; 2]) {
        for (most, process) in self.resident.iter_mut().zip(processes) {
            *most = (*most).max(resident_bytes(process).unwrap_or(0));
        }
    }

    fn end(self) -> Tenth {
        let claims = self.bundles * CLAIMS;
        let tenth = Tenth {
            rate: claims as f64 / self.begin.elapsed().as_secs_f64(),
            resident: self.resident,
        };
        let [client, server] = tenth.resident.map(|bytes| bytes as f64 / 1e6);
        println!(
            "  {:.0} claims/s; client {client:.1} MB, server {server:.1} MB",
            tenth.rate
        );
        tenth
    }
}
