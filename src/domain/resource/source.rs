//! Sources: anything or anyone that a claim rests on.

use std::collections::BTreeSet;

use super::{name::SourceId, retraction::Retraction};
use crate::domain::{
    Timestamp,
    value::{
        Checker, ExchangeDocument, Form,
        code::coded,
        fill::{fillable, never_blank},
        same_as, text, url,
    },
};

coded! {
    /// The kind of a source.
    SourceKind {
        /// A named human being.
        Person = 1,
        /// An organization of any sort.
        Organization = 2,
        /// A government, or a part of one.
        GovernmentBody = 3,
        /// One human being who is not named.
        UnnamedPerson = 4,
        /// Several people who are not named.
        UnnamedGroup = 5,
        /// No source is specified, as in "has been accused of".
        NotSpecified = 6,
        /// A page on the web.
        WebPage = 7,
        /// A piece of journalism.
        NewsArticle = 8,
        /// A post, or an account known by its handle.
        SocialPost = 9,
        /// A document.
        Document = 10,
        /// A data set.
        DataSet = 11,
        /// A picture.
        Image = 12,
    }
}

coded! {
    /// Whether readers can access a source.
    AccessStatus {
        /// Open to everyone.
        Open = 1,
        /// Behind a paywall.
        Paywalled = 2,
        /// Behind a login or a permission.
        Restricted = 3,
        /// No longer at its URL.
        Gone = 4,
    }
}

fillable! {
    /// Anything or anyone that a claim rests on.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Source {
        /// The kind.
        pub kind: SourceKind,
        /// The name to display.
        pub display_name: String,
        /// The source that publishes it.
        pub publisher: Option<SourceId>,
        /// The URL, as given.
        pub url: String,
        /// Other URLs of the same page, as given.
        pub aliases: Vec<String>,
        /// The URL of a copy in an archive.
        pub archived_url: String,
        /// When the copy that the claims rest on was retrieved.
        pub retrieve_time: Option<Timestamp>,
        /// Whether readers can access it.
        pub access_status: Option<AccessStatus>,
        /// Identifiers of the same thing elsewhere.
        pub same_as: Vec<String>,
        /// Why the source is not named.
        pub anonymity_reason: String,
        /// Whether what it is stands nowhere in clear. The other fields are then those of
        /// [`Source::masked`], but for the moment between reading and sealing them.
        pub confidential: bool,
        /// The document that it was imported from, as it was received.
        pub exchange_document: Option<ExchangeDocument>,
        /// The retraction, if it was retracted.
        pub retraction: Option<Retraction>,
        /// The survivor, if the source was merged into another.
        pub merged_into: Option<SourceId>,
    }
}

/// What is shown of a confidential source.
pub const CONFIDENTIAL_NAME: &str = "confidential source";

const DISPLAY_NAME_MAX: usize = 500;
const ANONYMITY_REASON_MAX: usize = 1_000;

impl Source {
    /// Reports every rule that the source breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check(check, "display_name", &self.display_name, DISPLAY_NAME_MAX);
        url::check(check, "url", &self.url);
        url::check(check, "archived_url", &self.archived_url);
        url::check_aliases(check, &self.aliases, ("url", &self.url));
        same_as::check(check, &self.same_as);
        text::check(
            check,
            "anonymity_reason",
            &self.anonymity_reason,
            ANONYMITY_REASON_MAX,
        );
        if self.confidential && self.publisher.is_some() {
            let what = "would say in clear who publishes the confidential source; leave it out";
            check.report_at("publisher", what);
        }
        if let Some(document) = &self.exchange_document {
            check.field("exchange_document", |check| document.check(check));
            if self.confidential {
                let what = "would stand in clear beside the confidential source; leave it out";
                check.report_at("exchange_document", what);
            }
        }
    }

    /// What everybody may see of a confidential source.
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            kind: SourceKind::NotSpecified,
            display_name: CONFIDENTIAL_NAME.to_owned(),
            confidential: true,
            retraction: self.retraction.clone(),
            merged_into: self.merged_into,
            ..Self::default()
        }
    }

    /// The canonical form of the URL, if there is one.
    pub fn canonical_url(&self) -> Option<String> {
        url::canonical(&self.url).ok()
    }

    /// The canonical forms of the URL and its aliases.
    pub fn addresses(&self) -> BTreeSet<String> {
        url::addresses((&self.url, &self.aliases))
    }

    /// The identifiers in `same_as`, in this form.
    pub fn identifiers(&self, form: Form) -> BTreeSet<String> {
        let given = self.same_as.iter();
        given.filter_map(|it| same_as::compared(it, form)).collect()
    }

    /// Fills each absent field from an item of a bundle, and adds the addresses that are new.
    /// Another address of the source is not a difference. The document that it was imported
    /// from is replaced by a given one. Returns the names of the fields
    /// that both have, with different values.
    pub fn fill_from_item(&mut self, given: &Self) -> Vec<&'static str> {
        if self.confidential {
            // It would stand in clear.
            return self.not_filled(given);
        }
        self.aliases = url::joined((&self.url, &self.aliases), (&given.url, &given.aliases));
        let mut given = given.clone();
        if let Some(document) = given.exchange_document.take() {
            self.exchange_document = Some(document);
        }
        given.aliases.clone_from(&self.aliases);
        if url::canonical(&given.url).is_ok_and(|url| self.addresses().contains(&url)) {
            given.url.clone_from(&self.url);
        }
        // No kind says less than any other one.
        match (self.kind, given.kind) {
            (SourceKind::NotSpecified, kind) => self.kind = kind,
            (kind, SourceKind::NotSpecified) => given.kind = kind,
            _ => {}
        }
        self.fill_from(&given)
    }

    /// The fields that an item of a bundle has and a confidential source does not take.
    fn not_filled(&self, given: &Self) -> Vec<&'static str> {
        let named = !given.display_name.is_empty() && given.display_name != self.display_name;
        let mut fields = vec![
            ("kind", given.kind != self.kind),
            ("display_name", named),
            ("publisher", given.publisher.is_some()),
            ("url", !given.url.is_empty()),
            ("aliases", !given.aliases.is_empty()),
            ("archived_url", !given.archived_url.is_empty()),
            ("retrieve_time", given.retrieve_time.is_some()),
            ("access_status", given.access_status.is_some()),
            ("same_as", !given.same_as.is_empty()),
            ("anonymity_reason", !given.anonymity_reason.is_empty()),
            ("exchange_document", given.exchange_document.is_some()),
        ];
        fields.retain(|(_, is_given)| *is_given);
        fields.into_iter().map(|(field, _)| field).collect()
    }

    /// Adds the `same_as` of the stored state, which come first.
    pub fn add_same_as(&mut self, stored: &Self) {
        let held = stored.identifiers(Form::Canonical);
        let given = std::mem::replace(&mut self.same_as, stored.same_as.clone());
        let is_held = |it: &String| {
            same_as::compared(it, Form::Canonical).is_none_or(|it| held.contains(&it))
        };
        self.same_as
            .extend(given.into_iter().filter(|it| !is_held(it)));
    }
}

never_blank!(SourceKind);
