//! Checks random claims: the listed conflicts equal those that a comparison of all claims with
//! each other finds by the rules of the domain.

use std::collections::BTreeSet;

use claimstore::{
    domain::{
        resource::Claim as DomainClaim,
        rule::{
            Figure,
            conflict::{conflicting, figures},
        },
        value::Checker,
    },
    wire::{
        self,
        pb::{
            Bound, Claim, ConflictFilter, ConflictReason, Date, Period, PeriodEnd, Quantity,
            QuantityRole, RangeKind,
        },
        value::read::Keys,
    },
};

use super::{all, pages::store_all, sides};
use crate::support::{
    random::Random,
    samples::{appearance, article, bound, claim, quantity},
    server::TestServer,
};

const SEEDS: [u64; 4] = [0x5eed_0001, 0x5eed_0002, 0x5eed_0003, 0x5eed_0004];
const CLAIMS: usize = 200;

fn random_bound(random: &mut Random) -> Bound {
    Bound {
        open: random.below(2) == 0,
        ..bound(random.pick(&["-1", "0", "1", "1.0", "1.5", "2"]))
    }
}

fn random_quantity(random: &mut Random) -> Quantity {
    let exact = quantity(
        random.pick(&["m", "m", "n"]),
        random.pick(&["-1", "0", "1", "1.50", "2"]),
    );
    let role = random.pick(&[
        QuantityRole::Value,
        QuantityRole::Value,
        QuantityRole::After,
        QuantityRole::Qualifier,
    ]);
    let exact = Quantity {
        role: role.into(),
        unit: random.pick(&["", "", "km"]).to_owned(),
        counted: random.pick(&["", "", "men", "Men.", "women"]).to_owned(),
        ..exact
    };
    if random.below(2) == 0 {
        return exact;
    }
    let range = random.pick(&[RangeKind::Uncertainty, RangeKind::Extent]);
    let ends = [random_bound(random), random_bound(random)];
    let number = |bound: &Bound| bound.value.as_ref().unwrap().value.parse::<f64>().unwrap();
    let (lower, upper) = match random.below(4) {
        0 => (Some(ends[0].clone()), None),
        1 => (None, Some(ends[1].clone())),
        _ if number(&ends[0]) < number(&ends[1]) => {
            let [lower, upper] = ends;
            (Some(lower), Some(upper))
        }
        _ => (exact.lower.clone(), exact.upper.clone()),
    };
    Quantity {
        lower,
        upper,
        range: range.into(),
        ..exact
    }
}

fn random_date(random: &mut Random) -> Date {
    let (year, month) = (2020, random.pick(&[0, 1, 6, 12]));
    Date {
        year: year + i32::try_from(random.below(3)).unwrap(),
        month,
        day: if month == 0 {
            0
        } else {
            random.pick(&[0, 1, 30])
        },
        ..Date::default()
    }
}

fn random_period(random: &mut Random) -> Option<Period> {
    let from = random_date(random);
    let (through, end) = match random.below(4) {
        0 => return None,
        1 => (None, PeriodEnd::Ongoing),
        2 => (None, PeriodEnd::Unknown),
        _ => (Some(from.clone()), PeriodEnd::Closed),
    };
    Some(Period {
        from: (random.below(4) > 0).then_some(from),
        through,
        end: end.into(),
        ..Period::default()
    })
}

fn random_claim(random: &mut Random, number: usize) -> Claim {
    Claim {
        subject: random.pick(&["", "", "Kyiv", "KYIV."]).to_owned(),
        quantities: (0..random.below(4))
            .map(|_| random_quantity(random))
            .collect(),
        period: random_period(random),
        ..claim(&format!("Claim {number}"))
    }
}

/// A live claim, as a value of the domain.
struct Known {
    name: String,
    claim: DomainClaim,
    figures: Vec<Figure>,
    is_printed: bool,
}

impl Known {
    fn of(message: &Claim, is_printed: bool) -> Self {
        let mut check = Checker::new();
        let claim = wire::resource::claim::read(&mut check, &Keys::none(), message.clone());
        assert!(check.is_clean());
        Self {
            name: message.name.clone(),
            figures: figures(&claim),
            claim,
            is_printed,
        }
    }
}

/// All pairs with a selected claim, found by comparing all with all. The selected claim comes
/// first.
fn naive(
    all: &[Known],
    measure: Option<&str>,
    is_selected: impl Fn(&Known) -> bool,
) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    for one in all.iter().filter(|it| is_selected(it)) {
        for other in all.iter().filter(|it| it.name != one.name) {
            let places = conflicting(&one.figures, &other.figures).into_iter();
            let mut measures = places.map(|(at, _)| one.claim.quantities[at].measure.as_str());
            let is_here = one.name < other.name || !is_selected(other);
            if is_here && measures.any(|it| measure.is_none_or(|asked| it == asked)) {
                pairs.insert((one.name.clone(), other.name.clone()));
            }
        }
    }
    pairs
}

/// Claims of all sorts, and the name of an article that prints some of them.
async fn scene(server: &TestServer, random: &mut Random) -> (Vec<Known>, String) {
    let claims = (0..CLAIMS).map(|number| random_claim(random, number));
    let claims = store_all(server, claims.collect()).await;
    let piece = server.create_article(article("A", "words")).await.unwrap();
    let mut known = Vec::new();
    for claim in claims {
        match random.below(8) {
            0 => {
                server.delete_claim(&claim.name).await.unwrap();
            }
            1 => {
                let printed = appearance(&piece, "words");
                server.create_appearance(&claim, printed).await.unwrap();
                known.push(Known::of(&claim, true));
            }
            _ => known.push(Known::of(&claim, false)),
        }
    }
    (known, piece.name)
}

async fn listed(server: &TestServer, filter: ConflictFilter, size: i32) -> Vec<(String, String)> {
    let filter = ConflictFilter {
        reason: ConflictReason::Quantities.into(),
        ..filter
    };
    let found = all(server, filter, size).await.unwrap();
    let found = found.iter().map(sides);
    found.map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

#[tokio::test]
async fn listed_conflicts_equal_those_of_comparing_all_with_all() {
    for seed in SEEDS {
        println!("seed {seed:#x}");
        let mut random = Random::new(seed);
        let server = TestServer::start().await;
        let (known, printing) = scene(&server, &mut random).await;
        let one = known[random.below(known.len())].name.clone();
        let none = ConflictFilter::default;
        for (filter, expected) in [
            (none(), naive(&known, None, |_| true)),
            (
                ConflictFilter {
                    measure: "m".to_owned(),
                    ..none()
                },
                naive(&known, Some("m"), |_| true),
            ),
            (
                ConflictFilter {
                    claim: one.clone(),
                    ..none()
                },
                naive(&known, None, |it| it.name == one),
            ),
            (
                ConflictFilter {
                    article: printing,
                    ..none()
                },
                naive(&known, None, |it| it.is_printed),
            ),
        ] {
            let expected: Vec<_> = expected.into_iter().collect();
            for size in [17, 0] {
                let found = listed(&server, filter.clone(), size).await;
                assert_eq!(found, expected, "seed {seed:#x}, {filter:?}, {size}");
            }
        }
        assert!(naive(&known, None, |_| true).len() > 50, "seed {seed:#x}");
    }
}
