//! Sources: anything or anyone that a claim rests on.

use super::{name::SourceId, retraction::Retraction};
use crate::domain::{
    Timestamp,
    value::{
        code::coded,
        fill::{fillable, never_blank},
        text,
        url::{self, canonical, canonical_all, check_same_as},
        violation::Checker,
    },
};

coded! {
    /// What a source is.
    SourceKind {
        /// A named human being.
        Person = 1,
        /// A body of any sort.
        Organization = 2,
        /// A government or a part of one.
        GovernmentBody = 3,
        /// One human being who is not named.
        UnnamedPerson = 4,
        /// Several who are not named.
        UnnamedGroup = 5,
        /// Nobody is pointed at.
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
    /// Whether readers can get at a source.
    AccessStatus {
        /// Open to everyone.
        Open = 1,
        /// Behind a payment.
        Paywalled = 2,
        /// Behind a login or a permission.
        Restricted = 3,
        /// No longer where it was.
        Gone = 4,
    }
}

fillable! {
    /// Anything or anyone that a claim rests on.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Source {
        /// What it is.
        pub kind: SourceKind,
        /// What to call it.
        pub display_name: String,
        /// The source that publishes it.
        pub publisher: Option<SourceId>,
        /// Where it stands, as given.
        pub url: String,
        /// A copy in an archive.
        pub archived_url: String,
        /// When the copy relied on was fetched.
        pub retrieve_time: Option<Timestamp>,
        /// Whether readers can get at it.
        pub access_status: Option<AccessStatus>,
        /// The same thing elsewhere.
        pub same_as: Vec<String>,
        /// Why it is not named.
        pub anonymity_reason: String,
        /// That it was taken back.
        pub retraction: Option<Retraction>,
        /// The source that it turned out to be.
        pub merged_into: Option<SourceId>,
    }
}

const DISPLAY_NAME_MAX: usize = 500;
const ANONYMITY_REASON_MAX: usize = 1_000;

impl Source {
    /// Complains about what makes no source.
    pub fn check(&self, check: &mut Checker) {
        text::check(check, "display_name", &self.display_name, DISPLAY_NAME_MAX);
        url::check(check, "url", &self.url);
        url::check(check, "archived_url", &self.archived_url);
        check_same_as(check, &self.same_as);
        text::check(
            check,
            "anonymity_reason",
            &self.anonymity_reason,
            ANONYMITY_REASON_MAX,
        );
    }

    /// The form of the url in which two of them compare, if there is a url.
    pub fn canonical_url(&self) -> Option<String> {
        canonical(&self.url).ok()
    }

    /// The forms of the `same_as` in which two of them compare.
    pub fn canonical_same_as(&self) -> Vec<String> {
        canonical_all(&self.same_as)
    }
}

never_blank!(SourceKind);
