//! Words that stand without an article where a sentence begins, and names that look like such
//! words.

use std::sync::LazyLock;

use super::lists::{List, words};

/// Nouns, pronouns and adverbs that may be directly in front of a verb of attribution.
pub(super) static BARE: List = LazyLock::new(|| {
    words(
        "
    study survey report poll research data media source witness neighbour neighbor opposition
    prosecution defence defense mum mom mummy dad daddy granny grandma grandpa mama papa baby man
    woman boy girl child teen teenager person folk folks clergy press legend history tradition
    science scripture insider counsel intelligence customs security traffic transport health
    education statement letter email message note memo document figures statistics evidence
    analysis review paper article story tweet post couple family parent airline retailer charity
    regulator watchdog airport embassy palace headquarters command militia youth public crowd jury
    panel bench consensus wisdom word rumour rumor gossip reason truth nature fate judiciary
    leadership hail thunder lightning fog ice frost heat chess football cricket rugby tennis golf
    cash debt demand supply output inflation unemployment poverty hunger disease cancer flu covid
    tonight twice thrice seldom sometimes elsewhere overnight afterwards thereafter beforehand
    somehow somewhat altogether anyway thus hence therefore likewise furthermore besides next
    finally being having overall worldwide nowadays
    anoche tampoco incluso allí ahí acá aquí entonces siempre apenas casi bien mal eso esto aquello
    algo alguien uno otro otra usted ustedes tal quienquiera mismo misma le les me nos se te lo la
    jamás nunca anteayer asimismo inclusive mamá papá juez fiscal fiscalía ministerio ayuntamiento
    ejército congreso prensa
    stamattina stasera stamani stanotte stavolta intanto subito infine allora lì là qui qua ella
    esso essa costui costei qualcuno qualcuna ognuno ognuna ciascuno ciascuna ciò tanto poco molto
    lunedì martedì mercoledì giovedì venerdì sabato domenica mi ti ci vi gli ne si li mai sempre
    persino perfino pure anzi quasi altrove ovunque mamma papà procura ministero questura
    prefettura stampa
    chacun chacune cela ça ceci tout toute nul nulle quiconque celui celle ceux celles lui moi toi
    eux quelqu' certain certains autrui soudain ensuite enfin alors ici là jamais toujours bientôt
    lundi mardi mercredi jeudi vendredi samedi dimanche aujourd'hui souvent parfois maman
    l'un l'autre autre beaucoup untel
    zeuge zeugin anwohner anwohnerin nachbar nachbarin mama papa oma opa eltern lehrer lehrerin
    arzt ärztin polizist polizistin feuerwehr verband verein partei fraktion kirche stadt land bund
    kreis gemeinde ministerium amt behörde zoll bahn post bank firma konzern unternehmen hersteller
    betreiber veranstalter kläger klägerin angeklagter angeklagte verdächtiger täter opfer
    verteidiger verteidigerin pilot fahrer fahrerin kapitän sänger sängerin star autor autorin
    journalist journalistin reporter reporterin kritiker wissenschaftler student studentin
    könig papst bischof pfarrer gott freund freundin ehefrau ehemann witwe tante onkel großmutter
    großvater kollege kollegin mitarbeiter mitarbeiterin kunde kundin gast besucher besucherin
    teilnehmer bewohner bewohnerin passant passantin augenzeuge augenzeugin retter helfer helferin
    sanitäter bauer bäuerin wirt wirtin händler verkäufer makler mieter vermieter eigentümer
    besitzer nutzer leser leserin zuschauer hörer fan spieler spielerin manager geschäftsführer
    vorstand aufsichtsrat rat parlament senat kongress union studie umfrage bericht gutachten
    urteil quelle presse zeitung magazin sender radio agentur nachrichtenagentur wetterdienst börse
    handel handwerk industrie wirtschaft branche politik militär armee marine justiz
    journalisten reportern medien abgeordneten zuschauern anhängern kollegen studenten freunden
    angehörigen wählern bürgern gästen fans demonstranten parlamentariern investoren anlegern
    keiner keine jeder jede mancher manche einer dies dieses jenes man anschließend zunächst
    daraufhin zuvor danach dabei damals dazu darüber hierzu zugleich gleichzeitig weiter weiters
    wörtlich deshalb deswegen dennoch doch jedoch mehrfach wiederholt kürzlich neulich unlängst
    erst zuerst schließlich letztlich abends morgens nachmittags vormittags mittags nachher vorher
    damit davor selbst mehr zudem außerdem ferner überdies trotzdem allerdings stattdessen
    immerhin offenbar angeblich tatsächlich eigentlich natürlich sicher klar dort hier da dagegen
    hingegen vorgestern derweil unterdessen inzwischen mittlerweile übrigens somit folglich sofort
    gleich endlich plötzlich irgendwann einmal einst manchmal meistens niemals öfter häufig
    mündlich schriftlich öffentlich telefonisch persönlich online
",
    )
});

/// English words in "-ing" that are not names.
pub(super) static GERUNDS: List = LazyLock::new(|| {
    words(
        "
    nothing everything something anything being having polling reporting briefing filing ruling
    hearing meeting listing posting writing reading training housing building banking funding
    warning finding opening evening morning wedding king spring thing string wing ring sibling
    offspring marketing manufacturing engineering accounting advertising planning policing nursing
    mining fishing farming shipping boxing racing gambling lending trading cycling standing
    understanding branding speaking saying telling asking answering testifying according
    including excluding during following pending regarding concerning wording setting showing
    drawing painting recording booking screening gathering rating ranking sailing singing
    dancing teaching learning thinking feeling timing tracking fracking drilling bombing shooting
    killing looting rioting voting counting spending saving earning borrowing outing smoking
    drinking driving parking swimming hunting logging lobbying testing rising falling
",
    )
});

/// Surnames that end as other words do.
pub(super) static SURNAMES: List = LazyLock::new(|| {
    words(
        "
    smith kelly reilly o'reilly connolly connelly donnelly daly healy scally tully skelly beverly gilly
    grant bryant sargent clement vincent lawrence torrance florence spence terrence laurence
    jones williams davis hughes adams lewis evans edwards roberts phillips richards stevens harris
    rogers sanders peters myers meyers matthews andrews simmons hayes james collins thomas holmes
    jenkins perkins hopkins watkins dawkins hawkins atkins wilkins hodges saunders walters chambers
    jacobs daniels samuels michaels nicholls nichols stephens owens gibbs briggs riggs biggs
    higgins wiggins huggins robbins cummings hemmings hastings hutchings rawlings jennings billings ellis
    francis curtis norris morris ferris davies humphreys reynolds reeves hobbs dobbs
    stubbs jeffries humphries parsons simons symons sims timms tibbs wells
    ross moss bliss weiss strauss voss hess gross burgess
    amato donato rosato onorato esposito ippolito valente orlando delgado salgado machado hurtado
    alvarado mercado prado rosado collado maldonado regalado garrido bellido estrada quesada posada
    moncada taboada zapata mata almeida mérida clemente vicente bustamante escalante infante barroso
    reinoso donoso sarmiento zanotto pimenta
    clementi sarmento monti vittori salvatori rettori trinidad natividad soledad caridad
",
    )
});
