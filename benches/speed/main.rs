//! The service beside what Postgres itself can do: throughput and CPU of reads, writes and
//! imports, the delay of a watch, how calls slow down as the store grows, and the memory of a
//! long import. `README.md`
//! in `benches/` describes the method; `--help` lists the options.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark that cannot continue fails"
)]

mod bulk;
#[path = "../support/bundles.rs"]
mod bundles;
mod constant;
mod copy;
mod creates;
#[path = "../support/database.rs"]
mod database;
mod exports;
mod feed;
mod fill;
mod growth;
mod imported;
mod line;
mod load;
#[path = "../support/machine.rs"]
mod machine;
#[path = "../support/memory.rs"]
mod memory;
mod meter;
mod pages;
mod pgbench;
mod plot;
mod programs;
mod raw;
mod reads;
mod report;
mod search;
mod service;
mod stage;
#[path = "../support/vocabulary.rs"]
mod vocabulary;

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use claimstore::wire::json;
use clap::{Parser, ValueEnum};

use self::{
    bundles::{Generator, Shared},
    growth::{Curve, Growth},
    imported::Imported,
    line::{About, Line},
    stage::{Scene, Sizes, Stage},
};

const READS: [About; 7] = [
    reads::GET,
    reads::GET_BEST,
    reads::GET_CPU,
    reads::BATCH_GET,
    pages::LIST,
    pages::DEPTH,
    exports::EXPORT,
];
const CREATES: [About; 3] = [creates::CREATE, creates::CREATE_32, creates::SEARCH_COST];
const BULKS: [About; 5] = [
    bulk::BATCH_CREATE,
    bulk::IMPORT,
    bulk::IMPORT_STREAM,
    bulk::IMPORT_CLI,
    bulk::SEARCH_COST,
];
const WATCHES: [About; 2] = [feed::WATCH, feed::WATCH_32];
const GROWTH_FULL: [usize; 5] = [10_000, 30_000, 100_000, 300_000, 1_000_000];
const GROWTH_QUICK: [usize; 5] = [1_000, 2_000, 5_000, 10_000, 20_000];
const GROWTH: &str = "growth";
const IMPORT_MILLION: &str = "import-million";
const BENCHES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches");

/// Measures the service beside Postgres itself.
#[derive(Parser)]
struct Arguments {
    /// Measure little, in minutes: to see that everything works
    #[arg(long)]
    quick: bool,

    /// Measure only these lines, by the names that are printed before them; growth and
    /// import-million are two
    #[arg(long, num_args = 1.., value_name = "LINE")]
    only: Vec<String>,

    /// Claims in the store that is read
    #[arg(long)]
    claims: Option<usize>,

    /// Bundles in an import
    #[arg(long)]
    bundles: Option<usize>,

    /// Sizes of the store for the curves, in claims, in ascending order
    #[arg(long, num_args = 5, value_name = "CLAIMS")]
    growth: Option<Vec<usize>>,

    /// Claims of import-million
    #[arg(long, value_name = "CLAIMS")]
    imported: Option<usize>,

    /// Runs that count
    #[arg(long)]
    runs: Option<usize>,

    /// Length of a run of one side, in seconds
    #[arg(long)]
    seconds: Option<u64>,

    /// A run does not count if others took more of the CPU, in percent
    #[arg(long, default_value_t = 30.0, value_name = "PERCENT")]
    others_max: f64,

    /// End with exit code 1 if a line is worse than this bound, or does not count
    #[arg(long, value_enum, default_value_t = Require::None)]
    require: Require,

    /// Write the results into RESULTS.md and plots/ of this directory, with --only those of
    /// growth and import-million [default: benches]
    #[arg(long, num_args = 0..=1, default_missing_value = BENCHES, value_name = "DIR")]
    write: Option<PathBuf>,

    /// Write this many bundles to a file as NDJSON, and measure nothing
    #[arg(long, num_args = 2, value_names = ["N", "FILE"])]
    write_bundles: Vec<String>,

    /// What the random numbers begin with
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Answer a constant, for the comparison with it
    #[arg(long, hide = true)]
    serve_constant: bool,

    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Require {
    None,
    Floor,
    Goal,
    Beyond,
}

impl Arguments {
    fn sizes(&self) -> Sizes {
        let (claims, bundles, growth, imported, seconds, runs) = match self.quick {
            true => (20_000, 60, GROWTH_QUICK, 5_000, 1, 3),
            false => (1_000_000, 1_000, GROWTH_FULL, 1_000_000, 4, 5),
        };
        let given = self
            .growth
            .as_ref()
            .and_then(|it| <[usize; 5]>::try_from(it.clone()).ok());
        Sizes {
            claims: self.claims.unwrap_or(claims),
            bundles: self.bundles.unwrap_or(bundles),
            imported: self.imported.unwrap_or(imported),
            growth: given.unwrap_or(growth),
            time: Duration::from_secs(self.seconds.unwrap_or(seconds)),
            runs: self.runs.unwrap_or(runs),
            others_max: self.others_max,
        }
    }

    fn wants(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == id)
    }

    fn wanted<const N: usize>(&self, lines: [About; N]) -> Vec<About> {
        lines
            .into_iter()
            .filter(|about| self.wants(about.id))
            .collect()
    }

