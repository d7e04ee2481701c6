//! How well queries were answered, printed.

use std::time::Duration;

use super::judged::{Answer, Judgement};

/// The confidence at which a desk may rely on an answer.
const CERTAIN: f64 = 0.9;

/// How many answers of a query are counted by the calibration table.
const COUNTED: usize = 5;

/// Prints the measures of all queries and of both halves.
pub(super) fn print(known: &[Judgement], unknown: &[Judgement]) {
    let of_half =
        |half: usize| -> Vec<&Judgement> { known.iter().filter(|it| it.half == half).collect() };
    print_ranks("all", &known.iter().collect::<Vec<_>>());
    print_ranks("half 1", &of_half(0));
    print_ranks("half 2", &of_half(1));
    let mut times: Vec<Duration> = known.iter().map(|it| it.time).collect();
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    println!("a query takes {:.1?} (p50), {:.1?} (p99)", at(50), at(99));
    println!();
    println!("with a confidence of {CERTAIN} or more:");
    print_certain("known claims", known, &[]);
    print_certain("half of the claims unknown", known, unknown);
    println!();
    println!("confidence   answers      right   answers      right   (known claims; half unknown)");
    for decile in 0..10 {
        let known: Vec<&Answer> = counted(known).collect();
        let mixed: Vec<&Answer> = known.iter().copied().chain(counted(unknown)).collect();
        let (from, to) = (f64::from(decile) / 10.0, f64::from(decile + 1) / 10.0);
        let line = [known, mixed].map(|answers| {
            let inside =
                |it: &&&Answer| from <= it.confidence && (it.confidence < to || decile == 9);
            let answers: Vec<_> = answers.iter().filter(inside).collect();
            let right = answers.iter().filter(|it| it.is_right).count();
            let share = 100.0 * right as f64 / answers.len().max(1) as f64;
            format!("{:>7} {share:>8.1} %", answers.len())
        });
        println!("{from:.1} to {to:.1}   {}", line.join("  "));
    }
}

fn counted(judgements: &[Judgement]) -> impl Iterator<Item = &Answer> {
    judgements
        .iter()
        .flat_map(|it| it.answers.iter().take(COUNTED))
}

fn print_ranks(name: &str, judgements: &[&Judgement]) {
    let count = judgements.len().max(1) as f64;
    let mean = |value: &dyn Fn(usize) -> f64| {
        let places = judgements.iter().filter_map(|it| it.first_right());
        places.map(value).sum::<f64>() / count
    };
    let first = mean(&|place| f64::from(u8::from(place == 0)));
    let fifth = mean(&|place| {
        if place < 5 {
            1.0 / (place + 1) as f64
        } else {
            0.0
        }
    });
    let twentieth = mean(&|place| f64::from(u8::from(place < 20)));
    println!(
        "{name:<7} {:>5} queries   MAP@1 {first:.4}   MAP@5 {fifth:.4}   recall@20 {twentieth:.4}",
        judgements.len()
    );
}

fn print_certain(name: &str, known: &[Judgement], unknown: &[Judgement]) {
    let is_certain = |answer: &&Answer| answer.confidence >= CERTAIN;
    let all = known.iter().chain(unknown).flat_map(|it| &it.answers);
    let certain: Vec<&Answer> = all.filter(is_certain).collect();
    let right = certain.iter().filter(|it| it.is_right).count();
    let found = known.iter().filter(|it| {
        let mut certain = it.answers.iter().filter(is_certain);
        certain.any(|answer| answer.is_right)
    });
    println!(
        "  {name}: precision {:.4} of {} answers, recall {:.4}",
        right as f64 / certain.len().max(1) as f64,
        certain.len(),
        found.count() as f64 / known.len().max(1) as f64,
    );
}
