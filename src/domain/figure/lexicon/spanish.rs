//! The words of Spanish.

use super::tables::{
    ABOVE, ABOVE_AGE, BASIS_POINT, BELOW, BELOW_AGE, FROM, JUST_ABOVE, JUST_BELOW, Lexicon,
    Modifier::{About, Age, Counted, Measured, Plain, Share, Single},
    PERCENTAGE_POINT, TO,
};
use crate::domain::figure::quantity::PerPeriod::{Day, Hour, Month, Quarter, Week, Year};

pub(super) const LEXICON: Lexicon = Lexicon {
    joins: false,
    classes: &[("DE", &["de", "del"]), ("A", &["a", "al"])],
    before: &[
        (
            "solo|solamente|tan solo|apenas|exactamente|un total de|otros|otras|incluso|aun",
            Plain,
        ),
        ("unicamente|en total", Plain),
        ("todos los|todas las", Counted),
        ("al|del|de|en|con|un", Share),
        (
            "unos|unas|cerca DE|alrededor DE|en torno A|aproximadamente|cosa de",
            About,
        ),
        ("practicamente|circa|mas o menos", About),
        (
            "al menos|por lo menos|como minimo|un minimo de|minimo|no menos de|cuando menos",
            FROM,
        ),
        (
            "mas DE|mucho mas DE|por encima DE|superior A|superiores A",
            ABOVE,
        ),
        (
            "poco mas DE|algo mas DE|un poco mas DE|ligeramente por encima DE",
            JUST_ABOVE,
        ),
        (
            "hasta|hasta el|como maximo|como mucho|un maximo de|maximo|a lo sumo|no mas DE",
            TO,
        ),
        ("menos DE|por debajo DE|inferior A|inferiores A", BELOW),
        (
            "poco menos DE|algo menos DE|un poco menos DE|ligeramente por debajo DE",
            JUST_BELOW,
        ),
        ("casi", JUST_BELOW),
        (
            "de edad|con edades|de edades|con edades comprendidas|de edades comprendidas",
            Age,
        ),
        ("con una edad|de edad comprendida|a la edad de", Age),
        ("de|a los|con", Single),
        (
            "mayor DE|mayores DE|los mayores DE|las mayores DE",
            ABOVE_AGE,
        ),
        (
            "menor DE|menores DE|los menores DE|las menores DE",
            BELOW_AGE,
        ),
    ],
    openings: &[
        (
            "un grupo DE|un equipo DE|una familia DE|una multitud DE|una tripulacion DE",
            Counted,
        ),
        (
            "una delegacion DE|un panel DE|una banda DE|un convoy DE|una flota DE",
            Counted,
        ),
        (
            "un rebano DE|un jurado DE|una poblacion DE|una muestra DE|una comision DE",
            Counted,
        ),
        (
            "una caravana DE|una red DE|una plantilla DE|un elenco DE|una comitiva DE",
            Counted,
        ),
        (
            "un aumento DE|una subida DE|una caida DE|un descenso DE|un incremento DE",
            Measured,
        ),
        ("una reduccion DE|una multa DE|una tasa DE", Measured),
    ],
    after: &[
        ("aproximadamente|mas o menos", About),
        ("o mas|y mas|como minimo|al menos", FROM),
        ("o menos|y menos|como maximo|como mucho", TO),
    ],
    closings: &[("netos|brutos|de largo|de alto|de ancho", Measured)],
    spans: &[
        ("entre|de entre", "y"),
        ("de|del", "A"),
        ("desde", "hasta"),
        ("entre", "e"),
    ],
    age_spans: &[],
    to: &["a", "o", "u"],
    but: &["y", "pero"],
    definite: &["el", "la", "los", "las"],
    indefinite: &["un", "una"],
    of: &["DE"],
    minus: "menos",
    and: "",
    point: "coma",
    scales: &[
        ("mil", 3),
        ("millon|mill|mm|millones", 6),
        ("millardo|millardos", 9),
        ("billon|billones", 12),
        ("trillon|trillones", 18),
    ],
    money_scales: &[],
    halves: "medio|media",
    and_half: "y medio|y media",
    about: &[
        ("una decena", 10),
        ("una docena", 12),
        ("media docena", 6),
        ("una quincena", 15),
        ("una veintena", 20),
        ("una treintena", 30),
        ("una cincuentena", 50),
        ("un centenar|una centena", 100),
        ("medio centenar|media centena", 50),
        ("medio millar", 500),
        ("un millar", 1000),
    ],
    plurals: &[
        ("decenas", 10),
        ("docenas", 12),
        ("cientos|centenares", 100),
        ("miles|millares", 1000),
        ("decenas de miles", 10_000),
        ("cientos de miles|centenares de miles", 100_000),
        ("millones", 1_000_000),
    ],
    several: "varias|varios|algunas|algunos|unas|unos|unas cuantas|unos cuantos",
    several_of: &[
        ("decenas", 10),
        ("docenas", 12),
        ("cientos|centenares|centenas", 100),
        ("miles|millares", 1000),
        ("decenas de miles", 10_000),
        ("cientos de miles|centenares de miles", 100_000),
        ("millones", 1_000_000),
    ],
    dozen: "docenas",
    alone: &[
        ("mitad|la mitad", 2),
        ("la tercera parte", 3),
        ("la cuarta parte", 4),
        ("la quinta parte", 5),
        ("la decima parte", 10),
    ],
    each: &[],
    part_of: &["de"],
    parts: &[
        ("tercio", "tercios", 3),
        ("cuarto", "cuartos", 4),
        ("tercera parte", "terceras partes", 3),
        ("cuarta parte", "cuartas partes", 4),
        ("quinta parte", "quintas partes", 5),
        ("decima parte", "decimas partes", 10),
        ("quinto", "quintos", 5),
        ("sexto", "sextos", 6),
        ("decimo", "decimos", 10),
    ],
    shared: "pareja|parejas|hogar|hogares|familia|familias|empresa|empresas",
    ratio: "de cada",
    units: &[
        ("por ciento|porciento", "%"),
        ("por mil", "[ppth]"),
        ("punto porcentual|puntos porcentuales", PERCENTAGE_POINT),
        ("punto basico|puntos basicos|puntos base", BASIS_POINT),
        ("ano|anos", "a"),
        ("mes|meses", "mo"),
        ("semana|semanas", "wk"),
        ("dia|dias", "d"),
        ("hora|horas", "h"),
        ("minuto|minutos", "min"),
        ("segundo|segundos", "s"),
        ("metro por segundo|metros por segundo", "m/s"),
        ("kilometro por segundo|kilometros por segundo", "km/s"),
        ("kilometro|kilometros", "km"),
        ("metro|metros", "m"),
        ("centimetro|centimetros", "cm"),
        ("milimetro|milimetros", "mm"),
        ("milla|millas", "[mi_i]"),
        (
            "milla nautica|millas nauticas|milla marina|millas marinas",
            "[nmi_i]",
        ),
        ("ano luz|anos luz", "[ly]"),
        ("parte por millon|partes por millon", "[ppm]"),
        ("partes por mil millones", "[ppb]"),
        ("kilometro cuadrado|kilometros cuadrados", "km2"),
        ("metro cuadrado|metros cuadrados", "m2"),
        ("litro por metro cuadrado|litros por metro cuadrado", "L/m2"),
        ("metro cubico|metros cubicos", "m3"),
        ("hectarea|hectareas", "har"),
        ("kilo|kilos|kilogramo|kilogramos", "kg"),
        ("gramo|gramos", "g"),
        ("tonelada|toneladas", "t"),
        ("onza troy|onzas troy", "[oz_tr]"),
        ("onza|onzas", "[oz_av]"),
        ("litro|litros", "L"),
        ("barril|barriles", "[bbl_us]"),
        ("grados celsius|grados centigrados", "Cel"),
        ("grados fahrenheit", "[degF]"),
        ("grado|grados", "#degree"),
        ("kilovatios", "kW"),
        ("megavatio|megavatios", "MW"),
        ("gigavatio|gigavatios", "GW"),
        ("kilovatio hora|kilovatios hora", "kW.h"),
        ("megavatio hora|megavatios hora", "MW.h"),
    ],
    square: &["cuadrado", "cuadrados", "cuadrada", "cuadradas"],
    cubic: &["cubico", "cubicos", "cubica", "cubicas"],
    glued: &[],
    multiples: &[
        ("decada|decadas|decenio|decenios", ("a", 10)),
        ("siglo|siglos", ("a", 100)),
        ("milenio|milenios", ("a", 1000)),
        ("semestre|semestres", ("mo", 6)),
    ],
    speeds: &[("kilometros por hora", "km")],
    ages: &[
        ("anos de edad|anos cumplidos", "a"),
        ("meses de edad", "mo"),
    ],
    people: "personas|jovenes|hombres|mujeres|ninos|adultos|adolescentes|hombre|mujer|joven|nino|\
        nina|ninas|chico|chica|chicos|chicas|adolescente|persona|estudiante|estudiantes|\
        bebe|bebes|pacientes|trabajadores|alumnos",
    after_people: &[("de mas DE", ABOVE_AGE), ("de menos DE", BELOW_AGE)],
    age_groups: &[],
    countable: "",
    currencies: &[
        ("dolar|dolares", "$"),
        ("dolares estadounidenses|dolares americanos", "USD"),
        ("dolares canadienses", "CAD"),
        ("libra esterlina|libras esterlinas", "GBP"),
        ("yen|yenes", "JPY"),
        ("peso|pesos", "#peso"),
        ("franco|francos", "#franc"),
        ("corona|coronas", "#krone"),
        ("dinar|dinares", "#dinar"),
        ("dirham|dirhams", "#dirham"),
        ("yuan|yuanes", "CNY"),
        ("rublo|rublos", "RUB"),
        ("franco suizo|francos suizos", "CHF"),
        ("pesos mexicanos", "MXN"),
        ("pesos argentinos", "ARS"),
        ("pesos colombianos", "COP"),
        ("pesos chilenos", "CLP"),
        ("zloty|zlotys", "PLN"),
        ("coronas danesas", "DKK"),
        ("coronas noruegas", "NOK"),
        ("coronas suecas", "SEK"),
    ],
    coins: &[("centimos de euro|centimo|centimos", "EUR")],
    times: "vez|veces",
    periods: &[
        ("hora", Hour),
        ("dia", Day),
        ("semana", Week),
        ("mes", Month),
        ("trimestre", Quarter),
        ("ano", Year),
    ],
    per: &["por", "cada", "A", "a la", "al", "la", "el"],
    adverbs: &[
        ("diarios|diarias", Day),
        ("semanales", Week),
        ("mensual|mensuales", Month),
        ("trimestrales", Quarter),
        ("anual|anuales", Year),
    ],
    often: &[],
    additional: "otro|otra|otros|otras|adicional|adicionales|restantes",
    falls: "caida|caidas|descenso|descensos|disminucion|reduccion|reducciones|bajada|bajadas|\
        recorte|recortes|baja|desplome|retroceso|merma",
    losses: "perdida|perdidas",
    metals: "oro|plata|platino|paladio",
    drinks: "leche|agua|cerveza|vino|zumo|jugo",
    vague: "decenas|decena|docenas|docena|cientos|centenar|centenares|miles|millar|millares|\
        varios|varias|algunos|algunas|muchos|muchas|pocos|pocas|par",
    ordinals: "primer|primero|primera|segundo|segunda|tercer|tercero|tercera|cuarto|cuarta|\
        quinto|quinta|sexto|septimo|octavo|noveno|decimo|siglo",
    nouns: "",
    ones: "muerto|muerta|herido|herida|victima|detenido|detenida|desaparecido|desaparecida|caso|\
        soldado|policia|militar|civil|rehen|periodista|medico|pasajero|pasajera|superviviente|\
        ciudadano|ciudadana|empleado|empleada|diputado|diputada|senador|miembro|ejemplar|pais|\
        casa|coche|fallecido|fallecida",
    groups: "punado|punados|monton|montones|multitud|multitudes|mayoria|mayorias|minoria|minorias|\
        sinfin|infinidad|sinnumero|miriada|miriadas|cantidad|cantidades|centena|centenas|\
        quincena|quincenas|veintena|veintenas|treintena|treintenas|cuarentena|cuarentenas|\
        cincuentena|cincuentenas|gruesa|gruesas|fraccion|fracciones|pares|manzana|manzanas|yarda|yardas|mega|megas|\
        giga|gigas|tera|teras|vara|varas|braza|brazas|atmosfera|atmosferas|caballo|caballos|\
        cuarenton|cuarentona|cuarentones|cuarentonas|cincuenton|cincuentona|cincuentones|\
        cincuentonas|sesenton|sesentona|sesentones|sesentonas",
    clocks: &[("las|la", 24), ("el|al|del", 31)],
    hours: "hora|horas",
    until: "a|hasta",
    idle_hours: "por hora|a la hora|la hora",
    reserved: "derrota|victoria|empate|resultado|marcador|\
        demasiado|final|finales|demasiados|jornada|jornadas|legua|leguas|arroba|arrobas|fanega|fanegas|\
        pinta|pintas|parte|partes|terceras|cuartas|quintas|decimas|quintos|sextos|decimos|mil|medio|media|mitad|tercio|tercios|veces|vez|doble|triple|hace|despues|antes|\
        manana|tarde|noche|mediodia|medianoche|por|cada|uno|cabeza|mas|menos|mayor|menor|otros|\
        otras|o|u|ni|no|que|pero|desde|hasta|punto|puntos|porcentual|porcentuales|cuadrado|\
        cuadrados|cubico|cubicos|pulgada|pulgadas|pie|pies|acre|acres|onza|onzas|libra|\
        libras|galon|galones|quintal|quintales|nudos|quilates|bar|voltios|vatios|vatio|amperios|\
        hercios|decibelios|julios|calorias|bytes|gigas|trimestre|trimestres|\
        quincena|quincenas|pareja|parejas|billar|enero|febrero|marzo|abril|mayo|junio|\
        julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|lunes|martes|miercoles|jueves|\
        viernes|sabado|domingo|calle|avenida|franco|francos|corona|coronas|dinar|dinares|dirhams|\
        peso|pesos|real|reales|lira|liras|marco|marcos|rupia|rupias|sol|soles|bolivar|bolivares|\
        quetzal|lempira|colon|colones|centavo|centavos|centimo|centimos|ac|dc|\
        pico|tantos|tantas",
};
