//! Valid samples of each kind: a minimal one, and one with every field set.

use claimstore::wire::pb::{
    AccessStatus, Anchor, AnchorPurpose, Appearance, AppearanceForm, Article, ArticlePart,
    AttributionBasis, AttributionChain, Bound, Byline, Citation, Claim, ClaimType, Credit,
    CreditKind, Date, DatePart, Decimal, DocumentFormat, Entity, ExchangeDocument, ExternalId,
    Genre, Hop, HopReference, Modality, Origin, OriginKind, PerPeriod, Period, PeriodEnd, Place,
    PublicationStatus, Quantity, QuantityRole, QuotationKind, QuotedSpan, RangeKind, Rating,
    RecordStatus, Relation, RelationState, RelationType, ReportedAppearance, Review, Source,
    SourceKind, Stance, Verdict,
};
use prost_types::Timestamp;

/// A web page.
pub fn page(url: &str) -> Source {
    Source {
        kind: SourceKind::WebPage.into(),
        url: url.to_owned(),
        ..Source::default()
    }
}

/// An organization with nothing but a name.
pub fn outlet(name: &str) -> Source {
    Source {
        kind: SourceKind::Organization.into(),
        display_name: name.to_owned(),
        ..Source::default()
    }
}

/// An article with a headline and a body.
pub fn article(headline: &str, body: &str) -> Article {
    Article {
        headline: headline.to_owned(),
        body: body.to_owned(),
        ..Article::default()
    }
}

/// A claim in English.
pub fn claim(statement: &str) -> Claim {
    Claim {
        statement: statement.to_owned(),
        language: "en".to_owned(),
        r#type: ClaimType::EventOrProperty.into(),
        ..Claim::default()
    }
}

/// An anchor to words that occur once in the body.
pub fn anchor(exact: &str) -> Anchor {
    Anchor {
        part: ArticlePart::Body.into(),
        exact: exact.to_owned(),
        ..Anchor::default()
    }
}

/// An appearance of a claim in these words of an article, without an attribution.
pub fn appearance(article: &Article, exact: &str) -> Appearance {
    Appearance {
        article: article.name.clone(),
        anchors: vec![anchor(exact)],
        form: AppearanceForm::Stated.into(),
        modality: Modality::Certain.into(),
        article_stance: Stance::Asserts.into(),
        ..Appearance::default()
    }
}

/// A hop: the source asserts the claim.
pub fn hop(source: &Source) -> Hop {
    Hop {
        source: source.name.clone(),
        stance: Stance::Asserts.into(),
        basis: AttributionBasis::Printed.into(),
        ..Hop::default()
    }
}

/// A date of a year, with printed words.
pub fn year(year: i32) -> Date {
    Date {
        year,
        part: DatePart::Late.into(),
        approximate: true,
        printed: format!("late {year}"),
        ..Date::default()
    }
}

/// A closed end of an interval.
pub fn bound(value: &str) -> Bound {
    Bound {
        value: Some(Decimal {
            value: value.to_owned(),
        }),
        open: false,
    }
}

/// A quantity with one exact value.
pub fn quantity(measure: &str, value: &str) -> Quantity {
    Quantity {
        measure: measure.to_owned(),
        lower: Some(bound(value)),
        upper: Some(bound(value)),
        role: QuantityRole::Value.into(),
        ..Quantity::default()
    }
}

/// A source with every field that callers can write.
pub fn full_source(publisher: &Source) -> Source {
    Source {
        kind: SourceKind::NewsArticle.into(),
        display_name: "The plan".to_owned(),
        publisher: publisher.name.clone(),
        url: "https://full.example/a?b=1".to_owned(),
        aliases: vec!["https://short.example/a".to_owned()],
        archived_url: "https://archive.example/full".to_owned(),
        retrieve_time: Some(Timestamp {
            seconds: 1_750_000_000,
            nanos: 1_000,
        }),
        access_status: AccessStatus::Paywalled.into(),
        same_as: vec!["http://www.wikidata.org/entity/Q49108".to_owned()],
        anonymity_reason: "not authorised to speak".to_owned(),
        exchange_document: Some(ExchangeDocument {
            format: DocumentFormat::WebAnnotation.into(),
            content: r#"{"type": "Annotation"}"#.to_owned(),
        }),
        ..Source::default()
    }
}

/// The body of [`full_article`].
pub const BODY: &str =
    "Kyiv says that “at least 155” nationals fight.\r\nIt was planned in 2023, sources say.";

/// An article with every field that callers can write.
pub fn full_article(source: &Source) -> Article {
    let source = || source.name.clone();
    Article {
        exchange_document: Some(ExchangeDocument {
            format: DocumentFormat::Ninjs.into(),
            content: r#"{"uri": "urn:newsml:paper.example:48213"}"#.to_owned(),
        }),
        uri: "https://paper.example/48213".to_owned(),
        aliases: vec!["urn:newsml:paper.example:48213".to_owned()],
        external_ids: vec![ExternalId {
            system: "cms".to_owned(),
            id: "48213".to_owned(),
        }],
        publisher: source(),
        headline: "155 nationals".to_owned(),
        alternative_headline: "Who fights?".to_owned(),
        bylines: vec![Byline {
            name: "Ada Rossi".to_owned(),
            role: "reporting from Kyiv".to_owned(),
            source: source(),
            printed: "DI ADA ROSSI".to_owned(),
        }],
        genre: Genre::AnalysisNewsArticle.into(),
        section: "World".to_owned(),
        language: "en".to_owned(),
        number_locale: "it".to_owned(),
        date_published: Some(Date {
            year: 2025,
            month: 4,
            day: 9,
            printed: "9 April 2025".to_owned(),
            ..Date::default()
        }),
        body: BODY.to_owned(),
        citations: vec![Citation {
            source: source(),
            printed: "full.example".to_owned(),
        }],
        credits: vec![Credit {
            kind: CreditKind::Photo.into(),
            source: source(),
            printed: "Photo via @handle".to_owned(),
        }],
        publication_status: PublicationStatus::Usable.into(),
        ..Article::default()
    }
}

