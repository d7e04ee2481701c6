//! Phrases that negate by themselves, or make up for a negation: "anything but", "has still to".

use crate::domain::passage::changes::{language::Language, pair::Pair, words::Word};

/// Whether one wording alone has such a phrase.
pub(super) fn differ(pair: &Pair<'_>, language: Language) -> bool {
    of(language).iter().any(|phrase| {
        let [old, new] = [&pair.old, &pair.new].map(|words| has(words, phrase));
        old != new
    })
}

fn has(words: &[Word<'_>], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|words| {
        let words = words.iter().map(|it| it.folded.as_str());
        words.eq(phrase.iter().copied())
    })
}

fn of(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &[
            "still to",
            "yet to",
            "anything but",
            "choice but",
            "option but",
        ],
        Language::German => &[
            "alles andere als",
            "es sei denn",
            "andere wahl",
            "steht noch aus",
        ],
        Language::French => &[
            "jusqu' à ce",
            "jusqu'à ce",
            "à moins",
            "doit encore",
            "doivent encore",
            "devait encore",
            "autre choix",
        ],
        Language::Italian => &[
            "deve ancora",
            "devono ancora",
            "doveva ancora",
            "tutt' altro",
            "a meno",
            "altra scelta",
        ],
        Language::Spanish => &[
            "todo menos",
            "a menos que",
            "aún tiene que",
            "aún tienen que",
            "todavía tiene que",
            "todavía tienen que",
            "más remedio",
            "otro remedio",
            "otra opción",
        ],
    }
}
