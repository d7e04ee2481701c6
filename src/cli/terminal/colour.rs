//! Colours, where they are wanted: on a terminal that has them, unless `NO_COLOR` is set; and
//! anywhere if `CLICOLOR_FORCE` is.

use std::io;

use anstream::{AutoStream, ColorChoice, stream::RawStream};
use clap::builder::styling::{AnsiColor, Style};

use super::text::{Mark, Text};

/// Whether a stream gets colours.
pub(super) fn is_wanted(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}

const fn style(mark: Mark) -> Style {
    match mark {
        Mark::Heading => Style::new().bold(),
        Mark::Label => AnsiColor::Cyan.on_default(),
        Mark::Alarm => AnsiColor::Red.on_default().bold(),
        Mark::Warning => AnsiColor::Yellow.on_default(),
        Mark::Good => AnsiColor::Green.on_default(),
        Mark::Removed => AnsiColor::Red.on_default(),
    }
}

/// The text with colours. `clean` is what is done with each part of it before.
pub(super) fn coloured(text: &Text, clean: impl Fn(&str) -> String) -> String {
    let parts = text.parts().into_iter().map(|(part, mark)| {
        let part = clean(part);
        match mark {
            Some(mark) => {
                let style = style(mark);
                format!("{style}{part}{style:#}")
            }
            None => part,
        }
    });
    parts.collect()
}

/// What stands before an error, with colours if standard error gets them.
pub fn error_label() -> String {
    let label = "claimstore:";
    match is_wanted(&io::stderr()) {
        true => {
            let style = style(Mark::Alarm);
            format!("{style}{label}{style:#}")
        }
        false => label.to_owned(),
    }
}
