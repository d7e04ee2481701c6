//! Writes matches as messages.

use crate::{
    app::search::matching::{KnownClaim, KnownPassage, Matched, Reason, SharedWord},
    wire::{
        document::{self, Unreadable},
        pb::{self, MatchReasonType},
    },
};

/// Writes what was found in texts.
pub(super) fn write(
    texts: &[String],
    matched: Matched,
) -> Result<pb::MatchClaimsResponse, Unreadable> {
    let texts = texts.iter().zip(matched.texts).map(|(text, passages)| {
        // Counted on from one passage to the next.
        let (mut byte, mut position) = (0, 0);
        let passages = passages.into_iter().map(|KnownPassage { range, claims }| {
            let start = position + code_points(&text[byte..range.start]);
            let end = start + code_points(&text[range.clone()]);
            (byte, position) = (range.end, end);
            let matches = claims.into_iter().map(write_match);
            Ok(pb::PassageMatches {
                start,
                end,
                matches: matches.collect::<Result<_, _>>()?,
            })
        });
        let passages = passages.collect::<Result<_, _>>()?;
        Ok(pb::TextMatches { passages })
    });
    Ok(pb::MatchClaimsResponse {
        texts: texts.collect::<Result<_, _>>()?,
    })
}

fn code_points(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX)
}

/// Writes a claim that something may repeat.
pub(super) fn write_match(known: KnownClaim) -> Result<pb::ClaimMatch, Unreadable> {
    Ok(pb::ClaimMatch {
        claim: Some(document::message(&known.doc)?),
        confidence: known.confidence,
        reasons: known.reasons.into_iter().map(write_reason).collect(),
    })
}

fn write_reason(reason: Reason) -> pb::MatchReason {
    let description = reason.to_string();
    let mut message = pb::MatchReason {
        description,
        ..pb::MatchReason::default()
    };
    let given = |text: String| Some(text).filter(|it| !it.is_empty()).into_iter().collect();
    let kind = match reason {
        Reason::SharedWords(words) => {
            message.words = words.into_iter().map(write_word).collect();
            MatchReasonType::SharedWords
        }
        Reason::NearlyIdentical => MatchReasonType::NearlyIdentical,
        Reason::SameFigures(figures) => {
            message.in_text = figures;
            MatchReasonType::SameFigures
        }
        Reason::OtherFigure { text, claim } => {
            (message.in_text, message.in_claim) = (given(text), given(claim));
            MatchReasonType::OtherFigure
        }
        Reason::SameYears(years) => {
            message.in_text = years.iter().map(i32::to_string).collect();
            MatchReasonType::SameYears
        }
        Reason::OtherTimes { text, claim } => {
            (message.in_text, message.in_claim) = (text, claim);
            MatchReasonType::OtherTimes
        }
        Reason::SameEntities(names) => {
            message.in_text = names;
            MatchReasonType::SameEntities
        }
        Reason::Opposite => MatchReasonType::Opposite,
        Reason::Denial { text, claim } => {
            (message.in_text, message.in_claim) = (text, claim);
            MatchReasonType::Denial
        }
        Reason::SimilarMeaning { .. } => MatchReasonType::SimilarMeaning,
    };
    message.set_type(kind);
    message
}

fn write_word(shared: SharedWord) -> pb::SharedWord {
    pb::SharedWord {
        word: shared.word,
        claim_count: i32::try_from(shared.claims).unwrap_or(i32::MAX),
    }
}
