//! Answers of look-ups that are kept, so that a decision can be made from them again.
//!
//! A decision is a function of what it was given and of what it looked up. So it can be made
//! before anything is looked up, assuming that nothing is stored; the questions that it asks are
//! then answered all at once, however many decisions asked them. If an answer differs from what was
//! assumed, it is made again. And it stands for a transaction with all its locks, if the same
//! questions still have the same answers there.

use std::{
    any::{Any, TypeId},
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::Pin,
};

use super::{connection::Connection, error::Error};
use crate::domain::Timestamp;

/// A question about one thing that may be stored.
pub(super) trait Question: Ord + Clone + Send + Sync + 'static {
    /// The answer. The default means that nothing is stored.
    type Answer: Default + Clone + PartialEq + Send + Sync + 'static;

    /// Answers questions, each of them once. Those to which nothing is stored may be left out.
    fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> impl Future<Output = Result<BTreeMap<Self, Self::Answer>, Error>> + Send;
}

/// The known answers.
#[derive(Default)]
pub struct Known {
    answers: BTreeMap<TypeId, Box<dyn AnyAnswers>>,
    /// Whether unknown answers are assumed to be that nothing is stored, and read later.
    assumes: bool,
    /// Whether something was looked up whose answer is not kept.
    is_partial: bool,
    /// The time of the store. It only goes on, so that a time which had passed by then has
    /// passed.
    pub(super) now: Option<Timestamp>,
}

impl Known {
    /// Knows nothing, and assumes that nothing is stored.
    pub fn assuming() -> Self {
        Self {
            assumes: true,
            ..Self::default()
        }
    }

    /// Begins another decision. It is whole until it looks up what is not kept.
    pub fn begin_decision(&mut self) {
        self.is_partial = false;
    }

    /// No longer assumes anything.
    pub fn stop_assuming(&mut self) {
        self.assumes = false;
    }

    /// Whether all that the decision looked up is known.
    pub fn is_whole(&self) -> bool {
        !self.is_partial
    }

    /// Whether the same questions have the same answers in both.
    pub fn is_same(&self, other: &Self) -> bool {
        let mut all = self.answers.iter();
        self.answers.len() == other.answers.len()
            && all.all(|(of, answers)| {
                let other = other.answers.get(of);
                other.is_some_and(|other| answers.is_same(other.as_ref()))
            })
    }

    /// Notes that something was looked up whose answer is not kept.
    pub(super) fn note_unkept(&mut self) {
        self.is_partial = true;
    }

    /// Answers questions. Those to which nothing is stored are left out.
    pub(super) async fn answers<Q: Question>(
        &mut self,
        connection: &mut Connection,
        questions: BTreeSet<Q>,
    ) -> Result<BTreeMap<Q, Q::Answer>, Error> {
        let mut answers = self.take::<Q>();
        let is_unknown = |question: &&Q| !answers.known.contains_key(question);
        let unknown: BTreeSet<Q> = questions.iter().filter(is_unknown).cloned().collect();
        match self.assumes {
            true => answers.assumed.extend(unknown),
            false => answers.read(connection, unknown).await?,
        }
        let found = answers.found(questions);
        self.answers.insert(TypeId::of::<Q>(), answers);
        Ok(found)
    }

    fn take<Q: Question>(&mut self) -> Box<Answers<Q>> {
        let answers = self.answers.remove(&TypeId::of::<Q>());
        let answers = answers.and_then(|answers| answers.into_any().downcast().ok());
        answers.unwrap_or_default()
    }

    /// Whether answers were assumed that were not read since.
    pub(super) fn has_assumed(&self) -> bool {
        self.answers.values().any(|answers| answers.has_assumed())
    }

    /// Reads the answers that were assumed. Returns whether one differs from what was assumed.
    pub(super) async fn read_assumed(
        &mut self,
        connection: &mut Connection,
    ) -> Result<bool, Error> {
        let mut differs = false;
        for answers in self.answers.values_mut() {
            differs |= answers.read_assumed(connection).await?;
        }
        Ok(differs)
    }

    /// Reads the answers to the same questions. What is not known is read when it is looked up.
    pub(super) async fn read_again(&self, connection: &mut Connection) -> Result<Self, Error> {
        let mut again = Self::default();
        for (of, answers) in &self.answers {
            let answers = answers.read_again(connection).await?;
            again.answers.insert(*of, answers);
        }
        Ok(again)
    }
}

/// The answers to questions of one sort.
struct Answers<Q: Question> {
    known: BTreeMap<Q, Q::Answer>,
    /// The questions whose answers were assumed.
    assumed: BTreeSet<Q>,
}

impl<Q: Question> Default for Answers<Q> {
    fn default() -> Self {
        Self {
            known: BTreeMap::new(),
            assumed: BTreeSet::new(),
        }
    }
}

impl<Q: Question> Answers<Q> {
    async fn read(
        &mut self,
        connection: &mut Connection,
        questions: BTreeSet<Q>,
    ) -> Result<(), Error> {
        if questions.is_empty() {
            return Ok(());
        }
        let mut read = Q::read(connection, questions.clone()).await?;
        self.known.extend(questions.into_iter().map(|question| {
            let answer = read.remove(&question).unwrap_or_default();
            (question, answer)
        }));
        Ok(())
    }

    /// The answers that say that something is stored.
    fn found(&self, questions: BTreeSet<Q>) -> BTreeMap<Q, Q::Answer> {
        let nothing = Q::Answer::default();
        let answer = |question: Q| {
            let answer = self.known.get(&question)?;
            (*answer != nothing).then(|| (question, answer.clone()))
        };
        questions.into_iter().filter_map(answer).collect()
    }
}

type Reading<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// [`Answers`] to questions of any sort.
trait AnyAnswers: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
    fn is_same(&self, other: &dyn AnyAnswers) -> bool;
    fn has_assumed(&self) -> bool;
    /// Reads the answers that were assumed. Returns whether one differs from what was assumed.
    fn read_assumed<'a>(&'a mut self, connection: &'a mut Connection) -> Reading<'a, bool>;
    /// Reads the answers to the same questions.
    fn read_again<'a>(&'a self, connection: &'a mut Connection)
    -> Reading<'a, Box<dyn AnyAnswers>>;
}

impl<Q: Question> AnyAnswers for Answers<Q> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn is_same(&self, other: &dyn AnyAnswers) -> bool {
        let other = other.as_any().downcast_ref::<Self>();
        other.is_some_and(|other| self.known == other.known)
    }

    fn has_assumed(&self) -> bool {
        !self.assumed.is_empty()
    }

    fn read_assumed<'a>(&'a mut self, connection: &'a mut Connection) -> Reading<'a, bool> {
        Box::pin(async move {
            let assumed = std::mem::take(&mut self.assumed);
            self.read(connection, assumed.clone()).await?;
            let nothing = Q::Answer::default();
            let differs = |question: &Q| self.known.get(question) != Some(&nothing);
            Ok(assumed.iter().any(differs))
        })
    }

    fn read_again<'a>(
        &'a self,
        connection: &'a mut Connection,
    ) -> Reading<'a, Box<dyn AnyAnswers>> {
        Box::pin(async move {
            let mut again = Self::default();
            again
                .read(connection, self.known.keys().cloned().collect())
                .await?;
            let again: Box<dyn AnyAnswers> = Box::new(again);
            Ok(again)
        })
    }
}
