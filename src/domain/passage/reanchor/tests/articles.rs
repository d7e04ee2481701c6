//! Articles in several languages and styles, written for these tests. A bar ends a sentence,
//! and a blank line a paragraph.

/// News in prose with quotations, and with sentences that resemble each other.
pub const FERRY: &str = "\
Ferry fares rise by a third after bridge closure

Prices for commuters have risen by a third since the bridge was closed for repairs last winter, \
the harbour board said on Tuesday.|The board, which runs both ferries, blamed the cost of fuel.|\
“We had no choice,” said its chairwoman, Ingrid Halvorsen.

The bridge is safe for cyclists, engineers said.|It is not safe for lorries, they added.|The \
council had asked three firms for an opinion.|Two of them advised against opening one lane before \
June.

A season ticket now costs 84 euros, up from 63.|Pupils pay half, and pensioners travel free after \
nine in the morning.|About 155 men and 48 women signed a petition against the new fares.|It was \
handed to the mayor on Monday.

“Nobody asked us,” said Tom Becker, who crosses the fjord twice a day.|He has worked at the \
shipyard for 27 years.|The shipyard declined to comment.

Work on the bridge was to end in March.|The contractor now expects it to last until the end of \
October.|In a statement it said that rust had been found in four of the nine pillars.|No one was \
hurt when a railing fell into the water in January.

The opposition called for an inquiry.|“The minister knew of the damage in 2022 and did nothing,” \
said Petra Lund, its leader.|The ministry did not respond to a request for comment.";

/// A short wire report.
const STRIKE: &str = "\
STRIKE HALTS TRAINS IN THREE CITIES

Trains in three cities stood still on Friday after drivers walked out over pay.|The union said \
that 2,400 drivers took part.|The railway put the number at fewer than 1,900.

Drivers want 6.5 percent more over two years.|The railway has offered 3.8 percent.|Talks are to \
resume on Wednesday, a spokesman for the railway said.

Passengers were told to work from home.|Buses ran every ten minutes, but many were full.|At the \
central station a choir sang for those who waited.

It was the second strike in a month.|The first one lasted for two days.|A third one cannot be \
ruled out, said the union’s secretary, Marek Dvořák.

(Reporting by Anna Kim; editing by Paul Osei)";

/// An encyclopaedia's prose, with few paragraphs and long sentences.
const LIGHTHOUSE: &str = "\
The Skarholm Lighthouse is a stone tower on the island of Skarholm, built between 1871 and 1874 \
to a design by the engineer Olaf Brandt.|It is 38 metres tall and has been unmanned since 1986.|\
The light can be seen from a distance of 19 nautical miles in clear weather.

The first keeper, Lars Nygaard, lived on the island with his wife and seven children.|He kept a \
diary, which was published in 1931 and has been reprinted twice.|According to the diary, the \
island was cut off from the mainland for eleven weeks in the winter of 1888.|During that time the \
family lived on dried fish, potatoes and the milk of two goats.

In 1902 the oil lamp was replaced by a gas lamp.|In 1934 the gas lamp was replaced by an electric \
lamp.|The original lens was damaged by a bomb in April 1942 and is now in the town museum.|A \
replica was installed in 1998.

The tower has been a listed building since 1979.|It is open to visitors from May to September.|\
The island can be reached by boat from Skarvik, which takes about forty minutes.|The island is \
also a reserve for sea birds, and dogs are not allowed.

The lighthouse appears on a stamp of 1974 and in two films.|Neither of the films was made on the \
island.";

/// Lists and templates whose items differ in a word or a figure.
const RESULTS: &str = "\
Election results by district

North district: Robin Vance won with 5,120 votes.
South district: Elisa Marsh won with 4,870 votes.
East district: Robin Vance won with 3,410 votes.
West district: Nadia Cole won with 6,033 votes.

In the north district turnout was 61 percent.|In the south district turnout was 58 percent.|In \
the east district turnout was 49 percent.

The mayor will be sworn in on 4 May.|The deputy mayor will be sworn in on 11 May.

Robin Vance thanked her voters.|Elisa Marsh thanked her voters.|Nadia Cole did not speak to the \
press.

The vote was free and fair, observers said.|Two complaints were received, and both were \
withdrawn.|Counting ended shortly before midnight.

The full results are to be published on Monday.|All figures are provisional.";

/// German news.
const WALD: &str = "\
Feuer zerstört vierzig Hektar Wald bei Lindental

Ein Waldbrand hat am Wochenende nahe Lindental rund vierzig Hektar Kiefernwald zerstört.|Das \
teilte die Kreisverwaltung am Sonntagabend mit.|Verletzt wurde niemand.

Mehr als 300 Feuerwehrleute aus drei Landkreisen waren im Einsatz.|Zwei Hubschrauber warfen \
Wasser aus dem nahen Stausee ab.|„Der Wind hat uns die Arbeit schwer gemacht“, sagte Einsatzleiter \
Jens Krüger.

Die Bundesstraße 96 blieb bis Montagmorgen gesperrt.|Für Pendler wurde eine Umleitung \
eingerichtet.|Die Bahn fuhr nach Plan.

