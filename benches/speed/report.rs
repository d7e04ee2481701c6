//! The results as a section of `RESULTS.md`.

use std::{fmt::Write as _, fs, path::Path, process::Command, thread::available_parallelism};

use super::{
    growth::Curve,
    line::{Line, Unit},
    plot::short,
    stage::{Made, Sizes},
};

const HEADING: &str = "## speed\n";

/// The program writes everything from the heading to the next one.
pub fn section(lines: &[Line], curves: &[Curve], sizes: Sizes, made: &Made) -> String {
    let mut text = format!("{HEADING}\n{}\n\n", machine(sizes, made));
    text += "Written by `cargo bench --locked --bench speed -- --write`; see \
             [README.md](README.md) for the method. Where no unit is given, a figure is the rate of \
             the service divided by that of the limit. In brackets: the lowest and the highest run. \
             CPU is in microseconds for each of what is counted: service + Postgres, then the \
             limit's. Others: the largest share of the CPU that other processes took in a run that \
             counts.\n\n";
    text += "| service | limit | median | floor | goal | beyond | rates | CPU | others | runs |\n\
             |---|---|---|---|---|---|---|---|---|---|\n";
    for line in lines {
        text += &row(line);
    }
    if !curves.is_empty() {
        text += &growth(curves);
    }
    text
}

fn machine(sizes: Sizes, made: &Made) -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cores = available_parallelism().map_or(0, usize::from);
    let memory = read("/proc/meminfo");
    let memory = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"));
    let kb: f64 = memory
        .and_then(|it| it.split_whitespace().next()?.parse().ok())
        .unwrap_or(f64::NAN);
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map_or(String::new(), |it| {
        String::from_utf8_lossy(&it.stdout).trim().to_owned()
    });
    format!(
        "{}; {cores} cores, {:.0} GB, Linux {}, Postgres {}, {rustc}; {} claims in the store that \
         is read, {} bundles in an import, runs of {} s.",
        made.date,
        kb / 1e6,
        read("/proc/sys/kernel/osrelease").trim(),
        made.postgres.split(' ').next().unwrap_or_default(),
        sizes.claims,
        sizes.bundles,
        sizes.time.as_secs(),
    )
}

fn row(line: &Line) -> String {
    let about = &line.about;
    let bounds = about.bounds.map_or(
        ["–".to_owned(), "–".to_owned(), "–".to_owned()],
        |it| [it.floor, it.goal, it.beyond].map(|bound| with_unit(bound, about.unit)),
    );
    let of = |what: fn(&super::meter::Measured) -> f64, of_limit: bool| {
        line.median_of(|run| match of_limit {
            true => run.limit.as_ref().map_or(f64::NAN, what),
            false => what(&run.subject),
        })
        .filter(|value| !value.is_nan())
    };
    let side = |of_limit: bool| of(|it| it.rate, of_limit).map(|rate| format!("{rate:.0}/s"));
    let cpu = |of_limit: bool| {
        let service = of(|it| it.service_us, of_limit)?;
        let postgres = of(|it| it.postgres_us, of_limit)?;
        Some(match of_limit {
            true => format!("{:.0}", service + postgres),
            false => format!("{service:.0} + {postgres:.0}"),
        })
    };
    let both = |of: &dyn Fn(bool) -> Option<String>| {
        let sides = [false, true].into_iter().filter_map(of);
        sides.collect::<Vec<_>>().join("; ")
    };
    let median = match (&line.problem, line.median()) {
        (Some(problem), _) => format!("does not count: {}", problem.replace(['\n', '|'], " ")),
        (None, None) => "not measured".to_owned(),
        (None, Some(median)) => {
            let (low, high) = line.spread();
            let ends = [low, high].map(|it| with_unit(it, about.unit));
            format!(
                "**{}** ({}–{})",
                with_unit(median, about.unit),
                ends[0],
                ends[1]
            )
        }
    };
    let [floor, goal, beyond] = bounds;
    format!(
        "| {} | {} | {median} | {floor} | {goal} | {beyond} | {} | {} | {:.0} % | {} of {} |\n",
        about.title,
        about.limit,
        both(&side),
        both(&cpu),
        line.others(),
        line.runs.len(),
        line.runs.len() + line.dropped,
    )
}

fn with_unit(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Ratio | Unit::Cost => format!("{value:.2}"),
        Unit::Ms => format!("{} ms", short(value)),
    }
}

fn growth(curves: &[Curve]) -> String {
    let mut text = "\nGrowth, in milliseconds, with one caller:\n\n| call |".to_owned();
    let sizes: Vec<usize> = curves[0].points.iter().map(|it| it.0).collect();
    for size in &sizes {
        let _ = write!(text, " {size} claims |");
    }
    text += " last / first | plot |\n|---|---|---|";
    text += &"---|".repeat(sizes.len());
    text.push('\n');
    for Curve { id, title, points } in curves {
        let _ = write!(text, "| {title} |");
        for (_, ms) in points {
            let _ = write!(text, " {} |", short(*ms));
        }
        let ends = [points.first(), points.last()].map(|it| it.map_or(f64::NAN, |it| it.1));
        let _ = writeln!(
            text,
            " {:.2} | [plot](plots/growth-{id}.svg) |",
            ends[1] / ends[0]
        );
    }
    text
}

/// Replaces the section in a file, or adds it at the end.
pub fn write(path: &Path, section: &str) -> std::io::Result<()> {
    let text = fs::read_to_string(path)?;
    let (before, after) = match text.split_once(HEADING) {
        Some((before, rest)) => (before, rest.find("\n## ").map_or("", |at| &rest[at..])),
        None => (text.as_str(), ""),
    };
    fs::write(path, format!("{}\n\n{section}{after}", before.trim_end()))
}
