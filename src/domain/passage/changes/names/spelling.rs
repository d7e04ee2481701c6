//! The spelling of names: without possessive endings and accents.

/// A word without the possessive ending.
pub(crate) fn bare(folded: &str) -> &str {
    folded
        .strip_suffix("'s")
        .or_else(|| folded.strip_suffix('\''))
        .unwrap_or(folded)
}

/// A word without accents, which newspapers leave out.
pub(crate) fn plain(word: &str) -> String {
    let decomposed = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    let decomposed = decomposed.normalize(word);
    let letters = decomposed.chars().map(|c| match c {
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        c => c,
    });
    letters
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .collect()
}
