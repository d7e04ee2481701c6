//! The page of what is known of texts: the claims that they may repeat, and why.

use super::{Page, joined, quoted, words};
use crate::{
    cli::terminal::Text,
    wire::pb::{Claim, ClaimMatch, MatchReason, MatchReasonType, PassageMatches, Verdict},
};

/// The most of a passage that is repeated, in code points.
const SHOWN_MAX: usize = 160;

/// The page of the matches of a text.
pub fn page(text: &str, passages: &[PassageMatches]) -> Text {
    let mut page = Page::default();
    if passages.is_empty() {
        page.paragraph(&quoted(&shortened(text)));
        page.wrapped("  ", "  ", "nothing like it is known");
    }
    for passage in passages {
        page.gap();
        page.paragraph(&quoted(&shortened(&slice(text, passage))));
        for found in &passage.matches {
            page.found(found);
        }
    }
    page.text()
}

fn slice(text: &str, passage: &PassageMatches) -> String {
    let start = usize::try_from(passage.start).unwrap_or_default();
    let end = usize::try_from(passage.end).unwrap_or_default();
    let letters = text.chars().skip(start);
    letters.take(end.saturating_sub(start)).collect()
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl Page {
    fn found(&mut self, found: &ClaimMatch) {
        let Some(claim) = &found.claim else { return };
        let confidence = format!("  {:.2}  ", found.confidence);
        let indent = " ".repeat(confidence.len());
        self.wrapped(&confidence, &indent, &claim.statement);
        self.wrapped(&indent, &indent, &state(claim));
        for reason in &found.reasons {
            let mark = if is_against(reason) { "- " } else { "+ " };
            let first = format!("{indent}{mark}");
            self.wrapped(&first, &format!("{indent}  "), &reason.description);
        }
        self.wrapped(&indent, &indent, &claim.name);
    }
}

fn is_against(reason: &MatchReason) -> bool {
    matches!(
        reason.r#type(),
        MatchReasonType::OtherFigure
            | MatchReasonType::OtherTimes
            | MatchReasonType::Opposite
            | MatchReasonType::Denial
    )
}

/// How a claim stands, in a few words.
fn state(claim: &Claim) -> String {
    let standing = claim.standing.as_deref().cloned().unwrap_or_default();
    let verdict = match standing.verdict() {
        Verdict::Unspecified => "no verdict".to_owned(),
        verdict => format!("verdict: {}", words(verdict.as_str_name(), "VERDICT_")),
    };
    let reasons = standing.dispute_reasons();
    let reasons = joined(reasons.map(|it| words(it.as_str_name(), "DISPUTE_REASON_")));
    let dispute = match reasons.as_str() {
        "" => "not disputed".to_owned(),
        reasons => format!("disputed: {reasons}"),
    };
    let retracted = claim.retraction.as_ref().map(|_| "retracted; ");
    format!("{}{verdict}; {dispute}", retracted.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pb::{DisputeReason, Standing};

    #[test]
    fn matches_are_listed_with_their_standing_and_reasons() {
        let reason = |kind: MatchReasonType, text: &str| MatchReason {
            r#type: kind.into(),
            description: text.to_owned(),
            ..MatchReason::default()
        };
        let standing = Standing {
            verdict: Verdict::False.into(),
            dispute_reasons: vec![DisputeReason::OppositeStances.into()],
            ..Standing::default()
        };
        let claim = Claim {
            name: "claims/1".to_owned(),
            statement: "The bridge fell in 1999.".to_owned(),
            standing: Some(Box::new(standing)),
            ..Claim::default()
        };
        let passage = PassageMatches {
            start: 3,
            end: 30,
            matches: vec![ClaimMatch {
                claim: Some(claim),
                confidence: 0.934,
                reasons: vec![
                    reason(MatchReasonType::SharedWords, "same words: bridge (1)"),
                    reason(MatchReasonType::OtherTimes, "names other times"),
                ],
            }],
        };
        assert_eq!(
            page("So, the bridge fell in\n2011!", &[passage]),
            "“ the bridge fell in 2011!”\n".replace("“ ", "“")
                + "  0.93  The bridge fell in 1999.\n"
                + "        verdict: false; disputed: opposite stances\n"
                + "        + same words: bridge (1)\n"
                + "        - names other times\n"
                + "        claims/1\n"
        );
    }

    #[test]
    fn a_text_of_which_nothing_is_known_says_so() {
        assert_eq!(page("Hello", &[]), "“Hello”\n  nothing like it is known\n");
    }
}
