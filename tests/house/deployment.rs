//! Checks the image and the manifests against the program that they ship.
//!
//! Deliberately absent: whether the manifests are valid for Kubernetes (`.ci/k8s` checks that),
//! and whether the image runs (`.ci/image` checks that).

mod broken;
mod checks;
mod manifests;
mod production;

use self::{
    checks::{Violations, cluster, program},
    manifests::Files,
};

#[track_caller]
fn assert_no_violations(check: fn(&Files) -> Violations) {
    let wrong = check(&Files::read()).0;
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_variable_is_a_setting_with_a_valid_value() {
    assert_no_violations(program::settings);
}

#[test]
fn the_server_listens_on_the_port_that_the_manifests_name() {
    assert_no_violations(program::ports);
}

#[test]
fn the_probes_ask_for_services_that_health_knows() {
    assert_no_violations(program::probes);
}

#[test]
fn a_pod_has_the_time_to_drain() {
    assert_no_violations(program::ending);
}

#[test]
fn the_job_migrates_the_database_that_the_pods_use() {
    assert_no_violations(cluster::migration);
}

#[test]
fn labels_and_selectors_agree() {
    assert_no_violations(cluster::labels);
}

#[test]
fn every_pod_is_confined() {
    assert_no_violations(cluster::confinement);
}

#[test]
fn the_deployed_image_is_of_this_version() {
    assert_no_violations(cluster::image);
}

#[test]
fn at_least_one_pod_serves_at_any_time() {
    assert_no_violations(program::updates);
}

#[test]
fn the_development_overlay_connects_to_its_own_postgres() {
    assert_no_violations(cluster::database);
}
