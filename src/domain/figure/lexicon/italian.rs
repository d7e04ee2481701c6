//! The words of Italian.

use super::tables::{
    ABOVE, ABOVE_AGE, BASIS_POINT, BELOW, BELOW_AGE, FROM, JUST_ABOVE, JUST_BELOW, Lexicon,
    Modifier::{About, Age, Counted, Measured, Of, Plain, Share, Single},
    PERCENTAGE_POINT, TO,
};
use crate::domain::figure::quantity::PerPeriod::{Day, Hour, Month, Quarter, Week, Year};

pub(super) const LEXICON: Lexicon = Lexicon {
    joins: false,
    classes: &[
        (
            "DI",
            &[
                "di", "d'", "del", "dello", "della", "dell'", "dei", "degli", "delle",
            ],
        ),
        (
            "A",
            &[
                "a", "ad", "al", "allo", "alla", "all'", "ai", "agli", "alle",
            ],
        ),
        (
            "DA",
            &[
                "da", "dal", "dallo", "dalla", "dall'", "dai", "dagli", "dalle",
            ],
        ),
    ],
    before: &[
        (
            "solo|soltanto|solamente|appena|ben|addirittura|esattamente|altri|altre|ulteriori",
            Plain,
        ),
        (
            "un totale DI|in totale|in tutto|complessivamente|ancora",
            Plain,
        ),
        ("tutti i|tutte le|tutti e|tutte e|tutti gli", Counted),
        (
            "al|allo|all'|del|dello|dell'|nel|nello|nell'|col|pari A|un",
            Share,
        ),
        (
            "circa|ca|c|sui|sulle|sugli|intorno A|attorno A|all' incirca",
            About,
        ),
        (
            "piu o meno|approssimativamente|pressappoco|vicino A|vicini A",
            About,
        ),
        (
            "almeno|minimo|come minimo|un minimo DI|non meno DI|quanto meno|quantomeno",
            FROM,
        ),
        (
            "oltre|ben oltre|piu DI|ben piu DI|molto piu DI|sopra|al di sopra DI",
            ABOVE,
        ),
        ("superiore A|superiori A", ABOVE),
        (
            "poco piu DI|poco sopra|poco oltre|appena piu DI",
            JUST_ABOVE,
        ),
        (
            "fino A|sino A|al massimo|massimo|un massimo DI|al piu|non piu DI|non oltre",
            TO,
        ),
        (
            "meno DI|sotto|al di sotto DI|inferiore A|inferiori A",
            BELOW,
        ),
        ("poco meno DI|poco sotto|appena meno DI|quasi", JUST_BELOW),
        ("di eta compresa|di eta|eta compresa", Age),
        ("di", Of),
        ("a|all' eta DI", Single),
        (
            "over|gli over|degli over|agli over|un over|una over|le over",
            ABOVE_AGE,
        ),
        ("ultra|gli ultra|degli ultra|agli ultra|le ultra", ABOVE_AGE),
        ("under|gli under|degli under|agli under|un under", BELOW_AGE),
    ],
    openings: &[
        (
            "un gruppo DI|un gruppetto DI|una squadra DI|una famiglia DI|un team DI",
            Counted,
        ),
        (
            "un equipe DI|una folla DI|un equipaggio DI|una delegazione DI",
            Counted,
        ),
        (
            "una commissione DI|una banda DI|un convoglio DI|una flotta DI",
            Counted,
        ),
        (
            "una comitiva DI|una platea DI|una giuria DI|un branco DI|un gregge DI",
            Counted,
        ),
        (
            "una rete DI|una popolazione DI|un corteo DI|un campione DI|un cast DI",
            Counted,
        ),
        (
            "un nucleo DI|un organico DI|uno staff DI|una comunita DI|una task force DI",
            Counted,
        ),
        (
            "un aumento DI|un calo DI|una crescita DI|un incremento DI|una riduzione DI",
            Measured,
        ),
        (
            "un rialzo DI|un ribasso DI|una multa DI|un tasso DI",
            Measured,
        ),
    ],
    after: &[
        ("circa|all' incirca", About),
        ("o piu|e piu|o oltre|e oltre|in su|almeno", FROM),
        ("o meno|al massimo|in giu", TO),
    ],
    closings: &[("netti|lordi|nette|lorde|di lunghezza|di altezza", Measured)],
    spans: &[("tra|fra", "e"), ("DA", "A")],
    age_spans: &[],
    to: &["o"],
    but: &["e", "ma"],
    definite: &["il", "lo", "l'", "i", "gli", "le"],
    indefinite: &["un", "una", "uno", "un'"],
    of: &["DI"],
    minus: "meno",
    and: "e",
    point: "virgola",
    scales: &[
        ("mila", 3),
        ("m|mn|mln|milione|milioni", 6),
        ("mld|mrd|miliardo|miliardi", 9),
    ],
    money_scales: &[],
    halves: "mezzo|mezza|mezz'",
    and_half: "e mezzo|e mezza",
    about: &[
        ("una decina", 10),
        ("una dozzina", 12),
        ("mezza dozzina", 6),
        ("una quindicina", 15),
        ("una ventina", 20),
        ("una trentina", 30),
        ("una quarantina", 40),
        ("una cinquantina", 50),
        ("una sessantina", 60),
        ("una settantina", 70),
        ("una ottantina|un' ottantina", 80),
        ("una novantina", 90),
        ("un centinaio", 100),
        ("un migliaio", 1000),
    ],
    plurals: &[
        ("decine", 10),
        ("dozzine", 12),
        ("centinaia", 100),
        ("migliaia", 1000),
        ("decine di migliaia", 10_000),
        ("centinaia di migliaia", 100_000),
        ("milioni", 1_000_000),
        ("decine di milioni", 10_000_000),
        ("centinaia di milioni", 100_000_000),
    ],
    several: "alcune|diverse|varie|parecchie|qualche|poche",
    several_of: &[
        ("decine|decina", 10),
        ("dozzine|dozzina", 12),
        ("centinaia|centinaio", 100),
        ("migliaia|migliaio", 1000),
        ("decine di migliaia", 10_000),
        ("centinaia di migliaia", 100_000),
    ],
    dozen: "dozzine",
    alone: &[
        ("meta|la meta", 2),
        ("la terza parte", 3),
        ("la quarta parte", 4),
    ],
    each: &[],
    part_of: &["di", "d'"],
    parts: &[
        ("terzo", "terzi", 3),
        ("quarto", "quarti", 4),
        ("quinto", "quinti", 5),
        ("sesto", "sesti", 6),
        ("settimo", "settimi", 7),
        ("ottavo", "ottavi", 8),
        ("nono", "noni", 9),
        ("decimo", "decimi", 10),
    ],
    shared: "italiano|italiana|italiani|italiane|europeo|europea|europei|tedesco|tedesca|\
        tedeschi|francese|francesi|inglese|inglesi|spagnolo|spagnola|spagnoli|americano|\
        americana|americani|straniero|straniera|stranieri|romano|milanese|napoletano|siciliano|\
        lombardo|veneto|abitante|abitanti|residente|residenti|elettore|elettrice|elettori|\
        famiglia|famiglie|azienda|aziende|impresa|imprese|alunno|alunna|alunni|genitore|\
        genitori|madre|madri|padre|padri|figlio|figli|minore|minori|anziano|anziana|anziani|\
        pensionato|pensionati|coppia|coppie|casa|case|auto|scuola|scuole|pazienti|medici|\
        lavoratori|lavoratrici|dipendenti|cittadini|insegnante|insegnanti|consumatore|\
        consumatori|utente|utenti|cliente|clienti|automobilista|automobilisti|bimbo|bimba|bimbi|\
        nato|nati|disoccupato|occupato|nascita|nascite",
    ratio: "su|ogni",
    units: &[
        ("per cento|percento", "%"),
        ("per mille", "[ppth]"),
        ("punto percentuale|punti percentuali", PERCENTAGE_POINT),
        ("parte per milione|parti per milione", "[ppm]"),
        ("parte per miliardo|parti per miliardo", "[ppb]"),
        ("punto base|punti base", BASIS_POINT),
        ("anno|anni", "a"),
        ("mese|mesi", "mo"),
        ("settimana|settimane", "wk"),
        ("giorno|giornata|giornate|giorni", "d"),
        ("ora|ore", "h"),
        ("minuto|minuti", "min"),
        ("secondo|secondi", "s"),
        ("metro al secondo|metri al secondo", "m/s"),
        ("chilometro al secondo|chilometri al secondo", "km/s"),
        ("chilometro|chilometri", "km"),
        ("metro|metri", "m"),
        ("centimetro|centimetri", "cm"),
        ("millimetro|millimetri", "mm"),
        ("miglio|miglia", "[mi_i]"),
        (
            "miglio marino|miglia marine|miglio nautico|miglia nautiche",
            "[nmi_i]",
        ),
        ("anno luce|anni luce", "[ly]"),
        ("piede|piedi", "[ft_i]"),
        ("pollice|pollici", "[in_i]"),
        ("iarda|iarde", "[yd_i]"),
        ("miglio quadrato|miglia quadrate", "[mi_i]2"),
        ("piede quadrato|piedi quadrati", "[sft_i]"),
        ("acro statunitense|acri statunitensi", "[acr_us]"),
        ("acro imperiale|acri imperiali", "[acr_br]"),
        ("acro|acri", "#acre"),
        ("libbra|libbre", "[lb_av]"),
        ("oncia troy|once troy", "[oz_tr]"),
        (
            "oncia fluida statunitense|once fluide statunitensi",
            "[foz_us]",
        ),
        ("oncia fluida imperiale|once fluide imperiali", "[foz_br]"),
        ("oncia fluida|once fluide", "#fluid"),
        ("oncia|once", "[oz_av]"),
        ("kilowatt", "kW"),
        ("watt", "W"),
        ("millilitri", "mL"),
        ("milligrammi", "mg"),
        ("chilometro quadrato|kmq|chilometri quadrati", "km2"),
        (
            "metro quadrato|metro quadro|mq|metri quadri|metri quadrati",
            "m2",
        ),
        ("metro cubo|mc|metri cubi", "m3"),
        ("ettaro|ettari", "har"),
        ("chilo|chili|chilogrammo|chilogrammi", "kg"),
        ("gr|grammo|grammi", "g"),
        ("tonnellata|tonnellate", "t"),
        ("litro per metro quadrato|litri per metro quadrato", "L/m2"),
        ("litro|litri", "L"),
        ("barile|barili", "[bbl_us]"),
        ("grado centigrado|gradi celsius|gradi centigradi", "Cel"),
        ("gradi fahrenheit", "[degF]"),
        ("gradi|grado", "#degree"),
        ("megawatt", "MW"),
        ("gigawatt", "GW"),
        ("kilowattora|chilowattora", "kW.h"),
        ("megawattora", "MW.h"),
        ("gigawattora", "GW.h"),
        ("terawattora", "TW.h"),
    ],
    square: &[
        "quadrato", "quadrati", "quadro", "quadri", "quadrata", "quadrate",
    ],
    cubic: &["cubo", "cubi", "cubico", "cubici"],
    glued: &[],
    multiples: &[
        ("decennio|decenni", ("a", 10)),
        ("secolo|secoli", ("a", 100)),
        ("biennio", ("a", 2)),
        ("triennio", ("a", 3)),
        ("quinquennio", ("a", 5)),
        ("ventennio", ("a", 20)),
        ("millennio|millenni", ("a", 1000)),
        ("ettolitro|ettolitri", ("L", 100)),
        ("semestre|semestri", ("mo", 6)),
        ("etto|etti|ettogrammi", ("g", 100)),
        ("quintale|quintali", ("kg", 100)),
    ],
    speeds: &[("km orari|chilometri orari", "km")],
    ages: &[
        ("anni di eta|anni compiuti|enne|enni", "a"),
        ("mesi di eta", "mo"),
    ],
    people: "persone|giovani|ragazzi|ragazze|uomini|donne|bambini|adulti|adolescenti|uomo|donna|\
        ragazzo|ragazza|bambino|bambina|giovane|persona|studente|studentessa|studenti|neonato|\
        neonata|signora|signore|operaio|turista",
    after_people: &[
        ("over|ultra|con piu DI|con oltre", ABOVE_AGE),
        ("under|con meno DI", BELOW_AGE),
    ],
    age_groups: &[],
    countable: "",
    currencies: &[
        ("dollaro|dollari", "$"),
        ("dollari usa|dollari americani|dollari statunitensi", "USD"),
        ("dollari canadesi", "CAD"),
        ("dollari australiani", "AUD"),
        ("sterlina|sterline", "£"),
        ("lire sterline", "GBP"),
        ("peso|pesos", "#peso"),
        ("franco|franchi", "#franc"),
        ("corona|corone", "#krone"),
        ("dinaro|dinari", "#dinar"),
        ("dirham", "#dirham"),
        ("yen", "JPY"),
        ("yuan", "CNY"),
        ("rublo|rubli", "RUB"),
        ("franchi svizzeri", "CHF"),
        ("grivnia|grivnie|grivne", "UAH"),
        ("rupie", "₨"),
        ("rupie indiane", "INR"),
        ("shekel", "ILS"),
        ("lire turche", "TRY"),
        ("zloty", "PLN"),
        ("corone danesi", "DKK"),
        ("corone norvegesi", "NOK"),
        ("corone svedesi", "SEK"),
    ],
    coins: &[
        ("centesimi di euro|centesimo|centesimi", "EUR"),
        ("pence", "GBP"),
    ],
    times: "volta|volte",
    periods: &[
        ("ora", Hour),
        ("giorno", Day),
        ("settimana", Week),
        ("mese", Month),
        ("trimestre", Quarter),
        ("anno", Year),
    ],
    per: &["per", "ogni", "l'", "A", "la", "il"],
    adverbs: &[
        ("orari|orarie", Hour),
        ("giornalieri|giornaliere", Day),
        ("settimanali", Week),
        ("mensile|mensili|mensilmente", Month),
        ("trimestrali", Quarter),
        ("annuo|annui|annua|annue|annuale|annuali|annualmente", Year),
    ],
    often: &[],
    additional: "altro|altra|altri|altre|ulteriore|ulteriori|ancora|aggiuntivi|aggiuntive|restanti|\
        rimanenti",
    falls: "calo|cali|riduzione|riduzioni|diminuzione|ribasso|ribassi|flessione|crollo|\
        contrazione|discesa|taglio|tagli|decremento|caduta",
    losses: "perdita|perdite",
    metals: "oro|argento|platino|palladio",
    drinks: "latte|acqua|birra|vino|succo",
    vague: "decine|decina|dozzine|dozzina|ventina|trentina|centinaia|centinaio|migliaia|\
        migliaio|milioni|miliardi|paio|alcuni|alcune|molti|molte|diversi|diverse",
    ordinals: "º|ª|primo|prima|secondo|seconda|terzo|terza|quarto|quarta|quinto|quinta|sesto|\
        settimo|ottavo|nono|decimo",
    nouns: "casi",
    ones: "morto|morta|ferito|ferita|vittima|arresto|arrestato|arrestata|disperso|dispersa|indagato|\
        indagata|caso|agente|militare|soldato|poliziotto|civile|ostaggio|giornalista|medico|\
        infermiere|passeggero|superstite|cittadino|cittadina|dipendente|lavoratore|lavoratrice|\
        deputato|senatore|membro|copia|paese|auto|casa",
    groups: "manciata|manciate|miriade|miriadi|maggioranza|maggioranze|minoranza|minoranze|mucchio|\
        mucchi|pugno|infinita|moltitudine|moltitudini|quantita|sfilza|frazione|frazioni|atm|\
        giga|mega|tera|kilo|cavallo|cavalli|decimo|decimi|centesimo|centesimi|ventine|trentine|\
        quarantine|cinquantine|sessantine|settantina|settantine|ottantina|ottantine|novantina|\
        novantine|quindicine|quindicina|decine|novena|novene|atmosfera|atmosfere|staio|staia|\
        tomolo|tomoli|spanna|spanne|palmo|palmi|centiara|centiare|paia|\
        pertica|pertiche|moggio|moggi",
    clocks: &[
        ("le|alle|dalle|delle|sulle|nelle|all'|dall'", 24),
        ("il|al|dal|del|nel|l'|dell'|nell'", 31),
    ],
    hours: "",
    until: "",
    idle_hours: "all' ora|l' ora",
    reserved: "sconfitta|vittoria|pareggio|risultato|\
        mille|mezzo|mezza|meta|volta|volte|doppio|triplo|fa|dopo|scorso|scorsi|mattina|\
        sera|notte|mezzogiorno|mezzanotte|per|ogni|ciascuno|ciascuna|cadauno|testa|capite|a|piu|\
        meno|maggiore|minore|altri|altre|o|ne|non|che|ma|da|contro|punto|punti|percentuale|\
        percentuali|quadrato|quadrati|quadri|cubo|cubi|metri|terzi|quarti|quinti|gradi|grado|\
        pollici|piedi|piede|acri|once|libbre|gallone|galloni|pinta|pinte|lega|leghe|nodi|carati|bar|volt|watt|\
        kilowatt|ampere|hertz|decibel|joule|calorie|byte|gigabyte|\
        trimestre|trimestri|bimestre|quadrimestre|lustro|lustri|finale|finali|troppo|troppi|quinquennio|biennio|triennio|bilione|bilioni|trilione|trilioni|coppia|coppie|\
        gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|\
        dicembre|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|via|viale|piazza|corso|\
        franco|franchi|lira|lire|corona|corone|dinaro|dinari|dirham|peso|pesos|real|marco|marchi|\
        centesimo|centesimi|cent|orario|mq|mc|kmq|avanti|cristo|ac|dc|\
        passa|rotti|kilobyte|megabyte|terabyte",
};
