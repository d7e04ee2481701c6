//! Sends a bundle to a server, and says what was done with each of its resources.

use tonic::Status;
use uuid::Uuid;

use super::{
    client::{self, Writer},
    connect::Clients,
};
use crate::wire::pb;

/// Sends a bundle. All retries have the same request id, so it is stored once.
pub async fn send(
    clients: &Clients,
    writer: &Writer,
    bundle: pb::Bundle,
) -> Result<pb::ImportBundleResponse, Status> {
    BundleSender::new(clients, writer, false).send(bundle).await
}

/// How bundles are sent.
#[derive(Clone, Copy)]
pub struct BundleSender<'a> {
    pub clients: &'a Clients,
    pub writer: &'a Writer,
    /// Whether reviews replace stored ones that are not known to be later.
    pub replaces_reviews: bool,
}

impl<'a> BundleSender<'a> {
    pub const fn new(clients: &'a Clients, writer: &'a Writer, replaces_reviews: bool) -> Self {
        Self {
            clients,
            writer,
            replaces_reviews,
        }
    }

    /// Sends a bundle, as [`send`] does.
    pub async fn send(&self, bundle: pb::Bundle) -> Result<pb::ImportBundleResponse, Status> {
        let Self {
            clients,
            writer,
            replaces_reviews,
        } = *self;
        let request = pb::ImportBundleRequest {
            bundle: Some(bundle),
            request_id: Uuid::now_v7().to_string(),
            validate_only: false,
            r#match: 0,
            replace_reviews: replaces_reviews,
        };
        client::with_retries(|| {
            let mut bundles = clients.bundles.clone();
            let request = writer.request(request.clone());
            async move { bundles.import_bundle(request).await }
        })
        .await
    }

    /// The stored reviews that stay as they are although others were given.
    pub fn kept_reviews(&self, response: &pb::ImportBundleResponse) -> Vec<String> {
        let kept = response.results.iter().filter(|it| {
            it.outcome() == pb::ImportOutcome::Matched && it.name.contains("/reviews/")
        });
        let why = match self.replaces_reviews {
            true => "it is the later one",
            false => {
                "this one is not known to be later; --replace-reviews takes it, unless it is known \
                 to be earlier"
            }
        };
        let told = |it: &pb::BundleResult| {
            let fields = it.differences.join(", ");
            format!("{} differs in {fields} and stays as it is: {why}", it.name)
        };
        // If only the author or url is spelled differently, the judgement is the same.
        let is_other = |it: &&pb::BundleResult| {
            let mut fields = it.differences.iter();
            fields.any(|field| field != "author" && field != "url")
        };
        kept.filter(is_other).map(told).collect()
    }
}

/// The outcome for one resource.
pub fn result_line(result: &pb::BundleResult) -> String {
    let outcome = match result.outcome() {
        pb::ImportOutcome::Unspecified => "?",
        pb::ImportOutcome::Created => "created",
        pb::ImportOutcome::Matched => "matched",
        pb::ImportOutcome::Updated => "updated",
        pb::ImportOutcome::Unchanged => "unchanged",
    };
    let mut line = format!("{outcome:<9}  {}", result.name);
    if !result.key.is_empty() {
        line.push_str(&format!("  #{}", result.key));
    }
    if !result.differences.is_empty() {
        let differences = result.differences.join(", ");
        line.push_str(&format!("  kept as stored: {differences}"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_a_line() {
        let mut result = pb::BundleResult {
            key: "cnn".to_owned(),
            name: "sources/1".to_owned(),
            outcome: pb::ImportOutcome::Created.into(),
            ..pb::BundleResult::default()
        };
        assert_eq!(result_line(&result), "created    sources/1  #cnn");
        result.outcome = pb::ImportOutcome::Matched.into();
        result.differences = vec!["kind".to_owned(), "publisher".to_owned()];
        assert_eq!(
            result_line(&result),
            "matched    sources/1  #cnn  kept as stored: kind, publisher"
        );
    }
}
