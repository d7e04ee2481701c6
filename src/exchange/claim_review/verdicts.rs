//! Verdicts from the labels of fact-check desks.
//!
//! A label becomes a verdict only if it says the verdict beyond doubt, in one of the languages
//! below or in the caller's own table. Labels that desks use with meanings of their own
//! ("Fake", "Missing context", "Partly false", "Insostenible") are not here.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::{domain::value::identity::normal_text, wire::pb::Verdict};

/// The labels of each verdict, separated by `|`: English, Italian, French, German, Spanish,
/// Portuguese, Dutch, Polish, Swedish, Danish and Norwegian, Turkish, Indonesian, Hindi,
/// Arabic, Russian and Ukrainian, as far as the language has a word without a doubt.
const LABELS: &[(Verdict, &str)] = &[
    (
        Verdict::True,
        "true|correct|accurate|this is true|vero|corretto|vrai|c'est vrai|exact|wahr|richtig|\
         verdadero|cierto|correcto|verdadeiro|certo|correto|waar|juist|prawda|sant|sann|sand|rigtigt|\
         riktig|doğru|benar|सच|सही|सत्य|صحيح|правда",
    ),
    (
        Verdict::MostlyTrue,
        "mostly true|largely true|mostly correct|mostly accurate|largely accurate|\
         in gran parte vero|per lo più vero|plutôt vrai|largement vrai|\
         größtenteils richtig|größtenteils wahr|überwiegend richtig|überwiegend wahr|\
         weitgehend richtig|mayormente verdadero|mayormente cierto|\
         majoritariamente verdadeiro|grotendeels waar|grotendeels juist|w większości prawda|\
         til dels riktig|mestadels sant|çoğunlukla doğru|sebagian besar benar",
    ),
    (
        Verdict::Mixed,
        "half true|half truth|mixed|mixture|mezza verità|mi-vrai|\
         à moitié vrai|halb wahr|halbwahr|halb richtig|mitad verdad|\
         verdad a medias|medio verdadero|meia verdade|half waar|półprawda|\
         halvsant|halvt sant|yarı doğru",
    ),
    (
        Verdict::MostlyFalse,
        "mostly false|largely false|mostly incorrect|mostly inaccurate|largely incorrect|\
         in gran parte falso|per lo più falso|plutôt faux|largement faux|\
         größtenteils falsch|überwiegend falsch|weitgehend falsch|mayormente falso|\
         majoritariamente falso|grotendeels onwaar|w większości fałsz|\
         mestadels falskt|çoğunlukla yanlış|sebagian besar salah",
    ),
    (
        Verdict::False,
        "false|incorrect|wrong|untrue|not true|this is false|pants on fire|pants on fire!|\
         falso|falsa|è falso|non è vero|faux|c'est faux|inexact|falsch|unwahr|nicht wahr|\
         es falso|no es cierto|no es verdad|é falso|onwaar|niet waar|fałsz|nieprawda|falskt|falsk|\
         feil|forkert|yanlış|YANLIŞ|salah|झूठ|गलत|असत्य|خطأ|خاطئ|ложь|неправда|неверно",
    ),
    (
        Verdict::Misleading,
        "misleading|this is misleading|fuorviante|trompeur|trompeuse|irreführend|engañoso|\
         engañosa|es engañoso|enganoso|enganosa|enganador|misleidend|wprowadza w błąd|\
         vilseledande|villedende|misvisende|yanıltıcı|YANILTICI|menyesatkan|भ्रामक|مضلل",
    ),
    (
        Verdict::Unproven,
        "unproven|unproved|not proven|unverifiable|cannot be verified|non provato|\
         non dimostrato|non verificabile|non prouvé|invérifiable|unbelegt|nicht belegt|\
         unbewiesen|nicht überprüfbar|no probado|no demostrado|inverificable|não comprovado|\
         inverificável|onbewezen|niet te verifiëren|nieweryfikowalne|obevisat",
    ),
    (
        Verdict::Satire,
        "satire|satirical|labeled satire|originated as satire|satira|sátira|satyra|satir|\
         satirisch|व्यंग्य|سخرية|сатира",
    ),
];

/// Which verdict each label means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts(BTreeMap<String, Verdict>);

impl Verdicts {
    /// A table of the caller's own, which precedes the built-in one: labels, each with the
    /// name of a verdict (`VERDICT_FALSE`, or `false`). The errors name all that is wrong.
    pub fn of<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<String>> {
        let mut verdicts = BTreeMap::new();
        let mut problems = Vec::new();
        for (label, name) in rows {
            let key = key_of(label);
            let Some(verdict) = named(name) else {
                problems.push(format!(
                    "label {label:?}: {name:?} is not a verdict; write for example VERDICT_FALSE"
                ));
                continue;
            };
            if key.is_empty() {
                problems.push("a label is empty".to_owned());
            } else if verdicts
                .insert(key, verdict)
                .is_some_and(|other| other != verdict)
            {
                problems.push(format!("label {label:?} has two verdicts"));
            }
        }
        match problems.is_empty() {
            true => Ok(Self(verdicts)),
            false => Err(problems),
        }
    }

    /// A table in TOML, with one line for each label: `"Pants on fire" = "VERDICT_FALSE"`.
    pub fn of_toml(text: &str) -> Result<Self, Vec<String>> {
        let rows: BTreeMap<String, String> =
            toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        Self::of(
            rows.iter()
                .map(|(label, name)| (label.as_str(), name.as_str())),
        )
    }

    /// A table in CSV, with the label in the first column and the verdict in the second. A
    /// first line `label,verdict` is a header.
    pub fn of_csv(text: &str) -> Result<Self, Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows: Result<Vec<(String, String)>, _> = reader.deserialize().collect();
        let rows = rows.map_err(|error| vec![error.to_string()])?;
        let is_header = |row: &(String, String)| row.0 == "label" && row.1 == "verdict";
        let skipped = usize::from(rows.first().is_some_and(is_header));
        let rows = rows.iter().skip(skipped);
        Self::of(rows.map(|(label, name)| (label.as_str(), name.as_str())))
    }

    /// The verdict that a label means; `None` if it is not known.
    pub fn of_label(&self, label: &str) -> Option<Verdict> {
        let key = key_of(label);
        self.0.get(&key).or_else(|| BUILT_IN.get(&key)).copied()
    }
}

/// The verdicts by the normal forms of their labels.
static BUILT_IN: LazyLock<BTreeMap<String, Verdict>> = LazyLock::new(|| {
    let all = LABELS.iter();
    let labels = all.flat_map(|(verdict, labels)| labels.split('|').map(|it| (it, *verdict)));
    labels
        .map(|(label, verdict)| (key_of(label), verdict))
        .collect()
});

/// The form in which labels are compared: that of statements, with hyphens as spaces.
fn key_of(label: &str) -> String {
    normal_text(&label.replace(['-', '_'], " "))
}

/// The verdict with a name: `VERDICT_MOSTLY_FALSE`, `MOSTLY_FALSE` or `mostly false`.
pub fn named(name: &str) -> Option<Verdict> {
    let name = name.trim().to_ascii_uppercase().replace([' ', '-'], "_");
    let name = name.strip_prefix("VERDICT_").unwrap_or(&name);
    let verdict = Verdict::from_str_name(&format!("VERDICT_{name}"))?;
    (verdict != Verdict::Unspecified).then_some(verdict)
}
