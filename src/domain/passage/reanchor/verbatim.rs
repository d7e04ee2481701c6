//! Words that are in each of two texts exactly once, letter by letter.
//!
//! If they are long enough, they are the same words, whatever changed around them.

use imara_diff::Token;

use super::{pair::Pair, places::Places, similar::Words, span::Span, tokens::LINE_BOUNDARY};

/// The least length of such words in code points.
const LENGTH_MIN: i32 = 40;
/// The least information of such words, in bits.
const BITS_MIN: f64 = 40.0;
/// Words with more bits than this need not be that long. Some scripts are denser than others.
const BITS_ENOUGH: f64 = 80.0;
/// The most places of a word that are tried.
const PLACES_MAX: usize = 64;

/// The most words that are compared with those beside them.
const DOUBLED_MAX: usize = 200;

/// Where the words of a span stand in the new text if the old token at an index became the
/// new token at an index: the first token, and the first code point. `None` if they do not stand in that range letter by letter.
pub(crate) fn place(
    words: &Words<'_>,
    span: &Span,
    (old, new): (usize, usize),
    range: (usize, usize),
) -> Option<(usize, i32)> {
    let pair = words.pair;
    let first = (new + span.first).checked_sub(old)?;
    let last = first + (span.last - span.first);
    if first < range.0 || last > range.1 {
        return None;
    }
    let same = |by: usize| pair.same(span.first + by, first + by);
    if !(0..span.last - span.first).all(same) {
        return None;
    }
    let start = same_letters(words, span, first)?;
    (!is_doubled(pair, (first, last))).then_some((first, start))
}

/// The first code point of the words of a span that begin with a new token, if they stand
/// there letter by letter.
fn same_letters(words: &Words<'_>, span: &Span, first: usize) -> Option<i32> {
    let pair = words.pair;
    let by = span.start - pair.old.places[span.first].start;
    let start = pair.new.places[first].start + by;
    let end = start + (span.end - span.start);
    let (from, to) = words.old.byte_range(span.start, span.end)?;
    let there = words.new.byte_range(start, end)?;
    let whole = pair.new.touched(start, end) == (first, first + span.last - span.first);
    let same = words.old.text[from..to] == words.new.text[there.0..there.1];
    (whole && same).then_some(start)
}

/// Where the words of a span stand in the new text, if a range of tokens around them is long
/// enough, and is in each text exactly once. The range is the span, or its whole sentences.
pub(crate) fn unique(
    words: &Words<'_>,
    places: &(Places, Places),
    span: &Span,
    range: (usize, usize),
) -> Option<i32> {
    let pair = words.pair;
    let length = pair.old.places[range.1 - 1].end - pair.old.places[range.0].start;
    let bits = pair.old_bits(range.0, range.1);
    let is_long = length >= LENGTH_MIN && bits >= BITS_MIN;
    if (!is_long && bits < BITS_ENOUGH) || bits_at_line_ends(pair, range) < BITS_MIN {
        return None;
    }
    let new = only(pair, places, range)?;
    if is_doubled(pair, new) {
        return None;
    }
    let is_whole = range == pair.old.sentences(range) && new == pair.new.sentences(new);
    if !is_whole && edges_recur(pair, &places.1, range, new) {
        return None;
    }
    Some(place(words, span, (range.0, new.0), (0, pair.new.len()))?.1)
}

/// Where the words of a span stand letter by letter, if they are long, are in each text exactly
/// once, and are in the same sentences.
pub(crate) fn once(words: &Words<'_>, places: &(Places, Places), span: &Span) -> Option<i32> {
    let pair = words.pair;
    if span.end - span.start < LENGTH_MIN {
        return None;
    }
    let new = only(pair, places, (span.first, span.last))?;
    let old = pair.old.sentences((span.first, span.last));
    let sentences = pair.new.sentences(new);
    let is_same = pair.old.spellings[old.0..old.1] == pair.new.spellings[sentences.0..sentences.1];
    let is_certain = is_same && !is_doubled(pair, new) && !is_doubled(pair, sentences);
    same_letters(words, span, new.0).filter(|_| is_certain)
}

