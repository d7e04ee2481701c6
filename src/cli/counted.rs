//! Counts in words, with their nouns in the right number.

/// `1 document`, `2 documents`: the plural has an s.
pub fn counted(count: u64, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// The same for a length.
pub fn counted_len(count: usize, noun: &str) -> String {
    counted(count as u64, noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_in_the_singular() {
        let told = [0, 1, 2].map(|count| counted(count, "row"));
        assert_eq!(told, ["0 rows", "1 row", "2 rows"]);
    }
}
