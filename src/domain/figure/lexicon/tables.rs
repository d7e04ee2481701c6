//! What a language has words for. Each language fills in one [`Lexicon`].

use crate::domain::figure::quantity::PerPeriod;

/// Phrases and what they mean. `|` separates phrases with the same meaning. Words are in
/// lower case and without accents, as tokens are. A word in capitals stands for each word
/// of that class.
pub(in crate::domain::figure) type Table<T> = &'static [(&'static str, T)];

/// Which bound a word makes of a number, and whether the number itself is excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain::figure) enum Limit {
    Lower { open: bool },
    Upper { open: bool },
}

/// What a phrase before or after a number says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain::figure) enum Modifier {
    /// Nothing that changes the figure ("only").
    Plain,
    /// Nothing, but it is only read before a percentage ("al 3%").
    Share,
    /// The number is approximate.
    About,
    /// The number is a bound.
    End(Limit),
    /// The number is a bound, and the value is near it.
    Just(Limit),
    /// The number is an age.
    Age,
    /// The number is a bound of an age.
    AgeEnd(Limit),
    /// The number is an age if its unit is a time. Otherwise it cannot be read.
    Of,
    /// As `Of`, but of one number and not of a range.
    Single,
    /// Nothing, but it is only read with a unit ("6ft tall").
    Measured,
    /// Nothing, but it is only read without a unit: "alle 20 Minuten" is every 20 minutes.
    Counted,
}

use Modifier::{AgeEnd, End, Just};

pub(super) const FROM: Modifier = End(Limit::Lower { open: false });
pub(super) const ABOVE: Modifier = End(Limit::Lower { open: true });
pub(super) const TO: Modifier = End(Limit::Upper { open: false });
pub(super) const BELOW: Modifier = End(Limit::Upper { open: true });
pub(super) const OLDER: Modifier = AgeEnd(Limit::Lower { open: false });
pub(super) const YOUNGER: Modifier = AgeEnd(Limit::Upper { open: false });
pub(super) const ABOVE_AGE: Modifier = AgeEnd(Limit::Lower { open: true });
pub(super) const BELOW_AGE: Modifier = AgeEnd(Limit::Upper { open: true });
pub(super) const JUST_ABOVE: Modifier = Just(Limit::Lower { open: true });
pub(super) const JUST_BELOW: Modifier = Just(Limit::Upper { open: true });

/// The unit of percentage points and of basis points. UCUM has no code for them, but it
/// allows annotations, and these stand for nothing else.
pub(in crate::domain::figure) const PERCENTAGE_POINT: &str = "{percentage_point}";
pub(in crate::domain::figure) const BASIS_POINT: &str = "{basis_point}";

