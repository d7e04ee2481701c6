//! Figures.

use super::compare;

#[test]
fn figures() {
    compare(
        "en",
        "",
        &[
            (
                "At least 155 men have joined.",
                "At least 163 men have joined.",
                "f",
            ),
            ("It cost $5m to build.", "It cost $6m to build.", "f"),
            (
                "Some 2 million people came.",
                "Some 3 million people came.",
                "f",
            ),
            ("Seventeen people died.", "Eighteen people died.", "f"),
            ("The 17-year-old won.", "The 18-year-old won.", "f"),
            (
                "It fell by 0.3% last year.",
                "It fell by 0.5% last year.",
                "f",
            ),
            ("One man died.", "Two men died.", "f"),
            (
                "Men were killed there.",
                "Men, 155 of them, were killed there.",
                "f",
            ),
            ("From 27 to 30 places.", "From 27 to 31 places.", "f"),
            ("It lasted 10-15 minutes.", "It lasted 10-20 minutes.", "f"),
            ("They took 12 boats.", "They took twelve or 13 boats.", "f"),
            (
                "It rose to 1.5 billion pounds.",
                "It rose to 1.5 million pounds.",
                "f",
            ),
        ],
    );
}

#[test]
fn what_is_no_change_of_a_figure() {
    compare(
        "en",
        "",
        &[
            ("Seventeen people died.", "17 people died.", ""),
            ("It cost £2m to build.", "It cost £2 million to build.", ""),
            ("It cost 2,000,000 pounds.", "It cost 2 million pounds.", ""),
            ("It cost 2 000 pounds.", "It cost 2,000 pounds.", ""),
            ("It grew by 5% a year.", "It grew by 5 per cent a year.", ""),
            (
                "Some 155 men and 20 women came.",
                "Some 20 women and 155 men came.",
                "",
            ),
            ("They came on 27/4/2025.", "They came on 27 April 2025.", ""),
            (
                "They came on 2025-04-27.",
                "They came on 27 April 2025.",
                "",
            ),
            ("He came 2nd.", "He came second.", ""),
            ("Half of them left.", "50% of them left.", ""),
            ("A dozen people left.", "12 people left.", ""),
            ("A hundred people left.", "100 people left.", ""),
            ("Half a million people left.", "500,000 people left.", ""),
            ("No one was hurt.", "Nobody was hurt.", ""),
            ("The C4 motor failed.", "The C4 engine failed.", ""),
            ("Twenty-five boats sank.", "25 boats sank.", ""),
            ("Dozens of men died.", "24 men died.", ""),
            ("The bridge is old.", "The bridge is very old.", ""),
            ("They paid for it twice.", "They paid for it 2 times.", ""),
        ],
    );
}

#[test]
fn figures_of_other_languages() {
    compare(
        "it",
        "",
        &[
            ("Sono morte 155 persone.", "Sono morte 163 persone.", "f"),
            (
                "Sono morte diciassette persone.",
                "Sono morte diciotto persone.",
                "f",
            ),
            (
                "Sono morte diciassette persone.",
                "Sono morte 17 persone.",
                "",
            ),
            ("Oltre 2.000 persone.", "Oltre duemila persone.", ""),
            ("Un milione di persone.", "1.000.000 di persone.", ""),
            ("Una ventina di persone.", "20 persone.", ""),
        ],
    );
    compare(
        "de",
        "",
        &[
            ("Es starben 155 Menschen.", "Es starben 163 Menschen.", "f"),
            (
                "Es starben siebzehn Menschen.",
                "Es starben 17 Menschen.",
                "",
            ),
            (
                "Es kostet 2,1 Mrd. Euro.",
                "Es kostet 2,1 Milliarden Euro.",
                "",
            ),
            (
                "17 Männer und drei Kinder.",
                "Siebzehn Männer und 3 Kinder.",
                "",
            ),
            ("Am 27.4.2025 kam er.", "Am 27. April 2025 kam er.", ""),
        ],
    );
    compare(
        "fr",
        "",
        &[
            ("Il y a 10 000 soldats.", "Il y a 12 000 soldats.", "f"),
            (
                "Il y a 10\u{202f}000 soldats.",
                "Il y a dix mille soldats.",
                "",
            ),
            ("Deux milliards d'euros.", "2 milliards d'euros.", ""),
        ],
    );
    compare(
        "es",
        "",
        &[
            (
                "Hay 2,5 millones de casos.",
                "Hay 3,5 millones de casos.",
                "f",
            ),
            ("Hay veintidós casos.", "Hay 22 casos.", ""),
        ],
    );
    // In an unknown language only a figure that replaces another one is certain.
    compare(
        "pl",
        "",
        &[
            ("Zginęło 155 osób.", "Zginęło 163 osób.", "f"),
            ("Zginęło 17 osób.", "Zginęło siedemnaście osób.", ""),
            (
                "Zginęło 17 osób i trzy psy.",
                "Zginęło siedemnaście osób i 3 psy.",
                "",
            ),
        ],
    );
}
