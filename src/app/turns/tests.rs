//! Tests of turns, with one permit. Each shows an order, and would wait for ever without it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use tokio::{sync::oneshot, task::yield_now};

use super::{LONG_BYTES, Turns, long, pause, stop};
use crate::{app::Error, domain::value::Stop};

fn one_turn() -> Turns {
    Turns::with(1)
}

/// Goes on until somebody sets this.
async fn until(set: Arc<AtomicBool>) -> Result<(), Error> {
    while !set.load(Ordering::Relaxed) {
        pause().await?;
    }
    Ok(())
}

/// Waits until somebody sets this, without doing anything.
async fn is_set(flag: &AtomicBool) {
    while !flag.load(Ordering::Relaxed) {
        yield_now().await;
    }
}

#[tokio::test]
async fn long_work_leaves_the_thread_to_others() {
    let turns = one_turn();
    let done = Arc::new(AtomicBool::new(false));
    let working = tokio::spawn({
        let (turns, done) = (turns.clone(), done.clone());
        async move {
            // It asks nothing, so that only another thread can end it.
            let busy = async move { while !done.load(Ordering::Relaxed) {} };
            turns.work(LONG_BYTES, busy).await
        }
    });
    yield_now().await;
    assert!(!working.is_finished());
    let here = thread::current().id();
    let there = turns.work(LONG_BYTES - 1, async { thread::current().id() });
    assert_eq!(there.await.unwrap(), here);
    done.store(true, Ordering::Relaxed);
    working.await.unwrap().unwrap();
}

#[tokio::test]
async fn long_works_go_on_side_by_side() {
    let turns = one_turn();
    let (set, other) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicBool::new(false)),
    );
    let waits = turns.work(LONG_BYTES, {
        let (set, other) = (set.clone(), other.clone());
        async move {
            until(set).await?;
            other.store(true, Ordering::Relaxed);
            Ok::<_, Error>(())
        }
    });
    let sets = turns.work(LONG_BYTES, async move {
        set.store(true, Ordering::Relaxed);
        until(other).await
    });
    let (waited, set) = tokio::join!(waits, sets);
    waited.unwrap().unwrap();
    set.unwrap().unwrap();
}

#[tokio::test]
async fn work_that_waits_has_no_permit() {
    let turns = one_turn();
    let (sender, receiver) = oneshot::channel();
    let waits = turns.work(LONG_BYTES, receiver);
    let sends = turns.work(LONG_BYTES, async move { sender.send(7) });
    let (received, sent) = tokio::join!(waits, sends);
    sent.unwrap().unwrap();
    assert_eq!(received.unwrap(), Ok(7));
}

#[tokio::test]
async fn work_that_nobody_waits_for_stops_and_frees_its_permit() {
    let turns = one_turn();
    let (begun, ended) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicBool::new(false)),
    );
    let endless = tokio::spawn({
        let (turns, begun, ended) = (turns.clone(), begun.clone(), ended.clone());
        async move {
            let endless = async move {
                begun.store(true, Ordering::Relaxed);
                // Inside of an item, where nothing pauses.
                while !stop().is_set() {}
                ended.store(pause().await.is_err(), Ordering::Relaxed);
            };
            turns.work(LONG_BYTES, endless).await
        }
    });
    is_set(&begun).await;
    endless.abort();
    turns.work(LONG_BYTES, async {}).await.unwrap();
    is_set(&ended).await;
}

#[tokio::test]
async fn work_becomes_long_and_short_again() {
    let here = thread::current().id();
    let work = async move {
        assert_eq!(thread::current().id(), here);
        let short = long(LONG_BYTES - 1).await;
        assert_eq!(thread::current().id(), here);
        drop(short);
        let long = long(LONG_BYTES).await;
        assert_ne!(thread::current().id(), here);
        drop(long);
        yield_now().await;
        thread::current().id()
    };
    let place = one_turn().run(0, Stop::default(), work).await;
    assert_eq!(place.unwrap(), here);
}

#[tokio::test]
async fn work_that_panics_fails_and_frees_its_permit() {
    let turns = one_turn();
    let failed = turns.work(LONG_BYTES, async { panic!("on purpose") }).await;
    assert!(matches!(failed, Err::<(), _>(Error::Internal(_))));
    turns.work(LONG_BYTES, async {}).await.unwrap();
}
