//! Other forms of one name: a short form, initials, another spelling, the number of a ruler.

use super::{evidence::is_given, spelling::plain};
use crate::domain::passage::changes::{hunks::Hunk, pair::Pair, roman, words::Word};

/// Whether one word was replaced that numbers rulers of the same name: "Louis XIV" is not
/// "Louis XVI".
pub(super) fn is_other_ruler(pair: &Pair<'_>, hunk: &Hunk) -> bool {
    let ([old], [new]) = (pair.old_in(hunk), pair.new_in(hunk)) else {
        return false;
    };
    let name = hunk.old.start.checked_sub(1).map(|at| &pair.old[at]);
    let is_ruler = name.is_some_and(|it| it.is_capitalized() && is_given(it));
    let [old, new] = [old, new].map(|it| roman::value(it.text));
    is_ruler && old.is_some() && new.is_some() && old != new
}

/// Whether the names that were replaced may be other forms of those in their place.
pub(super) fn are_forms(hunk: [&[Word<'_>]; 2], [gone, come]: [&[String]; 2]) -> bool {
    let [old, new] = hunk;
    let are_holders = |names: &[String]| names.iter().all(|it| HOLDERS.contains(&it.as_str()));
    is_shortened(old, new)
        || is_shortened(new, old)
        || are_short_forms(gone, come)
        || are_holders(gone)
        || are_holders(come)
        || gone.len() == come.len() && gone.iter().zip(come).all(|(a, b)| is_spelled_alike(a, b))
}

/// Whether all names on both sides are forms of one given name, beside titles.
fn are_short_forms(gone: &[String], come: &[String]) -> bool {
    let is_all = |group: &str, names: &[String]| {
        let mut names = names.iter().filter(|it| !TITLES.contains(&it.as_str()));
        names.all(|name| group.split(' ').any(|it| it == name))
    };
    let mut groups = SHORT.iter();
    groups.any(|group| is_all(group, gone) && is_all(group, come))
}

/// Whether a word in capitals, or initials with full stops, stands for the words on the other
/// side.
fn is_shortened(short: &[Word<'_>], long: &[Word<'_>]) -> bool {
    let first = |word: &Word<'_>| plain(&word.folded).chars().next();
    let letters = long.iter().filter(|it| it.is_word());
    let letters = letters.filter(|it| !SKIPPED.contains(&it.folded.as_str()));
    let initials: String = letters.filter_map(first).collect();
    short.iter().any(|word| {
        let mut named = long.iter().filter(|it| it.is_capitalized());
        let is_dotted = word.is_capitalized() && word.text.contains('.');
        let is_capitals = word.text.chars().all(char::is_uppercase);
        is_dotted && named.any(|it| first(it) == first(word) && it.text.chars().count() > 1)
            || is_capitals
                && word.text.chars().count() >= INITIALS_MIN
                && initials.contains(&plain(&word.folded))
    })
}

/// The least letters of an abbreviation whose words may be in lower case.
const INITIALS_MIN: usize = 3;

/// Whether two spellings differ in letters only that stand for the same sound.
fn is_spelled_alike(one: &str, other: &str) -> bool {
    let key = |name: &str| {
        let name = name.replace("ph", "f").replace("th", "t");
        let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
        let rest: Vec<char> = rest
            .chars()
            .map(|c| match c {
                'z' => 's',
                'y' | 'j' => 'i',
                'w' => 'v',
                c => c,
            })
            .collect();
        let mut key: Vec<char> = first.chars().chain(rest).collect();
        key.dedup();
        key
    };
    one.chars().count() >= ALIKE_MIN && key(one) == key(other)
}

/// The least letters of a name that may be spelled otherwise.
const ALIKE_MIN: usize = 5;

/// Small words that abbreviations leave out.
const SKIPPED: &[&str] = &[
    "of", "the", "for", "and", "de", "du", "des", "la", "le", "les", "l'", "d'", "et", "pour",
    "di", "del", "della", "delle", "dei", "degli", "dell'", "per", "e", "el", "los", "las", "y",
    "para", "der", "die", "das", "für", "und", "von",
];

/// Titles beside a name.
const TITLES: &[&str] = &["sir", "dame", "lord", "lady", "dr", "don"];

/// Words for the holder of an office, in place of the name.
const HOLDERS: &[&str] = &[
    "pontefice",
    "pontiff",
    "pontifex",
    "pontife",
    "pontifice",
    "pope",
    "papst",
    "papa",
    "pape",
];

/// Given names and their short forms, without accents.
const SHORT: &[&str] = &[
    "robert bob bobby rob robbie",
    "william bill billy will",
    "richard dick rick",
    "james jim jimmy jamie",
    "john jack johnny",
    "joseph joe joey",
    "thomas tom tommy",
    "michael mike mick",
    "edward ed eddie ted",
    "elizabeth liz beth betty lizzie",
    "margaret maggie peggy",
    "katherine catherine kate kathy cathy",
    "anthony tony",
    "andrew andy",
    "charles charlie chuck",
    "daniel dan danny",
    "david dave",
    "christopher chris",
    "nicholas nick",
    "stephen steven steve",
    "samuel sam",
    "benjamin ben",
    "alexander alex",
    "gregory greg",
    "timothy tim",
    "matthew matt",
    "patrick pat paddy",
    "peter pete",
    "joanne jo",
    "johannes hans hannes",
    "josef sepp",
    "wilhelm willi willy",
    "friedrich fritz",
    "heinrich heinz",
    "maximilian max",
    "giuseppe beppe pippo",
    "giovanni gianni nanni",
    "francesco franco checco",
    "luigi gigi",
    "domenico mimmo",
    "jose pepe",
    "francisco paco pancho curro",
    "ignacio nacho",
    "dolores lola",
    "enrique quique",
    "manuel manolo",
    "josefa pepa",
];
