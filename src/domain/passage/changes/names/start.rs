//! Names at the start of a sentence, where every word has a capital.
//!
//! A capitalised word that took the place of another one there is a name if the name goes on
//! ("Robin Marsh" to "Elisa Marsh"), or if one of the two is a name elsewhere in the text or a
//! country. Words that are no names, as far as that can be told, are left out.

use super::known::{IGNORED, KnownNames, bare};
use crate::domain::passage::changes::{hunks::Hunk, pair::Pair, typography, words::Word};

/// Whether a name at the start of a sentence was replaced by another name.
pub(super) fn have_changed(pair: &Pair<'_>, known: &KnownNames) -> bool {
    pair.hunks.iter().any(|hunk| is_changed(pair, hunk, known))
}

fn is_changed(pair: &Pair<'_>, hunk: &Hunk, known: &KnownNames) -> bool {
    let old = typography::telling(&pair.old, hunk.old.clone());
    let new = typography::telling(&pair.new, hunk.new.clone());
    let (&[(_, old)], &[(_, new)]) = (&old[..], &new[..]) else {
        return false;
    };
    let goes_on = pair.new.get(hunk.new.end).is_some_and(|next| {
        let next_bare = bare(&next.folded);
        next.is_capitalized()
            && !next.is_first
            && known.names.contains(next_bare)
            && !IGNORED.contains(&next_bare)
    });
    let is_known = |word: &Word<'_>| {
        let bare = bare(&word.folded);
        known.names.contains(bare) || has(COUNTRIES, bare)
    };
    [old, new].iter().all(|word| may_be_name(word, known))
        && (goes_on || is_known(old) || is_known(new))
}

/// Whether nothing says that a word at the start of a sentence is not a name.
pub(super) fn may_be_name(word: &Word<'_>, known: &KnownNames) -> bool {
    let bare = bare(&word.folded);
    word.is_capitalized()
        && word.is_first
        && word.text.chars().nth(1).is_some()
        && !IGNORED.contains(&bare)
        && !known.lower.contains(bare)
        && !has(COMMON, bare)
        && (has(COUNTRIES, bare) || !ENDINGS.iter().any(|ending| bare.ends_with(ending)))
}

fn has(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|it| it == word)
}

/// How nouns and adverbs end that are not names.
const ENDINGS: &[&str] = &[
    "tion", "sion", "ment", "ness", "ity", "ism", "ing", "ly", "ance", "ence", "ship", "ers",
    "ors", "ists", "ions", "ties", "ies", "als", "ants", "ents", "ices", "zione", "zioni", "mento",
    "menti", "mente", "tori", "ción", "ciones", "dad", "tions", "ments", "eurs",
];

/// Common words with which sentences begin, in lower case.
const COMMON: &str = "
    the a an this that these those his her its their our my your he she it they we you i who what
    which where when why how there here no not none nobody nothing never all any some many most
    few several both each every either neither one two three four five six seven eight nine ten
    another other others such only even just also still yet then now today yesterday tomorrow
    later earlier soon once again always often perhaps maybe if though although while since
    because after before until during despite but and or so yet as at by for from in into of off
    on onto out over to under up with without about against between among through is are was were
    has have had do does did will would can could may might must should former ex young old late
    new big small great first last next local national police troops officials ministers soldiers
    workers people men women children residents voters prices costs taxes rents wages profits
    sales shares stocks growth trade crime snow rain wind storm fire police army navy parliament
    congress government council court staff management oil gas gold water power food fuel land
    war peace money work life time news sources experts critics doctors nurses teachers pupils
    students engineers police detective inspector officer sergeant doctor nurse actor singer
    author writer reporter coach manager striker lawyer banker farmer everyone everybody someone
    somebody anyone anybody thousands hundreds dozens half summer winter spring autumn monday
    tuesday wednesday thursday friday saturday sunday
    il lo la i gli le un uno una l' un' questo questa quello quella questi queste suo sua loro
    nostro vostro egli lei lui noi voi essi chi che cosa quando dove come perché nessuno nessuna
    niente tutti tutte ogni alcuni molti pochi altri solo anche ancora poi ora oggi ieri domani
    dopo prima durante ma e o se per con senza da di a in su tra fra non più meno polizia governo
    giunta comune tribunale
    le les des ce cet cette ces son sa ses leur leurs notre votre il elle ils elles on nous vous
    qui que quoi quand où comment pourquoi personne rien tous toutes chaque aucun aucune plusieurs
    autres seul aussi encore puis hier demain après avant pendant mais et ou si pour avec sans de
    à en sur entre police gouvernement
    el los las unos unas este esta estos estas ese esa su sus nuestro él ella ellos ellas quien
    qué cuándo dónde cómo nadie nada todos todas cada algunos muchos pocos otros sólo también
    aún luego hoy ayer mañana después antes durante pero y o si por con sin de a en sobre entre
    policía gobierno
";

/// Countries and unions of them, in lower case.
const COUNTRIES: &str = "
    afghanistan albania algeria argentina armenia australia austria azerbaijan bangladesh belarus
    belgium bolivia bosnia brazil britain bulgaria cambodia cameroon canada chad chile china
    colombia croatia cuba cyprus denmark ecuador egypt england estonia ethiopia finland france
    georgia germany ghana greece guatemala guinea haiti hungary iceland india indonesia iran iraq
    ireland israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait laos latvia lebanon
    libya lithuania luxembourg madagascar malawi malaysia mali malta mexico moldova mongolia
    morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman
    pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda
    scotland senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland
    syria taiwan tanzania thailand tunisia turkey uganda ukraine uruguay venezuela vietnam wales
    yemen zambia zimbabwe
    germania francia spagna italia russia ucraina polonia svizzera turchia svezia norvegia grecia
    israele iran iraq siria libano egitto libia cina giappone brasile argentina
    allemagne espagne italie russie ukraine pologne suisse turquie suède norvège grèce israël
    syrie liban égypte libye chine japon brésil
    alemania francia españa italia rusia ucrania polonia suiza turquía suecia noruega grecia siria
    líbano egipto libia japón brasil méxico
";
