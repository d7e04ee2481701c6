//! Words that a prefix makes their opposites: "safe" and "unsafe", "legal" and "illegal".
//!
//! Many words only look like that ("form" and "inform", "valuable" and "invaluable"). So most
//! prefixes count before listed words only, with all their forms.

use std::{collections::HashSet, sync::LazyLock};

use super::forms;
use crate::domain::passage::changes::language::Language;

/// What is known about the prefixes of a language.
struct Prefixes {
    /// Prefixes that count before a listed word.
    before_listed: &'static [&'static str],
    /// Such words, as lists of forms are written.
    listed: &'static str,
    /// Prefixes that count before any word that ends with one of some endings, or any word.
    before_any: &'static [(&'static str, &'static [&'static str])],
    /// Words that are not the opposite of the rest. A part of a word stands for all that
    /// begin with it.
    not_opposite: &'static [&'static str],
}

/// The least letters of a word that a prefix makes its opposite.
const LETTERS_MIN: usize = 4;

/// Whether a word in lower case is the opposite of another one by its prefix.
pub(super) fn is_prefixed(word: &str, of: &str, language: Language) -> bool {
    let prefixes = prefixes(language);
    let Some(prefix) = word.strip_suffix(of).filter(|it| !it.is_empty()) else {
        return false;
    };
    if of.chars().count() < LETTERS_MIN
        || prefixes.not_opposite.iter().any(|it| word.starts_with(it))
    {
        return false;
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| of.ends_with(ending));
    let mut any = prefixes.before_any.iter();
    prefixes.before_listed.contains(&prefix) && is_listed(of, language)
        || any.any(|(it, endings)| *it == prefix && ends(endings))
}

/// Whether a word is listed, or an adverb of a listed word.
fn is_listed(word: &str, language: Language) -> bool {
    let listed = listed(language);
    let adverb = match language {
        Language::English => word.strip_suffix("ly"),
        Language::Italian | Language::Spanish => word.strip_suffix("mente"),
        Language::French => word.strip_suffix("ment"),
        Language::German => None,
    };
    listed.contains(word) || adverb.is_some_and(|word| listed.contains(word))
}

/// The listed words of a language with all their forms.
fn listed(language: Language) -> &'static HashSet<String> {
    static ALL: LazyLock<[HashSet<String>; Language::ALL.len()]> =
        LazyLock::new(|| Language::ALL.map(forms_of));
    &ALL[language.index()]
}

fn forms_of(language: Language) -> HashSet<String> {
    forms::all(prefixes(language).listed, language).collect()
}

fn prefixes(language: Language) -> &'static Prefixes {
    match language {
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
        Language::German => &GERMAN,
        Language::Italian => &ITALIAN,
        Language::Spanish => &SPANISH,
    }
}

static ENGLISH: Prefixes = Prefixes {
    before_listed: &["in", "im", "il", "ir", "dis"],
    listed: "pleas-e accurate adequate appropriate articulate attentive active accessible coherent \
        compatible competent complete conclusive considerate consistent convenient correct \
        decent decisive definite dependent determinate direct discreet effective efficient \
        eligible excusable exact expensive experienced explicable formal frequent humane \
        operative opportune sane secure sensitive significant sincere solvent sufficient \
        tolerant valid variable visible voluntary vulnerable capable curable audible admissible \
        advisable digestible divisible flexible tangible edible moderate modest moral mortal \
        mature measurable mobile movable patient perfect permanent personal plausible polite \
        possible practical precise probable proper pure prudent passable legal legible \
        legitimate liberal licit literate logical rational recoverable refutable regular \
        relevant religious replaceable reversible responsible resistible reparable ability \
        stability security equality justice action competence efficiency dependence accuracy \
        tolerance experience capacity legality regularity patience possibility responsibility \
        morality maturity balance honest honesty loyal loyalty satisfied similar connected \
        respectful advantage approved approves approve qualified obeyed obeys agreed agrees \
        agree proved proven proves trusted contented organised organized obedient proportionate \
        orderly",
    before_any: &[("un", &[""]), ("non", &[""])],
    not_opposite: &[
        "unless", "until", "unto", "under", "unite", "unity", "unrest", "unveil", "unearth",
        "unnerv", "unravel", "uncann", "unfold", "unleash", "unwind", "untold", "unsaid", "undone",
        "unseat", "unload", "unlock", "unheard", "nonsense", "unbend", "unsung",
    ],
};

static GERMAN: Prefixes = Prefixes {
    before_listed: &["in", "il", "im", "ir", "dis", "a", "miss"],
    listed: "legal-er legitim-er liberal-er loyal-er akzeptabel akzeptable akzeptablen \
        akzeptabler akzeptables stabil-er aktiv-er kompetent-er konsequent-er konstant-er \
        korrekt-er kompatibel kompatible kompatiblen direkt-er diskret-er effizient-er \
        tolerant-er transparent-er homogen-er human-er mobil-er \
        moralisch-er materiell-er perfekt-er potent-er rational-er real-er regulär-er \
        relevant-er reversibel reversible sozial-er typisch-er symmetrisch-er politisch-er \
        qualifiziert-er verständlich-er",
    before_any: &[("un", &[""])],
    not_opposite: &[
        "unter",
        "unser",
        "unheimlich",
        "unendlich",
        "ungeheuer",
        "unbedingt",
        "unlängst",
        "ungefähr",
        "ungehörig",
        "unschätzbar",
        "unwohl",
        "unerhört",
        "unverschämt",
        "unfassbar",
        "unglaublich",
        "unausgesetzt",
        "unverwandt",
        "ungemein",
        "unziemlich",
        "unübersehbar",
        "ungeachtet",
        "unbeschadet",
        "ungezogen",
        "ungehalten",
        "ungeschickt",
        "unverzüglich",
        "unsäglich",
        "unzählig",
        "ungut",
    ],
};

