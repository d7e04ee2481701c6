//! Units and groups of Spanish that are not read.

use super::measures::Measures;

pub(super) const MEASURES: Measures = Measures {
    alone: "cuadra|cuadras|legua|leguas|vara|varas|braza|brazas|estadal|estadales|codo|codos|\
        pulgada|pulgadas|yarda|yardas|toesa|toesas|jeme|jemes|cordel|cordeles|celemin|celemines|\
        fanega|fanegas|fanegada|fanegadas|hanegada|hanegadas|cahiz|cahices|cuartillo|cuartillos|\
        cuartilla|cuartillas|almud|almudes|azumbre|azumbres|cantara|cantaras|cantaro|cantaros|\
        arroba|arrobas|quintal|quintales|libra|libras|onza|adarme|adarmes|tomin|tomines|quilate|\
        quilates|aranzada|aranzadas|peonada|peonadas|obrada|obradas|yugada|yugadas|robada|\
        robadas|tahulla|tahullas|marjal|marjales|cuerda|cuerdas|caballeria|caballerias|\
        cuarterada|cuarteradas|ferrado|ferrados|centiarea|centiareas|decarea|decareas|besana|\
        acre|acres|versta|verstas|nudo|nudos|dioptria|dioptrias|weberio|weberios|henrio|henrios|\
        curies|curio|curios|katal|estereorradian|estereorradianes|radian|radianes|gradian|ergio|\
        ergios|poise|torr|angstrom|micras|micron|micrones|parsec|parsecs|parsecios|cv|\
        kilotonelada|kilotoneladas|kiloton|kilotones|megaton|megatones|megatonelada|\
        megatoneladas|gigatonelada|gigatoneladas|tep|gray|grays|becquerel|becquerels|\
        becquerelios|sievert|sieverts|sievertios|lux|luxes|lumen|lumenes|kelvin|kelvins|decibel|\
        decibeles|decibelio|decibelios|voltio|amperio|ohmio|faradio|faradios|culombio|culombios|\
        julio|newtonio|newtonios|caloria|calorias|frigoria|frigorias|termia|termias|bit|baudio|\
        baudios|octava|octavas|semitono|semitonos|gruesa|gruesas|lustro|lustros|olimpiada|\
        olimpiadas|bienio|trienio|cuatrienio|cuatrienios|quinquenio|sexenio|septenio|\
        quinquenios|cuatrimestre|cuatrimestres|trimestre|quincena|quincenas|novena|novenas|\
        novenario|duo|duos|trio|trios|terceto|tercetos|cuarteto|cuartetos|quinteto|quintetos|\
        sexteto|sextetos|septeto|octeto|octetos|dueto|duetos|pareja|parejas|triada|triadas|\
        terna|ternas|tripleta|tripletas|doblete|dobletes|resma|resmas|cucharada|\
        cucharadas|cucharadita|cucharaditas|pizca|pizcas|punado|punados|brazada|brazadas|palada|\
        paladas|carretada|carretadas|gavilla|gavillas|estereo|estereos|galon|galones|pinta|\
        pintas|bushel|bushels|arcominuto|arcominutos|arcosegundo|arcosegundos|teu|atmosferas|\
        yunta|yuntas|centuria|centurias|pares|moyo|moyos|tonel|toneles|bocoy|bocoyes|\
        mojada|mojadas|hercio|vatio|kilopondio|kilopondios|kilolibra|lempiras",
    shared: "palmo|palmos|pie|pies|paso|pasos|grano|granos|tarea|tareas|jornal|jornales|manzana|\
        manzanas|caballo|caballos|tesla|teslas|newton|newtons|pascal|gauss|mol|moles|bar|bares|\
        cuarto|cuartos|maravedi|maravedies|ducado|ducados|escudo|escudos|duro|duros|cien|palo|\
        palos|candela|candelas|dina|dinas|micra|micras|gray|weber|siemens|curie|bimestre|\
        bimestres|par|pares",
    adjectives: "viejas|viejos|antiguas|antiguos|buenas|buenos|pequenas|grandes",
};
