//! Keeps a policy and the keys of its issuers as they are now, while the server runs.

use std::{sync::Arc, time::Duration};

use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval},
};

use super::{
    authenticator::{Authenticator, State, parse_policy},
    fetch::{self, FetchError},
    file,
    issuer::{Issuer, KeySource},
    keys::Keys,
    policy::Policy,
};
use crate::domain::value::causes;

/// How often files are read again.
const FILES_EVERY: Duration = Duration::from_secs(3);

/// How often issuers are asked for their keys.
const KEYS_EVERY: Duration = Duration::from_secs(300);

/// The shortest time between two questions to an issuer, however many unknown keys tokens are signed
/// with.
const ASKED_MIN: Duration = Duration::from_secs(10);

/// The keys of an issuer, and when they were last looked for.
struct Followed {
    issuer: Issuer,
    keys: Option<Arc<Keys>>,
    /// When its address was asked last.
    asked: Option<Instant>,
    is_being_asked: bool,
    /// Why the last look failed, which is said once.
    failed: Option<String>,
    /// What its file had when it was read last.
    file: Option<Vec<u8>>,
}

/// The policy and the keys that were read last.
struct Follower {
    authenticator: Authenticator,
    policy: Arc<Policy>,
    /// What its file had. Empty if it could not be read.
    text: Vec<u8>,
    issuers: Vec<Followed>,
    /// Answers of issuers that are waited for.
    answers: JoinSet<(Issuer, Result<Keys, FetchError>)>,
}

impl Authenticator {
    /// How many keys each issuer of the policy has, by its name, or why they cannot be had.
    pub async fn look_for_keys(&self) -> Vec<(String, Result<usize, String>)> {
        let mut found = Vec::new();
        for issuer in &self.state().policy.issuers {
            let keys = fetch::keys(issuer).await;
            let keys = keys
                .map(|keys| keys.count())
                .map_err(|error| causes(&error));
            found.push((issuer.name.clone(), keys));
        }
        found
    }

    /// Follows the files of the policy and the keys of its issuers, until the future is dropped.
    pub async fn follow(self) {
        let first = self.state();
        let issuers = first.policy.issuers.iter().cloned().zip(&first.keys);
        let mut follower = Follower {
            text: self.shared().text.clone(),
            policy: first.policy.clone(),
            issuers: issuers
                .map(|(issuer, keys)| Followed::new(issuer, keys.clone()))
                .collect(),
            answers: JoinSet::new(),
            authenticator: self,
        };
        let mut files = interval(FILES_EVERY);
        files.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let wanted = follower.authenticator.shared().wanted.notified();
            let is_changed = tokio::select! {
                _ = files.tick() => follower.read_files(),
                () = wanted => {
                    follower.ask(true);
                    false
                }
                Some(Ok((issuer, keys))) = follower.answers.join_next() => {
                    follower.answered(&issuer, keys)
                }
            };
            if is_changed {
                follower.publish();
            }
        }
    }
}

impl Follower {
    /// Reads the policy and files with keys again, and asks issuers if it is time to. Whether
    /// anything is another.
    fn read_files(&mut self) -> bool {
        let mut is_changed = false;
        if let Some(policy) = self.other_policy() {
            self.issuers = carried_over(std::mem::take(&mut self.issuers), &policy);
            self.policy = Arc::new(policy);
            is_changed = true;
        }
        for followed in &mut self.issuers {
            is_changed |= followed.read_file();
        }
        self.ask(false);
        is_changed
    }

    /// The policy in the file, if it is another one and can be used.
    fn other_policy(&mut self) -> Option<Policy> {
        let path = &self.authenticator.shared().path;
        let now = match file::read(path) {
            Ok(now) => now,
            Err(error) => {
                if !self.text.is_empty() {
                    tracing::error!(%error, "the policy cannot be read: the last one still holds");
                    self.text.clear();
                }
                return None;
            }
        };
        if now == self.text {
            return None;
        }
        let parsed = parse_policy(path, &now);
        self.text = now;
        match parsed {
            Ok(policy) => {
                tracing::info!("the policy has changed");
                Some(policy)
            }
            Err(error) => {
                let error = causes(&error);
                tracing::error!(
                    error,
                    "the policy was not changed: the last one still holds"
                );
                None
            }
        }
    }

