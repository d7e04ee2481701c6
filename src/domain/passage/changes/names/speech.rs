//! Names that stand beside a verb of attribution: "Whitcombe told reporters", "sagte Meyer".

use super::{
    bare::{BARE, GERUNDS, SURNAMES},
    german,
    lists::{COMMON, ROLE_ENDINGS, ROLES},
    spelling::bare,
};
use crate::domain::passage::changes::{language::Language, words::Word};

/// Whether a word that has no article speaks, in the singular.
pub(super) fn is_speaker(words: &[Word<'_>], at: usize, language: Language) -> bool {
    match language {
        Language::German => {
            !BARE.contains(words[at].folded.as_str())
                && !german::is_noun(words, at)
                && (german::is_said_by(words, at)
                    || begins(words, at, language) && german::has_no_subject(words.get(at + 2)))
        }
        _ => !may_be_other(bare(&words[at].folded), language) && begins(words, at, language),
    }
}

/// Whether a sentence begins with a word, and a verb of attribution in the past follows.
fn begins(words: &[Word<'_>], at: usize, language: Language) -> bool {
    let speech = of(language);
    let after = words[at + 1..].iter().map(|word| word.folded.as_str());
    let mut after = after.skip_while(|word| speech.between.contains(word));
    let (first, second) = (after.next().unwrap_or(""), after.next().unwrap_or(""));
    words[at].is_first
        && (speech.verbs.contains(&first)
            || speech.auxiliaries.contains(&first) && speech.participles.contains(&second))
}

/// Whether a word may be something else than a name where a sentence begins.
fn may_be_other(bare: &str, language: Language) -> bool {
    let is_plural = language == Language::English && bare.ends_with('s');
    let is_gerund = language == Language::English && bare.ends_with("ing");
    let drops_subject = matches!(language, Language::Italian | Language::Spanish);
    let may_be_noun = match is_gerund {
        true => GERUNDS.contains(bare),
        false => is_plural || ends_as_noun(bare),
    };
    // "Consultado dijo": the subject is left out.
    let may_be_adjective = drops_subject
        && ADJECTIVE_ENDINGS
            .iter()
            .any(|ending| bare.ends_with(ending));
    let is_role = ROLES.contains(bare) || ROLE_ENDINGS.iter().any(|ending| bare.ends_with(ending));
    !SURNAMES.contains(bare)
        && (COMMON.contains(bare)
            || BARE.contains(bare)
            || is_role
            || may_be_noun
            || may_be_adjective)
}

/// Whether a word ends as nouns and adverbs do that are not names.
pub(super) fn ends_as_noun(bare: &str) -> bool {
    ENDINGS.iter().any(|ending| bare.ends_with(ending)) && !SURNAMES.contains(bare)
}

/// How participles and adjectives end in Italian and Spanish.
const ADJECTIVE_ENDINGS: &[&str] = &[
    "ado", "ada", "ido", "ida", "ando", "endo", "ato", "ata", "ito", "ita", "uto", "uta", "ente",
    "ante", "oso", "osa", "osso", "ossa", "ento", "enta",
];

/// How a language says that somebody said something.
struct Speech {
    /// Verbs in the past.
    verbs: &'static [&'static str],
    /// Auxiliaries, and the participles behind them.
    auxiliaries: &'static [&'static str],
    participles: &'static [&'static str],
    /// Adverbs and pronouns between the name and the verb.
    between: &'static [&'static str],
}

fn of(language: Language) -> &'static Speech {
    match language {
        Language::English => &Speech {
            verbs: &[
                "said",
                "told",
                "added",
                "argued",
                "insisted",
                "claimed",
                "warned",
                "replied",
                "testified",
                "tweeted",
                "explained",
                "admitted",
                "denied",
                "announced",
                "confirmed",
                "stated",
                "declared",
                "acknowledged",
                "conceded",
                "stressed",
                "wrote",
            ],
            auxiliaries: &["has", "had"],
            participles: &[
                "said",
                "told",
                "argued",
                "insisted",
                "claimed",
                "warned",
                "admitted",
                "denied",
                "announced",
                "confirmed",
            ],
            between: &["also", "later", "then", "again", "earlier", "previously"],
        },
        Language::French => &Speech {
            verbs: &[
                "déclara", "affirma", "expliqua", "ajouta", "assura", "annonça",
            ],
            auxiliaries: &["a", "avait"],
            participles: &[
                "dit",
                "déclaré",
                "affirmé",
                "expliqué",
                "ajouté",
                "assuré",
                "indiqué",
                "estimé",
                "démenti",
                "nié",
                "confirmé",
                "annoncé",
                "répondu",
                "précisé",
                "prévenu",
            ],
            between: &["l'", "nous", "m'", "lui", "leur"],
        },
        Language::Italian => &Speech {
            verbs: &[
                "disse",
                "dichiarò",
                "affermò",
                "spiegò",
                "aggiunse",
                "assicurò",
                "negò",
                "smentì",
                "confermò",
                "annunciò",
                "rispose",
            ],
            auxiliaries: &["ha", "aveva"],
            participles: &[
                "detto",
                "dichiarato",
                "affermato",
                "spiegato",
                "aggiunto",
                "assicurato",
                "negato",
                "smentito",
                "confermato",
                "annunciato",
                "risposto",
                "precisato",
                "ammesso",
            ],
            between: &["l'", "ci", "mi", "lo", "gli"],
        },
        Language::Spanish => &Speech {
            verbs: &[
                "dijo",
                "afirmó",
                "declaró",
                "explicó",
                "añadió",
                "aseguró",
                "negó",
                "confirmó",
                "señaló",
                "advirtió",
                "desmintió",
                "anunció",
                "respondió",
                "admitió",
                "agregó",
                "indicó",
            ],
            auxiliaries: &["ha", "había"],
            participles: &[
                "dicho",
                "afirmado",
                "declarado",
                "explicado",
                "añadido",
                "asegurado",
                "negado",
                "confirmado",
                "señalado",
                "advertido",
                "desmentido",
                "anunciado",
            ],
            between: &["también", "además", "lo", "le", "les", "nos", "me"],
        },
        Language::German => &Speech {
            verbs: german::SAID,
            auxiliaries: &[],
            participles: &[],
            between: &[],
        },
    }
}

/// How nouns, verbs and adverbs end that are not names.
const ENDINGS: &[&str] = &[
    "tion", "sion", "ment", "ness", "ity", "ism", "ing", "ly", "ance", "ence", "ship", "ers",
    "ors", "ists", "ions", "ties", "ies", "als", "ants", "ents", "ices", "zione", "zioni", "mento",
    "menti", "mente", "tori", "ción", "ciones", "dad", "tions", "ments", "eurs", "smen", "rmen",
    "emen", "omen",
];