Warum das Feuer ausbrach, ist noch unklar.|Die Polizei schließt Brandstiftung nicht aus.|Sie \
bittet um Hinweise aus der Bevölkerung.|Im vergangenen Jahr hatte es in der Gegend 14 Brände \
gegeben.

Der Landrat kündigte an, die Wachtürme wieder zu besetzen.|Das kostet nach seinen Angaben 1,2 \
Millionen Euro im Jahr.|Der Kreistag muss noch zustimmen.";

/// Italian news.
const ACQUA: &str = "\
Acqua razionata in dodici comuni della valle

Da lunedì l’acqua sarà razionata in dodici comuni della valle, ha annunciato la Regione.|I \
rubinetti resteranno chiusi dalle dieci di sera alle sei del mattino.|Il provvedimento riguarda \
circa 45.000 persone.

Il livello del lago è sceso di quattro metri in tre mesi.|«Non è mai stato così basso», ha detto \
Carla Moretti, che dirige il consorzio.|Gli agricoltori chiedono lo stato di calamità.

Secondo la Regione, il 38 per cento dell’acqua si perde nelle tubature.|I lavori per ripararle \
costeranno 62 milioni di euro.|Il governo ne ha promessi venti.

Le scuole restano aperte.|Gli ospedali non sono toccati dal provvedimento.|Autobotti saranno a \
disposizione davanti ai municipi.

Le previsioni non annunciano pioggia fino a metà ottobre.|L’ultima volta che l’acqua fu razionata \
era il 2003.";

/// French news.
const PORT: &str = "\
Le port de Kervan rouvre après la tempête

Le port de Kervan a rouvert mardi matin, quatre jours après la tempête qui a endommagé la digue.|\
Les bateaux de plus de vingt mètres doivent encore attendre.|« Nous ne prendrons aucun risque », a \
déclaré la capitaine du port, Maud Le Goff.

Les dégâts sont estimés à 8,5 millions d’euros.|L’assureur a envoyé deux experts.|Leur rapport est \
attendu pour la fin du mois.

Une trentaine de pêcheurs ont manifesté devant la préfecture.|Ils demandent une aide d’urgence de \
2 000 euros par équipage.|Le préfet a reçu une délégation dans l’après-midi.

La criée a vendu trois fois moins de poisson que d’habitude.|Les prix n’ont pas augmenté.|Les \
restaurants se fournissent à Brévin, à une heure de route.

La tempête n’a fait aucune victime.|Elle a privé d’électricité 12 000 foyers pendant une nuit.";

/// Spanish news.
const MUSEO: &str = "\
El museo devuelve tres cuadros a sus herederos

El museo de la ciudad devolverá tres cuadros a los herederos de un coleccionista, anunció el \
jueves su directora.|Los cuadros fueron vendidos bajo presión en 1938.|La familia llevaba \
veinte años reclamándolos.

«Es un acto de justicia», dijo Elena Robles, nieta del coleccionista.|El museo no pagará ninguna \
indemnización.|Un tribunal había dado la razón a la familia en marzo.

Los tres cuadros están valorados en 4,6 millones de euros.|Dos de ellos volverán a Buenos Aires.|\
El tercero se venderá en una subasta.

El museo revisa ahora el origen de otras 140 obras.|El trabajo durará al menos tres años.|Una \
investigadora fue contratada en enero.

La sala quedará abierta hasta el domingo.|La entrada será gratuita.";

/// Japanese news, which has no spaces.
const HASHI: &str = "\
南橋の工事、十月まで延長

市は火曜日、南橋の補修工事を十月末まで延長すると発表した。|当初は三月に終わる予定だった。|橋脚九本のうち四本で腐食が見つかったという。

渡し船の料金は三割上がった。|通勤客からは不満の声が出ている。|「選択肢がない」と造船所で働く男性は話した。

市議会は来週、追加の予算を審議する。|費用は約二億円と見込まれる。|野党は調査を求めている。

自転車の通行は四月から認められる。|大型車の通行は認められない。|市長は記者会見で謝罪した。

工事の間、バスは北橋を通る。|所要時間は二十分ほど長くなる。";

/// A blog's short paragraphs of one or two short sentences, some of them repeated.
const KITCHEN: &str = "\
I burnt the soup again.

It was the third time this week.|My neighbour knocked on the door.

“Is everything all right?” she asked.|I said yes.

It was not all right.|The pot is black, and so is the wall behind it.

I have learnt three things from this.|One: never leave the kitchen.|Two: never trust a recipe \
that says “about”.|Three: buy a smaller pot.

I said yes.

Next week I shall try bread.|Bread cannot burn as quickly as soup, I am told by people who bake.";

/// All articles, with their language.
pub const ARTICLES: [(&str, &str); 10] = [
    ("en", FERRY),
    ("en", STRIKE),
    ("en", LIGHTHOUSE),
    ("en", RESULTS),
    ("de", WALD),
    ("it", ACQUA),
    ("fr", PORT),
    ("es", MUSEO),
    ("ja", HASHI),
    ("en", KITCHEN),
];
