//! One printing of a claim in words: how it is put, and on whose word.

use super::{Page, listed, names::Names, quoted, times, words};
use crate::wire::pb::{
    AnchoringOutcome, Appearance, ArticlePart, AttributionBasis, AttributionChain, Hop,
    RecordStatus,
};

impl Page {
    /// The words, how they are put, and a line for each chain of sources.
    pub(super) fn printing(&mut self, appearance: &Appearance, names: &Names) {
        for (index, anchor) in appearance.anchors.iter().enumerate() {
            let place = match (index, anchor.part()) {
                (_, ArticlePart::Headline) => "headline: ",
                (0, _) => "",
                _ => "with: ",
            };
            self.detail(&format!("{place}{}", quoted(&anchor.exact)));
        }
        self.detail(&upsert(appearance));
        if let Some(anchored) = anchored(appearance) {
            self.detail(&anchored);
        }
        let article = words(appearance.article_stance().as_str_name(), "STANCE_");
        if appearance.chains.is_empty() {
            self.detail(&format!("{article}, on its own word"));
        }
        for chain in &appearance.chains {
            self.detail(&format!("{article}{}", on_whose_word(chain, names)));
        }
    }
}

/// What became of the words when the article was edited, where something did.
fn anchored(appearance: &Appearance) -> Option<String> {
    let anchoring = appearance.anchoring.as_ref()?;
    let version = anchoring.article_version;
    match anchoring.outcome() {
        AnchoringOutcome::Orphaned => Some(format!("not found any more in version {version}")),
        AnchoringOutcome::Changed => Some(format!("edited in version {version}")),
        AnchoringOutcome::Moved | AnchoringOutcome::Unchanged | AnchoringOutcome::Unspecified => {
            None
        }
    }
}

/// Form, modality and hedge.
fn upsert(appearance: &Appearance) -> String {
    let form = words(appearance.form().as_str_name(), "APPEARANCE_FORM_");
    let modality = words(appearance.modality().as_str_name(), "MODALITY_");
    let upsert = listed([form, modality]);
    match appearance.hedge.is_empty() {
        true => upsert,
        false => format!("{upsert} by {}", quoted(&appearance.hedge)),
    }
}

/// The hops from the speaker nearest the article to the origin.
fn on_whose_word(chain: &AttributionChain, names: &Names) -> String {
    let hops = chain.hops.iter();
    hops.map(|hop| format!(" ← {} ({})", names.source(&hop.source), said(hop, names)))
        .collect()
}

fn said(hop: &Hop, names: &Names) -> String {
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
    listed([
        words(hop.stance().as_str_name(), "STANCE_"),
        document,
        hop.said.as_ref().map_or(String::new(), times::date),
        record,
        basis,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::page::samples,
        wire::pb::{Date, Stance},
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
    fn an_article_can_speak_for_itself() {
        let mut appearance = samples::appearance();
        appearance.chains.clear();
        appearance.set_article_stance(Stance::Asserts);
        let mut page = Page::default();
        page.printing(&appearance, &samples::names());
        assert!(page.text().ends_with("  asserts, on its own word\n"));
    }

    #[test]
    fn what_is_known_of_a_hop_is_told() {
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
            said(&hop, &samples::names()),
            "does not deny, in sources/unknown, April 2025, on record, inferred"
        );
    }
}
