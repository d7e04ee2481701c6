//! One appearance of a claim in words: its form and its attributions.

use super::{Page, joined, names::Names, quoted, times, words};
use crate::wire::pb::{
    Anchor, AnchorPurpose, AnchoringOutcome, Appearance, ArticlePart, AttributionBasis,
    AttributionChain, Hop, RecordStatus, RelationType,
};

impl Page {
    /// Writes the quoted words, their form, and a line for each attribution chain.
    pub(super) fn printing(&mut self, appearance: &Appearance, names: &Names) {
        for (index, anchor) in appearance.anchors.iter().enumerate() {
            let label = match index {
                0 => String::new(),
                _ => format!("{}: ", part(anchor)),
            };
            let place = match anchor.part() {
                ArticlePart::Headline => "headline: ",
                _ => "",
            };
            self.detail(&format!("{label}{place}{}", quoted(&anchor.exact)));
        }
        self.detail(&form(appearance));
        self.detail(&note(&appearance.note));
        if let Some(outcome) = anchoring_outcome(appearance) {
            self.detail(&outcome);
        }
        let article = words(appearance.article_stance().as_str_name(), "STANCE_");
        if appearance.chains.is_empty() {
            self.detail(&format!("{article}, on its own word"));
        }
        for chain in &appearance.chains {
            self.detail(&format!("{article}{}", attribution(chain, names)));
        }
    }
}

/// The part that a further anchor plays.
fn part(anchor: &Anchor) -> String {
    match (anchor.purpose(), anchor.relation_type()) {
        (AnchorPurpose::Unspecified, _) => "with".to_owned(),
        (AnchorPurpose::Relation, kind) if kind != RelationType::Unspecified => {
            words(kind.as_str_name(), "RELATION_TYPE_")
        }
        (purpose, _) => words(purpose.as_str_name(), "ANCHOR_PURPOSE_"),
    }
}

fn note(note: &str) -> String {
    match note.is_empty() {
        true => String::new(),
        false => format!("note: {note}"),
    }
}

/// What an edit of the article did to the words, if it did anything.
fn anchoring_outcome(appearance: &Appearance) -> Option<String> {
    let anchoring = appearance.anchoring.as_ref()?;
    let version = anchoring.article_version;
    let kinds = || {
        let kinds = anchoring.changes();
        joined(kinds.map(|kind| words(kind.as_str_name(), "ANCHORING_CHANGE_")))
    };
    match anchoring.outcome() {
        AnchoringOutcome::Orphaned => Some(format!("not found any more in version {version}")),
        AnchoringOutcome::Changed => {
            let kinds = kinds();
            Some(match kinds.is_empty() {
                true => format!("edited in version {version}"),
                false => format!("edited in version {version}: {kinds}"),
            })
        }
        AnchoringOutcome::Moved | AnchoringOutcome::Unchanged => {
            let kinds = kinds();
            let is_told = !kinds.is_empty();
            is_told.then(|| format!("sentence around it edited in version {version}: {kinds}"))
        }
        AnchoringOutcome::Unspecified => None,
    }
}

/// Form, modality and hedge.
fn form(appearance: &Appearance) -> String {
    let form = words(appearance.form().as_str_name(), "APPEARANCE_FORM_");
    let modality = words(appearance.modality().as_str_name(), "MODALITY_");
    let form = joined([form, modality]);
    match appearance.hedge.is_empty() {
        true => form,
        false => format!("{form} by {}", quoted(&appearance.hedge)),
    }
}

/// The hops from the speaker nearest the article to the origin.
fn attribution(chain: &AttributionChain, names: &Names) -> String {
    let hops = chain.hops.iter();
    hops.map(|hop| {
        format!(
            " ← {} ({})",
            names.source(&hop.source),
            describe(hop, names)
        )
    })
    .collect()
}

