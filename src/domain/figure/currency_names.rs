//! Currencies by their noun and country: "Israeli shekels", "60 shekel israeliani",
//! "tschechische Kronen".

use std::{collections::HashSet, sync::LazyLock};

use super::{
    lexicon::{self, Words},
    parser::{Found, Parser},
};

/// English, Italian, German, French and Spanish.
type Languages = [&'static str; 5];

fn column(words: Words) -> Option<usize> {
    Words::ALL.iter().position(|it| *it == words)
}

/// A currency of a country after a number. Germanic languages print the country first.
pub(super) fn after(p: &Parser, at: usize) -> Found<&'static str> {
    let Some(column) = column(p.words).filter(|_| has_noun(p, at)) else {
        return Vec::new();
    };
    let is_first = matches!(p.words, Words::English | Words::German);
    let mut found = Vec::new();
    for (name, nouns) in NOUNS {
        let nouns = nouns.get(column).copied().unwrap_or_default();
        let rows = COUNTRIES.iter().filter(|(_, noun, _)| noun == name);
        for (code, _, adjectives) in rows {
            let adjectives = adjectives.get(column).copied().unwrap_or_default();
            let country = |at| adjective(p, at, adjectives);
            let ends = match is_first {
                true => country(at).map(|next| p.entry(next, nouns)),
                false => Some(p.entry(at, nouns).into_iter().filter_map(country).collect()),
            };
            found.extend(ends.unwrap_or_default().into_iter().map(|end| (*code, end)));
        }
        if let Some((_, code)) = UNIQUE.iter().find(|(known, _)| known == name) {
            found.extend(p.entry(at, nouns).into_iter().map(|end| (*code, end)));
        }
    }
    found
}

/// The longest ending of an adjective: "suédoises".
const ENDING_MAX: usize = 3;

/// The token after an adjective. The table has its beginning, or in English all of it.
fn adjective(p: &Parser, at: usize, adjectives: &'static str) -> Option<usize> {
    lexicon::phrases(adjectives).find_map(|adjective| {
        if p.words == Words::English {
            return p.phrase(at, adjective);
        }
        let (first, last) = adjective.rsplit_once(' ').unwrap_or(("", adjective));
        let at = if first.is_empty() {
            at
        } else {
            p.phrase(at, first)?
        };
        let at = if p.is_sign(at, &['-']) { at + 1 } else { at };
        let ending = p.word(at)?.strip_prefix(last)?;
        (ending.len() <= ENDING_MAX).then_some(at + 1)
    })
}

/// Whether a word from a token on may be the noun of a currency, or the end of one.
fn has_noun(p: &Parser, from: usize) -> bool {
    let mut words = (from..p.end()).filter_map(|at| p.word(at));
    words.any(|word| ENDS.contains(word))
}

/// The last words of all nouns.
static ENDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let ends = ALL.iter().filter_map(|noun| noun.split(' ').next_back());
    ends.collect()
});

/// Whether a word is the noun of a currency in any language.
pub(super) fn is_noun(word: &str) -> bool {
    ALL.contains(word)
}

static ALL: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let nouns = NOUNS.iter().flat_map(|(_, nouns)| nouns);
    nouns.flat_map(|nouns| lexicon::phrases(nouns)).collect()
});

/// Currencies whose noun needs no country.
const UNIQUE: [(&str, &str); 7] = [
    ("shekel", "ILS"),
    ("hryvnia", "UAH"),
    ("baht", "THB"),
    ("naira", "NGN"),
    ("ringgit", "MYR"),
    ("tenge", "KZT"),
    ("zloty", "PLN"),
];

