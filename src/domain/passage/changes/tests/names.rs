//! Names.

use super::compare;

const ENGLISH: &str = "Last week Robin and Elisa met in Kenya. The mayor, Robin Smith, spoke of \
    Elisa Brown. In May the United Nations and the UN Council sent Mr Meyer to Paris. \
    Police and soldiers said that police had come on Monday.";

#[test]
fn english_names() {
    compare(
        "en",
        ENGLISH,
        &[
            ("The winner was Robin.", "The winner was Elisa.", "m"),
            ("Robin won the race.", "Elisa won the race.", "m"),
            ("Robin’s boat won.", "Elisa’s boat won.", "m"),
            ("Robin Smith won.", "Elisa Smith won.", "m"),
            (
                "She flew to Kenya yesterday.",
                "She flew to Paris yesterday.",
                "m",
            ),
            ("“Robin won”, they said.", "“Elisa won”, they said.", "m"),
        ],
    );
}

#[test]
fn what_is_no_change_of_an_english_name() {
    compare(
        "en",
        ENGLISH,
        &[
            ("The winner was Robin.", "The winner was the mayor.", ""),
            ("The winner was Robin Smith.", "The winner was Smith.", ""),
            (
                "The winner was Mr Smith.",
                "The winner was Robin Smith.",
                "",
            ),
            ("The United Nations agreed.", "The UN agreed.", ""),
            ("Police won the case.", "Soldiers won the case.", ""),
            ("Yesterday Robin came.", "Later Robin came.", ""),
            ("She came on Monday.", "She came on Friday.", ""),
            ("ROBIN WINS THE RACE", "Robin wins the race", "t"),
            ("THE RACE IS HELD AGAIN", "THE VOTE IS OPEN AGAIN", ""),
            ("They met President Meyer.", "They met Mr Meyer.", ""),
            ("They met Robin and Elisa.", "They met Elisa and Robin.", ""),
            ("They met in Besançon.", "They met in Besancon.", ""),
        ],
    );
}

#[test]
fn names_of_other_languages() {
    let italian = "Ieri il sindaco Rossi ha visto Elisa a Roma con il collega Bianchi. Anche Robin \
        era a Milano.";
    compare(
        "it",
        italian,
        &[
            ("Il premio va a Robin.", "Il premio va a Elisa.", "m"),
            (
                "L'accordo è stato firmato a Roma.",
                "L'accordo è stato firmato a Milano.",
                "m",
            ),
            ("Rossi ha vinto.", "Bianchi ha vinto.", "m"),
            ("Il sindaco ha vinto.", "Rossi ha vinto.", ""),
        ],
    );
    let french = "Hier le maire Dupont a vu Élise à Paris avec Martin. La ville de Lyon attend.";
    compare(
        "fr",
        french,
        &[
            ("Le prix va à Dupont.", "Le prix va à Martin.", "m"),
            ("La foule d'Élise attend.", "La foule d'Elise attend.", ""),
        ],
    );
    // German nouns have capitals, too.
    compare(
        "de",
        "Gestern traf Frau Meier den Minister in der Stadt.",
        &[
            (
                "Der Preis geht an Frau Meier.",
                "Der Preis geht an Frau Schulz.",
                "m",
            ),
            (
                "Der Preis geht an die Stadt.",
                "Der Preis geht an das Land.",
                "",
            ),
            ("Die Frau sah den Hund.", "Die Frau sah den Mann.", ""),
            (
                "Der Lehrer sah Dr. Braun.",
                "Der Lehrer sah Dr. Wagner.",
                "m",
            ),
        ],
    );
    // Of other languages it is not known what a capital says.
    compare("pl", "", &[("Wygrała Anna.", "Wygrała Ewa.", "")]);
}