fn describe(hop: &Hop, names: &Names) -> String {
    let record = match hop.record_status() {
        RecordStatus::Unspecified => String::new(),
        status => words(status.as_str_name(), "RECORD_STATUS_"),
    };
    let document = match hop.document.is_empty() {
        true => String::new(),
        false => format!("in {}", names.source(&hop.document)),
    };
    let basis = match hop.basis() {
        AttributionBasis::Inferred => "inferred".to_owned(),
        _ => String::new(),
    };
    let retracted = match [&hop.source, &hop.document].map(|it| names.is_retracted(it)) {
        [true, _] => "retracted".to_owned(),
        [false, true] => "its document is retracted".to_owned(),
        [false, false] => String::new(),
    };
    joined([
        words(hop.stance().as_str_name(), "STANCE_"),
        document,
        hop.said.as_ref().map_or(String::new(), times::date),
        record,
        basis,
        retracted,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::page::samples,
        wire::pb::{Anchoring, AnchoringChange, Date, Stance},
    };

    #[test]
    fn a_chain_reads_from_the_article_to_the_origin() {
        let mut page = Page::default();
        page.printing(&samples::appearance(), &samples::names());
        assert_eq!(
            page.text(),
            "  “at least 12 boats are believed to be missing”\n  \
               stated, probable by “are believed to”\n  \
               reports ← The mayor (reports) ← Harbour office (asserts)\n"
        );
    }

    #[test]
    fn further_anchors_say_what_they_are_for() {
        let mut appearance = samples::appearance();
        for (purpose, relation_type) in [
            (AnchorPurpose::Unspecified, RelationType::Unspecified),
            (AnchorPurpose::Evidence, RelationType::Unspecified),
            (AnchorPurpose::Relation, RelationType::Unspecified),
            (AnchorPurpose::Relation, RelationType::DerivedFrom),
        ] {
            appearance.anchors.push(Anchor {
                exact: "because".to_owned(),
                purpose: purpose.into(),
                relation_type: relation_type.into(),
                ..appearance.anchors[0].clone()
            });
        }
        appearance.note = "Ask the mayor".to_owned();
        let mut page = Page::default();
        page.printing(&appearance, &samples::names());
        let text = page.text();
        for line in [
            "  with: “because”\n",
            "  evidence: “because”\n",
            "  relation: “because”\n",
            "  derived from: “because”\n",
            "  note: Ask the mayor\n",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }

    #[test]
    fn words_that_stand_in_a_sentence_that_denies_them_say_so() {
        let mut appearance = samples::appearance();
        for (changes, line) in [
            (vec![], ""),
            (
                vec![AnchoringChange::Negation.into()],
                "  sentence around it edited in version 2: negation\n",
            ),
        ] {
            appearance.anchoring = Some(Anchoring {
                outcome: AnchoringOutcome::Unchanged.into(),
                article_version: 2,
                changes,
                ..Anchoring::default()
            });
            let mut page = Page::default();
            page.printing(&appearance, &samples::names());
            let text = page.text();
            assert_eq!(
                text.contains("edited in version"),
                !line.is_empty(),
                "{text}"
            );
            assert!(text.contains(line), "{text}");
        }
    }

    #[test]
    fn an_article_can_speak_for_itself() {
        let mut appearance = samples::appearance();
        appearance.chains.clear();
        appearance.set_article_stance(Stance::Asserts);
        let mut page = Page::default();
        page.printing(&appearance, &samples::names());
        assert!(page.text().ends_with("  asserts, on its own word\n"));
    }

    #[test]
    fn a_hop_is_described_in_full() {
        let mut hop = samples::appearance().chains[0].hops[1].clone();
        hop.set_stance(Stance::DoesNotDeny);
        hop.set_basis(AttributionBasis::Inferred);
        hop.set_record_status(RecordStatus::OnRecord);
        hop.document = "sources/unknown".to_owned();
        hop.said = Some(Date {
            year: 2025,
            month: 4,
            ..Date::default()
        });
        assert_eq!(
            describe(&hop, &samples::names()),
            "does not deny, in sources/unknown, April 2025, on record, inferred"
        );
    }
}
