//! Names, teams, vehicles and races that have the form of a figure, and the figures that have
//! the form of those.

use super::designations::{Texts, check_read, check_refused};

const PARTITIVES: &[Texts] = &[
    (
        "de",
        &[
            "Elf der Woche",
            "elf der Woche",
            "Elf der Stunde",
            "zwölf der Tage",
            "fünf der Kilometer",
            "Elf des Jahres",
            "Elf des Tages",
            "Elf des Monats",
            "zehn der Euro",
            "20 der Minuten",
            "zwölf aller Tage",
            "Elf der Saison",
            "Elf des Spieltags",
            "Elf des Teams",
        ],
    ),
    (
        "it",
        &[
            "undici della settimana",
            "cinque del mese",
            "i cinque del mese",
            "cinque dei chilometri",
            "dieci degli anni",
            "12 dell'anno",
            "venti delle ore",
            "dieci degli euro",
            "undici della squadra",
        ],
    ),
    (
        "es",
        &[
            "cinco del mes",
            "once del año",
            "los diez del día",
            "20 del siglo",
        ],
    ),
    (
        "fr",
        &[
            "cinq des kilomètres",
            "dix des heures",
            "onze du mois",
            "les 10 du mois",
            "vingt des euros",
        ],
    ),
];

const NOT_PARTITIVES: &[Texts] = &[
    (
        "de",
        &[
            "15 Euro die Stunde = 15 EUR per hour",
            "Hunderte von Kilometern = ~[200, ) km, uncertainty",
            "elf der Spieler = 11",
            "elf Wochen = 11 wk",
            "drei des Teams = 3",
            "20 der Verletzten = 20",
        ],
    ),
    (
        "it",
        &[
            "5 milioni di euro = 5000000 EUR",
            "tre quarti d'ora = 0.75 h",
            "due terzi degli elettori = ~(66.6, 66.7) %, uncertainty",
            "un miliardo di euro = 1000000000 EUR",
            "12 euro l'ora = 12 EUR per hour",
            "40 ore la settimana = 40 h per week",
            "undici settimane = 11 wk",
            "5 milioni di tonnellate = 5000000 t",
            "cinque dei soldati = 5",
        ],
    ),
    (
        "es",
        &[
            "5 millones de euros = 5000000 EUR",
            "un millón de kilómetros = 1000000 km",
            "cinco de los soldados = 5",
        ],
    ),
    (
        "fr",
        &[
            "500 millions d'euros = 500000000 EUR",
            "la moitié des salariés = 50 %",
            "12 euros de l'heure = 12 EUR per hour",
            "une vingtaine de kilomètres = ~20 km",
        ],
    ),
];

const NAMES: &[Texts] = &[
    (
        "en-GB",
        &[
            "Five Eyes countries",
            "Three Rivers council",
            "Five Ways station",
            "Seven Kings residents",
            "Six Bells pub",
            "Ten Hag fans",
            "Five Guys outlets",
            "Six Nations title",
            "Two Door Cinema Club gigs",
            "One Nation conservatives",
            "Four Corners region",
            "Seven Sisters states",
            "Four Seasons hotels",
            "Three Mile Island workers",
            "Five Star hotels",
            "One Direction fans",
            "Three Lions fans",
            "Four Tops hits",
            "Nine Elms residents",
            "Twenty One Pilots fans",
            "Two Ronnies sketches",
            "Three Days Grace fans",
        ],
    ),
    (
        "it",
        &[
            "Cinque Stelle deputati",
            "Cinque Terre borghi",
            "Quattro Torri operai",
        ],
    ),
    ("fr", &["Deux Alpes skieurs", "Trois Vallées touristes"]),
    ("es", &["Tres Cantos vecinos", "Siete Picos senderistas"]),
];

const NOT_NAMES: &[Texts] = &[
    (
        "en-GB",
        &[
            "155 Chinese nationals = 155",
            "two British soldiers = 2",
            "Two British soldiers = 2",
            "40 Conservative MPs = 40",
            "Forty Conservative MPs = 40",
            "five Israeli hostages = 5",
            "Five Israeli hostages = 5",
            "Three Labour councillors = 3",
            "Seventeen people = 17",
            "Four Muslim men = 4",
            "Two London schools = 2",
            "Twelve Italian tourists = 12",
            "Three Supreme Court judges = 3",
            "Six Royal Navy sailors = 6",
            "Two French tourists = 2",
            "Three US soldiers = 3",
            "Ten Thai workers = 10",
            "Five Poles = 5",
            "Two Dutch cyclists = 2",
            "Two Firefighters = 2",
            "Five million people = 5000000",
        ],
    ),
    (
        "it",
        &[
            "Cinque Paesi europei = 5",
            "Sette Paesi Ue = 7",
            "Due soldati = 2",
        ],
    ),
    (
        "fr",
        &[
            "Trois Français = 3",
            "Deux Israéliens enlevés = 2",
            "Deux soldats = 2",
        ],
    ),
    ("es", &["Dos soldados = 2"]),
];