/// A claim with every field that callers can write.
pub fn full_claim(original: &Claim) -> Claim {
    Claim {
        subject: "nationals".to_owned(),
        predicate: "fight".to_owned(),
        object: "a war".to_owned(),
        entities: vec![Entity {
            name: "Kyiv".to_owned(),
            role: "agent".to_owned(),
            same_as: vec!["http://www.wikidata.org/entity/Q1899".to_owned()],
        }],
        quantities: vec![full_quantity()],
        period: Some(Period {
            from: Some(year(2023)),
            through: Some(year(2024)),
            end: PeriodEnd::Closed.into(),
            printed: "from 2023 to the end of the next year".to_owned(),
        }),
        places: vec![Place {
            name: "Ukraine".to_owned(),
            same_as: vec!["http://www.wikidata.org/entity/Q212".to_owned()],
        }],
        tags: vec!["foreign-fighters".to_owned()],
        translation_of: original.name.clone(),
        note: "Ask the ministry".to_owned(),
        reported_appearances: vec![ReportedAppearance {
            printed_name: "a viral post".to_owned(),
            date: Some(Date {
                year: 2025,
                month: 3,
                ..Date::default()
            }),
            first: true,
            ..ReportedAppearance::default()
        }],
        origin: Some(Origin {
            kind: OriginKind::Software.into(),
            name: "extractor".to_owned(),
            version: "1.2".to_owned(),
            confidence: Some(0.75),
        }),
        ..claim("At least 155 nationals fight a war")
    }
}

/// A quantity with every field but the currency, which a unit excludes, and what it
/// narrows down, which only qualifiers have.
pub fn full_quantity() -> Quantity {
    Quantity {
        measure: "foreign-fighters".to_owned(),
        unit: "%".to_owned(),
        currency: String::new(),
        per: PerPeriod::Month.into(),
        counted: "nationals".to_owned(),
        lower: Some(bound("155")),
        upper: Some(bound("155.50")),
        approximate: true,
        range: RangeKind::Estimates.into(),
        range_reason: "depending on the source".to_owned(),
        role: QuantityRole::Value.into(),
        printed: "155".to_owned(),
        number_locale: "it".to_owned(),
        narrows: Vec::new(),
    }
}

/// An appearance in a [`full_article`] with every field that callers can write.
pub fn full_appearance(article: &Article, source: &Source) -> Appearance {
    Appearance {
        article_version: 1,
        anchors: vec![
            Anchor {
                prefix: "that ".to_owned(),
                suffix: " nationals".to_owned(),
                start: Some(15),
                end: Some(29),
                ..anchor("“at least 155”")
            },
            Anchor {
                start: Some(51),
                end: Some(62),
                purpose: AnchorPurpose::Relation.into(),
                relation_type: RelationType::Explains.into(),
                ..anchor("was planned")
            },
        ],
        note: "The count is of April".to_owned(),
        hedge: "says".to_owned(),
        printed_figures: vec![anchor("155")],
        printed_dates: vec![anchor("2023")],
        quoted_spans: vec![QuotedSpan {
            part: ArticlePart::Body.into(),
            start: 16,
            end: 28,
            kind: QuotationKind::Mixed.into(),
            hop: Some(HopReference { chain: 0, hop: 0 }),
            ..QuotedSpan::default()
        }],
        chains: vec![AttributionChain {
            hops: vec![Hop {
                printed_name: "Kyiv".to_owned(),
                cue: "says".to_owned(),
                cue_anchor: Some(Anchor {
                    start: Some(5),
                    end: Some(9),
                    ..anchor("says")
                }),
                record_status: RecordStatus::OnRecord.into(),
                document: source.name.clone(),
                said: Some(year(2023)),
                ..hop(source)
            }],
        }],
        ..appearance(article, "")
    }
}

/// A confirmed relation to another claim.
pub fn relation(relation_type: RelationType, target: &Claim) -> Relation {
    Relation {
        r#type: relation_type.into(),
        target: target.name.clone(),
        author: "Desk".to_owned(),
        state: RelationState::Confirmed.into(),
        ..Relation::default()
    }
}

/// A review by an author, at a second counted from one moment in 2025.
pub fn review(author: &str, verdict: Verdict, second: i64) -> Review {
    Review {
        author: author.to_owned(),
        verdict: verdict.into(),
        review_time: Some(Timestamp {
            seconds: 1_740_000_000 + second,
            nanos: 0,
        }),
        ..Review::default()
    }
}

/// A relation with every field that callers can write.
pub fn full_relation(target: &Claim, appearance: &Appearance) -> Relation {
    Relation {
        method: "by-hand".to_owned(),
        confidence: Some(0.5),
        appearance: appearance.name.clone(),
        ..relation(RelationType::Supports, target)
    }
}

/// A review with every field that callers can write.
pub fn full_review(source: &Source, other: &Claim) -> Review {
    let number = |value: &str| {
        Some(Decimal {
            value: value.to_owned(),
        })
    };
    Review {
        url: "https://desk.example/reviews/1".to_owned(),
        rating: Some(Rating {
            value: number("2.0"),
            best: number("5"),
            worst: number("1"),
            label: "Mostly false".to_owned(),
        }),
        explanation: "Nobody counted them.".to_owned(),
        evidence: vec![source.name.clone(), other.name.clone()],
        ..review("Fact desk", Verdict::MostlyFalse, 0)
    }
}
