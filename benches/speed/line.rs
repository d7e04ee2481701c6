//! A line of the results: the service beside its limit, in runs that alternate.

use std::future::Future;

use super::{
    meter::{Measured, Watched, Work},
    stage::Sizes,
};

/// What the figures of a line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The rate of the service divided by the limit's; more is better.
    Ratio,
    /// What the service needs divided by what something cheaper needs; less is better.
    Cost,
    /// Milliseconds; less is better.
    Ms,
}

/// The bounds of a line: what it must reach, what it is meant to reach, and more than that.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub floor: f64,
    pub goal: f64,
    pub beyond: f64,
}

/// What a line is about.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The name for `--only`.
    pub id: &'static str,
    pub title: &'static str,
    /// What the service is compared with.
    pub limit: &'static str,
    /// What the rates and the CPU time are counted in.
    pub counted: &'static str,
    pub unit: Unit,
    pub bounds: Option<Bounds>,
}

/// One run of the service, and one of the limit.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub value: f64,
    pub subject: Measured,
    pub limit: Option<Measured>,
}

impl Run {
    fn others(&self) -> f64 {
        let limit = self.limit.map_or(0.0, |limit| limit.others);
        self.subject.others.max(limit)
    }
}

/// A line with its runs.
#[derive(Clone, Debug)]
pub struct Line {
    pub about: About,
    /// Those that count.
    pub runs: Vec<Run>,
    /// How many did not count, because others took too much of the CPU.
    pub dropped: usize,
    /// Why the figures do not count.
    pub problem: Option<String>,
}

impl Line {
    pub const fn new(about: About) -> Self {
        Self {
            about,
            runs: Vec::new(),
            dropped: 0,
            problem: None,
        }
    }

    /// The line, which has no figures that count.
    pub fn failed(self, problem: String) -> Self {
        Self {
            problem: Some(problem),
            ..self
        }
    }

    /// Measures until enough runs count, in at most twice as many.
    pub async fn measure(mut self, sizes: Sizes, mut run: impl AsyncFnMut() -> Outcome) -> Self {
        println!(
            "{}: {} / {}",
            self.about.id, self.about.title, self.about.limit
        );
        for attempt in 0..2 * sizes.runs {
            if self.runs.len() == sizes.runs {
                break;
            }
            match run().await {
                Ok(run) => self.add(attempt, run, sizes.others_max),
                Err(problem) => {
                    println!("  does not count: {problem}");
                    return self.failed(problem);
                }
            }
        }
        if self.runs.is_empty() {
            self.problem = Some("others took too much of the CPU in every run".to_owned());
        }
        if let Some(median) = self.median() {
            let (low, high) = self.spread();
            println!("  median {median:.2}, from {low:.2} to {high:.2}");
        }
        self
    }

    fn add(&mut self, attempt: usize, run: Run, others_max: f64) {
        let counts = run.others() <= others_max;
        let side = |it: Measured| {
            format!(
                "{:.0} {}/s ({:.0} + {:.0} µs)",
                it.rate, self.about.counted, it.service_us, it.postgres_us
            )
        };
        println!(
            "  run {attempt}: {:.3}; service {}{}; others took {:.0} %{}",
            run.value,
            side(run.subject),
            run.limit
                .map_or(String::new(), |it| format!(", limit {}", side(it))),
            run.others(),
            if counts { "" } else { ": does not count" }
        );
        match counts {
            true => self.runs.push(run),
            false => self.dropped += 1,
        }
    }

    fn sorted(&self, of: impl Fn(&Run) -> f64) -> Vec<f64> {
        let mut values: Vec<f64> = self.runs.iter().map(of).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    }

    pub fn median_of(&self, of: impl Fn(&Run) -> f64) -> Option<f64> {
        let values = self.sorted(of);
        values.get(values.len() / 2).copied()
    }

    /// The median of the runs that count.
    pub fn median(&self) -> Option<f64> {
        self.median_of(|run| run.value)
    }

    /// The lowest and the highest value.
    pub fn spread(&self) -> (f64, f64) {
        let values = self.sorted(|run| run.value);
        let end = |value: Option<&f64>| value.copied().unwrap_or(f64::NAN);
        (end(values.first()), end(values.last()))
    }

    /// The largest share of the CPU that others took in a run that counts.
    pub fn others(&self) -> f64 {
        self.runs.iter().map(Run::others).fold(0.0, f64::max)
    }

    /// Whether the median is at least as good as a bound. A figure that does not count is not.
    pub fn reaches(&self, bound: f64) -> bool {
        let median = self.median().filter(|_| self.problem.is_none());
        median.is_some_and(|median| match self.about.unit {
            Unit::Ratio => median >= bound,
            Unit::Cost | Unit::Ms => median <= bound,
        })
    }
}

/// A run, or why it does not count.
pub type Outcome = Result<Run, String>;

/// A run of the service and one of the limit. The value is the ratio of their rates.
pub async fn beside(
    (watched, subject): (Watched, impl Future<Output = Result<Work, String>>),
    (unserved, limit): (Watched, impl Future<Output = Result<Work, String>>),
) -> Outcome {
    let subject = watched.measure(subject).await?;
    let limit = unserved.measure(limit).await?;
    Ok(Run {
        value: subject.rate / limit.rate,
        subject,
        limit: Some(limit),
    })
}
