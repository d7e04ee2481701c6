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
    aaron abdel abdul abdullah abel abigail abner abraham achille achim ada adam adela adele adelheid
    adeline adelmo adolfo adoracion adrian adriana adriano agapito agata agatha agathe agnes agnese
    agostino agustin ahmad ahmed aicha aida aisha akira alain alan alastair alba albert alberta alberto
    aldo aldous alejandra alejandro aleksandr alena alessandra alessandro alessia alessio alex alexander
    alexandra alexandre alexei alexis alfonsa alfonso alfred alfredo ali alice alicia alina aline alison
    alistair allison alma almudena alvaro alvin amadeo amal amanda amedeo amelia amelie amina amir amira
    amy ana anais anastasia anders andre andrea andreas andree andrei andres andrew andrzej andy angel
    angela angelica angelika angelina angelo anil anita anja anke ann anna annabel annabelle annamaria
    anne annegret anneliese annemarie annette annie annika annunziata anselmo ansgar anthony antje
    antoine antoinette anton antonella antonia antonie antonietta antonio anya araceli arcadio archibald
    archie arianna ariel arjun arlene armand armando arnaud arne arnold arthur arturo asha ashley astrid
    atsuko audrey august augusto aurelie aurelien aurelio aurora aurore axel ayesha aziz babette baerbel
    baltasar baptiste barbara barbel barnaby barry bart bartosz basil bastian beate beatrice beatrix
    beatriz begona belen ben benedetta benedetto benedict benedikt beniamino benita benito benjamin
    benoit berengere bernadette bernard bernardo bernd bernhard bernice bertha bertram bertrand beth
    bettina bettino betty bianca bice bill billy birgit bjorn blanca blandine bob bogdan boris brad
    brandon brenda brendan brian bridget bridie brigitte britta bronwen bruce bruna brunhilde bruno
    bryan bryony burghard burkhard caitlin callum camila camilla camille camillo candace capucine carina
    carl carla carlo carlos carlotta carmela carmelo carmen carol carola carole carolina caroline
    carsten casimiro catalina caterina catherine cathy cecil cecile cecilia cedric celestino celia
    celine cesare chantal charlene charles charlie charlotte chiara chinedu chloe chris christa christel
    christian christiane christina christine christof christophe christopher cindy cipriano ciro claire
    clara claretta clarissa claude claudia claudio clemens clement clementine clifford clive clotilde
    clyde colette colin colleen concepcion concetta conchita connor conrad constance constanze consuelo
    cora cordelia cordula corentin corinna corinne cormac cornelia corrado craig cristian cristiano
    cristina cristobal cuthbert cynthia cyril cyrille dagmar daisy damian damiano damien dan dana daniel
    daniela daniele danielle danilo danny daphne daria dario darren dave david davide dean debbie
    deborah deepak deirdre delphine denis denise dennis derek desmond detlef diana diane didier diego
    dieter dietmar diletta dina dinah dirk dmitri doerte dolores domenica domenico dominic dominik
    dominique donald donatella donna dora doris dorothea dorothee dorothy dorte douglas duncan dylan
    eberhard eckart eckhard edda eddie edelmira edeltraud edeltraut edgar edith edmond edmund edna
    edoardo edouard eduard eduardo edward edwin edwina efrain egidio egon eileen ekaterina eladio elaine
    eleanor elena eleonora elettra eleuterio elfriede eliane elias elif elio elisa elisabeth elisabetta
    elise eliseo elizabeth elke ella ellen elliot elmer elodie eloisa eloise eloy elsa elspeth elvira
    emanuela emanuele emeka emil emile emilia emiliano emilie emilio emily emma emmanuel emmanuelle
    emmett enid ennio enrico enrique enzo ephraim epifanio erhard eric erica erich erik erika ermanno
    ernest ernesta ernestine ernesto ernst erwin esteban estella estelle ester esther ethan ethel
    etienne ettore euan eugen eugene eugenie eugenio eulalia eunice eusebio eva evan evaristo eve evelin
    evelyn evi ewald ewan ezio ezra fabian fabiana fabien fabio fabiola fabrice fabrizio farah fatima
    fatma faustine faustino fausto federica federico felicia felicitas felipe felix ferdinand fergus
    fermin fernand fernanda fernando filippo filomena finlay fiona fiorella fiorenza firmin flaminia
    flavia flavio flora florence florent florentin florentino florian floyd fosca franca frances
    francesca franceschina francesco francine francis francisca francisco franco francois francoise
    frank franz franziska frauke fred freda frederic frederick frederik freya frida friedel friederike
    friedrich fritz fulgencio fulvia fulvio gabriel gabriela gabriele gabriella gael gaelle gaetan
    gaetano galileo gareth gary gaspard gaspare gaston gavin gebhard geltrude gemma genevieve gennaro
    genoveva geoffrey georg george georges georgina gerald gerard gerardo gerd gerhard gerlinde germaine
    gernot gerold gertraud gertrud gertrude gertrudis gherardo ghislaine giacinta giacinto giacomo
    gianfranco gianluca gianluigi gianmarco gianna gianni gianpaolo gideon gilbert gilberte giles gilles
    gina gines ginevra gioacchino giordano giorgia giorgio giovanna giovanni girolamo gisela giuditta
    giulia giuliana giulio giuseppe giuseppina gladys glenn gloria godfrey gonzalo gordon gottfried gotz
    grace graeme graham graziella greg gregor gregorio gregory greta gretchen griselda grit guadalupe
    gualtiero gudrun guglielmo guido guillaume guillermo guinevere gunda gunter gunther gustav gustave
    gustavo guy gwen gwenaelle gwendolyn gwladys hakan hamid hamish hana hanna hannah hannelore hannes
    hans harald harold harriet harry hartmut hartwig harvey hasan hassan hasso hattie heather hector
    hedwig heidi heidrun heike heiko heinrich heinz helen helena helene helga helma helmut hendrik henri
    henrietta henriette henrik henry herbert heribert heriberto herman hermann hermenegildo hermine
    hermione herve hester hilario hilary hilda hildegard hinrich hipolito hiram holger honorine horace
    horacio horst hortense howard hubert hubertus hugh hugo huguette humberto humphrey hussein iacopo
    ian ibrahim ida ignacia ignacio ignatius igor ilaria ilka ilse imogen ines inga inge ingeborg ingo
    ingrid inka ioana iolanda ippolito irena irene irina iris irma irmgard irvin isaac isabel isabella
    isabelle isadora isaiah isidro ismail isolde italo ivan ivana ivano ivo jacinta jacinto jack jackie
    jacob jacopo jacqueline jacques jaime jake jakob jamal james jamie jan jana jane janet janine jasmin
    jasmine jason jasper javier jean jeanne jedediah jeff jeffrey jemima jennifer jenny jens jeremiah
    jeremy jerome jeronimo jerry jesper jessica jesus jill jim jimmy joachim joan joanna joanne joao
    joaquin joaquina jocelyn jocelyne jochen joe joel joelle johan johanna johannes john jonas jonathan
    jordi jorg jorge jorn jose josef josefa josefina joseline joseph josephine josette joshua josiah
    josie joss joy joyce juan juana judith judy jules julia julian juliana julie julien juliette julio
    julius jurgen justin justine justyna jutta kai kamal kamala karen karim karin karina karl karla
    karoline karsten kaspar katarina kate katharina katherine kathi kathleen kathrin kathryn katja
    katrin kay keira keith kelly ken kendra kenji kenneth kermit kerstin kevin khaled khalid kieran
    kilian kim kirsten kirsty klaus kofi konrad konstantin krishna kristin kristina krystyna kunigunde
    kuno kurt kwame kyle lachlan laetitia laila lambert lana lancelot lara larry lars laszlo laura laure
    laurence laurent laurie lavinia lea leah leandro leila lena leni leo leocadia leon leona leonard
    leonardo leonce leoncio leonello leonhard leonie leonor leonore leopold leroy leslie leticia letizia
    lewis liam lidia liesel lieselotte lilian liliana lilianne lily lina linda lionel lisa lise
    liselotte livia lloyd loic lola lorena lorenz lorenza lorenzo loretta lorna lorraine lothar lotte
    lou louis louisa louise louison lourdes luc luca lucas lucette lucia luciana luciano lucie lucien
    lucienne lucinda lucius lucy ludger ludivine ludmila ludovic ludwig luella luigi luigia luis luisa
    luisella lukas luke lupe lutz lydia lyle lynn maarten mabel macarena madeleine mads mael maelle
    maeve magali magda magdalena mahmoud maike maja malcolm malika malte manfred manolo manon manuel
    manuela marc marcel marcela marceline marcelino marcella marcelle marcello marcia marcin marco
    marcos marcus margaret margarete margarethe margarita margaux margherita margot margrit maria
    mariana marianne mariano maribel maricarmen marie mariele marika marilena marilyn marina mario
    marion marisa marisol marissa marius marjorie marjory mark marlene marlies marlis marlon marmaduke
    marta martha martin martina martine maruja marvin mary marzia marzio massimiliano massimo mateo
    mateusz mathias mathieu mathilde matias matilda matilde matt matteo matthew matthias mattia maud
    maurice mauricette mauricio maurizio mauro mavis maxime maximilian maximino maximus maxine maylis
    mechthild megan mehmet meinhard melanie melchor melissa melitta mercedes meredith mervyn mia micaela
    michael michaela michal michel michela michelangelo michele micheline michelle miguel mike mikhail
    milan mildred milena millicent minnie miranda mireille mirella miriam mirko mohamed mohammad
    mohammed moira moises monica monika monique montserrat monty morgan morgane moritz mortimer moses
    muhammad mungo murdoch muriel murray mustafa myra nadege nadia nadine nancy naomi narciso narendra
    natalia natalie natasha nathalie nathan nazario neil nello nelson nerina nettie neville nevio ngozi
    niall nicholas nick nicola nicolas nicole nicoletta nicolo niels nigel nikita nikolai nikolaus nils
    nina nino ninon noah noel noelle noemi noemie nora norbert norberto noreen norma norman odette odile
    olaf oleg olegario olena olga oliver olivia olivier olwen olympe omar onofre ophelia orazio oreste
    orietta oriol orlando ornella orson ortrud ortwin oscar oskar osvaldo oswald otmar ottavia ottavio
    ottilie ottmar otto owen pablo paco paloma pamela paola paolo pascal pascale pascual pasquale
    patrice patricia patricio patrick patrizia patrizio paul paula paulina pauline pavel pedro peggy
    penelope percival percy perrine peter petra petronila phil philip philipp philippe phillip phineas
    phoebe phyllis pierangelo pierluigi piero pierre pierrette piers pietrina pietro pilar piotr priya
    quentin quincy quique rachel rafael raffaele rahul raimondo raimund raimundo rainer ralf ralph
    ramiro ramon ramona ramsay ranieri raoul raphael raquel rashid raul ray raymond raymonde rebeca
    rebecca regina reginald regine reimund reinhard reinhold remigio remy renata renate renato rene
    renzo rhoda rhona rhys ricardo riccardo richard rigoberto rinaldo rita rob robert roberta roberto
    robin rocco roderich roderick rodney rodolfo rodolphe rodrigo rogelio roger roland rolf romain roman
    romina romolo ronald ronan rory rosa rosalia rosalie rosalind rosalinde rosamund rosanna rosaria
    rosario rosaura roscoe rose roseline rosemarie rosemary rosendo rosie rosina ross rossana rossella
    roswitha rowena roxane roy ruben rudiger rudolf rufino rufus ruggero rupert ruprecht russell ruth
    ryan sabina sabine sabrina sadie said salim sally salvador salvatore sam samantha samir samira
    samuel samuele sandra sandrine sandro sanjay santiago sara sarah sascha saskia saturnino saverio
    savino scott seamus sean sebastian sebastiano sebastien segismundo selim selina selma selwyn
    septimus serafina serena serge sergei sergio servando severiano severin severino shane sharon sheila
    shirley sibylle sidonie siegfried sieglinde siegmund sigmar sigmund sigrid sigrun silas silke
    silvana silvano silvia silvio simon simona simone simonetta sinead siobhan sirio sixto sofia sofie
    solange solene sonia sonja sonsoles sonya sophia sophie stacy stanislav stefan stefania stefanie
    stefano steffen steffi stella stelvio stephan stephane stephanie stephen steve steven stuart sunita
    susan susana susanna susanne susi suzanne svantje svea sven svenja svetlana swantje sylvain sylvaine
    sylvester sylvia sylvie tabea tabitha tamara tamsin tancredi tania tanja tanya tara tarcisio tariq
    tatiana ted teodora teodoro teofilo terence teresa terry tess thabo thaddeus thea thelma theo
    theodor theodora theodore theophile theresa therese thibault thibaut thierry thomas thorsten
    thurston tiberio tiffany tilman tim timo timothy tina tiziana tiziano tobias tobin todd tom tomas
    tomasa tommaso tommy toni tony torsten tracy traugott travis trevor tristan tristram trude trudy
    tullio ubaldo udo ugo ulf ulisse ulla ulrich ulrike umberta umberto ursel ursula uta uwe valentin
    valentina valentine valentino valeria valerie valerio valeska valter vanessa vanna vaughn velia
    velma venancio vera verena vernon veronica veronika veronique vicente vicky victor victoria vijay
    viktor viktoria vincent vincenza vincenzo vinicio viola violet violetta virgil virginia virginie
    vittoria vittorio vivian viviana viviane vivien vladimir vladimiro volker volkmar volodymyr walburga
    waldemar walden waldo wally walter walther waltraud wanda wayne wenceslao wendelin wendy werner
    wiebke wieland wilbur wilfred wilfried wilhelm wilhelmina will willa willem william wilma wiltrud
    winfried winifred wolfgang wolfram woodrow xavier ximena xoan yago yann yannick yasmin yasmina
    yolanda yoshiko yuki yusuf yvan yves yvette yvonne zacarias zacharias zachary zainab zara zelda
    zelie zeno zoe zofia zoilo
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
    kiel lübeck rostock schwerin magdeburg erfurt potsdam cottbus chemnitz braunschweig wolfsburg
    göttingen kassel bielefeld osnabrück oldenburg bremerhaven flensburg münster duisburg bochum
    wuppertal gelsenkirchen mönchengladbach krefeld oberhausen solingen leverkusen aachen koblenz
    mainz trier wiesbaden darmstadt offenbach heidelberg heilbronn pforzheim ulm augsburg ingolstadt
    regensburg würzburg bamberg bayreuth erlangen passau konstanz tübingen reutlingen saarbrücken
    kaiserslautern ludwigshafen jena weimar zwickau plauen görlitz dessau stralsund greifswald
    neubrandenburg klagenfurt villach bregenz winterthur lugano angers annecy avignon besançon
    béziers caen calais clermont-ferrand dijon dunkerque limoges mulhouse nîmes orléans perpignan
    poitiers quimper reims rouen saint-étienne toulon troyes liège namur anvers gand bruges
    charleroi ancona arezzo asti avellino bari belluno benevento bergamo bolzano brescia brindisi
    cagliari caltanissetta caserta catania catanzaro chieti cosenza cremona crotone cuneo ferrara
    foggia forlì frosinone gorizia grosseto lecce lecco livorno lucca macerata mantova matera
    messina modena monza novara nuoro olbia oristano padova parma pavia perugia pesaro pescara
    piacenza pisa pistoia pordenone ragusa ravenna rimini rovigo salerno sassari savona siena
    siracusa taranto teramo terni trapani treviso trieste udine varese verona vicenza viterbo
    albacete alicante almería badajoz burgos cáceres cádiz castellón córdoba gijón girona gerona
    granada guadalajara huelva huesca jaén lleida logroño lugo murcia ourense oviedo palencia
    pamplona pontevedra salamanca santander segovia soria tarragona teruel toledo valladolid vigo
    zamora monterrey tijuana puebla guayaquil medellín barranquilla arequipa asunción managua
    tegucigalpa aberdeen bournemouth bradford brighton cambridge canterbury carlisle coventry dundee
    exeter inverness ipswich leicester luton middlesbrough newcastle northampton norwich nottingham
    oxford peterborough plymouth portsmouth salford southampton sunderland swansea swindon
    wolverhampton worcester york galway limerick waterford derry atlanta baltimore cincinnati
    cleveland dallas denver detroit indianapolis jacksonville memphis milwaukee minneapolis
    nashville omaha philadelphia pittsburgh portland sacramento seattle tucson calgary edmonton
    vancouver winnipeg quebec halifax auckland canberra brisbane adelaide hobart kolkata chennai
    bangalore bengaluru hyderabad pune ahmedabad lucknow jaipur kathmandu dhaka colombo islamabad
    lahore kabul tashkent tbilisi yerevan baku minsk vilnius riga tallinn krakow gdansk poznan
    wroclaw lodz bratislava ljubljana zagreb belgrade sarajevo skopje tirana thessaloniki izmir
    aleppo amman doha tunis algiers tripoli casablanca rabat marrakesh dakar bamako abuja kano
    kampala kigali lusaka harare pretoria durban kinshasa luanda maputo hanoi manila osaka kyoto
    nagoya busan taipei guangzhou shenzhen wuhan gothenburg malmö göteborg aarhus odense turku
    tampere trondheim stavanger reykjavik rotterdam utrecht eindhoven groningen antwerp ghent braga
    coimbra
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
