//! The image and the manifests, held against the program that they ship.
//!
//! Deliberately absent: whether they are valid for Kubernetes, which `.ci/k8s` asks
//! those who know, and whether the image runs, which `.ci/image` tries.

mod broken;
mod checks;
mod manifests;

use self::{
    checks::{BundleViolations, cluster, program},
    manifests::Files,
};

#[track_caller]
fn hold(check: fn(&Files) -> BundleViolations) {
    let wrong = check(&Files::read()).0;
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_variable_is_a_setting_with_a_value_that_the_program_takes() {
    hold(program::settings);
}

#[test]
fn the_server_listens_where_it_is_asked_for() {
    hold(program::ports);
}

#[test]
fn the_probes_ask_for_what_health_serves() {
    hold(program::probes);
}

#[test]
fn a_pod_has_the_time_to_drain() {
    hold(program::ending);
}

#[test]
fn the_job_migrates_the_database_that_the_pods_use() {
    hold(cluster::migration);
}

#[test]
fn labels_and_selectors_agree() {
    hold(cluster::labels);
}

#[test]
fn every_pod_is_confined() {
    hold(cluster::confinement);
}

#[test]
fn what_is_deployed_is_the_image_of_this_version() {
    hold(cluster::image);
}

#[test]
fn there_is_always_a_pod_that_serves() {
    hold(program::updates);
}

#[test]
fn the_development_overlay_knows_its_own_postgres() {
    hold(cluster::database);
}
