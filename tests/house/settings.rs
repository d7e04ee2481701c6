//! `docs/operating.md` has every setting of `claimstore serve`, with its variable and default. The
//! table must be what `--help` says; after an intended change
//! `UPDATE_GOLDEN=1 cargo test every_setting` rewrites it.

use claimstore::cli::Cli;
use clap::{Arg, ArgAction, CommandFactory as _};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operating.md");

/// The line before the table, and the one behind it.
const BEGIN: &str = "<!-- settings -->\n";
const END: &str = "<!-- end of settings -->\n";

/// The settings, without help and version.
fn settings() -> Vec<Arg> {
    let cli = Cli::command();
    let serve = cli.find_subcommand("serve").unwrap();
    let all = serve.get_arguments().chain(cli.get_arguments()).cloned();
    all.filter(|it| it.get_env().is_some()).collect()
}

/// What a setting is without a flag or a variable. Some help says it itself, because it depends on
/// the machine.
fn default(setting: &Arg, help: &str) -> String {
    let values = setting.get_default_values().iter();
    let values: Vec<_> = values.map(|it| it.to_str().unwrap()).collect();
    let in_help = help.split_once("[default: ");
    match (setting.get_action(), values.first(), in_help) {
        (ArgAction::SetTrue, _, _) => "off".to_owned(),
        (_, Some(value), _) => format!("`{value}`"),
        (_, None, Some((_, default))) => default.trim_end_matches(']').to_owned(),
        (_, None, None) => "none".to_owned(),
    }
}

fn table() -> String {
    let rows = settings().into_iter().map(|setting| {
        let flag = setting.get_long().unwrap();
        let value = setting.get_value_names().and_then(|names| names.first());
        let value = match setting.get_action() {
            ArgAction::SetTrue => String::new(),
            _ => format!(" {}", value.unwrap()),
        };
        let variable = setting.get_env().unwrap().to_str().unwrap().to_owned();
        let help = setting.get_help().unwrap().to_string();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        let default = default(&setting, &help);
        let what = help.split(" [default: ").next().unwrap();
        format!("| `--{flag}{value}` | `{variable}` | {default} | {what} |\n")
    });
    let head = "| setting | variable | default | what it is |\n|---|---|---|---|\n";
    [head.to_owned()].into_iter().chain(rows).collect()
}

#[test]
fn every_setting_is_in_the_documents_as_help_has_it() {
    let page = std::fs::read_to_string(FILE).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let table = format!("\n{}\n", table());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(FILE, [before, BEGIN, &table, END, after].concat()).unwrap();
        return;
    }
    assert_eq!(found, table, "UPDATE_GOLDEN=1 rewrites it");
}

#[test]
fn every_setting_has_a_variable() {
    let cli = Cli::command();
    let serve = cli.find_subcommand("serve").unwrap();
    let all = serve.get_arguments().chain(cli.get_arguments());
    let without: Vec<&str> = all
        .filter(|it| it.get_env().is_none())
        .map(|it| it.get_id().as_str())
        .collect();
    assert!(without.is_empty(), "{without:?}");
}
