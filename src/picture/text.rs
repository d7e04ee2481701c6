//! Texts of pictures: cleaned, measured without a font, and cut or wrapped to a width.
//!
//! A viewer chooses the font, so widths are those of a wide one (DejaVu Sans): with any
//! usual font, a text takes at most the room that was left for it.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar;

/// What ends a text that was cut.
const ELLIPSIS: &str = "…";

/// A character carries at most this many combining marks; more would cover other lines.
const MARKS_MAX: usize = 4;

/// The advance widths of the characters from space to tilde, in thousandths of the font size.
const ASCII: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/// The text on one line: no control characters and none that turn the direction of what
/// follows, no space but single ones, and few combining marks on each character.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        if c.is_whitespace() {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
            marks = 0;
        } else if is_drawn(c) {
            marks = match is_mark(c) {
                true => marks + 1,
                false => 0,
            };
            if marks <= MARKS_MAX {
                cleaned.push(c);
            }
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Whether a character may stand in a picture. Joiners may: scripts and emoji need them.
fn is_drawn(c: char) -> bool {
    let is_noncharacter =
        (u32::from(c) & 0xfffe) == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    let turns = matches!(
        c,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    !c.is_control() && !is_noncharacter && !turns
}

fn is_mark(c: char) -> bool {
    c.width() == Some(0) && !matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a text begins in a script that is written from right to left.
pub fn is_right_to_left(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| {
        matches!(
            c,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
                | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
        )
    })
}

/// The most that a text takes in a size, in the unit of the size.
pub fn width(text: &str, size: f64) -> f64 {
    let thousandths: u64 = text.chars().map(advance).sum();
    // Exact for any text that a picture holds.
    thousandths as f64 * size / 1_000.0
}

/// The advance width of a character. Those that are joined count each: without a font that
/// joins them, a viewer draws them side by side.
fn advance(c: char) -> u64 {
    let ascii = u32::from(c).checked_sub(32);
    if let Some(&known) = ascii.and_then(|index| ASCII.get(index as usize)) {
        return known.into();
    }
    match (c.width().unwrap_or(0), c) {
        (0, _) => 0,
        // Whole phrases in one character.
        (_, '\u{fdfa}' | '\u{fdfb}') => 5_000,
        (_, '\u{fdfd}') => 12_000,
        (_, '\u{2013}'..='\u{2027}') => 700,
        (2.., '\u{1f000}'..) => 1_400,
        (2.., _) => 1_050,
        (1, c) if c.is_uppercase() => 950,
        _ => 780,
    }
}

/// The text, or as much of its beginning as fits with an ellipsis.
pub fn cut(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let kept = fitting(text, room - width(ELLIPSIS, size), size);
    format!("{}{ELLIPSIS}", text[..kept].trim_end())
}

/// The length in bytes of the longest beginning that fits, in whole characters as readers see
/// them.
fn fitting(text: &str, room: f64, size: f64) -> usize {
    let mut taken = 0.0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += width(grapheme, size);
        if taken > room {
            return at;
        }
    }
    text.len()
}

/// The text on at most this many lines. The last one ends with an ellipsis if there is more.
pub fn wrapped(text: &str, room: f64, size: f64, lines_max: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if lines.len() + 1 >= lines_max {
            lines.push(cut(rest, room, size));
            break;
        }
        let fits = fitting(rest, room, size);
        let end = match fits == rest.len() {
            true => fits,
            false => break_before(rest, fits),
        };
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    lines
}

/// Where a line ends that has room for this many bytes: at a space, between wide characters,
/// or inside of a word that is longer than a line.
fn break_before(text: &str, fits: usize) -> usize {
    if text[fits..].starts_with(' ') {
        return fits;
    }
    // Characters of other scripts can be wide because they are joined.
    let wide =
        |grapheme: &str| grapheme.chars().next().and_then(UnicodeWidthChar::width) == Some(2);
    let graphemes: Vec<(usize, &str)> = text[..fits].grapheme_indices(true).collect();
    let next_is_wide = text[fits..].graphemes(true).next().is_some_and(wide);
    let mut after = next_is_wide;
    for &(at, grapheme) in graphemes.iter().rev() {
        let end = at + grapheme.len();
        // Before a full stop or a closing mark no line begins.
        let begins_well =
            !text[end..].starts_with(['。', '、', '，', '」', '』', '）', '！', '？']);
        if grapheme == " " || ((wide(grapheme) || after) && begins_well) {
            return end;
        }
        after = wide(grapheme);
    }
    match fits {
        0 => text.graphemes(true).next().map_or(text.len(), str::len),
        fits => fits,
    }
}

/// The parts of an enumeration's name as words: `does not deny` of `DoesNotDeny`.
pub fn words(value: impl std::fmt::Debug) -> String {
    let mut words = String::new();
    for c in format!("{value:?}").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// The parts that are not empty, separated by commas.
pub fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// The first few texts, each once, and how many more there are.
pub fn some_of(texts: impl IntoIterator<Item = String>, max: usize) -> Vec<String> {
    let mut some: Vec<String> = Vec::new();
    for text in texts {
        if !some.contains(&text) {
            some.push(text);
        }
    }
    let more = some.len().saturating_sub(max);
    some.truncate(max);
    if more > 0 {
        some.push(format!("and {more} more"));
    }
    some
}

/// A number of things in words: `1 printing`, `2 printings`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// Numbers of things in words, but for those of which there is none.
pub fn counted_of(counts: &[(usize, &str, &str)]) -> String {
    let counts = counts.iter().filter(|(count, ..)| *count > 0);
    joined(counts.map(|(count, one, many)| counted(*count, one, many)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_turns_of_direction_are_left_out() {
        assert_eq!(
            clean(" a\u{0}b\u{202e}c\u{1b}[2J\r\n\t d\u{ffff}\u{fdd0}\u{2066}e "),
            "abc[2J de"
        );
        assert_eq!(clean("\u{200e}\u{7}"), "");
    }

    #[test]
    fn a_character_has_few_marks() {
        let piled = format!("e{}x", "\u{301}".repeat(40));
        assert_eq!(clean(&piled), format!("e{}x", "\u{301}".repeat(MARKS_MAX)));
    }

    #[test]
    fn joined_emoji_stay_whole() {
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(clean(family), family);
        assert_eq!(
            cut(&family.repeat(9), 100.0, 10.0),
            format!("{family}{family}…")
        );
    }

    #[test]
    fn what_is_cut_fits_and_ends_at_a_whole_character() {
        for text in [
            "Ukraine is recruiting mercenaries",
            "乌克兰正在招募外国雇佣兵参加战斗",
            "أوكرانيا تجند مرتزقة أجانب للقتال",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
        ] {
            let short = cut(text, 60.0, 10.0);
            assert!(width(&short, 10.0) <= 60.0, "{short}");
            let kept = short.strip_suffix(ELLIPSIS).unwrap();
            assert!(text.starts_with(kept), "{short}");
            assert!(!text[kept.len()..].starts_with('\u{301}'), "{short}");
            assert_eq!(cut(text, 900.0, 10.0), text);
        }
    }

    #[test]
    fn a_wide_character_takes_the_room_of_two() {
        assert!(width("国", 10.0) > 1.5 * width("n", 10.0));
        assert_eq!(width("e\u{301}", 10.0), width("e", 10.0));
    }

    #[test]
    fn lines_break_at_spaces_and_the_last_one_says_that_there_is_more() {
        let text = "one two three four";
        assert_eq!(wrapped(text, 45.0, 10.0, 9), ["one two", "three", "four"]);
        assert_eq!(wrapped(text, 45.0, 10.0, 2), ["one two", "three f…"]);
        assert_eq!(wrapped("", 45.0, 10.0, 2), [""; 0]);
    }

    #[test]
    fn words_longer_than_a_line_and_texts_without_spaces_are_broken() {
        let lines = wrapped(&"x".repeat(20), 50.0, 10.0, 9);
        assert_eq!(lines.concat(), "x".repeat(20));
        assert!(lines.iter().all(|line| width(line, 10.0) <= 50.0));
        let lines = wrapped("乌克兰正在招募外国雇佣兵。", 50.0, 10.0, 9);
        assert_eq!(lines.concat(), "乌克兰正在招募外国雇佣兵。");
        assert!(lines.len() > 2 && !lines.iter().any(|line| line.starts_with('。')));
        let lines = wrapped("नमस्ते क्षेत्र दुनिया", 80.0, 10.0, 9);
        assert_eq!(lines, ["नमस्ते क्षेत्र", "दुनिया"]);
        // Narrower than any character.
        assert_eq!(wrapped("國家", 1.0, 10.0, 9), ["國", "家"]);
    }

    #[test]
    fn the_script_decides_the_direction() {
        assert!(is_right_to_left("«أوكرانيا» Kyiv"));
        assert!(!is_right_to_left("Kyiv «أوكرانيا»"));
        assert!(!is_right_to_left("155"));
    }

    #[test]
    fn names_of_values_become_words() {
        #[derive(Debug)]
        struct DoesNotDeny;
        assert_eq!(words(DoesNotDeny), "does not deny");
    }
}
