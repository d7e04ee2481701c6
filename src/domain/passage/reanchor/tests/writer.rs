//! Generated news: made-up words in several scripts, by roughly Zipf's law.

pub struct Random(u64);

impl Random {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(7919) + 17)
    }

    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 32)
    }

    pub fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(most.max(1)).unwrap()).unwrap()
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const SYLLABLES: [&[&str]; 4] = [
    &[
        "ka", "lo", "mir", "ten", "sou", "bre", "di", "van", "qu", "el",
    ],
    &["бо", "рит", "ка", "сно", "вел", "ий", "да", "мо"],
    &["של", "ום", "בר", "כה", "דו", "לי", "מת"],
    &["e\u{301}t", "ño", "ß", "ör", "ça", "lün", "ty", "ra"],
];
const HAN: [char; 14] = [
    '市', '長', '橋', '工', '事', '月', '日', '新', '聞', '会', '国', '人', '大', '水',
];

pub struct Writer {
    pub random: Random,
    pub script: usize,
    vocabulary: Vec<String>,
    /// Whether the text was wrapped. Its lines are then no longer paragraphs.
    pub wrapped: bool,
}

impl Writer {
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let script = random.below(5);
        let mut vocabulary = Vec::new();
        for rank in 0..900 {
            let syllables = SYLLABLES[script % 4];
            let length = 1 + random.below(if rank < 60 { 2 } else { 4 });
            vocabulary.push((0..length).map(|_| random.pick(syllables)).collect());
        }
        Self {
            random,
            script,
            vocabulary,
            wrapped: false,
        }
    }

    /// A word by roughly Zipf's law: its rank is a power of an evenly distributed number.
    fn word(&mut self) -> String {
        if self.script == 4 {
            return (0..2).map(|_| self.random.pick(&HAN)).collect();
        }
        let even = self.random.below(1000);
        let rank = even * even / 1000 * even / 1000;
        match self.random.below(40) {
            0 => format!(
                "{}.{:03}",
                1 + self.random.below(99),
                self.random.below(1000)
            ),
            1 => format!("“{}”", self.vocabulary[rank % 900]),
            2 => format!("{},", self.vocabulary[rank % 900]),
            _ => self.vocabulary[rank % 900].clone(),
        }
    }

    pub fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(if self.script == 4 { "" } else { " " })
    }

    pub fn sentence(&mut self) -> String {
        let count = 6 + self.random.below(16);
        let said = ["", "", " said on Tuesday", " – the ministry’s word 🗞️"];
        let said = self.random.pick(&said);
        format!(
            "{}{said}{}",
            self.words(count),
            if self.script == 4 { "。" } else { "." }
        )
    }

    pub fn paragraph(&mut self) -> String {
        let count = 2 + self.random.below(4);
        let sentences: Vec<String> = (0..count).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    pub fn article(&mut self) -> String {
        let count = 8 + self.random.below(8);
        let paragraphs: Vec<String> = (0..count).map(|_| self.paragraph()).collect();
        paragraphs.join(self.random.pick(&["\n\n", "\n", "\r\n\r\n"]))
    }
}
