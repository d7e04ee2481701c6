//! The words that a refused anchor probably means: the same in another spelling.

use super::{
    folded::FoldedPlace,
    part_text::{PartText, code_points},
};
use crate::domain::value::NearestWords;

/// The most places that an error names.
const PLACES_NAMED_MAX: usize = 3;

/// The most words in the text of an error, in code points.
const SHOWN_MAX: usize = 120;

/// Describes where words are in another spelling, for the end of an error text, and returns
/// the words if there is one place.
pub(super) fn describe(
    text: &PartText<'_>,
    places: &[FoldedPlace],
) -> Option<(String, Option<NearestWords>)> {
    let [place] = places else {
        return (!places.is_empty()).then(|| (describe_several(text, places), None));
    };
    let (start, end) = (text.position(place.start), text.position(place.end));
    let words = &text.text[place.start..place.end];
    let description = format!(
        "; in another spelling it is at {start}..{end}: “{}”; send these words, or lenient",
        shortened(words)
    );
    let nearest = NearestWords {
        exact: words.to_owned(),
        start,
        end,
    };
    Some((description, Some(nearest)))
}

fn describe_several(text: &PartText<'_>, places: &[FoldedPlace]) -> String {
    let shown = places.iter().take(PLACES_NAMED_MAX);
    let shown = shown.map(|place| {
        format!(
            "{}..{}",
            text.position(place.start),
            text.position(place.end)
        )
    });
    let mut shown: Vec<String> = shown.collect();
    if places.len() > PLACES_NAMED_MAX {
        shown.push("more".to_owned());
    }
    let shown = shown.join(", ");
    format!("; in another spelling it is at {shown}; send the words of one with start and end")
}

fn shortened(words: &str) -> String {
    let shown = words.chars().take(SHOWN_MAX).collect::<String>();
    match code_points(words) > code_points(&shown) {
        true => shown + "…",
        false => shown,
    }
}
