//! Imports files of documents in exchange formats. What was not understood is listed with its
//! place.

use std::io;

use tokio::io::AsyncRead;
use tonic::Status;

use super::{
    documents::{Document, Readers},
    item::{self, Imported},
    of_reading::explained,
    own::{self, Recognised},
    problem::Problem,
    report::Report,
};
use crate::{
    cli::{client, exit::Exit, sent_bundle::BundleSender},
    exchange::reading::{Item, Unread},
};

/// An import of documents.
pub(super) struct ExchangeImport<'a> {
    pub(super) sender: BundleSender<'a>,
    pub(super) readers: &'a Readers,
    /// The name of the file.
    pub(super) name: &'a str,
}

impl ExchangeImport<'_> {
    /// Imports what is in a file.
    pub(super) async fn run(
        &self,
        reader: impl AsyncRead + Unpin,
        report: &mut Report,
    ) -> io::Result<()> {
        let documents = match self.readers.read(reader).await {
            Ok(documents) => documents,
            Err(problem) => return report.add_problems(self.name, &[problem], None),
        };
        for Document { line, reading } in documents {
            let mut refusals = Vec::new();
            for Unread {
                path,
                reason,
                is_refusal,
            } in &reading.unread
            {
                let problem = problem(line, path, reason);
                match is_refusal {
                    true => refusals.push(problem),
                    false => report.add_left_out(self.name, &problem),
                }
            }
            report.add_refused(self.name, reading.refused_items, &refusals);
            for item in reading.items {
                self.item(line, item, report).await?;
                if report.failures.stopped.is_some() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    async fn item(&self, line: Option<usize>, item: Item, report: &mut Report) -> io::Result<()> {
        let path = item.path.clone();
        let has_article = item.bundle.article.is_some();
        let item = match own::recognise(self.sender.clients, item).await {
            Ok(Recognised::Item(item)) => *item,
            Ok(Recognised::Nothing(why)) => {
                report.add_left_out(self.name, &problem(line, &path, &why));
                return Ok(());
            }
            Err(status) => {
                let explained = client::explain(&status);
                return self.refused((line, &path), &explained, &status, report);
            }
        };
        let bundle = item.bundle.clone();
        let version_of = |text: &str| self.readers.version_of(text);
        match item::import(&self.sender, item, version_of).await {
            Ok(Imported::Stored(response)) => {
                for why in self.sender.kept_reviews(&response) {
                    report.add_left_out(self.name, &problem(line, &path, &why));
                }
                report.add(&response, has_article)
            }
            Ok(Imported::Kept(response, why)) => {
                report.add_left_out(self.name, &problem(line, &path, &why));
                report.add(&response, false)
            }
            Ok(Imported::Outdated) => {
                let why = "is an earlier state than the one that is stored";
                report.add_left_out(self.name, &problem(line, &path, why));
                Ok(())
            }
            Err(status) => {
                let explained = explained(&status, &bundle);
                self.refused((line, &path), &explained, &status, report)
            }
        }
    }

    fn refused(
        &self,
        (line, path): (Option<usize>, &str),
        explained: &[String],
        status: &Status,
        report: &mut Report,
    ) -> io::Result<()> {
        let problems: Vec<Problem> = explained
            .iter()
            .map(|what| problem(line, path, what))
            .collect();
        if client::is_fatal(status) {
            let when = client::when_to_repeat(status);
            let how = format!("repeat the command {when}: what is already stored is unchanged");
            report.failures.stopped = Some(how);
            report.failures.ended = Some(Exit::of(status));
        }
        report.add_problems(self.name, &problems, None)
    }
}

fn problem(line: Option<usize>, path: &str, what: &str) -> Problem {
    let what = match path {
        "" => what.to_owned(),
        path => format!("{path}: {what}"),
    };
    Problem { line, what }
}
