//! The words of French.

use super::tables::{
    ABOVE, ABOVE_AGE, BASIS_POINT, BELOW, BELOW_AGE, FROM, JUST_ABOVE, JUST_BELOW, Lexicon,
    Modifier::{About, Age, Counted, Measured, Plain, Share, Single},
    PERCENTAGE_POINT, TO,
};
use crate::domain::figure::quantity::PerPeriod::{Day, Hour, Month, Quarter, Week, Year};

pub(super) const LEXICON: Lexicon = Lexicon {
    joins: false,
    classes: &[
        ("DE", &["de", "d'", "du", "des"]),
        ("À", &["à", "a", "au", "aux"]),
    ],
    before: &[
        (
            "seulement|exactement|precisement|un total DE|encore|meme|au total|uniquement",
            Plain,
        ),
        ("à peine|les autres", Plain),
        ("tous les|toutes les", Counted),
        ("à|au|de|du|d'", Share),
        (
            "environ|autour DE|aux alentours DE|quelque|quelques|pres DE|à peu pres",
            About,
        ),
        ("approximativement|circa|d' environ", About),
        (
            "au moins|pas moins DE|au minimum|minimum|un minimum DE|d' au moins",
            FROM,
        ),
        (
            "plus DE|bien plus DE|au dessus DE|superieur À|superieurs À|superieure À",
            ABOVE,
        ),
        ("superieures À", ABOVE),
        (
            "un peu plus DE|à peine plus DE|legerement plus DE",
            JUST_ABOVE,
        ),
        (
            "jusqu' À|au plus|tout au plus|pas plus DE|au maximum|maximum|un maximum DE",
            TO,
        ),
        (
            "moins DE|au dessous DE|en dessous DE|inferieur À|inferieurs À|inferieure À",
            BELOW,
        ),
        ("inferieures À", BELOW),
        (
            "un peu moins DE|à peine moins DE|legerement moins DE",
            JUST_BELOW,
        ),
        ("presque|quasiment", JUST_BELOW),
        (
            "age de|agee de|ages de|agees de|age d'|agee d'|ages d'|agees d'",
            Age,
        ),
        ("ages|agees|age|agee", Age),
        ("de|à|à l' age de|d'", Single),
        ("les plus DE", ABOVE_AGE),
        ("les moins DE", BELOW_AGE),
    ],
    openings: &[
        (
            "un groupe DE|une equipe DE|une famille DE|une foule DE|un equipage DE",
            Counted,
        ),
        (
            "une delegation DE|un panel DE|une bande DE|un convoi DE|une flotte DE",
            Counted,
        ),
        (
            "un troupeau DE|un jury DE|une population DE|un echantillon DE",
            Counted,
        ),
        (
            "une commission DE|un cortege DE|un reseau DE|une troupe DE|un effectif DE",
            Counted,
        ),
        (
            "une hausse DE|une baisse DE|une augmentation DE|une progression DE|un taux DE",
            Measured,
        ),
        ("un recul DE|une amende DE", Measured),
    ],
    after: &[
        ("environ", About),
        ("ou plus|et plus|au moins|au minimum", FROM),
        ("ou moins|et moins|au plus|au maximum|maximum", TO),
    ],
    closings: &[(
        "nets|net|brut|bruts|de long|de haut|de large|ferme|avec sursis",
        Measured,
    )],
    spans: &[("entre|d' entre", "et"), ("de", "À")],
    age_spans: &[],
    to: &["à", "ou"],
    but: &["et", "mais"],
    definite: &["le", "la", "les", "l'"],
    indefinite: &["un", "une"],
    of: &["DE"],
    minus: "moins",
    and: "",
    point: "virgule",
    scales: &[
        ("mille", 3),
        ("million|millions|mio", 6),
        ("milliard|milliards|md|mds|mrd", 9),
        ("billion|billions", 12),
        ("trillion|trillions", 18),
        ("quadrillion|quadrillions", 24),
    ],
    money_scales: &[],
    halves: "un demi|une demi",
    and_half: "et demi|et demie",
    about: &[
        ("une dizaine", 10),
        ("une douzaine", 12),
        ("une demi douzaine", 6),
        ("une quinzaine", 15),
        ("une vingtaine", 20),
        ("une trentaine", 30),
        ("une quarantaine", 40),
        ("une cinquantaine", 50),
        ("une soixantaine", 60),
        ("une centaine", 100),
        ("un millier", 1000),
    ],
    plurals: &[
        ("dizaines|des dizaines", 10),
        ("centaines|des centaines", 100),
        ("milliers|des milliers", 1000),
        ("dizaines de milliers|des dizaines de milliers", 10_000),
        ("centaines de milliers|des centaines de milliers", 100_000),
        ("millions|des millions", 1_000_000),
    ],
    several: "plusieurs|quelques|de nombreuses",
    several_of: &[
        ("dizaines", 10),
        ("centaines", 100),
        ("milliers", 1000),
        ("dizaines de milliers", 10_000),
        ("centaines de milliers", 100_000),
        ("millions", 1_000_000),
    ],
    dozen: "douzaines",
    alone: &[("moitie|la moitie", 2)],
    each: &[],
    part_of: &["de", "d'"],
    parts: &[
        ("tiers", "tiers", 3),
        ("quart", "quarts", 4),
        ("cinquieme", "cinquiemes", 5),
        ("sixieme", "sixiemes", 6),
        ("dixieme", "dixiemes", 10),
    ],
    shared: "menage|menages|famille|familles|entreprise|entreprises|eleve|enfant|parent|\
        parents|mere|meres|pere|peres|electeur|electeurs|electrice|habitant|habitants|salarie|\
        salariee|retraite|retraites|voiture|voitures|logement|logements|ecole|ecoles|couple|\
        couples|patient|patiente|agriculteur|agriculteurs|consommateur|consommateurs|naissance|\
        naissances|bebe|jeunes|conducteur|conducteurs|enseignant|enseignants|utilisateur|\
        utilisateurs|client|clients|chomeur|francais|francaise|europeen|europeenne|italien|\
        allemand|espagnol|americain|americaine|belge|suisse",
    ratio: "sur",
    units: &[
        ("pour cent|pourcent|pourcents", "%"),
        ("pour mille", "[ppth]"),
        (
            "point de pourcentage|points de pourcentage",
            PERCENTAGE_POINT,
        ),
        ("point de base|points de base", BASIS_POINT),
        ("an|annee|annees|ans", "a"),
        ("mois", "mo"),
        ("semaine|semaines", "wk"),
        ("jour|journee|journees|jours", "d"),
        ("heure|heures", "h"),
        ("minute|minutes", "min"),
        ("seconde|secondes", "s"),
        ("metre par seconde|metres par seconde", "m/s"),
        ("kilometre par seconde|kilometres par seconde", "km/s"),
        ("kilometre|kilometres", "km"),
        ("metre|metres", "m"),
        ("centimetre|centimetres", "cm"),
        ("millimetre|millimetres", "mm"),
        ("mile|miles", "[mi_i]"),
        (
            "mille marin|milles marins|mille nautique|milles nautiques",
            "[nmi_i]",
        ),
        ("annee lumiere|annees lumiere", "[ly]"),
        ("partie par million|parties par million", "[ppm]"),
        ("partie par milliard|parties par milliard", "[ppb]"),
        ("kilometre carre|kilometres carres", "km2"),
        ("metre carre|metres carres", "m2"),
        ("metre cube|metres cubes", "m3"),
        ("hectare|hectares", "har"),
        ("kilo|kilos|kilogramme|kilogrammes", "kg"),
        ("gramme|grammes", "g"),
        ("tonne|tonnes", "t"),
        ("once troy|onces troy", "[oz_tr]"),
        ("once|onces", "[oz_av]"),
        ("litre par metre carre|litres par metre carre", "L/m2"),
        ("litre|litres", "L"),
        ("baril|barils", "[bbl_us]"),
        ("degres celsius", "Cel"),
        ("degres fahrenheit", "[degF]"),
        ("degre|degres", "#degree"),
        ("kilowatts", "kW"),
        ("megawatt|megawatts", "MW"),
        ("gigawatt|gigawatts", "GW"),
        ("kilowattheure|kilowattheures", "kW.h"),
        ("megawattheure|megawattheures", "MW.h"),
        ("gigawattheure|gigawattheures", "GW.h"),
        ("terawattheure|terawattheures", "TW.h"),
    ],
    square: &["carre", "carres"],
    cubic: &["cube", "cubes"],
    glued: &[],
    multiples: &[
        ("decennie|decennies", ("a", 10)),
        ("siecle|siecles", ("a", 100)),
        ("millenaire|millenaires", ("a", 1000)),
        ("semestre|semestres", ("mo", 6)),
        ("quintal|quintaux", ("kg", 100)),
    ],
    speeds: &[("kilometres heure|kilometres à l' heure", "km")],
    ages: &[("ans revolus", "a")],
    people: "personnes|jeunes|hommes|femmes|enfants|adultes|adolescents|homme|femme|enfant|jeune|\
        adolescent|adolescente|garcon|garcons|fille|filles|personne|suspect|etudiant|etudiante|\
        gens|lyceens|eleves|jeune homme|jeune femme|\
        bebe|nourrisson|seniors|salaries|patients|mineur|mineurs",
    after_people: &[
        ("de plus DE|ages de plus DE|agees de plus DE", ABOVE_AGE),
        ("de moins DE|ages de moins DE|agees de moins DE", BELOW_AGE),
    ],
    age_groups: &["les"],
    countable: "",
    currencies: &[
        ("dollar|dollars", "$"),
        ("dollars americains", "USD"),
        ("dollars canadiens", "CAD"),
        ("livre sterling|livres sterling", "GBP"),
        ("peso|pesos", "#peso"),
        ("franc|francs", "#franc"),
        ("couronne|couronnes", "#krone"),
        ("dinar|dinars", "#dinar"),
        ("dirham|dirhams", "#dirham"),
        ("yen|yens", "JPY"),
        ("yuan|yuans", "CNY"),
        ("rouble|roubles", "RUB"),
        ("franc suisse|francs suisses", "CHF"),
        ("franc cfa|francs cfa", "#cfa franc"),
        ("zloty|zlotys", "PLN"),
        ("couronnes danoises", "DKK"),
        ("couronnes norvegiennes", "NOK"),
        ("couronnes suedoises", "SEK"),
    ],
    coins: &[("centime d' euro|centimes d' euro|centime|centimes", "EUR")],
    times: "fois",
    periods: &[
        ("heure", Hour),
        ("jour", Day),
        ("semaine", Week),
        ("mois", Month),
        ("trimestre", Quarter),
        ("an|annee", Year),
    ],
    per: &["par", "chaque", "l'", "de l'", "la", "le"],
    adverbs: &[
        ("quotidiens|quotidiennes", Day),
        ("hebdomadaires", Week),
        ("mensuel|mensuels|mensuelle|mensuelles", Month),
        ("annuel|annuels|annuelle|annuelles", Year),
    ],
    often: &[],
    additional: "autre|autres|encore|supplementaire|supplementaires|additionnels|additionnelles|\
        restants|restantes",
    falls: "baisse|baisses|recul|reculs|diminution|reduction|reductions|chute|chutes|repli|\
        contraction|coupe|coupes|effondrement",
    losses: "perte|pertes",
    metals: "or|argent|platine|palladium",
    drinks: "lait|eau|biere|vin|jus",
    vague: "dizaines|dizaine|centaines|centaine|milliers|millier|douzaines|douzaine|plusieurs|\
        beaucoup|certains|certaines|nombreux|nombreuses|quelques|vingtaine",
    ordinals: "er|ere|eme|nde|premier|premiere|deuxieme|second|seconde|troisieme|quatrieme|\
        cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|centieme|siecle",
    nouns: "or",
    ones: "mort|morte|blesse|blessee|victime|arrestation|disparu|disparue|cas|soldat|policier|\
        policiere|gendarme|militaire|otage|journaliste|medecin|passager|passagere|survivant|\
        survivante|citoyen|citoyenne|employe|employee|depute|deputee|senateur|membre|deces|\
        exemplaire|pays|maison|voiture|interpellation",
    groups: "poignee|poignees|multitude|multitudes|myriade|myriades|majorite|majorites|minorite|\
        minorites|foule|foules|kyrielle|ribambelle|fraction|fractions|quantite|quantites|\
        foultitude|huitaine|huitaines|neuvaine|neuvaines|quinzaine|quinzaines|vingtaines|\
        trentaine|trentaines|quarantaine|quarantaines|cinquantaine|cinquantaines|soixantaine|\
        soixantaines|cheval|chevaux|boisseau|boisseaux|stere|steres|toise|toises|brasse|\
        brasses|tep|verge|verges|yard|yards|atmosphere|atmospheres",
    clocks: &[("les", 24), ("le", 31)],
    hours: "heure|heures|h",
    until: "à|a|jusqu'|jusqu' à|jusqu' a",
    idle_hours: "à l' heure|l' heure",
    reserved: "defaite|victoire|nul|score|\
        trop|finale|finales|journee|lieue|lieues|arpent|arpents|pinte|pintes|cent|mille|demi|demie|moitie|tiers|quart|quarts|fois|double|triple|h|heures|midi|\
        minuit|matin|soir|apres|avant|tard|tot|par|chaque|chacun|chacune|tete|plus|moins|autres|\
        autre|ou|ni|ne|pas|que|mais|contre|point|points|pourcentage|carre|carres|carree|cube|\
        cubes|degre|degres|pouce|pouces|pied|pieds|acre|acres|once|onces|livre|livres|gallon|\
        gallons|noeud|noeuds|carat|carats|bar|volt|volts|watt|watts|amperes|hertz|\
        decibels|joules|calories|octets|gigaoctets|trimestre|trimestres|\
        billiard|billiards|trilliard|paire|paires|couple|janvier|fevrier|mars|\
        avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|lundi|mardi|mercredi|jeudi|\
        vendredi|samedi|dimanche|rue|boulevard|franc|francs|couronne|couronnes|dinar|dinars|dirham|\
        dirhams|peso|pesos|real|reals|lire|lires|mark|marks|roupie|roupies|sou|sous|centime|\
        centimes|av|jc|an|milles|kilooctets|megaoctets",
};
