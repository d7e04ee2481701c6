//! People who are named with a capital in languages whose other nouns have none: nations, towns,
//! religions and parties. Any other noun with a capital after a number may be a name: "Seven
//! Sisters", "12 Monkeys", "Trois Mousquetaires".

use super::lexicon::{self, Words};

/// Whether a noun in the plural names people with a capital.
pub(super) fn is_people(words: Words, word: &str) -> bool {
    let (list, endings, others) = match words {
        Words::English => (ENGLISH, &ENGLISH_ENDINGS[..], NOT_ENGLISH),
        Words::French => (FRENCH, &FRENCH_ENDINGS[..], NOT_FRENCH),
        _ => return false,
    };
    let lists = |list: &'static str| lexicon::phrases(list).any(|listed| listed == word);
    let is_long = word.chars().nth(6).is_some();
    lists(list) || is_long && endings.iter().any(|it| word.ends_with(it)) && !lists(others)
}

/// What newspapers write with a capital besides names: "i 27 Paesi", "les 27 États".
pub(super) fn is_institution(word: &str) -> bool {
    lexicon::phrases(INSTITUTIONS).any(|listed| listed == word)
}

const INSTITUTIONS: &str = "paesi|stati|comuni|regioni|province|etats|pays|estados|comunidades";

/// Whether a word with a capital says of which nation, place, religion or party people are:
/// "British", "Labour", "London".
pub(super) fn is_adjective(words: Words, word: &str) -> bool {
    let is_listed = || {
        let mut lists = [ADJECTIVES, PLACES, BODIES].into_iter();
        lists.any(|list| lexicon::phrases(list).any(|listed| listed == word))
    };
    let is_long = word.chars().nth(5).is_some();
    let mut endings = ADJECTIVE_ENDINGS.iter();
    let is_nation = is_long && endings.any(|it| word.ends_with(it)) && !NOT_NATIONS.contains(&word);
    words == Words::English && (is_nation || is_listed())
}

const ADJECTIVE_ENDINGS: [&str; 4] = ["ian", "ish", "ese", "ican"];
const NOT_NATIONS: [&str; 10] = [
    "guardian",
    "pelican",
    "cheese",
    "geese",
    "julian",
    "adrian",
    "vivian",
    "wish",
    "finish",
    "dalmatian",
];
const ADJECTIVES: &str = "afghan|african|anglican|angolan|arab|arabic|baptist|basque|belarusian|\
    belgian|bosniak|british|cambodian|catalan|catholic|christian|christmas|congolese|conservative|\
    covid|croat|cuban|czech|danish|democrat|democratic|dutch|emirati|english|european|fijian|\
    filipino|finnish|french|gazan|german|ghanaian|greek|haitian|hindu|hispanic|houthi|icelandic|\
    indian|iranian|iraqi|irish|islamic|israeli|jewish|kashmiri|kazakh|kenyan|korean|kosovan|\
    kurdish|kuwaiti|kyrgyz|labour|latino|latina|lebanese|liberal|libyan|lutheran|malay|maltese|\
    maori|methodist|mexican|moroccan|mormon|muslim|nazi|nepali|nobel|olympic|omani|orthodox|\
    pakistani|bangladeshi|palestinian|pashtun|paralympic|polish|presbyterian|protestant|punjabi|\
    qatari|republican|rohingya|roma|roman|royal|rwandan|saudi|scots|scottish|senate|serb|shia|\
    supreme|shiite|sikh|slovak|slovene|somali|soviet|sri|sunni|swedish|swiss|tamil|thai|tibetan|tory|\
    turkish|ugandan|uighur|ukrainian|uyghur|uzbek|welsh|yazidi|yemeni|zambian|zulu";
const PLACES: &str = "america|australia|baghdad|beijing|berlin|birmingham|boston|brazil|bristol|\
    britain|brooklyn|brussels|california|canada|chicago|china|cornwall|dallas|delhi|detroit|\
    dublin|edinburgh|england|essex|europe|florida|france|gaza|georgia|germany|glasgow|houston|\
    india|iran|iraq|ireland|israel|italy|japan|kabul|kashmir|kent|kyiv|leeds|liverpool|london|\
    manchester|miami|michigan|minneapolis|moscow|mumbai|nottingham|ohio|ontario|oxford|pakistan|\
    paris|pennsylvania|philadelphia|poland|rome|russia|scotland|seattle|sheffield|somalia|spain|\
    sudan|surrey|sydney|syria|texas|tokyo|toronto|turkey|ukraine|wales|washington|wisconsin|yemen";
