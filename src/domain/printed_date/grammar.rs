//! The forms of dates that are read, in one language at a time.
//!
//! A whole text has to have such a form: what is left over makes it unreadable. Left out on
//! purpose are words whose meaning is a limit ("since", "by"), ranges, decades, seasons, and
//! years of two digits except in "27-APR-25".

use chrono::Weekday;

use super::{
    clock,
    names::Language,
    numeric::{self, GREGORIAN_FROM, number},
    phrases::{self, Meaning},
    relative::{
        self,
        form::{Form, Relative, When},
        template::Reader,
    },
    token::{Kind, Token},
    written::{Calendar, Written},
};
use crate::domain::value::DatePart;

/// Reads a date in the words of one language.
pub(super) fn date(tokens: &[Token], language: Language) -> Option<Written> {
    let grammar = Grammar { tokens, language };
    grammar.date(0).or_else(|| {
        let time = clock::time(tokens)?;
        let written = grammar.date(grammar.optional(time.length, ","))?;
        let has_time = written.has_time && time.exists;
        has_day(written.calendar).then_some(Written {
            has_time,
            ..written
        })
    })
}

/// The phrases before a date.
#[derive(Clone, Copy, Default)]
struct Before {
    part: Option<DatePart>,
    approximate: bool,
    has_lead: bool,
    has_hours: bool,
    end: usize,
}

struct Grammar<'a> {
    tokens: &'a [Token],
    language: Language,
}

/// A value, and the index of the token after it.
type Found<T> = Option<(T, usize)>;

