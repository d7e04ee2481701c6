//! Units and groups of German that are not read.

use super::measures::Measures;

pub(super) const MEASURES: Measures = Measures {
    alone: "pferdestarke|pferdestarken|ps|kilopond|kilogrammkraft|dyn|erg|torr|bogenminute|\
        bogenminuten|bogensekunde|bogensekunden|neugrad|radiant|steradiant|candela|rontgen|\
        katal|dioptrie|dioptrien|oersted|poise|stokes|astronomische|parsec|angstrom|mikron|\
        faden|klafter|klaftern|werst|raummeter|festmeter|schuttraummeter|erntefestmeter|\
        vorratsfestmeter|laufmeter|tagwerk|tagwerke|tagewerk|tagewerke|joche|jauchert|juchart|\
        jucharten|jucharte|mannwerk|mannsmahd|morgenland|hufe|hufen|dekar|dekare|dunam|scheffel|\
        scheffeln|himten|metzen|metze|simmer|malter|wispel|oxhoft|stubchen|nossel|fuder|seidel|\
        seidl|schoppen|viertele|pfiff|zentner|zentnern|doppelzentner|doppelzentnern|dezitonne|\
        dezitonnen|kilotonne|kilotonnen|megatonne|megatonnen|gigatonne|gigatonnen|pfund|pfunde|\
        pfd|ztr|dz|quent|quentchen|quentlein|unzen|gran|skrupel|drachme|karat|schiffspfund|\
        liespfund|elle|ellen|zoll|spanne|spannen|handbreit|handbreiten|fingerbreit|fussbreit|\
        rute|ruten|quadratrute|quadratruten|quadratfuss|quadratzoll|kubikzoll|seemeile|\
        seemeilen|wegstunde|wegstunden|gehstunde|gehstunden|autostunde|autostunden|flugstunde|\
        flugstunden|lichtjahr|lichtjahre|lichtjahren|lichtsekunde|lichtsekunden|lichtminute|\
        lichtminuten|lichtstunde|lichtstunden|dekade|dekaden|jahrfunft|jahrfunfte|jahrzwolft|\
        lustrum|semester|semestern|trimester|trimestern|tertial|tertiale|saecula|olympiade|\
        vierteljahr|vierteljahre|vierteljahren|halbjahr|halbjahren|menschenalter|\
        schock|mandeln|stiege|stiegen|ries|decher|trio|trios|duo|duos|quartett|\
        quartette|quartetten|quintett|quintette|sextett|sextette|septett|oktett|duett|duette|\
        terzett|terzette|dreiergruppe|dreiergruppen|zehnerpack|zehnerpacks|sechserpack|\
        sechserpacks|zweiergruppe|vierergruppe|zehnt|hundertschaft|hundertschaften|\
        tausendschaft|tausendschaften|zehnerpackung|paarung|essloffel|teeloffel|messerspitze|\
        messerspitzen|prise|prisen|kalorie|kalorien|steinkohleneinheit|steinkohleneinheiten|ske|\
        tke|kubikkilometer|hektopascal|bruttoregistertonne|bruttoregistertonnen|brt|nrt|tdw|\
        registertonne|registertonnen|standardcontainer|teu|knoten|windstarke|windstarken|\
        beaufort|baud|flops|petaflops|umdrehung|umdrehungen|oktave|oktaven|halbton|halbtone|\
        cicero|didot|dezibel|sone|lux|lumen|gray|sievert|becquerel|grad|quadratmetern|\
        quadratdekameter|pikul|picul|quintal|quintale|arpent|arpents",
    shared: "sachen|joch|morgen|acker|ar|are|aren|fuss|last|lasten|lot|ohm|eimer|zimmer|el|tl|gran|\
        mandel|masse|mass|halbe|paar|paare|paaren|quartal|quartale|quartalen|bit|bits|mol|bar|\
        volt|watt|newton|pascal|joule|ampere|kelvin|tesla|gray|gauss|coulomb|farad|weber|henry|\
        siemens|curie|mark|taler|kreuzer|heller|batzen|gulden|groschen|quartier|quartiere|prise|\
        prisen|bund|buch|bogen|strich|phon|ster|gon|gros",
    adjectives: "englische|englischen|preussische|preussischen|bayerische|bayerischen|sachsische|\
        osterreichische|wurttembergische|badische|romische|deutsche|alte|alten|metrische|\
        metrischen|nautische|nautischen|geografische|geographische|gestrichene|gehaufte|\
        laufende|imperiale|amerikanische|russische|spanische|altdeutsche",
};
