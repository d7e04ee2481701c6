//! Which known claims texts repeat.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use uuid::Uuid;

use super::{described, search_index::Indexed};
pub use crate::index::matching::{Reason, SharedWord, has_figure};
use crate::{
    app::{
        App, Error,
        turns::{LONG_BYTES, pause},
    },
    domain::{
        resource::{ClaimId, Kind, Name},
        value::{Period, Violation},
    },
    index::{
        self, analysis,
        matching::{Question, SENTENCE_BYTES_MAX, SENTENCES_MAX, matches, parts},
    },
    store::{
        log::Position,
        read::{IncludeDeleted, View, document::whole_document},
    },
};

/// The most claims that are answered for a passage.
pub const MATCHES_MAX: usize = 20;

/// The most bytes of claims and reasons in an answer.
const ANSWER_BYTES_MAX: usize = 3 << 20;

/// The claims that are read at once.
const READ_AT_ONCE: usize = 200;

/// A text that may repeat known claims.
#[derive(Clone, Debug, Default)]
pub struct MatchText {
    /// The text.
    pub text: String,
    /// The tag of its language, or empty.
    pub language: String,
    /// The time that it is about.
    pub period: Option<Period>,
    /// The names that it is about, beyond those in it.
    pub entities: Vec<String>,
    /// The figures that it gives, beyond those in it, as printed.
    pub figures: Vec<String>,
    /// Claims that are left out.
    pub excluded: Vec<ClaimId>,
}

/// What is asked about texts.
#[derive(Clone, Debug)]
pub struct MatchRequest {
    /// The texts.
    pub texts: Vec<MatchText>,
    /// The most claims for each passage.
    pub most: usize,
    /// The least confidence, from 0 to 1.
    pub min_confidence: f64,
    /// Whether retracted claims are matched.
    pub include_retracted: bool,
    /// How claims are returned.
    pub view: View,
    /// The index reflects at least this position.
    pub at_least: Option<Position>,
}

/// A claim that a passage may repeat.
#[derive(Clone, Debug)]
pub struct KnownClaim {
    /// Its document.
    pub doc: Vec<u8>,
    /// The probability that the passage repeats it.
    pub confidence: f64,
    /// What speaks for that, and against it.
    pub reasons: Vec<Reason>,
}

/// A passage of a text, and the claims that it may repeat, the most likely first.
#[derive(Clone, Debug)]
pub struct KnownPassage {
    /// Where it is in the text, in bytes.
    pub range: Range<usize>,
    /// The claims.
    pub claims: Vec<KnownClaim>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The passages of each text that may repeat claims.
    pub texts: Vec<Vec<KnownPassage>>,
    /// The position of the log that the index reflected.
    pub position: Position,
}

/// A match that is not yet read from the store.
struct Found {
    name: Name,
    confidence: f64,
    reasons: Vec<Reason>,
}

/// The matches of each passage of each text.
type Passages = Vec<Vec<(Range<usize>, Vec<Found>)>>;

impl App {
    /// Finds the claims that texts most likely repeat.
    pub async fn match_claims(&self, request: MatchRequest) -> Result<Matched, Error> {
        let indexed = self.search_index().at_least(request.at_least).await?;
        let (view, position) = (request.view, indexed.position);
        let finding = find_all(self.clone(), request, indexed);
        let found = self.turns().work(LONG_BYTES, finding).await??;
        let texts = self.with_documents(found, view).await?;
        Ok(Matched { texts, position })
    }

    /// Reads the claims as they are now. Those that are gone are left out.
    async fn with_documents(
        &self,
        found: Passages,
        view: View,
    ) -> Result<Vec<Vec<KnownPassage>>, Error> {
        let names = found.iter().flatten().flat_map(|(_, found)| found);
        let names: BTreeSet<Name> = names.map(|found| found.name).collect();
        let names: Vec<Name> = names.into_iter().collect();
        let docs = self.claim_documents(&names, view).await?;
        let mut space = ANSWER_BYTES_MAX;
        let mut texts = Vec::with_capacity(found.len());
        for passages in found {
            let mut known = Vec::new();
            for (range, found) in passages {
                let claims = known_claims(found, &docs, &mut space)?;
                if !claims.is_empty() {
                    known.push(KnownPassage { range, claims });
                }
            }
            texts.push(known);
        }
        Ok(texts)
    }

