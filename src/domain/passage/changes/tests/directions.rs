//! Words of direction and decision that became their opposites, in all languages.

use super::compare_lines;

#[test]
fn the_opposite_of_a_word_is_a_negation() {
    compare_lines(
        "",
        "
        fr | Les prix ont augmenté. | Les prix ont baissé. | n
        fr | Les ventes augmentent depuis un an. | Les ventes baissent depuis un an. | n
        fr | Le chiffre a progressé en mai. | Le chiffre a reculé en mai. | n
        fr | La hausse des loyers inquiète. | La baisse des loyers inquiète. | n
        fr | La loi a été approuvée. | La loi a été rejetée. | n
        fr | Elle a gagné le procès. | Elle a perdu le procès. | n
        fr | Le tribunal a confirmé le verdict. | Le tribunal a annulé le verdict. | n
        fr | Ils ont ouvert la mine. | Ils ont fermé la mine. | n
        fr | La pêche est autorisée ici. | La pêche est interdite ici. | n
        fr | Il est coupable. | Il est innocent. | n
        fr | Beaucoup de gens sont venus. | Peu de gens sont venus. | n
        fr | Le maire a annoncé la fermeture. | Le maire a démenti la fermeture. | n
        fr | Le maire a affirmé que la route est sûre. | Le maire a nié que la route est sûre. | n
        fr | La ministre a confirmé le départ. | La ministre a démenti le départ. | n
        fr | Il a soutenu le plan. | Il a combattu le plan. | n
        fr | Le taux le plus élevé. | Le taux le moins élevé. | n
        en | Prices rise each year. | Prices fall each year. | n
        en | Output increased in May. | Output decreased in May. | n
        en | The party gained ten seats. | The party lost ten seats. | n
        en | They won the match. | They lost the match. | n
        en | The court upheld the verdict. | The court overturned the verdict. | n
        en | The board approved the plan. | The board refused the plan. | n
        en | Parliament accepted the bill. | Parliament rejected the bill. | n
        en | The mine opened in May. | The mine closed in May. | n
        en | Few people came. | Many people came. | n
        en | Fishing is allowed here. | Fishing is banned here. | n
        en | He was found guilty. | He was found innocent. | n
        en | He was found guilty. | He was found not guilty. | n
        en | Unemployment was higher. | Unemployment was lower. | n
        en | The minister announced the closure. | The minister denied the closure. | n
        en | Said the mayor: the bridge is safe. | Denied the mayor: the bridge is safe. | n
        en | said the bridge is safe | denied the bridge is safe | n
        de | Die Preise sind gestiegen. | Die Preise sind gesunken. | n
        de | Die Zahl nahm zu. | Die Zahl nahm ab. | n
        de | Die Partei gewann zehn Sitze. | Die Partei verlor zehn Sitze. | n
        de | Das Gericht bestätigte das Urteil. | Das Gericht kippte das Urteil. | n
        de | Der Rat nahm den Plan an. | Der Rat lehnte den Plan ab. | n
        de | Der Rat hat den Plan angenommen. | Der Rat hat den Plan abgelehnt. | n
        de | Der Rat genehmigte den Plan. | Der Rat verweigerte den Plan. | n
        de | Das Werk wurde eröffnet. | Das Werk wurde geschlossen. | n
        de | Viele Menschen kamen. | Wenige Menschen kamen. | n
        de | Angeln ist hier erlaubt. | Angeln ist hier verboten. | n
        de | Er ist schuldig. | Er ist unschuldig. | n
        de | Der Minister bestätigte den Rücktritt. | Der Minister dementierte den Rücktritt. | n
        de | Der Minister hat den Rücktritt angekündigt. | Der Minister hat den Rücktritt bestritten. | n
        de | Die Löhne wurden erhöht. | Die Löhne wurden gesenkt. | n
        it | I prezzi sono aumentati. | I prezzi sono diminuiti. | n
        it | Le vendite sono cresciute. | Le vendite sono calate. | n
        it | Il partito ha guadagnato dieci seggi. | Il partito ha perso dieci seggi. | n
        it | La corte ha confermato la sentenza. | La corte ha annullato la sentenza. | n
        it | La giunta ha approvato il piano. | La giunta ha respinto il piano. | n
        it | La legge è stata approvata. | La legge è stata bocciata. | n
        it | Hanno aperto la miniera. | Hanno chiuso la miniera. | n
        it | Sono venute molte persone. | Sono venute poche persone. | n
        it | Qui la pesca è permessa. | Qui la pesca è vietata. | n
        it | È colpevole. | È innocente. | n
        it | Il ministro ha annunciato la chiusura. | Il ministro ha smentito la chiusura. | n
        it | Il ministro ha confermato la chiusura. | Il ministro ha negato la chiusura. | n
        it | Il tasso è più alto. | Il tasso è meno alto. | n
        it | Il tasso è più alto. | Il tasso è più basso. | n
        es | Los precios han aumentado. | Los precios han bajado. | n
        es | Las ventas crecieron en mayo. | Las ventas cayeron en mayo. | n
        es | El partido ganó diez escaños. | El partido perdió diez escaños. | n
        es | La corte confirmó la sentencia. | La corte anuló la sentencia. | n
        es | El congreso aprobó la ley. | El congreso rechazó la ley. | n
        es | La ley fue aprobada. | La ley fue rechazada. | n
        es | Abrieron la mina. | Cerraron la mina. | n
        es | Vinieron muchas personas. | Vinieron pocas personas. | n
        es | La pesca está permitida. | La pesca está prohibida. | n
        es | Es culpable. | Es inocente. | n
        es | El ministro anunció el cierre. | El ministro desmintió el cierre. | n
        es | El ministro ha confirmado el cierre. | El ministro ha negado el cierre. | n
        es | El paro fue más alto. | El paro fue menos alto. | n
        en | The court upheld the ban. | The court overturned the ban. | n
",
    );
}

