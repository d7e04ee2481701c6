//! Random article bodies that are realistic for text search: word frequencies follow Zipf's
//! law, sentences and paragraphs have usual lengths, and there are several scripts.

#[path = "../../tests/support/random.rs"]
mod random;

pub use random::Random;

const LATIN: &[&str] = &[
    "al", "ber", "con", "da", "el", "for", "gen", "hu", "is", "jo", "ka", "len", "mo", "nor", "os",
    "par", "qui", "res", "so", "ti", "ur", "ver", "wa", "xi", "yet", "zo",
];
const CYRILLIC: &[&str] = &[
    "ба", "ве", "го", "ді", "жи", "за", "ко", "лу", "мі", "не", "ор", "при", "ро", "ста", "тя",
    "чен",
];
const GREEK: &[&str] = &[
    "αλ", "βα", "γε", "δο", "επ", "θη", "και", "λο", "μα", "νε", "ου", "πρ", "ση", "τω",
];
const HAN: &[&str] = &[
    "中", "国", "人", "大", "新", "时", "政", "经", "发", "会", "市", "年", "部", "东", "长", "水",
];

struct Script {
    words: Vec<String>,
    between: &'static str,
    stop: &'static str,
}

/// Writes random sentences.
pub struct Writer {
    pub random: Random,
    scripts: Vec<Script>,
}

/// The sentences of a paragraph.
pub type Paragraph = Vec<String>;

impl Writer {
    pub fn new(seed: usize) -> Self {
        // The generator does not accept 0, and its first numbers are similar for similar seeds.
        let mut random = Random::new(u64::try_from(seed).unwrap() + 1);
        for _ in 0..64 {
            random.below(2);
        }
        let mut script = |count, syllables, between, stop| Script {
            words: (0..count).map(|_| word(&mut random, syllables)).collect(),
            between,
            stop,
        };
        let scripts = vec![
            script(4_000, LATIN, " ", "."),
            script(1_500, CYRILLIC, " ", "."),
            script(1_000, GREEK, " ", "."),
            script(800, HAN, "", "。"),
        ];
        Self { random, scripts }
    }

    /// Paragraphs with this many bytes together, most of them in Latin script.
    pub fn paragraphs(&mut self, bytes: usize) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        let mut written = 0;
        while written < bytes {
            let script = [0, 0, 0, 0, 0, 0, 0, 1, 2, 3][self.random.below(10)];
            let count = 2 + self.random.below(6);
            let paragraph: Paragraph = (0..count).map(|_| self.sentence_in(script)).collect();
            written += paragraph.iter().map(|it| it.len() + 1).sum::<usize>() + 1;
            paragraphs.push(paragraph);
        }
        paragraphs
    }

    /// A sentence in Latin script.
    pub fn sentence(&mut self) -> String {
        self.sentence_in(0)
    }

    fn sentence_in(&mut self, script: usize) -> String {
        let count = 5 + self.random.below(20);
        let words: Vec<String> = (0..count).map(|_| self.word(script)).collect();
        let Script { between, stop, .. } = self.scripts[script];
        let mut sentence = words.join(between);
        if self.random.below(4) == 0 {
            sentence += &format!("{between}{}", self.random.below(10_000));
        }
        sentence + stop
    }

    /// A random word; its frequency is inversely proportional to its rank (Zipf's law).
    fn word(&mut self, script: usize) -> String {
        let words = &self.scripts[script].words;
        let part = self.random.below(1 << 20) as f64 / f64::from(1 << 20);
        let rank = (words.len() as f64).powf(part) as usize;
        words[rank - 1].clone()
    }
}

fn word(random: &mut Random, syllables: &[&str]) -> String {
    let count = 1 + random.below(3);
    (0..count).map(|_| random.pick(syllables)).collect()
}

/// The text of paragraphs, and the span of each sentence in code points.
pub fn assemble(paragraphs: &[Paragraph]) -> (String, Vec<(i32, i32)>) {
    let (mut text, mut spans, mut at) = (String::new(), Vec::new(), 0);
    for paragraph in paragraphs {
        for sentence in paragraph {
            let length = i32::try_from(sentence.chars().count()).unwrap();
            spans.push((at, at + length));
            text += sentence;
            text.push(' ');
            at += length + 1;
        }
        text.push('\n');
        at += 1;
    }
    (text, spans)
}