/// A noun that several countries may share, and its forms in each language.
#[rustfmt::skip]
const NOUNS: &[(&str, Languages)] = &[
    ("dollar", ["dollar|dollars", "dollaro|dollari", "dollar|dollars", "dollar|dollars", "dolar|dolares"]),
    ("peso", ["peso|pesos", "peso|pesos", "peso|pesos", "peso|pesos", "peso|pesos"]),
    ("pound", ["pound|pounds", "sterlina|sterline|lira|lire", "pfund", "livre|livres", "libra|libras"]),
    ("franc", ["franc|francs", "franco|franchi", "franc|francs|franken", "franc|francs", "franco|francos"]),
    ("crown", ["crown|crowns|krona|kronor|krone|kroner|koruna|korunas|koruny", "corona|corone", "krone|kronen", "couronne|couronnes", "corona|coronas"]),
    ("dinar", ["dinar|dinars", "dinaro|dinari", "dinar|dinare", "dinar|dinars", "dinar|dinares"]),
    ("dirham", ["dirham|dirhams", "dirham", "dirham", "dirham|dirhams", "dirham|dirhams"]),
    ("rupee", ["rupee|rupees", "rupia|rupie", "rupie|rupien", "roupie|roupies", "rupia|rupias"]),
    ("rupiah", ["rupiah|rupiahs", "rupia|rupie", "rupiah|rupie|rupien", "rupiah|roupie|roupies", "rupia|rupias"]),
    ("real", ["real|reals|reais", "real|reais", "real|reais", "real|reals|reais", "real|reales"]),
    ("lira", ["lira|liras|lire", "lira|lire", "lira|lire", "livre|livres|lire|lires", "lira|liras"]),
    ("shekel", ["shekel|shekels|sheqel|sheqels|new shekels", "shekel|shekels|sheqel|siclo|sicli", "schekel|schekeln|shekel|shekels", "shekel|shekels", "sequel|sequeles|shekel|shekels|nuevos sequeles"]),
    ("won", ["won", "won", "won", "won|wons", "won|wones"]),
    ("yen", ["yen", "yen", "yen", "yen|yens", "yen|yenes"]),
    ("yuan", ["yuan|renminbi", "yuan|renminbi", "yuan|renminbi", "yuan|yuans|renminbi", "yuan|yuanes|renminbi"]),
    ("rouble", ["rouble|roubles|ruble|rubles", "rublo|rubli", "rubel", "rouble|roubles", "rublo|rublos"]),
    ("zloty", ["zloty|zlotys|zlotych", "zloty", "zloty|zlotys", "zloty|zlotys", "zloty|zlotys|esloti|eslotis"]),
    ("forint", ["forint|forints", "fiorino|fiorini|forint", "forint", "forint|forints", "florin|florines|forinto|forintos"]),
    ("leu", ["leu|lei", "leu|lei", "leu|lei", "leu|lei|leus", "leu|lei|leus"]),
    ("lev", ["lev|leva|levs", "lev|leva", "lew|lewa", "lev|leva|levs", "lev|leva|levas"]),
    ("riyal", ["riyal|riyals|rial|rials", "riyal|rial", "riyal|rial", "riyal|riyals|rial|rials", "rial|riales|riyal|riyales"]),
    ("rand", ["rand|rands", "rand", "rand", "rand|rands", "rand|rands"]),
    ("naira", ["naira|nairas", "naira", "naira", "naira|nairas", "naira|nairas"]),
    ("shilling", ["shilling|shillings", "scellino|scellini", "schilling|schillinge", "shilling|shillings", "chelin|chelines"]),
    ("baht", ["baht|bahts", "baht", "baht", "baht|bahts", "baht|bahts"]),
    ("dong", ["dong|dongs", "dong", "dong", "dong|dongs", "dong|dongs"]),
    ("ringgit", ["ringgit|ringgits", "ringgit", "ringgit", "ringgit|ringgits", "ringgit|ringgits"]),
    ("taka", ["taka|takas", "taka", "taka", "taka|takas", "taka|takas"]),
    ("hryvnia", ["hryvnia|hryvnias|hryvnya|hryvnyas", "grivnia|grivnie|grivne|hryvnia|hryvnie", "hrywnja|griwna|hrywnias", "hryvnia|hryvnias|grivna|grivnas", "grivna|grivnas"]),
    ("sol", ["sol|soles", "sol|soles", "sol|soles", "sol|soles", "sol|soles"]),
    ("bolivar", ["bolivar|bolivars|bolivares", "bolivar|bolivares", "bolivar|bolivares", "bolivar|bolivars", "bolivar|bolivares"]),
    ("tenge", ["tenge", "tenge", "tenge", "tenge|tenges", "tenge|tenges"]),
    ("lari", ["lari|laris", "lari", "lari", "lari|laris", "lari|laris"]),
    ("dram", ["dram|drams", "dram", "dram", "dram|drams", "dram|drams"]),
    ("manat", ["manat|manats", "manat", "manat", "manat|manats", "manat|manats"]),
    ("cedi", ["cedi|cedis", "cedi", "cedi", "cedi|cedis", "cedi|cedis"]),
    ("birr", ["birr|birrs", "birr", "birr", "birr|birrs", "birr|birrs"]),
    ("quetzal", ["quetzal|quetzals|quetzales", "quetzal", "quetzal", "quetzal|quetzals", "quetzal|quetzales"]),
    ("guarani", ["guarani|guaranis", "guarani", "guarani", "guarani|guaranis", "guarani|guaranies"]),
];

