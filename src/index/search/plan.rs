//! What a query asks of the index: weights of its words, from exact counts.

use std::collections::HashMap;

use tantivy::{
    Term,
    query::{
        Bm25StatisticsProvider, DisjunctionMaxQuery, EmptyQuery, EnableScoring, PhraseQuery, Query,
        TermQuery, TermSetQuery, Weight,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    forms::{Languages, Spoken},
    query::{self, Piece, Wanted},
    scope::Scope,
};
use crate::index::claims::{Error, Kind, Snapshot, Totals};

/// What documents must meet to be found.
pub(super) struct Plan {
    /// What is required, in the order of the query.
    pub required: Vec<Required>,
    /// Of these, documents must have one.
    pub any: Option<Box<dyn Weight>>,
    /// The documents among which is searched.
    pub among: Option<Box<dyn Weight>>,
    /// What documents must not have.
    pub excluded: Vec<Box<dyn Weight>>,
}

/// A word that is required, or what stands for it.
pub(super) struct Required {
    pub weight: Box<dyn Weight>,
    /// The languages whose documents need not have it.
    pub silent: Languages,
}

/// A query of the index, before it has weights.
struct Asked {
    alternatives: Vec<Box<dyn Query>>,
    silent: Languages,
}

impl Plan {
    /// The condition, if there is just one.
    pub fn only(&self) -> Option<&dyn Weight> {
        let has_more = self.any.is_some() || self.among.is_some() || !self.excluded.is_empty();
        match self.required.as_slice() {
            [required] if !has_more && required.silent == 0 => Some(required.weight.as_ref()),
            _ => None,
        }
    }

    /// The plan of a query. There is none if nothing can be found.
    pub fn new(
        snapshot: &Snapshot,
        kind: Kind,
        query: &query::Query,
        scope: &Scope<'_>,
    ) -> Result<Option<Self>, Error> {
        let mut planner = Planner {
            snapshot,
            kind,
            spoken: Spoken::new(snapshot, kind, scope.language),
            counts: HashMap::new(),
        };
        let mut required = Vec::new();
        for alternatives in &query.required {
            let asked = planner.asked(query, alternatives)?;
            let is_missing = asked.alternatives.is_empty();
            match asked.silent {
                Languages::MAX => {}
                0 if is_missing => return Ok(None),
                _ => required.push(asked),
            }
        }
        let is_known = |asked: &Asked| !asked.alternatives.is_empty();
        if !required.iter().any(is_known) {
            return Ok(None);
        }
        let mut excluded = Vec::new();
        for wanted in &query.excluded {
            let asked = planner.asked(query, std::slice::from_ref(wanted))?;
            excluded.extend(asked.alternatives);
        }
        planner.weighed(required, excluded, scope).map(Some)
    }
}

/// Whether nothing is searched for all words of a piece of a query: they are stop words.
pub(super) fn is_silent(
    snapshot: &Snapshot,
    kind: Kind,
    query: &query::Query,
    piece: &Piece,
    language: &str,
) -> Result<bool, Error> {
    let mut planner = Planner {
        snapshot,
        kind,
        spoken: Spoken::new(snapshot, kind, language),
        counts: HashMap::new(),
    };
    for wanted in piece.apart() {
        if planner.spoken.forms(&query.words(&wanted)).silent == 0 {
            return Ok(false);
        }
        let asked = planner.asked(query, &[wanted])?;
        if !asked.alternatives.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

struct Planner<'a> {
    snapshot: &'a Snapshot,
    kind: Kind,
    spoken: Spoken,
    /// How many documents have a term, or the most frequent form of the same word.
    counts: HashMap<Term, u64>,
}

impl Planner<'_> {
    fn asked(&mut self, query: &query::Query, wanted: &[Wanted]) -> Result<Asked, Error> {
        let mut asked = Asked {
            alternatives: Vec::new(),
            silent: Languages::MAX,
        };
        for wanted in wanted {
            let forms = self.spoken.forms(&query.words(wanted));
            asked.silent &= forms.silent;
            let field = self.field(wanted);
            for sequence in self.known(field, forms.sequences)? {
                asked.alternatives.push(match sequence.as_slice() {
                    [(_, term)] => {
                        let term = term.clone();
                        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
                    }
                    _ => Box::new(PhraseQuery::new_with_offset(sequence)),
                });
            }
        }
        Ok(asked)
    }

    fn field(&self, wanted: &Wanted) -> Field {
        let fields = self.snapshot.fields();
        match wanted.part.filter(|part| self.kind.has(*part)) {
            Some(part) => fields.part(part),
            None => fields.words(self.kind),
        }
    }

    /// The sequences all of whose terms some document has. All forms of a word count as the most
    /// frequent one does.
    fn known(
        &mut self,
        field: Field,
        sequences: Vec<Vec<(usize, String)>>,
    ) -> Result<Vec<Vec<(usize, Term)>>, Error> {
        let mut counts: HashMap<Term, u64> = HashMap::new();
        let mut most: HashMap<usize, u64> = HashMap::new();
        let mut known = Vec::new();
        for sequence in sequences {
            let terms = sequence.into_iter();
            let terms = terms.map(|(place, text)| (place, Term::from_field_text(field, &text)));
            let terms: Vec<(usize, Term)> = terms.collect();
            for (place, term) in &terms {
                if !counts.contains_key(term) {
                    let count = self.snapshot.document_count(term)?;
                    counts.insert(term.clone(), count);
                }
                let most = most.entry(*place).or_default();
                *most = counts[term].max(*most);
            }
            if terms.iter().all(|(_, term)| counts[term] > 0) {
                known.push(terms);
            }
        }
        for (place, term) in known.iter().flatten() {
            let count = self.counts.entry(term.clone()).or_default();
            *count = most[place].max(*count);
        }
        Ok(known)
    }

    fn weighed(
        &self,
        required: Vec<Asked>,
        excluded: Vec<Box<dyn Query>>,
        scope: &Scope<'_>,
    ) -> Result<Plan, Error> {
        let statistics = Statistics {
            words: self.snapshot.fields().words(self.kind),
            totals: self.snapshot.totals(self.kind),
            counts: &self.counts,
        };
        let searcher = self.snapshot.searcher();
        let scored = EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
        let plain = EnableScoring::disabled_from_searcher(searcher);
        // Where each word is a stop word of some language, nothing is required of all documents.
        let any = match required.iter().all(|it| it.silent != 0) {
            true => {
                let all = required.iter().flat_map(|it| &it.alternatives);
                let all = all.map(|it| it.box_clone()).collect();
                Some(one_of(all).weight(plain)?)
            }
            false => None,
        };
        let among = scope.among.map(|among| {
            let fields = self.snapshot.fields();
            let terms = among.iter().map(|id| fields.id_term(self.kind, *id));
            TermSetQuery::new(terms).weight(plain)
        });
        let required = required.into_iter().map(|asked| {
            Ok(Required {
                weight: one_of(asked.alternatives).weight(scored)?,
                silent: asked.silent,
            })
        });
        let excluded = excluded.iter().map(|it| it.weight(plain));
        Ok(Plan {
            required: required.collect::<Result<_, Error>>()?,
            any,
            among: among.transpose()?,
            excluded: excluded.collect::<tantivy::Result<_>>()?,
        })
    }
}

/// Finds what one of the queries finds, with the highest of their scores.
fn one_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(DisjunctionMaxQuery::new(queries)),
    }
}

/// The counts as tantivy asks for them.
struct Statistics<'a> {
    words: Field,
    totals: &'a Totals,
    counts: &'a HashMap<Term, u64>,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        // Of parts, no lengths are kept: all are as long as the average.
        Ok(match field == self.words {
            true => self.totals.words,
            false => self.totals.documents,
        })
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.totals.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.counts.get(term).copied().unwrap_or(0))
    }
}
