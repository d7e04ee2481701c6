//! Words that were replaced by their opposites: "said" by "denied", "for" by "against".

use super::{
    inflected::is_inflected,
    may_negate::{self, MayNegate},
};
use crate::domain::passage::changes::{
    figures,
    hunks::Hunk,
    language::Language,
    names,
    pair::Pair,
    words::{Kind, Word},
};

/// Words in lower case, separated by spaces, and their opposites. Words that belong together
/// are joined by `_`.
type Opposites = &'static [(&'static str, &'static str)];

/// Whether a word says so little that it does not matter whether it changes.
type IsSmall<'a> = &'a dyn Fn(&Word<'_>) -> bool;

/// Whether exactly one word was replaced by its opposite, or the word for "without" was put
/// in or taken out, and nothing else but small words was in these places.
pub(super) fn have_changed(pair: &Pair<'_>, language: Language, is_small: IsSmall<'_>) -> bool {
    let is_changed = |hunk: &&Hunk| is_opposite(pair, hunk, language, is_small);
    pair.hunks.iter().filter(is_changed).count() == 1
}

/// Whether a word was replaced by its opposite in one place.
pub(super) fn is_opposite(
    pair: &Pair<'_>,
    hunk: &Hunk,
    language: Language,
    is_small: IsSmall<'_>,
) -> bool {
    if figures::is_same_bound(pair, hunk, language) {
        return false;
    }
    let (opposites, more) = (of(language), may_negate::of(language));
    let sides = [pair.old_in(hunk), pair.new_in(hunk)];
    if is_other_answer(sides, more.answers) {
        return true;
    }
    let is_beside = |word: &Word<'_>| {
        is_small(word)
            || word.kind == Kind::Number
            || word.may_be_name_in(language)
            || word.is_first && names::is_given(word)
    };
    let [old, new] = sides.map(|words| telling(words, &is_beside));
    let [a, b] = [&old, &new].map(|words| {
        let words = words.iter().map(|word| word.folded.as_str());
        words.collect::<Vec<_>>().join("_")
    });
    let has = |words: &str, word: &str| words.split(' ').any(|it| it == word);
    let are = |a: &str, b: &str| {
        let mut all = opposites.iter();
        all.any(|(positive, negative)| has(positive, a) && has(negative, b))
    };
    let without = opposites.first().map_or("", |(_, without)| *without);
    let fails = |verb: &Word<'_>| {
        let (verbs, link) = more.failures;
        let mut linked = sides.iter().flat_map(|side| side.windows(2));
        verbs.contains(&verb.folded.as_str())
            && linked.any(|two| two[0].folded == verb.folded && two[1].folded == link)
    };
    match (&old[..], &new[..]) {
        ([_], [_]) if are(&a, &b) || are(&b, &a) => true,
        ([one], [other]) => has_prefix(one, other, more) || has_prefix(other, one, more),
        ([word], []) | ([], [word]) => {
            let folded = word.folded.as_str();
            folded == without || more.near.contains(&folded) || fails(word)
        }
        ([verb], [fail, infinitive]) | ([fail, infinitive], [verb]) => {
            fails(fail) && is_inflected(&verb.folded, &infinitive.folded)
                || are(&a, &b)
                || are(&b, &a)
        }
        _ => are(&a, &b) || are(&b, &a),
    }
}

/// Whether a word in lower case has an opposite, or is one.
pub(super) fn has_word(word: &str, language: Language) -> bool {
    let is_in = |words: &str| words.split(' ').any(|it| it == word);
    let mut all = of(language).iter();
    all.any(|(positive, negative)| is_in(positive) || is_in(negative))
}

