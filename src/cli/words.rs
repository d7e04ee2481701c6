//! The words that a person types for the values of the contract's enums.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// The words for an enum's values, in their order from 1 on.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    #[cfg(test)]
    name: &'static str,
    words: &'static [&'static str],
}

impl Words {
    /// Reads a word as the value.
    pub fn parser(self) -> impl TypedValueParser<Value = i32> {
        PossibleValuesParser::new(self.words).map(move |word| self.value(&word))
    }

    fn value(self, word: &str) -> i32 {
        let index = self.words.iter().position(|it| *it == word);
        index
            .and_then(|it| i32::try_from(it + 1).ok())
            .unwrap_or_default()
    }
}

/// Declares the words of enums.
macro_rules! words {
    ($($constant:ident: $name:ident [$($word:literal),+ $(,)?];)*) => {
        $(
            #[doc = concat!("The words for `", stringify!($name), "`.")]
            pub const $constant: Words = Words {
                #[cfg(test)]
                name: stringify!($name),
                words: &[$($word),+],
            };
        )*

        #[cfg(test)]
        const ALL: &[Words] = &[$($constant),*];
    };
}

words! {
    CLAIM_TYPES: ClaimType [
        "event-or-property", "numerical", "quotation", "causal", "position", "prediction",
    ];
    STANCES: Stance ["asserts", "reports", "denies", "doubts", "does-not-deny"];
    MODALITIES: Modality [
        "certain", "probable", "possible", "alleged", "hypothetical", "predicted",
    ];
    FORMS: AppearanceForm ["stated", "presupposed", "implied"];
    VERDICTS: Verdict [
        "true", "mostly-true", "mixed", "mostly-false", "false", "misleading", "unproven",
        "satire", "other",
    ];
    RELATION_TYPES: RelationType [
        "supports", "contradicts", "undermines", "refines", "generalises", "same-as", "quotes",
        "supersedes", "derived-from", "causes", "explains", "qualifies",
    ];
    RELATION_STATES: RelationState ["suggested", "confirmed", "rejected"];
    CORRECTION_TYPES: CorrectionType ["correction", "clarification", "update", "editors-note"];
    GENRES: Genre [
        "news-article", "reportage-news-article", "analysis-news-article",
        "background-news-article", "opinion-news-article", "review-news-article",
        "ask-public-news-article", "advertiser-content-article", "satirical-article",
        "live-blog-posting",
    ];
    SOURCE_KINDS: SourceKind [
        "person", "organization", "government-body", "unnamed-person", "unnamed-group",
        "not-specified", "web-page", "news-article", "social-post", "document", "data-set",
        "image",
    ];
    DISPUTE_REASONS: DisputeReason [
        "opposite-stances", "confirmed-contradiction", "conflicting-reviews", "retracted-source",
    ];
    POSITIONS: Position ["affirms", "denies", "doubts"];
    ANCHOR_PURPOSES: AnchorPurpose ["evidence", "hedge", "stance", "relation"];
    ANCHORING_OUTCOMES: AnchoringOutcome ["unchanged", "moved", "changed", "orphaned"];
    ANCHORING_CHANGES: AnchoringChange ["negation", "figure", "name", "typography", "wording"];
    CONFLICT_REASONS: ConflictReason ["quantities", "contradiction", "stances"];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::descriptors;

    #[test]
    fn the_words_are_those_of_the_contract_in_their_order() {
        for words in ALL {
            let name = format!("claimstore.v1.{}", words.name);
            let values = descriptors().get_enum_by_name(&name).unwrap();
            let none = values.get_value(0).unwrap();
            let prefix = none.name().trim_end_matches("UNSPECIFIED").to_owned();
            let values: Vec<_> = values.values().filter(|it| it.number() > 0).collect();
            assert_eq!(values.len(), words.words.len(), "{name}");
            for value in values {
                let word = value.name().strip_prefix(&prefix).unwrap().to_lowercase();
                assert_eq!(
                    words.value(&word.replace('_', "-")),
                    value.number(),
                    "{name}"
                );
            }
        }
        assert_eq!(STANCES.value("nothing"), 0);
    }
}
