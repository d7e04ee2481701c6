//! Forms of plain figures: "30-odd years", "under-fives", "un veuf de 83 ans", and what looks
//! like them.

use super::designations::{Texts, check_read, check_refused};

const PLAIN: &[Texts] = &[
    (
        "en-GB",
        &[
            "two-plus hours = [2, ) h, uncertainty",
            "20-plus people = [20, ), uncertainty",
            "30-odd years = ~30 a",
            "30-odd people = ~30",
            "twenty-odd years = ~20 a",
            "in the region of 900 homes = ~900",
            "in the order of 900 homes = ~900",
            "under-fives = (, 5) a, extent",
            "the under-tens = (, 10) a, extent",
            "over-sixties = (60, ) a, extent",
            "the over-eighties = (80, ) a, extent",
            "25 metric tonnes = 25 t",
            "25 metric tons = 25 t",
            "forty-odd people = ~40",
            "100-plus homes = [100, ), uncertainty",
            "ten-plus miles = [10, ) [mi_i], uncertainty",
            "in the vicinity of 50 people = ~50",
            "the under-sixteens = (, 16) a, extent",
            "over-seventies = (70, ) a, extent",
        ],
    ),
    (
        "de",
        &["ein halber Liter = 0.5 L", "ein halber Kilometer = 0.5 km"],
    ),
    (
        "fr",
        &[
            "un veuf de 83 ans = 83 a",
            "une retraitée de 70 ans = 70 a",
            "un jeune agriculteur de 25 ans = 25 a",
            "un vin de 12 ans = 12 a",
        ],
    ),
    (
        "it",
        &[
            "un vedovo di 83 anni = 83 a",
            "una pensionata di 70 anni = 70 a",
            "un'anziana di 90 anni = 90 a",
        ],
    ),
    (
        "es",
        &[
            "un viudo de 83 años = 83 a",
            "a la edad de 67 años = 67 a",
            "una vecina de 40 años = 40 a",
        ],
    ),
];

const NOT_PLAIN: &[Texts] = &[
    (
        "en-GB",
        &[
            "a quarter",
            "30-something people",
            "plus-two hours",
            "over-fives-a-side",
        ],
    ),
    (
        "fr",
        &[
            "la moitié de 20 ans",
            "un quart de 20 ans",
            "un autre de 20 ans",
            "une dizaine de 20 ans",
            "une baisse de 5 ans",
            "un veuf de 830 ans",
            "un Château de 12 ans",
            "un mariage de 2 des 5 ans",
            "un dixième de 20 ans",
        ],
    ),
    (
        "it",
        &[
            "un terzo di 30 anni",
            "un calo di 5 anni",
            "un multiplo di 5 anni",
        ],
    ),
    (
        "es",
        &[
            "un tercio de 30 años",
            "una caída de 5 años",
            "un par de 3 años",
        ],
    ),
];

#[test]
fn a_plain_figure_is_read() {
    check_read(PLAIN);
}

#[test]
fn what_looks_like_a_plain_figure_is_refused() {
    check_refused(NOT_PLAIN, "");
}