const VEHICLES: &[Texts] = &[
    (
        "fr",
        &[
            "un 35 tonnes",
            "un 38 tonnes",
            "un 12 mètres",
            "un 50 mètres",
            "un 500 euros",
            "un 3,5 tonnes",
            "un 19,5 tonnes",
            "le 3,5 tonnes",
            "un 1 500 mètres",
            "un trente-huit tonnes",
            "un 30 kilos",
            "un cinq étoiles",
            "un deux pièces",
            "un 2-0",
        ],
    ),
    (
        "it",
        &[
            "un 8 e mezzo",
            "un 500 euro",
            "un 50 metri",
            "un 10 tonnellate",
            "un 7,5 tonnellate",
            "un 1.500 metri",
            "il 1.500 metri",
            "una 24 ore",
            "un 1000 lire",
            "un 5 stelle",
            "il 10.000 metri",
            "un otto metri",
            "un 2-0",
        ],
    ),
    (
        "es",
        &[
            "un 50 metros",
            "un 10 toneladas",
            "un 3,5 toneladas",
            "un 500 euros",
            "una 50 metros",
            "un 1.500 metros",
            "un 2-0",
        ],
    ),
];

const RACES: &[Texts] = &[
    (
        "it",
        &["i 100 metri", "i cento metri", "i 200 m", "i 1.500 metri"],
    ),
    (
        "es",
        &["los 100 metros", "los cien metros", "los 1.500 metros"],
    ),
    ("fr", &["les 100 mètres"]),
    ("de", &["die 100 Meter", "die 400 m"]),
    ("en-GB", &["the 100 metres", "the 200m", "the 1,500 metres"]),
];

const NOT_VEHICLES: &[Texts] = &[
    (
        "fr",
        &[
            "un 3 % = 3 %",
            "un 10 pour cent = 10 %",
            "un 3,5 % = 3.5 %",
            "un million d'euros = 1000000 EUR",
            "un millier de soldats = ~1000",
            "une heure et demie = 1.5 h",
            "35 tonnes = 35 t",
            "les 35 tonnes = 35 t",
            "un sur cinq = 20 %",
            "une personne sur 20 = 5 %",
            "vingt et un mille soldats = 21000",
            "un demi-million d'euros = 500000 EUR",
            "une cinquantaine de mètres = ~50 m",
        ],
    ),
    (
        "it",
        &[
            "un 17enne = 17 a",
            "una 17enne = 17 a",
            "un 20% degli italiani = 20 %",
            "un centinaio di persone = ~100",
            "un totale di 500 euro = 500 EUR",
            "un massimo di 500 euro = (, 500] EUR, uncertainty",
            "uno o due metri = [1, 2] m, uncertainty",
            "una quindicina = ~15",
            "un 5 per mille = 5 [ppth]",
            "un milione e mezzo = 1500000",
            "un'ora e mezza = 1.5 h",
            "una dozzina di uomini = ~12",
            "oltre i 100 metri = (100, ) m, uncertainty",
            "i 27 Paesi = 27",
            "i 30 metri = 30 m",
            "l'1,3 miliardi di euro = 1300000000 EUR",
        ],
    ),
    (
        "es",
        &[
            "un 5 por ciento = 5 %",
            "un 12,5 % = 12.5 %",
            "un millón y medio = 1500000",
            "unos 50 metros = ~50 m",
            "los 27 países = 27",
            "treinta y un mil soldados = 31000",
            "una veintena de metros = ~20 m",
            "entre un 5 y un 10 por ciento = [5, 10] %, uncertainty",
            "un máximo de 500 euros = (, 500] EUR, uncertainty",
            "los 100 euros = 100 EUR",
            "más de los 100 metros = (100, ) m, uncertainty",
        ],
    ),
    ("de", &["100 Meter = 100 m", "die 130 Meter = 130 m"]),
    ("en-GB", &["100 metres = 100 m", "the 130 metres = 130 m"]),
];

#[test]
fn an_article_between_a_number_and_a_unit_is_refused() {
    check_refused(PARTITIVES, "");
}

#[test]
fn a_multiple_or_a_part_of_a_unit_is_read() {
    check_read(NOT_PARTITIVES);
}

#[test]
fn a_name_with_capitals_before_a_noun_is_refused() {
    check_refused(NAMES, "");
}

#[test]
fn people_of_a_nation_at_the_beginning_of_a_sentence_are_read() {
    check_read(NOT_NAMES);
}

#[test]
fn a_vehicle_or_a_race_is_refused() {
    check_refused(VEHICLES, "");
    check_refused(RACES, "");
}

#[test]
fn a_figure_that_looks_like_a_vehicle_or_a_race_is_read() {
    check_read(NOT_VEHICLES);
}
