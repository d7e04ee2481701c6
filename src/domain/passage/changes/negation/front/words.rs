//! The words that decide what a clause in front of a statement says of it.

use std::{collections::HashSet, sync::LazyLock};

use crate::domain::passage::changes::{language::Language, negation::forms};

/// A list of words with all their forms, for each language.
pub(super) struct Words([LazyLock<HashSet<String>>; 5]);

impl Words {
    /// The words of a language.
    pub fn of(&self, language: Language) -> &HashSet<String> {
        &self.0[index(language)]
    }
}

const fn index(language: Language) -> usize {
    match language {
        Language::English => 0,
        Language::German => 1,
        Language::French => 2,
        Language::Italian => 3,
        Language::Spanish => 4,
    }
}

/// Spells out a list for each language, in the order of `index`.
macro_rules! words {
    ($english:expr, $german:expr, $french:expr, $italian:expr, $spanish:expr $(,)?) => {
        Words([
            LazyLock::new(|| forms::all($english, Language::English).collect()),
            LazyLock::new(|| forms::all($german, Language::German).collect()),
            LazyLock::new(|| forms::all($french, Language::French).collect()),
            LazyLock::new(|| forms::all($italian, Language::Italian).collect()),
            LazyLock::new(|| forms::all($spanish, Language::Spanish).collect()),
        ])
    };
}

/// Verbs that something is said, thought or shown.
pub(super) static SPEECH: Words = words!(
    "say says said saying tell tells told claim-ed state states stated confirm-ed announc-e \
     assert-ed insist-ed declar-e report-ed maintain-ed argu-e suggest-ed alleg-e believ-e think \
     thinks thought expect-ed predict-ed conclud-e affirm-ed promis-e assur-e write writes wrote \
     written accept-ed agree agrees agreed find finds found prove proves proved proven show shows \
     showed shown",
    "sagen sagt sagte sagten gesagt erklär-te behaupt-ete bestätig-te beton-te versicher-te \
     meinen meint meinte meinten gemeint glauben glaubt glaubte glaubten geglaubt denken denkt \
     dachte dachten gedacht schreibt schrieb schrieben geschrieben berichten berichtet berichtete \
     berichteten meldet meldete melden gemeldet erwart-ete annehmen annimmt",
    "dire dit disent disait disaient déclar-er affirm-er confirm-er annonc-er annonçait assur-er \
     indiqu-er soutient soutenu prétend prétendu pens-er croire croit croient croyait cru estim-er \
     suppos-er écrit",
    "dire dice dicono disse dissero detto diceva dichiar-are afferm-are conferm-are annunci-are \
     assicur-are sostiene sostenuto sostengono pens-are crede credono credeva creduto ritiene \
     ritenuto scrive scritto",
    "decir dice dicen dijo dijeron dicho decía afirm-ar confirm-ar declar-ar asegur-ar anunci-ar \
     sostuvo sostiene sostienen piensa piensan pensaba cree creen creía creído consider-ar \
     escribió escrito",
);

/// Verbs and adjectives of what is so even if they are negated: who does not know it may be
/// the only one.
pub(super) static FACTS: Words = words!(
    "know knows knew known knowing aware realis-e realiz-e regret regrets regretted notic-e \
     mention-ed remember-ed forget forgets forgot forgotten understand understands understood \
     learn learns learned learnt matter matters mattered mind minds minded care cares cared \
     surprised surprising surprise hide hides hid hidden discover-ed reveal-ed see sees saw seen \
     hear hears heard like likes liked happy sorry glad admit admits admitted \
     acknowledg-e",
    "wissen weiß wusste wussten gewusst bekannt bedau-erte bedauert bedauerte bedauern merk-te \
     gemerkt bemerk-te erwähn-te vergaß vergessen vergisst verstand verstehen versteht \
     überrascht überraschte überraschend erfahren erfuhr verschwieg verschweigt zugeben zugab",
    "savoir sait savaient savait su savent regrett-er remarqu-er mentionn-er oublié oublie \
     comprendre comprend comprenait compris surprenant surpris ignor-er appris cach-er admet admis \
     reconnaît reconnu",
    "sapere sa sanno sapeva sapevano saputo seppe rimpiang-e not-are menzion-are dimentic-are \
     capire capisce capito capiva sorprende sorpreso sorprendente ignor-are scopert-o ammette \
     ammesso ricord-are",
    "saber sabe saben sabía sabían supo lament-ar not-ar mencion-ar olvid-ar entend-er entiende \
     comprend-er sorprende sorprendió sorprendente ignor-ar descubrió admit-ir reconoce reconoció \
     record-ar recuerda",
);

/// Words that begin another clause, or go on with a list.
pub(super) static LINKS: Words = words!(
    "who whom whose which that what and but or nor because since when while whilst as if after \
     before until till unless although though whether where how why than despite except besides \
     instead so",
    "und aber oder sondern denn weil wenn als während nachdem bevor ob wie wo warum dass daß \
     obwohl damit bis außer statt ohne wer was",
    "qui dont lequel laquelle lesquels et mais ou car parce puisque quand lorsque lorsqu' si après \
     avant comme où tandis alors que qu' quoi sauf sans pourquoi comment",
    "che chi cui quale quali e ed ma o oppure perché poiché quando se mentre dopo prima come dove \
     finché anziché senza tranne",
    "que quien quienes cuyo cuya cual cuales y e pero o u sino porque pues cuando si mientras \
     después antes como donde hasta sin salvo",
);
