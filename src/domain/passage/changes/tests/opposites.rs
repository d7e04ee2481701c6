//! Words that became their opposites, and names that changed places.

use super::{compare, compare_lines};

#[test]
fn a_word_that_became_its_opposite_is_a_negation() {
    compare(
        "en",
        "",
        &[
            (
                "The mayor said that he knew of it.",
                "The mayor denied that he knew of it.",
                "n",
            ),
            (
                "The mayor says he knew of it.",
                "The mayor denies he knew of it.",
                "n",
            ),
            (
                "The firm confirmed the report.",
                "The firm denied the report.",
                "n",
            ),
            (
                "The town voted for the plan.",
                "The town voted against the plan.",
                "n",
            ),
            ("She left with a permit.", "She left without a permit.", "n"),
            (
                "She left with her permit.",
                "She left without her permit.",
                "n",
            ),
            (
                "They left paying the fine.",
                "They left without paying the fine.",
                "n",
            ),
            (
                "The board accepted the offer.",
                "The board rejected the offer.",
                "n",
            ),
            ("He said no.", "He did not say yes.", ""),
            (
                "He denied that he knew.",
                "He did not say that he knew.",
                "",
            ),
            (
                "The town voted for the plan, he said.",
                "The town voted against the plan, he denied.",
                "",
            ),
            ("He said so on Monday.", "He told us so on Monday.", ""),
            ("She left with a permit.", "She left by a permit.", ""),
        ],
    );
    compare(
        "de",
        "",
        &[
            (
                "Er bestätigte den Bericht.",
                "Er dementierte den Bericht.",
                "n",
            ),
            (
                "Sie stimmten für den Plan.",
                "Sie stimmten gegen den Plan.",
                "n",
            ),
            ("Sie kam mit Visum.", "Sie kam ohne Visum.", "n"),
        ],
    );
    compare(
        "fr",
        "",
        &[
            ("Il affirme avoir su.", "Il nie avoir su.", "n"),
            (
                "Ils ont voté pour le plan.",
                "Ils ont voté contre le plan.",
                "n",
            ),
            (
                "Elle est venue avec visa.",
                "Elle est venue sans visa.",
                "n",
            ),
        ],
    );
    compare(
        "it",
        "",
        &[
            ("Ha confermato la notizia.", "Ha smentito la notizia.", "n"),
            ("Partì con visto.", "Partì senza visto.", "n"),
        ],
    );
    compare(
        "es",
        "",
        &[
            ("Confirmó la noticia.", "Desmintió la noticia.", "n"),
            ("Salió con visado.", "Salió sin visado.", "n"),
        ],
    );
}

#[test]
fn names_that_changed_places_are_changed() {
    let body = "Last week Robin and Elisa met in Kenya. The mayor, Robin Smith, spoke of Elisa \
        Brown. They flew from Oslo to Bergen and on to Paris.";
    compare(
        "en",
        body,
        &[
            (
                "In the end Robin beat Elisa.",
                "In the end Elisa beat Robin.",
                "m",
            ),
            (
                "The mayor Robin Smith sued Elisa Brown.",
                "The mayor Elisa Brown sued Robin Smith.",
                "m",
            ),
            (
                "They flew from Oslo to Bergen.",
                "They flew from Bergen to Oslo.",
                "m",
            ),
            ("They met Robin and Elisa.", "They met Elisa and Robin.", ""),
            (
                "They saw Oslo, Bergen and Paris.",
                "They saw Paris, Oslo and Bergen.",
                "",
            ),
            (
                "Some 155 men in Oslo and 48 men in Bergen came.",
                "Some 48 men in Bergen and 155 men in Oslo came.",
                "",
            ),
        ],
    );
}

#[test]
fn further_words_and_their_opposites() {
    compare_lines(
        "",
        "
        en | The hall was full. | The hall was empty. | n
        en | He remembered the date. | He forgot the date. | n
        de | Der Saal war voll. | Der Saal war leer. | n
        de | Die Suche war erfolgreich. | Die Suche war erfolglos. | n
        de | Sie kauften das Haus. | Sie verkauften das Haus. | n
        fr | Le parti soutient la réforme. | Le parti rejette la réforme. | n
        it | Il partito appoggia la riforma. | Il partito respinge la riforma. | n
        es | El partido apoya la reforma. | El partido rechaza la reforma. | n
        es | Los vecinos apoyaron el proyecto. | Los vecinos rechazaron el proyecto. | n
",
    );
}
