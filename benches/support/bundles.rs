//! Made-up bundles and claims that are like real ones: their words, lengths, figures and links
//! have the distributions of a newsroom's archive. The same seed and number give the same
//! bundle everywhere.
//!
//! A bundle has an article, 10 claims with an appearance each, and 4 sources.

use claimstore::wire::pb::{
    Anchor, Appearance, AppearanceForm, Article, ArticlePart, AttributionBasis, AttributionChain,
    Bound, Bundle, BundleClaim, BundleSource, Byline, Citation, Claim, ClaimType, Date, Decimal,
    Entity, ExternalId, Genre, Hop, Modality, Period, PeriodEnd, PublicationStatus, Quantity,
    QuantityRole, Source, SourceKind, Stance,
};

use super::vocabulary::{Random, Vocabulary, capitalized, happens, length, random, zipf};

/// The claims of a bundle. Each has one appearance.
pub const CLAIMS: usize = 10;

/// The sources of a bundle.
pub const SOURCES: usize = 4;

const OUTLET: &str = "#outlet";
const KEYS: [&str; SOURCES] = [OUTLET, "#author", "#page", "#office"];

const TAGS: usize = 400;
const MEASURES: usize = 600;
const SECTIONS: usize = 14;

/// Which sources bundles have in common.
#[derive(Clone, Copy, Debug)]
pub enum Shared {
    /// None: every bundle has 4 sources of its own.
    Nothing,
    /// An outlet of 40 and an office of 5,000; some are in very many bundles, most in few.
    OutletAndOffice,
}

/// Makes bundles and claims.
pub struct Generator {
    seed: u64,
    vocabulary: Vocabulary,
    shared: Shared,
}

/// A sentence of the body, and its place.
struct Sentence {
    text: String,
    start: usize,
}

impl Generator {
    pub fn new(seed: u64, shared: Shared) -> Self {
        Self {
            seed,
            vocabulary: Vocabulary::new(seed),
            shared,
        }
    }

    /// The bundle of a number.
    pub fn bundle(&self, number: usize) -> Bundle {
        let mut random = random(self.seed, number + 1);
        let (random, words) = (&mut random, &self.vocabulary);
        let sources = self.sources(random, number);
        let (body, sentences) = self.body(random);
        let claims = sentences.iter().map(|sentence| BundleClaim {
            claim: Some(self.claim_of(random, &sentence.text)),
            appearances: vec![self.appearance(random, sentence)],
            ..BundleClaim::default()
        });
        let claims = claims.collect();
        let page = sources[2].url.clone();
        let printed = |url: &str| url.trim_start_matches("https://").to_owned();
        let author = format!("{} {}", words.name(random), words.name(random));
        let date = date(random);
        let Date {
            year, month, day, ..
        } = date;
        let headline = length(random, 9, 0.25).max(3);
        let article = Article {
            uri: format!("https://daily.example/{year}/{month:02}/{day:02}/{number}"),
            external_ids: vec![ExternalId {
                system: "cms".to_owned(),
                id: format!("{}", 100_000 + number),
            }],
            publisher: OUTLET.to_owned(),
            headline: capitalized(&words.words(random, headline)),
            bylines: vec![Byline {
                printed: format!("By {author}"),
                name: author,
                ..Byline::default()
            }],
            genre: Genre::ReportageNewsArticle.into(),
            section: capitalized(&words.slug(random, SECTIONS)),
            language: "en".to_owned(),
            number_locale: "en".to_owned(),
            date_published: Some(date),
            body,
            citations: vec![Citation {
                source: KEYS[2].to_owned(),
                printed: printed(&page),
            }],
            publication_status: PublicationStatus::Usable.into(),
            ..Article::default()
        };
        let sources = KEYS.iter().zip(sources).map(|(key, source)| BundleSource {
            key: key.trim_start_matches('#').to_owned(),
            source: Some(source),
        });
        Bundle {
            article: Some(article),
            sources: sources.collect(),
            claims,
            ..Bundle::default()
        }
    }

