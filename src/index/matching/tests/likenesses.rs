//! What a text is to the claim that is most like it.

use super::{best, store};
use crate::index::matching::Likeness;

#[track_caller]
fn assert_likeness(claim: &str, text: &str, expected: Option<Likeness>) {
    let store = store("en", &[claim]);
    let found = best(&store, "en", text);
    assert_eq!(found.likeness, expected, "{text}: {found:#?}");
    assert!(found.likelihood >= found.confidence);
}

#[test]
fn the_figures_say_which_of_two_is_more_exact() {
    use Likeness::{Coarser, Finer, Same};
    let claim = "The city hospital treats 4,000 to 5,000 patients each month.";
    for (text, expected) in [
        (
            "Each month the city hospital treats 4,000 to 5,000 patients.",
            Same,
        ),
        ("The city hospital treats 4,200 patients each month.", Finer),
        (
            "The city hospital treats 4,200 to 4,300 patients each month.",
            Finer,
        ),
        (
            "The city hospital treats 3,000 to 9,000 patients each month.",
            Coarser,
        ),
        ("The city hospital treats patients each month.", Coarser),
    ] {
        assert_likeness(claim, text, Some(expected));
    }
    let claim = "The city hospital treats about 4,200 patients each month.";
    let exact = "The city hospital treats 4,200 patients each month.";
    assert_likeness(claim, exact, Some(Finer));
    assert_likeness(exact, claim, Some(Coarser));
}

#[test]
fn a_figure_that_does_not_meet_contradicts_wherever_its_rate_stands() {
    let claim = "The city hospital treats 4,200 patients each month.";
    for text in [
        "The city hospital treats 9,800 patients each month.",
        "Each month the city hospital treats 9,800 patients.",
    ] {
        assert_likeness(claim, text, Some(Likeness::Contrary));
    }
}

#[test]
fn the_times_say_which_of_two_is_more_exact() {
    let claim = "The old bridge of Tornau collapsed in 1999.";
    for (text, expected) in [
        (
            "In 1999 the old bridge of Tornau collapsed.",
            Some(Likeness::Same),
        ),
        (
            "The old bridge of Tornau collapsed in May 1999.",
            Some(Likeness::Finer),
        ),
        (
            "The old bridge of Tornau collapsed.",
            Some(Likeness::Coarser),
        ),
        ("The old bridge of Tornau collapsed in 2011.", None),
    ] {
        assert_likeness(claim, text, expected);
    }
}

#[test]
fn what_cannot_be_told_is_not_told() {
    // One more exact in its figure, the other one in its time.
    let claim = "The city hospital treats 4,000 to 5,000 patients each month since 1999.";
    let text = "The city hospital treats 4,200 patients each month.";
    assert_likeness(claim, text, None);
    // Two figures of different things.
    let claim = "The city hospital treats 4,200 patients each month.";
    let text = "The city hospital treats patients each month in 17 wards.";
    assert_likeness(claim, text, None);
    // The opposite, with another figure.
    let text = "The city hospital does not treat 9,800 patients each month.";
    assert_likeness(claim, text, None);
}

#[test]
fn the_opposite_contradicts() {
    let claim = "The old bridge of Tornau is closed.";
    let text = "The old bridge of Tornau is not closed.";
    assert_likeness(claim, text, Some(Likeness::Contrary));
}

#[test]
fn what_has_other_words_is_not_told() {
    for (claim, text) in [
        (
            "The old bridge of Tornau is closed.",
            "The old bridge of Velmere is closed.",
        ),
        (
            "Crime in Tornau fell last year.",
            "Crime in Tornau rose last year.",
        ),
        (
            "Vaccines cause autism in children.",
            "Vaccines prevent autism in children.",
        ),
        (
            "Vaccines cause autism in children.",
            "It is false that vaccines cause autism in children.",
        ),
        (
            "Two people died in the harbour.",
            "Three people died in the harbour.",
        ),
    ] {
        let store = store("en", &[claim]);
        let found = best(&store, "en", text);
        assert_eq!(found.likeness, None, "{text}");
    }
}

#[test]
fn amounts_bounds_and_currencies_are_compared() {
    use Likeness::{Coarser, Contrary, Finer, Same};
    let dollars = "Apple paid $14.4 billion in back taxes to Ireland.";
    let bound = "More than 4,000 soldiers were killed in the battle.";
    let groups = "The city counted 200 000 visitors.";
    for (claim, text, expected) in [
        (
            dollars,
            "Apple paid $14.4 billion in back taxes to Ireland!",
            Some(Same),
        ),
        (
            dollars,
            "Apple paid $13 billion in back taxes to Ireland.",
            Some(Contrary),
        ),
        (
            dollars,
            "Apple paid $14.4 million in back taxes to Ireland.",
            Some(Contrary),
        ),
        (
            dollars,
            "Apple paid €14.4 billion in back taxes to Ireland.",
            None,
        ),
        (
            "The ministry paid 4,200 dollars to him.",
            "The ministry paid 4,200 euros to him.",
            None,
        ),
        (
            bound,
            "Fewer than 4,000 soldiers were killed in the battle.",
            Some(Contrary),
        ),
        (
            bound,
            "At least 4,000 soldiers were killed in the battle.",
            Some(Coarser),
        ),
        (
            bound,
            "More than 5,000 soldiers were killed in the battle.",
            Some(Finer),
        ),
        (groups, "The city counted 200,000 visitors.", Some(Same)),
        (groups, "The city counted 300 000 visitors.", Some(Contrary)),
    ] {
        assert_likeness(claim, text, expected);
    }
}