    /// The documents of claims that are neither deleted nor merged, as far as an answer has space
    /// for them.
    pub(super) async fn claim_documents(
        &self,
        names: &[Name],
        view: View,
    ) -> Result<BTreeMap<Name, Vec<u8>>, Error> {
        let mut docs = BTreeMap::new();
        let mut bytes = 0;
        for names in names.chunks(READ_AT_ONCE) {
            let mut reader = self.store().reader().await?;
            let read = reader.documents(Kind::Claim, names, view, IncludeDeleted::Live);
            for (name, stored) in read.await? {
                if stored.merged_into.is_some() {
                    continue;
                }
                let key = (Kind::Claim, view, name.uuid());
                let doc = whole_document(key, stored.doc, stored.standing);
                bytes += doc.len();
                docs.insert(name, doc);
            }
            if bytes > ANSWER_BYTES_MAX {
                return Err(Error::ResponseTooLarge);
            }
        }
        Ok(docs)
    }
}

/// The claims of a passage. Fails if they do not fit into the space that is left.
fn known_claims(
    found: Vec<Found>,
    docs: &BTreeMap<Name, Vec<u8>>,
    space: &mut usize,
) -> Result<Vec<KnownClaim>, Error> {
    let mut claims = Vec::with_capacity(found.len());
    for Found {
        name,
        confidence,
        reasons,
    } in found
    {
        let Some(doc) = docs.get(&name) else { continue };
        let of_reasons: usize = reasons.iter().map(|it| 2 * it.to_string().len()).sum();
        let bytes = doc.len() + of_reasons;
        *space = space.checked_sub(bytes).ok_or(Error::ResponseTooLarge)?;
        claims.push(KnownClaim {
            doc: doc.clone(),
            confidence,
            reasons,
        });
    }
    Ok(claims)
}

/// Refuses more passages than are matched for one request.
fn refuse_too_many(parts: &[Vec<Range<usize>>]) -> Result<(), Error> {
    let count: usize = parts.iter().map(Vec::len).sum();
    if count <= SENTENCES_MAX {
        return Ok(());
    }
    let description = format!(
        "have {count} sentences or more together, but at most {SENTENCES_MAX} are matched; split the request"
    );
    Err(Error::Invalid(vec![Violation::new("texts", description)]))
}

async fn find_all(app: App, request: MatchRequest, indexed: Indexed) -> Result<Passages, Error> {
    let mut all = Vec::with_capacity(request.texts.len());
    for text in &request.texts {
        all.push(parts(&text.text));
        pause().await?;
    }
    refuse_too_many(&all)?;
    let mut found = Vec::with_capacity(all.len());
    for (text, ranges) in request.texts.iter().zip(all) {
        let excluded: Vec<Uuid> = text.excluded.iter().map(|claim| claim.uuid()).collect();
        let mut passages = Vec::new();
        for range in ranges {
            let passage = analysis::beginning(&text.text[range.clone()], SENTENCE_BYTES_MAX);
            let meaning = app.search_index().meaning(passage);
            pause().await?;
            let question = Question {
                text: passage,
                language: &text.language,
                years: text.period.as_ref().and_then(described::years),
                entities: &text.entities,
                figures: &text.figures,
                without: &excluded,
                without_label: (!request.include_retracted).then_some(described::RETRACTED),
                meaning: meaning.as_ref(),
            };
            // A better one can be less certain, and so keep none out.
            let looked_at = match request.min_confidence > 0.0 {
                true => MATCHES_MAX,
                false => request.most,
            };
            let matches = matches(&indexed.snapshot, &question, looked_at)?.into_iter();
            let matches = matches.filter(|it| it.confidence >= request.min_confidence);
            let matches = matches.take(request.most).map(|it| Found {
                name: Name::Claim(ClaimId::new(it.claim.id)),
                confidence: it.confidence,
                reasons: it.reasons,
            });
            passages.push((range, matches.collect()));
            pause().await?;
        }
        found.push(passages);
    }
    Ok(found)
}

/// An index that cannot be read is built anew, so the call can be sent again.
impl From<index::claims::Error> for Error {
    fn from(error: index::claims::Error) -> Self {
        tracing::warn!(%error, "the search index cannot be read");
        Self::IndexNotReady
    }
}
