//! The words of German. `ß` is spelled `ss`, as tokens are.

use super::tables::{
    ABOVE, ABOVE_AGE, BASIS_POINT, BELOW, BELOW_AGE, FROM, JUST_ABOVE, JUST_BELOW, Lexicon,
    Modifier::{About, Age, Counted, Measured, Plain, Share, Single},
    OLDER, PERCENTAGE_POINT, TO, YOUNGER,
};
use crate::domain::figure::quantity::PerPeriod::{Day, Hour, Month, Quarter, Week, Year};

pub(super) const LEXICON: Lexicon = Lexicon {
    joins: true,
    classes: &[
        ("JEDE", &["jede", "jeder", "jedes", "jeden", "jedem"]),
        ("EIN", &["ein", "eine", "einen", "einem", "einer"]),
    ],
    before: &[
        (
            "nur|lediglich|bloss|gerade einmal|gerade mal|genau|exakt|insgesamt|sogar",
            Plain,
        ),
        ("weitere|noch|nur noch|immerhin|allein|die ubrigen", Plain),
        ("alle|samtliche", Counted),
        ("um|auf|von|bei|mit|zu", Share),
        (
            "etwa|rund|circa|ca|zirka|ungefahr|um die|an die|annahernd",
            About,
        ),
        (
            "schatzungsweise|geschatzt|geschatzte|gegen|in etwa|so um die",
            About,
        ),
        (
            "mindestens|wenigstens|zumindest|nicht weniger als|mind",
            FROM,
        ),
        (
            "mehr als|uber|weit uber|deutlich uber|deutlich mehr als|weit mehr als",
            ABOVE,
        ),
        ("oberhalb von", ABOVE),
        (
            "etwas mehr als|knapp uber|kurz uber|etwas uber|gut",
            JUST_ABOVE,
        ),
        ("hochstens|maximal|bis zu|nicht mehr als|max", TO),
        (
            "weniger als|unter|deutlich unter|deutlich weniger als|unterhalb von",
            BELOW,
        ),
        (
            "knapp unter|etwas weniger als|etwas unter|kurz unter",
            JUST_BELOW,
        ),
        ("fast|beinahe|nahezu|knapp", JUST_BELOW),
        ("im alter von|im alter|im alter ab", Age),
        ("mit", Single),
    ],
    openings: &[
        (
            "EIN gruppe von|EIN familie von|EIN mannschaft von|EIN crew von|EIN delegation von",
            Counted,
        ),
        (
            "EIN bande von|EIN flotte von|EIN herde von|EIN jury von|EIN bevolkerung von",
            Counted,
        ),
        (
            "EIN stichprobe von|EIN team von|EIN konvoi von|EIN aufgebot von",
            Counted,
        ),
        (
            "EIN anstieg von|EIN zuwachs von|EIN ruckgang von|EIN plus von",
            Measured,
        ),
    ],
    after: &[
        ("ungefahr|etwa|circa", About),
        (
            "oder mehr|und mehr|plus|aufwarts|oder daruber|und daruber",
            FROM,
        ),
        ("oder alter|und alter", OLDER),
        ("oder weniger|und weniger|oder darunter|und darunter", TO),
        ("oder junger|und junger", YOUNGER),
    ],
    closings: &[("lang|breit|hoch|tief|gross|entfernt|brutto|netto", Measured)],
    spans: &[("zwischen", "und"), ("von", "bis")],
    age_spans: &[],
    to: &["bis", "bis zu", "oder", "bis hin zu"],
    but: &["und", "aber"],
    definite: &["der", "die", "das", "den", "dem", "des"],
    indefinite: &["ein", "eine", "einen", "einem", "einer", "eines"],
    of: &["der", "des", "von", "an", "aller"],
    minus: "minus",
    and: "",
    point: "komma",
    scales: &[
        ("tausend|tsd", 3),
        ("million|millionen|mio", 6),
        ("milliarde|milliarden|mrd|mia|md", 9),
        ("billion|billionen|bio", 12),
        ("billiarde|billiarden", 15),
        ("trillion|trillionen", 18),
        ("trilliarde|trilliarden", 21),
        ("quadrillion|quadrillionen", 24),
    ],
    money_scales: &[],
    halves: "eine halbe|einer halben|ein halber|ein halbes|einen halben|einem halben",
    and_half: "",
    about: &[],
    plurals: &[
        ("dutzende|dutzenden", 12),
        ("hunderte|hunderten", 100),
        ("tausende|tausenden", 1000),
        ("zehntausende|zehntausenden", 10_000),
        ("hunderttausende|hunderttausenden", 100_000),
        ("millionen", 1_000_000),
    ],
    several: "mehrere|einige|ein paar|etliche",
    several_of: &[
        ("dutzend", 12),
        ("hundert|hunderte", 100),
        ("tausend|tausende", 1000),
        ("zehntausend|zehntausende", 10_000),
        ("hunderttausend|hunderttausende", 100_000),
        ("millionen", 1_000_000),
    ],
    dozen: "dutzend",
    alone: &[("halfte|die halfte|der halfte", 2)],
    each: &[
        ("JEDE zweite|JEDE zweiten|JEDE zweiter", 2),
        ("JEDE dritte|JEDE dritten|JEDE dritter", 3),
        ("JEDE vierte|JEDE vierten|JEDE vierter", 4),
        ("JEDE funfte|JEDE funften|JEDE funfter", 5),
        ("JEDE sechste|JEDE sechsten|JEDE sechster", 6),
        ("JEDE siebte|JEDE siebten|JEDE siebter", 7),
        ("JEDE achte|JEDE achten|JEDE achter", 8),
        ("JEDE neunte|JEDE neunten|JEDE neunter", 9),
        ("JEDE zehnte|JEDE zehnten|JEDE zehnter", 10),
        ("JEDE zwanzigste|JEDE zwanzigsten|JEDE zwanzigster", 20),
    ],
    part_of: &[],
    parts: &[
        ("drittel", "drittel", 3),
        ("viertel", "viertel", 4),
        ("funftel", "funftel", 5),
        ("sechstel", "sechstel", 6),
        ("siebtel", "siebtel", 7),
        ("achtel", "achtel", 8),
        ("neuntel", "neuntel", 9),
        ("zehntel", "zehntel", 10),
    ],
    shared: "",
    ratio: "von",
    units: &[
        (
            "prozentige|prozentigen|prozentiger|prozentiges|prozentig|prozent",
            "%",
        ),
        ("promille", "[ppth]"),
        (
            "prozentpunkt|prozentpunkten|prozentpunkte",
            PERCENTAGE_POINT,
        ),
        ("basispunkt|basispunkten|basispunkte", BASIS_POINT),
        ("jahr|jahren|jahre", "a"),
        ("monat|monaten|monate", "mo"),
        ("woche|wochen", "wk"),
        ("tag|tagen|tage", "d"),
        ("stunde|std|stunden", "h"),
        ("minute|min|minuten", "min"),
        ("sekunde|sekunden", "s"),
        ("metern pro sekunde|meter pro sekunde", "m/s"),
        ("kilometern pro sekunde|kilometer pro sekunde", "km/s"),
        ("kilometern|kilometer", "km"),
        ("metern|meter", "m"),
        ("zentimetern|zentimeter", "cm"),
        ("millimetern|millimeter", "mm"),
        ("meile|meilen", "[mi_i]"),
        (
            "seemeile|seemeilen|nautische meile|nautische meilen",
            "[nmi_i]",
        ),
        ("lichtjahr|lichtjahre|lichtjahren", "[ly]"),
        ("teile pro million", "[ppm]"),
        ("teile pro milliarde", "[ppb]"),
        ("qkm", "km2"),
        ("qm", "m2"),
        ("quadratfuss", "[sft_i]"),
        ("kubikfuss", "[cft_i]"),
        ("hektar", "har"),
        ("kilo|kilos|kilogramm", "kg"),
        ("gramm", "g"),
        ("tonne|tonnen", "t"),
        ("feinunze|feinunzen", "[oz_tr]"),
        ("unze|unzen", "[oz_av]"),
        ("liter|litern", "L"),
        ("barrel", "[bbl_us]"),
        (
            "stundig|stundige|stundiger|stundigen|stundiges|stundigem",
            "h",
        ),
        (
            "minutig|minutige|minutiger|minutigen|minutiges|minutigem",
            "min",
        ),
        ("tagig|tagige|tagiger|tagigen|tagiges|tagigem", "d"),
        ("wochig|wochige|wochiger|wochigen|wochiges|wochigem", "wk"),
        (
            "monatig|monatige|monatiger|monatigen|monatiges|monatigem",
            "mo",
        ),
        ("liter pro quadratmeter", "L/m2"),
        ("grad celsius", "Cel"),
        ("grad fahrenheit", "[degF]"),
        ("grad", "#degree"),
        ("kilowatt", "kW"),
        ("megawatt", "MW"),
        ("gigawatt", "GW"),
        ("kilowattstunde|kilowattstunden", "kW.h"),
        ("megawattstunde|megawattstunden", "MW.h"),
        ("gigawattstunde|gigawattstunden", "GW.h"),
        ("terawattstunde|terawattstunden", "TW.h"),
    ],
    square: &[],
    cubic: &[],
    glued: &[],
    multiples: &[
        ("jahrzehnt|jahrzehnte|jahrzehnten", ("a", 10)),
        ("jahrhundert|jahrhunderte|jahrhunderten", ("a", 100)),
        ("jahrtausend|jahrtausende|jahrtausenden", ("a", 1000)),
        ("halbjahr|halbjahre", ("mo", 6)),
        ("viertelstunde|viertelstunden", ("min", 15)),
        ("dreiviertelstunde", ("min", 45)),
    ],
    speeds: &[("stundenkilometer|stundenkilometern", "km")],
    ages: &[
        (
            "jahre alt|jahrige|jahriger|jahrigen|jahriges|jahrig|jahrigem",
            "a",
        ),
        ("jahre alte|jahre alter|jahre altes|jahre alten", "a"),
        (
            "monate alt|monate alte|monate altes|monate alter|monate alten",
            "mo",
        ),
        ("wochen alt|wochen alte|wochen altes|wochen alter", "wk"),
        ("tage alt|tage alte|tage altes|tage alter", "d"),
    ],
    people: "menschen|personen|manner|frauen|kinder|jugendliche|erwachsene|jungen|madchen|\
        mann|frau|junge|kind|baby|person|schuler|studenten|patienten|arbeitnehmer|beschaftigte",
    after_people: &[("ab", OLDER), ("uber", ABOVE_AGE), ("unter", BELOW_AGE)],
    age_groups: &[],
    countable: "",
    currencies: &[
        ("dollar|dollars", "$"),
        ("us dollar|us dollars", "USD"),
        ("pfund sterling|britische pfund", "GBP"),
        ("peso|pesos", "#peso"),
        ("franc|francs", "#franc"),
        ("krone|kronen", "#krone"),
        ("dinar|dinare", "#dinar"),
        ("dirham", "#dirham"),
        ("yen", "JPY"),
        ("yuan", "CNY"),
        ("rubel", "RUB"),
        ("franken|schweizer franken", "CHF"),
        ("zloty", "PLN"),
        ("turkische lira", "TRY"),
        ("danische kronen", "DKK"),
        ("norwegische kronen", "NOK"),
        ("schwedische kronen", "SEK"),
    ],
    coins: &[
        ("cent|ct|eurocent|euro cent", "EUR"),
        ("rappen", "CHF"),
        ("pence", "GBP"),
    ],
    times: "mal",
    periods: &[
        ("stunde", Hour),
        ("tag", Day),
        ("woche", Week),
        ("monat", Month),
        ("quartal", Quarter),
        ("jahr", Year),
    ],
    per: &["pro", "je", "im", "am", "in der", "die", "das", "den"],
    adverbs: &[
        ("stundlich", Hour),
        ("taglich", Day),
        ("wochentlich", Week),
        ("monatlich", Month),
        ("jahrlich", Year),
    ],
    often: &[
        ("einmal", 1),
        ("zweimal", 2),
        ("dreimal", 3),
        ("viermal", 4),
        ("funfmal", 5),
        ("sechsmal", 6),
        ("siebenmal", 7),
        ("achtmal", 8),
        ("neunmal", 9),
        ("zehnmal", 10),
    ],
    additional: "weitere|weiterer|weiteren|weiteres|andere|anderen|ubrigen|restlichen|zusatzliche|\
        zusatzlichen|noch",
    falls: "ruckgang|rueckgang|ruckgange|abnahme|senkung|senkungen|einbruch|kurzung|\
        kurzungen|reduzierung|verringerung|absturz|verfall|schwund",
    losses: "verlust|verluste|einbusse|einbussen",
    metals: "gold|silber|platin|palladium",
    drinks: "milch|wasser|bier|wein|saft",
    vague: "dutzende|hunderte|tausende|zehntausende|hunderttausende|einige|mehrere|viele|wenige|\
        paar|etliche",
    ordinals: "te|ter|tes|ten|erste|erster|erstes|ersten|zweite|zweiter|zweites|zweiten|dritte|\
        dritter|drittes|dritten|vierte|vierten|funfte|funften|jeder|jede|jedes",
    nouns: "gold",
    ones: "toter|tote|toten|verletzter|verletzte|verletzten|opfer|festnahme|fall|soldat|soldatin|\
        polizist|polizistin|beamter|beamtin|journalist|journalistin|zeuge|zeugin|passagier|\
        patient|patientin|mitglied|abgeordneter|abgeordnete|mitarbeiter|mitarbeiterin|exemplar|\
        land|auto|haus|menschen|mensch|burger|burgerin|schulerin|student|studentin|todesfall",
    groups: "handvoll|mundvoll|bruchteil|bruchteile|mehrheit|mehrheiten|minderheit|minderheiten|\
        menge|mengen|unmenge|unmengen|haufen|vielzahl|unzahl|masse|massen|schar|scharen|anzahl|\
        mehrzahl|uberzahl|grossteil|mandel|ries|klafter|raummeter|festmeter|atmosphare|\
        atmospharen|pfd",
    clocks: &[],
    hours: "",
    until: "",
    idle_hours: "",
    reserved: "brutto|netto|niederlage|sieg|unentschieden|ergebnis|\
        hundert|tausend|dutzend|halb|halbe|halben|halbes|halfte|drittel|viertel|funftel|\
        sechstel|achtel|zehntel|hundertstel|anderthalb|mal|male|fach|fache|doppelt|doppelte|\
        zweimal|dreimal|uhr|mittag|mitternacht|chr|vor|nach|spater|fruher|pro|je|jeweils|kopf|\
        mehr|weniger|hoher|niedriger|weitere|oder|nicht|kein|als|aber|bis|zu|ab|punkt|punkte|\
        punkten|prozentual|pfund|zentner|zoll|zu|viele|zuviel|fuss|meile|seemeile|seemeilen|knoten|karat|bar|\
        volt|watt|ampere|hertz|dezibel|joule|kalorien|byte|gigabyte|terabyte|morgen|acker|unze|\
        unzen|quartal|quartale|schoppen|elle|ellen|scheffel|\
        paar|januar|janner|februar|marz|april|mai|juni|\
        juli|august|september|oktober|november|dezember|jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|\
        nov|dez|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|strasse|\
        krone|kronen|dinar|dirham|peso|pesos|real|lira|mark|pfennig|rupie|rupien|forint|lei|leva|\
        bitcoin|bitcoins|liga|us|schock|kilobyte|megabyte|terabyte|ar|richterskala",
};
