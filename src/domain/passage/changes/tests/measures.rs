//! Signs, currencies and units of figures, figures that change places, and figures in other
//! scripts.

use super::compare;

#[test]
fn a_minus_sign_makes_another_figure() {
    compare(
        "en",
        "",
        &[
            (
                "Turnout fell by 5 per cent.",
                "Turnout fell by -5 per cent.",
                "f",
            ),
            (
                "Turnout fell by 5 per cent.",
                "Turnout fell by −5 per cent.",
                "f",
            ),
            ("5 per cent of the votes.", "–5 per cent of the votes.", "f"),
            ("It lost $5m.", "It lost -$5m.", "f"),
            ("It was -5 degrees.", "It was −5 degrees.", "t"),
            ("It was -5 degrees cold.", "It was −5 degrees warm.", ""),
            (
                "It lasted 10-15 minutes.",
                "It lasted 10–15 minutes in all.",
                "",
            ),
            (
                "It fell - 5 per cent in all.",
                "It fell, 5 per cent in all.",
                "",
            ),
            ("The F-16 landed.", "The F 16 landed.", ""),
        ],
    );
    compare("pl", "", &[("Spadek o 5 osób.", "Spadek o -5 osób.", "f")]);
}

#[test]
fn another_currency_or_unit_makes_another_figure() {
    compare(
        "en",
        "",
        &[
            ("It cost $5m to build.", "It cost €5m to build.", "f"),
            (
                "It cost 5m dollars to build.",
                "It cost 5m euros to build.",
                "f",
            ),
            ("It cost £5 million.", "It cost $5 million.", "f"),
            ("It cost 5 million.", "It cost £5 million.", "f"),
            ("It is 5 km long.", "It is 5 miles long.", "f"),
            ("It is 5km long.", "It is 5 miles long.", "f"),
            ("It is 5kg in all.", "It is 5lb in all.", "f"),
            ("It rose by 5.", "It rose by 5%.", "f"),
            ("It rose by 5.", "It rose by 5m.", "f"),
            ("It took 5 days.", "It took 5 weeks.", "f"),
            ("It is 5 km long.", "It is 5 kilometres long.", ""),
            ("It rose by 5%.", "It rose by 5 per cent.", ""),
            ("It rose by 5 %.", "It rose by 5 percent.", ""),
            (
                "It cost $5m to build.",
                "It cost 5 million dollars to build.",
                "",
            ),
            (
                "It cost $5m to build.",
                "It cost 5 million US dollars to build.",
                "",
            ),
            ("It cost €5 to build.", "It cost 5 euros to build.", ""),
            ("It cost £2m to build.", "It cost £2 million to make.", ""),
            ("It is 5m long.", "It is 5 metres long.", ""),
        ],
    );
    compare(
        "de",
        "",
        &[
            ("Es kostet 5 Euro.", "Es kostet 5 Dollar.", "f"),
            ("Es sind 5 Kilometer.", "Es sind 5 Meilen.", "f"),
            ("Es sind 5 Prozent.", "Es sind 5 %.", ""),
        ],
    );
}

#[test]
fn figures_that_changed_places_are_changed() {
    compare(
        "en",
        "",
        &[
            (
                "Some 155 men and 48 women came.",
                "Some 48 men and 155 women came.",
                "f",
            ),
            (
                "It rose from 5 to 10 per cent.",
                "It rose from 10 to 5 per cent.",
                "f",
            ),
            ("Oslo won 3-1 on Monday.", "Oslo won 1-3 on Monday.", "f"),
            (
                "Some 155 men and 48 women came.",
                "Some 48 women and 155 men came.",
                "",
            ),
            (
                "Some 155 men in Oslo and 48 men in Bergen came.",
                "Some 48 men in Bergen and 155 men in Oslo came.",
                "",
            ),
        ],
    );
    compare("pl", "", &[("Od 5 do 10 osób.", "Od 10 do 5 osób.", "f")]);
}

#[test]
fn figures_of_other_scripts_are_read() {
    compare(
        "ja",
        "",
        &[
            (
                "橋の工事で155人が働いた。",
                "橋の工事で163人が働いた。",
                "f",
            ),
            (
                "橋の工事で１５５人が働いた。",
                "橋の工事で１６３人が働いた。",
                "f",
            ),
            ("橋の工事で五人が働いた。", "橋の工事で六人が働いた。", "f"),
            ("費用は5万円だった。", "費用は6万円だった。", "f"),
            ("費用は5万円だった。", "費用は5億円だった。", "f"),
            ("費用は五十万円だった。", "費用は六十万円だった。", "f"),
            ("工事は十月に終わる。", "工事は十一月に終わる。", "f"),
            (
                "橋の工事で１５５人が働いた。",
                "橋の工事で155人も働いた。",
                "",
            ),
            ("費用は1万5千円だった。", "費用は15,000円でした。", ""),
            ("橋の工事で五人が働いた。", "橋の工事で5人も働いた。", ""),
            ("一部の橋が閉まった。", "全部の橋が閉まった。", ""),
        ],
    );
    compare(
        "zh",
        "",
        &[("共有三十五人参加。", "共有三十六人参加。", "f")],
    );
    compare(
        "ar",
        "",
        &[
            ("قتل ١٥٥ شخصا", "قتل ١٦٣ شخصا", "f"),
            ("قتل ١٥٥ شخصا", "قتل 155 رجلا", ""),
        ],
    );
    compare("hi", "", &[("वहाँ १५५ लोग थे", "वहाँ १६३ लोग थे", "f")]);
}
