//! Known names that begin with a number and that their form does not tell from a figure:
//! numbers to call, forms, aircraft, firms, books, films and bands.

use super::{cardinal, lexicon::Words, parser::Parser};

/// A number, and what follows it in the name.
type Named = (u32, &'static str);

/// Names that are never a count, in any spelling.
const KNOWN: [Named; 62] = [
    (0, "tolerance|tolleranza|toleranz|tolerancia"),
    (1, "flew over the cuckoo s nest|hundred years of solitude"),
    (2, "gentlemen of verona|and a half men"),
    (
        3,
        "moschettieri|musketiere|mosqueteros|mousquetaires|musketeers",
    ),
    (
        3,
        "hommes et un couffin|uomini e una gamba|billboards outside",
    ),
    (
        3,
        "metri sopra il cielo|metros sobre el cielo|men in a boat",
    ),
    (3, "doors down|manner in einem boot|hombres y un bebe"),
    (4, "weddings and a funeral|mariages et un enterrement"),
    (4, "matrimoni e un funerale|bodas y un funeral|non blondes"),
    (4, "hochzeiten und ein todesfall|jahreszeiten hotel"),
    (4, "mousquetaires|mosche di velluto grigio"),
    (5, "sterne bewegung|sterne deluxe|seconds of summer"),
    (5, "semaines en ballon|finger death punch|horas con mario"),
    (6, "personaggi in cerca d' autore|feet under"),
    (
        6,
        "personajes en busca de autor|personnages en quete d' auteur",
    ),
    (6, "degrees of separation|gradi di separazione"),
    (7, "samurai|samourais|samurais|samurais"),
    (
        7,
        "years in tibet|ans au tibet|anni in tibet|anos en el tibet",
    ),
    (7, "jahre in tibet|tage in tibet|psychopaths|dwarfs"),
    (7, "brides for seven brothers|spose per sette fratelli"),
    (7, "novias para siete hermanos|zwerge"),
    (8, "apellidos vascos|apellidos catalanes|volante"),
    (9, "inch nails|semaines et demie|settimane e mezzo"),
    (10, "things i hate about you|piccoli indiani|petits negres"),
    (10, "negritos|kleine jagermeister|little indians"),
    (12, "angry men|hommes en colere|hombres sin piedad"),
    (12, "years a slave|anni schiavo|anos de esclavitud"),
    (
        12,
        "geschworenen|uhr mittags|monos|monkeys|travaux d' asterix",
    ),
    (13, "reasons why|rue del percebe"),
    (20, "years after|thousand leagues under the sea"),
    (24, "heures du mans"),
    (25, "de abril|th hour"),
    (
        28,
        "days later|giorni dopo|jours plus tard|dias despues|weeks later",
    ),
    (30, "glorieuses|seconds to mars|rock"),
    (40, "year old virgin"),
    (39, "steps|escalones|stufen|scalini|marches"),
    (
        50,
        "nuances de|sfumature di|sombras de|shades of|first dates",
    ),
    (80, "days around the world"),
    (100, "grazie|gracias|passi|colpi di spazzola"),
    (100, "ans de solitude|anos de soledad|anni di solitudine"),
    (100, "jahre einsamkeit|years of solitude|anos de perdon"),
    (101, "call|calls"),
    (101, "dalmatians|dalmatiens|dalmatas|dalmatiner"),
    (110, "notruf"),
    (112, "call|calls|notruf|anruf|anrufe"),
    (120, "battements par minute|giornate di sodoma"),
    (120, "journees de sodome|tage von sodom|jornadas de sodoma"),
    (400, "coups"),
    (404, "error|errors|fehler"),
    (
        911,
        "call|calls|caller|callers|operator|operators|dispatcher|dispatchers",
    ),
    (911, "turbo|carrera|targa"),
    (999, "call|calls|caller|callers|operator|operators"),
    (
        1000,
        "grazie|scuse|dank|mercis|pardons|gracias|thanks|apologies|pardons",
    ),
    (1000, "island dressing|splendidi soli|soles esplendidos"),
    (1000, "splendid suns|mari|bornes|plateaux"),
    (1001, "nacht|nights|notti|nuits|noches"),
    (10_000, "leagues under the sea|maniacs"),
    (20_000, "leagues under the sea|lieues sous les mers"),
    (20_000, "leghe sotto i mari|leguas de viaje submarino"),
    (20_000, "leguas bajo el mar|meilen unter dem meer"),
    (99, "luftballons|red balloons|problems"),
    (300, "spartans"),
];

/// Names that are a count as well. They are a name alone and with a capital at the beginning:
/// "Fünf Freunde", "Le otto montagne".
const TITLES: [Named; 16] = [
    (2, "popes|papi|papas|towers|torri|torres|tours"),
    (3, "amigos|kings|colori|lumieres|farben|anni"),
    (4, "jahreszeiten|stagioni|saisons|estaciones|seasons"),
    (5, "freunde|sterne|stelle|etoiles|estrellas|amici"),
    (6, "nationen|nazioni|nations|naciones"),
    (7, "anime|zwerge|nani|nains|enanitos|almas|vite|vies|leben"),
    (8, "femmes|donne|mujeres|e mezzo|et demi|y medio|montagne"),
    (8, "montagnes|montanas|frauen|berge"),
    (9, "regine|reinas|lives|vite|leben"),
    (10, "gebote|comandamenti|mandamientos|commandements"),
    (11, "freunde|minuti|minutes|minutos|minuten"),
    (12, "stuhle|sedie|chaises|sillas|uomini"),
    (21, "grammi|grammes|gramos|gramm"),
    (24, "stunden|ore|heures|horas"),
    (48, "stunden|ore|heures|horas"),
    (100, "passi|giorni|jours|dias"),
];

/// English things that a number names, in the singular: "1099 form", "747 jet", "529 plan".
const THINGS: [&str; 30] = [
    "form",
    "jet",
    "plane",
    "airliner",
    "jumbo",
    "jeans",
    "ball",
    "iron",
    "rifle",
    "pistol",
    "revolver",
    "highway",
    "model",
    "edition",
    "engine",
    "caliber",
    "calibre",
    "gauge",
    "proof",
    "club",
    "plan",
    "visa",
    "bus",
    "train",
    "flight",
    "convertible",
    "coupe",
    "sedan",
    "roadster",
    "chipset",
];

/// What follows the name of the firm 3M.
const OF_FIRM: [&str; 12] = [
    "employees",
    "workers",
    "staff",
    "shares",
    "stock",
    "products",
    "masks",
    "earplugs",
    "lawsuit",
    "settlement",
    "executives",
    "plants",
];

/// Whether a known name is in the text.
pub(super) fn is_known(p: &Parser) -> bool {
    let is_named = |at: usize| {
        let numbers = numbers(p, at);
        let mut numbers = numbers.into_iter();
        numbers.any(|(value, end)| is_name(p, value, end) || is_title(p, (at, end), value))
    };
    is_firm(p) || !p.has_counted() && (0..p.end()).any(|at| is_named(at) || is_thing(p, at))
}

/// The whole numbers at a token, in digits or in words.
fn numbers(p: &Parser, at: usize) -> Vec<(u32, usize)> {
    if let Some(digits) = p.number(at) {
        let value = digits.parse().ok();
        return value.map(|value| (value, at + 1)).into_iter().collect();
    }
    let numerals = cardinal::numerals(p, at).into_iter();
    let exact = numerals.filter(|(it, _)| !it.approximate && p.word(at).is_some());
    let whole = exact.filter_map(|(it, end)| Some((u32::try_from(it.value).ok()?, end)));
    whole.collect()
}

fn is_name(p: &Parser, value: u32, end: usize) -> bool {
    let mut known = KNOWN.iter();
    known.any(|(number, names)| *number == value && !p.entry(end, names).is_empty())
}

fn is_title(p: &Parser, (at, end): (usize, usize), value: u32) -> bool {
    let is_article = at == 1 && p.is_one_of(0, p.lexicon.definite);
    let is_capital = p.raw(0).starts_with(char::is_uppercase) && p.word(at).is_some();
    let mut titles = TITLES.iter().filter(|(number, _)| *number == value);
    (at == 0 || is_article)
        && is_capital
        && titles.any(|(_, names)| p.entry(end, names).contains(&p.end()))
}

fn is_thing(p: &Parser, at: usize) -> bool {
    let is_last = at + 2 == p.end() && p.is_spaced(at + 1);
    let is_number = p.words == Words::English && p.number(at).is_some_and(|digits| digits != "1");
    is_number && is_last && p.is_one_of(at + 1, &THINGS)
}

/// "3M" alone, and "3M employees". "3M people" are three million.
fn is_firm(p: &Parser) -> bool {
    let is_glued = p.raw(0) == "3" && p.raw(1) == "M" && !p.is_spaced(1);
    is_glued && (p.end() == 2 || p.is_one_of(2, &OF_FIRM))
}
