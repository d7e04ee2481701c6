//! Lists of words that are names, or are not. All are in lower case and separated by spaces.

use std::{collections::HashSet, sync::LazyLock};

/// The words of a list.
pub(super) type List = LazyLock<HashSet<&'static str>>;

pub(super) fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_ascii_whitespace().collect()
}

/// Given names, without accents.
pub(super) static GIVEN: List = LazyLock::new(|| {
    words(
        "
    aaron abdel abdul abdullah abel abigail abraham achim ada adam adela adele adeline adolfo adrian
    adriana adriano agata agathe agnes agnese ahmad ahmed aicha aida aisha akira alain alan alba albert
    alberta alberto aldo alejandra alejandro aleksandr alena alessandra alessandro alessia alessio alex
    alexander alexandra alexandre alexei alexis alfonso alfred alfredo ali alice alicia alina aline
    alison allison alma alvaro amal amanda amelia amelie amina amir amira amy ana anais anastasia
    anders andre andrea andreas andree andrei andres andrew andrzej andy angel angela angelica angelina
    angelo angelika anil anita anja anke ann anna annabel anne annette annika ansgar anthony antje
    antoine antoinette anton antonella antonia antonio anya archie ariel arjun armand armando arne
    arnaud arnold arthur arturo asha ashley astrid atsuko audrey august aurelie aurelien aurora axel
    ayesha aziz babette barbara barry bart bartosz basil bastian baptiste beate beatrice beatrix beatriz
    belen ben benedetta benedict benedikt benedetto benjamin benoit bernard bernadette bernd bernhard
    bernardo bertrand beth betty bianca bill billy birgit bjorn blanca bob bogdan boris brad brandon
    brenda brian bridget brigitte britta bruce bruno bryan caitlin callum camila camilla camille carina
    carl carla carlo carlos carlotta carmen carol carola carole carolina caroline carsten catalina
    caterina catherine cathy cecile cecilia cedric celia celine chantal charles charlie charlotte chiara
    chinedu chloe chris christa christian christiane christina christine christof christophe christopher
    cindy claire clara claude claudia claudio clemens clement clementine colette colin colleen concepcion
    connor conrad constance consuelo corinna corinne cornelia craig cristian cristiano cristina cynthia
    cyril dagmar daisy damian damien dan dana daniel daniela daniele danielle danilo danny daria dario
    darren dave david davide dean deborah debbie deepak delphine denis denise dennis derek detlef diana
    diane didier diego dieter dietmar dina dirk dmitri dolores dominic dominik dominique donald donatella
    donna dora doris dorothea dorothy douglas duncan dylan eberhard eddie edgar edith edmund eduard
    eduardo edward edwin efrain eileen ekaterina elaine elena eleanor eleonora elias elif elio elisa
    elisabeth elise elizabeth elke ella ellen elliot elodie eloise elsa elvira emeka emil emile emilia
    emilie emilio emily emma emmanuel emmanuelle enrico enrique enzo eric erica erich erik erika ernest
    ernesto ernst erwin esteban estelle esther ethan etienne eugen eugene eugenio eva evan eve evelyn
    ezra fabian fabiana fabien fabio fabrice fabrizio farah fatima fatma faustine federica federico
    felicia felicitas felipe felix ferdinand fernanda fernando filippo fiona flavia flavio flora florence
    florent florian franca frances francesca francesco francine francis francisca francisco franco
    francois francoise frank franz franziska fred frederic frederick frederik freya frida friedrich fritz
    gabriel gabriela gabriele gabriella gaetan gael gaelle gareth gary gavin gemma genevieve geoffrey
    georg george georges georgina gerald gerard gerardo gerd gerhard gerlinde ghislaine giacomo gianni
    gideon gilbert gilles gina giorgia giorgio giovanna giovanni gisela giulia giuliana giulio giuseppe
    gladys glenn gloria gonzalo gordon grace graham greg gregor gregory greta gudrun guido guillaume
    guillermo gunter gunther gustav gustavo guy hakan hamid hana hanna hannah hannes hans harald harold
    harriet harry hartmut harvey hassan hasan heather hector heidi heike heiko heinrich heinz helen
    helena helene helga helmut hendrik henri henrik henry herbert hermann hilda hildegard holger horst
    howard hubert hugh hugo hussein ian ibrahim ida ignacio igor ilaria ilse ines inga inge ingo ingrid
    ioana irena irene iris irina irma isaac isabel isabella isabelle ismail isolde ivan ivana ivo jack
    jackie jacob jacopo jacqueline jacques jaime jake jakob jamal james jamie jan jana jane janet janine
    jason jasmin jasmine javier jean jeanne jeff jeffrey jennifer jenny jens jeremy jerome jerry jesper
    jesus jessica jill jim jimmy joachim joan joanna joanne joao jochen joe joel joelle johan johanna
    johannes john jonas jonathan jordi jorg jorge jose josef josefina joseph josephine joshua joy joyce
    juan juana judith judy jules julia julian juliana julie julien juliette julio julius jurgen justin
    justine justyna kai kamal kamala karen karim karin karina karl karsten kate katharina katherine
    kathleen kathrin kathryn katja katrin kay keith kelly ken kenji kenneth kerstin kevin khalid khaled
    kim kirsten klaus kofi konrad konstantin krishna kristin kristina krystyna kurt kwame kyle laetitia
    laila lana lara lars larry laszlo laura laure laurence laurent laurie lea leah leila lena leni leo
    leon leonard leonardo leonie leonor leopold leroy leslie leticia lewis liam lidia lilian liliana
    lily lina linda lionel lisa lise livia loic lola lorena lorenz lorenzo loretta lothar lotte lou
    louis louisa louise luc luca lucas lucia luciana luciano lucie lucien lucy ludovic ludwig luigi
    luis luisa lukas luke lutz lydia lynn maarten mads magali magdalena mahmoud maike maja malcolm
    malika manfred manon manuel manuela marc marcel marcela marcello marcin marco marcos marcus margaret
    margarita margaux margherita margot margrit maria mariana marianne marie marika marina mario marion
    marisa marissa marius marjorie mark marlene marta martha martin martina martine marvin mary massimo
    mateo mateusz mathias mathieu mathilde matilda matilde matt matteo matthew matthias mattia maud
    maurice mauricio maurizio maximilian maxime maxine megan mehmet melanie melissa mercedes mia michael
    michaela michal michel michela michele micheline michelle miguel mike mikhail milan milena miranda
    miriam mohamed mohammad mohammed moira moises moritz monica monika monique morgan moses muhammad
    muriel murray mustafa nadia nadine nancy naomi narendra natalia natalie natasha nathalie nathan neil
    nelson nevio ngozi nicholas nick nicola nicolas nicole niels nigel nikita nikolai nikolaus nils nina
    noah noel noemi nora norbert norma norman odile olaf oleg olga oliver olivia olivier olena omar
    orlando oscar oskar osvaldo otto pablo paco paloma pamela paola paolo pascal pascale patrice patricia
    patricio patrick patrizia paul paula paulina pauline pavel pedro peggy penelope perrine petra peter
    phil philip philipp philippe phillip pierre pietro pilar piotr priya quentin rachel rafael raffaele
    rahul rainer ralf ralph ramiro ramon raphael raquel rashid raul ray raymond rebecca regina regine
    reinhard reinhold remy rene renata renate renato ricardo riccardo richard rita rob robert roberta
    roberto robin rocco rodolfo rodrigo roger roland rolf romain roman romina ronald ronan rosa rosalie
    rosario rose rosemarie rosemary rosie ross roxane roy ruben rudolf rudiger rupert russell ruth ryan
    sabine sabrina said salim sally salvador salvatore sam samantha samir samira samuel sandra sandrine
    sandro sanjay santiago sara sarah sascha saskia scott sean sebastian sebastien selim selma serena
    serge sergei sergio severin shane sharon sheila shirley sibylle sigrid silke silvia silvio simon
    simona simone sofia sofie solange sonia sonja sophia sophie sonya stacy stanislav stefan stefania
    stefanie stefano steffen stella stephan stephane stephanie stephen steve steven stuart sunita susan
    susana susanna susanne suzanne svantje sven svetlana svenja sylvain sylvia sylvie tamara tanja tania
    tanya tara tariq tatiana ted teodoro teresa terence terry thabo thea theo theodor theodore theresa
    therese thibault thierry thomas thorsten tiffany tim timo timothy tina tobias todd tom tomas tommaso
    tommy toni tony torsten tracy trevor tristan udo ugo ulf ulla ulrich ulrike umberto ursula uta uwe
    valentin valentina valentino valeria valerie valerio vanessa vera verena veronica veronika veronique
    vicente vicky victor victoria viktor viktoria vijay vincent vincenzo viola violet virginia virginie
    vittoria vittorio vivian viviana vivien vladimir volker volodymyr wally walter waltraud wanda wayne
    wendy werner wilfried wilhelm will willem william wolfgang xavier ximena yannick yasmin yasmina
    yolanda yoshiko yuki yusuf yves yvette yvonne zachary zainab zoe zofia
",
    )
});

