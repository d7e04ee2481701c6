//! `claimstore doctor`.

mod callers;

use clap::Args;
use serde_json::{Value, json};

use super::{
    error::Error,
    on_database::on_served_database,
    terminal::{Form, Mark, Out, Text},
};
use crate::{
    config::{Access, Database},
    store::{
        Target,
        upkeep::diagnosis::{Finding, Level, diagnose},
    },
};

/// What `doctor` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore doctor --database-url postgres://claimstore@db/claimstore
      also while it is served, with the url and the role of `serve`
  claimstore doctor
      the private Postgres of `serve`, which must not be running
  claimstore doctor --policy policy.toml --tls-cert tls.crt --tls-key tls.key
      also who may call: the policy, the keys of its issuers, and the certificates

Prints a line for everything that was looked at, and below what is not well what to do about it. Fails
if claimstore cannot serve from the database, or verify all callers. The database is not changed.")]
pub struct DoctorArgs {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    access: Access,
    #[command(flatten)]
    pub(super) form: Form,
}

#[derive(Debug, thiserror::Error)]
#[error("claimstore cannot serve like this")]
struct Unfit;

/// Looks at the database, and prints what was found.
pub async fn run(args: DoctorArgs) -> Result<(), Error> {
    let look = async |target: &Target| Ok(diagnose(target).await);
    let mut findings = callers::diagnose(&args.access).await;
    findings.extend(on_served_database(&args.database, look).await?);
    let mut out = Out::new(&args.form);
    if out.is_json {
        out.json(Some(as_json(&findings).to_string()))?;
    } else {
        for finding in &findings {
            out.text(&told(finding))?;
        }
    }
    match findings.iter().any(|it| it.level == Level::Fault) {
        true => Err(Error::new(Unfit)),
        false => Ok(()),
    }
}

fn as_json(findings: &[Finding]) -> Value {
    let findings = findings.iter().map(|it| {
        let level = match it.level {
            Level::Well => "WELL",
            Level::Warning => "WARNING",
            Level::Fault => "FAULT",
        };
        json!({"level": level, "what": it.what, "advice": it.advice})
    });
    json!({ "findings": findings.collect::<Vec<_>>() })
}

fn told(finding: &Finding) -> Text {
    let (label, mark) = match finding.level {
        Level::Well => ("well   ", Mark::Good),
        Level::Warning => ("WARNING", Mark::Warning),
        Level::Fault => ("FAULT  ", Mark::Alarm),
    };
    let mut text = Text::default();
    text.push_marked(label, mark);
    text.push_str(&format!("  {}\n", finding.what));
    if !finding.advice.is_empty() {
        text.push_str(&format!("         {}\n", finding.advice));
    }
    text
}
