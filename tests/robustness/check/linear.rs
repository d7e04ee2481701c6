//! A checker of linearisability as Wing and Gong described it, with the memory that Lowe added: it
//! looks for an order of the operations of one object that its model accepts, and in which an operation
//! that had ended before another one began is before it.

use std::{collections::HashSet, fmt::Debug, hash::Hash};

/// An object of which one operation after the other is tried.
pub trait Model {
    type State: Clone + Eq + Hash + Debug;
    type Operation: Debug;

    /// The state before all operations.
    fn initial() -> Self::State;

    /// The state after an operation; `None` if it cannot have happened in this one.
    fn after(state: &Self::State, operation: &Self::Operation) -> Option<Self::State>;
}

/// An operation that took effect at some moment between its begin and its end.
#[derive(Clone, Debug)]
pub struct Timed<O> {
    pub begin: u64,
    /// [`u64::MAX`] if nobody knows that it has ended.
    pub end: u64,
    pub operation: O,
}

/// Looks for an order. Returns, if there is none, how far it came at best.
pub fn check<M: Model>(mut operations: Vec<Timed<M::Operation>>) -> Result<(), String> {
    operations.sort_by_key(|it| it.begin);
    let mut search = Search::<M> {
        operations,
        seen: HashSet::new(),
        best: None,
    };
    let done = Done::new(search.operations.len());
    match search.run(done, M::initial()) {
        true => Ok(()),
        false => Err(search.best.map_or_else(String::new, |(_, words)| words)),
    }
}

/// Which operations have taken effect.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Done {
    bits: Vec<u64>,
    count: usize,
    /// All before this one have.
    first: usize,
}

impl Done {
    fn new(count: usize) -> Self {
        Self {
            bits: vec![0; count.div_ceil(64)],
            count: 0,
            first: 0,
        }
    }

    fn has(&self, number: usize) -> bool {
        self.bits[number / 64] >> (number % 64) & 1 == 1
    }

    fn add(&mut self, number: usize, all: usize) {
        self.bits[number / 64] |= 1 << (number % 64);
        self.count += 1;
        while self.first < all && self.has(self.first) {
            self.first += 1;
        }
    }
}

struct Search<M: Model> {
    operations: Vec<Timed<M::Operation>>,
    seen: HashSet<(Done, M::State)>,
    /// The most operations that had an order, and what could not follow then.
    best: Option<(usize, String)>,
}

impl<M: Model> Search<M> {
    fn run(&mut self, done: Done, state: M::State) -> bool {
        let mut open = vec![(done, state)];
        while let Some((mut done, state)) = open.pop() {
            self.take_reads(&mut done, &state);
            if done.count == self.operations.len() {
                return true;
            }
            if !self.seen.insert((done.clone(), state.clone())) {
                continue;
            }
            let next = self.next(&done);
            self.note(&done, &state, &next);
            for number in next {
                let Some(after) = M::after(&state, &self.operations[number].operation) else {
                    continue;
                };
                let mut done = done.clone();
                done.add(number, self.operations.len());
                open.push((done, after));
            }
        }
        false
    }

    /// Lets take effect whatever fits and changes nothing: that is never too early.
    fn take_reads(&self, done: &mut Done, state: &M::State) {
        loop {
            let next = self.next(done);
            let fits = next.into_iter().find(|number| {
                let operation = &self.operations[*number].operation;
                M::after(state, operation).as_ref() == Some(state)
            });
            match fits {
                Some(number) => done.add(number, self.operations.len()),
                None => return,
            }
        }
    }

    /// The operations that can be next: those that began before all others have ended.
    fn next(&self, done: &Done) -> Vec<usize> {
        let mut next = Vec::new();
        let mut end = u64::MAX;
        for (number, it) in self.operations.iter().enumerate().skip(done.first) {
            if it.begin > end {
                break;
            }
            if !done.has(number) {
                next.push(number);
                end = end.min(it.end);
            }
        }
        next
    }

    fn note(&mut self, done: &Done, state: &M::State, next: &[usize]) {
        if self
            .best
            .as_ref()
            .is_none_or(|(count, _)| *count < done.count)
        {
            let next: Vec<&Timed<M::Operation>> =
                next.iter().map(|it| &self.operations[*it]).collect();
            let words = format!(
                "after {} of {} operations it is {state:?}, and none of these can follow: {next:#?}",
                done.count,
                self.operations.len()
            );
            self.best = Some((done.count, words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A register: writes set it, and reads see it.
    struct Register;

    #[derive(Clone, Debug)]
    enum Access {
        Write(u8),
        Read(u8),
    }

    impl Model for Register {
        type State = u8;
        type Operation = Access;

        fn initial() -> u8 {
            0
        }

        fn after(state: &u8, operation: &Access) -> Option<u8> {
            match operation {
                Access::Write(value) => Some(*value),
                Access::Read(value) => (value == state).then_some(*state),
            }
        }
    }

    fn at(begin: u64, end: u64, operation: Access) -> Timed<Access> {
        Timed {
            begin,
            end,
            operation,
        }
    }

    fn is_linearisable(operations: Vec<Timed<Access>>) -> bool {
        check::<Register>(operations).is_ok()
    }

    #[test]
    fn what_overlaps_can_come_in_any_order() {
        use Access::{Read, Write};
        let both = vec![
            at(0, 10, Write(1)),
            at(0, 10, Write(2)),
            at(11, 12, Read(1)),
        ];
        assert!(is_linearisable(both));
        let during = vec![at(0, 10, Write(1)), at(1, 2, Read(0)), at(3, 4, Read(1))];
        assert!(is_linearisable(during));
    }

    #[test]
    fn a_read_may_neither_be_stale_nor_see_the_future_nor_go_back() {
        use Access::{Read, Write};
        assert!(!is_linearisable(vec![
            at(0, 1, Write(1)),
            at(2, 3, Read(0))
        ]));
        assert!(!is_linearisable(vec![
            at(0, 1, Read(1)),
            at(2, 3, Write(1))
        ]));
        let back = vec![at(0, 10, Write(1)), at(1, 2, Read(1)), at(3, 4, Read(0))];
        assert!(!is_linearisable(back));
    }

    #[test]
    fn what_nobody_knows_can_take_effect_at_any_later_time() {
        use Access::{Read, Write};
        let late = vec![
            at(0, u64::MAX, Write(1)),
            at(5, 6, Read(0)),
            at(7, 8, Read(1)),
        ];
        assert!(is_linearisable(late));
        let early = vec![at(5, u64::MAX, Write(1)), at(0, 1, Read(1))];
        assert!(!is_linearisable(early));
    }

    #[test]
    fn a_wrong_choice_is_taken_back() {
        use Access::{Read, Write};
        let choice = vec![
            at(0, 100, Write(1)),
            at(0, 100, Write(2)),
            at(0, 100, Write(3)),
            at(101, 102, Read(2)),
            at(101, 200, Write(4)),
            at(201, 202, Read(4)),
        ];
        assert!(is_linearisable(choice));
    }
}
