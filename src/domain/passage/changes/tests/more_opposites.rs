//! Opposites that reports of examinations, trade, journeys and rules have.

use super::compare_lines;

#[test]
fn opposites_of_everyday_reports_are_negations() {
    compare_lines(
        "",
        "
        en | The bridge failed the inspection. | The bridge passed the inspection. | n
        en | The rule applies to all cyclists except children. | The rule applies to all cyclists including children. | n
        en | The verdict pleased the tenants. | The verdict displeased the tenants. | n
        en | The trains were early on most days. | The trains were late on most days. | n
        en | The firm bought its shares in May. | The firm sold its shares in May. | n
        en | The queue was long on Monday. | The queue was short on Monday. | n
        en | The union is for the deal. | The union is against the deal. | n
        en | Helmets are mandatory on the track. | Helmets are optional on the track. | n
        de | Die Brücke hat die Prüfung bestanden. | Die Brücke ist durch die Prüfung gefallen. | -
        de | Die Schlange war lang. | Die Schlange war kurz. | n
        de | Die Partei ist für den Ausbau. | Die Partei ist gegen den Ausbau. | n
        de | Die Impfung ist verpflichtend. | Die Impfung ist freiwillig. | n
        de | Der Zug war früh da. | Der Zug war spät da. | n
        en | It opens in early May. | It opens in late May. | -
        en | Later that day he left. | Earlier that day he left. | -
        de | Die Regel gilt für alle einschließlich der Kinder. | Die Regel gilt für alle ausgenommen der Kinder. | n
        fr | Elle a réussi l'examen. | Elle a raté l'examen. | n
        fr | Le parti est pour la réforme. | Le parti est contre la réforme. | n
        fr | La file était longue. | La file était courte. | n
        fr | Le casque est obligatoire sur la piste. | Le casque est facultatif sur la piste. | n
        fr | La société a acheté le terrain. | La société a vendu le terrain. | n
        it | Ha superato l'esame. | Ha fallito l'esame. | n
        it | I treni erano in anticipo quasi ogni giorno. | I treni erano in ritardo quasi ogni giorno. | n
        it | Il panificio vende meno pane che prima. | Il panificio vende più pane che prima. | n
        it | Il casco è obbligatorio in pista. | Il casco è facoltativo in pista. | n
        it | La fila era lunga. | La fila era corta. | n
        it | La società ha comprato il terreno. | La società ha venduto il terreno. | n
        es | Aprobó el examen. | Suspendió el examen. | n
        es | El partido está a favor de la reforma. | El partido está en contra de la reforma. | n
        es | El alcalde aceptó firmar. | El alcalde se negó a firmar. | n
        es | La cola era larga. | La cola era corta. | n
        es | El casco es obligatorio en la pista. | El casco es opcional en la pista. | n
        es | La empresa compró el terreno. | La empresa vendió el terreno. | n
        en | Anna bought the house from Robin. | Robin sold the house to Anna. | -
        en | The ladder is for the wall. | The ladder is in front of the wall. | -
        en | The bus passed the school at nine. | The bus reached the school at nine. | -
        en | The guide is here as of late. | The guide is here. | -
        en | The firm bought back its shares. | The firm sold out its shares. | -
        en | They met as early as May. | They met as late as May. | -
        fr | Le train est pour Lyon. | Le train est à Lyon. | -
        ",
    );
}

#[test]
fn a_german_speaker_is_a_name_with_any_given_name() {
    compare_lines(
        "",
        "
        de | Die Straße ist frei, sagte Anneliese Brandt. | Die Straße ist frei, sagte Hildegard Brandt. | m
        de | Die Straße ist frei, erklärte Ortrud Feldner am Abend. | Die Straße ist frei, erklärte Gudrun Feldner am Abend. | m
        de | Die Straße ist frei, sagte Polizeichef Brandt. | Die Straße ist frei, sagte Bürgermeister Brandt. | -
        ",
    );
}
