//! Units and groups of Italian that are not read.

use super::measures::Measures;

pub(super) const MEASURES: Measures = Measures {
    alone: "lega|leghe|tesa|braccia|cubito|cubiti|auna|aune|pertica|pertiche|spanna|spanne|\
        tomolo|tomoli|tomolata|tomolate|moggio|moggia|moggi|staio|staia|rubbio|rubbia|biolca|\
        biolche|bifolca|tornatura|tornature|stioro|stiora|bigoncia|bigonce|brenta|\
        brente|mezzarola|boccale|boccali|mastello|mastelli|soma|quartaro|cantaro|cantari|libbra|\
        libbre|oncia|scrupolo|scrupoli|carato|carati|quintale|centiara|centiare|decara|decare|\
        versta|verste|nodo|nodi|diottria|diottrie|rontgen|katal|steradiante|steradianti|\
        radiante|radianti|erg|poise|stokes|torr|angstrom|micron|parsec|megaparsec|cv|kilotone|\
        kilotoni|chilotone|chilotoni|megatone|megatoni|kiloton|megaton|chilotonnellata|\
        megatonnellata|megatonnellate|gigatonnellata|gigatonnellate|chilotonnellate|tep|mtep|\
        gray|becquerel|sievert|lux|lumen|kelvin|decibel|caloria|calorie|frigoria|frigorie|\
        termia|btu|bit|baud|ottava|ottave|semitono|semitoni|lustro|lustri|\
        olimpiade|olimpiadi|quadriennio|quadrienni|sessennio|settennio|settennato|quadrimestre|\
        quadrimestri|trimestre|trimestri|bimestre|bimestri|quindicina|quindicine|novena|novene|\
        decade|decadi|duo|trio|terzetto|terzetti|quartetto|quartetti|quintetto|quintetti|\
        sestetto|sestetti|settimino|ottetto|ottetti|duetto|duetti|paio|paia|coppia|coppie|\
        tripletta|triplette|doppietta|doppiette|quaterna|quaterne|cinquina|cinquine|terna|terne|\
        triade|triadi|diade|serqua|serque|risma|risme|cucchiaio|cucchiai|\
        cucchiaino|cucchiaini|cucchiaiata|cucchiaiate|pizzico|pizzichi|manciata|manciate|pugno|\
        pugni|bracciata|bracciate|palata|palate|carrettata|carrettate|fascina|fascine|stero|\
        steri|gallone|galloni|pinta|pinte|bushel|iugero|iugeri|jugero|jugeri|arpento|arpenti|\
        arcominuto|arcominuti|arcosecondo|arcosecondi|teu|tsl|tpl|atm|centinara|decuria|decurie|\
        centuria|centurie",
    shared: "braccio|bracci|palmo|palmi|piede|passo|passi|catena|corda|corde|grano|grani|\
        cavallo|cavalli|tesla|newton|pascal|gauss|joule|ampere|farad|coulomb|mole|moli|bar|\
        scudo|scudi|soldo|soldi|ducato|ducati|zecchino|zecchini|testone|testoni|lira|\
        atmosfera|atmosfere|grado|quarto|quarti|canna|canne|some|ara|are|denaro|\
        denari|candela|candele|dina|dine|gray|weber|henry|siemens|curie|tratto|tratti|giogo|\
        gioghi",
    adjectives: "vecchie|vecchi|antiche|antichi|buone|buoni|piccole|grandi",
};
