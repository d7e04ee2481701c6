//! What was put into other words that say the same: a denial of the opposite, a verb that
//! negates by itself, a "not" without force, and the same figure in other words.

use super::compare_lines;

#[test]
fn a_denied_opposite_says_the_same_as_the_word() {
    compare_lines(
        "",
        "
        en | Such storms are not rare on the plateau. | Such storms are common on the plateau. | -
        en | The path was not steep. | The path was gentle. | -
        en | The guards did not ignore the alarm. | The guards heeded the alarm. | -
        de | Solche Stürme sind im Hochland nicht selten. | Solche Stürme sind im Hochland häufig. | -
        de | Der Weg war nicht steil. | Der Weg war flach. | -
        fr | De tels orages ne sont pas rares sur le plateau. | De tels orages sont fréquents sur le plateau. | -
        fr | Le chemin n'était pas raide. | Le chemin était doux. | -
        fr | Les gardes n'ont pas ignoré l'alarme. | Les gardes ont entendu l'alarme. | -
        it | Temporali simili non sono rari sull'altopiano. | Temporali simili sono frequenti sull'altopiano. | -
        it | Il sentiero non era ripido. | Il sentiero era dolce. | -
        it | Le guardie non hanno ignorato l'allarme. | Le guardie hanno sentito l'allarme. | -
        es | Tales tormentas no son raras en la meseta. | Tales tormentas son frecuentes en la meseta. | -
        es | El camino no era escarpado. | El camino era suave. | -
        es | Los guardias no ignoraron la alarma. | Los guardias oyeron la alarma. | -
        fr | Le chemin n'était pas raide. | Le chemin était raide. | n
        fr | Le vin n'est pas rouge. | Le vin est rouge et doux. | n
        it | Le guardie non hanno ignorato l'allarme. | Le guardie hanno ignorato l'allarme. | n
        es | El camino no era escarpado. | El camino era escarpado y largo. | n
        de | Der Weg war nicht steil. | Der Weg war steil und lang. | n
        en | The path was not steep. | The path was steep and long. | n
        ",
    );
}

#[test]
fn a_not_without_force_is_no_negation() {
    compare_lines(
        "",
        "
        de | Bevor nicht alle Proben vorliegen, darf der Keller betreten werden. | Bevor alle Proben vorliegen, darf der Keller betreten werden. | -
        de | Ehe der Regen nicht aufhört, bleibt das Tor zu. | Ehe der Regen aufhört, bleibt das Tor zu. | -
        es | Podrá entrar hasta que no estén listas las pruebas. | Podrá entrar hasta que estén listas las pruebas. | -
        es | El paso seguirá cerrado hasta que la nieve no se derrita. | El paso seguirá cerrado hasta que la nieve se derrita. | -
        it | Il cancello resta chiuso finché la pioggia non smette. | Il cancello resta chiuso finché la pioggia smette. | -
        it | Il cancello resta chiuso fino a quando non torna il guardiano. | Il cancello resta chiuso fino a quando torna il guardiano. | -
        fr | Le marché ouvrira à moins qu'il ne pleuve. | Le marché ouvrira à moins qu'il pleuve. | -
        de | Bevor er ging, sagte er nichts davon. | Bevor er ging, sagte er etwas davon. | n
        de | Ehe sie kam, war er nicht da. | Ehe sie kam, war er da. | n
        es | Hasta ahora no ha llegado el tren. | Hasta ahora ha llegado el tren. | n
        it | Fino a ieri non era partito. | Fino a ieri era partito. | n
        it | Finché c'è luce, non partirà. | Finché c'è luce, partirà. | n
        ",
    );
}

