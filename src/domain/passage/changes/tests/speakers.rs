//! Names beside a verb of attribution, of which the text says nothing else.

use super::compare_lines;

#[test]
fn who_speaks_is_a_name() {
    compare_lines(
        "",
        "
        en | Whitcombe told reporters that the mine is shut. | Fielding told reporters that the mine is shut. | m
        en | Whitcombe said the mine is shut. | Pickering said the mine is shut. | m
        en | Whitcombe added that it is shut. | Kelly added that it is shut. | m
        en | Whitcombe denied it. | Sanders denied it. | m
        en | Whitcombe denied it. | Hughes denied it. | m
        en | Whitcombe also said so. | Okafor also said so. | m
        en | Whitcombe has said so. | Okafor has said so. | m
        en | “It is shut,” said Whitcombe. | “It is shut,” said Fielding. | m
        en | Said Whitcombe: it is shut. | Said Fielding: it is shut. | m
        es | Ortega dijo que cierra la mina. | Zubiri dijo que cierra la mina. | m
        es | Ortega ha dicho que cierra la mina. | Zubiri ha dicho que cierra la mina. | m
        es | Ortega añadió que cierra. | Morales añadió que cierra. | m
        es | Ortega negó que cierra. | Zubiri negó que cierra. | m
        es | “Cierra”, dijo Ortega. | “Cierra”, dijo Zubiri. | m
        it | Rossi ha detto che chiude. | Bianchi ha detto che chiude. | m
        it | Rossi ha aggiunto che chiude. | Salvatori ha aggiunto che chiude. | m
        it | Rossi ha smentito la notizia. | Zanetti ha smentito la notizia. | m
        it | Rossi disse che chiude. | Zanetti disse che chiude. | m
        it | “Chiude”, ha detto Rossi. | “Chiude”, ha detto Zanetti. | m
        de | Meyer sagte, das Werk schließt. | Hoffmann sagte, das Werk schließt. | m
        de | Meyer dementierte den Bericht. | Hoffmann dementierte den Bericht. | m
        de | „Es schließt“, sagte Meyer am Montag. | „Es schließt“, sagte Hoffmann am Montag. | m
        de | Meyer fügte hinzu, es schließt. | Hoffmann fügte hinzu, es schließt. | m
        fr | Durand a déclaré que la mine ferme. | Lefloch a déclaré que la mine ferme. | m
        fr | Durand a démenti la rumeur. | Lefloch a démenti la rumeur. | m
        fr | Durand l'a dit mardi. | Lefloch l'a dit mardi. | m
        fr | « La mine ferme », a dit Durand. | « La mine ferme », a dit Lefloch. | m
",
    );
}

#[test]
fn nouns_pronouns_and_adverbs_that_speak_are_not_names() {
    compare_lines(
        "",
        "
        en | Police said so. | Officials said so. | -
        en | Critics told reporters. | Experts told reporters. | -
        en | Yesterday said so. | Tomorrow said so. | -
        en | Whitcombe told reporters. | Officials told reporters. | -
        en | Whitcombe told reporters. | Fans told reporters. | -
        en | Whitcombe told reporters. | Parents told reporters. | -
        en | Whitcombe told reporters. | Police told reporters. | -
        en | Whitcombe told reporters. | He told reporters. | -
        en | Parents said so. | Neighbours said so. | -
        en | Staff said so. | Management said so. | -
        en | Study says so. | Survey says so. | -
        en | Source said so. | Witness said so. | -
        en | Labour leaders said so. | Green leaders said so. | -
        en | Insiders said so. | Analysts said so. | -
        en | Locals said so. | Villagers said so. | -
        en | Prosecution said so. | Defence said so. | -
        en | Legend said so. | Tradition said so. | -
        en | Robin fell there. | Hail fell there. | -
        en | Robin won it. | Goats won it. | -
        en | Having said that, it is shut. | Being told that, it is shut. | -
        en | Mum said so. | Dad said so. | -
        en | Media said so. | Data said so. | -
        en | Campaigners said so. | Activists said so. | -
        en | Tonight said so. | Often said so. | -
        en | Many said so. | Others said so. | -
        en | Briefing said so. | Ruling said so. | -
        en | Ministry said so. | Court said so. | -
        en | Reportedly told them. | Repeatedly told them. | -
        de | Anwohner sagten das. | Zeugen sagten das. | -
        de | Anwohner sagte das. | Zeuge sagte das. | -
        de | Gestern sagte er das. | Daraufhin sagte er das. | -
        de | Anschließend sagte er das. | Zunächst sagte er das. | -
        de | Er sagte Journalisten, es schließt. | Er sagte Reportern, es schließt. | -
        de | Experte warnt vor Eis. | Lehrer warnt vor Eis. | -
        de | Mutter sagte das. | Vater sagte das. | -
        de | Polizei sagte das. | Feuerwehr sagte das. | -
        de | Meyer sagte das. | Mutter sagte das. | -
        de | Meyer sagte das. | Zeuge sagte das. | -
        de | Das Gericht erklärte Montag das Urteil. | Das Gericht erklärte Dienstag das Urteil. | -
        de | Der Minister forderte Aufklärung. | Der Minister forderte Reformen. | -
        de | Sie kritisierte Pläne der Stadt. | Sie kritisierte Ideen der Stadt. | -
        de | Er bestätigte Gespräche. | Er bestätigte Kontakte. | -
        de | Er forderte Geld vom Land. | Er forderte Hilfe vom Land. | -
        de | Der Richter schrieb Briefe. | Der Richter schrieb Bücher. | -
        de | Gestern forderte Opposition das. | Gestern forderte Koalition das. | -
        es | Ayer dijo que cierra. | Anoche dijo que cierra. | -
        es | Según dijo, cierra. | Como dijo, cierra. | -
        es | También dijo que cierra. | Luego dijo que cierra. | -
        es | Finalmente dijo que cierra. | Entonces dijo que cierra. | -
        es | Ortega dijo que cierra. | Ayer dijo que cierra. | -
        es | Ortega dijo que cierra. | Ella dijo que cierra. | -
        es | Gobierno dijo que cierra. | Policía dijo que cierra. | -
        es | Allí dijo que cierra. | Ahí dijo que cierra. | -
        it | Ieri ha detto che chiude. | Lunedì ha detto che chiude. | -
        it | Poi ha detto che chiude. | Infine ha detto che chiude. | -
        it | Stamattina ha detto che chiude. | Stasera ha detto che chiude. | -
        it | Secondo lui chiude. | Per lui chiude. | -
        it | Mi ha detto che chiude. | Ci ha detto che chiude. | -
        it | Gli ha detto che chiude. | Le ha detto che chiude. | -
        it | Chi ha detto che chiude? | Cosa ha detto che chiude? | -
        it | Intanto ha detto che chiude. | Subito ha detto che chiude. | -
        it | Rossi ha detto che chiude. | Ieri ha detto che chiude. | -
        fr | Selon lui, la mine ferme. | Pour lui, la mine ferme. | -
        fr | Chacun a dit oui. | Tout a dit oui. | -
        fr | Qui a dit oui ? | On a dit oui ? | -
        fr | Cela a dit beaucoup. | Ça a dit beaucoup. | -
        fr | Durand a dit oui. | Chacun a dit oui. | -
        en | Nobody said so. | Somebody said so. | n
        fr | Quelqu'un a dit oui. | Personne n'a dit oui. | n
",
    );
}