/// Countries, unions of them, and large towns, in the spellings of the languages.
pub(super) static PLACES: List = LazyLock::new(|| {
    words(
        "
    afghanistan albania algeria argentina armenia australia austria azerbaijan bangladesh belarus
    belgium bolivia bosnia brazil britain bulgaria cambodia cameroon canada chad chile china
    colombia croatia cuba cyprus denmark ecuador egypt england estonia ethiopia finland france
    georgia germany ghana greece guatemala guinea haiti hungary iceland india indonesia iran iraq
    ireland israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait laos latvia lebanon
    libya lithuania luxembourg madagascar malawi malaysia mali malta mexico moldova mongolia
    morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman
    pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda
    scotland senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland
    syria taiwan tanzania thailand tunisia turkey uganda ukraine uruguay venezuela vietnam wales
    yemen zambia zimbabwe
    germania francia spagna italia ucraina polonia svizzera turchia svezia norvegia grecia israele
    siria libano egitto libia cina giappone brasile
    allemagne espagne italie russie pologne suisse turquie suède norvège grèce israël syrie liban
    égypte libye chine japon brésil
    alemania españa ucrania suiza turquía suecia noruega líbano egipto japón brasil méxico rusia
    deutschland frankreich spanien italien russland polen österreich schweiz türkei schweden
    norwegen dänemark finnland griechenland ungarn tschechien rumänien bulgarien kroatien serbien
    belgien niederlande england schottland irland großbritannien amerika kanada mexiko brasilien
    argentinien ägypten libyen syrien libanon jordanien saudi-arabien indien japan südkorea
    nordkorea australien südafrika kenia äthiopien europa asien afrika
    london paris berlin rome roma rom madrid vienna wien vienne bern geneva genf genève zurich
    zürich brussels brüssel bruxelles amsterdam copenhagen kopenhagen stockholm oslo bergen
    helsinki warsaw warschau prague prag budapest bucharest sofia athens athen moscow moskau
    moscou mosca moscú kyiv kiev kiew istanbul ankara cairo kairo jerusalem beirut damascus
    damaskus baghdad bagdad tehran teheran riyadh dubai delhi mumbai karachi beijing peking pékin
    pechino shanghai tokyo tokio seoul bangkok jakarta sydney melbourne toronto ottawa montreal
    washington boston chicago houston miami lisbon lissabon lisbonne porto barcelona valencia
    sevilla bilbao zaragoza málaga milan milano mailand naples napoli neapel turin torino florence
    firenze venice venezia genova bologna palermo munich münchen hamburg cologne köln frankfurt
    stuttgart düsseldorf dortmund essen leipzig dresden hannover nürnberg bremen bonn mannheim
    karlsruhe freiburg graz linz salzburg innsbruck basel luzern lausanne lyon marseille toulouse
    nice nantes bordeaux lille strasbourg rennes grenoble montpellier manchester liverpool leeds
    birmingham glasgow edinburgh cardiff belfast dublin bristol sheffield nairobi lagos accra
    johannesburg lima bogotá santiago caracas quito havana montevideo
",
    )
});

