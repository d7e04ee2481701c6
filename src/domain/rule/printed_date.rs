//! Reading a date from its printed text, if nothing else of it is given.
//!
//! This is only for what a caller writes: a stored date stays as it is.

use crate::domain::{
    printed_date::{context::DateContext, error::NotRead, read},
    resource::{Appearance, Article, Claim, Resource},
    value::{Checker, Date, PeriodEnd},
};

impl DateContext {
    /// What an article says about the dates that it prints.
    pub fn of_article(article: &Article) -> Self {
        let Article {
            language,
            number_locale,
            date_published,
            ..
        } = article;
        Self::of_text(language, number_locale, date_published.as_ref())
    }
}

impl Resource {
    /// Reads those printed dates of a resource that can be read without its article. What is
    /// not readable stays as printed. Dates that are impossible or ambiguous are reported.
    /// Dates that are also in `before` stay as they are.
    pub fn read_printed_dates(&mut self, check: &mut Checker, before: Option<&Self>) {
        match self {
            Self::Article(article, _) => {
                let before = match before {
                    Some(Self::Article(before, _)) => before.dates(),
                    _ => Vec::new(),
                };
                article.read_printed_dates(check, &before);
            }
            Self::Claim(claim) => {
                let before = match before {
                    Some(Self::Claim(before)) => before.dates(),
                    _ => Vec::new(),
                };
                claim.read_printed_dates(check, &DateContext::default(), &before);
            }
            // An appearance is read with its article.
            Self::Appearance(_) | Self::Source(_) | Self::Relation(_) | Self::Review(_) => {}
        }
    }
}

impl Article {
    /// Reads the printed date of publication, unless it is one of `before`.
    pub fn read_printed_dates(&mut self, check: &mut Checker, before: &[&Date]) {
        let context = DateContext::of_text(&self.language, &self.number_locale, None);
        if let Some(date) = &mut self.date_published {
            check.field("date_published", |check| {
                date.read_printed(check, &context, before);
            });
        }
    }

    fn dates(&self) -> Vec<&Date> {
        self.date_published.iter().collect()
    }
}

impl Claim {
    /// Reads the printed dates of the period and of what is reported, unless they are in `before`. `context` is that
    /// of the article that prints them, if it is known. The language of the claim need not be
    /// that of the article, so it does not decide the order of day and month.
    pub fn read_printed_dates(
        &mut self,
        check: &mut Checker,
        context: &DateContext,
        before: &[&Date],
    ) {
        self.read_reported_dates(check, before);
        let Some(period) = &mut self.period else {
            return;
        };
        let context = context.clone().with_language(&self.language);
        // What has not ended has begun.
        let begun = match period.end {
            PeriodEnd::Ongoing => context.clone().of_past(),
            PeriodEnd::Closed | PeriodEnd::Unknown => context.clone(),
        };
        check.field("period", |check| {
            if let Some(from) = &mut period.from {
                check.field("from", |check| from.read_printed(check, &begun, before));
            }
            if let Some(through) = &mut period.through {
                check.field("through", |check| {
                    through.read_printed(check, &context, before);
                });
            }
        });
    }

    /// Reads the printed dates of reported appearances. What reports them need not be the article
    /// that prints the claim.
    fn read_reported_dates(&mut self, check: &mut Checker, before: &[&Date]) {
        let context = DateContext::default().with_language(&self.language);
        check.field("reported_appearances", |check| {
            for (index, reported) in self.reported_appearances.iter_mut().enumerate() {
                if let Some(date) = &mut reported.date {
                    check.element(index, |check| {
                        check.field("date", |check| date.read_printed(check, &context, before));
                    });
                }
            }
        });
    }

    /// Whether a date of it has only the printed text.
    pub fn has_printed_dates(&self) -> bool {
        self.dates().into_iter().any(Date::is_words_only)
    }

