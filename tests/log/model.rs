//! Checks the service against a model of it. Random calls of every kind are made, and the model
//! predicts their outcome from the contract alone. Then all reads and lists are compared with the
//! model, now and as of random moments.
//!
//! The model learns only from the answers of mutations, never from the log or from reads. So it
//! must predict all effects that an answer does not show.

mod create;
mod history;
mod list;
mod read;
mod rules;
mod scene;

use std::collections::BTreeMap;

use self::{history::KINDS, scene::Scene};

const SEEDS: [u64; 3] = [0x51ab_1e01, 0x0c0f_fee5, 0x7e57_ab1e];
const ROUNDS: usize = 4;
const CALLS: usize = 75;
const MOMENTS: usize = 3;

/// What each kind must have gone through. Otherwise the run would prove too little.
const DONE: [&str; 5] = ["create", "update", "delete", "undelete", "erase"];

/// What must have happened besides.
const HAPPENED: [&str; 10] = [
    "RESOURCE_DELETED",
    "RESOURCE_ERASED",
    "RESOURCE_EXISTS",
    "RESOURCE_IN_USE",
    "RESOURCE_NOT_DELETED",
    "RESOURCE_NOT_FOUND",
    "deleted with others",
    "erased with others",
    "returned with others",
    "unchanged",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_and_lists_agree_with_the_model_now_and_at_random_moments() {
    let mut tally = BTreeMap::new();
    for seed in SEEDS {
        println!("seed {seed:#x}");
        let mut scene = Scene::start(seed).await;
        for _ in 0..ROUNDS {
            for _ in 0..CALLS {
                scene.call().await;
            }
            scene.compare(None).await;
            let moment = scene.moment();
            scene.compare(Some(moment)).await;
        }
        for _ in 0..MOMENTS {
            let moment = scene.moment();
            scene.compare(Some(moment)).await;
            scene.compare(Some(moment - 1)).await;
        }
        for (what, count) in scene.tally() {
            *tally.entry(what).or_insert(0) += count;
        }
    }
    println!("{tally:#?}");
    let done = DONE.iter();
    let done = done.flat_map(|done| KINDS.map(|kind| format!("{done} {kind}")));
    for what in done.chain(HAPPENED.map(str::to_owned)) {
        assert!(tally.contains_key(&what), "{what}: never: {tally:?}");
    }
}
