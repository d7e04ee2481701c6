//! The words of English, with those of Indian English.

use super::tables::{
    ABOVE, ABOVE_AGE, BASIS_POINT, BELOW, BELOW_AGE, FROM, JUST_ABOVE, JUST_BELOW, Lexicon,
    Modifier::{About, Age, Counted, Measured, Plain, Share},
    OLDER, PERCENTAGE_POINT, TO, YOUNGER,
};
use crate::domain::figure::quantity::PerPeriod::{Day, Hour, Month, Quarter, Week, Year};

pub(super) const LEXICON: Lexicon = Lexicon {
    joins: true,
    classes: &[],
    before: &[
        (
            "only|just|merely|exactly|precisely|even|still|another",
            Plain,
        ),
        (
            "a total of|a record|a mere|a further|an additional|an extra|barely",
            Plain,
        ),
        ("all of|all", Counted),
        ("at|by|to|of", Share),
        (
            "about|around|approximately|approx|roughly|some|circa|ca|c",
            About,
        ),
        ("close to|an estimated|estimated|virtually", About),
        (
            "at least|no fewer than|no less than|not fewer than|not less than",
            FROM,
        ),
        ("a minimum of|minimum|as little as|as few as", FROM),
        (
            "more than|over|well over|far more than|well above|above|greater than",
            ABOVE,
        ),
        ("in excess of|exceeding|upwards of|upward of", ABOVE),
        (
            "just over|slightly more than|slightly over|just above",
            JUST_ABOVE,
        ),
        ("a little over|a little more than", JUST_ABOVE),
        (
            "up to|at most|no more than|not more than|as many as|as much as",
            TO,
        ),
        ("a maximum of|maximum", TO),
        (
            "fewer than|less than|under|well under|below|well below",
            BELOW,
        ),
        (
            "just under|slightly less than|slightly fewer than|slightly under",
            JUST_BELOW,
        ),
        ("just below|a little under|a little less than", JUST_BELOW),
        ("nearly|almost", JUST_BELOW),
        ("aged|age|ages|at age|at the age of|the age of", Age),
    ],
    openings: &[
        (
            "in the region of|in the order of|of the order of|on the order of",
            About,
        ),
        (
            "in the vicinity of|in the neighbourhood of|in the neighborhood of",
            About,
        ),
        (
            "a crowd of|a population of|a group of|a team of|a staff of|a workforce of",
            Plain,
        ),
        (
            "a fine of|a loss of|a profit of|a rise of|a fall of|an increase of",
            Measured,
        ),
        (
            "a decrease of|a drop of|a distance of|a height of|a speed of",
            Measured,
        ),
        ("weighing|weighs|weighed|a weight of", Measured),
        (
            "a family of|a gang of|a panel of|a crew of|a squad of|a cast of|a jury of",
            Counted,
        ),
        (
            "a household of|a party of|a convoy of|a fleet of|a batch of|a herd of",
            Counted,
        ),
        (
            "a flock of|a delegation of|a queue of|a collection of|a shortlist of",
            Counted,
        ),
        (
            "a garrison of|a network of|a congregation of|a cohort of|a mob of",
            Counted,
        ),
        ("a committee of|a sample of", Counted),
        (
            "an army of|the family of|the group of|the team of|the crew of",
            Counted,
        ),
    ],
    after: &[
        ("approximately|or so|or thereabouts|odd", About),
        (
            "plus|or more|and more|or over|and over|or above|and above|at least",
            FROM,
        ),
        ("and counting", FROM),
        ("or older|and older", OLDER),
        (
            "or fewer|or less|or under|and under|or below|and below|at most",
            TO,
        ),
        ("or younger|and younger", YOUNGER),
    ],
    closings: &[
        ("strong", Plain),
        ("tall|long|wide|high|deep|away", Measured),
        ("age group|age bracket|age range", Age),
    ],
    spans: &[("between", "and"), ("from", "to")],
    age_spans: &[("between the ages of", "and"), ("between ages", "and")],
    to: &["to", "or"],
    but: &["and", "but"],
    definite: &["the"],
    indefinite: &["a", "an"],
    of: &["of"],
    minus: "minus",
    and: "and",
    point: "point",
    scales: &[
        ("thousand", 3),
        ("lakh|lakhs|lac|lacs", 5),
        ("million|millions|m|mn|mln|mil", 6),
        ("crore|crores", 7),
        ("billion|billions|bn|bln", 9),
        ("trillion|trillions|tn|trn", 12),
        ("quadrillion|quadrillions", 15),
    ],
    money_scales: &[("b", 9), ("t", 12), ("cr", 7)],
    halves: "half a|half an|half|a half",
    and_half: "and a half",
    about: &[("half a hundred", 50)],
    plurals: &[
        ("dozens", 12),
        ("scores", 20),
        ("tens", 10),
        ("hundreds", 100),
        ("thousands", 1000),
        ("tens of thousands", 10_000),
        ("hundreds of thousands", 100_000),
        ("lakhs", 100_000),
        ("crores", 10_000_000),
        ("millions", 1_000_000),
        ("tens of millions", 10_000_000),
        ("hundreds of millions", 100_000_000),
    ],
    several: "several|a few",
    several_of: &[
        ("dozen", 12),
        ("hundred", 100),
        ("thousand", 1000),
        ("hundred thousand", 100_000),
        ("lakh", 100_000),
        ("crore", 10_000_000),
        ("million", 1_000_000),
    ],
    dozen: "dozen",
    alone: &[("half|a half|one half", 2)],
    each: &[],
    part_of: &["of a", "of an"],
    parts: &[
        ("third", "thirds", 3),
        ("quarter", "quarters", 4),
        ("fourth", "fourths", 4),
        ("fifth", "fifths", 5),
        ("sixth", "sixths", 6),
        ("seventh", "sevenths", 7),
        ("eighth", "eighths", 8),
        ("ninth", "ninths", 9),
        ("tenth", "tenths", 10),
    ],
    shared: "adult|adults|american|americans|briton|britons|european|europeans|italian|\
        italians|german|germans|australian|australians|canadian|canadians|indian|indians|voter|\
        household|households|family|families|pupil|pupils|teenager|parent|parents|mother|\
        mothers|father|fathers|home|homes|house|houses|employee|employees|doctor|doctors|nurse|\
        nurses|teacher|teachers|driver|drivers|farmer|farmers|user|users|customer|customers|\
        consumer|consumers|pensioner|respondent|respondents|baby|babies|infant|infants|couple|\
        couples|firm|firms|company|companies|business|businesses|school|schools|car|cars|\
        vehicle|vehicles|birth|births|pregnancy|pregnancies|bird|birds|species|children",
    ratio: "in|in every|out of|out of every",
    units: &[
        ("per cent|percent|pct", "%"),
        ("per thousand", "[ppth]"),
        ("part per million|parts per million", "[ppm]"),
        ("part per billion|parts per billion", "[ppb]"),
        (
            "percentage point|percentage points|per cent point|per cent points|percent point|\
                percent points",
            PERCENTAGE_POINT,
        ),
        ("bps|basis point|basis points", BASIS_POINT),
        ("year|yrs|years", "a"),
        ("month|months", "mo"),
        ("week|weeks", "wk"),
        ("day|days", "d"),
        ("hour|hr|hrs|hours", "h"),
        ("minute|mins|minutes", "min"),
        ("second|seconds", "s"),
        (
            "metre per second|meters per second|metres per second",
            "m/s",
        ),
        (
            "kilometre per second|kilometers per second|kilometres per second",
            "km/s",
        ),
        ("kilometer|kilometers|kms|kilometre|kilometres", "km"),
        ("meter|meters|metre|metres", "m"),
        ("centimeter|centimeters|centimetre|centimetres", "cm"),
        ("millimeter|millimeters|millimetre|millimetres", "mm"),
        ("nautical mile|nautical miles", "[nmi_i]"),
        ("mile|miles", "[mi_i]"),
        ("light year|light years", "[ly]"),
        ("yard|yards", "[yd_i]"),
        ("foot|ft|feet", "[ft_i]"),
        ("inch|inches", "[in_i]"),
        ("mil", "[mil_i]"),
        (
            "sq km|sq kms|square km|square kilometers|square kilometres",
            "km2",
        ),
        ("cubic metre|cubic meters|cu m|cubic metres", "m3"),
        ("cubic foot|cu ft|cubic feet", "[cft_i]"),
        ("sq m|square meters|square metre|square metres", "m2"),
        ("sq ft|sq feet|square foot|square feet", "[sft_i]"),
        ("sq mi|sq mile|sq miles|square mile|square miles", "[mi_i]2"),
        ("us acre|us acres", "[acr_us]"),
        ("imperial acre|imperial acres", "[acr_br]"),
        ("acre|acres", "#acre"),
        ("hectare|hectares", "har"),
        ("kilo|kilos|kgs|kilogram|kilograms", "kg"),
        ("gm|gms|gram|gramme|grammes|grams", "g"),
        ("milligram|milligrams", "mg"),
        (
            "tonne|metric ton|metric tons|metric tonne|metric tonnes|tonnes",
            "t",
        ),
        ("short ton|short tons", "[ston_av]"),
        ("long ton|long tons", "[lton_av]"),
        ("ton|tons", "#ton"),
        ("stone", "[stone_av]"),
        ("lb|lbs", "[lb_av]"),
        ("troy ounce|troy oz|oz t|troy ounces", "[oz_tr]"),
        ("us fluid ounce|us fluid ounces", "[foz_us]"),
        ("imperial fluid ounce|imperial fluid ounces", "[foz_br]"),
        ("fluid ounce|fl oz|fluid ounces", "#fluid"),
        ("ounce|oz|ounces", "[oz_av]"),
        (
            "litre per square metre|litres per square metre|liters per square meter",
            "L/m2",
        ),
        ("liter|liters|litre|litres", "L"),
        ("milliliters|millilitre|millilitres", "mL"),
        ("us gallon|us gallons", "[gal_us]"),
        ("imperial gallon|imperial gallons", "[gal_br]"),
        ("gallon|gallons", "#gallon"),
        ("us pint|us pints", "[pt_us]"),
        ("imperial pint|imperial pints", "[pt_br]"),
        ("pint|pints", "#pint"),
        ("barrel|barrels", "[bbl_us]"),
        ("knot|knots", "[kn_i]"),
        ("degrees celsius|degrees c", "Cel"),
        ("degrees fahrenheit|degrees f", "[degF]"),
        ("degree|degrees", "#degree"),
        ("watt|watts", "W"),
        ("kilowatts", "kW"),
        ("megawatt|megawatts", "MW"),
        ("gigawatt|gigawatts", "GW"),
        ("kilowatt hour|kilowatt hours", "kW.h"),
        ("megawatt hour|megawatt hours", "MW.h"),
        ("gigawatt hour|gigawatt hours", "GW.h"),
        ("terawatt hour|terawatt hours", "TW.h"),
    ],
    square: &["square", "sq"],
    cubic: &["cubic", "cu"],
    glued: &[("in", "[in_i]"), ("pc", "%")],
    multiples: &[
        ("fortnight|fortnights", ("wk", 2)),
        ("decade|decades", ("a", 10)),
        ("century|centuries", ("a", 100)),
        ("millennium|millennia", ("a", 1000)),
        ("quintal|quintals", ("kg", 100)),
    ],
    speeds: &[("mph", "[mi_i]"), ("kph|kmh|kmph", "km")],
    ages: &[
        (
            "year old|year olds|years old|years of age|yr old|yr olds|yo",
            "a",
        ),
        ("month old|month olds|months old", "mo"),
        ("week old|weeks old", "wk"),
        ("day old|days old", "d"),
    ],
    people: "people|persons|men|women|adults|children|teenagers|boys|girls|man|woman|boy|girl|\
        those|everyone|anyone|workers|residents|citizens|patients|voters|pensioners|students",
    after_people: &[
        (
            "over|over the age of|above the age of|older than",
            ABOVE_AGE,
        ),
        (
            "under|under the age of|below the age of|younger than",
            BELOW_AGE,
        ),
    ],
    age_groups: &[],
    countable: "people|jobs|homes|households|workers|customers|users|viewers|voters|visitors|\
        passengers|patients|pupils|students|residents|citizens|subscribers|listeners|readers|\
        followers|downloads|deaths|cases|doses|copies|votes|refugees|migrants|tourists|travellers|\
        members|employees|families|children|adults|britons|americans|ukrainians|fans|players|\
        shares|views|clicks|likes|tickets|vehicles|cars|barrels|tonnes|drivers|taxpayers|pensioners|shoppers|tests",
    currencies: &[
        ("dollar|dollars", "$"),
        ("us dollar|us dollars|american dollars", "USD"),
        ("pound|pounds", "£"),
        ("pounds sterling|british pounds", "GBP"),
        ("yen", "JPY"),
        ("peso|pesos", "#peso"),
        ("franc|francs", "#franc"),
        ("krone|kroner|krona|kronor|crown|crowns", "#krone"),
        ("dinar|dinars", "#dinar"),
        ("dirham|dirhams", "#dirham"),
        ("yuan|renminbi", "CNY"),
        ("rouble|roubles|ruble|rubles", "RUB"),
        ("rupee|rupees", "₨"),
        ("hryvnia|hryvnias", "UAH"),
        ("shekels", "ILS"),
        ("turkish lira", "TRY"),
        ("zloty|zlotys", "PLN"),
        ("danish kroner", "DKK"),
        ("norwegian kroner", "NOK"),
        ("swedish kronor", "SEK"),
    ],
    coins: &[
        ("pence|penny|p", "GBP"),
        ("cent|cents", "¢"),
        ("paise", "INR"),
    ],
    times: "times",
    periods: &[
        ("hour", Hour),
        ("day", Day),
        ("week", Week),
        ("month", Month),
        ("quarter", Quarter),
        ("year|annum", Year),
    ],
    per: &["a", "an", "per", "each", "every"],
    adverbs: &[
        ("hourly", Hour),
        ("daily", Day),
        ("weekly", Week),
        ("monthly", Month),
        ("quarterly", Quarter),
        ("yearly|annually|annual|pa", Year),
    ],
    often: &[("once", 1), ("twice", 2), ("thrice", 3)],
    additional: "another|additional|extra|further|other|others|remaining",
    falls: "drop|drops|fall|falls|decline|declines|decrease|decreases|reduction|reductions|cut|\
        cuts|dip|slump|plunge|slide|contraction|downturn|tumble|shrinkage|dive|collapse",
    losses: "loss|losses",
    metals: "gold|silver|platinum|palladium|bullion",
    drinks: "milk|water|beer|wine|juice|soda|coffee|tea|drink|drinks|liquid|fluid|formula|\
        spirits|whisky|whiskey|vodka",
    vague: "dozens|hundreds|thousands|millions|billions|trillions|tens|scores|several|few|many|\
        most|couple|score",
    ordinals: "st|nd|rd|th|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\
        eleventh|twelfth|hundredth|thousandth|thirds|fourths|fifths|sixths|sevenths|eighths|\
        ninths|tenths",
    nouns: "gray|male|males|pies|pie|sous|gold|silver",
    ones: "person|man|woman|boy|girl|child|victim|suspect|soldier|officer|member|case|death|arrest|\
        resident|worker|student|official|patient|player|passenger|survivor|citizen|copy",
    groups: "handful|handfuls|fistful|fistfuls|armful|armfuls|cupful|cupfuls|spoonful|spoonfuls|\
        teaspoonful|teaspoonfuls|tablespoonful|tablespoonfuls|bucketful|bucketfuls|roomful|\
        multitude|multitudes|myriad|myriads|gross|grosses|majority|majorities|minority|\
        minorities|plurality|fraction|fractions|multiple|multiples|umpteen|brace|ream|reams|\
        eon|eons|aeon|aeons",
    clocks: &[],
    hours: "",
    until: "",
    idle_hours: "",
    reserved: "result|scoreline|defeats|wins|\
        hundredth|hundredths|thousandths|twentieth|twentieths|sixteenths|hundred|dozen|half|halves|quarter|quarters|time|times|fold|twice|thrice|once|double|triple|ago|later|earlier|\
        am|pm|clock|past|bc|ad|bce|ce|noon|midnight|per|each|every|apiece|head|capita|a|an|\
        more|less|fewer|extra|higher|lower|bigger|smaller|larger|greater|other|others|or|nor|\
        not|no|than|but|to|from|minus|plus|versus|vs|by|at|percentage|point|points|counting|\
        square|sq|cubic|cu|quart|quarts|stones|furlong|furlongs|fathom|fathoms|micron|microns|\
        hundredweight|cwt|cc|cusec|cusecs|tola|tolas|bigha|bighas|carat|carats|bar|bars|too|short|up|down|off|ahead|behind|before|after|until|since|volt|volts|amp|amps|hertz|decibel|decibels|\
        joule|joules|calorie|calories|byte|bytes|megabyte|megabytes|gigabyte|gigabytes|gb|mb|\
        tb|kb|bushel|bushels|watts|horsepower|magnitude|lux|mol|decade|decades|century|\
        centuries|fortnight|fortnights|millennia|light|ounces|troy|pair|pairs|lb|lbs|oz|\
        january|february|march|april|may|june|july|august|september|october|november|december|\
        jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|monday|tuesday|wednesday|thursday|\
        friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|street|road|avenue|lane|square|\
        franc|francs|krone|kroner|krona|kronor|crown|crowns|dinar|dinars|dirham|dirhams|riyal|\
        riyals|rial|rials|peso|pesos|real|reais|lira|liras|mark|marks|taka|baht|won|rand|naira|\
        shilling|shillings|rupiah|ringgit|dong|forint|leu|lei|lev|leva|bitcoin|bitcoins|nickel|\
        nickels|dime|dimes|buck|bucks|quid|grand|rs|re|inr|pts|nil|odd|something|\
        kilobyte|kilobytes|petabyte|petabytes|kilobit|kilobits|megabit|megabits|gigabit|gigabits|\
        pascal|pascals|kilopascal|kilopascals|newton|newtons|psi|dpi|cup|cups|teaspoon|teaspoons|\
        tablespoon|tablespoons|sec|secs|yd|yds|maund|maunds|gaj|richter|figures|digits|ratio|\
        dunam|dunams|dunum|dunums|donum|donums|feddan|feddans|verst|versts|catty|catties|picul|\
        piculs|rods|peck|pecks|gill|gills|dram|drams|atm|atms|hp|bhp|ps|baud|ohm|\
        ohms|kelvin|kelvins|mole|moles|hands|mils|bill|thou|deg|degs|deutschmark|deutschmarks|\
        ether|ethereum|dogecoin|dogecoins|litecoin|litecoins|satoshi|satoshis|tonnage|kilos|pixel|pixels|parsec|parsecs|cubit|cubits|\
        defeat|win|victory|draw|bit|bits|kharab|padma|neel|lpa|ctc",
};
