//! The words that a refused anchor probably means: the same in another spelling, or else in
//! other letters.
//!
//! An anchor is refused without them, because to look for them takes much longer than to find
//! that it is wrong. They are added to its violation once no transaction waits for it.

use super::{
    folded::FoldedPlace,
    part_text::{PartText, code_points},
};
use crate::domain::value::{NearestWords, SoughtWords, Violation};

/// The most places that an error names.
const PLACES_NAMED_MAX: usize = 3;

/// The most words in the text of an error, in code points.
const SHOWN_MAX: usize = 120;

/// How words differ from those that an anchor gives.
#[derive(Clone, Copy)]
enum Nearest {
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

/// Says in a violation where the words are that its anchor gives, or which words are nearest to
/// them, unless it says so already. `text` is that of the anchor.
pub fn complete(violation: &mut Violation, text: &PartText<'_>) {
    let Some(sought) = violation.sought.take() else {
        return;
    };
    // Places with the words themselves are described verbatim.
    let is_verbatim = text.places(&sought.exact).next().is_some();
    let found = match is_verbatim {
        true => None,
        false => find(&sought, text),
    };
    let (found, nearest) = found.unwrap_or_else(|| (text.describe_places(&sought.exact), None));
    violation.description.push_str(&found);
    violation.nearest = nearest;
}

/// Describes the places of the nearest words, and returns the words if there is one place.
fn find(sought: &SoughtWords, text: &PartText<'_>) -> Option<(String, Option<NearestWords>)> {
    let SoughtWords {
        exact,
        prefix,
        suffix,
        ..
    } = sought;
    let folded = text.folded();
    let spelled = folded.sought(exact, prefix, suffix);
    let places: Vec<FoldedPlace> = folded.places(&spelled).take(PLACES_NAMED_MAX + 1).collect();
    if !places.is_empty() {
        return describe(text, &places, Nearest::Spelled);
    }
    let places = text
        .loose()
        .near(exact, prefix, suffix, PLACES_NAMED_MAX + 1);
    describe(text, &places, Nearest::Loose)
}

/// Describes where nearest words are, for the end of an error text, and returns the words if
/// there is one place.
fn describe(
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
