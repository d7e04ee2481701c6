//! A text that is asked about, in the form in which it is compared with claims.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
    ops::Range,
};

use uuid::Uuid;

use super::{mentions::Mentions, sentences::sentences, wording::words_of};
use crate::index::{
    analysis::{self, Language, Post, Term, grams::grams},
    claims::{IndexedClaim, Snapshot, WeightedTerm, Years},
    embeddings::Meaning,
};

/// How much the name of a post's author counts beside what it says. Claims often name who said
/// something, where the post does not.
const AUTHOR_WEIGHT: f32 = 0.7;

/// How much a name counts that the text is about and does not say.
const ENTITY_WEIGHT: f32 = 0.7;

/// How much the date of a post counts.
const DATE_WEIGHT: f32 = 0.4;

/// The most languages of claims in which a text is tried whose language cannot be told.
const LANGUAGES_MAX: usize = 16;

/// By which share of its words more are known in a language than in those that more claims have.
const CLEARLY_MORE: f32 = 0.2;

/// The most terms that candidates are searched by.
const TERMS_MAX: usize = 200;

/// A text, and what is known about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// The text: a sentence or a post.
    pub text: &'a str,
    /// The tag of its language. If it is empty, the language is told from the text. If that
    /// cannot be told, it is the language that most claims have, or another one in which clearly more of its
    /// words are known.
    pub language: &'a str,
    /// The years that it is about, if it does not say so itself.
    pub years: Option<Years>,
    /// The names of people, things and places that it is about, beyond those in it.
    pub entities: &'a [String],
    /// Figures that it gives, beyond those in it, as printed.
    pub figures: &'a [String],
    /// Claims that are not answered: the one that the text was taken from, for example.
    pub without: &'a [Uuid],
    /// Claims with this label are not answered either.
    pub without_label: Option<&'a str>,
    /// What the text means, if there is an encoder.
    pub meaning: Option<&'a Meaning>,
}

/// A text in the form in which it is compared.
pub(super) struct Asked {
    /// What the text says, without addresses and the line of its author.
    pub said: String,
    /// The sentences of that, in bytes.
    pub sentences: Vec<Range<usize>>,
    /// The tag of its language.
    pub tag: String,
    /// Whether that could not be told from the text alone.
    is_tag_assumed: bool,
    /// The terms of what it says, each once, in the order in which they stand.
    pub terms: Vec<Term>,
    /// All terms that candidates are searched by, each once.
    pub weighted: Vec<WeightedTerm>,
    /// The texts of these terms.
    pub searched: HashSet<String>,
    /// The different grams, in order.
    pub grams: BTreeSet<u32>,
    /// The figures and the times in it.
    pub mentions: Mentions,
    /// Its words beside these, in its language.
    words: Vec<String>,
    /// What it is about beyond what it says.
    years: Option<Years>,
    figures: Vec<String>,
}

/// The language of a text, and what the text mentions in it.
pub(super) struct Reading<'a> {
    pub tag: &'a str,
    pub mentions: Cow<'a, Mentions>,
}

impl Asked {
    pub fn new(question: &Question<'_>, snapshot: &Snapshot) -> Self {
        let post = Post::of(analysis::beginning(question.text, analysis::TEXT_BYTES_MAX));
        let told = match question.language {
            "" => analysis::told(&post.said),
            given => Some(given),
        };
        let tag = told.or_else(|| likely_language(&post.said, snapshot));
        let tag = tag.unwrap_or_default();
        let language = Language::of(tag, &post.said);
        let once = |text: &str| {
            let mut seen = HashSet::new();
            let terms = analysis::terms(text, language).into_iter();
            let terms = terms.filter(|term| seen.insert(term.text.clone()));
            terms.collect::<Vec<Term>>()
        };
        let terms = once(&post.said);
        let others = [(&post.authors, AUTHOR_WEIGHT), (&post.dates, DATE_WEIGHT)];
        let mut seen: HashSet<String> = terms.iter().map(|it| it.text.clone()).collect();
        let mut weighted: Vec<WeightedTerm> = terms.iter().map(|it| weigh(it, 1.0)).collect();
        for (text, weight) in others {
            let terms = once(text).into_iter();
            let terms = terms.filter(|term| seen.insert(term.text.clone()));
            weighted.extend(terms.map(|term| weigh(&term, weight)));
        }
        for name in question.entities {
            let terms = once(name).into_iter();
            let terms = terms.filter(|term| seen.insert(term.text.clone()));
            weighted.extend(terms.map(|term| weigh(&term, ENTITY_WEIGHT)));
        }
        weighted.truncate(TERMS_MAX);
        let mentions = mentions(&post.said, tag, question.years, question.figures);
        let words = words_of(&post.said, tag, &mentions);
        let of_both = grams(&post.said).into_iter().chain(grams(&post.authors));
        Self {
            grams: of_both.collect(),
            sentences: sentences(&post.said),
            said: post.said,
            tag: tag.to_owned(),
            is_tag_assumed: told.is_none(),
            terms,
            searched: weighted.iter().map(|it| it.text.clone()).collect(),
            weighted,
            mentions,
            words,
            years: question.years,
            figures: question.figures.to_vec(),
        }
    }

    /// How the text is read beside a claim: in the language of the claim, if its own could not be
    /// told. So a few words are enough to tell their figures and negations apart.
    pub fn beside<'a>(&'a self, claim: &'a IndexedClaim) -> Reading<'a> {
        let tag = claim.language.as_str();
        match self.is_tag_assumed && !tag.is_empty() && tag != self.tag {
            true => Reading {
                tag,
                mentions: Cow::Owned(mentions(&self.said, tag, self.years, &self.figures)),
            },
            false => Reading {
                tag: &self.tag,
                mentions: Cow::Borrowed(&self.mentions),
            },
        }
    }

    /// The words of the text in a language, beside what it mentions in it.
    pub fn words_in(&self, tag: &str, mentions: &Mentions) -> Cow<'_, [String]> {
        match tag == self.tag {
            true => Cow::Borrowed(&self.words),
            false => Cow::Owned(words_of(&self.said, tag, mentions)),
        }
    }
}

/// The language that most claims have, or another one in which clearly more of the words of a text stand
/// in claims.
fn likely_language<'a>(said: &str, snapshot: &'a Snapshot) -> Option<&'a str> {
    let known = |tag: &str| {
        let terms = analysis::terms(said, Language::of(tag, said));
        let known = terms.iter().filter(|it| snapshot.term_count(&it.text) > 0);
        known.count() as f32 / terms.len().max(1) as f32
    };
    let mut likely = None;
    for tag in snapshot.languages().take(LANGUAGES_MAX) {
        let known = known(tag);
        if likely.is_none_or(|(most, _)| known > most + CLEARLY_MORE) {
            likely = Some((known, tag));
        }
    }
    likely.map(|(_, tag)| tag)
}

/// What a text in a language mentions, with what it is known to be about.
fn mentions(said: &str, tag: &str, years: Option<Years>, figures: &[String]) -> Mentions {
    let mut mentions = Mentions::of(said, tag);
    mentions.add_years(years);
    for figure in figures {
        mentions.add_figures(figure, tag);
    }
    mentions
}

fn weigh(term: &Term, weight: f32) -> WeightedTerm {
    WeightedTerm {
        text: term.text.clone(),
        weight,
    }
}
