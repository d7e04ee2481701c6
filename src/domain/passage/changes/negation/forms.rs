//! Lists of words with their forms: in Spanish, `aument-ar` stands for "aumenta", "aumentó",
//! "aumentado" and so on.

use crate::domain::passage::changes::language::Language;

/// How the forms of a word end, by how its basic form ends.
type Endings = &'static [(&'static str, &'static [&'static str])];

/// All forms of the words in a list. The words are in lower case and separated by spaces. What
/// follows a hyphen says which forms a word has.
pub(super) fn all(list: &'static str, language: Language) -> impl Iterator<Item = String> {
    list.split_ascii_whitespace().flat_map(move |word| {
        let (stem, basic) = word.split_once('-').unwrap_or((word, ""));
        let mut classes = endings(language).iter();
        let found = classes.find(|(ending, _)| *ending == basic);
        let endings = found.map_or(&[""][..], |(_, endings)| endings);
        endings.iter().map(move |ending| format!("{stem}{ending}"))
    })
}

fn endings(language: Language) -> Endings {
    match language {
        Language::English => &[
            ("ed", &["", "s", "ed", "ing"]),
            ("e", &["e", "es", "ed", "ing"]),
        ],
        Language::German => &[
            ("te", &["en", "t", "te", "ten"]),
            ("ete", &["en", "et", "ete", "eten"]),
            ("er", &["", "e", "en", "er", "es", "em"]),
        ],
        Language::French => &[
            (
                "er",
                &[
                    "er", "e", "ent", "é", "ée", "és", "ées", "ait", "aient", "a", "èrent", "era",
                    "eront", "ant",
                ],
            ),
            (
                "ir",
                &[
                    "ir", "it", "issent", "i", "ie", "is", "ies", "issait", "irent", "ira", "iront",
                ],
            ),
            ("e", &["", "e", "s", "es"]),
            ("al", &["al", "ale", "aux", "ales"]),
            ("if", &["if", "ive", "ifs", "ives"]),
            ("eux", &["eux", "euse", "euses"]),
        ],
        Language::Italian => &[
            (
                "are",
                &[
                    "are", "a", "ano", "ato", "ata", "ati", "ate", "ava", "avano", "ò", "arono",
                    "erà", "eranno", "ando",
                ],
            ),
            (
                "ire",
                &[
                    "ire", "isce", "iscono", "ito", "ita", "iti", "ite", "iva", "ivano", "ì",
                    "irono", "irà", "iranno",
                ],
            ),
            ("o", &["o", "a", "i", "e"]),
            ("e", &["e", "i"]),
        ],
        Language::Spanish => &[
            (
                "ar",
                &[
                    "ar", "a", "an", "ado", "ada", "ados", "adas", "aba", "aban", "ó", "aron",
                    "ará", "arán", "ando",
                ],
            ),
            (
                "er",
                &[
                    "er", "e", "en", "ido", "ida", "idos", "idas", "ía", "ían", "ió", "ieron",
                    "erá", "erán", "iendo",
                ],
            ),
            (
                "ir",
                &[
                    "ir", "e", "en", "ido", "ida", "idos", "idas", "ía", "ían", "ió", "ieron",
                    "irá", "irán", "iendo",
                ],
            ),
            ("o", &["o", "a", "os", "as"]),
            ("e", &["e", "es"]),
            ("l", &["l", "les"]),
            ("r", &["r", "res"]),
        ],
    }
}
