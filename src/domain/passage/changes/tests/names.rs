//! Names.

use super::{compare, compare_lines};

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

#[test]
fn another_spelling_or_name_of_the_same_is_no_other_name() {
    let body = "They met Pelew in Kiev and Kyiv, near Holland, in the Netherlands. In Britain and \
        the UK, in Burma and Myanmar, in Bombay and Mumbai they met Pellew. They saw Saint \
        Petersburg and St Petersburg and Robin.";
    compare_lines(
        body,
        "
        en | They met Pelew there. | They met Pellew there. | -
        en | They met in Kiev today. | They met in Kyiv today. | -
        en | They met in St Petersburg today. | They met in Saint Petersburg today. | -
        en | They met in the UK today. | They met in Britain today. | -
        en | They met in Holland today. | They met in the Netherlands today. | -
        en | They met in Burma today. | They met in Myanmar today. | -
        en | They met in Bombay today. | They met in Mumbai today. | -
        en | They met in Bombay today. | They met in Kyiv today. | m
        en | They met in Britain today. | They met in Burma today. | m
        en | They met Pelew there. | They met Robin there. | m
        en | Kiev fell that day. | Kyiv fell that day. | -
        en | Pelew fell that day. | Pellew fell that day. | -
        en | They met Maria there. | They met Marta there. | m
",
    );
    compare_lines(
        "",
        "
        fr | Il vit avec les USA pour alliés. | Il vit avec les États-Unis pour alliés. | -
        fr | Il a saisi l'UE hier. | Il a saisi l'Union européenne hier. | -
        fr | Il part en Grande-Bretagne. | Il part au Royaume-Uni. | -
        it | Vive con gli Usa. | Vive con gli Stati Uniti. | -
        it | Il testo dell'Ue cambia. | Il testo dell'Unione europea cambia. | -
        it | Il palazzo sorse nel Settecento. | Il palazzo sorse nel XVIII secolo. | -
        it | Vive in Gran Bretagna. | Vive nel Regno Unito. | -
        es | Vive en EE.UU. desde mayo. | Vive en Estados Unidos desde mayo. | -
        es | Pide a la UE dinero. | Pide a la Unión Europea dinero. | -
        es | Vive en Gran Bretaña. | Vive en el Reino Unido. | -
        de | Die EU zahlt. | Die Europäische Union zahlt. | -
",
    );
}
