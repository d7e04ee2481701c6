//! Multipliers, halves and units that change beside the same digits.

use super::{compare, compare_lines};

#[test]
fn another_multiplier_beside_the_same_digits_makes_another_figure() {
    compare(
        "en",
        "",
        &[
            ("It cost £4.2m.", "It cost £4.2bn.", "f"),
            ("It cost £4.2m to build.", "It cost £4.2k to build.", "f"),
            ("It had 40k readers.", "It had 40m readers.", "f"),
            ("It raised $310m there.", "It raised $310bn there.", "f"),
            ("It raised $310mn there.", "It raised $310bn there.", "f"),
            ("It raised $3bn there.", "It raised $3tn there.", "f"),
            ("It cost £4.2 m.", "It cost £4.2 bn.", "f"),
            ("It cost £4.2m.", "It cost £4.2 million.", ""),
            ("It cost £4.2bn.", "It cost £4.2 billion.", ""),
            ("It had 40k readers.", "It had 40,000 readers.", ""),
            ("It is 5m long.", "It is 5 metres long.", ""),
            ("She ran the 5k race.", "She ran the 5 km race.", ""),
            ("It cost 5m.", "It cost 5 million euros.", ""),
        ],
    );
    compare(
        "fr",
        "",
        &[
            ("Il coûte 310 M€.", "Il coûte 310 Md€.", "f"),
            ("Il coûte 310 M€.", "Il coûte 310 Mds€.", "f"),
            ("Il coûte 310 M€.", "Il coûte 310 k€.", "f"),
            (
                "Il coûte 310 Md€ en tout.",
                "Il coûte 310 milliards d'euros en tout.",
                "",
            ),
        ],
    );
    compare(
        "de",
        "",
        &[
            ("Es kostet 4,2 Mio. Euro.", "Es kostet 4,2 Mrd. Euro.", "f"),
            ("Es kostet 4,2 Mio. Euro.", "Es kostet 4,2 Tsd. Euro.", "f"),
            (
                "Es kostet 4,2 Mio. Euro.",
                "Es kostet 4,2 Millionen Euro.",
                "",
            ),
        ],
    );
}

#[test]
fn a_group_of_thousands_that_comes_makes_another_figure() {
    compare(
        "es",
        "",
        &[
            ("Hay 5.000 casos.", "Hay 5 casos.", "f"),
            ("Hay 12 casos.", "Hay 12.000 casos.", "f"),
            ("Recorrió 1.500 metros.", "Recorrió 1,5 metros.", "f"),
            ("Cuesta 2 millones.", "Cuesta 2.000 millones.", "f"),
            ("Cuesta 4,2 millones.", "Cuesta 4.200 millones.", "f"),
            ("Hay 5.000 casos.", "Hay cinco mil casos.", ""),
            ("Hay 5.000 casos.", "Hay 5 000 casos.", ""),
            ("Hay 5.000 casos.", "Hay 5,000 casos.", ""),
            ("Hay 5.000 casos.", "Hay 5000 casos.", ""),
            ("Mide 2.345 metros.", "Mide 2345 metros.", ""),
        ],
    );
}

#[test]
fn a_half_that_is_added_in_words_makes_another_figure() {
    compare(
        "en",
        "",
        &[
            ("It took 40 days.", "It took 40 and a half days.", "f"),
            ("It took two hours.", "It took two and a half hours.", "f"),
            ("It took an hour.", "It took half an hour.", "f"),
            ("It took an hour.", "It took an hour and a half.", "f"),
            (
                "It took 2.5 hours in all.",
                "It took two and a half hours.",
                "",
            ),
            (
                "It took 40½ days in all.",
                "It took 40 and a half days.",
                "",
            ),
            ("The bridge is old.", "The half bridge is old.", ""),
        ],
    );
    compare(
        "fr",
        "",
        &[
            (
                "Il a duré deux heures.",
                "Il a duré deux heures et demie.",
                "f",
            ),
            ("Il a duré 3 jours.", "Il a duré 3 jours et demi.", "f"),
            (
                "Une heure après, il part.",
                "Une demi-heure après, il part.",
                "f",
            ),
            (
                "Il a duré 2,5 heures ici.",
                "Il a duré deux heures et demie.",
                "",
            ),
        ],
    );
    compare(
        "it",
        "",
        &[
            ("È durato due ore.", "È durato due ore e mezza.", "f"),
            ("È durato 3 giorni.", "È durato 3 giorni e mezzo.", "f"),
            ("È durato un'ora.", "È durato mezz'ora.", "f"),
            ("È durato un'ora.", "È durato mezza ora.", "f"),
        ],
    );
    compare(
        "es",
        "",
        &[
            ("Duró dos horas.", "Duró dos horas y media.", "f"),
            ("Duró 3 días.", "Duró 3 días y medio.", "f"),
            ("Duró una hora.", "Duró media hora.", "f"),
        ],
    );
    compare(
        "de",
        "",
        &[
            (
                "Es dauerte eine Stunde.",
                "Es dauerte anderthalb Stunden.",
                "f",
            ),
            (
                "Anderthalb Jahre dauerte es.",
                "Zwei Jahre dauerte es.",
                "f",
            ),
            (
                "Es dauerte zwei Jahre.",
                "Es dauerte zweieinhalb Jahre.",
                "f",
            ),
            ("Es dauerte 2,5 Jahre.", "Es dauerte zweieinhalb Jahre.", ""),
            (
                "Es dauerte eine Stunde.",
                "Es dauerte eine halbe Stunde.",
                "f",
            ),
        ],
    );
}

