//! What English headlines in title case count: "Two Firefighters", "More Than 3 Million
//! Chickens", "$4 Billion Lawsuit". A noun with a capital can also be a title ("12 Monkeys"), so
//! only what says otherwise is read: known people, money, a percentage, an age, a speed, millions,
//! and a bound with a capital before digits.

use super::{amount::Amount, lexicon, lexicon::Words, parser::Parser, title::is_title};

/// The most words of a noun.
const WORDS_MAX: usize = 2;

/// People who are counted in headlines, and who give no known work its name.
const PEOPLE: &str = "firefighters|teenagers|teens|workers|children|students|soldiers|officers|\
    residents|civilians|migrants|refugees|passengers|patients|protesters|protestors|\
    demonstrators|hikers|climbers|swimmers|pedestrians|tourists|suspects|inmates|prisoners|\
    hostages|journalists|reporters|doctors|nurses|teachers|drivers|voters|employees|adults|\
    toddlers|babies|infants|seniors|veterans|troops|miners|fishermen|sailors|lawmakers|deputies|\
    cops|shoppers|people|policemen|paramedics|cyclists|motorists|skiers|surfers|bystanders|\
    worshippers|worshipers|commuters|evacuees|detainees|graduates|pupils|schoolchildren|\
    schoolgirls|schoolboys|volunteers|customers|subscribers|homeowners|renters|farmers|victims";

/// People of an age.
const AGED: &str = "girl|boy|man|woman|student|child|driver|suspect|teen|victim|grandmother|\
    grandfather|mother|father|teacher|hiker|cyclist|pedestrian|motorcyclist|officer|soldier|\
    firefighter|worker|veteran|passenger|son|daughter|brother|sister";

/// What an amount of money is, with no country that could be that of the money.
const MONEY: &str = "lawsuit|suit|fine|deal|plan|bill|fund|settlement|loan|grant|bailout|project|\
    contract|investment|budget|package|jackpot|bond|mansion|home|house|stadium|ransom|bet|bid|\
    offer|takeover|merger|sale|donation|debt|deficit|boost|payout|award|verdict|scheme|fraud|\
    heist|theft|robbery|penalty|upgrade|expansion|stake|claim|tax|prize|gift|profit|windfall|\
    shortfall|reward|bonus|fee|buyout|pledge|aid";

/// What a percentage is. A drop has a second reading, as a negative change.
const SHARES: &str = "drop|fall|decline|cut|decrease|rise|increase|hike|raise|discount|tariff|\
    tariffs|tax|surge|jump|growth|stake|share";

/// What has a speed.
const SPEEDS: &str = "winds|gusts|limit|zone|chase";

/// What happened to what is counted.
const STATES: &str = "injured|dead|killed|missing|wounded|hurt|arrested|detained|evacuated|\
    displaced|rescued|charged|stranded|trapped|hospitalized|homeless|people|children|men|women";

/// The first words of bounds.
const BOUNDS: [&str; 7] = ["more", "at", "over", "nearly", "almost", "fewer", "less"];

/// The end of the text, if a noun with capitals runs up to it after an amount that ends at
/// `end`. Without an amount the figure is a share: "One in Four Renters".
pub(super) fn end(p: &Parser, amount: Option<&Amount>, end: usize) -> Option<usize> {
    let words = end..p.end();
    let is_short = (1..=WORDS_MAX).contains(&words.len());
    let is_capital = |at: usize| p.word(at).is_some() && is_title(p.raw(at)) && p.is_spaced(at);
    if p.words != Words::English || !is_short || !words.clone().all(is_capital) {
        return None;
    }
    let is_alone = words.len() == 1;
    let is_in = |list: &'static str, at: usize| !p.entry(at, list).is_empty();
    let is_listed = |list: &'static str| is_alone && is_in(list, end);
    let is_known = match amount {
        None => is_listed(PEOPLE),
        Some(amount) => match (amount.unit, &amount.money) {
            (Some(unit), _) if unit.age => is_listed(AGED),
            (Some(unit), _) if unit.code == "%" => is_listed(SHARES),
            (Some(unit), _) => unit.per.is_some() && is_listed(SPEEDS),
            (None, Some(_)) => is_listed(MONEY),
            (None, None) => {
                let is_counted = |at: usize| is_plural(p, at) || is_in(STATES, at);
                is_listed(PEOPLE) || is_many(p, amount, end) && words.clone().all(is_counted)
            }
        },
    };
    is_known.then_some(p.end())
}

fn is_plural(p: &Parser, at: usize) -> bool {
    let word = p.word(at).unwrap_or_default();
    let is_own = lexicon::phrases(PEOPLE).any(|people| people == word);
    is_own || word.ends_with('s') && !word.ends_with("ss") && word.chars().nth(3).is_some()
}

/// Whether a count has millions, or a bound with a capital before its digits.
fn is_many(p: &Parser, amount: &Amount, end: usize) -> bool {
    let is_bound = is_title(p.raw(0)) && p.is_one_of(0, &BOUNDS);
    let is_digits = end
        .checked_sub(1)
        .is_some_and(|last| p.number(last).is_some());
    amount.numeral.exponent() > 3 || is_bound && is_digits
}