    /// A claim that no bundle has.
    pub fn claim(&self, number: usize) -> Claim {
        let mut random = random(!self.seed, number);
        let sentence = self.sentence(&mut random);
        self.claim_of(&mut random, &sentence)
    }

    fn sources(&self, random: &mut Random, number: usize) -> [Source; SOURCES] {
        let (outlet, office) = match self.shared {
            Shared::Nothing => (number, number),
            Shared::OutletAndOffice => (zipf(random, 40), zipf(random, 5_000)),
        };
        let words = &self.vocabulary;
        let person = format!("{} {}", words.name(random), words.name(random));
        let title = length(random, 8, 0.3).max(2);
        let site = words.slug(random, 3_000);
        [
            Source {
                kind: SourceKind::Organization.into(),
                display_name: format!("The {} {}", self.name_of(outlet), outlet),
                url: format!("https://outlet-{outlet}.example/"),
                ..Source::default()
            },
            Source {
                kind: SourceKind::Person.into(),
                display_name: person,
                ..Source::default()
            },
            Source {
                kind: SourceKind::WebPage.into(),
                display_name: capitalized(&words.words(random, title)),
                publisher: OUTLET.to_owned(),
                url: format!("https://{site}.example/{}/{number}", words.word(random)),
                ..Source::default()
            },
            Source {
                kind: SourceKind::GovernmentBody.into(),
                display_name: format!("Office of {}", self.name_of(office + 50)),
                same_as: vec![format!(
                    "http://www.wikidata.org/entity/Q{}",
                    9_000_000 + office
                )],
                ..Source::default()
            },
        ]
    }

    /// The name of a source, the same in every bundle.
    fn name_of(&self, source: usize) -> String {
        self.vocabulary.name(&mut random(self.seed << 8, source))
    }

    /// A body, and the sentences that print the claims.
    fn body(&self, random: &mut Random) -> (String, Vec<Sentence>) {
        let count = length(random, 28, 0.4).clamp(CLAIMS, 120);
        let (mut body, mut at, mut sentences) = (String::new(), 0, Vec::new());
        for number in 0..count {
            if number > 0 {
                let between = ["\n\n", " ", " ", " "][random.below(4)];
                body += between;
                at += between.len();
            }
            let text = self.sentence(random);
            body += &text;
            let start = at;
            at += text.chars().count();
            // The claims are spread evenly.
            if (number + 1) * CLAIMS / count > number * CLAIMS / count {
                sentences.push(Sentence { text, start });
            }
        }
        (body, sentences)
    }

    fn sentence(&self, random: &mut Random) -> String {
        let count = length(random, 19, 0.4).clamp(8, 60);
        let before = 3 + random.below(count - 4);
        let words = &self.vocabulary;
        let mut text = capitalized(&words.words(random, before));
        match random.below(10) {
            0 | 1 => text += &format!(" {}", words.name(random)),
            2 | 3 => text += &format!(" {}", figure(random)),
            4 => text += &format!(" “{}”", words.words(random, 3)),
            5 => text.push(','),
            _ => {}
        }
        format!("{text} {}.", words.words(random, count - before))
    }

