//! The words that a refused anchor probably means: the same in another spelling, or else in
//! other letters.

use super::{
    folded::FoldedPlace,
    part_text::{PartText, code_points},
};
use crate::domain::value::NearestWords;

/// The most places that an error names.
const PLACES_NAMED_MAX: usize = 3;

/// The most words in the text of an error, in code points.
const SHOWN_MAX: usize = 120;

/// How words differ from those that an anchor gives.
#[derive(Clone, Copy)]
pub(super) enum Nearest {
    /// In what a lenient anchor accepts.
    Spelled,
    /// Also in letter case, compatibility characters or diacritics.
    Loose,
}

impl Nearest {
    const fn where_found(self) -> &'static str {
        match self {
            Self::Spelled => "in another spelling it is at",
            Self::Loose => "the nearest words are at",
        }
    }

    const fn what_to_do(self) -> &'static str {
        match self {
            Self::Spelled => "send these words, or lenient",
            Self::Loose => "send these words",
        }
    }
}

/// Describes where nearest words are, for the end of an error text, and returns the words if
/// there is one place.
pub(super) fn describe(
    text: &PartText<'_>,
    places: &[FoldedPlace],
    how: Nearest,
) -> Option<(String, Option<NearestWords>)> {
    let [place] = places else {
        return (!places.is_empty()).then(|| (describe_several(text, places, how), None));
    };
    let (start, end) = (text.position(place.start), text.position(place.end));
    let words = &text.text[place.start..place.end];
    let description = format!(
        "; {} {start}..{end}: “{}”; {}",
        how.where_found(),
        shortened(words),
        how.what_to_do()
    );
    let nearest = NearestWords {
        exact: words.to_owned(),
        start,
        end,
    };
    Some((description, Some(nearest)))
}

fn describe_several(text: &PartText<'_>, places: &[FoldedPlace], how: Nearest) -> String {
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
    let found = how.where_found();
    format!("; {found} {shown}; send the words of one with start and end")
}

fn shortened(words: &str) -> String {
    let shown = words.chars().take(SHOWN_MAX).collect::<String>();
    match code_points(words) > code_points(&shown) {
        true => shown + "…",
        false => shown,
    }
}