    /// Names in `--only` that no line has.
    fn unknown(&self) -> Vec<&str> {
        let ids = READS.iter().chain(&CREATES).chain(&BULKS).chain(&WATCHES);
        let ids: Vec<&str> = ids
            .map(|about| about.id)
            .chain([GROWTH, IMPORT_MILLION])
            .collect();
        let only = self.only.iter().map(String::as_str);
        only.filter(|only| !ids.contains(only)).collect()
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.serve_constant {
        constant::serve().await;
    }
    if let [count, file] = arguments.write_bundles.as_slice() {
        write_bundles(arguments.seed, count.parse().unwrap(), file);
        return ExitCode::SUCCESS;
    }
    let unknown = arguments.unknown();
    if !unknown.is_empty() {
        eprintln!("there are no lines called {}", unknown.join(", "));
        return ExitCode::FAILURE;
    }
    let stage = match Stage::new(arguments.sizes(), arguments.seed).await {
        Ok(stage) => stage,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let results = measure(&arguments, &stage).await;
    let made = stage.made.clone();
    stage.stop().await;
    let mut sections = Vec::new();
    if !results.lines.is_empty() {
        let section = report::lines(&results.lines, arguments.sizes(), &made);
        sections.push((section, arguments.only.is_empty()));
    }
    if let Some(growth) = &results.growth {
        sections.push((report::growth(growth, &made), true));
    }
    if let Some(imported) = &results.imported {
        sections.push((report::imported(imported, &made), true));
    }
    for (section, is_whole) in &sections {
        println!("\n{section}");
        if let Some(directory) = arguments.write.as_ref().filter(|_| *is_whole) {
            report::write(&directory.join("RESULTS.md"), section).unwrap();
        }
    }
    if let (Some(directory), Some(growth)) = (&arguments.write, &results.growth) {
        draw(&directory.join("plots"), &growth.curves);
    }
    verdict(&results, arguments.require)
}

/// What was measured.
#[derive(Default)]
struct Results {
    lines: Vec<Line>,
    growth: Option<Growth>,
    imported: Option<Imported>,
    /// What else was measured and does not count.
    problems: Vec<&'static str>,
}

/// Measures all lines that are wanted, each group on stores of its own.
async fn measure(arguments: &Arguments, stage: &Stage) -> Results {
    let mut results = Results::default();
    let lines = &mut results.lines;
    lines.extend(group::<reads::Reads>(stage, arguments.wanted(READS)).await);
    lines.extend(group::<creates::Creates>(stage, arguments.wanted(CREATES)).await);
    lines.extend(group::<bulk::Bulk>(stage, arguments.wanted(BULKS)).await);
    lines.extend(group::<feed::Feed>(stage, arguments.wanted(WATCHES)).await);
    if arguments.wants(GROWTH) {
        match growth::curves(stage, arguments.seed).await {
            Ok(growth) => results.growth = Some(growth),
            Err(problem) => {
                println!("{GROWTH}: does not count: {problem}");
                results.problems.push(GROWTH);
            }
        }
    }
    if arguments.wants(IMPORT_MILLION) {
        match imported::import(stage, arguments.seed).await {
            Ok(imported) => results.imported = Some(imported),
            Err(problem) => {
                println!("{IMPORT_MILLION}: does not count: {problem}");
                results.problems.push(IMPORT_MILLION);
            }
        }
    }
    results
}

/// Measures the lines of one group.
async fn group<S: Scene>(stage: &Stage, wanted: Vec<About>) -> Vec<Line> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let scene = match S::new(stage).await {
        Ok(scene) => scene,
        Err(problem) => {
            println!("does not count: {problem}");
            let lines = wanted.into_iter().map(Line::new);
            return lines.map(|line| line.failed(problem.clone())).collect();
        }
    };
    let mut lines = Vec::new();
    for about in wanted {
        lines.push(scene.line(stage, about).await);
    }
    scene.end(stage).await;
    lines
}

fn draw(plots: &Path, curves: &[Curve]) {
    fs::create_dir_all(plots).unwrap();
    for curve in curves {
        plot::draw(curve, plots).unwrap();
    }
}

/// Whether all lines reach the bound that is required of them.
fn verdict(results: &Results, require: Require) -> ExitCode {
    let is_met = |line: &&Line| {
        let bound = line.about.bounds.map(|bounds| match require {
            Require::None | Require::Floor => bounds.floor,
            Require::Goal => bounds.goal,
            Require::Beyond => bounds.beyond,
        });
        match bound {
            Some(bound) => line.reaches(bound),
            None => line.problem.is_none(),
        }
    };
    let missed = results.lines.iter().filter(|line| !is_met(line));
    let mut ids: Vec<&str> = missed.map(|line| line.about.id).collect();
    ids.extend(&results.problems);
    if require == Require::None {
        ids.clear();
    }
    // A memory that grows is a fault, not a matter of how fast the machine is.
    let is_flat = results.imported.as_ref().is_none_or(Imported::is_flat);
    ids.extend((!is_flat).then_some(IMPORT_MILLION));
    if ids.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!(
        "below the bound, or without a figure that counts: {}",
        ids.join(", ")
    );
    ExitCode::FAILURE
}

fn write_bundles(seed: u64, count: usize, path: &str) {
    let generator = Generator::new(seed, Shared::Nothing);
    let mut file = BufWriter::new(File::create(path).unwrap());
    for number in 0..count {
        let bundle = generator.bundle(number);
        let line = json::write("claimstore.v1.Bundle", &bundle).unwrap();
        writeln!(file, "{line}").unwrap();
    }
    file.flush().unwrap();
}
