//! Opposites in French, Italian and Spanish.

use super::lexicon::Opposites;

/// French.
pub(super) const FRENCH: Opposites = &[
    ("avec", "sans"),
    ("pour", "contre"),
    ("faveur en_faveur", "contre"),
    (
        "dit dire disait affirm-er confirm-er déclar-er admet admis reconnaît reconnu annonc-er \
         annonçait assur-er indiqu-er prétend prétendu avou-er",
        "nie nié niée niés niait nient nier dément démenti démentie démentis démentait démentent \
         démentir contest-er réfut-er",
    ),
    (
        "soutient soutenu soutenue soutenait soutiennent soutenir appuie appuy-er",
        "oppose opposé opposée opposés opposait opposent opposer combat combattu combattait \
         rejet-er rejette rejettent",
    ),
    ("salu-er", "critiqu-er condamn-er"),
    (
        "accept-er approuv-er adopt-er valid-er ratifi-er",
        "refus-er rejet-er rejette rejettent repouss-er",
    ),
    ("accord-er", "refus-er"),
    (
        "hausse hausses augmentation augmentations augment-er progress-er progression croît crû \
         grimp-er accru accrue bond-ir monté montée montés montées monte montent",
        "baisse baisses baiss-er diminution diminutions diminu-er recul reculs recul-er chute \
         chutes chut-er décroît décru descendu descendue descend",
    ),
    (
        "relev-er augment-er",
        "abaiss-er réduit réduite réduits réduites réduire baiss-er",
    ),
    (
        "ouvert-e ouvre ouvrent ouvrait ouvrir ouvrira ouvriront ouverture rouvert-e rouvre",
        "ferm-er fermeture",
    ),
    ("plus davantage", "moins"),
    ("supérieur-e", "inférieur-e"),
    ("élevé-e haut-e", "bas basse basses faible faibles"),
    ("dessus", "dessous"),
    ("doublé", "divisé_deux"),
    ("vrai-e", "faux fausse fausses"),
    ("raison", "tort"),
    ("coupable coupables", "innocent-e"),
    ("culpabilité", "innocence"),
    ("condamn-er", "acquitt-er relax-er"),
    (
        "autoris-er permis permise permises permet permettent permettait légalis-er",
        "interdit interdite interdits interdites interdisent interdisait interdire prohib-er \
         bann-ir",
    ),
    (
        "gagn-er remport-er",
        "perdu perdue perdus perdues perd perdent perdait perdre perdra",
    ),
    ("victoire victoires", "défaite défaites"),
    ("gain gains bénéfice bénéfices", "perte pertes"),
    ("gagnant-e vainqueur", "perdant-e"),
    ("vivant-e", "mort-e"),
    ("survécu survit survivent", "mort-e décédé-e"),
    ("mieux", "pire pis"),
    ("meilleur-e", "pire pires"),
    ("amélior-er", "dégrad-er aggrav-er détérior-er empir-er"),
    ("bon bonne bons bonnes", "mauvais mauvaise mauvaises"),
    ("posit-if", "négat-if"),
    ("présent-e", "absent-e"),
    ("présence", "absence"),
    ("réuss-ir", "échou-er rat-er"),
    ("tôt", "tard"),
    ("long longue longs longues", "court-e bref brève"),
    ("rapide rapides", "lent-e"),
    (
        "achet-er achète achètent",
        "vendu-e vend vendent vendre vendait",
    ),
    (
        "obligatoire obligatoires",
        "facultat-if optionnel optionnelle",
    ),
    ("compris y_compris", "sauf excepté"),
    ("avance en_avance", "retard en_retard"),
    ("succès réussite", "échec échecs"),
    (
        "embauch-er recrut-er nomm-er",
        "licenci-er renvoy-er limog-er",
    ),
    (
        "commenc-er commençait début-er démarr-er",
        "arrêt-er cess-er termin-er fini finit",
    ),
    ("toujours souvent", "rarement"),
    (
        "confirm-er maintenu maintenue",
        "annul-er infirm-er invalid-er",
    ),
    ("beaucoup nombreux nombreuses", "peu"),
    ("majorité", "minorité"),
    ("renforc-er renforçait", "affaibl-ir"),
    ("fort-e", "faible faibles"),
    ("sûr-e", "danger-eux"),
    ("inclus incluse incluses inclut", "exclu-e exclut"),
    ("facile faciles", "difficile difficiles"),
    ("riche riches", "pauvre pauvres"),
    ("optimiste optimistes", "pessimiste pessimistes"),
    ("rest-er rejoint rejoindre", "quitt-er"),
];

