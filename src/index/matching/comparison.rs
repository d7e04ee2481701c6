//! A text and one claim, compared: what they share, and what tells them apart.

use std::collections::{BTreeSet, HashSet};

use super::{
    denials::{Denials, nearest},
    likeness::{Differences, Likeness, likeness},
    mentions::Mentions,
    question::{Asked, Reading},
    reason::{Reason, SharedWord},
    wording::{is_in_order, say_as_much, words_among},
};
use crate::{
    domain::passage::{AnchoringChange, Passage, Wording},
    index::{
        analysis::{self, Language, Term},
        claims::{IndexedClaim, Snapshot},
    },
};

/// The share of the information of both that is covered where a text is the same sentence.
const SAME_SENTENCE: f32 = 0.75;

/// The share that is covered where the wording is nearly the same.
const NEARLY_IDENTICAL: f32 = 0.9;

/// The share of a claim's information that a text has which may deny the claim in other words.
const SAME_SUBJECT: f32 = 0.5;

/// The most words that are named as shared.
const WORDS_NAMED: usize = 8;

/// The longest texts whose wording is compared, in bytes.
const WORDING_BYTES_MAX: usize = 1_000;

/// What was found by comparing a text with a claim.
pub(super) struct Comparison {
    /// The share of the information in the text that the claim has.
    pub text_covered: f32,
    /// The share of the information in the claim that the text has.
    pub claim_covered: f32,
    /// Whether it is the same sentence, apart from figures and negations.
    pub is_same_sentence: bool,
    pub has_other_times: bool,
    pub has_other_figures: bool,
    has_same_figures: bool,
    pub is_opposite: bool,
    /// Whether only one of them denies something.
    pub has_other_denials: bool,
    /// What the text is to the claim.
    pub likeness: Option<Likeness>,
    pub reasons: Vec<Reason>,
    /// The different terms of the claim, in order.
    pub terms: Vec<String>,
}

/// Compares a text with a claim.
pub(super) fn compare(asked: &Asked, claim: &IndexedClaim, snapshot: &Snapshot) -> Comparison {
    let language = Language::of(&claim.language, &claim.statement);
    let texts = claim.texts().take(TEXTS_COMPARED);
    let texts: Vec<Side<'_>> = texts
        .map(|text| Side::new(text, language, &asked.searched, snapshot))
        .collect();
    let mut terms: Vec<String> = texts
        .iter()
        .flat_map(|it| it.terms.iter().cloned())
        .collect();
    terms.sort_unstable();
    terms.dedup();
    let has = |term: &Term| terms.binary_search(&term.text).is_ok();
    let information = |terms: &mut dyn Iterator<Item = &Term>| -> f32 {
        terms.map(|it| snapshot.term_information(&it.text)).sum()
    };
    let all = information(&mut asked.terms.iter());
    let shared = information(&mut asked.terms.iter().filter(|it| has(it)));
    let closest = texts.iter().max_by(|a, b| a.covered.total_cmp(&b.covered));
    let mut found = Comparison {
        text_covered: shared / all.max(f32::MIN_POSITIVE),
        claim_covered: closest.map_or(0.0, |it| it.covered),
        is_same_sentence: false,
        has_other_times: false,
        has_other_figures: false,
        has_same_figures: false,
        is_opposite: false,
        has_other_denials: false,
        likeness: None,
        reasons: shared_words(asked, &has, snapshot).into_iter().collect(),
        terms: Vec::new(),
    };
    if let Some(closest) = closest {
        let shared: Vec<&Term> = asked.terms.iter().filter(|it| has(it)).collect();
        found.compare_wording(asked, claim, (closest, &shared), snapshot);
    }
    let names = claim.entities.iter().filter(|name| {
        let terms = analysis::terms(name, language);
        !terms.is_empty() && terms.iter().all(|it| asked.searched.contains(&it.text))
    });
    let names: Vec<String> = names.cloned().collect();
    if !names.is_empty() {
        found.reasons.push(Reason::SameEntities(names));
    }
    found.terms = terms;
    found
}

/// The most texts of a claim that are compared.
const TEXTS_COMPARED: usize = 8;

/// One of the texts of a claim.
struct Side<'a> {
    text: &'a str,
    /// Its terms, in the order in which they stand.
    all: Vec<Term>,
    /// Its different terms.
    terms: BTreeSet<String>,
    /// The share of its information that the text has that is asked about.
    covered: f32,
}

impl<'a> Side<'a> {
    fn new(
        text: &'a str,
        language: &Language,
        searched: &HashSet<String>,
        snapshot: &Snapshot,
    ) -> Self {
        let all = analysis::terms(text, language);
        // Sums depend on the order, which is the same everywhere.
        let terms: BTreeSet<String> = all.iter().map(|it| it.text.clone()).collect();
        let (mut whole, mut shared) = (0.0, 0.0);
        for term in &terms {
            let information = snapshot.term_information(term);
            whole += information;
            if searched.contains(term) {
                shared += information;
            }
        }
        Self {
            text,
            all,
            terms,
            covered: shared / whole.max(f32::MIN_POSITIVE),
        }
    }
}

impl Comparison {
    /// Whether nothing that could tell them apart is the same: none of the times, or none of the
    /// figures.
    pub fn may_be_another_claim(&self) -> bool {
        self.has_other_times || self.has_other_figures && !self.has_same_figures
    }

