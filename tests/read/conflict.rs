//! Conflicts: disjoint figures, confirmed contradictions, and opposite stances. Each pair is found
//! by either claim, once, and only as long as both claims are valid.

mod filter;
mod kept;
mod pages;
mod random;
mod said;

use claimstore::wire::pb::{
    Bound, Claim, Conflict, ConflictFilter, ConflictReason, Date, ListConflictsRequest, PerPeriod,
    Period, PeriodEnd, Quantity, QuantityRole, RangeKind,
};
use tonic::Status;

use crate::support::{
    samples::{bound, claim, quantity},
    server::TestServer,
};

/// All conflicts that match a filter, read in pages of a size.
async fn all(
    server: &TestServer,
    filter: ConflictFilter,
    page_size: i32,
) -> Result<Vec<Conflict>, Status> {
    let (mut found, mut token) = (Vec::new(), String::new());
    loop {
        let request = ListConflictsRequest {
            page_size,
            page_token: token,
            filter: Some(filter.clone()),
        };
        let page = server.claims().list_conflicts(request).await?.into_inner();
        assert!(page_size == 0 || page.conflicts.len() <= usize::try_from(page_size).unwrap());
        found.extend(page.conflicts);
        token = page.next_page_token;
        if token.is_empty() {
            return Ok(found);
        }
    }
}

/// The claims on both sides.
fn sides(conflict: &Conflict) -> (&str, &str) {
    (
        &conflict.one.as_ref().unwrap().claim,
        &conflict.other.as_ref().unwrap().claim,
    )
}

/// The claims on both sides of all conflicts, in order.
async fn pairs(server: &TestServer, filter: ConflictFilter) -> Vec<(String, String)> {
    let found = all(server, filter, 0).await.unwrap();
    let pairs = found.iter().map(sides);
    pairs
        .map(|(one, other)| (one.to_owned(), other.to_owned()))
        .collect()
}

/// Two claims as a pair in which the smaller id comes first.
fn pair(one: &Claim, other: &Claim) -> (String, String) {
    let mut pair = [one.name.clone(), other.name.clone()];
    pair.sort();
    let [one, other] = pair;
    (one, other)
}

async fn stored(server: &TestServer, statement: &str, quantities: &[Quantity]) -> Claim {
    let given = Claim {
        quantities: quantities.to_vec(),
        ..claim(statement)
    };
    server.create_claim(given).await.unwrap()
}

/// How many conflicts there are between two claims.
async fn count(server: &TestServer, one: Claim, other: Claim) -> usize {
    let measure = &one.quantities[0].measure;
    let filter = ConflictFilter {
        measure: measure.clone(),
        ..ConflictFilter::default()
    };
    let named = |claim: Claim, side| Claim {
        statement: format!("{measure} {side}"),
        ..claim
    };
    for given in [named(one.clone(), 1), named(other, 2)] {
        server.create_claim(given).await.unwrap();
    }
    pairs(server, filter).await.len()
}

fn of(quantity: Quantity) -> Claim {
    Claim {
        quantities: vec![quantity],
        ..claim("")
    }
}

fn between(measure: &str, lower: Option<Bound>, upper: Option<Bound>) -> Quantity {
    Quantity {
        lower,
        upper,
        range: RangeKind::Uncertainty.into(),
        ..quantity(measure, "0")
    }
}

fn open(value: &str) -> Bound {
    Bound {
        open: true,
        ..bound(value)
    }
}

#[tokio::test]
async fn disjoint_figures_are_listed_with_both_sides() {
    let server = TestServer::start().await;
    let other_role = Quantity {
        role: QuantityRole::After.into(),
        ..quantity("deaths", "7")
    };
    let with_period = Claim {
        period: Some(in_year(2023)),
        quantities: vec![quantity("injured", "3"), quantity("deaths", "120")],
        ..claim("120 died")
    };
    let one = server.create_claim(with_period.clone()).await.unwrap();
    let at_least = between("deaths", Some(bound("155")), None);
    let other = stored(
        &server,
        "At least 155 died",
        &[at_least.clone(), other_role],
    )
    .await;
    stored(&server, "155 died", &[quantity("deaths", "155.0")]).await;
    let found = all(&server, ConflictFilter::default(), 0).await.unwrap();
    let listed: Vec<_> = found.iter().map(sides).collect();
    assert_eq!(found.len(), 2, "{listed:?}");
    let found = found
        .into_iter()
        .find(|it| [sides(it).0, sides(it).1].contains(&other.name.as_str()))
        .unwrap();
    assert_eq!(found.reason(), ConflictReason::Quantities);
    let sides = [found.one.unwrap(), found.other.unwrap()];
    let at = |name: &str| sides.iter().find(|side| side.claim == name).unwrap();
    let (this, that) = (at(&one.name), at(&other.name));
    assert_eq!(this.statement, "120 died");
    assert_eq!(this.quantities, [quantity("deaths", "120")]);
    assert_eq!(this.period, with_period.period);
    assert_eq!(that.statement, "At least 155 died");
    assert_eq!(that.quantities, [at_least]);
    assert_eq!(that.period, None);
    assert_eq!((that.appearances.len(), that.appearance_count), (0, 0));
    assert_eq!(found.relations, [""; 0]);
}

