//! Reads of resources and standings, now and as of a moment, compared with the model.

use std::collections::BTreeSet;

use claimstore::wire::pb::{DeskVerdict, GetStandingRequest, Stance, Standing, change::Resource};
use tonic::{Code, Status};

use super::{
    history::{KINDS, Moment, assert_same, read_as, timestamp},
    rules::attributed,
    scene::Scene,
};
use crate::support::{errors::missing, lifetime::name_of};

/// How many resources of a kind are read one by one, for each moment.
const READS: usize = 2;

/// The counts of a standing, and the reviews whose verdicts it lists.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    appearances: i32,
    affirming: i32,
    denying: i32,
    doubting: i32,
    reviews: i32,
    sources: i32,
    verdicts: BTreeSet<String>,
}

impl From<Standing> for Counts {
    fn from(standing: Standing) -> Self {
        let verdicts = standing.verdicts.into_iter();
        let verdicts = verdicts.map(|DeskVerdict { review, .. }| review);
        Self {
            appearances: standing.appearance_count,
            affirming: standing.affirming_count,
            denying: standing.denying_count,
            doubting: standing.doubting_count,
            reviews: standing.review_count,
            sources: standing.source_count,
            verdicts: verdicts.collect(),
        }
    }
}

impl Scene {
    /// Compares all reads as of a moment with the model.
    pub async fn compare(&mut self, moment: Moment) {
        println!("compare {moment:?}");
        for show_deleted in [false, true] {
            for kind in KINDS {
                self.compare_all(kind, moment, show_deleted).await;
                for _ in 0..READS {
                    self.compare_one(kind, moment, show_deleted).await;
                }
            }
            for _ in 0..READS {
                self.compare_standing(moment, show_deleted).await;
            }
            self.compare_lists(moment, show_deleted).await;
        }
    }

    async fn compare_all(&self, kind: &str, moment: Moment, show_deleted: bool) {
        let expected = self.model.all_at(kind, moment, show_deleted);
        if expected.is_empty() {
            return;
        }
        let names = expected.iter().map(name_of).collect();
        let found = self
            .server
            .batch_get_as(kind, names, read_as(moment, show_deleted))
            .await;
        let what = format!("{kind} as of {moment:?}, deleted ones too: {show_deleted}");
        let found = found.unwrap_or_else(|status| panic!("{what}: {status:?}"));
        assert_same(&what, &expected, &found);
    }

    async fn compare_one(&mut self, kind: &str, moment: Moment, show_deleted: bool) {
        let names = self.model.names(kind);
        if names.is_empty() {
            return;
        }
        let name = self.random.pick(&names);
        let found = self
            .server
            .get_as(&name, read_as(moment, show_deleted))
            .await;
        let what = format!("{name} as of {moment:?}, if deleted too: {show_deleted}");
        match (self.model.at(&name, moment, show_deleted), found) {
            (Some(expected), Ok(found)) => {
                assert_same(&what, std::slice::from_ref(expected), &[found]);
            }
            (None, Err(status)) => assert_eq!(missing(&status), [name], "{what}"),
            (expected, found) => panic!("{what}: expected {expected:?}, found {found:?}"),
        }
    }

    async fn compare_standing(&mut self, moment: Moment, show_deleted: bool) {
        let claims = self.model.names("claims");
        let claim = self.random.pick(&claims);
        let request = GetStandingRequest {
            name: format!("{claim}/standing"),
            show_deleted,
            read_time: moment.map(timestamp),
        };
        let what = format!("the standing by {request:?}");
        let found = self.server.claims().get_standing(request).await;
        let found = found.map(|answer| Counts::from(answer.into_inner()));
        if self.model.at(&claim, moment, show_deleted).is_none() {
            let status = found.unwrap_err();
            assert_eq!(status.code(), Code::NotFound, "{what}: {status:?}");
            return;
        }
        assert_found(&what, &self.counts(&claim, moment), found);
    }

    /// The standing of a claim at a moment. It does not list the verdicts of erased reviews.
    fn counts(&self, claim: &str, moment: Moment) -> Counts {
        let mut counts = Counts::default();
        if self.model.is_erased(claim) {
            return counts;
        }
        let mut sources = BTreeSet::new();
        for appearance in self.model.live_children("appearances", claim, moment) {
            let Resource::Appearance(it) = appearance else {
                panic!("{appearance:?} is no appearance");
            };
            counts.appearances += 1;
            sources.extend(attributed(it));
            match (it.chains.is_empty(), it.article_stance()) {
                (false, _) | (_, Stance::Asserts) => counts.affirming += 1,
                (_, Stance::Denies) => counts.denying += 1,
                (_, Stance::Doubts) => counts.doubting += 1,
                _ => {}
            }
        }
        counts.sources = i32::try_from(sources.len()).unwrap();
        let reviews = self.model.live_children("reviews", claim, moment);
        counts.reviews = i32::try_from(reviews.len()).unwrap();
        let all = reviews.into_iter().map(name_of);
        counts.verdicts = all.filter(|name| !self.model.is_erased(name)).collect();
        counts
    }
}

#[track_caller]
fn assert_found(what: &str, expected: &Counts, found: Result<Counts, Status>) {
    match found {
        Ok(found) => assert_eq!(expected, &found, "{what}"),
        Err(status) => panic!("{what}: expected {expected:?}, found {status:?}"),
    }
}
