//! Lakhs, crores and rupees.

use super::{Row, check};

const ROWS: &[Row] = &[
    ("Rs 5 crore", "en-IN", "en", "50000000 INR"),
    ("Rs 12,34,567", "en-IN", "en", "1234567 INR"),
    ("Rs.500", "en-IN", "en", "500 INR"),
    ("₹10,000 crore", "en-IN", "en", "100000000000 INR"),
    ("2.5 lakh farmers", "en-IN", "en", "250000"),
    ("Rs 2 lakh crore", "en-IN", "en", "2000000000000 INR"),
    ("Rs 5,000-crore project", "en-IN", "en", "50000000000 INR"),
    ("Rs 1.5 lakh", "en-IN", "en", "150000 INR"),
    ("Rs. 20,000 crore", "en-IN", "en", "200000000000 INR"),
    ("₹2,50,000", "en-IN", "en", "250000 INR"),
    ("10 lakh people", "en-IN", "en", "1000000"),
    ("1.4 crore voters", "en-IN", "en", "14000000"),
    ("Rs 500 crore package", "en-IN", "en", "5000000000 INR"),
    ("INR 25 lakh", "en-IN", "en", "2500000 INR"),
    (
        "over 3 lakh students",
        "en-IN",
        "en",
        "(300000, ), uncertainty",
    ),
    (
        "Rs 50-60 lakh",
        "en-IN",
        "en",
        "[5000000, 6000000] INR, uncertainty",
    ),
    ("₹99", "en-IN", "en", "99 INR"),
    ("Rs 100 per litre", "en-IN", "en", "!"),
    ("5 lakh hectares", "en-IN", "en", "500000 har"),
    ("Rs 3.5 trillion", "en-IN", "en", "3500000000000 INR"),
    ("₹1.2 lakh crore", "en-IN", "en", "1200000000000 INR"),
    ("Rs 10 crores", "en-IN", "en", "100000000 INR"),
    ("1,50,000 farmers", "en-IN", "en", "150000"),
    ("about 12 lakh", "en-IN", "en", "~1200000"),
    ("Rs 500", "en-IN", "en", "500 INR"),
    ("500 rupees", "en-IN", "en", "500 INR"),
    ("Rs 2,000 per month", "en-IN", "en", "2000 INR per month"),
    ("80 crore people", "en-IN", "en", "800000000"),
    ("Rs 1,000-cr", "en-IN", "en", "10000000000 INR"),
    (
        "2-3 lakh people",
        "en-IN",
        "en",
        "[200000, 300000], uncertainty",
    ),
    ("75 paise", "en-IN", "en", "0.75 INR"),
    ("7.8 percent growth", "en-IN", "en", "7.8 %"),
];

#[test]
fn indian_numbers_are_read() {
    check(ROWS);
}
