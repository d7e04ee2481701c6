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