/// Where the tokens of an old range stand in the new text, if they are in each text exactly
/// once.
fn only(pair: &Pair, places: &(Places, Places), range: (usize, usize)) -> Option<(usize, usize)> {
    let spelling = |index: usize| pair.old.spellings[index].0;
    let rarest = (range.0..range.1).min_by_key(|&it| places.1.of(spelling(it)).len())?;
    let (in_old, in_new) = (places.0.of(spelling(rarest)), places.1.of(spelling(rarest)));
    if in_old.len().max(in_new.len()) > PLACES_MAX {
        return None;
    }
    let tokens = &pair.old.spellings[range.0..range.1];
    let stands = |there: &[Token], index: usize| {
        let first = (index + range.0).checked_sub(rarest)?;
        (there.get(first..first + tokens.len()) == Some(tokens)).then_some(first)
    };
    let in_old = in_old
        .iter()
        .filter_map(|&index| stands(&pair.old.spellings, index));
    let mut in_new = in_new
        .iter()
        .filter_map(|&index| stands(&pair.new.spellings, index));
    let first = in_new.next()?;
    (in_new.next().is_none() && in_old.count() == 1).then_some((first, first + tokens.len()))
}

/// Whether new sentences are also in the old text, beside a range, and in each text once.
pub(crate) fn stands_beside(
    pair: &Pair,
    places: &(Places, Places),
    new: (usize, usize),
    except: (usize, usize),
) -> bool {
    let words = &pair.new.spellings[new.0..new.1];
    let of = |places: &Places, spellings: &[Token]| -> Vec<usize> {
        let places = places.of(words[0].0).iter().copied();
        let stands = places.filter(|&at| spellings[at..].starts_with(words));
        stands.take(2).collect()
    };
    let in_old = of(&places.0, &pair.old.spellings);
    let [first] = in_old[..] else {
        return false;
    };
    let old = (first, first + words.len());
    old == pair.old.sentences(old)
        && (old.1 <= except.0 || except.1 <= old.0)
        && of(&places.1, &pair.new.spellings).len() == 1
}

/// Whether the first or last words of a range also stand in the new text outside a range.
pub(crate) fn edges_recur(
    pair: &Pair,
    in_new: &Places,
    (first, last): (usize, usize),
    except: (usize, usize),
) -> bool {
    let length = RECURRING_MAX.min(last - first);
    recurs(pair, in_new, (first, first + length), except)
        || recurs(pair, in_new, (last - length, last), except)
}

/// The least information of the parts of a range that are in its first and in its last line.
fn bits_at_line_ends(pair: &Pair, (from, to): (usize, usize)) -> f64 {
    let is_line = |index: &usize| pair.old.boundary_strength(*index) >= LINE_BOUNDARY;
    let first = (from + 1..to).find(is_line);
    let last = (from + 1..to).rfind(is_line);
    let head = pair.old_bits(from, first.unwrap_or(to));
    head.min(pair.old_bits(last.unwrap_or(from), to))
}

/// The least number of tokens in a row that do not recur by chance.
const RECURRING: usize = 4;
/// The most tokens at an edge of words that must not recur.
const RECURRING_MAX: usize = 12;
/// The least information of such tokens, in bits.
const RECURRING_BITS_MIN: f64 = 14.0;

/// Whether some of a range of old tokens also stands in the new text outside a range.
pub(crate) fn recurs(
    pair: &Pair,
    in_new: &Places,
    lost: (usize, usize),
    except: (usize, usize),
) -> bool {
    let recurs = |from: usize, to: usize| {
        let words = &pair.old.spellings[from..to];
        let places = in_new.of(words[0].0).iter().take(PLACES_MAX);
        let mut places = places.filter(|&&place| place < except.0 || except.1 <= place);
        places.any(|&place| pair.new.spellings.get(place..place + words.len()) == Some(words))
    };
    let enough = |from: usize| {
        let mut ends = from + RECURRING..=lost.1;
        ends.find(|&to| pair.old_bits(from, to) >= RECURRING_BITS_MIN)
    };
    (lost.0..lost.1).any(|from| enough(from).is_some_and(|to| recurs(from, to)))
}

/// Whether words beside a range of new tokens repeat those at its edge, so that either may
/// be the copy.
pub(crate) fn is_doubled(pair: &Pair, (first, last): (usize, usize)) -> bool {
    let words = &pair.new.spellings;
    let enough = |from: usize, to: usize| pair.new_bits(from, to) >= RECURRING_BITS_MIN;
    let most = (last - first).min(DOUBLED_MAX);
    let before = (1..=most.min(first)).any(|by| {
        words[first - by..first] == words[first..first + by] && enough(first, first + by)
    });
    let after = (1..=most.min(words.len() - last))
        .any(|by| words[last..last + by] == words[last - by..last] && enough(last - by, last));
    before || after
}
