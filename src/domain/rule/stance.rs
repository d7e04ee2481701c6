//! Stances composed along attribution chains: who takes which side of the claim.

use crate::domain::{
    resource::appearance::{Printing, Stance},
    value::code::coded,
};

coded! {
    /// A side of a claim.
    Side {
        /// It is so.
        Affirms = 1,
        /// It is not so.
        Denies = 2,
        /// Whether it is so is open to question.
        Doubts = 3,
    }
}

/// Which sides are taken in an appearance, by whomever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Somebody holds that it is so.
    pub affirms: bool,
    /// Somebody holds that it is not so.
    pub denies: bool,
    /// Somebody calls it into question.
    pub doubts: bool,
}

impl Sides {
    fn add(&mut self, position: Option<Side>) {
        match position {
            Some(Side::Affirms) => self.affirms = true,
            Some(Side::Denies) => self.denies = true,
            Some(Side::Doubts) => self.doubts = true,
            None => {}
        }
    }
}

impl Printing {
    /// Which sides are taken in it: by the sources along its chains, and by the
    /// article itself.
    pub fn sides(&self) -> Sides {
        let mut sides = Sides::default();
        let mut article = Vec::new();
        for chain in &self.chains {
            // What is said of the claim, from the origin on.
            let mut said = Some(Side::Affirms);
            for hop in chain.hops.iter().rev() {
                sides.add(own(hop.stance, said));
                said = passed_on(hop.stance, said);
            }
            article.extend(own(self.article_stance, said));
        }
        if self.chains.is_empty() {
            article.extend(own(self.article_stance, Some(Side::Affirms)));
        }
        // An article that sides with one chain otherwise than with another takes no
        // side of its own.
        article.dedup();
        if let [position] = article[..] {
            sides.add(Some(position));
        }
        sides
    }
}

/// What somebody says of the claim by a stance toward what is said: that is taken
/// over, turned round, or called into question. Nothing, where it is left open.
fn passed_on(stance: Stance, said: Option<Side>) -> Option<Side> {
    match (stance, said?) {
        (Stance::Asserts | Stance::Reports, said) => Some(said),
        (Stance::Denies, Side::Affirms) => Some(Side::Denies),
        // Who denies that it is not so, or that it is doubtful, says that it is so.
        (Stance::Denies, Side::Denies | Side::Doubts) => Some(Side::Affirms),
        (Stance::Doubts, Side::Affirms) => Some(Side::Doubts),
        // Who doubts a denial, or a doubt, does not doubt the claim.
        (Stance::Doubts, Side::Denies | Side::Doubts) => None,
        (Stance::DoesNotDeny, _) => None,
    }
}

/// The side that somebody takes by a stance toward what is said. Who only reports
/// takes none.
fn own(stance: Stance, said: Option<Side>) -> Option<Side> {
    match stance {
        Stance::Reports => None,
        stance => passed_on(stance, said),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::resource::{
        appearance::{AttributionBasis, AttributionChain, Hop},
        name::SourceId,
    };

    use Stance::{Asserts, Denies, DoesNotDeny, Doubts, Reports};

    fn hop(stance: Stance) -> Hop {
        Hop {
            source: SourceId::new(Uuid::nil()),
            printed_name: String::new(),
            stance,
            cue: String::new(),
            record_status: None,
            document: None,
            said: None,
            basis: AttributionBasis::Printed,
        }
    }

    /// Affirms, denies, doubts: as letters.
    fn sides(article_stance: Stance, chains: &[&[Stance]]) -> String {
        let chains = chains.iter().map(|hops| AttributionChain {
            hops: hops.iter().map(|stance| hop(*stance)).collect(),
        });
        let sides = Printing {
            article_stance,
            chains: chains.collect(),
            ..Printing::default()
        }
        .sides();
        let letter = |is_taken: bool, letter: &'static str| if is_taken { letter } else { "" };
        letter(sides.affirms, "a").to_owned()
            + letter(sides.denies, "n")
            + letter(sides.doubts, "d")
    }

    #[test]
    fn an_article_without_a_chain_takes_the_side_of_its_own_stance() {
        for (stance, expected) in [
            (Asserts, "a"),
            (Reports, ""),
            (Denies, "n"),
            (Doubts, "d"),
            (DoesNotDeny, ""),
        ] {
            assert_eq!(sides(stance, &[]), expected, "{stance:?}");
        }
    }

    #[test]
    fn stances_are_composed_along_the_chain() {
        for (article, chain, expected) in [
            // "Kyiv says": Kyiv alone takes a side.
            (Reports, &[Asserts][..], "a"),
            (Asserts, &[Asserts], "a"),
            // The article doubts Beijing's denial, which does not doubt the claim.
            (Doubts, &[Denies], "n"),
            (Denies, &[Denies], "an"),
            (Doubts, &[Asserts], "ad"),
            (Reports, &[Denies], "n"),
            // Zelenskyy reports what the intelligence service found.
            (Reports, &[Reports, Asserts], "a"),
            // A spokesman denies what a paper reports that a soldier says.
            (Reports, &[Denies, Reports, Asserts], "an"),
            (Denies, &[Reports, Asserts], "an"),
            (Denies, &[Denies, Denies], "an"),
            (Doubts, &[Doubts, Asserts], "ad"),
            (Denies, &[Doubts], "ad"),
            (Asserts, &[DoesNotDeny], ""),
            (Asserts, &[Reports], "a"),
        ] {
            assert_eq!(sides(article, &[chain]), expected, "{article:?} {chain:?}");
        }
    }

    #[test]
    fn parallel_chains_are_heard_side_by_side() {
        assert_eq!(sides(Reports, &[&[Asserts], &[Denies]]), "an");
        assert_eq!(sides(Asserts, &[&[Asserts], &[Reports]]), "a");
        // One that leaves it open takes nothing from the other.
        assert_eq!(sides(Denies, &[&[Reports], &[DoesNotDeny]]), "n");
        assert_eq!(sides(Doubts, &[&[Asserts], &[Denies]]), "and");
        // It cannot side with both.
        assert_eq!(sides(Asserts, &[&[Asserts], &[Denies]]), "an");
    }
}