/// Whether an answer became the other one.
fn is_other_answer(sides: [&[Word<'_>]; 2], (yes, no): (&str, &str)) -> bool {
    let [old, new] = sides.map(|words| {
        let mut words = words.iter().filter(|word| word.is_word());
        words.next().filter(|_| words.next().is_none())
    });
    let is = |word: Option<&Word<'_>>, answer: &str| word.is_some_and(|it| it.folded == answer);
    is(old, yes) && is(new, no) || is(old, no) && is(new, yes)
}

/// The least letters of a word that a prefix makes its opposite.
const PREFIXED_LETTERS_MIN: usize = 4;
/// Words that begin with a prefix and are not the opposite of the rest.
const NOT_PREFIXED: &[&str] = &[
    "unless", "until", "under", "united", "unter", "unity", "unrest",
];

/// Whether a word is the opposite of another one by its prefix. German nouns ("Fall",
/// "Unfall") are left out.
fn has_prefix(word: &Word<'_>, of: &Word<'_>, more: &MayNegate) -> bool {
    let is_opposite = |&(prefix, endings): &(&str, &[&str])| {
        let rest = word.folded.strip_prefix(prefix);
        rest.is_some_and(|rest| rest == of.folded && endings.iter().any(|it| rest.ends_with(it)))
    };
    let is_noun = |word: &Word<'_>| word.is_capitalized() && !word.is_first;
    of.folded.chars().count() >= PREFIXED_LETTERS_MIN
        && !NOT_PREFIXED.contains(&word.folded.as_str())
        && !is_noun(word)
        && !is_noun(of)
        && more.prefixes.iter().any(is_opposite)
}

/// The words of a hunk that are neither small ones nor marks.
fn telling<'w, 'a>(words: &'w [Word<'a>], is_small: IsSmall<'_>) -> Vec<&'w Word<'a>> {
    words.iter().filter(|word| !is_small(word)).collect()
}

/// The opposites of a language, first those for "with" and "without".
fn of(language: Language) -> Opposites {
    match language {
        Language::English => &[
            ("with", "without"),
            ("for", "against"),
            (
                "said says say saying claimed claims claim stated states confirmed confirms \
                 confirm admitted admits admit acknowledged acknowledges affirmed affirms",
                "denied denies deny denying",
            ),
            (
                "supported supports support backed backs back",
                "opposed opposes oppose",
            ),
            (
                "accepted accepts accept approved approves approve agreed agrees agree",
                "rejected rejects reject refused refuses refuse declined declines decline",
            ),
            (
                "risen rise rises rose rising increased increase increases increasing grown grew \
                 grow grows",
                "fallen fall falls fell falling decreased decrease decreases decreasing shrunk \
                 shrank shrink shrinks",
            ),
            (
                "opened open opens opening",
                "closed close closes closing shut shuts",
            ),
            ("more", "fewer less"),
            ("higher", "lower"),
            ("up", "down"),
            ("above", "below"),
            (
                "doubled doubles double doubling",
                "halved halves halve halving",
            ),
            ("true", "false untrue"),
            ("right", "wrong"),
            ("guilty", "innocent"),
            ("convicted", "acquitted cleared"),
            (
                "allowed allows allow permitted",
                "banned bans ban forbade forbidden forbids",
            ),
            ("won wins win", "lost loses lose"),
            ("alive", "dead"),
            ("better", "worse"),
            ("present", "absent"),
            ("succeeded succeeds succeed", "failed fails fail"),
            ("hired", "fired sacked"),
            (
                "started starts start began begins begin",
                "stopped stops stop ended ends end",
            ),
            ("always", "rarely seldom"),
        ],
        Language::French => &[
            ("avec", "sans"),
            ("pour", "contre"),
            (
                "dit affirme affirmé affirmait confirme confirmé confirmait déclare déclaré admet \
                 admis reconnaît reconnu",
                "nie nié niait dément démenti démentait conteste contesté",
            ),
            (
                "accepte accepté approuve approuvé",
                "refuse refusé rejette rejeté",
            ),
            ("hausse", "baisse"),
            ("ouvert ouverte ouvre", "fermé fermée ferme"),
            ("plus", "moins"),
            ("vrai vraie", "faux fausse"),
            ("coupable coupables", "innocent innocente innocents"),
            ("doublé", "divisé_deux"),
            ("faveur en_faveur", "contre"),
            ("gagné", "perdu"),
        ],
        Language::German => &[
            ("mit", "ohne"),
            ("für", "gegen"),
            (
                "sagte sagt sagten erklärte erklärt bestätigte bestätigt bestätigten behauptete \
                 behauptet",
                "bestritt bestreitet bestritten dementierte dementiert leugnete leugnet",
            ),
            (
                "gestiegen steigt steigen stieg stiegen",
                "gefallen gesunken fällt fallen sinkt sinken",
            ),
            ("geöffnet offen öffnet", "geschlossen schließt"),
            ("mehr", "weniger"),
            ("wahr richtig", "falsch unwahr"),
            ("schuldig", "unschuldig"),
            ("verdoppelt", "halbiert"),
            ("erlaubt", "verboten"),
            ("gewonnen", "verloren"),
        ],
        Language::Italian => &[
            ("con", "senza"),
            ("per", "contro"),
            (
                "dice detto disse afferma affermato affermò conferma confermato confermò ammette \
                 ammesso",
                "nega negato negò smentisce smentito smentì",
            ),
            (
                "accetta accettato approva approvato",
                "rifiuta rifiutato respinge respinto",
            ),
            ("favore a_favore", "contro"),
            (
                "aumentato aumentati aumentata aumenta salito",
                "diminuito diminuiti diminuita diminuisce sceso",
            ),
            ("aperto aperta apre", "chiuso chiusa chiude"),
            ("più", "meno"),
            ("vero vera", "falso falsa"),
            ("colpevole colpevoli", "innocente innocenti"),
            ("raddoppiato raddoppiati", "dimezzato dimezzati"),
            ("vinto", "perso"),
        ],
        Language::Spanish => &[
            ("con", "sin"),
            ("por para", "contra"),
            (
                "dijo dice dicho afirmó afirma afirmado confirmó confirma confirmado admitió \
                 admite",
                "negó niega negado desmintió desmiente desmentido",
            ),
            ("aceptó acepta aprobó aprueba", "rechazó rechaza"),
            ("favor a_favor", "contra en_contra"),
            (
                "subido sube subió aumentado aumentó",
                "bajado baja bajó disminuido disminuyó",
            ),
            ("abierto abierta abre abrió", "cerrado cerrada cierra cerró"),
            ("más", "menos"),
            ("verdadero verdad cierto", "falso mentira"),
            ("culpable culpables", "inocente inocentes"),
            ("ganado ganó", "perdido perdió"),
        ],
    }
}
