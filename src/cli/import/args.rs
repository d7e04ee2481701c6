//! What `claimstore import` takes, and why it fails.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::Args;
use uuid::Uuid;

use super::{
    documents::Readers,
    format::{FormatArgs, ImportFormat},
    rejects::Rejects,
    report::Failures,
};
use crate::{
    cli::{
        client::Writer,
        connect::Server,
        error::Error,
        exit::Exit,
        language::language_tag,
        terminal::{Form, PrintError},
    },
    domain::value::TimeZone,
    exchange::{claim_review::verdicts::Verdicts, csv_claims::mapping::Mapping},
};

/// What `import` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore import examples/foreign-fighters.json
      a bundle as JSON: an article with its sources and claims
  claimstore import --language en --number-locale it article.txt
      an article in English with figures and dates written as in Italy
  claimstore import --server http://claims.internal:50051 march.ndjson april.ndjson
      many bundles, one on each line
  claimstore import --rejects rejects.ndjson archive.ndjson.gz
      many bundles, compressed with gzip or zstd; what is refused goes into a file
  claimstore import --resume --rejects rejects.ndjson archive.ndjson.gz
      goes on with it where it stopped
  producer | claimstore import -
      from standard input
  claimstore import --format claim-review --language en reviews.jsonld
      fact-checks of others, as ClaimReview of schema.org
  claimstore import --format csv --mapping columns.toml claims.csv
      rows of a table

A plain-text article has a title line, a byline, a date, the text, a line that is
exactly Sources, then one source or credit on each line. The date is printed in
English, Italian, German, French or Spanish (April 27, 2025), or in digits.

Importing the same again changes nothing, so after a failure the whole command can
be repeated. With --resume, the lines that are done are skipped.

It ends with 0 if everything was imported, and with 3 if some was not. If it stopped before
the end, it is with 4 because the server was gone, 5 because of the credentials, else 1.")]
pub struct ImportArgs {
    /// Files to import, each with a bundle as JSON, many as NDJSON (one on each
    /// line), or a plain-text article; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) server: Server,

    #[command(flatten)]
    pub(super) writer: Writer,

    #[command(flatten)]
    pub(super) format: FormatArgs,

    /// Language of a plain-text article, as a BCP-47 tag such as en or it-IT; with
    /// en-GB or en-US it also says whether 05/04/2025 has the day first; a bundle
    /// has its own; also of claims in other formats that do not say theirs
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    pub(super) language: Option<String>,

    /// Locale in which a plain-text article writes figures and dates, as a BCP-47
    /// tag such as it or en-US; a bundle has its own
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    pub(super) number_locale: Option<String>,

    /// Time zone of the publisher of a plain-text article, as Europe/Rome or +02:00;
    /// the day of a date line with a time such as 2025-04-27T22:30:00Z is counted in it
    /// [default: the distance from UTC in the line]
    #[arg(long, value_name = "ZONE", value_parser = time_zone)]
    pub(super) time_zone: Option<String>,

    /// Address of a plain-text article; with one file only
    #[arg(long, value_name = "URI")]
    pub(super) uri: Option<String>,

    /// Go on with an earlier import of the same file, where it stopped
    ///
    /// The server knows for 7 days how far the import of a file is, by its content: a file
    /// that was changed begins anew. Standard input also needs --import-id.
    #[arg(long)]
    pub(super) resume: bool,

    /// Id of the import, a lower-case UUID, by which --resume finds it; with one file only
    /// [default: made from the content of the file; random for standard input]
    #[arg(long, value_name = "UUID", value_parser = import_id)]
    pub(super) import_id: Option<Uuid>,

    /// Write the bundles that are not imported into this file, one on each line as JSON:
    /// `file`, `line`, `reasons`, and `bundle`, or `text` where the line is not JSON
    ///
    /// Of files with a bundle on each line. Mended bundles are sent again with
    /// jq -c .bundle FILE | claimstore import -
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,

    /// Take fact-checks also if it is not known that they are newer than the stored ones
    ///
    /// A desk's review of a claim is replaced by a later one. Without this option, one with
    /// another verdict or rating and no later time is listed, and the stored one stays.
    #[arg(long)]
    pub(super) replace_reviews: bool,

    /// Show no progress; it is only shown on a terminal anyway
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// Print the outcome for each resource
    #[arg(long, short)]
    pub(super) verbose: bool,

    #[command(flatten)]
    /// The form in which it prints.
    pub form: Form,
}

fn time_zone(text: &str) -> Result<String, &'static str> {
    match TimeZone::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("not a time zone; write for example Europe/Rome or +02:00"),
    }
}

fn import_id(text: &str) -> Result<Uuid, &'static str> {
    let id = text.parse::<Uuid>().ok();
    let id = id.filter(|id| !id.is_nil() && id.to_string() == text);
    id.ok_or("not a lower-case UUID")
}