/// Italian.
pub(super) const ITALIAN: Opposites = &[
    ("con", "senza"),
    ("per", "contro"),
    ("favore a_favore", "contro"),
    (
        "dice detto disse dicono dire afferm-are conferm-are dichiar-are annunci-are ammette \
         ammesso ammise sostiene sostenuto assicur-are",
        "neg-are sment-ire contest-are",
    ),
    (
        "sostiene sostenuto sostenuta sosteneva sostengono appoggi-are",
        "oppone opposto opposta opponeva oppongono osteggi-are respint-o respinge respingono \
         respinse",
    ),
    ("lod-are elogi-are", "critic-are condann-are"),
    (
        "accett-are approv-are adott-are ratific-are accolto accolta accoglie accolse",
        "rifiut-are respint-o respinge respingono respinse bocci-are",
    ),
    ("concesso concessa concede", "neg-are rifiut-are"),
    (
        "aument-are aumento aumenti crescita cresce crescono cresciut-o crebbe sale salgono \
         salit-o salì salirono rialzo rialzi incremento increment-are",
        "diminu-ire diminuzione cal-are calo cali scende scendono sces-o scese scesero ribasso \
         ribassi riduzione",
    ),
    (
        "alz-are innalz-are aument-are",
        "abbass-are ridott-o riduce riducono ridusse tagli-are",
    ),
    (
        "apert-o apre aprono aprì aprire aprirà apertura riapert-o riapre",
        "chius-o chiude chiudono chiudere chiuderà chiusura",
    ),
    ("più", "meno"),
    ("superiore superiori", "inferiore inferiori"),
    ("alt-o elevat-o", "bass-o"),
    ("sopra", "sotto"),
    ("raddoppi-are", "dimezz-are"),
    ("ver-o", "fals-o"),
    ("ragione", "torto"),
    ("colpevole colpevoli", "innocente innocenti"),
    ("colpevolezza", "innocenza"),
    (
        "condann-are",
        "assolto assolta assolti assolte assolve prosciolt-o",
    ),
    (
        "permess-o permette permettono consentit-o consente autorizz-are legalizz-are",
        "viet-are proib-ire",
    ),
    (
        "vint-o vince vincono vinse vinsero vincere guadagn-are",
        "pers-o perde perdono persero perdere perdut-o",
    ),
    ("vittoria vittorie", "sconfitta sconfitte"),
    ("guadagno guadagni profitto profitti", "perdita perdite"),
    ("vincitore vincitori vincitrice", "perdente perdenti"),
    ("viv-o", "mort-o"),
    (
        "sopravvissut-o sopravvisse",
        "mort-o morì morirono decedut-o",
    ),
    ("meglio", "peggio"),
    ("migliore migliori", "peggiore peggiori"),
    ("miglior-are", "peggior-are"),
    ("buon buon-o", "cattiv-o"),
    ("positiv-o", "negativ-o"),
    ("presente presenti", "assente assenti"),
    ("presenza", "assenza"),
    ("riuscit-o riesce riescono riuscì super-are", "fall-ire"),
    ("lung-o", "cort-o brev-e"),
    ("veloc-e", "lent-o"),
    (
        "compr-are acquist-are",
        "vendut-o vende vendono vendette vendere",
    ),
    ("obbligatori-o", "facoltativ-o volontari-o"),
    (
        "compreso compresi compresa comprese",
        "esclus-o tranne eccetto",
    ),
    ("anticipo", "ritardo"),
    (
        "successo successi",
        "fallimento fallimenti insuccesso insuccessi",
    ),
    ("assunt-o", "licenzi-are"),
    (
        "inizi-are cominci-are",
        "finit-o finisce finì termin-are cess-are",
    ),
    ("sempre spesso", "raramente"),
    ("conferm-are", "annull-are ribalt-are"),
    ("molt-o numeros-o", "pochi poche poco poca"),
    ("maggioranza", "minoranza"),
    ("rafforz-are", "indebol-ire"),
    ("forte forti", "debole deboli"),
    ("sicur-o", "pericolos-o"),
    ("inclus-o include includono", "esclus-o esclude escludono"),
    ("facile facili", "difficile difficili"),
    ("ricco ricca ricchi ricche", "pover-o"),
    (
        "ottimista ottimisti ottimiste",
        "pessimista pessimisti pessimiste",
    ),
    ("rest-are rimast-o rimane", "lasci-are"),
];