/// Common words that are printed with a capital only where a sentence begins, or as a title.
pub(super) static COMMON: List = LazyLock::new(|| {
    words(
        "
    the a an this that these those his her its their our my your he she it they we you i who what
    him them us me mine yours hers theirs ours himself herself itself themselves whoever whatever
    which where when why how there here no not none nobody nothing never all any some many most
    few several both each every either neither one two three four five six seven eight nine ten
    another other others such only even just also still yet then now today yesterday tomorrow
    later earlier soon once again always often perhaps maybe if though although while since
    because after before until during despite but and or so as at by for from in into of off
    on onto out over to under up with without about against between among through is are was were
    has have had do does did will would can could may might must should former ex young old late
    new big small great first last next local national police troops officials ministers soldiers
    workers people men women children residents voters prices costs taxes rents wages profits
    sales shares stocks growth trade crime snow rain wind storm fire army navy parliament
    congress government council court staff management oil gas gold water power food fuel land
    war peace money work life time news sources experts critics doctors nurses teachers pupils
    students engineers detective inspector officer everyone everybody someone
    somebody anyone anybody thousands hundreds dozens half summer winter spring autumn monday
    tuesday wednesday thursday friday saturday sunday according per citing via near like unlike
    says said told asked yes indeed however meanwhile moreover instead otherwise nevertheless
    thanks given whether whose whom than too very more less much little enough almost nearly
    about around roughly exactly nothing along across behind beyond inside outside above below
    book books church state nation country city town village county district region street
    road river lake sea ocean mountain north south east west northern southern eastern western
    house home school college university hospital bank club team league cup game match film show
    president's party left right centre center union federation association committee commission
    ministry department office agency board bureau chamber senate cabinet crown throne internet
    web net world earth sun moon sky heaven hell god lord father mother brother sister son daughter
    day week month year night morning evening century season act bill law treaty constitution
    season weather market economy industry company firm group fund
    il lo la i gli le un uno una l' un' questo questa quello quella questi queste suo sua loro
    nostro vostro egli lei lui noi voi essi chi che cosa quando dove come perché nessuno nessuna
    niente tutti tutte ogni alcuni molti pochi altri solo anche ancora poi ora oggi ieri domani
    dopo prima durante ma e o se per con senza da di a in su tra fra non più meno polizia governo
    giunta comune tribunale secondo stando stante presso circa verso contro riguardo quanto
    conforme dunque quindi inoltre invece mentre benché sebbene finché appena forse sì no così
    primavera estate autunno inverno libro chiesa stato paese città regione provincia
    mondo legge partito sinistra destra
    les des ce cet cette ces son sa ses leur leurs notre votre elle ils elles on nous vous
    qui que quoi quand où comment pourquoi personne rien tous toutes chaque aucun aucune plusieurs
    autres seul aussi encore puis hier demain après avant pendant mais et ou si pour avec sans de
    à en sur entre police gouvernement selon d'après d' comme suivant d'abord ainsi donc cependant
    toutefois lorsque puisque parce chez vers contre depuis dès malgré parmi sauf sous outre quant
    printemps été automne hiver livre église état pays ville région monde loi parti gauche
    droite oui non voici voilà peut-être
    el los las unos unas este esta estos estas ese esa su sus nuestro él ella ellos ellas quien
    qué cuándo dónde cómo nadie nada todos todas cada algunos muchos pocos otros sólo también
    aún luego hoy ayer mañana después antes durante pero y o si por con sin de a en sobre entre
    policía gobierno según para conforme ante bajo contra desde hacia hasta mediante tras como
    cuando donde aunque mientras porque pues así además incluso quizá quizás sí ninguno ninguna
    primavera verano otoño invierno libro iglesia estado país ciudad región mundo ley
    partido izquierda derecha
    der die das ein eine einer eines einem einen dieser diese dieses jener sein seine ihr ihre
    unser er sie es wir ihn ihm ich du wer was wo wann warum wie niemand nichts nie alle einige
    viele wenige andere nur auch noch dann jetzt heute gestern morgen später bald wieder immer oft
    vielleicht wenn obwohl während seit weil nach vor bis trotz aber und oder so als an auf aus bei
    für gegen in mit ohne über um unter von zu zwischen laut gemäß zufolge wegen dank statt ist
    sind war waren hat haben wird werden kann frühling sommer herbst winter herr frau kinder hunde
    männer frauen menschen leute angst recht zeit geld land stadt staat
",
    )
});

