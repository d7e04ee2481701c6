//! Opposites in English and German.

use super::lexicon::Opposites;

/// English.
pub(super) const ENGLISH: Opposites = &[
    ("with", "without"),
    ("for", "against"),
    ("in_favour favour in_favor favor", "against"),
    (
        "said say says saying claim-ed stated states confirm-ed announc-e admit admits \
         admitted acknowledg-e affirm-ed assert-ed insist-ed declar-e report-ed maintain-ed",
        "denied denies deny denying disput-e refut-e rebutted",
    ),
    ("support-ed back-ed endors-e", "oppos-e"),
    ("prais-e welcom-e", "criticis-e criticiz-e condemn-ed"),
    (
        "accept-ed approv-e agreed agrees agree adopt-ed ratified ratifies",
        "reject-ed refus-e declin-e vetoed vetoes",
    ),
    ("grant-ed", "denied denies deny refus-e"),
    (
        "risen rise rises rose rising increas-e grown grew grow grows growing climb-ed soar-ed \
         surg-e jump-ed expand-ed",
        "fallen fall falls fell falling decreas-e shrunk shrank shrink shrinks shrinking declin-e \
         dropped drop drops dropping plung-e plummet-ed sank sink sinks sunk slump-ed",
    ),
    (
        "rais-e lift-ed increas-e",
        "lower-ed cut cuts cutting reduc-e slash-ed slashes",
    ),
    ("open-ed reopen-ed", "clos-e shut shuts shutting"),
    ("more", "fewer less"),
    ("most", "fewest least"),
    ("higher", "lower"),
    ("highest", "lowest"),
    ("high", "low"),
    ("up upward upwards", "down downward downwards"),
    ("above", "below"),
    ("doubl-e", "halv-e"),
    ("true", "false untrue"),
    ("right correct", "wrong"),
    ("guilty", "innocent"),
    ("guilt", "innocence"),
    ("convict-ed", "acquit acquits acquitted cleared"),
    (
        "allow-ed permit permits permitted permitting authoris-e authoriz-e legalis-e legaliz-e",
        "ban bans banned banning forbade forbid forbids forbidden prohibit-ed outlaw-ed barred",
    ),
    ("won win wins winning gain-ed", "lost lose loses losing"),
    ("victory victories win wins", "defeat defeats loss losses"),
    ("winner winners", "loser losers"),
    ("profit profits gain gains", "loss losses"),
    ("alive living", "dead"),
    ("surviv-e", "died dies die dying perish-ed"),
    ("better", "worse"),
    ("best", "worst"),
    ("improv-e", "worsen-ed deteriorat-e"),
    ("good", "bad"),
    ("positive", "negative"),
    ("present", "absent"),
    ("presence", "absence"),
    ("succeed-ed manag-e", "fail-ed"),
    ("success successes", "failure failures"),
    ("hir-e appoint-ed", "fir-e sack-ed dismiss-ed"),
    (
        "start-ed began begin begins begun beginning",
        "stop stops stopped stopping end-ed halt-ed",
    ),
    ("always often frequently usually", "rarely seldom"),
    (
        "upheld uphold upholds upholding",
        "dismiss-ed overturn-ed quash-ed overruled annulled struck_down revers-e",
    ),
    ("many numerous", "few"),
    ("much", "little"),
    ("majority", "minority"),
    ("strengthen-ed", "weaken-ed"),
    ("strong", "weak"),
    ("stronger", "weaker"),
    ("safe", "dangerous"),
    ("includ-e", "exclud-e except excepting barring"),
    ("pass-ed", "fail-ed flunk-ed"),
    ("early", "late"),
    ("long", "short"),
    ("longer", "shorter"),
    ("longest", "shortest"),
    ("fast quick rapid", "slow"),
    ("faster quicker", "slower"),
    ("quickly rapidly", "slowly"),
    (
        "bought buy buys buying purchas-e",
        "sold sell sells selling",
    ),
    ("mandatory compulsory obligatory", "optional voluntary"),
    ("arriv-e", "depart-ed"),
    (
        "export-ed exporter exporters",
        "import-ed importer importers",
    ),
    ("beat beats beaten", "lost_to loses_to"),
    ("easy", "hard difficult"),
    ("easier", "harder"),
    ("rich", "poor"),
    ("optimistic", "pessimistic"),
    ("empty", "full"),
    ("forgot forget forgets forgotten", "remember-ed"),
    (
        "remain-ed stay-ed join-ed",
        "left leave leaves leaving quit quits",
    ),
];

