//! Resources and bundles, made at random.

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, Bundle, BundleClaim, BundleSource, Citation, Claim,
    Relation, RelationType, Review, Source, Stance, Verdict,
};

use super::{
    mutation::Maker,
    support::samples::{appearance, article, claim, hop, outlet, relation, review},
};

/// The words of claims, of which searches find some.
pub const WORDS: [&str; 8] = [
    "bridge", "harbour", "school", "clinic", "railway", "mayor", "closed", "flooded",
];

/// The tags of claims.
pub const TAGS: [&str; 3] = ["war", "money", "sport"];

/// The number of words in the body of an article.
const BODY_WORDS: usize = 60;

pub fn source(it: &mut Maker<'_>) -> Source {
    let publisher = match it.is_one_in(6) {
        true => it.name_of("sources"),
        false => String::new(),
    };
    Source {
        publisher,
        ..outlet(&it.unique())
    }
}

pub fn body(it: &mut Maker<'_>, edition: &str) -> String {
    let gone = it.random.below(BODY_WORDS);
    let words = (0..BODY_WORDS).filter(|word| word.abs_diff(gone) > 2);
    let words: Vec<String> = words.map(|number| format!("w{number:04}")).collect();
    format!("Edition {edition}: {}", words.join(" "))
}

pub fn new_article(it: &mut Maker<'_>) -> Article {
    let text = it.unique();
    let cited = it.name_of("sources");
    let citation = Citation {
        source: cited.clone(),
        ..Citation::default()
    };
    let citations = (!cited.is_empty()).then_some(citation);
    Article {
        citations: citations.into_iter().collect(),
        ..article(&text, &body(it, &text))
    }
}

pub fn new_claim(it: &mut Maker<'_>) -> Claim {
    let words: Vec<&str> = (0..4).map(|_| it.random.pick(&WORDS)).collect();
    let statement = format!("Report {}: {}.", it.unique(), words.join(" "));
    Claim {
        tags: vec![it.random.pick(&TAGS).to_owned()],
        ..claim(&statement)
    }
}

pub fn new_appearance(it: &mut Maker<'_>) -> Option<Appearance> {
    let article = Article {
        name: it.live("articles")?.name,
        ..Article::default()
    };
    let word = format!("w{:04}", it.random.below(BODY_WORDS));
    let mut given = appearance(&article, &word);
    given.note = it.unique();
    if !it.is_one_in(4) {
        let source = Source {
            name: it.live("sources")?.name,
            ..Source::default()
        };
        given.chains = vec![AttributionChain {
            hops: vec![hop(&source)],
        }];
        given.article_stance = Stance::Reports.into();
    }
    Some(given)
}

pub fn new_relation(it: &mut Maker<'_>) -> Option<Relation> {
    let target = Claim {
        name: it.live("claims")?.name,
        ..Claim::default()
    };
    let kind = it
        .random
        .pick(&[RelationType::Supports, RelationType::Contradicts]);
    Some(Relation {
        author: it.unique(),
        ..relation(kind, &target)
    })
}

pub fn new_review(it: &mut Maker<'_>) -> Review {
    let verdict = it.random.pick(&[Verdict::True, Verdict::False]);
    review(&it.unique(), verdict, 0)
}

/// An article that prints a claim, which a source said.
pub fn bundle(it: &mut Maker<'_>) -> Bundle {
    let source = source(it);
    Bundle {
        sources: vec![BundleSource {
            key: "who".to_owned(),
            source: Some(source),
        }],
        ..attributed(it, "#who", 1)
    }
}

/// An article that prints so many claims, which a source said. The source is stored, or in the bundle.
pub fn attributed(it: &mut Maker<'_>, source: &str, claims: usize) -> Bundle {
    let article = Article {
        citations: Vec::new(),
        ..new_article(it)
    };
    let mut printed = appearance(&Article::default(), "Edition");
    printed.chains = vec![AttributionChain {
        hops: vec![hop(&Source {
            name: source.to_owned(),
            ..Source::default()
        })],
    }];
    printed.article_stance = Stance::Reports.into();
    let claims = (0..claims).map(|_| BundleClaim {
        claim: Some(new_claim(it)),
        appearances: vec![printed.clone()],
        ..BundleClaim::default()
    });
    Bundle {
        claims: claims.collect(),
        article: Some(article),
        ..Bundle::default()
    }
}

/// A claim with many reviews. To delete it is one commit of more than fits into an answer of a watch.
pub fn wide_bundle(it: &mut Maker<'_>, reviews: usize) -> Bundle {
    let reviews = (0..reviews).map(|_| Review {
        explanation: WORDS.join(" ").repeat(10),
        ..new_review(it)
    });
    let reviews = reviews.collect();
    Bundle {
        claims: vec![BundleClaim {
            claim: Some(new_claim(it)),
            reviews,
            ..BundleClaim::default()
        }],
        ..Bundle::default()
    }
}
