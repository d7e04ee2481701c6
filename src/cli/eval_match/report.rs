//! How well queries were answered, as text and as JSON.

use std::{fmt::Write as _, time::Duration};

use serde_json::{Value, json};

use super::judged::{Answer, Judgement};

/// The confidence at which a desk may rely on an answer.
const CERTAIN: f64 = 0.9;

/// How many answers of a query are counted by the calibration table.
const COUNTED: usize = 5;

/// The measures of all queries and of both halves.
pub(super) fn text(known: &[Judgement], unknown: &[Judgement]) -> String {
    let mut text = String::new();
    for it in ranks(known) {
        let _ = writeln!(
            text,
            "{:<7} {:>5} queries   MAP@1 {:.4}   MAP@5 {:.4}   recall@20 {:.4}",
            it.name, it.queries, it.first, it.fifth, it.twentieth
        );
    }
    let (half, most) = times(known);
    let _ = writeln!(
        text,
        "a query takes {half:.1?} (p50), {most:.1?} (p99)\n\nwith a confidence of {CERTAIN} or more:"
    );
    for it in certain(known, unknown) {
        let _ = writeln!(
            text,
            "  {}: precision {:.4} of {} answers, recall {:.4}",
            it.name, it.precision, it.answers, it.recall
        );
    }
    text.push_str(
        "\nconfidence   answers      right   answers      right   (known claims; half unknown)\n",
    );
    for it in deciles(known, unknown) {
        let columns = it
            .columns
            .map(|(count, right)| format!("{count:>7} {:>8.1} %", 100.0 * right));
        let _ = writeln!(
            text,
            "{:.1} to {:.1}   {}",
            it.from,
            it.to,
            columns.join("  ")
        );
    }
    text
}

/// The same as JSON.
pub(super) fn json(known: &[Judgement], unknown: &[Judgement]) -> Value {
    let ranks = ranks(known).into_iter().map(|it| {
        json!({
            "of": it.name,
            "queries": it.queries,
            "mapAt1": it.first,
            "mapAt5": it.fifth,
            "recallAt20": it.twentieth,
        })
    });
    let certain = certain(known, unknown).into_iter().map(|it| {
        json!({
            "of": it.name,
            "precision": it.precision,
            "answers": it.answers,
            "recall": it.recall,
        })
    });
    let column = |(answers, right): (usize, f64)| json!({"answers": answers, "right": right});
    let deciles = deciles(known, unknown).into_iter().map(|it| {
        let [known, half_unknown] = it.columns.map(column);
        json!({"from": it.from, "to": it.to, "known": known, "halfUnknown": half_unknown})
    });
    let (half, most) = times(known);
    json!({
        "ranks": ranks.collect::<Vec<_>>(),
        "secondsP50": half.as_secs_f64(),
        "secondsP99": most.as_secs_f64(),
        "confidence": CERTAIN,
        "certain": certain.collect::<Vec<_>>(),
        "calibration": deciles.collect::<Vec<_>>(),
    })
}

/// How high the right claims stand among the answers.
struct Ranks {
    name: &'static str,
    queries: usize,
    first: f64,
    fifth: f64,
    twentieth: f64,
}

fn ranks(known: &[Judgement]) -> Vec<Ranks> {
    let of_half =
        |half: usize| -> Vec<&Judgement> { known.iter().filter(|it| it.half == half).collect() };
    vec![
        ranked("all", &known.iter().collect::<Vec<_>>()),
        ranked("half 1", &of_half(0)),
        ranked("half 2", &of_half(1)),
    ]
}

fn ranked(name: &'static str, judgements: &[&Judgement]) -> Ranks {
    let count = judgements.len().max(1) as f64;
    let mean = |value: &dyn Fn(usize) -> f64| {
        let places = judgements.iter().filter_map(|it| it.first_right());
        // The sum of nothing is -0.
        places.map(value).sum::<f64>().abs() / count
    };
    Ranks {
        name,
        queries: judgements.len(),
        first: mean(&|place| f64::from(u8::from(place == 0))),
        fifth: mean(&|place| {
            if place < 5 {
                1.0 / (place + 1) as f64
            } else {
                0.0
            }
        }),
        twentieth: mean(&|place| f64::from(u8::from(place < 20))),
    }
}

/// The times in which half and nearly all queries are answered.
fn times(known: &[Judgement]) -> (Duration, Duration) {
    let mut times: Vec<Duration> = known.iter().map(|it| it.time).collect();
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    (at(50), at(99))
}

/// How good the answers are on which a desk may rely.
struct Certain {
    name: &'static str,
    precision: f64,
    answers: usize,
    recall: f64,
}

fn certain(known: &[Judgement], unknown: &[Judgement]) -> Vec<Certain> {
    vec![
        relied_on("known claims", known, &[]),
        relied_on("half of the claims unknown", known, unknown),
    ]
}

fn relied_on(name: &'static str, known: &[Judgement], unknown: &[Judgement]) -> Certain {
    let is_certain = |answer: &&Answer| answer.confidence >= CERTAIN;
    let all = known.iter().chain(unknown).flat_map(|it| &it.answers);
    let certain: Vec<&Answer> = all.filter(is_certain).collect();
    let right = certain.iter().filter(|it| it.is_right).count();
    let found = known.iter().filter(|it| {
        let mut certain = it.answers.iter().filter(is_certain);
        certain.any(|answer| answer.is_right)
    });
    Certain {
        name,
        precision: right as f64 / certain.len().max(1) as f64,
        answers: certain.len(),
        recall: found.count() as f64 / known.len().max(1) as f64,
    }
}

/// Answers with about the same confidence.
struct Decile {
    from: f64,
    to: f64,
    /// Of known claims, and with half of the claims unknown: how many answers, and the share of
    /// right ones.
    columns: [(usize, f64); 2],
}

fn deciles(known: &[Judgement], unknown: &[Judgement]) -> Vec<Decile> {
    let decile = |decile: u8| {
        let known: Vec<&Answer> = counted(known).collect();
        let mixed: Vec<&Answer> = known.iter().copied().chain(counted(unknown)).collect();
        let (from, to) = (f64::from(decile) / 10.0, f64::from(decile + 1) / 10.0);
        let columns = [known, mixed].map(|answers| {
            let inside =
                |it: &&&Answer| from <= it.confidence && (it.confidence < to || decile == 9);
            let answers: Vec<_> = answers.iter().filter(inside).collect();
            let right = answers.iter().filter(|it| it.is_right).count();
            (answers.len(), right as f64 / answers.len().max(1) as f64)
        });
        Decile { from, to, columns }
    };
    (0..10).map(decile).collect()
}

fn counted(judgements: &[Judgement]) -> impl Iterator<Item = &Answer> {
    judgements
        .iter()
        .flat_map(|it| it.answers.iter().take(COUNTED))
}
