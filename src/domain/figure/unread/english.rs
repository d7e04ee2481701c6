//! Units and groups of English that are not read, with those of South Asia.

use super::measures::Measures;

pub(super) const MEASURES: Measures = Measures {
    alone: "hundredweight|hundredweights|cwt|cwts|btu|btus|mmbtu|therm|therms|furlong|furlongs|\
        fathom|fathoms|arcminute|arcminutes|arcsecond|arcseconds|microarcseconds|\
        milliarcseconds|steradian|steradians|radian|radians|gradian|gradians|cubit|cubits|\
        micron|microns|angstrom|angstroms|fermi|fermis|parsecs|parsec|megaparsecs|gigaparsecs|\
        candela|candelas|footcandle|footcandles|candlepower|webers|henrys|henries|katal|katals|\
        curie|curies|rads|rems|roentgen|roentgens|rontgen|dyne|dynes|erg|ergs|poise|centipoise|\
        stokes|centistokes|maxwells|oersteds|gausses|diopter|diopters|dioptre|dioptres|torr|\
        torrs|psi|psig|kilobar|baud|bauds|flop|flops|teraflop|teraflops|petaflop|petaflops|\
        exaflop|exaflops|gigaflops|bushel|bushels|bsh|peck|pecks|firkin|firkins|kilderkin|\
        kilderkins|hogshead|hogsheads|demijohn|demijohns|jeroboam|jeroboams|methuselah|\
        methuselahs|nebuchadnezzar|nebuchadnezzars|gill|gills|minim|minims|dram|drams|drachm|\
        drachms|fluidram|fluidounce|pennyweight|pennyweights|dwt|scruple|tod|tods|quartern|\
        quarterns|ell|ells|barleycorn|barleycorns|oxgang|oxgangs|virgate|virgates|carucate|\
        carucates|bovate|bovates|hectarage|acreage|rood|roods|arpent|arpents|tablespoon|\
        tablespoons|teaspoon|teaspoons|tbsp|tsp|tbsps|tsps|dessertspoon|dessertspoons|cupful|\
        cupfuls|thimbleful|thimblefuls|pinches|smidgen|smidgens|wheelbarrowful|shovelful|\
        shovelfuls|handbreadth|handbreadths|horsepower|hp|bhp|shp|ihp|cusec|cusecs|cumec|cumecs|\
        mcf|bcf|tcf|mmcf|tmc|boe|boed|bpd|boepd|mtoe|teu|teus|grt|mtpa|gpm|cfm|cfs|rpm|rpms|bpm|\
        fps|dpi|ppi|ppt|mpg|pint|karat|karats|carat|carats|maund|maunds|seer|seers|tola|tolas|\
        chhatak|chhataks|lbf|kgf|nmi|chaldron|chaldrons|quire|quires|ream|reams|grosses|dicker|\
        dickers|fortnights|lustrum|lustra|sennight|olympiad|olympiads|millenniums|jiffy|jiffies|\
        eon|eons|aeon|aeons|arab|kharab|kharabs|padma|neel|shankh|bigha|bighas|biswa|biswas|\
        kanal|kanals|marla|marlas|katha|kathas|kattha|katthas|cottah|cottahs|guntha|gunthas|\
        gunta|guntas|dismil|dismils|chatak|chataks|gaj|kos|koss|adhmani|ngan|tsubo|pyeong|catty|\
        catties|picul|piculs|tael|taels|candareen|candareens|dunam|dunams|dunum|dunums|donum|\
        donums|feddan|feddans|verst|versts|pood|poods|dessiatin|dessiatins|dessiatina|\
        dessiatinas|momme|kwan|stadia|stadion|parasang|parasangs|shekelweight|cuerda|cuerdas|\
        score|scores|threescore|trio|trios|quartet|quartets|quartette|quintet|quintets|sextet|\
        sextets|septet|septets|octet|octets|nonet|nonets|foursome|foursomes|threesome|\
        threesomes|twosome|twosomes|fivesome|sixsome|duo|duos|brace|halfdozen|tenfold|\
        hundredfold|thousandfold|twofold|threefold|fourfold|fivefold|sixfold|sevenfold|\
        eightfold|ninefold|twentyfold|kilodozen|centum|pentad|tetrad|triad|triads|dyad|dyads|\
        decade|quincunx|heptad|ennead|myriads|chiliad|gallon|quart|quarts|bissextile|hectopint|\
        lightyear|lightyears|becquerel|sievert|lux|lumen|kelvin|kelvins|nits|decibel|octave|\
        octaves|semitone|semitones|picas|twip|twips|poundal|poundals|kips|thou|tonnage|\
        hectograms|quintals|decitonne|decitonnes|centner|centners|zentner|pfund|fluidounces|\
        calorie|calories|thermie|thermies|pferdestarke|mach|knot|knots|megaton|megatons|kiloton|\
        kilotons|megatonne|megatonnes|kilotonne|kilotonnes|gigatonne|gigatonnes|gigaton|gigatons",
    shared: "proof|chain|chains|grain|grains|cord|cords|league|leagues|pole|poles|rod|rods|perch|\
        perches|hand|hands|span|spans|pace|paces|digit|digits|cup|cups|stick|sticks|hide|hides|\
        yoke|yokes|slug|slugs|stone|stones|mole|moles|gray|grays|newton|henry|gauss|farad|tesla|\
        siemens|weber|bar|bars|amp|amps|atmosphere|atmospheres|decimal|decimals|ground|grounds|\
        cran|crans|mou|mu|li|rai|ping|seer|seers|kip|kips|em|ems|barn|barns|toe|talent|talents|\
        seam|seams|clove|cloves|couplet|couplets|semester|semesters|trimester|trimesters|pair|\
        pairs|couple|couples|gross|pinch|pinches|dash|dashes|knob|knobs|jigger|\
        jiggers|butt|butts|tun|tuns|wey|weys|pottle|pottles|noggin|noggins|magnum|magnums|mark|\
        marks|quad|quads",
    adjectives: "square|sq|cubic|cu|metric|imperial|us|american|british|english|scottish|scots|\
        irish|welsh|statute|nautical|geographical|international|avoirdupois|troy|fluid|long|\
        short|old|ancient|royal|roman|biblical|french|spanish|castilian|chinese|japanese|\
        russian|indian|bengali|ottoman|turkish|dutch|german|prussian|linear|running|full|heaped|\
        level|baker's|great|standard|surveyor's|gunter's",
};