    /// Whether a part of a date of it was inferred.
    pub fn has_inferred_dates(&self) -> bool {
        let mut dates = self.dates().into_iter();
        dates.any(|date| !date.inferred.is_empty())
    }

    fn dates(&self) -> Vec<&Date> {
        let period = self.period.iter();
        let ends = period.flat_map(|period| [&period.from, &period.through]);
        let reported = self.reported_appearances.iter();
        let reported = reported.filter_map(|it| it.date.as_ref());
        ends.flatten().chain(reported).collect()
    }
}

impl Appearance {
    /// Reads the printed dates of what sources said, unless they are in `before`. `context`
    /// is that of its article.
    pub fn read_printed_dates(
        &mut self,
        check: &mut Checker,
        context: &DateContext,
        before: Option<&Self>,
    ) {
        let context = context.clone().of_past();
        let before = before.map(Self::dates).unwrap_or_default();
        check.field("chains", |check| {
            for (index, chain) in self.printing.chains.iter_mut().enumerate() {
                check.element(index, |check| {
                    check.field("hops", |check| {
                        for (index, hop) in chain.hops.iter_mut().enumerate() {
                            let Some(said) = &mut hop.said else {
                                continue;
                            };
                            check.element(index, |check| {
                                check.field("said", |check| {
                                    said.read_printed(check, &context, &before);
                                });
                            });
                        }
                    });
                });
            }
        });
    }

    /// Whether a date of it has only the printed text.
    pub fn has_printed_dates(&self) -> bool {
        self.dates().into_iter().any(Date::is_words_only)
    }

    fn dates(&self) -> Vec<&Date> {
        let hops = self.printing.chains.iter().flat_map(|chain| &chain.hops);
        hops.filter_map(|hop| hop.said.as_ref()).collect()
    }
}

impl Date {
    fn read_printed(&mut self, check: &mut Checker, context: &DateContext, before: &[&Self]) {
        if !self.is_words_only() || before.contains(&&*self) {
            return;
        }
        match read::read(&self.printed, context) {
            Ok(date) => self.take(check, date),
            Err(error) => {
                if let Some(violation) = violation(error) {
                    check.report_at("printed", violation);
                }
            }
        }
    }

    /// Takes over the values of the printed date. A part or a time zone that the caller gives
    /// as well has precedence, but a part must be the same.
    fn take(&mut self, check: &mut Checker, read: Self) {
        if self.part.is_some() && read.part.is_some() && self.part != read.part {
            check.report_at("part", "differs from the printed date's");
        }
        let given = std::mem::replace(self, read);
        self.approximate |= given.approximate;
        self.part = given.part.or(self.part);
        self.printed = given.printed;
        if !given.time_zone.is_empty() {
            self.time_zone = given.time_zone;
        }
        if !given.inferred.is_empty() {
            self.inferred = given.inferred;
        }
    }
}

/// What is wrong with a date that is neither read nor left as printed.
fn violation(error: NotRead) -> Option<String> {
    match error {
        NotRead::NotADate => None,
        NotRead::Ambiguous {
            day_first,
            month_first,
        } => Some(format!(
            "can be {day_first} or {month_first}; give year, month and day"
        )),
        NotRead::OtherOrder { first } => Some(format!(
            "is not a date with the {first} first, as number_locale writes it; correct one of them, or give year, month and day"
        )),
        NotRead::Impossible => {
            Some("is not a day of the calendar; correct it, or give year and month".to_owned())
        }
        NotRead::ImpossibleTime => Some(
            "has a time that does not exist: hours are 0 to 23, minutes and seconds 0 to 59, and a distance from UTC is at most 14 hours; correct it, or give year, month and day"
                .to_owned(),
        ),
        NotRead::Beyond => {
            Some("is not between the years 1 and 9999 in UTC; correct it".to_owned())
        }
        NotRead::Weekday { date, weekday } => Some(format!(
            "has a weekday that does not fit: {date} is a {weekday}; correct it, or give year, month and day"
        )),
    }
}