/// German nouns that often have no article.
pub(super) static NOUNS: List = LazyLock::new(|| {
    words(
        "
    polizei gericht regierung angaben berichten medienberichten experten kritiker behörden
    hause haus ende anfang mitte januar februar märz april mai juni juli august september oktober
    november dezember montag dienstag mittwoch donnerstag freitag samstag sonntag prozent euro
    dollar meter kilometer millionen milliarden tausend hundert dutzend jahre jahren monate tage
    wochen stunden minuten uhr gott vater mutter sohn tochter bruder schwester chef niemand jemand
    kind hund katze haus auto wasser luft feuer krieg frieden kritik widerstand protest haft not
    schüler lehrer ärzte soldaten eltern nachbarn mieter bürger wähler fans gäste
",
    )
});

/// Roles and trades that stand in front of a name.
pub(super) static ROLES: List = LazyLock::new(|| {
    words(
        "
    accountant activist actor actress adviser advisor agent aide analyst anchor architect artist
    astronaut attorney auctioneer author baker banker barber barrister baroness baron bishop
    blacksmith boxer broker builder butcher caretaker carpenter cleaner clerk climber coach
    colleague comedian commander commentator composer conductor consultant cook coroner
    correspondent count countess cyclist dancer dealer delegate dentist designer detective diplomat
    director doctor driver duchess duke economist editor electrician engineer entrepreneur envoy
    executive expert farmer father fireman firefighter fisherman footballer forward gardener
    geologist goalkeeper golfer guard guitarist hairdresser headmaster headteacher historian
    homeowner hunter husband inspector interpreter investor jeweller jockey joiner journalist
    judge juror keeper landlord lawmaker lawyer lecturer leader legislator librarian manager
    mechanic member merchant midfielder midwife miner minister model mother musician neighbour
    neighbor novelist nurse officer optician organiser organizer owner painter paramedic pastor
    patient pensioner pharmacist philosopher photographer physician physicist pianist pilot
    plumber poet policeman policewoman politician postman potter preacher priest principal printer
    producer professor programmer prosecutor psychologist rapper reader rector referee reporter
    resident researcher reverend rower runner sailor saleswoman salesman scholar scientist
    sculptor secretary senator sergeant shepherd sheriff shopkeeper singer skier skipper smith
    solicitor speaker specialist spokesman spokesperson spokeswoman sprinter statistician striker
    student surgeon surveyor suspect swimmer tailor teacher technician tenant trader trainer
    translator treasurer trustee tutor uncle aunt veteran vet vicar victim waiter waitress warden
    weaver welder widow widower wife witness writer youngster mayor president chancellor
    chairman chairwoman chair captain colonel general major king queen prince princess pope
    governor ambassador commissioner councillor deputy defender batsman bowler
    ingegnere architetto avvocato avvocata medico dottore professore professoressa maestro maestra
    insegnante infermiere infermiera giornalista scrittore scrittrice attore attrice cantante
    pittore pittrice contadino operaio operaia cuoco cuoca idraulico falegname fabbro panettiere
    pescatore autista pilota capitano colonnello giudice notaio deputato deputata senatore
    senatrice assessore assessora consigliere consigliera segretario segretaria direttore
    direttrice presidente allenatore portiere attaccante sindaco sindaca ministro ministra
    vescovo parroco imprenditore imprenditrice economista storico storica
    ingénieur ingénieure architecte avocat avocate médecin docteur professeur maître maîtresse
    infirmier infirmière journaliste écrivain écrivaine acteur actrice chanteur chanteuse peintre
    agriculteur agricultrice ouvrier ouvrière cuisinier cuisinière plombier menuisier forgeron
    boulanger boulangère pêcheur chauffeur pilote capitaine colonel juge notaire député députée
    sénateur sénatrice conseiller conseillère secrétaire directeur directrice président présidente
    entraîneur gardien attaquant maire ministre évêque curé entrepreneur économiste historien
    ingeniero ingeniera arquitecto arquitecta abogado abogada médico médica doctor doctora
    profesor profesora maestro maestra enfermero enfermera periodista escritor escritora actriz
    cantante pintor pintora agricultor agricultora obrero obrera cocinero cocinera fontanero
    carpintero herrero panadero panadera pescador conductor conductora piloto capitán coronel juez
    jueza notario diputado diputada senadora concejal concejala consejero consejera secretario
    secretaria directora presidenta entrenador entrenadora portero delantero alcalde alcaldesa
    obispo párroco empresario empresaria economista historiador historiadora vecino vecina
",
    )
});

/// How words end that say a role.
pub(super) const ROLE_ENDINGS: &[&str] = &[
    "ologist", "ographer", "keeper", "maker", "smith", "woman", "ician", "monger", "wright",
    "tore", "trice", "ista", "iste", "euse", "logo", "loga", "logue", "grafo", "grafa", "graphe",
    "dora", "dor",
];