#[test]
fn words_of_the_same_direction_are_other_words() {
    compare_lines(
        "",
        "
        fr | Il soutient le plan. | Il critique le plan. | -
        de | Sie leben noch. | Sie sterben noch. | -
        en | The court upheld the verdict. | The court read the verdict. | -
        en | Prices rose in May. | Prices changed in May. | -
        en | He told the story. | He denied her. | -
        en | They won the match. | They played the match. | -
        en | They saw a fall in prices. | They saw a change in prices. | -
        en | The mayor said so. | The mayor added so. | -
        en | The firm rejected the offer. | The firm refused the offer. | -
        en | Prices rose. | Prices increased. | -
        en | The mine closed. | The mine was shut. | -
        en | Many people came. | Most people came. | -
        en | It is close to the sea. | It is open to the sea. | -
        en | Bids rose as the price fell. | Bids fell as the price rose. | -
        de | Die Preise sind gestiegen. | Die Preise sind gewachsen. | -
        de | Der Minister bestätigte den Rücktritt. | Der Minister erklärte den Rücktritt. | -
        de | Der Minister lehnte den Plan ab. | Der Minister wies den Plan zurück. | -
        de | Der Rat nahm den Plan an. | Der Rat nahm den Plan auf. | -
        fr | Les prix ont augmenté. | Les prix ont progressé. | -
        fr | Il a annoncé la fin. | Il a confirmé la fin. | -
        fr | Le maire a refusé le plan. | Le maire a rejeté le plan. | -
        it | Ha annunciato la fine. | Ha confermato la fine. | -
        it | La giunta ha respinto il piano. | La giunta ha bocciato il piano. | -
        it | Ha perso il treno. | Ha preso il treno. | -
        es | Los precios subieron. | Los precios aumentaron. | -
        es | Anunció el fin. | Confirmó el fin. | -
        es | Ha perdido el tren. | Ha pedido el tren. | -
        es | Pocas personas vinieron. | Algunas personas vinieron. | -
",
    );
}

#[test]
fn an_opposite_that_makes_up_for_a_negation_is_not_reported() {
    compare_lines(
        "",
        "
        en | Prices are higher than wages. | Wages are lower than prices. | -
        en | Rome lost to Carter. | Carter won against Rome. | m
        de | Die Preise sind nicht gestiegen. | Die Preise sind gesunken. | -
        de | Die Lage hat sich nicht verbessert. | Die Lage hat sich verschlechtert. | -
        de | Sie haben nicht gewonnen. | Sie haben verloren. | -
        en | Prices did not rise. | Prices fell. | -
        en | The mill did not close. | The mill opened. | -
        fr | Les prix n'ont pas augmenté. | Les prix ont baissé. | -
        it | I prezzi non sono aumentati. | I prezzi sono diminuiti. | -
        es | Los precios no han subido. | Los precios han bajado. | -
        en | It is not legal. | It is illegal. | -
        es | No es legal. | Es ilegal. | -
        es | La zona no es segura. | La zona es insegura. | -
        es | La mujer no fue obediente. | La mujer fue desobediente. | -
        it | La risposta non era corretta. | La risposta era scorretta. | -
        it | L'uomo non era onesto. | L'uomo era disonesto. | -
        fr | L'homme n'était pas honnête. | L'homme était malhonnête. | -
        fr | Elle n'était pas contente. | Elle était mécontente. | -
        de | Die Zahlen sind nicht stabil. | Die Zahlen sind instabil. | -
        de | Das ist nicht legal. | Das ist illegal. | -
        fr | Ce n'est pas légal. | C'est illégal. | -
        it | Non è illegale. | È legale. | -
",
    );
}

#[test]
fn for_and_against_are_opposites_where_somebody_takes_a_side() {
    compare_lines(
        "",
        "
        en | They voted for the plan. | They voted against the plan. | n
        en | He spoke for the ban. | He spoke against the ban. | n
        en | It leaned for the wall. | It leaned against the wall. | -
        fr | Ils ont voté pour le projet. | Ils ont voté contre le projet. | n
        fr | Il l'a échangé pour un vélo. | Il l'a échangé contre un vélo. | -
        de | Sie stimmten für den Plan. | Sie stimmten gegen den Plan. | n
        de | Er tauschte es für ein Rad. | Er tauschte es gegen ein Rad. | -
        es | Votaron por el plan. | Votaron contra el plan. | n
        es | Lo dejó por la pared. | Lo dejó contra la pared. | -
        it | Hanno votato per il piano. | Hanno votato contro il piano. | n
        it | È finito per il muro. | È finito contro il muro. | -
        ",
    );
}