/// Spanish.
pub(super) const SPANISH: Opposites = &[
    ("con", "sin"),
    ("por para", "contra"),
    ("favor a_favor", "contra en_contra"),
    (
        "dijo dice dicho dijeron decir afirm-ar confirm-ar asegur-ar declar-ar anunci-ar admit-ir \
         sostuvo sostiene reconoció reconoce",
        "neg-ar niega niegan desmintió desmintieron desmiente desmienten desmentid-o desmentir",
    ),
    (
        "apoy-ar respald-ar",
        "opuso opusieron opone oponen opuest-o oponía oponían rechaz-ar",
    ),
    ("elogi-ar alab-ar", "critic-ar conden-ar"),
    (
        "acept-ar aprob-ar aprueba aprueban adopt-ar ratific-ar",
        "rechaz-ar vet-ar",
    ),
    (
        "concedió concede concedid-o",
        "deneg-ar deniega neg-ar niega",
    ),
    (
        "sub-ir subida subidas aument-ar aumento aumentos crec-er crecimiento alza alzas \
         increment-ar incremento incrementos",
        "baj-ar bajada bajadas bajas disminuye disminuyen disminuyó disminuyeron disminuid-o \
         disminución cae caen cayó cayeron caído caída caídas caídos descend-er desciende \
         descenso descensos",
    ),
    (
        "elev-ar sub-ir aument-ar",
        "reduce reducen redujo redujeron reducid-o reducir recort-ar baj-ar rebaj-ar",
    ),
    (
        "abiert-o abre abren abrió abrieron abrir abrirá apertura reabre reabrió",
        "cerrad-o cierra cierran cerró cerraron cerrar cerrará cierre",
    ),
    ("más", "menos"),
    ("superio-r mayo-r", "inferio-r meno-r"),
    ("alt-o elevad-o", "baj-o"),
    ("encima", "debajo"),
    ("arriba", "abajo"),
    ("duplic-ar", "reducido_mitad"),
    ("verdader-o ciert-o verdad", "fals-o mentira"),
    ("culpabl-e", "inocent-e"),
    ("culpabilidad", "inocencia"),
    ("conden-ar", "absuelt-o absolvió absuelve"),
    (
        "permit-ir autoriz-ar legaliz-ar",
        "prohib-ir prohíbe prohíben vet-ar",
    ),
    ("gan-ar", "perd-er pierde pierden"),
    ("victoria victorias", "derrota derrotas"),
    (
        "ganancia ganancias beneficio beneficios",
        "pérdida pérdidas",
    ),
    ("ganado-r", "perdedo-r"),
    ("viv-o", "muert-o"),
    (
        "sobreviv-ir",
        "murió murieron muere mueren muert-o fallec-er",
    ),
    ("mejo-r", "peo-r"),
    ("mejor-ar", "empeor-ar"),
    ("buen buen-o", "mal mal-o"),
    ("positiv-o", "negativ-o"),
    ("present-e", "ausent-e"),
    ("presencia", "ausencia"),
    ("logr-ar", "fracas-ar"),
    ("aprob-ar aprueba aprueban", "suspend-er"),
    ("acept-ar", "neg-ar niega niegan"),
    ("temprano", "tarde"),
    ("larg-o", "cort-o"),
    ("rápid-o", "lent-o"),
    ("compr-ar adquir-ir", "vend-er"),
    ("obligatori-o", "opcional opcionales voluntari-o"),
    ("incluid-o incluso", "except-o salvo"),
    ("adelanto", "retraso"),
    ("éxito éxitos", "fracaso fracasos"),
    (
        "contrat-ar nombr-ar",
        "despidió despide despedid-o destituyó destituid-o",
    ),
    (
        "comenz-ar comienza comienzan empez-ar empieza empiezan inici-ar",
        "termin-ar acab-ar ces-ar finaliz-ar",
    ),
    ("siempre menudo", "raramente rara_vez"),
    ("confirm-ar ratific-ar", "anul-ar revoc-ar"),
    ("much-o numeros-o", "poc-o"),
    ("mayoría", "minoría"),
    ("reforz-ar refuerza refuerzan fortalec-er", "debilit-ar"),
    ("fuert-e", "débil débiles"),
    ("segur-o", "peligros-o"),
    (
        "incluye incluyen incluyó incluid-o",
        "excluye excluyen excluyó excluid-o",
    ),
    ("fácil fáciles", "difícil difíciles"),
    ("ric-o", "pobr-e"),
    ("optimista optimistas", "pesimista pesimistas"),
    ("permanec-er", "abandon-ar"),
];
