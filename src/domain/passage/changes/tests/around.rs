//! Words that stand as they were while the rest of their sentence denies them.

use super::{Wording, wording::marked};

/// Compares pairs of sentences, one a line: the language, both sentences with bars around the
/// words, and `n` if the words are denied in one of them. Both directions.
fn compare_denied(lines: &str) {
    let mut wrong = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let mut parts = line.split('#').map(str::trim);
        let mut next = || parts.next().unwrap();
        let (language, old, new, expected) = (next(), next(), next(), next());
        for (old, new) in [(old, new), (new, old)] {
            let found = Wording::new(language, old, new).is_denied(&marked(old), &marked(new));
            if found != (expected == "n") {
                wrong.push(format!("{old} / {new}: {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_that_stand_are_denied_by_their_sentence() {
    compare_denied(
        "
        en # |The footbridge will reopen in the spring|. # |The footbridge will reopen in the spring|, which is false. # n
        en # |The footbridge will reopen in the spring|. # |The footbridge will reopen in the spring| – wrongly. # n
        en # |The footbridge will reopen in the spring|. # |The footbridge will reopen in the spring|, which is not true. # n
        en # |The footbridge will reopen in the spring|. # |The footbridge will reopen in the spring|, which the mayor said was untrue. # n
        en # |Officials say the work is done|. # No |Officials say the work is done|. # n
        en # The provost said |the footbridge will reopen|. # The provost never said |the footbridge will reopen|. # n
        en # The provost said that |the footbridge will reopen|. # The provost denied that |the footbridge will reopen|. # n
        en # The provost said |the footbridge will reopen|. # The provost denied |the footbridge will reopen|. # n
        en # The provost said |the footbridge will reopen|. # The provost denied the statement that |the footbridge will reopen|. # n
        en # The provost told reporters that |the footbridge will reopen|. # The provost did not tell reporters that |the footbridge will reopen|. # n
        en # Most people believe that |the footbridge will reopen|. # Few believe, and nobody believes that |the footbridge will reopen|. # -
        en # People in the town believe |the footbridge will reopen|. # Nobody in the town believes |the footbridge will reopen|. # n
        en # The footbridge will |reopen in the spring|. # The footbridge will not |reopen in the spring|. # n
        en # |The footbridge| will reopen. # |The footbridge| will not reopen. # n
        en # |155 bolts| were loose. # |155 bolts| were never loose. # n
        en # |Robin won|. # It is false that |Robin won|. # n
        en # |Robin won|. # It is not true that |Robin won|. # n
        fr # Le maire a affirmé que |le pont ferme|. # Le maire a démenti que |le pont ferme|. # n
        fr # Le maire a dit que |le pont ferme|. # Le maire n'a pas dit que |le pont ferme|. # n
        fr # |Le pont ferme en mai|. # |Le pont ferme en mai|, ce qui est faux. # n
        fr # |Le pont ferme en mai|. # |Le pont ferme en mai|, ce qui n'est pas vrai. # n
        it # Il sindaco ha detto che |il ponte chiude|. # Il sindaco ha smentito che |il ponte chiude|. # n
        it # Il sindaco ha detto che |il ponte chiude|. # Il sindaco non ha detto che |il ponte chiude|. # n
        it # |Il ponte chiude|. # |Il ponte chiude|, il che è falso. # n
        es # El alcalde dijo que |el puente cierra|. # El alcalde negó que |el puente cierra|. # n
        es # El alcalde dijo que |el puente cierra|. # El alcalde no dijo que |el puente cierra|. # n
        es # |El puente cierra|. # |El puente cierra|, lo que es falso. # n
        de # Der Sprecher sagte, |die Brücke werde im Sommer öffnen|. # Der Sprecher bestritt, |die Brücke werde im Sommer öffnen|. # n
        de # Der Sprecher sagte, dass |die Brücke öffnet|. # Der Sprecher bestritt, dass |die Brücke öffnet|. # n
        de # Der Sprecher sagte, dass |die Brücke öffnet|. # Der Sprecher sagte nicht, dass |die Brücke öffnet|. # n
        de # Ein Sprecher sagte, dass |die Brücke öffnet|. # Kein Sprecher sagte, dass |die Brücke öffnet|. # n
        de # Der Sprecher bestätigte, |dass die Brücke öffnet|. # Der Sprecher bestritt, |dass die Brücke öffnet|. # n
        de # |Die Brücke öffnet im Sommer|. # |Die Brücke öffnet im Sommer|, was falsch ist. # n
        de # |Die Brücke öffnet im Sommer|. # |Die Brücke öffnet im Sommer| nicht. # n
",
    );
}

#[test]
fn a_negation_of_something_else_does_not_deny_words_that_stand() {
    compare_denied(
        "
        en # |The footbridge will reopen|. # |The footbridge will reopen|, which nobody had expected. # -
        en # |The footbridge will reopen|. # |The footbridge will reopen|, which raised false hopes. # -
        en # |The footbridge will reopen|. # |The footbridge will reopen|, which proved critics wrong. # -
        en # |The footbridge will reopen|. # |The footbridge will reopen|, but not the road. # -
        en # |The footbridge will reopen|. # |The footbridge will reopen| and will not close again. # -
        en # |The mayor resigned| on Monday. # |The mayor resigned| on Monday and did not comment. # -
        en # |The mayor resigned| on Monday. # |The mayor resigned| not on Monday but on Tuesday. # -
        en # The mayor said that |the bridge is safe|. # The mayor did not give details but said that |the bridge is safe|. # -
        en # Officials who were told of it said |the bridge is safe|. # Officials who were not told of it said |the bridge is safe|. # -
        en # The mayor knew that |the bridge is closed|. # The mayor did not know that |the bridge is closed|. # -
        en # The mayor mentioned that |the bridge is closed|. # The mayor never mentioned that |the bridge is closed|. # -
        en # The mayor said that |the bridge is closed|. # A man not named by police said that |the bridge is closed|. # -
        en # The mayor said that |the bridge is closed|. # The wrong man said that |the bridge is closed|. # -
        en # The mayor said that |the bridge is closed|. # Although not asked, the mayor said that |the bridge is closed|. # -
        en # The mayor never said that |the bridge is closed|. # The mayor denied that |the bridge is closed|. # -
        en # The mayor did not say that |the bridge is closed|. # The mayor never said that |the bridge is closed|. # -
        en # |The bridge is closed|. # Not far from the mill |The bridge is closed|. # -
        en # |The bridge is closed|. # Not only that: |The bridge is closed|. # -
        en # |The bridge is closed|. # |The bridge is closed|, which is not only false but a lie. # -
        en # The mayor hopes |the bridge is closed|. # The mayor hopes |the bridge is closed|. No one answered. # -
        en # |The bridge is closed|. # |The bridge is closed|, the mayor said. # -
        fr # |Le pont ferme|. # |Le pont ferme|, ce que personne n'attendait. # -
        fr # Le maire sait que |le pont ferme|. # Le maire ne sait pas que |le pont ferme|. # -
        fr # Le maire dit que |le pont ferme|. # Le maire n'a pas répondu et dit que |le pont ferme|. # -
        fr # Le maire dit que |le pont ferme|. # Le maire qui n'a pas démissionné dit que |le pont ferme|. # -
        it # |Il ponte chiude|. # |Il ponte chiude|, cosa che nessuno si aspettava. # -
        it # Il sindaco sa che |il ponte chiude|. # Il sindaco non sa che |il ponte chiude|. # -
        it # Il sindaco dice che |il ponte chiude|. # Il sindaco che non si è dimesso dice che |il ponte chiude|. # -
        es # |El puente cierra|. # |El puente cierra|, cosa que nadie esperaba. # -
        es # |El puente cierra|. # |El puente cierra|, lo que nadie esperaba. # -
        es # El alcalde sabe que |el puente cierra|. # El alcalde no sabe que |el puente cierra|. # -
        es # El alcalde dijo que |el puente cierra|. # El alcalde no dimitió y dijo que |el puente cierra|. # -
        de # |Die Brücke öffnet|. # |Die Brücke öffnet|, was niemand erwartet hatte. # -
        de # Der Chef weiß, dass |die Brücke öffnet|. # Der Chef weiß nicht, dass |die Brücke öffnet|. # -
        de # Der Chef sagt, dass |die Brücke öffnet|. # Der Chef kam nicht und sagt, dass |die Brücke öffnet|. # -
        de # |Die Brücke öffnet|. # |Die Brücke öffnet| und das war nicht geplant. # -
        de # Der Weg ist gesperrt, |die Brücke öffnet|. # Der Weg ist nicht gesperrt, |die Brücke öffnet|. # -
",
    );
}
