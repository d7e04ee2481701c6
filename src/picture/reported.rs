//! Where a claim was made, as somebody reports it, in words.

use super::{
    called::{Called, Directory, date, labelled, look_up},
    text::joined,
};
use crate::domain::resource::{Name, ReportedAppearance};

/// Who made the claim; the work that has it, if nobody is said to have made it.
pub fn maker(reported: &ReportedAppearance, directory: &Directory) -> Called {
    match (reported.source, reported.document) {
        (Some(source), _) => look_up(directory, Name::Source(source)),
        (None, Some(document)) if reported.printed_name.trim().is_empty() => {
            look_up(directory, Name::Source(document))
        }
        (None, _) => Called {
            text: reported.printed_name.clone(),
            ..Called::default()
        },
    }
}

/// What else there is to say of it: the name that is printed, the work, and when.
pub fn remarks(reported: &ReportedAppearance, directory: &Directory) -> Vec<String> {
    let maker = maker(reported, directory);
    let printed = match &reported.printed_name {
        // It can say who a confidential source is.
        _ if maker.is_secret => String::new(),
        name if *name == maker.text => String::new(),
        name if name.trim().is_empty() => String::new(),
        name => format!("called “{name}”"),
    };
    let document = reported
        .document
        .map(|it| document(Name::Source(it), directory));
    let document = document.filter(|it| !it.starts_with(&format!("in “{}”", maker.text)));
    let date = reported.date.as_ref().map(|it| labelled("made", &date(it)));
    let first = match reported.is_first {
        true => "the first that is known",
        false => "",
    };
    [
        printed,
        document.unwrap_or_default(),
        date.unwrap_or_default(),
        first.to_owned(),
    ]
    .into_iter()
    .filter(|it| !it.is_empty())
    .collect()
}

/// The work that has something, with what became of it.
pub fn document(name: Name, directory: &Directory) -> String {
    let called = look_up(directory, name);
    match called.is_gone {
        true => format!("in “{}” ({})", called.text, called.fate.join("; ")),
        false => format!("in “{}”", called.text),
    }
}

/// All of it in a line.
pub fn line(reported: &ReportedAppearance, directory: &Directory) -> String {
    let maker = maker(reported, directory);
    let what = std::iter::once(maker.text).chain(maker.fate);
    joined(what.chain(remarks(reported, directory)))
}
