//! Tests of which figures are comparable, and which are in conflict.

use super::*;
use crate::domain::value::PeriodEnd;

/// An exact figure, or an interval as it is written: `[1,2)`, `(,5]`.
fn figure(text: &str) -> Quantity {
    let quantity = Quantity {
        measure: "deaths".to_owned(),
        ..Quantity::default()
    };
    let bound = |text: &str, open| {
        (!text.is_empty()).then(|| Bound {
            value: text.parse().unwrap(),
            open,
        })
    };
    let Some((lower, upper)) = text.split_once(',') else {
        let exact = bound(text, false);
        return Quantity {
            lower: exact,
            upper: exact,
            ..quantity
        };
    };
    Quantity {
        lower: bound(&lower[1..], lower.starts_with('(')),
        upper: bound(&upper[..upper.len() - 1], upper.ends_with(')')),
        range: Some(RangeKind::Uncertainty),
        ..quantity
    }
}

fn of(quantities: &[Quantity]) -> Claim {
    Claim {
        quantities: quantities.to_vec(),
        ..Claim::default()
    }
}

fn conflict(one: &Claim, other: &Claim) -> bool {
    let (one, other) = (figures(one), figures(other));
    let found = !conflicting(&one, &other).is_empty();
    assert_eq!(!conflicting(&other, &one).is_empty(), found, "both ways");
    found
}

#[test]
fn figures_without_a_common_value_are_in_conflict() {
    for (one, other, expected) in [
        ("1", "2", true),
        ("1", "1", false),
        ("1", "1.00", false),
        ("0.1", "0.10000000000000000000000001", true),
        ("-1", "1", true),
        ("[1,2)", "[2,3]", true),
        ("[1,2]", "[2,3]", false),
        ("[1,2]", "(2,3]", true),
        ("[1,2)", "(2,3]", true),
        ("[1,3]", "2", false),
        ("(1,3]", "1", true),
        ("[1,3)", "3", true),
        ("[155,)", "120", true),
        ("[155,)", "155", false),
        ("(155,)", "155", true),
        ("[155,)", "1000", false),
        ("[155,)", "(,155]", false),
        ("[155,)", "(,155)", true),
        ("[155,)", "[2,)", false),
        ("(,5]", "(,3)", false),
    ] {
        let (it, to) = (of(&[figure(one)]), of(&[figure(other)]));
        assert_eq!(conflict(&it, &to), expected, "{one} and {other}");
    }
}

#[test]
fn only_like_figures_are_comparable() {
    let one = of(&[figure("1")]);
    let other = figure("2");
    let changed = |change: fn(&mut Quantity)| {
        let mut other = other.clone();
        change(&mut other);
        conflict(&one, &of(&[other]))
    };
    assert!(changed(|_| {}));
    assert!(!changed(|it| it.measure = "injured".to_owned()));
    assert!(!changed(|it| it.unit = "km".to_owned()));
    assert!(!changed(|it| it.currency = "EUR".to_owned()));
    assert!(!changed(|it| it.per = Some(PerPeriod::Day)));
    assert!(!changed(|it| it.role = QuantityRole::Before));
    assert!(!changed(|it| it.role = QuantityRole::Qualifier));
    assert!(changed(|it| it.range = Some(RangeKind::Uncertainty)));
    for range in [
        RangeKind::Extent,
        RangeKind::Variation,
        RangeKind::Estimates,
    ] {
        let with = |text| {
            let mut quantity = figure(text);
            quantity.range = Some(range);
            of(&[quantity])
        };
        assert!(!conflict(&one, &with("[2,3]")), "{range:?}");
        assert!(conflict(&with("[0,1]"), &with("[2,3]")), "{range:?}");
    }
    // How a figure is printed, and whether it is approximate, makes no difference.
    assert!(changed(|it| it.approximate = true));
    assert!(changed(|it| it.printed = "two".to_owned()));
}

#[test]
fn figures_that_count_different_things_are_not_comparable() {
    let counting = |value, counted: &str| {
        let mut quantity = figure(value);
        quantity.counted = counted.to_owned();
        of(&[quantity])
    };
    for (one, other, expected) in [
        ("soldiers", "soldiers", true),
        ("soldiers", " SOLDIERS. ", true),
        ("soldiers", "", true),
        ("", "", true),
        ("soldiers", "civilians", false),
    ] {
        let (it, to) = (counting("1", one), counting("2", other));
        assert_eq!(conflict(&it, &to), expected, "{one} and {other}");
    }
}

#[test]
fn claims_with_other_subjects_or_qualifiers_are_not_comparable() {
    let about = |value, subject: &str, qualifiers: &[&str]| {
        let qualifiers = qualifiers.iter().map(|text| Quantity {
            role: QuantityRole::Qualifier,
            ..figure(text)
        });
        Claim {
            subject: subject.to_owned(),
            quantities: [figure(value)].into_iter().chain(qualifiers).collect(),
            ..Claim::default()
        }
    };
    for (subject, qualifiers, expected) in [
        ("Kyiv", &["[18,30]", "5"][..], true),
        (" kyiv.", &["5.0", "[18,30]", "5"], true),
        ("", &["[18,30]", "5"], false),
        ("Odesa", &["[18,30]", "5"], false),
        ("Kyiv", &["[18,31]", "5"], false),
        ("Kyiv", &["5"], false),
        ("Kyiv", &[], false),
    ] {
        let (it, to) = (
            about("1", "Kyiv", &["[18,30]", "5"]),
            about("2", subject, qualifiers),
        );
        assert_eq!(conflict(&it, &to), expected, "{subject} {qualifiers:?}");
    }
    assert!(conflict(&about("1", "", &[]), &about("2", "", &[])));
}

