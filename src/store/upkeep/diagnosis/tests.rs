//! What is found of databases that are set up badly.

use super::*;
use crate::store::OLDEST_SERVED;

fn facts() -> Facts {
    Facts {
        version: 17,
        version_name: "17.2".to_owned(),
        is_standby: false,
        is_read_only: false,
        encoding: "UTF8".to_owned(),
        is_order_other: false,
        is_durable: true,
        waits_for_commits: true,
        locks: 512,
        transactions: 100,
        connections_max: 97,
        connections: 3,
    }
}

fn state() -> State {
    State {
        role: "desk".to_owned(),
        forbidden: Vec::new(),
        is_owner: true,
        has_months: true,
        oldest_seen: 0.2,
        invalid_indexes: Vec::new(),
        prepared: 0,
        late_reaches: 0,
    }
}

#[test]
fn what_is_set_up_badly_is_found() {
    use Level::{Fault, Warning, Well};
    type Case = (fn(&mut Facts), fn(&Facts) -> Finding, Level);
    let cases: [Case; 9] = [
        (|it| it.version = 14, Facts::version, Fault),
        (|it| it.is_standby = true, Facts::writability, Fault),
        (|it| it.is_read_only = true, Facts::writability, Fault),
        (
            |it| it.encoding = "LATIN1".to_owned(),
            Facts::encoding,
            Fault,
        ),
        (|it| it.is_order_other = true, Facts::collation, Warning),
        (|it| it.is_durable = false, Facts::durability, Warning),
        (
            |it| it.waits_for_commits = false,
            Facts::durability,
            Warning,
        ),
        (|it| it.locks = 64, Facts::locks, Warning),
        (|it| it.connections_max = 40, Facts::connections, Warning),
    ];
    for (number, (spoil, finding, level)) in cases.into_iter().enumerate() {
        let mut facts = facts();
        assert_eq!(finding(&facts).level, Well, "{number}");
        spoil(&mut facts);
        let found = finding(&facts);
        assert_eq!(found.level, level, "{number}");
        assert!(!found.advice.is_empty(), "{number}");
    }
}

#[test]
fn what_keeps_a_store_from_its_work_is_found() {
    use Level::{Fault, Warning, Well};
    type Case = (fn(&mut State), fn(&State) -> Finding, Level);
    let cases: [Case; 5] = [
        (
            |it| it.forbidden = vec!["claims".to_owned()],
            State::rights,
            Fault,
        ),
        (|it| it.is_owner = false, State::ownership, Warning),
        (|it| it.has_months = false, State::partitions, Warning),
        (
            |it| it.invalid_indexes = vec!["i".to_owned()],
            State::indexes,
            Warning,
        ),
        (|it| it.late_reaches = 2, State::reaches, Warning),
    ];
    for (number, (spoil, finding, level)) in cases.into_iter().enumerate() {
        let mut state = state();
        assert_eq!(finding(&state).level, Well, "{number}");
        spoil(&mut state);
        let found = finding(&state);
        assert_eq!(found.level, level, "{number}");
        assert!(!found.advice.is_empty(), "{number}");
    }
}

#[test]
fn a_schema_that_is_one_step_older_or_newer_serves_and_others_do_not() {
    let (oldest, own) = (OLDEST_SERVED, newest());
    for (version, oldest_server, level) in [
        (0, 0, Level::Fault),
        (oldest - 1, 0, Level::Fault),
        (oldest, 0, Level::Warning),
        (own, oldest, Level::Well),
        (own + 1, own, Level::Well),
        (own + 1, own + 1, Level::Fault),
    ] {
        let found = of_schema(Schema {
            version,
            oldest_server: Some(oldest_server),
        });
        assert_eq!(found.level, level, "{version}");
        assert_eq!(found.advice.is_empty(), level == Level::Well);
    }
}

#[test]
fn what_is_behind_is_found() {
    assert_eq!(of_clock(-0.5).level, Level::Well);
    assert_eq!(of_clock(3.0).level, Level::Warning);
    for (prepared, is_held, oldest_seen, level) in [
        (0, false, 0.0, Level::Well),
        (0, true, 5.0, Level::Well),
        (0, true, 90.0, Level::Warning),
        (0, true, 0.0, Level::Warning),
        (1, false, 0.0, Level::Warning),
    ] {
        assert_eq!(of_horizon(prepared, is_held, oldest_seen).level, level);
    }
}