/// Why an import failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ImportError {
    #[error("--uri is the address of one article; give one file with it")]
    UriOfMany,
    #[error("--import-id is the id of one import; give one file with it")]
    IdOfMany,
    #[error("standard input has no content to find an import by; give --import-id with --resume")]
    NothingToResume,
    #[error("{0} has rejects of another import; move it away, or go on with --resume")]
    RejectsExist(String),
    #[error("{}", .0.join("\n"))]
    Told(Vec<String>),
    #[error("{0} cannot be used with this --format; leave it out")]
    NotOfFormat(String),
    #[error("{}", lines(.0))]
    Several(Vec<ImportError>),
    #[error("the file for rejects cannot be used")]
    Rejects(#[source] io::Error),
    #[error(transparent)]
    Failed(Failures),
    #[error("{0}")]
    Print(#[from] PrintError),
}

impl From<ImportError> for Error {
    fn from(error: ImportError) -> Self {
        let error = match error {
            ImportError::Print(error) => return error.into(),
            error => error,
        };
        let (exit, details) = match &error {
            ImportError::UriOfMany
            | ImportError::IdOfMany
            | ImportError::NothingToResume
            | ImportError::NotOfFormat(_)
            | ImportError::Several(_) => (Exit::Usage, None),
            ImportError::Failed(failures) => (failures.exit(), Some(failures.json())),
            ImportError::Told(_) | ImportError::RejectsExist(_) | ImportError::Rejects(_) => {
                (Exit::Failed, None)
            }
            ImportError::Print(_) => (Exit::Failed, None),
        };
        let error = Self::new(error).with_exit(exit);
        match details {
            Some(details) => error.with_detail("import", details),
            None => error,
        }
    }
}

/// The name of standard input among files.
pub(super) const STANDARD_INPUT: &str = "-";

fn lines(errors: &[ImportError]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Fails if options exclude each other, with all that is wrong with them.
pub(super) fn require_possible(args: &ImportArgs) -> Result<(), ImportError> {
    let is_one = args.files.len() == 1;
    let is_input = args
        .files
        .iter()
        .any(|file| file == Path::new(STANDARD_INPUT));
    let others = options_of_others(args);
    let has_no_id = args.resume && is_input && args.import_id.is_none();
    let checks = [
        (args.uri.is_some() && !is_one, ImportError::UriOfMany),
        (args.import_id.is_some() && !is_one, ImportError::IdOfMany),
        (has_no_id, ImportError::NothingToResume),
        (
            !others.is_empty(),
            ImportError::NotOfFormat(others.join(", ")),
        ),
    ];
    let wrong = checks.into_iter().filter(|(is_wrong, _)| *is_wrong);
    let mut wrong: Vec<ImportError> = wrong.map(|(_, error)| error).collect();
    match wrong.len() {
        0 => Ok(()),
        1 => Err(wrong.remove(0)),
        _ => Err(ImportError::Several(wrong)),
    }
}

/// The options that are given and are of another format.
fn options_of_others(args: &ImportArgs) -> Vec<&'static str> {
    use ImportFormat::{Bundle, ClaimReview, Csv, Ninjs, WebAnnotation};
    let format = &args.format;
    let options = [
        ("--uri", Bundle, args.uri.is_some()),
        ("--resume", Bundle, args.resume),
        ("--import-id", Bundle, args.import_id.is_some()),
        ("--rejects", Bundle, args.rejects.is_some()),
        ("--number-locale", Bundle, args.number_locale.is_some()),
        ("--time-zone", Bundle, args.time_zone.is_some()),
        ("--verdicts", ClaimReview, format.verdicts.is_some()),
        ("--mapping", Csv, format.mapping.is_some()),
        ("--id-role", Ninjs, !format.id_role.is_empty()),
        (
            "--statement-purpose",
            WebAnnotation,
            !format.statement_purpose.is_empty(),
        ),
    ];
    let others = options
        .into_iter()
        .filter(|(_, own, is_given)| *is_given && *own != format.import_format);
    others.map(|(option, ..)| option).collect()
}

/// The readers of documents, unless bundles are imported.
pub(super) fn readers(args: &FormatArgs, language: String) -> Result<Option<Readers>, ImportError> {
    let verdicts = match &args.verdicts {
        Some(path) => told(path, |text| match path.extension() {
            Some(end) if end.eq_ignore_ascii_case("csv") => Verdicts::of_csv(text),
            _ => Verdicts::of_toml(text),
        })?,
        None => Verdicts::default(),
    };
    let mapping = args.mapping.as_ref();
    let mapping = mapping.map(|path| told(path, Mapping::parse)).transpose()?;
    let readers = Readers {
        verdicts,
        mapping,
        format: args.import_format,
        language,
        statement_purposes: args.statement_purpose.clone(),
        id_roles: args.id_role.clone(),
    };
    Ok((args.import_format != ImportFormat::Bundle).then_some(readers))
}

/// Reads a file that tells a reader something.
fn told<T>(
    path: &Path,
    read: impl FnOnce(&str) -> Result<T, Vec<String>>,
) -> Result<T, ImportError> {
    let name = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| ImportError::Told(vec![format!("{name} cannot be read: {error}")]))?;
    read(&text).map_err(|problems| {
        let mut lines = vec![format!("{name} cannot be used:")];
        lines.extend(problems.into_iter().map(|it| format!("  {it}")));
        ImportError::Told(lines)
    })
}

/// Opens the file for what is not imported, if one was asked for.
pub(super) fn open_rejects(args: &ImportArgs) -> Result<Option<Rejects>, ImportError> {
    let Some(path) = &args.rejects else {
        return Ok(None);
    };
    match Rejects::open(path, args.resume) {
        Ok(rejects) => Ok(Some(rejects)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ImportError::RejectsExist(path.display().to_string()))
        }
        Err(error) => Err(ImportError::Rejects(error)),
    }
}
