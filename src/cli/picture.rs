//! `claimstore picture`: a picture of a claim, a source or an article, as an SVG file.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use tonic::Status;

use super::{
    client::call,
    connect::{Clients, Server},
    error::Error,
    resolve::resolve,
    terminal::PrintError,
};
use crate::{domain::resource::Name, wire::pb};

/// What `picture` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore picture claims/0198c0de-0000-7000-8000-000000000002 --out claim.svg
      where a claim is printed, on whose word, and what was concluded
  claimstore picture --kind timeline 0198c0de-0000-7000-8000-00000000000 --out -
      what became of a claim, in time, on the standard output
  claimstore picture --theme dark https://news.example/ferries --out article.svg
      the claims of an article by their standings, in dark colours

Any browser shows the file.")]
pub struct PictureArgs {
    /// Article, claim or source: its name, at least 8 characters of the beginning of its
    /// id, its url, or SYSTEM:ID for an article's id in another system
    #[arg(value_name = "NAME")]
    name: String,

    /// File to write; - is the standard output
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// What it shows [default: evidence of a claim, reach of a source, standings of an article]
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,

    /// Its colours [default: those that the viewer prefers]
    #[arg(long, value_name = "THEME")]
    theme: Option<Theme>,

    /// Draw it also if it is deleted
    #[arg(long)]
    show_deleted: bool,

    #[command(flatten)]
    server: Server,
}

/// What a picture shows.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Of a claim: where it is printed, on whose word, and what was concluded
    Evidence,
    /// Of a source: what rests on it
    Reach,
    /// Of an article: its claims by their standings
    Standings,
    /// Of a claim: what became of it, in time
    Timeline,
    /// Figures that do not meet, on one axis
    Figures,
}

/// The colours of a picture.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Theme {
    /// Dark on light
    Light,
    /// Light on dark
    Dark,
}

/// The picture cannot be written into its file.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written", .0.display())]
struct NotWritten(PathBuf, #[source] io::Error);

/// Draws the picture.
pub async fn run(args: PictureArgs) -> Result<(), Error> {
    let clients = args.server.connect().await?;
    let name = resolve(&clients, &args.name).await?;
    let kind = match args.kind {
        None => pb::PictureKind::Unspecified,
        Some(Kind::Evidence) => pb::PictureKind::Evidence,
        Some(Kind::Reach) => pb::PictureKind::Reach,
        Some(Kind::Standings) => pb::PictureKind::Standings,
        Some(Kind::Timeline) => pb::PictureKind::Timeline,
        Some(Kind::Figures) => pb::PictureKind::Figures,
    };
    let theme = match args.theme {
        None => pb::PictureTheme::Unspecified,
        Some(Theme::Light) => pb::PictureTheme::Light,
        Some(Theme::Dark) => pb::PictureTheme::Dark,
    };
    let request = pb::RenderPictureRequest {
        name: drawable(name).to_string(),
        kind: kind.into(),
        theme: theme.into(),
        show_deleted: args.show_deleted,
        read_time: None,
    };
    let picture = render(&clients, request).await?;
    match write(&args.out, picture.svg.as_bytes()) {
        Ok(()) => Ok(()),
        Err(error) if args.out == Path::new("-") => Err(PrintError::from(error).into()),
        Err(error) => Err(Error::new(NotWritten(args.out, error))),
    }
}

/// What a picture is of that is asked for by this name: what belongs to a claim is in its picture.
pub fn drawable(name: Name) -> Name {
    match name {
        Name::Source(_) | Name::Article(_) => name,
        other => other.claim().map_or(other, Name::Claim),
    }
}

/// What a picture shows, in a few words.
pub const fn caption(kind: pb::PictureKind) -> &'static str {
    match kind {
        pb::PictureKind::Unspecified => "Picture",
        pb::PictureKind::Evidence => "Evidence",
        pb::PictureKind::Reach => "Reach",
        pb::PictureKind::Standings => "Claims by their standings",
        pb::PictureKind::Timeline => "History",
        pb::PictureKind::Figures => "Figures that do not meet",
    }
}

/// Asks a server for a picture.
pub async fn render(
    clients: &Clients,
    request: pb::RenderPictureRequest,
) -> Result<pb::RenderPictureResponse, Status> {
    call!(clients.pictures, render_picture, request)
}

/// Writes a file, or the standard output where it is called `-`.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path != Path::new("-") {
        return fs::write(path, bytes);
    }
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        // The reader closed the pipe.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
