//! Names and numbers of rulers, wars and centuries that are written otherwise.

use super::compare_lines;

#[test]
fn a_century_in_roman_numerals_is_a_figure() {
    compare_lines(
        "",
        "
        fr | La chapelle date du XIVe siècle. | La chapelle date du XVe siècle. | f
        it | La cappella risale al XIV secolo. | La cappella risale al XV secolo. | f
        es | La capilla es del siglo XIV. | La capilla es del siglo XV. | f
        de | Die Kapelle stammt aus dem XIV. Jahrhundert. | Die Kapelle stammt aus dem XV. Jahrhundert. | f
        en | The chapel dates from the XIV century. | The chapel dates from the XV century. | f
        fr | La chapelle date du XIVe siècle. | La chapelle date du quatorzième siècle. | -
        it | La cappella risale al XIV secolo. | La cappella risale al quattordicesimo secolo. | -
        es | La capilla es del siglo XIV. | La capilla es del siglo catorce. | -
        ",
    );
}

#[test]
fn a_ruler_may_be_numbered_in_words() {
    compare_lines(
        "",
        "
        en | The palace was built for Louis XIV near Paris. | The palace was built for Louis the Fourteenth near Paris. | -
        en | The law was made by Henry VIII in London. | The law was made by Henry the Eighth in London. | -
        it | Il palazzo fu costruito per Luigi XIV vicino a Parigi. | Il palazzo fu costruito per Luigi Quattordicesimo vicino a Parigi. | -
        es | El palacio fue construido por Felipe II cerca de Madrid. | El palacio fue construido por Felipe Segundo cerca de Madrid. | -
        es | El palacio fue construido por Luis XIV cerca de París. | El palacio fue construido por Luis Catorce cerca de París. | -
        fr | Le palais fut construit pour Henri IV à Paris. | Le palais fut construit pour Henri Quatre à Paris. | -
        fr | Le palais fut construit pour Louis XIV à Paris. | Le palais fut construit pour Louis Quatorze à Paris. | -
        de | Der Palast wurde für Ludwig XIV. gebaut. | Der Palast wurde für Ludwig den Vierzehnten gebaut. | -
        en | The palace was built for Louis XIV near Paris. | The palace was built for Louis XVI near Paris. | m
        fr | Le palais fut construit pour Louis XIV à Paris. | Le palais fut construit pour Louis XVI à Paris. | m
        it | Il palazzo fu costruito per Luigi XIV vicino a Parigi. | Il palazzo fu costruito per Luigi XVI vicino a Parigi. | m
        es | El palacio fue construido por Felipe II cerca de Madrid. | El palacio fue construido por Felipe III cerca de Madrid. | m
        de | Der Palast wurde für Ludwig XIV. gebaut. | Der Palast wurde für Ludwig XVI. gebaut. | m
        ",
    );
}

#[test]
fn a_war_may_be_numbered_in_words() {
    compare_lines(
        "",
        "
        it | Durante la Seconda guerra mondiale il ponte fu distrutto. | Durante la II guerra mondiale il ponte fu distrutto. | -
        es | Durante la Segunda Guerra Mundial el puente fue destruido. | Durante la II Guerra Mundial el puente fue destruido. | -
        fr | Pendant la Seconde Guerre mondiale le pont fut détruit. | Pendant la Deuxième Guerre mondiale le pont fut détruit. | -
        fr | Pendant la Seconde Guerre mondiale le pont fut détruit. | Pendant la IIe Guerre mondiale le pont fut détruit. | -
        en | The bridge was destroyed in the Second World War. | The bridge was destroyed in World War II. | -
        en | The bridge was destroyed in World War Two. | The bridge was destroyed in World War II. | -
        de | Die Brücke wurde im Zweiten Weltkrieg zerstört. | Die Brücke wurde im 2. Weltkrieg zerstört. | -
        ",
    );
}

#[test]
fn a_name_may_have_another_form() {
    compare_lines(
        "",
        "
        fr | La visite de la reine Élisabeth a duré deux jours. | La visite de la reine Elizabeth a duré deux jours. | -
        de | Das sagte Wolodymyr Selenskyj am Montag. | Das sagte Wolodimir Selenski am Montag. | -
        en | The plant of Volkswagen is closed. | The plant of VW is closed. | -
        de | Das Werk von Volkswagen ist geschlossen. | Das Werk von VW ist geschlossen. | -
        fr | Le rapport de l'Organisation mondiale de la santé est publié. | Le rapport de l'OMS est publié. | -
        it | Il rapporto dell'Organizzazione mondiale della sanità è pubblicato. | Il rapporto dell'OMS è pubblicato. | -
        fr | La Grande-Bretagne a signé l'accord. | Le Royaume-Uni a signé l'accord. | -
        en | The book by J.K. Rowling was sold out. | The book by Joanne Rowling was sold out. | -
        en | The concert of Bob Geldof was sold out. | The concert of Sir Robert Geldof was sold out. | -
        it | Papa Francesco ha visitato la città. | Il Pontefice ha visitato la città. | -
        en | Bill Clinton said so on Monday. | William Clinton said so on Monday. | -
        es | Pepe García llegó ayer. | José García llegó ayer. | -
        it | Lo ha detto Beppe Grillo. | Lo ha detto Giuseppe Grillo. | -
        de | Das sagte Hans Müller. | Das sagte Johannes Müller. | -
        en | The concert of Bob Geldof was sold out. | The concert of Richard Geldof was sold out. | m
        en | The concert of Bob Geldof was sold out. | The concert of Robert Plant was sold out. | m
        en | The plant in Britain is closed. | The plant in France is closed. | m
        es | Lo dijo Sara López. | Lo dijo Zara López. | m
        en | The book by J.K. Rowling was sold out. | The book by Anna Rowling was sold out. | m
        ",
    );
}
