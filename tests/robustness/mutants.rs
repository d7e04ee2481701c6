//! The mutants: small changes to the source that the run has to notice. `mutants/run` tries them.

use std::{collections::BTreeSet, fs, path::Path};

use toml::Table;

const LIST: &str = include_str!("mutants/list.toml");

/// What stands for whether the change is the one that is tried.
const MUTANT: &str = "MUTANT";

#[test]
fn each_mutant_can_still_be_made_of_the_source() {
    let list: Table = LIST.parse().unwrap();
    let mutants = list["mutant"].as_array().unwrap();
    assert!(mutants.len() >= 50);
    let mut names = BTreeSet::new();
    for mutant in mutants {
        let text = |field: &str| mutant[field].as_str().unwrap();
        let name = text("name");
        assert!(names.insert(name), "{name} is there twice");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(text("file"));
        let source = fs::read_to_string(path).unwrap();
        let count = source.matches(text("search")).count();
        assert_eq!(count, 1, "{name}: how often the source has what is changed");
        assert!(text("replace").contains(MUTANT), "{name} is always made");
    }
}