    /// Compares with the text of the claim that is closest.
    fn compare_wording(
        &mut self,
        asked: &Asked,
        claim: &IndexedClaim,
        (closest, shared_terms): (&Side<'_>, &[&Term]),
        snapshot: &Snapshot,
    ) {
        let mut mentions = Mentions::of(closest.text, &claim.language);
        mentions.add_years(claim.years);
        for figure in &claim.figures {
            mentions.add_figures(figure, &claim.language);
        }
        let Reading {
            tag,
            mentions: read,
        } = asked.beside(claim);
        let ours = asked.words_in(tag, &read);
        let theirs = words_among(closest.text, &closest.all, &claim.language, &mentions);
        let information = |terms: &mut dyn Iterator<Item = &String>| -> f32 {
            terms.map(|it| snapshot.term_information(it)).sum()
        };
        let (our_set, their_set) = (different(&ours), different(&theirs));
        let shared = information(&mut our_set.intersection(&their_set).copied());
        let [our_sum, their_sum] =
            [&our_set, &their_set].map(|words| information(&mut words.iter().copied()));
        let most = our_sum.max(their_sum);
        let alike = shared / most.max(f32::MIN_POSITIVE);
        self.is_same_sentence = alike >= SAME_SENTENCE;
        let mut changes = None;
        if self.is_same_sentence && asked.said.len().max(closest.text.len()) <= WORDING_BYTES_MAX {
            let passage = |words| Passage {
                words,
                ..Passage::default()
            };
            let (said, text) = (asked.said.trim(), closest.text.trim());
            let tag = match tag {
                "" => claim.language.as_str(),
                tag => tag,
            };
            let wording = Wording::new(tag, text, said);
            changes = Some(wording.changes(&passage(text), &passage(said)));
        }
        let changed = |kind| changes.is_some_and(|it| it.contains(kind));
        let is_replaced =
            changed(AnchoringChange::Figure) && has_as_many_words(&asked.said, closest.text);
        self.compare_times(&read, &mentions);
        self.compare_figures(&read, &mentions, is_replaced);
        if changed(AnchoringChange::Negation) {
            self.is_opposite = true;
            self.reasons.push(Reason::Opposite);
        } else if closest.covered >= SAME_SUBJECT {
            let said = nearest(&asked.said, &asked.sentences, shared_terms);
            self.compare_denials((said, tag), (closest.text, &claim.language));
        }
        let differences = Differences {
            has_same_words: is_in_order(&ours, &theirs)
                && say_as_much(&asked.said, closest.text, tag),
            has_other_denials: self.has_other_denials,
            has_other_times: self.has_other_times,
            has_other_figures: self.has_other_figures,
            is_opposite: self.is_opposite,
        };
        self.likeness = likeness(&differences, &read, &mentions);
        let differs = self.is_opposite
            || self.has_other_denials
            || self.has_other_times
            || self.has_other_figures;
        if alike >= NEARLY_IDENTICAL && !differs {
            self.reasons.push(Reason::NearlyIdentical);
        }
    }

    fn compare_denials(&mut self, text: (&str, &str), claim: (&str, &str)) {
        if let Some(Denials { text, claim }) = Denials::of(text, claim) {
            self.has_other_denials = true;
            self.reasons.push(Reason::Denial { text, claim });
        }
    }

    fn compare_times(&mut self, read: &Mentions, mentions: &Mentions) {
        let shared = read.shared_years(mentions);
        if !shared.is_empty() {
            self.reasons.push(Reason::SameYears(shared));
        }
        if let Some((text, claim)) = read.other_times(mentions, self.is_same_sentence) {
            self.has_other_times = true;
            self.reasons.push(Reason::OtherTimes { text, claim });
        }
    }

    fn compare_figures(&mut self, read: &Mentions, mentions: &Mentions, has_changed: bool) {
        let shared = read.shared_figures(mentions);
        if !shared.is_empty() {
            self.has_same_figures = true;
            self.reasons.push(Reason::SameFigures(shared));
        }
        let other = read.other_figures(mentions, self.is_same_sentence);
        // A changed year was told already.
        let other = other.or_else(|| {
            let is_word = has_changed && !self.has_other_times;
            is_word.then(|| (String::new(), String::new()))
        });
        if let Some((text, claim)) = other {
            self.has_other_figures = true;
            self.reasons.push(Reason::OtherFigure { text, claim });
        }
    }
}

fn different(words: &[String]) -> BTreeSet<&String> {
    words.iter().collect()
}

/// Whether two texts without digits have as many words. If a figure changed, then one word took
/// the place of another, and none was added.
fn has_as_many_words(left: &str, right: &str) -> bool {
    let has_digits = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let words = |text: &str| text.split_whitespace().count();
    !has_digits(left) && !has_digits(right) && words(left) == words(right)
}

/// The words that both have, the rarest first.
fn shared_words(asked: &Asked, has: &dyn Fn(&Term) -> bool, snapshot: &Snapshot) -> Option<Reason> {
    let shared = asked.terms.iter().filter(|term| has(term));
    let shared = shared.map(|term| SharedWord {
        word: asked.said[term.start..term.end].to_owned(),
        claims: snapshot.term_count(&term.text),
    });
    let mut shared: Vec<SharedWord> = shared.collect();
    shared.sort_by_key(|it| it.claims);
    shared.truncate(WORDS_NAMED);
    (!shared.is_empty()).then_some(Reason::SharedWords(shared))
}