#[test]
fn days_and_german_years_are_read() {
    assert_likeness(
        "The president signed the law on 12 May 2021.",
        "The president signed the law on 13 May 2021.",
        None,
    );
    let claim = "Im Juni 2023 starben 120 Menschen bei dem Zugunglück in Thessaloniki.";
    let store = store("de", &[claim]);
    for text in [
        "Im Juni 2022 starben 120 Menschen bei dem Zugunglück in Thessaloniki.",
        "Im Juli 2023 starben 120 Menschen bei dem Zugunglück in Thessaloniki.",
    ] {
        let found = best(&store, "de", text);
        assert_eq!(found.likeness, None, "{text}");
        assert!(found.confidence <= 0.3, "{text}");
    }
    let same = "120 Menschen starben im Juni 2023 bei dem Zugunglück in Thessaloniki.";
    assert_eq!(best(&store, "de", same).likeness, Some(Likeness::Same));
}

#[test]
fn who_does_what_to_whom_and_of_how_many_it_holds_is_told_before_a_claim_is_the_same() {
    use Likeness::Same;
    for (claim, text, expected) in [
        (
            "The tailor Gustave hired the baker Agatha.",
            "The tailor Agatha hired the baker Gustave.",
            None,
        ),
        (
            "All monks of Gabelmeister voted.",
            "Some monks of Gabelmeister voted.",
            None,
        ),
        (
            "Not all monks of Gabelmeister voted.",
            "Some monks of Gabelmeister voted.",
            None,
        ),
        (
            "All monks of Gabelmeister voted.",
            "The monks of Gabelmeister all voted.",
            Some(Same),
        ),
        (
            "Yesterday the tailor Gustave hired the baker Agatha.",
            "The tailor Gustave hired the baker Agatha yesterday.",
            Some(Same),
        ),
    ] {
        assert_likeness(claim, text, expected);
    }
}

#[test]
fn the_same_words_in_another_order_are_another_claim() {
    for (claim, text) in [
        (
            "Doctors earn more money than farmers in Lund.",
            "Farmers earn more money than doctors in Lund.",
        ),
        ("Cats outlive dogs in Lund.", "Dogs outlive cats in Lund."),
    ] {
        assert_likeness(claim, text, None);
    }
    assert_likeness(
        "Bees disappeared from many orchards in Lund.",
        "In Lund, bees disappeared from many orchards.",
        Some(Likeness::Same),
    );
}

#[test]
fn what_may_be_is_another_claim_than_what_is() {
    assert_likeness(
        "The council of Lund sold the tram depot.",
        "The council of Lund may have sold the tram depot.",
        None,
    );
}

#[test]
fn a_minus_makes_another_figure() {
    for (claim, text) in [
        (
            "The temperature in Lund was −5 °C on 3 May 2020.",
            "The temperature in Lund was 5 °C on 3 May 2020.",
        ),
        (
            "The trade balance of Lund was -3.5% in 2020.",
            "The trade balance of Lund was 3.5% in 2020.",
        ),
    ] {
        assert_likeness(claim, text, Some(Likeness::Contrary));
        assert_likeness(text, claim, Some(Likeness::Contrary));
        assert_likeness(claim, claim, Some(Likeness::Same));
    }
}

#[test]
fn digits_within_something_else_are_compared_as_they_are() {
    for (claim, text) in [
        (
            "The war in Velmere began in 2011-2012.",
            "The war in Velmere began in 2014-2015.",
        ),
        (
            "Flight LU123 from Velmere was late.",
            "Flight LU321 from Velmere was late.",
        ),
    ] {
        assert_likeness(claim, text, None);
        assert_likeness(claim, claim, Some(Likeness::Same));
    }
}

#[test]
fn in_a_language_whose_negations_are_not_known_only_the_same_words_are_the_same() {
    for (language, claim, others) in [
        (
            "el",
            "Η ανεργία στη Λάρισα μειώθηκε στο 9,5% το 2024.",
            ["Η ανεργία στη Λάρισα δεν μειώθηκε στο 9,5% το 2024."],
        ),
        (
            "zh",
            "苏州在2019年有120家医院。",
            ["苏州在2019年有210家医院。"],
        ),
        (
            "ja",
            "大阪の失業率は2023年に3.1%だった。",
            ["大阪の失業率は2021年に3.1%だった。"],
        ),
    ] {
        let store = store(language, &[claim]);
        assert_eq!(best(&store, language, claim).likeness, Some(Likeness::Same));
        for other in others {
            let found = best(&store, language, other);
            assert_eq!(found.likeness, None, "{other}: {found:#?}");
        }
    }
}