#[test]
fn another_unit_beside_the_same_digits_makes_another_figure() {
    compare(
        "en",
        "",
        &[
            ("It is 3km away.", "It is 3m away.", "f"),
            ("It is 3 km away.", "It is 3 m away.", "f"),
            ("It is 3cm away.", "It is 3m away.", "f"),
            ("It weighs 5 kg.", "It weighs 5 g.", "f"),
            ("It weighs 5kg.", "It weighs 5mg.", "f"),
            ("It holds 5 ml.", "It holds 5 litres.", "f"),
            ("It holds 5 ml.", "It holds 5 millilitres.", ""),
            ("It took 5 seconds.", "It took 5 minutes.", "f"),
            ("It took 5 min.", "It took 5 minutes.", ""),
            ("It cost $4.2m.", "It cost C$4.2m.", "f"),
            ("It cost A$4.2m.", "It cost C$4.2m.", "f"),
            ("It cost $4.2m.", "It cost US$4.2m.", ""),
            ("It cost C$5 to build.", "It cost CA$5 to build.", ""),
            ("It is 5 MW.", "It is 5 GW.", "f"),
            ("It used 5 kWh.", "It used 5 MWh.", "f"),
            ("It has 5 GB.", "It has 5 TB.", "f"),
            ("It used 5 kilojoules.", "It used 5 megajoules.", "f"),
            ("It used 5 kJ.", "It used 5 kilojoules.", ""),
            ("It has 5 hectares.", "It has 5 ha.", ""),
            ("It was 5 degrees.", "It was 5 °C.", ""),
        ],
    );
    compare(
        "de",
        "",
        &[
            (
                "Es kostet 4,2 Mio. Dollar.",
                "Es kostet 4,2 Mio. Euro.",
                "f",
            ),
            (
                "Es kostet 4,2 Mrd. Euro.",
                "Es kostet 4,2 Mrd. Franken.",
                "f",
            ),
            ("Es hat 5 Hektoliter.", "Es hat 5 Liter.", "f"),
            ("Es sind 30 Zentimeter.", "Es sind 30 Meter.", "f"),
            ("Es hat 5 Hektar.", "Es hat 5 ha.", ""),
        ],
    );
}

#[test]
fn a_dozen_behind_the_same_number_makes_another_figure() {
    compare_lines(
        "",
        "
        en | It needs 12 eggs. | It needs 12 dozen eggs. | f
        en | It needs 24 eggs. | It needs two dozen eggs. | -
        en | It needs 24 eggs. | It needs 2 dozen eggs. | -
        de | Es sind 12 Eier. | Es sind 12 Dutzend Eier. | f
        de | Es sind 24 Eier. | Es sind zwei Dutzend Eier. | -
        fr | Il faut 12 œufs. | Il faut 12 douzaines d'œufs. | f
        fr | Il faut 24 œufs. | Il faut deux douzaines d'œufs. | -
        es | Hay 12 huevos. | Hay 12 docenas de huevos. | f
        it | Ci sono 12 uova. | Ci sono 12 dozzine di uova. | f
        ",
    );
}

#[test]
fn another_degree_point_or_currency_makes_another_figure() {
    compare_lines(
        "",
        "
        en | It reached 30C today. | It reached 30F today. | f
        en | It reached 30C today. | It reached 30 °C today. | -
        en | It reached 30C today. | It reached 30 degrees today. | -
        en | It rose by 5 per cent. | It rose by 5 per cent points. | f
        en | It rose by 5 percentage points. | It rose by 5 per cent points. | -
        en | It costs 5 euros. | It costs 5 francs. | f
        it | Costa 5 euro in tutto. | Costa 5 franchi in tutto. | f
        es | Cuesta 5 euros en total. | Cuesta 5 pesos en total. | f
        es | Cuesta 5 pesos en total. | Cuesta 5 soles en total. | f
        de | Es kostet 5 Euro. | Es kostet 5 Kronen. | f
        it | Costa 5 euro in tutto. | Costa 5 corone in tutto. | f
        fr | Il coûte 5 euros. | Il coûte 5 couronnes. | f
        fr | Il coûte 5 francs. | Il coûte 5 CHF. | -
        ",
    );
}

#[test]
fn a_word_that_says_below_or_above_makes_a_bound() {
    compare_lines(
        "",
        "
        en | It ended with 83 votes. | It ended with nearly 83 votes. | f
        en | It ended with almost 83 votes. | It ended with nearly 83 votes. | -
        en | It ended with about 83 votes. | It ended with nearly 83 votes. | -
        de | Es waren knapp 40 Leute. | Es waren gut 40 Leute. | f
        de | Es waren knapp 40 Leute. | Es waren fast 40 Leute. | -
        de | Es waren gut 40 Leute. | Es waren mehr als 40 Leute. | -
        de | Es waren rund 40 Leute. | Es waren gut 40 Leute. | -
        ",
    );
}
