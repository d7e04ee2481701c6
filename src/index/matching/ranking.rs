//! Candidates, their order, and the answer.

use std::collections::HashSet;

use uuid::Uuid;

use super::{
    comparison::{Comparison, compare},
    confidence::{Evidence, confidence, likelihood},
    gram_scores::GramScores,
    likeness::Likeness,
    question::{Asked, Question},
    reason::Reason,
};
use crate::index::claims::{Candidate, Error, IndexedClaim, Snapshot};

/// How many candidates are ranked.
const CANDIDATES: usize = 100;

/// How many of the best candidates are compared with the text. No more matches are answered.
const COMPARED: usize = 20;

/// How much the grams count beside the words.
const GRAM_WEIGHT: f32 = 0.3;

/// How much it counts beside words and grams what the texts mean: the cosine of the angle between
/// their embeddings.
const MEANING_WEIGHT: f32 = 110.0;

/// A lower similarity is not worth a reason.
const SIMILAR: f32 = 0.4;

/// What is left of the score of the same sentence about another time, or with another figure.
const ANOTHER_CLAIM: f32 = 0.7;

/// What is left of the score of the opposite.
const OPPOSITE: f32 = 0.85;

/// A claim that a text may repeat.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The claim.
    pub claim: IndexedClaim,
    /// The probability that the text repeats it.
    pub confidence: f64,
    /// The probability that both are about the same, whatever their figures say.
    pub likelihood: f64,
    /// What the text is to the claim then. `None` if that cannot be told.
    pub likeness: Option<Likeness>,
    /// Why, and what speaks against it.
    pub reasons: Vec<Reason>,
    /// What the confidence comes from.
    pub evidence: Evidence,
}

/// A candidate, and what it is ranked by.
struct Ranked {
    claim: IndexedClaim,
    /// The score of its words and grams.
    words: f32,
    /// How near its statement is to the text, if there is an encoder.
    similarity: Option<f32>,
}

impl Ranked {
    fn score(&self) -> f32 {
        self.words + MEANING_WEIGHT * self.similarity.unwrap_or(0.0).max(0.0)
    }
}

/// A candidate that was compared with the text.
struct Compared {
    candidate: Ranked,
    comparison: Comparison,
    /// What is left of its score after what tells the two apart.
    score: f32,
}

/// The claims that a text most likely repeats, the best first: at most so many, and at most 20.
pub fn matches(
    snapshot: &Snapshot,
    question: &Question<'_>,
    most: usize,
) -> Result<Vec<Match>, Error> {
    let asked = Asked::new(question, snapshot);
    let mut ranked = ranked(snapshot, &asked, question)?;
    ranked.truncate(COMPARED);
    let compared = compare_best(snapshot, &asked, ranked, most);
    let margins: Vec<f32> = (0..compared.len())
        .map(|place| margin(&compared, place))
        .collect();
    let answers = compared.into_iter().zip(margins).take(most);
    Ok(answers
        .map(|(compared, margin)| answer(compared, margin))
        .collect())
}

/// Compares candidates with the text, the best first, until the best of them are known. They are in
/// the order of what is left of their scores.
fn compare_best(
    snapshot: &Snapshot,
    asked: &Asked,
    ranked: Vec<Ranked>,
    most: usize,
) -> Vec<Compared> {
    let mut compared: Vec<Compared> = Vec::new();
    for candidate in ranked {
        if are_settled(&compared, candidate.score(), most) {
            break;
        }
        let comparison = compare(asked, &candidate.claim, snapshot);
        let score = candidate.score() * left(&comparison);
        let id = candidate.claim.id;
        let place = compared.partition_point(|it| {
            let order = it.score.total_cmp(&score).reverse();
            order.then(it.candidate.claim.id.cmp(&id)).is_lt()
        });
        compared.insert(
            place,
            Compared {
                candidate,
                comparison,
                score,
            },
        );
    }
    compared
}

/// Whether the best stay the best, if all others have at most this score: as many as are asked for,
/// and two with different words, by which margins are taken.
fn are_settled(compared: &[Compared], next: f32, most: usize) -> bool {
    let settled = compared.iter().take_while(|it| it.score > next);
    let settled: Vec<&[String]> = settled.map(|it| it.comparison.terms.as_slice()).collect();
    settled.len() >= most && settled.windows(2).any(|pair| pair[0] != pair[1])
}

