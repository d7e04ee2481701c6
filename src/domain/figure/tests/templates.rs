//! Random numbers in sentences whose meaning is known. A sentence may be refused if its number
//! has two readings, but it is never read as anything else.

use super::{read, show};

/// A sentence with `#` for a number, its language, and the expected reading, in which `#` is
/// the same number and `+` the number ten greater.
const TEMPLATES: &[(&str, &str, &str)] = &[
    ("# people", "en", "#"),
    ("at least # Chinese nationals", "en", "[#, ), uncertainty"),
    ("more than # homes and shops", "en", "(#, ), uncertainty"),
    ("#-+ soldiers", "en", "[#, +], uncertainty"),
    (
        "between # and + per cent of voters",
        "en",
        "[#, +] %, uncertainty",
    ),
    ("people aged #-+", "en", "[#, +] a, extent"),
    ("#- to +-year-olds", "en", "[#, +] a, extent"),
    ("a #-year-old boy", "en", "# a"),
    ("the over-#s", "en", "(#, ) a, extent"),
    ("children under #", "en", "(, #) a, extent"),
    ("# percentage points", "en", "# {percentage_point}"),
    ("# sq km", "en", "# km2"),
    ("#mph winds", "en", "# [mi_i] per hour"),
    ("a crowd of #", "en", "#"),
    ("# million people", "en", "#000000"),
    ("#m jobs", "en", "#000000"),
    ("Rs # crore", "en-IN", "#0000000 INR"),
    ("#-+ lakh farmers", "en-IN", "[#00000, +00000], uncertainty"),
    ("# times a week", "en", "# per week"),
    ("# persone", "it", "#"),
    ("più di # persone", "it", "(#, ), uncertainty"),
    ("un #enne", "it", "# a"),
    ("sui # anni", "it", "~# a"),
    ("gli over #", "it", "(#, ) a, extent"),
    ("dello #%", "it", "# %"),
    ("# milioni di euro", "it", "#000000 EUR"),
    ("il #% degli elettori", "it", "# %"),
    ("# Menschen", "de", "#"),
    ("# bis + Prozent", "de", "[#, +] %, uncertainty"),
    ("#- bis +-Jährige", "de", "[#, +] a, extent"),
    ("Menschen ab #", "de", "[#, ) a, extent"),
    ("rund # Mio. Euro", "de", "~#000000 EUR"),
    ("# Tonnen Kokain", "de", "# t"),
    ("# personnes", "fr", "#"),
    ("plus de # personnes", "fr", "(#, ), uncertainty"),
    ("les #-+ ans", "fr", "[#, +] a, extent"),
    ("les moins de # ans", "fr", "(, #) a, extent"),
    ("# milliards d'euros", "fr", "#000000000 EUR"),
    ("# % du PIB", "fr", "# %"),
    ("# personas", "es", "#"),
    ("más de # personas", "es", "(#, ), uncertainty"),
    ("mayores de # años", "es", "(#, ) a, extent"),
    ("jóvenes de # a + años", "es", "[#, +] a, extent"),
    ("# millones de euros", "es", "#000000 EUR"),
    ("cerca del # por ciento", "es", "~# %"),
];

#[test]
fn a_number_is_read_as_its_sentence_says() {
    let mut refused = Vec::new();
    for (template, language, expected) in TEMPLATES {
        for number in 11..90 {
            let fill = |text: &str| {
                let text = text.replace('#', &number.to_string());
                text.replace('+', &(number + 10).to_string())
            };
            let (text, expected) = (fill(template), fill(expected));
            match read(&text, language, language) {
                Ok(figure) => assert_eq!(show(&figure), expected, "{text}"),
                Err(error) => refused.push(format!("{text}: {error}")),
            }
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

/// Nothing glued to a number, and no word that changes it, leaves the number as it was.
#[test]
fn what_changes_a_number_is_never_skipped() {
    for (template, language, _) in TEMPLATES {
        for prefix in ["C", "c", "A", "twice ", "doppelt ", "0x", "No. ", "MH"] {
            let text = template
                .replace('#', &format!("{prefix}20"))
                .replace('+', "30");
            if template.starts_with('#') {
                assert!(read(&text, language, language).is_err(), "{text}");
            }
        }
        for suffix in [
            " ago",
            " fois",
            " veces",
            "-fold",
            "x4",
            " per capita",
            " 000 0",
            "e6",
        ] {
            let text = template.replace('#', "20").replace('+', "30") + suffix;
            assert!(read(&text, language, language).is_err(), "{text}");
        }
    }
}
