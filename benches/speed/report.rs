//! The results as sections of `RESULTS.md`.

use std::{
    fmt::{self, Write as _},
    fs, io,
    path::Path,
    process::Command,
    thread::available_parallelism,
};

use super::{
    growth::{Curve, Growth},
    imported::Imported,
    line::{Line, Unit},
    plot::short,
    search::Rebuilt,
    stage::{Made, Sizes},
};

/// A section: the program writes everything from its heading to the next one.
pub struct Section {
    heading: &'static str,
    text: String,
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.heading, self.text)
    }
}

/// The section of the lines.
pub fn lines(lines: &[Line], sizes: Sizes, made: &Made) -> Section {
    let mut text = format!(
        "{}; {} claims in the store that is read, {} bundles in an import, runs of {} s.\n\n",
        machine(made),
        sizes.claims,
        sizes.bundles,
        sizes.time.as_secs(),
    );
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
    Section {
        heading: "## speed\n",
        text,
    }
}

fn machine(made: &Made) -> String {
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
        "{}; {cores} cores, {:.0} GB, Linux {}, Postgres {}, {rustc}",
        made.date,
        kb / 1e6,
        read("/proc/sys/kernel/osrelease").trim(),
        made.postgres.split(' ').next().unwrap_or_default(),
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

/// The section of the curves.
pub fn growth(growth: &Growth, made: &Made) -> Section {
    let Growth {
        curves,
        others,
        rebuilt,
    } = growth;
    let mut text = format!(
        "{}. Written by `cargo bench --locked --bench speed -- --only growth --write`. In \
         milliseconds, with one caller; others took at most {others:.0} % of the CPU.\n\n| call |",
        machine(made)
    );
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
    if let Some(Rebuilt {
        claims,
        took,
        memory,
    }) = rebuilt
    {
        let _ = writeln!(
            text,
            "\nThe index of the {claims} claims of the largest store was built anew, in memory, in **{:.0} \
             s**. The server had {:.0} MB then.",
            took.as_secs_f64(),
            *memory as f64 / 1e6
        );
    }
    Section {
        heading: "## growth\n",
        text,
    }
}

/// The section of the long import.
pub fn imported(imported: &Imported, made: &Made) -> Section {
    let mut text = format!(
        "{}. Written by `cargo bench --locked --bench speed -- --only import-million --write`. \
         {} claims, each with an appearance, in bundles of 10, from a program through \
         `claimstore import -`: **{:.0} s**. Others took {:.0} % of the CPU. The memory is the \
         most that was resident in a tenth of the import. {}\n\n\
         | tenth | claims/s | memory of the client | memory of the server |\n|---|---|---|---|\n",
        machine(made),
        imported.claims,
        imported.took.as_secs_f64(),
        imported.others,
        imported.verdict(),
    );
    for (number, tenth) in imported.tenths.iter().enumerate() {
        let [client, server] = tenth.resident.map(|bytes| bytes as f64 / 1e6);
        let _ = writeln!(
            text,
            "| {} | {:.0} | {client:.1} MB | {server:.1} MB |",
            number + 1,
            tenth.rate
        );
    }
    Section {
        heading: "## import of a million claims\n",
        text,
    }
}

/// Replaces the section in a file, or adds it at the end.
pub fn write(path: &Path, section: &Section) -> io::Result<()> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    let (before, after) = match text.split_once(section.heading) {
        Some((before, rest)) => (before, rest.find("\n## ").map_or("", |at| &rest[at..])),
        None => (text.as_str(), ""),
    };
    fs::write(path, format!("{}\n\n{section}{after}", before.trim_end()))
}
