//! Units and groups of French that are not read.

use super::measures::Measures;

pub(super) const MEASURES: Measures = Measures {
    alone: "encablure|encablures|lieue|lieues|arpent|arpents|toise|toises|aune|aunes|brasse|\
        brasses|coudee|coudees|empan|empans|vergee|vergees|acre|acres|boisseau|boisseaux|minot|\
        minots|setier|setiers|septier|septiers|muid|muids|picotin|picotins|litron|litrons|\
        chopine|chopines|pinte|pintes|roquille|barrique|barriques|feuillette|feuillettes|\
        quartaut|quartauts|futaille|futailles|velte|veltes|stere|steres|livre|livres|scrupule|\
        scrupules|quintal|quintaux|carat|carats|centiare|centiares|deciare|decare|decares|\
        ouvree|ouvrees|bonnier|bonniers|soiture|hommee|hommees|quarteree|sesteree|sesterees|\
        seteree|verste|verstes|noeud|noeuds|milles|dioptrie|dioptries|candela|candelas|webers|\
        henrys|curies|rontgen|rontgens|katal|steradian|steradians|radian|radians|gradian|dyne|\
        dynes|erg|ergs|poise|poises|stokes|torr|torrs|angstrom|angstroms|micron|microns|parsec|\
        parsecs|megaparsecs|cv|kilotonne|kilotonnes|megatonne|megatonnes|gigatonne|gigatonnes|\
        tep|mtep|tec|gray|grays|becquerel|becquerels|sievert|sieverts|lux|lumen|lumens|kelvin|\
        kelvins|decibel|decibels|calorie|calories|thermie|thermies|frigorie|frigories|bit|baud|\
        bauds|octave|octaves|cicero|ciceros|lustres|olympiade|olympiades|\
        quinquennat|quinquennats|quadrimestre|quadrimestres|huitaine|huitaines|quinzaine|\
        quinzaines|neuvaine|neuvaines|dizain|decade|decades|duo|duos|trio|trios|quatuor|\
        quatuors|quintette|quintettes|sextuor|sextuors|septuor|octuor|octuors|paire|paires|\
        triade|triades|doublon|quarteron|quarterons|cuilleree|cuillerees|cuillere|cuilleres|\
        pincee|pincees|poignee|poignees|brassee|brassees|pelletee|pelletees|charretee|\
        charretees|tonneau|tonneaux|tjb|evp|gallon|gallons|onces|pouce|pouces|pied|pieds|verge|\
        verges|arcminute|arcminutes|arcseconde|arcsecondes|centurie|centuries|dixieme|dixiemes|\
        vingtieme|sizain|boisselee|boisselees|pogneux|rasiere|rasieres",
    shared: "corde|cordes|grain|grains|pas|palme|palmes|are|ares|cheval|chevaux|mole|moles|bar|\
        bars|tesla|teslas|newton|pascal|gauss|joule|farad|farads|coulomb|coulombs|\
        quart|quarts|brique|briques|sou|sous|ecu|ecus|louis|pistole|pistoles|cable|cables|grade|\
        grades|gros|marc|marcs|perche|perches|lustre|ch|couple|couples|quartier|\
        quartiers|triple|triples|quadruple|trimestre|trimestres|bimestre|bimestres|gray|weber|\
        henry|siemens|curie|trait|traits",
    adjectives: "anciens|anciennes|vieilles|vieux|petites|petits|grandes|bons|bonnes|gros",
};