/// A code, its noun, and the adjective of its country: in English the whole word, otherwise
/// its beginning.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &str, Languages)] = &[
    ("ILS", "shekel", ["israeli", "israelian", "israelisch", "israelien", "israeli"]),
    ("USD", "dollar", ["american", "american|statunitens", "amerikanisch", "americain", "estadounidens|american|norteamerican"]),
    ("CAD", "dollar", ["canadian", "canades", "kanadisch", "canadien", "canadiens"]),
    ("AUD", "dollar", ["australian", "australian", "australisch", "australien", "australian"]),
    ("NZD", "dollar", ["new zealand", "neozelandes", "neuseelandisch", "neo zelandais|neozelandais", "neozelandes"]),
    ("TWD", "dollar", ["taiwanese|new taiwan|taiwan", "taiwanes", "taiwanisch|taiwanesisch", "taiwanais", "taiwanes"]),
    ("SGD", "dollar", ["singaporean|singapore", "singaporian", "singapurisch", "singapourien", "singapurens"]),
    ("MXN", "peso", ["mexican", "messican", "mexikanisch", "mexicain", "mexican"]),
    ("ARS", "peso", ["argentine|argentinian|argentinean", "argentin", "argentinisch", "argentin", "argentin"]),
    ("COP", "peso", ["colombian", "colombian", "kolumbianisch", "colombien", "colombian"]),
    ("CLP", "peso", ["chilean", "cilen", "chilenisch", "chilien", "chilen"]),
    ("UYU", "peso", ["uruguayan", "uruguaian|uruguayan", "uruguayisch", "uruguayen", "uruguay"]),
    ("CUP", "peso", ["cuban", "cuban", "kubanisch", "cubain", "cuban"]),
    ("PHP", "peso", ["philippine|filipino", "filippin", "philippinisch", "philippin", "filipin"]),
    ("DOP", "peso", ["dominican", "dominican", "dominikanisch", "dominicain", "dominican"]),
    ("GBP", "pound", ["british", "britannich|ingles", "britisch", "britannique", "britanic|esterlin"]),
    ("EGP", "pound", ["egyptian", "egizian", "agyptisch", "egyptien", "egipci"]),
    ("LBP", "pound", ["lebanese", "libanes", "libanesisch", "libanais", "libanes"]),
    ("SYP", "pound", ["syrian", "sirian", "syrisch", "syrien", "siri"]),
    ("SDG", "pound", ["sudanese", "sudanes", "sudanesisch", "soudanais", "sudanes"]),
    ("CHF", "franc", ["swiss", "svizzer", "schweizer", "suisse", "suiz"]),
    ("SEK", "crown", ["swedish", "svedes", "schwedisch", "suedois", "suec"]),
    ("NOK", "crown", ["norwegian", "norveges", "norwegisch", "norvegien", "norueg"]),
    ("DKK", "crown", ["danish", "danes", "danisch", "danois", "danes"]),
    ("ISK", "crown", ["icelandic", "islandes", "islandisch", "islandais", "islandes"]),
    ("CZK", "crown", ["czech", "cec", "tschechisch", "tcheque", "chec"]),
    ("KWD", "dinar", ["kuwaiti", "kuwaitian", "kuwaitisch", "koweitien", "kuwaiti"]),
    ("IQD", "dinar", ["iraqi", "iracen", "irakisch", "irakien", "iraqui"]),
    ("RSD", "dinar", ["serbian", "serb", "serbisch", "serbe", "serbi"]),
    ("DZD", "dinar", ["algerian", "algerin", "algerisch", "algerien", "argelin"]),
    ("TND", "dinar", ["tunisian", "tunisin", "tunesisch", "tunisien", "tunecin"]),
    ("LYD", "dinar", ["libyan", "libic", "libysch", "libyen", "libi"]),
    ("JOD", "dinar", ["jordanian", "giordan", "jordanisch", "jordanien", "jordan"]),
    ("BHD", "dinar", ["bahraini", "bahrein", "bahrainisch", "bahreini", "bahrein"]),
    ("AED", "dirham", ["emirati|uae", "emiratin", "emiratisch", "emirati|emirien", "emirati"]),
    ("MAD", "dirham", ["moroccan", "marocchin", "marokkanisch", "marocain", "marroqui"]),
    ("INR", "rupee", ["indian", "indian", "indisch", "indien", "indi"]),
    ("PKR", "rupee", ["pakistani", "pakistan|pachistan", "pakistanisch", "pakistanais", "pakistani|paquistani"]),
    ("LKR", "rupee", ["sri lankan", "srilankes|singales", "srilankisch|sri lankisch", "srilankais|sri lankais", "esrilanques|ceilanes"]),
    ("NPR", "rupee", ["nepalese|nepali", "nepales", "nepalesisch|nepalisch", "nepalais", "nepales|nepali"]),
    ("MUR", "rupee", ["mauritian", "maurizian", "mauritisch", "mauricien", "maurician"]),
    ("IDR", "rupiah", ["indonesian", "indonesian", "indonesisch", "indonesien", "indonesi"]),
    ("BRL", "real", ["brazilian", "brasilian", "brasilianisch", "bresilien", "brasilen"]),
    ("TRY", "lira", ["turkish", "turc", "turkisch", "turque", "turc"]),
    ("KRW", "won", ["south korean", "sudcorean", "sudkoreanisch", "sud coreen|sudcoreen", "surcorean"]),
    ("JPY", "yen", ["japanese", "giappones", "japanisch", "japonais", "japones"]),
    ("CNY", "yuan", ["chinese", "cines", "chinesisch", "chinois", "chin"]),
    ("RUB", "rouble", ["russian", "russ", "russisch", "russe", "rus"]),
    ("BYN", "rouble", ["belarusian|belarussian", "bielorus", "belarussisch|weissrussisch", "bielorusse", "bielorrus"]),
    ("PLN", "zloty", ["polish", "polacc", "polnisch", "polonais", "polac"]),
    ("HUF", "forint", ["hungarian", "ungheres", "ungarisch", "hongrois", "hungar"]),
    ("RON", "leu", ["romanian", "romen|rumen", "rumanisch", "roumain", "ruman"]),
    ("MDL", "leu", ["moldovan", "moldav", "moldauisch|moldawisch", "moldave", "moldav"]),
    ("BGN", "lev", ["bulgarian", "bulgar", "bulgarisch", "bulgare", "bulgar"]),
    ("SAR", "riyal", ["saudi", "saudit", "saudisch|saudi", "saoudien", "saudi"]),
    ("QAR", "riyal", ["qatari", "qatarin|qatariot", "katarisch", "qatari|qatarien", "qatari|catari"]),
    ("IRR", "riyal", ["iranian", "iranian", "iranisch", "iranien", "irani"]),
    ("OMR", "riyal", ["omani", "omanit", "omanisch", "omanais", "omani"]),
    ("YER", "riyal", ["yemeni", "yemenit", "jemenitisch", "yemenite", "yemeni"]),
    ("ZAR", "rand", ["south african", "sudafrican", "sudafrikanisch", "sud africain|sudafricain", "sudafrican"]),
    ("NGN", "naira", ["nigerian", "nigerian", "nigerianisch", "nigerian", "nigerian"]),
    ("KES", "shilling", ["kenyan", "kenyot|keniot|kenian", "kenianisch", "kenyan", "kenian|keniat"]),
    ("UGX", "shilling", ["ugandan", "ugandes", "ugandisch", "ougandais", "ugandes"]),
    ("TZS", "shilling", ["tanzanian", "tanzanian", "tansanisch", "tanzanien", "tanzan"]),
    ("SOS", "shilling", ["somali", "somal", "somalisch", "somalien", "somali"]),
    ("THB", "baht", ["thai", "thailandes", "thailandisch", "thailandais", "tailandes"]),
    ("VND", "dong", ["vietnamese", "vietnamit", "vietnamesisch", "vietnamien", "vietnamit"]),
    ("MYR", "ringgit", ["malaysian", "malesian|malays", "malaysisch", "malaisien", "malasi"]),
    ("BDT", "taka", ["bangladeshi", "bangladesi|bengales", "bangladeschisch", "bangladais", "bangladesi"]),
    ("UAH", "hryvnia", ["ukrainian", "ucrain", "ukrainisch", "ukrainien", "ucranian"]),
    ("PEN", "sol", ["peruvian", "peruvian", "peruanisch", "peruvien", "peruan"]),
    ("VES", "bolivar", ["venezuelan", "venezuelan", "venezolanisch", "venezuelien", "venezolan"]),
    ("KZT", "tenge", ["kazakh|kazakhstani", "kazak|kazach", "kasachisch", "kazakh", "kazaj"]),
    ("GEL", "lari", ["georgian", "georgian", "georgisch", "georgien", "georgian"]),
    ("AMD", "dram", ["armenian", "armen", "armenisch", "armenien", "armeni"]),
    ("AZN", "manat", ["azerbaijani", "azer", "aserbaidschanisch", "azerbaidjanais", "azerbaiyan"]),
    ("GHS", "cedi", ["ghanaian", "ghanes", "ghanaisch", "ghaneen", "ghanes"]),
    ("ETB", "birr", ["ethiopian", "etiop", "athiopisch", "ethiopien", "etiop"]),
    ("GTQ", "quetzal", ["guatemalan", "guatemaltec", "guatemaltekisch", "guatemalteque", "guatemaltec"]),
    ("PYG", "guarani", ["paraguayan", "paraguaian", "paraguayisch", "paraguayen", "paraguay"]),
];