    /// What a sentence says, in fewer words.
    fn claim_of(&self, random: &mut Random, sentence: &str) -> Claim {
        let words = &self.vocabulary;
        let subject = format!("{} {}", words.name(random), words.word(random));
        let said = sentence.trim_end_matches('.').split(' ');
        let said: Vec<&str> = said.skip(random.below(3)).collect();
        let figure = said.iter().find(|it| it.starts_with(char::is_numeric));
        let quantities = figure.map(|printed| self.quantity(random, printed));
        let r#type = match (&quantities, random.below(10)) {
            (Some(_), _) => ClaimType::Numerical,
            (None, 0) => ClaimType::Quotation,
            (None, 1) => ClaimType::Causal,
            (None, 2) => ClaimType::Position,
            (None, 3) => ClaimType::Prediction,
            (None, _) => ClaimType::EventOrProperty,
        };
        let mut tags: Vec<String> = (0..random.below(5))
            .map(|_| words.slug(random, TAGS))
            .collect();
        tags.sort_unstable();
        tags.dedup();
        let entities = (0..random.below(3)).map(|_| Entity {
            name: words.name(random),
            ..Entity::default()
        });
        Claim {
            entities: entities.collect(),
            statement: format!("{subject} {}", said.join(" ").to_lowercase()),
            language: match random.below(20) {
                0 => "it",
                1 => "de",
                _ => "en",
            }
            .to_owned(),
            r#type: r#type.into(),
            subject,
            quantities: quantities.into_iter().collect(),
            period: happens(random, 30).then(|| period(random)),
            tags,
            ..Claim::default()
        }
    }

    fn quantity(&self, random: &mut Random, printed: &str) -> Quantity {
        let digits: String = printed.chars().filter(char::is_ascii_digit).collect();
        let bound = || Bound {
            value: Some(Decimal {
                value: digits.clone(),
            }),
            open: false,
        };
        let words = &self.vocabulary;
        Quantity {
            measure: words.slug(random, MEASURES),
            counted: words.word(random).to_owned(),
            lower: Some(bound()),
            upper: Some(bound()),
            role: QuantityRole::Value.into(),
            printed: printed.to_owned(),
            ..Quantity::default()
        }
    }

    fn appearance(&self, random: &mut Random, sentence: &Sentence) -> Appearance {
        let Sentence { text, start } = sentence;
        let whole = anchor(text, *start, random.below(2) == 0);
        let figure = text.split(' ').find(|it| it.starts_with(char::is_numeric));
        let printed_figures = figure.map(|figure| {
            let before = text.split_once(figure).unwrap().0;
            anchor(figure, start + before.chars().count(), true)
        });
        let chains = (0..[0, 1, 1, 1, 2][random.below(5)]).map(|_| self.chain(random));
        let chains: Vec<AttributionChain> = chains.collect();
        let stance = match chains.is_empty() {
            true => Stance::Asserts,
            false => Stance::Reports,
        };
        Appearance {
            anchors: vec![whole],
            form: AppearanceForm::Stated.into(),
            modality: random
                .pick(&[Modality::Certain, Modality::Certain, Modality::Probable])
                .into(),
            printed_figures: printed_figures.into_iter().collect(),
            article_stance: stance.into(),
            chains,
            ..Appearance::default()
        }
    }

    fn chain(&self, random: &mut Random) -> AttributionChain {
        let hops = (0..[1, 1, 1, 2][random.below(4)]).map(|_| Hop {
            source: random.pick(&KEYS[1..]).to_owned(),
            printed_name: self.vocabulary.name(random),
            stance: match random.below(20) {
                0 => Stance::Denies,
                1 => Stance::Doubts,
                _ => Stance::Asserts,
            }
            .into(),
            cue: "said".to_owned(),
            basis: AttributionBasis::Printed.into(),
            ..Hop::default()
        });
        AttributionChain {
            hops: hops.collect(),
        }
    }
}

/// Half of all anchors have positions; for the others the server searches.
fn anchor(exact: &str, start: usize, has_position: bool) -> Anchor {
    let place = |at: usize| has_position.then(|| i32::try_from(at).unwrap());
    Anchor {
        part: ArticlePart::Body.into(),
        exact: exact.to_owned(),
        start: place(start),
        end: place(start + exact.chars().count()),
        ..Anchor::default()
    }
}

/// A whole number as English prints it. Most have few digits.
fn figure(random: &mut Random) -> String {
    let value = 10 + zipf(random, 5_000_000);
    let digits = value.to_string();
    let mut printed = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            printed.push(',');
        }
        printed.push(digit);
    }
    printed
}

/// A day of the last twenty years; the newer, the likelier.
fn date(random: &mut Random) -> Date {
    let part = |value: usize| i32::try_from(value).unwrap();
    Date {
        year: part(2025 - zipf(random, 20)),
        month: part(1 + random.below(12)),
        day: part(1 + random.below(28)),
        ..Date::default()
    }
}

fn period(random: &mut Random) -> Period {
    let day = date(random);
    Period {
        from: Some(day.clone()),
        through: Some(day),
        end: PeriodEnd::Closed.into(),
        ..Period::default()
    }
}