impl<'a> Grammar<'a> {
    fn rest(&self, at: usize) -> &'a [Token] {
        self.tokens.get(at..).unwrap_or_default()
    }

    fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at)
    }

    /// Passes over a sign, if it is there.
    fn optional(&self, at: usize, sign: &str) -> usize {
        match self.token(at) {
            Some(token) if token.text == sign => at + 1,
            _ => at,
        }
    }

    /// A date from a token to the end of the text.
    fn date(&self, at: usize) -> Option<Written> {
        let phrases = self.before(at)?;
        let absolute = phrases.last().and_then(|before| self.absolute(before));
        absolute.or_else(|| self.relative(&phrases))
    }

    fn absolute(&self, before: &Before) -> Option<Written> {
        // "mar" can be a weekday or a month, so a date is tried without a weekday too.
        let with_weekday = self.weekday_name(before.end).and_then(|(weekday, end)| {
            let written = self.core(self.leads(end), before)?;
            let is_day = has_day(written.calendar) && written.weekday.is_none();
            let weekday = Some(weekday);
            is_day.then_some(Written { weekday, ..written })
        });
        with_weekday.or_else(|| self.core(before.end, before))
    }

    /// The phrases before a date: none of them, the first of them, and so on to all of them.
    fn before(&self, at: usize) -> Option<Vec<Before>> {
        let mut before = Before {
            end: at,
            ..Before::default()
        };
        let mut all = vec![before];
        while let Some((meaning, length)) = phrases::before(self.language, self.rest(before.end)) {
            match meaning {
                Meaning::Lead => before.has_lead = true,
                Meaning::Hours => before.has_hours = true,
                Meaning::Approximate => before.approximate = true,
                // Two parts are not one.
                Meaning::Part(_) if before.part.is_some() => return None,
                Meaning::Part(part) => before.part = Some(part),
            }
            before.end += length;
            all.push(before);
        }
        Some(all)
    }

    fn leads(&self, mut at: usize) -> usize {
        while let Some((Meaning::Lead, length)) = phrases::before(self.language, self.rest(at)) {
            at += length;
        }
        at
    }

    /// A weekday, with its full stop and comma.
    fn weekday_name(&self, at: usize) -> Found<Weekday> {
        let weekday = self.language.weekday(&self.token(at)?.text)?;
        let end = self.optional(self.optional(at + 1, "."), ",");
        Some((weekday, end))
    }

    /// Year, month and day with what follows, to the end of the text.
    fn core(&self, at: usize, before: &Before) -> Option<Written> {
        let forms = [
            Self::numeric,
            Self::day_first,
            Self::short_year,
            Self::month_first,
            Self::year_first,
            Self::month_and_year,
            Self::numeric_month,
            Self::year_alone,
        ];
        forms.into_iter().find_map(|form| {
            let (calendar, end) = form(self, at)?;
            self.finish(calendar, end, before)
        })
    }

    /// A relative date, after some of the phrases. If it can be read in two ways, it is not
    /// one.
    fn relative(&self, phrases: &[Before]) -> Option<Written> {
        let mut all = phrases.iter().flat_map(|before| {
            let plain = self.relative_at(before.end, before);
            let weekday = self.weekday_name(before.end);
            let with_weekday = weekday.into_iter().flat_map(|(weekday, end)| {
                let days = self.relative_at(self.leads(end), before);
                let days = days.filter(|it| has_day(it.calendar) && it.weekday.is_none());
                days.map(move |it| Written {
                    weekday: Some(weekday),
                    ..it
                })
            });
            plain.chain(with_weekday)
        });
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }

    fn relative_at(&self, at: usize, before: &Before) -> impl Iterator<Item = Written> {
        let forms = relative::all(self, self.language, at);
        let forms = forms.filter(move |(it, end)| self.is_clear(it, at, *end, before));
        forms.filter_map(move |(it, end)| self.finish(Calendar::Relative(it), end, before))
    }

    /// Whether the words of a relative date cannot be other words.
    fn is_clear(&self, relative: &Relative, at: usize, end: usize, before: &Before) -> bool {
        // "am Morgen" is not tomorrow.
        let has_lead = before.has_lead && relative.form.is_counted();
        // An abbreviation alone can be another word.
        let is_bare = matches!(
            relative.form,
            Form::Weekday(When::Bare) | Form::MonthNamed(When::Bare)
        );
        let name = self.token(at).map_or("", |it| it.text.as_str());
        let is_full = name.len() > 3 || matches!(name, "may" | "mai");
        !has_lead && (!is_bare || end > at + 1 || is_full)
    }

    fn finish(&self, calendar: Calendar, end: usize, before: &Before) -> Option<Written> {
        let is_day = has_day(calendar);
        let is_wrong_part = before.part.is_some() && !has_parts(calendar);
        if is_wrong_part || before.has_hours && !is_day {
            return None;
        }
        let mut written = Written {
            calendar,
            weekday: None,
            part: before.part,
            approximate: before.approximate,
            has_time: true,
        };
        let mut at = end;
        if is_day {
            if let Some((weekday, end)) = self.weekday_after(at) {
                written.weekday = Some(weekday);
                at = end;
            }
            if let Some(time) = clock::time(self.rest(at)) {
                written.has_time = time.exists;
                at += time.length;
            }
        }
        if let Some(length) = phrases::after(self.language, self.rest(at)) {
            written.approximate = true;
            at += length;
        }
        // The full stop of the sentence.
        (self.optional(at, ".") == self.tokens.len()).then_some(written)
    }

    /// A weekday after a date: ", Sunday" or "(Sunday)".
    fn weekday_after(&self, at: usize) -> Found<Weekday> {
        let sign = self.token(at)?;
        let name = self.token(at + 1)?;
        let weekday = self.language.weekday(&name.text)?;
        match (sign.text.as_str(), self.token(at + 2)) {
            ("(", Some(closing)) if closing.text == ")" => Some((weekday, at + 3)),
            (",", _) => Some((weekday, at + 2)),
            _ => None,
        }
    }

    fn numeric(&self, at: usize) -> Found<Calendar> {
        self.is_free(at).then_some(())?;
        let (calendar, length) = numeric::date(self.rest(at))?;
        Some((calendar, at + length))
    }

    fn numeric_month(&self, at: usize) -> Found<Calendar> {
        self.is_free(at).then_some(())?;
        let (calendar, length) = numeric::month(self.rest(at))?;
        Some((calendar, at + length))
    }

    /// "27 April 2025", "27th of April, 2025", "27-Apr-2025"
    fn day_first(&self, at: usize) -> Found<Calendar> {
        let (day, at) = self.day_number(at)?;
        let (month, at) = self.month_name(self.joined(self.separator(at)))?;
        let (year, at) = self.year_of_day(at)?;
        Some((Calendar::Day(year, month, day), at))
    }

    /// "27-APR-25", but not "27 Apr 25", whose last number can be anything.
    fn short_year(&self, at: usize) -> Found<Calendar> {
        let (day, next) = self.day_number(at)?;
        let start = self.separator(next);
        let (month, next) = self.month_name(start)?;
        let end = self.separator(next);
        let signs = [start, end].map(|at| self.token(at - 1).map(|it| it.text.as_str()));
        let is_joined = matches!(signs, [Some("-"), Some("-")] | [Some("/"), Some("/")]);
        let year = number(self.token(end)?.digits(2..=2)?)?;
        is_joined.then_some((Calendar::ShortYear(year, month, day), end + 1))
    }

    /// "April 27, 2025", "Apr-27-2025"
    fn month_first(&self, at: usize) -> Found<Calendar> {
        let (month, at) = self.month_name(at)?;
        let (day, at) = self.day_number(self.optional(self.separator(at), "the"))?;
        let (year, at) = self.year_of_day(at)?;
        Some((Calendar::Day(year, month, day), at))
    }

    /// "2025 April 27", "2025-Apr-27"
    fn year_first(&self, at: usize) -> Found<Calendar> {
        let (year, at) = self.year(at)?;
        let (month, at) = self.month_name(self.optional(self.separator(at), ","))?;
        let (day, at) = self.day_number(self.separator(at))?;
        Some((Calendar::Day(year, month, day), at))
    }

    /// "April 2025", "April of 2025", "aprile del 2025"
    fn month_and_year(&self, at: usize) -> Found<Calendar> {
        let (month, at) = self.month_name(at)?;
        let (year, at) = self.year_after(at)?;
        Some((Calendar::Month(year, month), at))
    }

    fn year_alone(&self, at: usize) -> Found<Calendar> {
        let year = numeric::year(self.token(at)?)?;
        self.is_free(at).then_some((Calendar::Year(year), at + 1))
    }

    /// Passes over the sign between the parts of "27-Apr-2025", if it is there.
    fn separator(&self, at: usize) -> usize {
        let Some(token) = self.token(at) else {
            return at;
        };
        let is_glued = !token.spaced && self.token(at + 1).is_some_and(|it| !it.spaced);
        match token.text.as_str() {
            "-" | "/" if is_glued => at + 1,
            _ => at,
        }
    }

    /// A day of the month, with the ending of an ordinal.
    fn day_number(&self, at: usize) -> Found<u32> {
        let token = self.token(at)?;
        if self.is_first(&token.text) {
            return Some((1, at + 1));
        }
        let day: u32 = number(token.digits(1..=2)?)?;
        if !self.is_free(at) {
            return None;
        }
        match self.token(at + 1) {
            Some(ending) if ending.kind == Kind::Word && !ending.spaced => {
                let end = self.optional(at + 2, ".");
                self.is_ordinal(day, &ending.text).then_some((day, end))
            }
            // "1.º" in Spanish.
            Some(stop) if stop.text == "." && !stop.spaced => match self.token(at + 2) {
                Some(ending) if ending.text == "°" && !ending.spaced => Some((day, at + 3)),
                _ => Some((day, at + 2)),
            },
            _ => Some((day, at + 1)),
        }
    }

    /// Whether a word is the ordinal of the first day of a month.
    fn is_first(&self, word: &str) -> bool {
        match self.language {
            Language::English => word == "first",
            Language::Italian => word == "primo",
            Language::German => false,
            Language::French => word == "premier",
            Language::Spanish => word == "primero",
        }
    }

    fn is_ordinal(&self, day: u32, ending: &str) -> bool {
        match self.language {
            Language::English => ending == english_ending(day),
            Language::Italian => ending == "°" || ending == "o",
            Language::German => false,
            Language::French => day == 1 && ending == "er",
            Language::Spanish => ending == "°" || (day == 1 && matches!(ending, "ro" | "o")),
        }
    }

    /// The name of a month, with its full stop.
    fn month_name(&self, at: usize) -> Found<u32> {
        let month = self.language.month(&self.token(at)?.text)?;
        self.is_free(at)
            .then_some((month, self.optional(at + 1, ".")))
    }

    /// Passes over the word that joins day and month, or month and year ("of").
    fn joined(&self, at: usize) -> usize {
        let words: &[&str] = match self.language {
            Language::English => &["of"],
            Language::Italian => &["di", "d'", "del", "dell'"],
            Language::German => &[],
            Language::French => &["de"],
            Language::Spanish => &["de", "del"],
        };
        match self.token(at) {
            Some(token) if words.contains(&token.text.as_str()) => at + 1,
            _ => at,
        }
    }

    /// The year after a month or day, with what is between them.
    fn year_after(&self, at: usize) -> Found<i32> {
        self.year(self.joined(self.optional(self.separator(at), ",")))
    }

    /// The year after day and month, which can be any.
    fn year_of_day(&self, at: usize) -> Found<i32> {
        let at = self.joined(self.optional(self.separator(at), ","));
        let year = number(self.token(at)?.digits(4..=4)?);
        let year = year.filter(|it| *it >= GREGORIAN_FROM && self.is_free(at))?;
        Some((year, at + 1))
    }

    /// The year of a month or day.
    fn year(&self, at: usize) -> Found<i32> {
        let year = numeric::year(self.token(at)?).filter(|it| *it >= GREGORIAN_FROM)?;
        self.is_free(at).then_some((year, at + 1))
    }

    /// Whether a token is not glued to a number or word before it, as in `A2025`.
    fn is_free(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.token(at));
        let is_glued = |before: &Token| before.kind != Kind::Sign && !before.text.ends_with('\'');
        self.token(at).is_some_and(|it| it.spaced) || !before.is_some_and(is_glued)
    }
}

