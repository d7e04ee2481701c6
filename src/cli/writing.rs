//! What commands that change a resource have in common: who changes it, dry runs, retries that
//! are safe, and what they print.

use clap::Args;
use uuid::Uuid;

use super::{
    calls::{Answer, Method},
    client::Writer,
    connect::{Clients, Server},
    error::Error,
    terminal::{Form, Out},
};
use crate::wire::raw::Whole;

/// How a resource is changed.
#[derive(Args)]
pub struct Writing {
    #[command(flatten)]
    writer: Writer,

    /// Check everything and print what would be the result, but store nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Id of the change, a lower-case UUID: whoever sends the same again with it within 7 days
    /// changes nothing more [default: a new one, for all attempts of this command]
    #[arg(long, value_name = "UUID", value_parser = request_id)]
    request_id: Option<Uuid>,

    #[command(flatten)]
    pub form: Form,

    #[command(flatten)]
    pub server: Server,
}

fn request_id(text: &str) -> Result<Uuid, &'static str> {
    let id = text.parse::<Uuid>().ok();
    let id = id.filter(|id| !id.is_nil() && id.to_string() == text);
    id.ok_or("not a lower-case UUID")
}

/// The state that a resource must have to be changed.
#[derive(Args)]
pub struct Unchanged {
    /// Only if the resource still has this etag, as show --json prints it; otherwise it ends
    /// with 6
    #[arg(
        long,
        value_name = "ETAG",
        default_value = "",
        hide_default_value = true
    )]
    pub etag: String,
}

impl Writing {
    /// The id of the change.
    pub fn request_id(&self) -> String {
        let id = self.request_id.unwrap_or_else(Uuid::now_v7);
        id.to_string()
    }

    /// Whether its id was given, so that it can be sent again.
    pub const fn is_named(&self) -> bool {
        self.request_id.is_some()
    }

    /// Makes the change, and prints the result: the line that says what was done, then others.
    pub async fn run<Q: Whole, A: Whole>(
        &self,
        clients: &Clients,
        method: &Method<Q, A>,
        message: &Q,
        lines: impl FnOnce(&A) -> Vec<String>,
    ) -> Result<(), Error> {
        let answer = method.write(clients, &self.writer, message).await?;
        self.print(&answer, lines)
    }

    fn print<A: Whole>(
        &self,
        answer: &Answer<A>,
        lines: impl FnOnce(&A) -> Vec<String>,
    ) -> Result<(), Error> {
        let mut out = Out::new(&self.form);
        if out.is_json {
            return Ok(out.json(answer.json())?);
        }
        if self.dry_run {
            out.line("a dry run: nothing is stored")?;
        }
        let lines = lines(&answer.read()?);
        for (index, line) in lines.into_iter().filter(|it| !it.is_empty()).enumerate() {
            match index {
                0 => out.line(line)?,
                _ => out.line(format!("  {line}"))?,
            }
        }
        Ok(())
    }
}