/// The words of one language.
#[derive(Debug)]
pub(in crate::domain::figure) struct Lexicon {
    /// Whether a hyphen can join a word to the number before it ("17-year-old").
    pub joins: bool,
    /// Prepositions with and without an article, by the name of their class.
    pub classes: Table<&'static [&'static str]>,
    /// Phrases before a number.
    pub before: Table<Modifier>,
    /// Phrases before a number whose words can also be nouns after it ("a rise of").
    pub openings: Table<Modifier>,
    /// Phrases after a number.
    pub after: Table<Modifier>,
    /// Phrases after a number whose words can also be in a noun after it ("6ft tall").
    pub closings: Table<Modifier>,
    /// The words that open a range, and the word between its ends.
    pub spans: Table<&'static str>,
    /// The words that open a range of ages, and the word between its ends.
    pub age_spans: Table<&'static str>,
    /// The words between the ends of a range that nothing opens ("5 to 10", "2 or 3").
    pub to: &'static [&'static str],
    /// The words between two bounds ("more than 5 but less than 10").
    pub but: &'static [&'static str],
    /// Words that can be left out before a number: articles.
    pub definite: &'static [&'static str],
    /// Articles that can be left out before digits.
    pub indefinite: &'static [&'static str],
    /// The words between a number or unit and what it counts ("un milione di persone").
    pub of: &'static [&'static str],
    /// A minus in words.
    pub minus: &'static str,
    /// The word between the parts of a number ("two million and three hundred thousand").
    pub and: &'static str,
    /// The decimal mark in words ("point").
    pub point: &'static str,
    /// Multipliers, as powers of ten.
    pub scales: Table<u32>,
    /// Multipliers that are only read in amounts of money.
    pub money_scales: Table<u32>,
    /// Half, before a multiplier or a unit.
    pub halves: &'static str,
    /// And a half, after a number or a multiplier.
    pub and_half: &'static str,
    /// Collective nouns for approximate numbers ("una ventina").
    pub about: Table<u32>,
    /// Plurals that say at least how many: twice their number ("dozens").
    pub plurals: Table<u32>,
    /// Words for several of something, and the numbers that follow them ("several hundred").
    pub several: &'static str,
    pub several_of: Table<u32>,
    /// Twelve, after a number ("two dozen").
    pub dozen: &'static str,
    /// Shares that need no number ("half", "jeder Fünfte"), with their whole.
    pub alone: Table<u32>,
    pub each: Table<u32>,
    /// The words between a part and a unit or multiplier ("a quarter of an hour").
    pub part_of: &'static [&'static str],
    /// The names of parts in singular and plural, with their whole.
    pub parts: &'static [(&'static str, &'static str, u32)],
    /// What a ratio counts, besides people ("one household in five").
    pub shared: &'static str,
    /// The words between the numbers of a ratio ("one in five").
    pub ratio: &'static str,
    /// Units and their UCUM codes, or `#` and a name that several share. The last phrase for
    /// a unit is the one that is printed.
    pub units: Table<&'static str>,
    /// Square and cubic, beside a unit of length.
    pub square: &'static [&'static str],
    pub cubic: &'static [&'static str],
    /// Units that are only read right after digits ("12in").
    pub glued: Table<&'static str>,
    /// Units that are multiples of others, with their size ("decade").
    pub multiples: Table<(&'static str, u32)>,
    /// Units per hour ("mph").
    pub speeds: Table<&'static str>,
    /// Units that make a number an age.
    pub ages: Table<&'static str>,
    /// People, if an age follows ("uomini di 30 anni").
    pub people: &'static str,
    /// Phrases between people and their age ("people over 65").
    pub after_people: Table<Modifier>,
    /// Articles that make a range of years in digits an age ("les 18-24 ans").
    pub age_groups: &'static [&'static str],
    /// Nouns that are counted in millions and not measured ("5m people").
    pub countable: &'static str,
    /// Currencies: an ISO 4217 code, a sign that several of them share, or `#` and a name
    /// that only the region decides.
    pub currencies: Table<&'static str>,
    /// Hundredths of a currency, with its code. `¢` is shared by dollars and euros.
    pub coins: Table<&'static str>,
    /// The word for how often, before a period ("three times a week").
    pub times: &'static str,
    /// The nouns of periods, the words before them, and adverbs ("monthly").
    pub periods: Table<PerPeriod>,
    pub per: &'static [&'static str],
    pub adverbs: Table<PerPeriod>,
    /// How often in words, before a period ("twice a day").
    pub often: Table<u32>,
    /// Words that make a number one beside others, and not the whole ("another 5").
    pub additional: &'static str,
    /// What becomes less. Of a percentage or an amount, it can be a negative change.
    pub falls: &'static str,
    /// As `falls`, but only of percentages: a loss of money is not a change.
    pub losses: &'static str,
    /// Metals that are weighed in troy ounces, and drinks whose ounces are fluid ounces.
    pub metals: &'static str,
    pub drinks: &'static str,
    /// Words that count without a definite number.
    pub vague: &'static str,
    /// Ordinals and their endings.
    pub ordinals: &'static str,
    /// Words that name what is counted, although they are reserved in another language.
    pub nouns: &'static str,
    /// People and things that are counted one by one. An article before any other noun may
    /// be an article only ("una manciata", "eine Mehrheit").
    pub ones: &'static str,
    /// Groups, parts and measures of no certain size ("handful", "Mehrheit"), and numbers of
    /// some things ("gross").
    pub groups: &'static str,
    /// Articles and prepositions before a time of day or a day of the month, with the
    /// greatest number that it can have ("alle 17", "il 27").
    pub clocks: Table<u32>,
    /// The words for hours after a time of day ("les 20 heures").
    pub hours: &'static str,
    /// The words before hours that are a time of day at the end of the text ("à 20 heures").
    pub until: &'static str,
    /// Phrases for "per hour" that mean kilometres if no unit is printed ("130 all'ora").
    pub idle_hours: &'static str,
    /// Other words that do not name what is counted: units without a code, times of day,
    /// months, comparisons.
    pub reserved: &'static str,
}

/// The tables of a language whose words are not read.
pub(super) const NO_WORDS: Lexicon = Lexicon {
    joins: false,
    classes: &[],
    before: &[],
    openings: &[],
    after: &[],
    closings: &[],
    spans: &[],
    age_spans: &[],
    to: &[],
    but: &[],
    definite: &[],
    indefinite: &[],
    of: &[],
    minus: "",
    and: "",
    point: "",
    scales: &[],
    money_scales: &[],
    halves: "",
    and_half: "",
    about: &[],
    plurals: &[],
    several: "",
    several_of: &[],
    dozen: "",
    alone: &[],
    each: &[],
    part_of: &[],
    parts: &[],
    shared: "",
    ratio: "",
    units: &[],
    square: &[],
    cubic: &[],
    glued: &[],
    multiples: &[],
    speeds: &[],
    ages: &[],
    people: "",
    after_people: &[],
    age_groups: &[],
    countable: "",
    currencies: &[],
    coins: &[],
    times: "",
    periods: &[],
    per: &[],
    adverbs: &[],
    often: &[],
    additional: "",
    falls: "",
    losses: "",
    metals: "",
    drinks: "",
    vague: "",
    ordinals: "",
    nouns: "",
    ones: "",
    groups: "",
    clocks: &[],
    hours: "",
    until: "",
    idle_hours: "",
    reserved: "",
};