/// German.
pub(super) const GERMAN: Opposites = &[
    ("mit", "ohne"),
    ("für", "gegen"),
    (
        "sagte sagt sagten gesagt erklär-te behaupt-ete bestätig-te beton-te versicher-te \
         bekräftig-te einräumte einräumt einräumten eingeräumt ankündigte ankündigt ankündigten \
         ankündigen angekündigt bekanntgab bekanntgegeben meldete meldet gemeldet gesteht gestehen gestand zugibt zugab",
        "bestritt bestritten bestreitet bestreiten dementier-te leugn-ete geleugnet vernein-te",
    ),
    (
        "unterstütz-te befürwort-ete",
        "ablehnte ablehnten ablehnt ablehnen abgelehnt bekämpf-te",
    ),
    ("lob-te gelobt begrüß-te", "kritisier-te verurteil-te"),
    (
        "annahm annahmen annimmt annehmen angenommen akzeptier-te billig-te gebilligt genehmig-te \
         zustimmte zustimmten zustimmt zustimmen zugestimmt",
        "ablehnte ablehnten ablehnt ablehnen abgelehnt verweiger-te verwarf verwarfen verwirft \
         verworfen zurückwies zurückwiesen zurückweist zurückgewiesen",
    ),
    (
        "gestiegen steigt steigen stieg stiegen anstieg anstiegen ansteigt angestiegen zunahm \
         zunahmen zunimmt zunehmen zugenommen wuchs wuchsen wächst wachsen gewachsen kletterte \
         geklettert zunahme wachstum",
        "gefallen gesunken fällt fallen fiel fielen sinkt sinken sank sanken abnahm abnahmen \
         abnimmt abnehmen abgenommen schrumpf-te geschrumpft zurückging zurückgingen zurückgeht \
         zurückgegangen rückgang einbrach eingebrochen abnahme",
    ),
    (
        "erhöh-te anhob anhoben anhebt anheben angehoben",
        "senk-te gesenkt kürz-te gekürzt reduzier-te verringer-te",
    ),
    (
        "geöffnet-er offen-er öffn-ete eröffn-ete eröffnet-er",
        "geschlossen-er schließt schließen schloss schlossen gesperrt-er sperr-te",
    ),
    ("mehr", "weniger"),
    ("meisten", "wenigsten"),
    ("höher-er", "niedriger-er"),
    ("höchst-er", "niedrigst-er"),
    ("hoch hohe hohen hoher hohes", "niedrig-er"),
    ("oben", "unten"),
    ("oberhalb", "unterhalb"),
    ("verdoppel-te", "halbier-te"),
    ("wahr-er richtig-er", "falsch-er unwahr-er"),
    ("schuldig-er", "unschuldig-er"),
    ("schuld", "unschuld"),
    ("verurteil-te", "freigesprochen freisprach freispricht"),
    (
        "erlaub-te gestatt-ete legalisier-te zugelassen zuließ",
        "verbot verboten verbietet verbieten untersag-te",
    ),
    (
        "gewann gewannen gewonnen gewinnt gewinnen siegte siegten",
        "verlor verloren verliert verlieren",
    ),
    ("sieg siege", "niederlage niederlagen"),
    ("gewinn gewinne", "verlust verluste"),
    ("sieger", "verlierer"),
    ("lebend-er", "tot tote toten toter"),
    (
        "überleb-te",
        "starb starben stirbt gestorben umkam umgekommen",
    ),
    ("besser-er", "schlechter-er schlimmer-er"),
    ("best-er", "schlechtest-er schlimmst-er"),
    ("verbesser-te", "verschlechter-te verschlimmer-te"),
    ("gut-er", "schlecht-er"),
    ("positiv-er", "negativ-er"),
    ("anwesend-er", "abwesend-er"),
    ("anwesenheit", "abwesenheit"),
    (
        "gelang gelungen gelingt gelingen",
        "scheiter-te gescheitert misslang misslungen misslingt",
    ),
    ("erfolg erfolge", "misserfolg misserfolge"),
    (
        "eingestellt einstellte ernannt ernannte",
        "entlassen entließ entlässt",
    ),
    (
        "begann begannen begonnen beginnt beginnen startete starteten gestartet",
        "endete endeten endet enden beendet stoppte stoppten gestoppt",
    ),
    ("immer oft häufig meist", "selten"),
    (
        "bestätig-te",
        "kippte kippten kippt gekippt aufhob aufhoben aufgehoben verwarf verworfen annullier-te",
    ),
    ("viele vielen vieler viel", "wenige wenigen wenig"),
    ("mehrheit", "minderheit"),
    ("stärk-te gestärkt verstärk-te", "schwäch-te geschwächt"),
    ("stark-er", "schwach-er"),
    ("stärker-er", "schwächer-er"),
    ("sicher-er", "gefährlich-er"),
    ("einschließt einbezogen", "ausschließt ausgeschlossen"),
    ("leicht-er einfach-er", "schwer-er schwierig-er"),
    ("reich-er", "arm-er"),
    ("optimistisch-er", "pessimistisch-er"),
    ("leer-er", "voll-er"),
    ("erfolgreich-er", "erfolglos-er"),
    ("kauf-te gekauft", "verkauf-te verkauft"),
    ("früh", "spät"),
    ("lang-er", "kurz-er"),
    ("länger-er", "kürzer-er"),
    ("schnell-er", "langsam-er"),
    ("verpflichtend-er obligatorisch-er", "freiwillig-er"),
    ("pflicht", "freiwillig"),
    ("einschließlich inklusive", "ausgenommen ausschließlich"),
    (
        "blieb blieben bleibt bleiben geblieben",
        "verließ verließen verlässt verlassen",
    ),
];
