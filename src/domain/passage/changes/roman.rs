//! Roman numerals: "XIV", "XVe".

/// The number of a Roman numeral in capitals up to the thirties, which may be an ordinal.
pub(super) fn value(text: &str) -> Option<u32> {
    let digits = &text[..text.find(|c| digit(c).is_none()).unwrap_or(text.len())];
    let is_ordinal = matches!(
        &text[digits.len()..],
        "" | "e" | "è" | "ème" | "er" | "re" | "º" | "°"
    );
    if digits.is_empty() || !is_ordinal {
        return None;
    }
    let values: Vec<i64> = digits.chars().filter_map(digit).collect();
    let mut sum = 0;
    for (index, value) in values.iter().enumerate() {
        match values.get(index + 1) {
            Some(next) if next > value => sum -= value,
            _ => sum += value,
        }
    }
    u32::try_from(sum).ok()
}

fn digit(c: char) -> Option<i64> {
    match c {
        'X' => Some(10),
        'V' => Some(5),
        'I' => Some(1),
        _ => None,
    }
}