#[test]
fn a_verb_that_negates_says_the_same_as_a_negation() {
    compare_lines(
        "",
        "
        en | The landlord would not lower the rent for the families in the rear house. | The landlord refused to lower the rent for the families in the rear house. | -
        en | The union does not agree with the roster that the railway drew up. | The union disagrees with the roster that the railway drew up. | -
        en | The band no longer plays on Sundays. | The band quit playing on Sundays. | -
        en | The keeper did not see the sign by the gate. | The keeper overlooked the sign by the gate. | -
        de | Der Vermieter wollte die Miete für die Familien im Hinterhaus nicht senken. | Der Vermieter weigerte sich, die Miete für die Familien im Hinterhaus zu senken. | -
        de | Die Gewerkschaft widerspricht dem Dienstplan, den die Bahn vorlegte. | Die Gewerkschaft stimmt dem Dienstplan nicht zu, den die Bahn vorlegte. | -
        de | Die Kapelle spielt sonntags nicht mehr. | Die Kapelle hörte auf, sonntags zu spielen. | -
        de | Der Wärter hat das Schild am Tor nicht gesehen. | Der Wärter hat das Schild am Tor übersehen. | -
        fr | La fanfare ne joue plus le dimanche. | La fanfare a arrêté de jouer le dimanche. | -
        fr | Le propriétaire n'a pas voulu baisser le loyer. | Le propriétaire s'est opposé à baisser le loyer. | -
        it | La banda non suonava più la domenica. | La banda aveva smesso di suonare la domenica. | -
        it | Il custode non ha visto il cartello. | Il custode ha ignorato il cartello. | -
        es | La banda ya no tocaba los domingos. | La banda había dejado de tocar los domingos. | -
        es | El guarda no vio el cartel. | El guarda ignoró el cartel. | -
        ",
    );
}

#[test]
fn the_same_figure_in_other_words_is_the_same_figure() {
    compare_lines(
        "",
        "
        fr | La température est tombée à moins cinq cette nuit. | La température est tombée à -5 cette nuit. | -
        it | La temperatura è scesa a meno cinque nella notte. | La temperatura è scesa a -5 nella notte. | -
        es | La temperatura bajó a menos cinco por la noche. | La temperatura bajó a -5 por la noche. | -
        de | Die Temperatur fiel auf minus fünf in der Nacht. | Die Temperatur fiel auf -5 in der Nacht. | -
        fr | La température est tombée à moins cinq cette nuit. | La température est tombée à cinq cette nuit. | f
        it | La temperatura è scesa a meno cinque nella notte. | La temperatura è scesa a meno sette nella notte. | f
        it | Almeno cinque barche sono affondate. | Almeno 5 barche sono affondate. | -
        es | Al menos cinco barcos se hundieron. | Al menos 5 barcos se hundieron. | -
        fr | Au moins cinq bateaux ont coulé. | Au moins 5 bateaux ont coulé. | -
        en | Four farmers in five expect a poor harvest. | 80 % of farmers expect a poor harvest. | -
        en | Four out of every five farmers expect a poor harvest. | 80 % of farmers expect a poor harvest. | -
        de | Vier von fünf Bauern erwarten eine schlechte Ernte. | 80 Prozent der Bauern erwarten eine schlechte Ernte. | -
        fr | Quatre cultivateurs sur cinq attendent une maigre récolte. | 80 % des cultivateurs attendent une maigre récolte. | -
        it | Quattro agricoltori su cinque attendono un magro raccolto. | L'80% degli agricoltori attende un magro raccolto. | -
        es | Cuatro de cada cinco agricultores esperan una mala cosecha. | El 80 % de los agricultores espera una mala cosecha. | -
        fr | Quatre cultivateurs sur cinq attendent une maigre récolte. | Trois cultivateurs sur cinq attendent une maigre récolte. | f
        fr | Quatre cultivateurs sur cinq attendent une maigre récolte. | 60 % des cultivateurs attendent une maigre récolte. | f
        it | I due fratelli sono stati multati. | Entrambi i fratelli sono stati multati. | -
        en | The two brothers were fined. | Both brothers were fined. | -
        de | Die zwei Brüder wurden bestraft. | Beide Brüder wurden bestraft. | -
        fr | Les deux frères ont été punis. | Ces frères ont tous deux été punis. | -
        es | Los dos hermanos fueron multados. | Ambos hermanos fueron multados. | -
        en | The three brothers were fined. | Both brothers were fined. | f
        it | I tre fratelli sono stati multati. | Entrambi i fratelli sono stati multati. | f
        de | Der Streik dauerte ein halbes Jahr. | Der Streik dauerte sechs Monate. | -
        en | The strike lasted half a year. | The strike lasted six months. | -
        en | The strike lasted half a year. | The strike lasted seven months. | f
        de | Der Streik dauerte anderthalb Jahre. | Der Streik dauerte 18 Monate. | -
        fr | La grève a duré une demi-année. | La grève a duré six mois. | -
        it | Lo sciopero è durato mezz'ora. | Lo sciopero è durato 30 minuti. | -
        es | La huelga duró medio año. | La huelga duró seis meses. | -
        ",
    );
}
