//! Words of an appearance that stand within its wording, such as a printed figure.

use super::*;

/// The kinds of difference of a wording with a printed figure.
fn kinds(old: &str, new: &str, words: &str, figure: &str) -> Vec<AnchoringChange> {
    let [before, after] = [old, new].map(|body| VersionText::new(body, ""));
    let quote = |words: &str| {
        let text = before.part(ArticlePart::Body);
        let byte = old.find(words).unwrap();
        let mut anchor = Anchor::default();
        let (start, end) = (text.position(byte), text.position(byte + words.len()));
        anchor.quote(text, start, end);
        anchor
    };
    let appearance = Appearance {
        claim: ClaimId::new(Uuid::nil()),
        article: ArticleId::new(Uuid::nil()),
        article_version: 1,
        anchoring: None,
        printing: Printing {
            anchors: vec![quote(words)],
            printed_figures: vec![quote(figure)],
            ..Printing::default()
        },
    };
    let version = NewVersion {
        version: 2,
        earlier: BTreeMap::from([(1, VersionAlignment::new(&before, &after, "en"))]),
    };
    let anchoring = version.find(&appearance).anchoring.unwrap();
    assert_eq!(anchoring.outcome, AnchoringOutcome::Changed);
    anchoring.changes.iter().collect()
}

const OLD: &str = "The service had pieced it together: at least 155 of their compatriots are \
    believed to be fighting for Moscow. How many there really are is uncertain.";

#[test]
fn a_printed_figure_that_is_gone_from_a_changed_wording_is_told_by_the_wording() {
    let words = "at least 155 of their compatriots are believed to be fighting for Moscow";
    let new = OLD.replace("155", "156");
    assert_eq!(kinds(OLD, &new, words, "155"), [AnchoringChange::Figure]);
}

#[test]
fn a_printed_figure_that_is_gone_from_elsewhere_is_wording() {
    let words = "How many there really are is uncertain";
    let new = OLD.replace("at least 155 of their compatriots are", "many are");
    assert_eq!(kinds(OLD, &new, words, "155"), [AnchoringChange::Wording]);
}
