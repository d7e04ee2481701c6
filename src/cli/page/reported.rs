//! On the page of a claim: who made it and where, as others report it.

use super::{Page, joined, names::Names, quoted, times};
use crate::wire::pb::{Claim, ReportedAppearance};

impl Page {
    /// Writes where a claim was made, as others report it.
    pub(super) fn reported(&mut self, claim: &Claim, names: &Names) {
        let reported = &claim.reported_appearances;
        if reported.is_empty() {
            return;
        }
        self.heading(&format!("Made, as others report it ({})", reported.len()));
        for it in reported {
            self.gap();
            self.making(it, names);
        }
    }

    fn making(&mut self, it: &ReportedAppearance, names: &Names) {
        let work = match it.document.is_empty() {
            true => String::new(),
            false => format!("in {}", names.source(&it.document)),
        };
        let maker = names.source(&it.source);
        match [maker, &it.printed_name] {
            ["", ""] => self.entry(&work),
            ["", name] => self.entry(name),
            [maker, _] => self.entry(maker),
        }
        // What is printed can say who a confidential source is.
        let is_told = !it.source.is_empty() && !names.is_secret(&it.source);
        if is_told && it.printed_name != maker {
            self.detail(&quoted(&it.printed_name));
        }
        if !(maker.is_empty() && it.printed_name.is_empty()) {
            self.detail(&work);
        }
        let first = match it.first {
            true => "the first that is known",
            false => "",
        };
        let date = it.date.as_ref().map(times::date).unwrap_or_default();
        self.detail(&joined([date, first.to_owned()]));
        for (name, what) in [(&it.source, "its source"), (&it.document, "its document")] {
            self.detail(name);
            if names.is_retracted(name) {
                self.alarm(&format!("{what} is retracted"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::page::samples,
        wire::pb::{Date, Retraction, Source, SourceKind},
    };

    #[test]
    fn who_made_a_claim_and_where_is_told_as_far_as_it_is_reported() {
        let year = |year| {
            Some(Date {
                year,
                ..Date::default()
            })
        };
        let post = Source {
            retraction: Some(Retraction::default()),
            ..samples::source("sources/post", "A post", SourceKind::SocialPost)
        };
        let secret = Source {
            confidential: true,
            ..samples::source("sources/secret", "confidential source", SourceKind::Person)
        };
        let mut names = samples::names();
        names.add_sources(&[post, secret]);
        let named = |name: &str| ReportedAppearance {
            printed_name: name.to_owned(),
            ..ReportedAppearance::default()
        };
        let claim = Claim {
            reported_appearances: vec![
                ReportedAppearance {
                    source: "sources/mayor".to_owned(),
                    document: "sources/post".to_owned(),
                    date: year(2024),
                    first: true,
                    ..named("the mayor of the town")
                },
                named("a viral post"),
                ReportedAppearance {
                    source: "sources/secret".to_owned(),
                    ..named("Dora Deep")
                },
                ReportedAppearance {
                    document: "sources/unknown".to_owned(),
                    ..named("")
                },
            ],
            ..Claim::default()
        };
        let mut page = Page::default();
        page.reported(&claim, &names);
        assert_eq!(
            page.text(),
            "\
Made, as others report it (4)
-----------------------------

* The mayor
  “the mayor of the town”
  in A post
  2024, the first that is known
  sources/mayor
  sources/post
  its document is retracted

* a viral post

* confidential source
  sources/secret

* in sources/unknown
  sources/unknown
"
        );
    }
}