#[tokio::test]
async fn open_bounds_do_not_belong_to_their_intervals() {
    let server = TestServer::start().await;
    let (b, o) = (bound, open);
    let to_2 = |upper| Some((Some(b("1")), Some(upper)));
    for (number, (one, other, expected)) in [
        (to_2(o("2")), (Some(b("2")), Some(b("3"))), 1),
        (to_2(b("2")), (Some(b("2")), Some(b("3"))), 0),
        (to_2(b("2")), (Some(o("2")), None), 1),
        (to_2(o("2")), (Some(o("2")), None), 1),
        (
            to_2(b("2.00000000000000000000000001")),
            (Some(o("2")), None),
            0,
        ),
        (to_2(b("2")), (None, Some(b("1"))), 0),
        (to_2(b("2")), (None, Some(o("1"))), 1),
        (to_2(b("2")), (None, Some(b("-1"))), 1),
    ]
    .into_iter()
    .enumerate()
    {
        let measure = format!("m-{number}");
        let (lower, upper) = one.unwrap();
        let one = of(between(&measure, lower, upper));
        let other = of(between(&measure, other.0, other.1));
        assert_eq!(count(&server, one, other).await, expected, "{number}");
    }
}

#[tokio::test]
async fn only_figures_that_are_measured_alike_are_compared() {
    let server = TestServer::start().await;
    type Change = fn(&mut Claim);
    let changes: [(Change, usize); 14] = [
        (|_| {}, 1),
        (|it| it.quantities[0].approximate = true, 1),
        (|it| it.quantities[0].unit = "km".to_owned(), 0),
        (|it| it.quantities[0].currency = "EUR".to_owned(), 0),
        (|it| it.quantities[0].per = PerPeriod::Month.into(), 0),
        (|it| it.quantities[0].role = QuantityRole::Before.into(), 0),
        (
            |it| it.quantities[0].role = QuantityRole::Qualifier.into(),
            0,
        ),
        (
            |it| it.quantities[0].range = RangeKind::Uncertainty.into(),
            1,
        ),
        (|it| it.quantities[0].range = RangeKind::Extent.into(), 0),
        (|it| it.quantities[0].range = RangeKind::Variation.into(), 0),
        (|it| it.quantities[0].range = RangeKind::Estimates.into(), 0),
        (|it| it.quantities[0].counted = "Men".to_owned(), 1),
        (|it| it.quantities[0].counted = "women".to_owned(), 0),
        (
            |it| {
                it.quantities.push(Quantity {
                    role: QuantityRole::Qualifier.into(),
                    ..quantity("age", "18")
                });
            },
            0,
        ),
    ];
    for (number, (change, expected)) in changes.into_iter().enumerate() {
        let measure = format!("m-{number}");
        let one = of(Quantity {
            counted: "men".to_owned(),
            ..quantity(&measure, "1")
        });
        let mut other = of(quantity(&measure, "2"));
        change(&mut other);
        assert_eq!(count(&server, one, other).await, expected, "{number}");
    }
}

#[tokio::test]
async fn only_claims_about_the_same_subject_are_compared() {
    let server = TestServer::start().await;
    for (number, (one, other, expected)) in [
        ("", "", 1),
        ("Kyiv", " KYIV. ", 1),
        ("Kyiv", "", 0),
        ("Kyiv", "Odesa", 0),
    ]
    .into_iter()
    .enumerate()
    {
        let about = |value, subject: &str| Claim {
            subject: subject.to_owned(),
            ..of(quantity(&format!("m-{number}"), value))
        };
        let (one, other) = (about("1", one), about("2", other));
        assert_eq!(count(&server, one, other).await, expected, "{number}");
    }
}

fn in_year(year: i32) -> Period {
    let date = Date {
        year,
        ..Date::default()
    };
    Period {
        from: Some(date.clone()),
        through: Some(date),
        end: PeriodEnd::Closed.into(),
        ..Period::default()
    }
}

#[tokio::test]
async fn only_claims_whose_periods_can_overlap_are_compared() {
    let server = TestServer::start().await;
    let since = |year, end: PeriodEnd| Period {
        through: None,
        end: end.into(),
        ..in_year(year)
    };
    let on = |year, month, day| {
        let date = Some(Date {
            year,
            month,
            day,
            ..Date::default()
        });
        Period {
            from: date.clone(),
            through: date,
            end: PeriodEnd::Closed.into(),
            ..Period::default()
        }
    };
    for (number, (one, other, expected)) in [
        (None, Some(in_year(2023)), 1),
        (Some(in_year(2023)), Some(in_year(2023)), 1),
        (Some(in_year(2023)), Some(in_year(2024)), 0),
        (Some(in_year(2024)), Some(on(2024, 2, 29)), 1),
        (Some(on(2024, 2, 0)), Some(on(2024, 2, 29)), 1),
        (Some(on(2024, 2, 0)), Some(on(2024, 3, 1)), 0),
        (
            Some(since(2020, PeriodEnd::Ongoing)),
            Some(in_year(2024)),
            1,
        ),
        (
            Some(since(2020, PeriodEnd::Unknown)),
            Some(in_year(2024)),
            1,
        ),
        (
            Some(since(2025, PeriodEnd::Ongoing)),
            Some(in_year(2024)),
            0,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let at = |value, period| Claim {
            period,
            ..of(quantity(&format!("m-{number}"), value))
        };
        let (one, other) = (at("1", one), at("2", other));
        assert_eq!(count(&server, one, other).await, expected, "{number}");
    }
}
