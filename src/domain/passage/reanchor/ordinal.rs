//! German ordinals: whether a full stop after a number ends a sentence.
//!
//! `am 14. März`, `im 5. Stock` and `Friedrich II. Barbarossa` go on after the stop, and `Er
//! wurde 14. Danach` does not. A month, a small letter, or a word that an article or a
//! preposition asks for is of the same sentence, unless sentences usually begin with it.

use crate::domain::{passage::changes::Language, printed_date};

/// Finds the stops of ordinals while a text is tokenized.
#[derive(Default)]
pub(crate) struct Ordinals<'a> {
    /// The last three tokens: a word, a number and its stop.
    last: [&'a str; 3],
    /// The indexes of the stops that are those of ordinals if the text is German.
    stops: Vec<usize>,
}

/// The most digits of an ordinal whose stop is not that of a sentence.
const DIGITS_MAX: usize = 2;

impl<'a> Ordinals<'a> {
    /// Sees the next token. `stop` is the index of the stop before it, if one is glued to
    /// the number before that and a space follows.
    pub fn see(&mut self, token: &'a str, stop: Option<usize>) {
        let [before, number, sign] = self.last;
        let stop = stop.filter(|_| sign == "." && goes_on(before, number, token));
        self.stops.extend(stop);
        self.last = [number, sign, token];
    }

    /// The stops that end no sentence of the text.
    pub fn stops(self, text: &str) -> Vec<usize> {
        match self.stops.is_empty() || Language::of("", text) != Some(Language::German) {
            true => Vec::new(),
            false => self.stops,
        }
    }
}

/// Whether a sentence goes on after a number with a stop.
fn goes_on(before: &str, number: &str, next: &str) -> bool {
    let is_day = number.len() <= DIGITS_MAX && number.chars().all(|c| c.is_ascii_digit());
    let is_roman = number.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let is_named = is_roman && before.starts_with(char::is_uppercase);
    let lower = next.to_lowercase();
    let is_capital = next.starts_with(char::is_uppercase);
    let is_asked_for = is_named || is_in(ASKING, &before.to_lowercase());
    match next.chars().next() {
        Some(first) if first.is_lowercase() => is_day || is_named,
        _ if is_day && is_capital && printed_date::month("de", &lower).is_some() => true,
        Some(first) if first.is_alphanumeric() => {
            (is_day || is_roman) && is_asked_for && !is_in(OPENING, &lower)
        }
        _ => false,
    }
}

fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|it| it == word)
}

/// Words in front of an ordinal that a noun has to follow.
const ASKING: &str = "\
    ab am beim bis das dem den der des die dieser ihr ihre ihrem ihren ihrer im ins jede \
    jedem jeden jeder jedes sein seine seinem seinen seiner vom zum zur";

/// Words with which sentences begin, and that no ordinal counts.
const OPENING: &str = "\
    aber alle allerdings als also am an auch auf aus außerdem bei beide beim bis da dabei \
    dadurch dafür dagegen daher damals damit danach daneben dann daran darauf daraufhin \
    darin darum das dass davon davor dazu dem den denn dennoch der des deshalb deswegen \
    die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer \
    eines einige er erst es etwa für gegen gestern heute hier ich ihm ihn ihnen ihr ihre \
    ihren im immer in ins insgesamt jeder jedoch jetzt kein keine keiner laut man mehr \
    mehrere mit morgen nach nachdem nicht nichts niemand noch nun nur ob obwohl oder ohne \
    rund schon sein seine seinen seit seitdem sie so sogar somit später trotz trotzdem \
    über um und unter viele vom von vor was weder wegen weil weitere welche wenn wer wie \
    wir wo zu zudem zuletzt zum zunächst zur zuvor zwar zwei zwischen";