const fn has_day(calendar: Calendar) -> bool {
    match calendar {
        Calendar::Day(..) | Calendar::ShortYear(..) | Calendar::EitherOrder(..) => true,
        Calendar::Year(_) | Calendar::Month(..) => false,
        Calendar::Relative(relative) => relative.form.has_day(),
    }
}

const fn has_parts(calendar: Calendar) -> bool {
    match calendar {
        Calendar::Relative(relative) => relative.form.has_parts(),
        _ => !has_day(calendar),
    }
}

impl Reader for Grammar<'_> {
    fn count(&self, at: usize) -> Found<i32> {
        let token = self.token(at)?;
        let count = match token.digits(1..=3) {
            Some(digits) => number(digits),
            None => relative::count(self.language, &token.text),
        };
        let count = count.filter(|it| *it > 0 && self.is_free(at))?;
        Some((count, at + 1))
    }

    fn weekday(&self, at: usize) -> Found<Weekday> {
        self.weekday_name(at)
    }

    fn month(&self, at: usize) -> Found<u32> {
        self.month_name(at)
    }

    fn day(&self, at: usize) -> Found<u32> {
        self.day_number(at)
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.token(at).map(|it| it.text.as_str())
    }
}

fn english_ending(day: u32) -> &'static str {
    match day {
        11..=13 => "th",
        _ if day % 10 == 1 => "st",
        _ if day % 10 == 2 => "nd",
        _ if day % 10 == 3 => "rd",
        _ => "th",
    }
}