fn answer(compared: Compared, margin: f32) -> Match {
    let Compared {
        candidate,
        mut comparison,
        ..
    } = compared;
    let is_another = comparison.has_other_times || comparison.has_other_figures;
    let evidence = Evidence {
        score: candidate.words * left(&comparison),
        similarity: candidate.similarity,
        text_covered: comparison.text_covered,
        claim_covered: comparison.claim_covered,
        margin,
        has_other_times: comparison.has_other_times,
        has_other_figures: comparison.has_other_figures,
        is_another_claim: comparison.is_same_sentence && is_another,
        may_be_another_claim: comparison.may_be_another_claim(),
        is_opposite: comparison.is_opposite || comparison.has_other_denials,
    };
    if let Some(similarity) = candidate.similarity.filter(|it| *it >= SIMILAR) {
        comparison.reasons.push(Reason::similar_meaning(similarity));
    }
    Match {
        claim: candidate.claim,
        confidence: confidence(&evidence),
        likelihood: likelihood(&evidence),
        likeness: comparison.likeness,
        reasons: comparison.reasons,
        evidence,
    }
}

fn is_left_out(question: &Question<'_>, claim: &IndexedClaim) -> bool {
    let has_label = |label: &str| claim.labels.iter().any(|it| it == label);
    question.without.contains(&claim.id) || question.without_label.is_some_and(has_label)
}

/// What is left of a score after what tells the two apart.
fn left(comparison: &Comparison) -> f32 {
    let is_another = comparison.has_other_times || comparison.has_other_figures;
    let another = comparison.is_same_sentence && is_another;
    let opposite = comparison.is_opposite;
    (if another { ANOTHER_CLAIM } else { 1.0 }) * (if opposite { OPPOSITE } else { 1.0 })
}

/// By how much of its score a claim is better than the best one with other words.
fn margin(compared: &[Compared], place: usize) -> f32 {
    let own = &compared[place];
    let mut others = compared
        .iter()
        .filter(|it| it.comparison.terms != own.comparison.terms);
    let best = others.next().map_or(0.0, |it| it.score);
    (own.score - best) / own.score.max(f32::MIN_POSITIVE)
}

/// The candidates, the best first: by their words and grams, and by what they mean if that is known
/// of all that have the words. Else a claim that was just written would be behind all others.
fn ranked(
    snapshot: &Snapshot,
    asked: &Asked,
    question: &Question<'_>,
) -> Result<Vec<Ranked>, Error> {
    let most = CANDIDATES + question.without.len();
    let mut candidates = snapshot.candidates(&asked.weighted, most)?;
    candidates.retain(|it| !is_left_out(question, &it.claim));
    let meaning = question.meaning.filter(|meaning| {
        let mut claims = candidates.iter().map(|it| &it.claim);
        claims.all(|claim| meaning.similarity(claim.id, &claim.statement).is_some())
    });
    if let Some(meaning) = meaning {
        let found: HashSet<Uuid> = candidates.iter().map(|it| it.claim.id).collect();
        let mut nearest = meaning.nearest(most);
        nearest.retain(|id| !found.contains(id));
        let nearest = snapshot.scored(&asked.weighted, &nearest)?.into_iter();
        candidates.extend(nearest.filter(|it| !is_left_out(question, &it.claim)));
    }
    add_grams(&mut candidates, snapshot, asked);
    let ranked = candidates.into_iter().filter_map(|it| {
        let similarity = match meaning {
            // One without similarity has got another statement meanwhile.
            Some(meaning) => Some(meaning.similarity(it.claim.id, &it.claim.statement)?),
            None => None,
        };
        Some(Ranked {
            claim: it.claim,
            words: it.score,
            similarity,
        })
    });
    let mut ranked: Vec<Ranked> = ranked.collect();
    ranked.sort_by(|a, b| {
        let by_score = b.score().total_cmp(&a.score());
        by_score.then(a.claim.id.cmp(&b.claim.id))
    });
    Ok(ranked)
}

/// Adds what the grams of candidates count.
fn add_grams(candidates: &mut [Candidate], snapshot: &Snapshot, asked: &Asked) {
    let mut grams = GramScores::new(snapshot, asked);
    for candidate in candidates {
        candidate.score += GRAM_WEIGHT * grams.score(&candidate.claim);
    }
}
