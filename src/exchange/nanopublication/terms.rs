//! The terms of the vocabularies that nanopublications use.

use oxrdf::NamedNodeRef;

/// A term.
pub type Term = NamedNodeRef<'static>;

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $iri:literal;)*) => {
        $($(#[$doc])* pub const $name: Term = NamedNodeRef::new_unchecked($iri);)*
    };
}

terms! {
    /// The type of something.
    TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    /// What something is called.
    LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
    /// A nanopublication.
    NANOPUBLICATION = "http://www.nanopub.org/nschema#Nanopublication";
    /// An assertion.
    ASSERTION = "http://www.nanopub.org/nschema#Assertion";
    /// The graph of the assertion.
    HAS_ASSERTION = "http://www.nanopub.org/nschema#hasAssertion";
    /// The graph of the provenance.
    HAS_PROVENANCE = "http://www.nanopub.org/nschema#hasProvenance";
    /// The graph of the publication info.
    HAS_PUBINFO = "http://www.nanopub.org/nschema#hasPublicationInfo";
    /// The sentence that an assertion says.
    AS_SENTENCE = "http://purl.org/nanopub/x/asSentence";
    /// What a nanopublication defines.
    INTRODUCES = "http://purl.org/nanopub/x/introduces";
    /// An English sentence that stands for itself.
    AIDA_SENTENCE = "http://purl.org/petapico/o/hycl#AIDA-Sentence";
    /// When something was made.
    CREATED = "http://purl.org/dc/terms/created";
    /// Who made something.
    CREATOR = "http://purl.org/dc/terms/creator";
    /// The title of something.
    TITLE = "http://purl.org/dc/terms/title";
    /// Who stands behind something.
    ATTRIBUTED_TO = "http://www.w3.org/ns/prov#wasAttributedTo";
    /// Where something is from.
    PRIMARY_SOURCE = "http://www.w3.org/ns/prov#hadPrimarySource";
    /// When something came into being.
    GENERATED_AT = "http://www.w3.org/ns/prov#generatedAtTime";
    /// A human being who is responsible.
    PERSON = "http://www.w3.org/ns/prov#Person";
    /// A program that is responsible.
    SOFTWARE = "http://www.w3.org/ns/prov#SoftwareAgent";
    /// A claim.
    CLAIM = "http://schema.org/Claim";
    /// Its text.
    TEXT = "http://schema.org/text";
    /// Its language.
    IN_LANGUAGE = "http://schema.org/inLanguage";
    /// What it is about.
    MENTIONS = "http://schema.org/mentions";
    /// What it translates.
    TRANSLATION_OF = "http://schema.org/translationOfWork";
    /// What something is called.
    NAME = "http://schema.org/name";
    /// A headline.
    HEADLINE = "http://schema.org/headline";
    /// A version of software.
    SOFTWARE_VERSION = "http://schema.org/softwareVersion";
    /// A review of a claim.
    CLAIM_REVIEW = "http://schema.org/ClaimReview";
    /// What it reviews.
    ITEM_REVIEWED = "http://schema.org/itemReviewed";
    /// Who wrote it.
    AUTHOR = "http://schema.org/author";
    /// Where it is.
    URL = "http://schema.org/url";
    /// When it was published.
    DATE_PUBLISHED = "http://schema.org/datePublished";
    /// Its reasons.
    REVIEW_BODY = "http://schema.org/reviewBody";
    /// Its rating.
    REVIEW_RATING = "http://schema.org/reviewRating";
    /// A rating.
    RATING = "http://schema.org/Rating";
    /// What a rating is called.
    ALTERNATE_NAME = "http://schema.org/alternateName";
    /// The value of a rating.
    RATING_VALUE = "http://schema.org/ratingValue";
    /// The highest value.
    BEST_RATING = "http://schema.org/bestRating";
    /// The lowest value.
    WORST_RATING = "http://schema.org/worstRating";
    /// The verdict on claimstore's scale.
    VERDICT = "urn:claimstore:v1:verdict";
    /// A time.
    DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime";
    /// A decimal number.
    DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal";
}

/// The address of an AIDA sentence begins with this, and its text follows.
pub const AIDA: &str = "http://purl.org/aida/";

/// The prefixes of what is written.
pub const PREFIXES: &[(&str, &str)] = &[
    ("np", "http://www.nanopub.org/nschema#"),
    ("npx", "http://purl.org/nanopub/x/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("schema", "http://schema.org/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// What the identifier of an exported nanopublication ends with, behind that of its claim.
pub const OWN_FRAGMENT: &str = "#nanopublication";
