//! Sentences that are composed from templates, with edits of known kinds.

use super::{alone, kinds};

/// A template of a language: `{m}` is a name, `{f}` a figure, `{w}` another word, and `{n}` the
/// place of a negation.
struct Template {
    language: &'static str,
    sentence: &'static str,
    /// What stands at `{n}` without and with a negation.
    negation: [&'static str; 2],
    /// Names, which the body prints within a sentence.
    names: &'static [&'static str],
    /// Other words, one of which can replace another.
    words: &'static [&'static str],
    /// The body, in which a bar is replaced by a name.
    body: &'static str,
}

const ENGLISH_BODY: &str = "Earlier that week the crew had met | again.";

const TEMPLATES: &[Template] = &[
    Template {
        language: "en",
        sentence: "On Friday {m} {n} {f} {w} near the harbour",
        negation: ["could buy", "could not buy"],
        names: &[
            "Thandiwe",
            "Okonkwo",
            "Bergström",
            "Whitlock",
            "Yevgenia",
            "Pemberton",
        ],
        words: &[
            "barges",
            "orchards",
            "lanterns",
            "turbines",
            "greenhouses",
            "violins",
        ],
        body: ENGLISH_BODY,
    },
    Template {
        language: "en",
        sentence: "The vessels that {m} chartered {n} carry {f} {w}",
        negation: ["will", "will not"],
        names: &["Haverford", "Tanaka", "Mbeki", "Lindqvist", "Castellane"],
        words: &["pumpkins", "generators", "mattresses", "saplings"],
        body: ENGLISH_BODY,
    },
    Template {
        language: "fr",
        sentence: "Vendredi dernier, {m} {n} {f} {w} près du port",
        negation: ["voulait acheter", "ne voulait pas acheter"],
        names: &["Kerbrat", "Okonkwo", "Lefloch", "Vasseur", "Nakamura"],
        words: &["péniches", "vergers", "lanternes", "turbines", "violons"],
        body: "La veille, tout le monde avait revu | au marché.",
    },
    Template {
        language: "de",
        sentence: "Am Freitag wollte Frau {m} {n} {f} {w} am Hafen kaufen",
        negation: ["doch", "doch nicht"],
        names: &["Kowalski", "Okonkwo", "Bergström", "Hinrichs", "Nakamura"],
        words: &["Kähne", "Gärten", "Laternen", "Turbinen", "Geigen"],
        body: "Zuvor hatte die Mannschaft Frau | getroffen.",
    },
    Template {
        language: "it",
        sentence: "Venerdì scorso {m} {n} comprare {f} {w} vicino al porto",
        negation: ["voleva", "non voleva"],
        names: &["Zanetti", "Okonkwo", "Bergamasco", "Nakamura", "Pellizzari"],
        words: &["chiatte", "frutteti", "lanterne", "turbine", "violini"],
        body: "Il giorno prima tutti avevano visto | al mercato.",
    },
    Template {
        language: "es",
        sentence: "El viernes pasado {m} {n} comprar {f} {w} cerca del puerto",
        negation: ["quería", "no quería"],
        names: &[
            "Echeverría",
            "Okonkwo",
            "Bergara",
            "Nakamura",
            "Zubizarreta",
        ],
        words: &["barcazas", "huertos", "linternas", "turbinas", "violines"],
        body: "El día anterior todos habían visto a | en el mercado.",
    },
];

/// Pseudo-random numbers from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(count).unwrap()).unwrap()
    }

    /// Two different ones.
    fn two<T: Copy>(&mut self, of: &[T]) -> [T; 2] {
        let first = self.below(of.len());
        let second = (first + 1 + self.below(of.len() - 1)) % of.len();
        [of[first], of[second]]
    }

    fn figures(&mut self) -> [String; 2] {
        let first = 13 + self.below(900);
        let second = first + 1 + self.below(80);
        [first.to_string(), second.to_string()]
    }
}

/// The edits: their letters are those of the kinds.
const EDITS: &[&str] = &[
    "f", "m", "n", "w", "nf", "nm", "fm", "fw", "mw", "nw", "nfm", "t",
];

/// An old and a new sentence, with the body that they stand in.
fn compose(random: &mut Random, template: &Template, edit: &str) -> (String, String, String) {
    let figures = random.figures();
    let names = random.two(template.names);
    let words = random.two(template.words);
    let negation = match random.below(2) {
        0 => template.negation,
        _ => [template.negation[1], template.negation[0]],
    };
    let write = |is_new: bool| {
        let at = |kind: char| usize::from(is_new && edit.contains(kind));
        let sentence = template.sentence.replace("{f}", &figures[at('f')]);
        let sentence = sentence.replace("{m}", names[at('m')]);
        let sentence = sentence.replace("{n}", negation[at('n')]);
        let sentence = sentence.replace("{w}", words[at('w')]);
        match is_new && edit.contains('t') {
            true => format!("“{}”", sentence.replace(' ', "  ")),
            false => format!("{sentence}."),
        }
    };
    let all = names.map(|name| template.body.replace('|', name));
    (all.join(" "), write(false), write(true))
}

/// How many sentences are composed with each edit from each template.
const ROUNDS: u64 = 12;

#[test]
fn exactly_the_kinds_of_the_edits_are_told() {
    let mut wrong = Vec::new();
    for seed in 1..=ROUNDS {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for (template, edit) in TEMPLATES
            .iter()
            .flat_map(|template| EDITS.iter().map(move |edit| (template, *edit)))
        {
            let (body, old, new) = compose(&mut random, template, edit);
            let found = kinds(template.language, &body, &alone(&old), &alone(&new));
            if found != edit {
                wrong.push(format!(
                    "seed {seed}: {old} / {new}: {found:?}, not {edit:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