/// Adjectives that end like this are formed from verbs, and negated by "in".
const ABLE: &[&str] = &[
    "able", "ables", "ible", "ibles", "abile", "abili", "ibile", "ibili",
];

static FRENCH: Prefixes = Prefixes {
    before_listed: &["in", "im", "il", "ir", "dé", "dés", "mal", "mé", "a"],
    listed: "lég-al légitime légitimes licite licites lisible lisibles logique logiques limité-e \
        responsable responsables régulier régulière réguliers régulières réel réelle \
        réels réelles rationnel rationnelle rationnels rationnelles résistible réversible \
        réversibles respectu-eux religi-eux juste justes exact-e complet complète complets \
        complètes certain-e direct-e adapté-e adéquat-e cohérent-e compétent-e conscient-e \
        constant-e correct-e décent-e dépendant-e discret discrète discrets discrètes efficace \
        efficaces ég-al utile utiles fidèle fidèles humain-e offens-if act-if \
        suffisant-e sensible sensibles stable stables tolérant-e valide valides \
        visible visibles volontaire volontaires capable capables mor-al mortel mortelle mortels \
        mortelles mobile mobiles mature matures parfait-e patient-e personnel personnelle \
        personnels personnelles poli-e populaire populaires possible possibles précis-e \
        prévu-e probable probables product-if propre \
        propres prudent-e pur-e pair-e puissant-e favorable favorables agréable agréables \
        loy-al ordonné-e espéré-e approuvé-e honnête honnêtes heur-eux sain-e adroit-e \
        content-e connu-e norm-al typique typiques formel formelle formels \
        formelles opportun-e attendu-e habité-e achevé-e avoué-e fini-e hospitalier hospitalière",
    before_any: &[("in", ABLE), ("im", ABLE), ("ir", ABLE), ("il", ABLE)],
    not_opposite: &[
        "inflammable",
        "inappréciable",
        "inestimable",
        "incroyable",
        "impassible",
        "incomparable",
        "interminable",
        "impayable",
        "immanquable",
        "incontournable",
        "inénarrable",
        "imprenable",
        "infini",
        "impropre",
        "impair",
    ],
};

static ITALIAN: Prefixes = Prefixes {
    before_listed: &["in", "im", "il", "ir", "s", "dis", "a"],
    listed: "legal-e legittim-o lecit-o leggibil-e limitat-o logic-o responsabil-e regolar-e real-e \
        razional-e ragionevol-e religios-o reversibil-e sicur-o giust-o esatt-o complet-o cert-o \
        dirett-o adeguat-o coerent-e competent-e consapevol-e costant-e corrett-o decent-e \
        dipendent-e discret-o efficac-e util-e fedel-e uman-o attiv-o sufficient-e sensibil-e \
        stabil-e tollerant-e valid-o visibil-e volontario volontaria volontari \
        volontarie capac-e giustificat-o moral-e mortal-e mobil-e matur-o perfett-o pazient-e \
        personal-e popolar-e possibil-e precis-o previst-o probabil-e produttiv-o prudent-e pur-o \
        potent-e favorevol-e contento contenta contenti contente conosciut-o leal-e \
        fortunat-o onest-o ugual-e abitat-o ordinat-o normal-e tipic-o formal-e opportun-o \
        atteso attesa attesi attese felic-e comod-o esperto esperta esperti esperte esistent-e \
        accettabil-e ammissibil-e evitabil-e prevedibil-e significant-e degno degna degni degne \
        conveniente convenienti soddisfatt-o",
    before_any: &[("in", ABLE), ("im", ABLE), ("ir", ABLE), ("il", ABLE)],
    not_opposite: &[
        "infiammabil",
        "inestimabil",
        "incredibil",
        "impassibil",
        "incomparabil",
        "interminabil",
        "impagabil",
        "immancabil",
        "inapprezzabil",
        "inenarrabil",
        "inabitabil",
        "insuperabil",
    ],
};

static SPANISH: Prefixes = Prefixes {
    before_listed: &["in", "im", "i", "ir", "des", "dis", "a"],
    listed: "lega-l legítim-o lícit-o legible legibles limitad-o lógic-o responsabl-e regula-r rea-l \
        raciona-l relevant-e reversible reversibles respetuos-o religios-o segur-o just-o exact-o \
        complet-o ciert-o direct-o adecuad-o coherent-e competent-e consciente conscientes \
        constant-e correct-o decent-e dependient-e discret-o eficaz eficaces eficient-e útil \
        útiles fie-l human-o activ-o suficient-e sensible sensibles estable estables tolerant-e \
        válid-o visible visibles voluntari-o capaz capaces justificad-o mora-l morta-l móvil \
        móviles madur-o perfect-o paciente pacientes persona-l popula-r posibl-e precis-o \
        previst-o probabl-e productiv-o prudent-e pur-o necesari-o favorabl-e content-o conocid-o \
        lea-l honest-o igua-l habitad-o ordenad-o norma-l típic-o forma-l oportun-o esperad-o \
        feliz felices cómod-o obedient-e agradabl-e cumplid-o ocupad-o constitucional \
        constitucionales merecid-o apropiad-o experto experta expertos expertas acabad-o \
        satisfech-o",
    before_any: &[("in", ABLE), ("im", ABLE), ("i", ABLE), ("ir", ABLE)],
    not_opposite: &[
        "inflamable",
        "inestimable",
        "increíble",
        "impasible",
        "incomparable",
        "interminable",
        "impagable",
        "inapreciable",
        "invalorable",
        "incalculable",
        "inenarrable",
        "incalificable",
        "inmejorable",
        "insuperable",
    ],
};
