//! Words that a prefix makes their opposites, and words that only look like that.

use super::compare_lines;

#[test]
fn a_prefix_that_makes_the_opposite_is_a_negation() {
    compare_lines(
        "",
        "
        es | La zona es segura. | La zona es insegura. | n
        es | Las zonas son seguras. | Las zonas son inseguras. | n
        es | El plan es legal. | El plan es ilegal. | n
        es | Los planes son legales. | Los planes son ilegales. | n
        es | Era posible salir. | Era imposible salir. | n
        es | La medida es justa. | La medida es injusta. | n
        es | Los datos eran correctos. | Los datos eran incorrectos. | n
        es | La mujer fue obediente. | La mujer fue desobediente. | n
        es | Era una decisión responsable. | Era una decisión irresponsable. | n
        it | Il ponte è sicuro. | Il ponte è insicuro. | n
        it | Le strade sono sicure. | Le strade sono insicure. | n
        it | Il piano è legale. | Il piano è illegale. | n
        it | I piani sono legali. | I piani sono illegali. | n
        it | È possibile uscire. | È impossibile uscire. | n
        it | Erano decisioni ragionevoli. | Erano decisioni irragionevoli. | n
        it | Il processo era giusto. | Il processo era ingiusto. | n
        it | La risposta era corretta. | La risposta era scorretta. | n
        it | I dati erano esatti. | I dati erano inesatti. | n
        it | Un fatto probabile. | Un fatto improbabile. | n
        it | L'uomo era onesto. | L'uomo era disonesto. | n
        fr | La grève est légale. | La grève est illégale. | n
        fr | Les grèves sont légales. | Les grèves sont illégales. | n
        fr | C'était possible. | C'était impossible. | n
        fr | Les chiffres sont exacts. | Les chiffres sont inexacts. | n
        fr | Les mesures sont justes. | Les mesures sont injustes. | n
        fr | Une décision responsable. | Une décision irresponsable. | n
        fr | L'homme était honnête. | L'homme était malhonnête. | n
        fr | Elle était contente. | Elle était mécontente. | n
        fr | La route est praticable. | La route est impraticable. | n
        fr | Le résultat est certain. | Le résultat est incertain. | n
        de | Die Brücke ist sicher. | Die Brücke ist unsicher. | n
        de | Das ist möglich. | Das ist unmöglich. | n
        de | Das war eine sichere Brücke. | Das war eine unsichere Brücke. | n
        de | Die Zahlen waren verständlich. | Die Zahlen waren unverständlich. | n
        de | Das Vorgehen war legal. | Das Vorgehen war illegal. | n
        de | Ein legales Vorgehen. | Ein illegales Vorgehen. | n
        de | Die Zahlen sind stabil. | Die Zahlen sind instabil. | n
        de | Er ist schuldig. | Er ist unschuldig. | n
        de | Der Bau ist zulässig. | Der Bau ist unzulässig. | n
        de | Die Wahl war gültig. | Die Wahl war ungültig. | n
        en | The bridge is safe. | The bridge is unsafe. | n
        en | The plan is legal. | The plan is illegal. | n
        en | A deal is likely. | A deal is unlikely. | n
        en | It is possible to leave. | It is impossible to leave. | n
        en | The claims were accurate. | The claims were inaccurate. | n
        en | He was honest. | He was dishonest. | n
        en | The result was regular. | The result was irregular. | n
        en | The vote was constitutional. | The vote was unconstitutional. | n
        en | The measure was effective. | The measure was ineffective. | n
        en | The firm was responsible. | The firm was irresponsible. | n
        en | She was satisfied with it. | She was dissatisfied with it. | n
        en | They were connected. | They were disconnected. | n
        en | She was able to come. | She was unable to come. | n
        es | Es habitable. | Es inhabitable. | n
        fr | La maison est habitable. | La maison est inhabitable. | n
",
    );
}

#[test]
fn words_that_only_begin_like_it_are_other_words() {
    compare_lines(
        "",
        "
        en | It is a port of goods. | It is an import of goods. | -
        en | It was valuable. | It was invaluable. | -
        en | The gas is flammable. | The gas is inflammable. | -
        en | The house is habitable. | The house is inhabitable. | -
        en | The famous man came. | The infamous man came. | -
        en | They pressed him. | They impressed him. | -
        en | The different views. | The indifferent views. | -
        en | They form a group. | They inform a group. | -
        en | They came to an understanding. | They came to a standing. | -
        en | The terminable deal. | The interminable deal. | -
        en | A tense week. | An intense week. | -
        en | The vestments were old. | The investments were old. | -
        en | They came to the side. | They came inside. | -
        en | They passed it on. | They passed on. | -
        en | It is priceless. | It has a price. | -
        en | They closed the file. | They disclosed the file. | -
        en | She played it. | She displayed it. | -
        en | They covered it. | They discovered it. | -
        en | The town is credible. | The town is incredible. | -
        it | Deve segnare il passo. | Deve insegnare il passo. | -
        it | Vuole formare i giovani. | Vuole informare i giovani. | -
        it | Sono ferme. | Sono inferme. | -
        it | Ha portato merci. | Ha importato merci. | -
        it | Ha contato i voti. | Ha scontato i voti. | -
        it | La colta signora. | La incolta signora. | -
        it | La tensione è alta. | L'intensione è alta. | -
        it | Ha vestito molto. | Ha investito molto. | -
        es | Quieren formar a los jóvenes. | Quieren informar a los jóvenes. | -
        es | Van a portar bienes. | Van a importar bienes. | -
        es | La puesta fue alta. | La impuesta fue alta. | -
        es | La verdad fue presa. | La verdad fue impresa. | -
        es | Es valorable. | Es invalorable. | -
        es | Quieren mover todo. | Quieren inmover todo. | -
        es | Es su pulso. | Es su impulso. | -
        es | Han vertido mucho. | Han invertido mucho. | -
        de | Der Fall ist klar. | Der Unfall ist klar. | -
        de | Die Kosten sind hoch. | Die Unkosten sind hoch. | -
        de | Das Tier lief weg. | Das Untier lief weg. | -
        de | Die Menge war groß. | Die Unmenge war groß. | -
        de | Die Tiefe ist groß. | Die Untiefe ist groß. | -
        de | Sie kommen heute. | Sie entkommen heute. | -
        de | Das Wetter war schlecht. | Das Unwetter war schlecht. | -
        de | Die Summe war hoch. | Die Unsumme war hoch. | -
        de | Wetter gab es. | Unwetter gab es. | -
        de | Kosten fallen an. | Unkosten fallen an. | -
        fr | Il faut former les jeunes. | Il faut informer les jeunes. | -
        fr | Ils portent des biens. | Ils importent des biens. | -
        fr | Ils ont primé le livre. | Ils ont imprimé le livre. | -
        fr | Le gaz est flammable. | Le gaz est inflammable. | -
        fr | Il a posé la loi. | Il a imposé la loi. | -
        fr | C'est différent. | C'est indifférent. | -
        fr | C'est la dépendance. | C'est l'indépendance. | -
        fr | Elle est venue. | Elle est revenue. | -
        fr | Ils ont vesti. | Ils ont investi. | -
        it | La carta è stampata. | La ristampata carta. | -
",
    );
}
