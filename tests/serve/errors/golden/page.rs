//! The text of the page of errors.

use std::fmt::Write as _;

use claimstore::wire::pb::ErrorReason;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

const HEAD: &str = "\
# Errors

Every reason that an error can have (`ErrorReason` in `proto/claimstore/v1/error.proto` says
what each means and when to send a call again), with a request that provokes it and what is
answered. Every error also carries a `google.rpc.RequestInfo` with the id that the log knows
the call by. The tests hold this page to what the server says; ids are numbered.
";

/// The page, entry by entry.
#[derive(Default)]
pub struct Page {
    pub entries: Vec<(ErrorReason, String)>,
    ids: Vec<String>,
}

impl Page {
    /// Adds the answer to a request. `when` is the condition under which it was sent.
    pub fn add(
        &mut self,
        reason: ErrorReason,
        when: &str,
        (method, request): (&str, &str),
        answer: Result<(), Status>,
    ) {
        let name = reason.as_str_name().strip_prefix("ERROR_REASON_").unwrap();
        let status = answer.expect_err(name);
        let details = status.get_error_details();
        let info = details.error_info().expect("every error has an ErrorInfo");
        assert_eq!(info.reason, name, "{status:?}");
        let mut text = format!("\n## {name}\n\n");
        if !when.is_empty() {
            writeln!(text, "When {when}:\n").unwrap();
        }
        writeln!(text, "```\n{method} {request}").unwrap();
        writeln!(text, "{}: {}", screaming(status.code()), status.message()).unwrap();
        let mut metadata: Vec<_> = info.metadata.iter().collect();
        metadata.sort_unstable();
        for (key, value) in metadata {
            // A position differs between runs.
            let value = if key == "position" {
                "…"
            } else {
                value.as_str()
            };
            writeln!(text, "  ErrorInfo.metadata {key} = {value}").unwrap();
        }
        if let Some(request) = details.bad_request() {
            for violation in &request.field_violations {
                let (field, description) = (&violation.field, &violation.description);
                writeln!(text, "  BadRequest {field}: {description}").unwrap();
            }
        }
        if let Some(info) = details.resource_info() {
            let (kind, name, description) =
                (&info.resource_type, &info.resource_name, &info.description);
            writeln!(text, "  ResourceInfo {kind} {name}: {description}").unwrap();
        }
        if let Some(delay) = details.retry_info().and_then(|info| info.retry_delay) {
            writeln!(text, "  RetryInfo {delay:?}").unwrap();
        }
        text.push_str("```\n");
        let text = self.number_ids(&text);
        self.entries.push((reason, text));
    }

    /// Ids differ between runs, so they are replaced by numbers in order of appearance.
    fn number_ids(&mut self, text: &str) -> String {
        let mut numbered = text.to_owned();
        let is_id = |text: &&str| text.len() == 36 && uuid::Uuid::try_parse(text).is_ok();
        let words = text.split(|c: char| !c.is_ascii_hexdigit() && c != '-');
        for id in words.filter(is_id) {
            let known = self.ids.iter().position(|it| it == id);
            let number = known.unwrap_or_else(|| {
                self.ids.push(id.to_owned());
                self.ids.len() - 1
            });
            numbered = numbered.replace(id, &format!("{{{}}}", number + 1));
        }
        numbered
    }

    pub fn finish(mut self) -> String {
        self.entries.sort_by_key(|(reason, _)| *reason as i32);
        let entries = self.entries.iter().map(|(_, text)| text.as_str());
        format!("{HEAD}{}", entries.collect::<String>())
    }
}

/// `INVALID_ARGUMENT` for `InvalidArgument`.
fn screaming(code: Code) -> String {
    let mut text = String::new();
    for c in format!("{code:?}").chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_uppercase());
    }
    text
}