    /// Asks the issuers whose keys are due, each in a task of its own.
    fn ask(&mut self, is_wanted: bool) {
        for followed in &mut self.issuers {
            if followed.is_due(is_wanted) {
                followed.asked = Some(Instant::now());
                followed.is_being_asked = true;
                let issuer = followed.issuer.clone();
                self.answers.spawn(async move {
                    let keys = fetch::keys(&issuer).await;
                    (issuer, keys)
                });
            }
        }
    }

    /// Takes the answer of an issuer. Whether its keys may be others.
    fn answered(&mut self, issuer: &Issuer, keys: Result<Keys, FetchError>) -> bool {
        let mut issuers = self.issuers.iter_mut();
        // Another policy may be there meanwhile.
        let same = issuers.find(|it| it.issuer.has_keys_of(issuer));
        same.is_some_and(|followed| {
            followed.is_being_asked = false;
            followed.take(keys)
        })
    }

    fn publish(&self) {
        let keys = self.issuers.iter().map(|it| it.keys.clone()).collect();
        self.authenticator
            .change(State::new(self.policy.clone(), keys));
    }
}

impl Followed {
    fn new(issuer: Issuer, keys: Option<Arc<Keys>>) -> Self {
        Self {
            issuer,
            keys,
            asked: None,
            is_being_asked: false,
            failed: None,
            file: None,
        }
    }

    /// Reads its file again, if its keys are in one. Whether they are others.
    fn read_file(&mut self) -> bool {
        let KeySource::File(path) = &self.issuer.keys else {
            return false;
        };
        let now = file::read(path).map_err(FetchError::from);
        if now
            .as_ref()
            .is_ok_and(|now| Some(now) == self.file.as_ref())
        {
            return false;
        }
        let keys = now.and_then(|now| {
            let keys = Keys::read(&now);
            self.file = Some(now);
            Ok(keys?)
        });
        self.take(keys)
    }

    fn is_due(&self, is_wanted: bool) -> bool {
        if self.is_being_asked || matches!(self.issuer.keys, KeySource::File(_)) {
            return false;
        }
        let is_missed = is_wanted || self.failed.is_some() || self.keys.is_none();
        let every = if is_missed { ASKED_MIN } else { KEYS_EVERY };
        self.asked.is_none_or(|asked| asked.elapsed() >= every)
    }

    /// Takes keys, or says once why they cannot be had. Whether they may be others.
    fn take(&mut self, keys: Result<Keys, FetchError>) -> bool {
        let issuer = &self.issuer.name;
        match keys {
            Ok(keys) => {
                if self.failed.take().is_some() {
                    tracing::info!(issuer, "the keys of an issuer are there again");
                }
                self.keys = Some(Arc::new(keys));
                true
            }
            Err(error) => {
                let error = causes(&error);
                if self.failed.as_ref() != Some(&error) {
                    tracing::error!(issuer, error, "the keys of an issuer cannot be had");
                }
                self.failed = Some(error);
                false
            }
        }
    }
}

/// The issuers of another policy. Keys from where they came before are kept.
fn carried_over(mut known: Vec<Followed>, policy: &Policy) -> Vec<Followed> {
    let carried = policy.issuers.iter().map(|issuer| {
        let same = known.iter().position(|it| it.issuer.has_keys_of(issuer));
        match same {
            Some(index) => Followed {
                issuer: issuer.clone(),
                ..known.swap_remove(index)
            },
            None => Followed::new(issuer.clone(), None),
        }
    });
    carried.collect()
}