const BODIES: &str = "airbus|amazon|apple|boeing|bundestag|commons|congress|facebook|google|\
    hamas|hezbollah|instagram|kremlin|meta|microsoft|netflix|oscar|parliament|pentagon|taliban|\
    tesla|twitter|uber|unesco|unicef|walmart";

const ENGLISH_ENDINGS: [&str; 3] = ["ians", "icans", "landers"];
const NOT_ENGLISH: &str = "academicians|beauticians|clinicians|comedians|civilians|custodians|\
    electricians|guardians|historians|librarians|magicians|mathematicians|musicians|opticians|\
    physicians|politicians|statisticians|technicians|tacticians|vegetarians|veterinarians|pelicans|\
    outlanders|highlanders|lowlanders|islanders|pedestrians|dalmatians";
const ENGLISH: &str = "afghans|alaskans|albanians|americans|angolans|arabs|argentines|basques|\
    belgians|bengalis|berliners|boers|bosniaks|bretons|britons|brits|bulgars|catalans|catholics|\
    celts|chileans|conservatives|croats|cubans|cypriots|czechs|danes|democrats|emiratis|\
    eritreans|europeans|fijians|filipinos|finns|frenchmen|gazans|germans|greeks|guatemalans|\
    gurkhas|hindus|hispanics|hondurans|houthis|hutus|inuits|iraqis|irishmen|israelis|jews|jesuits|\
    kashmiris|kazakhs|kenyans|koreans|kosovans|kosovars|kurds|kuwaitis|lankans|latinos|latinas|\
    latvians|lebaneses|liberals|libyans|londoners|lutherans|malays|maoris|marines|mexicans|\
    methodists|moldovans|mongols|mormons|moroccans|muslims|nazis|nepalis|nicaraguans|omanis|\
    pakistanis|bangladeshis|palestinians|paraguayans|parisians|peers|pashtuns|persians|poles|\
    protestants|punjabis|puritans|qataris|quakers|republicans|ricans|rohingyas|romans|rwandans|\
    salvadorans|samoans|saudis|saxons|scots|senators|serbs|shias|shiites|sicilians|sikhs|slavs|\
    slovaks|slovenes|somalis|spaniards|spartans|sunnis|swedes|swiss|tajiks|taliban|tamils|texans|\
    thais|tibetans|tories|turks|tutsis|ugandans|uighurs|uruguayans|uyghurs|uzbeks|venezuelans|\
    welshmen|yemenis|yazidis|yorkers|zulus|members|states|oscars|emmys|grammys|baftas";

const FRENCH_ENDINGS: [&str; 9] = [
    "iens", "iennes", "eens", "eennes", "ais", "aises", "ois", "oises", "ains",
];
const NOT_FRENCH: &str = "gardiens|gardiennes|chirurgiens|chirurgiennes|comediens|comediennes|\
    musiciens|musiciennes|souverains|ecrivains|opticiens|pharmaciens|magiciens|magiciennes|\
    techniciens|techniciennes|politiciens|historiens|historiennes|quotidiens|forains|terrains|\
    samourais|harnais|bourgeois|bourgeoises|villageois|villageoises|beauvais|gervais|\
    valenciennes|marchais|galopins|framboises|punaises|falaises|cimaises|fournaises|ardoises|\
    turquoises|chiens|chiennes|collegiens|collegiennes|lyceens|lyceennes|citadins|refrains|\
    copains|malsains|mathematiciens|informaticiens|electriciens|mecaniciens|esthéticiennes";
const FRENCH: &str = "anglais|afghans|afghanes|africaines|allemands|allemandes|americaines|arabes|\
    argentins|argentines|basques|belges|berberes|bosniaques|bretons|bretonnes|britanniques|\
    bulgares|catalans|catalanes|chinois|chinoises|corses|croates|cubains|cubaines|danois|danoises|\
    ecossais|espagnols|espagnoles|flamands|grecs|grecques|hutus|juifs|kanaks|kazakhs|kosovars|\
    kurdes|malgaches|maoris|marocaines|mexicaines|normands|ouighours|ouzbeks|perses|philippins|\
    qataris|roms|roumaines|russes|saoudiens|serbes|slovaques|slovenes|somalis|suisses|tcheques|\
    tchetchenes|thais|tsiganes|turcs|turques|tutsis|vosgiens|wallons|etats|pays";