#[test]
fn a_qualifier_narrows_only_the_figures_that_it_names() {
    let narrowing = |text: &str, narrows: &[i32]| Quantity {
        role: QuantityRole::Qualifier,
        narrows: narrows.to_vec(),
        ..figure(text)
    };
    let found = |one: &[Quantity], other: &[Quantity]| {
        conflicting(&figures(&of(one)), &figures(&of(other)))
    };
    let [one, two] = [figure("1"), figure("2")];
    let all = narrowing("[18,30]", &[]);
    // The first figure is not narrowed, so it can be compared with one that is not.
    let second = narrowing("[18,30]", &[1]);
    let it = [one.clone(), one.clone(), second.clone()];
    assert_eq!(found(&it, std::slice::from_ref(&two)), [(0, 0)]);
    assert_eq!(found(&it, &[two.clone(), all.clone()]), [(1, 0)]);
    assert_eq!(
        found(&it, &[two.clone(), two.clone(), second]),
        [(0, 0), (1, 1)]
    );
    // To name every figure is the same as to name none.
    let both = narrowing("[18,30]", &[0, 1]);
    let (named, unnamed) = ([one.clone(), one.clone(), both], [two.clone(), two, all]);
    assert_eq!(found(&named, &unnamed).len(), 4);
}

#[test]
fn every_pair_in_conflict_is_named_by_its_indexes() {
    let after = |value| Quantity {
        role: QuantityRole::After,
        ..figure(value)
    };
    let one = of(&[figure("1"), after("5")]);
    let other = of(&[after("6"), figure("1"), figure("3")]);
    let found = conflicting(&figures(&one), &figures(&other));
    assert_eq!(found, [(0, 2), (1, 0)]);
}

fn date(year: i32, month: i32, day: i32) -> Date {
    Date {
        year,
        month,
        day,
        ..Date::default()
    }
}

fn at(text: &str) -> Date {
    Date {
        instant: Some(text.parse().unwrap()),
        ..Date::default()
    }
}

fn closed(from: Date, through: Date) -> Option<Period> {
    Some(Period {
        from: Some(from),
        through: Some(through),
        end: PeriodEnd::Closed,
        ..Period::default()
    })
}

fn open(from: Date, end: PeriodEnd) -> Option<Period> {
    Some(Period {
        from: Some(from),
        through: None,
        end,
        ..Period::default()
    })
}

#[test]
fn periods_overlap_if_they_can_mean_the_same_moment() {
    let words = Date {
        printed: "recently".to_owned(),
        ..Date::default()
    };
    let in_2023 = closed(date(2023, 0, 0), date(2023, 0, 0));
    let in_april = closed(date(2023, 4, 0), date(2023, 4, 0));
    let morning = closed(at("2023-04-30T08:00:00Z"), at("2023-04-30T08:00:00Z"));
    let evening = closed(at("2023-04-30T20:00:00Z"), at("2023-04-30T21:00:00Z"));
    let last = closed(at("2023-04-30T23:59:59.999999Z"), date(2023, 5, 0));
    let later = closed(date(2023, 5, 1), date(2024, 0, 0));
    for (one, other, expected) in [
        (&None, &in_2023, true),
        (&None, &None, true),
        (&in_2023, &in_april, true),
        (&in_2023, &later, true),
        (&in_april, &later, false),
        (&in_april, &last, true),
        (&in_april, &evening, true),
        (&morning, &evening, false),
        (&morning, &morning, true),
        (&open(date(2022, 0, 0), PeriodEnd::Ongoing), &later, true),
        (&open(date(2022, 0, 0), PeriodEnd::Unknown), &later, true),
        (&open(date(2024, 0, 0), PeriodEnd::Ongoing), &in_2023, false),
        (&closed(words.clone(), date(2022, 0, 0)), &in_2023, false),
        (&closed(words.clone(), date(2023, 0, 0)), &in_april, true),
        (&closed(date(2020, 0, 0), words), &later, true),
    ] {
        let (it, to) = (Span::of(one.as_ref()), Span::of(other.as_ref()));
        assert_eq!(it.overlaps(to), expected, "{one:?} and {other:?}");
        assert_eq!(to.overlaps(it), expected, "{other:?} and {one:?}");
    }
}

#[test]
fn an_instant_is_compared_with_days_by_the_clock_of_its_publisher() {
    let rome = Date {
        time_zone: "Europe/Rome".to_owned(),
        ..at("2025-04-27T22:30:00Z")
    };
    let span = |date: &Date| Span::of(closed(date.clone(), date.clone()).as_ref());
    let is_on = |instant: &Date, day| span(instant).overlaps(span(&date(2025, 4, day)));
    assert!(is_on(&rome, 28) && !is_on(&rome, 27));
    let utc = at("2025-04-27T22:30:00Z");
    assert!(is_on(&utc, 27) && !is_on(&utc, 28));
}
