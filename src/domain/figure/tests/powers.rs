//! Squares and cubes of lengths: in words, with raised digits, and with plain ones.

use super::{Row, check};

const ROWS: &[Row] = &[
    ("100 m2", "en", "en", "100 m2"),
    ("100m2", "en", "en", "100 m2"),
    ("100 m^2", "en", "en", "100 m2"),
    ("100 m²", "en", "en", "100 m2"),
    ("5 km2", "it", "it", "5 km2"),
    ("12 m3", "de", "de", "12 m3"),
    ("3 km³", "fr", "fr", "3 km3"),
    ("5 hm3", "es", "es", "5 hm3"),
    ("5.000 m2 de terreno", "es", "es", "5000 m2"),
    ("eine 100 m2 große Wohnung", "de", "de", "100 m2"),
    ("500 m3/s", "en", "en", "500 m3/s"),
    ("25 kg/m3", "en", "en", "25 kg/m3"),
    ("100 ft2", "en", "en", "100 [sft_i]"),
    ("5 m4", "en", "en", "!"),
    ("5 m22", "en", "en", "!"),
    ("100 m 2", "en", "en", "!"),
    // A height, or an area.
    ("5ft2", "en", "en", "!"),
    ("5ft 2", "en", "en", "62 [in_i]"),
    ("5ft11", "en", "en", "71 [in_i]"),
    ("12ft 6", "en", "en", "150 [in_i]"),
    ("5 hectómetros cúbicos", "es", "es", "5 hm3"),
    ("5 decámetros cuadrados", "es", "es", "5 dam2"),
    ("5 ettometri cubi", "it", "it", "5 hm3"),
    ("5 ettometri quadrati", "it", "it", "5 hm2"),
    ("5 hectomètres cubes", "fr", "fr", "5 hm3"),
    ("5 millimètres carrés", "fr", "fr", "5 mm2"),
    ("5 Kubikhektometer", "de", "de", "5 hm3"),
    ("5 Kubikmillimeter", "de", "de", "5 mm3"),
    ("5 Quadratmetern", "de", "de", "5 m2"),
    ("5 Quadratmeilen", "de", "de", "5 [mi_i]2"),
    ("5 Kubikzentimeter", "de", "de", "5 cm3"),
    ("5 cubic hectometres", "en", "en", "5 hm3"),
    ("5 square decametres", "en", "en", "5 dam2"),
];

#[test]
fn powers_of_lengths_are_read() {
    check(ROWS);
}
