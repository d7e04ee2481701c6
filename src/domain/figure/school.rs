//! Marks at school: "il sei in pagella", "eine Zwei in Deutsch", "un 5 en matemáticas".

use super::{cardinal, lexicon::Words, number::Number, parser::Parser};

/// The prepositions between a mark and its subject, in all languages.
const IN: [&str; 5] = ["in", "im", "en", "au", "di"];

/// What marks are given in, in all languages.
const SUBJECTS: &[&str] = &[
    "maths",
    "math",
    "mathematics",
    "algebra",
    "geometry",
    "english",
    "french",
    "german",
    "spanish",
    "italian",
    "latin",
    "greek",
    "history",
    "geography",
    "science",
    "physics",
    "chemistry",
    "biology",
    "music",
    "conduct",
    "matematica",
    "italiano",
    "latino",
    "greco",
    "storia",
    "geografia",
    "scienze",
    "fisica",
    "chimica",
    "biologia",
    "inglese",
    "francese",
    "tedesco",
    "spagnolo",
    "filosofia",
    "arte",
    "musica",
    "ginnastica",
    "religione",
    "condotta",
    "pagella",
    "comportamento",
    "informatica",
    "diritto",
    "disegno",
    "grammatica",
    "profitto",
    "mathe",
    "mathematik",
    "deutsch",
    "englisch",
    "franzosisch",
    "spanisch",
    "latein",
    "griechisch",
    "geschichte",
    "erdkunde",
    "geografie",
    "geographie",
    "physik",
    "chemie",
    "biologie",
    "bio",
    "sport",
    "kunst",
    "musik",
    "religion",
    "ethik",
    "sozialkunde",
    "informatik",
    "sachkunde",
    "zeugnis",
    "abschlusszeugnis",
    "betragen",
    "diktat",
    "matematicas",
    "mates",
    "lengua",
    "literatura",
    "ingles",
    "frances",
    "aleman",
    "historia",
    "quimica",
    "ciencias",
    "dibujo",
    "gimnasia",
    "conducta",
    "selectividad",
    "plastica",
    "mathematiques",
    "francais",
    "anglais",
    "allemand",
    "espagnol",
    "histoire",
    "geo",
    "physique",
    "chimie",
    "svt",
    "philo",
    "philosophie",
    "sciences",
    "musique",
    "dessin",
    "grec",
    "eps",
    "conduite",
    "dictee",
    "bac",
];

/// The greatest mark.
const MARK_MAX: u32 = 110;

/// Whether a number in the text is a mark.
pub(super) fn is_mark(p: &Parser) -> bool {
    let is_mark = |at: usize| {
        let ends = ends(p, at);
        ends.into_iter()
            .any(|end| is_in_subject(p, end) || is_honours(p, end) || is_of_best(p, at, end))
    };
    !p.has_counted() && (0..p.end()).any(is_mark)
}

/// The tokens after each number at a token that can be a mark.
fn ends(p: &Parser, at: usize) -> Vec<usize> {
    if let Some(digits) = p.number(at) {
        let whole = digits.split(['.', ',']).next().unwrap_or_default();
        let is_small = whole.parse().is_ok_and(|value: u32| value <= MARK_MAX);
        return is_small.then_some(at + 1).into_iter().collect();
    }
    let numerals = cardinal::numerals(p, at).into_iter();
    let marks = numerals.filter(|(it, _)| it.value <= Number::from(MARK_MAX));
    marks.map(|(_, end)| end).collect()
}

fn is_in_subject(p: &Parser, at: usize) -> bool {
    let is_physical = p.phrase(at + 1, "educacion fisica").is_some()
        || p.phrase(at + 1, "educazione fisica").is_some()
        || p.phrase(at + 1, "education physique").is_some();
    p.is_one_of(at, &IN) && (p.is_one_of(at + 1, SUBJECTS) || is_physical)
}

/// "12 sur 20", "27 su 30": a mark and the best one, and nothing else. "Un sur vingt" is a share.
fn is_of_best(p: &Parser, at: usize, end: usize) -> bool {
    let best: &[&str] = match p.words {
        Words::French => &["20"],
        Words::Italian => &["30", "110"],
        _ => return false,
    };
    let is_best = p
        .number(end + 1)
        .is_some_and(|digits| best.contains(&digits));
    let is_one = p.number(at) == Some("1") || p.is_one_of(at, p.lexicon.indefinite);
    is_best && p.is_one_of(end, &["sur", "su"]) && end + 2 == p.end() && !is_one
}

/// "Un 30 e lode".
fn is_honours(p: &Parser, at: usize) -> bool {
    p.phrase(at, "e lode").is_some() || p.phrase(at, "cum laude").is_some()
}
