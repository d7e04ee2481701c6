//! The page of what a search found.

use super::{Page, quoted};
use crate::{
    cli::terminal::Text,
    wire::pb::{Fragment, SearchSummary},
};

/// Something that was found.
#[derive(Clone, Debug)]
pub struct HitLine {
    title: String,
    name: String,
    /// Pieces of its text that are not the title.
    pieces: Vec<String>,
}

impl HitLine {
    /// What is called by a title, with pieces of its text.
    pub fn new(title: String, name: String, fragments: Vec<Fragment>) -> Self {
        let pieces = fragments.into_iter().map(|fragment| fragment.text);
        let pieces = pieces.filter(|text| !title.contains(text.trim()));
        Self {
            pieces: pieces.collect(),
            title,
            name,
        }
    }
}

/// The page of what was found.
pub fn page(found: &[HitLine], summary: &SearchSummary) -> Text {
    let mut page = Page::default();
    for line in found {
        page.wrapped("* ", "  ", &line.title);
        for piece in &line.pieces {
            page.wrapped("  … ", "    ", piece);
        }
        page.wrapped("  ", "  ", &line.name);
    }
    page.gap();
    let more = if summary.exceeded { " or more" } else { "" };
    page.paragraph(&format!("{}{more} found", summary.count));
    for note in &summary.notes {
        page.paragraph(note);
    }
    if !summary.did_you_mean.is_empty() {
        page.paragraph(&format!("did you mean {}?", quoted(&summary.did_you_mean)));
    }
    page.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_listed_with_pieces_of_its_text() {
        let fragment = |text: &str| Fragment {
            text: text.to_owned(),
            ..Fragment::default()
        };
        let fragments = vec![fragment("A quiet day"), fragment("a heron landed")];
        let line = HitLine::new("A quiet day".to_owned(), "articles/1".to_owned(), fragments);
        let summary = SearchSummary {
            count: 1,
            notes: vec!["a note".to_owned()],
            ..SearchSummary::default()
        };
        assert_eq!(
            page(&[line], &summary),
            "* A quiet day\n  … a heron landed\n  articles/1\n\n1 found\na note\n"
        );
    }

    #[test]
    fn another_query_is_proposed_if_nothing_was_found() {
        let summary = SearchSummary {
            did_you_mean: "mayor".to_owned(),
            ..SearchSummary::default()
        };
        assert_eq!(page(&[], &summary), "0 found\ndid you mean “mayor”?\n");
    }
}
