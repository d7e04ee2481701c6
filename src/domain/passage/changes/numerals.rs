//! Chinese and Japanese numerals, alone or with digits: `五十`, `1万5千`.

use rust_decimal::Decimal;

use crate::domain::passage::scripts::digit;

/// The most characters of a numeral.
const LENGTH_MAX: usize = 20;

/// What is counted or dated by numerals. Without it, a lone numeral may be a part of a word.
const COUNTERS: &str = "人名円元年月日時分秒歳才件台回個度割倍位隻頭匹本枚軒棟戸票席国市村％%";

const DIGITS: &str = "〇一二三四五六七八九";

/// The length in bytes of the numeral at the start of a text. `None` if there is none, or if
/// it has only digits.
pub(super) fn length(text: &str) -> Option<usize> {
    let is_decimal = |c: char| digit(c).is_some();
    let is_mark = |c: char| matches!(c, '.' | ',' | '．' | '，');
    let is_part =
        |c: char| is_decimal(c) || is_mark(c) || value_of(c).is_some() || power(c).is_some();
    let length: usize = text
        .chars()
        .take(LENGTH_MAX)
        .take_while(|c| is_part(*c))
        .map(char::len_utf8)
        .sum();
    let (numeral, rest) = text.split_at(length);
    let is_ended = !numeral.ends_with(is_mark);
    let has_sign = numeral
        .chars()
        .any(|c| value_of(c).is_some() || power(c).is_some());
    let is_counted = rest.starts_with(|c| COUNTERS.contains(c)) || numeral.starts_with(is_decimal);
    (has_sign && is_counted && is_ended && value(numeral).is_some()).then_some(length)
}

/// The value of a numeral in digits. `None` if it is not one.
pub(super) fn value(numeral: &str) -> Option<String> {
    let has_sign = numeral
        .chars()
        .any(|c| value_of(c).is_some() || power(c).is_some());
    if !has_sign {
        return None;
    }
    // `all` has the groups of ten thousands before, `group` the part of this one, and
    // `digits` the digits that were read last.
    let (mut all, mut group) = (Decimal::ZERO, Decimal::ZERO);
    let mut digits = String::new();
    for c in numeral.chars() {
        match (digit(c).or_else(|| value_of(c)), power(c)) {
            (Some(value), _) => digits.push(char::from_digit(value, 10)?),
            (None, Some(exponent)) => {
                let factor = Decimal::from(10_u64.pow(exponent));
                let last = match digits.is_empty() {
                    true => None,
                    false => Some(digits.parse::<Decimal>().ok()?),
                };
                digits.clear();
                if exponent < GROUP_EXPONENT {
                    group += last.unwrap_or(Decimal::ONE).checked_mul(factor)?;
                } else {
                    let count = group + last.unwrap_or_default();
                    let count = if count.is_zero() { Decimal::ONE } else { count };
                    all += count.checked_mul(factor)?;
                    group = Decimal::ZERO;
                }
            }
            (None, None) => match c {
                '.' | '．' => digits.push('.'),
                ',' | '，' => {}
                _ => return None,
            },
        }
    }
    if !digits.is_empty() {
        group += digits.parse::<Decimal>().ok()?;
    }
    Some((all + group).normalize().to_string())
}

/// The exponent from which on numerals are counted in groups.
const GROUP_EXPONENT: u32 = 4;

fn value_of(c: char) -> Option<u32> {
    let at = DIGITS.chars().position(|digit| digit == c)?;
    u32::try_from(at).ok()
}

fn power(c: char) -> Option<u32> {
    match c {
        '十' => Some(1),
        '百' => Some(2),
        '千' => Some(3),
        '万' | '萬' => Some(GROUP_EXPONENT),
        '億' | '亿' => Some(2 * GROUP_EXPONENT),
        '兆' => Some(3 * GROUP_EXPONENT),
        _ => None,
    }
}
