//! An article as a list of sentences that keep their identity when the article is edited.

/// A sentence, and what separates it from the next one.
#[derive(Clone)]
pub struct Sentence {
    /// The number of the sentence in the article, or [`INSERTED`].
    pub id: usize,
    /// The words.
    pub text: String,
    /// The white space after it.
    pub separator: &'static str,
}

/// The number of a sentence that is not from the article.
pub const INSERTED: usize = usize::MAX;

/// The sentences of an article in order.
#[derive(Clone, Default)]
pub struct Story {
    /// The sentences.
    pub sentences: Vec<Sentence>,
    /// What separates two sentences of a paragraph.
    pub space: &'static str,
}

impl Story {
    /// Reads an article in which a bar ends a sentence.
    pub fn new(article: &str, space: &'static str) -> Self {
        let mut story = Self {
            sentences: Vec::new(),
            space,
        };
        for paragraph in article.split("\n\n") {
            for line in paragraph.split('\n') {
                for text in line.split('|') {
                    story.sentences.push(Sentence {
                        id: story.sentences.len(),
                        text: text.trim().to_owned(),
                        separator: space,
                    });
                }
                story.end("\n");
            }
            story.end("\n\n");
        }
        story
    }

    fn end(&mut self, separator: &'static str) {
        if let Some(last) = self.sentences.last_mut() {
            last.separator = separator;
        }
    }

    /// The number of sentences.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// The text.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for (index, it) in self.sentences.iter().enumerate() {
            text += &it.text;
            text += match index + 1 == self.len() {
                true => "",
                false => it.separator,
            };
        }
        text
    }

    /// The position of a sentence's first code point.
    pub fn position(&self, id: usize) -> Option<i32> {
        let index = self.sentences.iter().position(|it| it.id == id)?;
        let before = self.sentences[..index].iter();
        let lengths = before.map(|it| length(&it.text) + length(it.separator));
        Some(lengths.sum())
    }

    /// Removes a sentence, and the paragraph if it was the only one in it.
    pub fn delete(&mut self, at: usize) {
        let gone = self.sentences.remove(at);
        if let Some(before) = at.checked_sub(1)
            && gone.separator.len() > self.sentences[before].separator.len()
        {
            self.sentences[before].separator = gone.separator;
        }
    }

    /// Puts another sentence in the place of one.
    pub fn replace(&mut self, at: usize, text: String) {
        let sentence = &mut self.sentences[at];
        sentence.text = text;
        sentence.id = INSERTED;
    }

    /// Inserts a sentence.
    pub fn insert(&mut self, at: usize, text: String) {
        let separator = self.space;
        self.sentences.insert(
            at,
            Sentence {
                id: INSERTED,
                text,
                separator,
            },
        );
    }
}

/// The length in code points.
pub fn length(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap()
}
