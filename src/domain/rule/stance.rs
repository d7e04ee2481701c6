//! Composing the stances of an attribution chain: which sides of a claim are taken.

use crate::domain::{
    resource::{Printing, Stance},
    value::code::coded,
};

coded! {
    /// A side of a claim.
    Side {
        /// The claim is true.
        Affirms = 1,
        /// The claim is not true.
        Denies = 2,
        /// It is questionable whether the claim is true.
        Doubts = 3,
    }
}

/// The sides that anybody takes in an appearance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Somebody affirms the claim.
    pub affirms: bool,
    /// Somebody denies the claim.
    pub denies: bool,
    /// Somebody doubts the claim.
    pub doubts: bool,
}

impl Sides {
    fn add(&mut self, side: Option<Side>) {
        match side {
            Some(Side::Affirms) => self.affirms = true,
            Some(Side::Denies) => self.denies = true,
            Some(Side::Doubts) => self.doubts = true,
            None => {}
        }
    }
}

impl Printing {
    /// The sides that the sources in the chains and the article itself take.
    pub fn sides(&self) -> Sides {
        let mut sides = Sides::default();
        let mut article = Vec::new();
        for chain in &self.chains {
            // Starts with the claim itself, and follows the chain from its origin.
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
        // If the article takes different sides toward different chains, it takes none of
        // its own.
        article.dedup();
        if let [side] = article[..] {
            sides.add(Some(side));
        }
        sides
    }
}

/// The side of the claim that follows from a stance toward what the next hop says.
/// `None` if it leaves open whether the claim is true.
fn passed_on(stance: Stance, said: Option<Side>) -> Option<Side> {
    match (stance, said?) {
        (Stance::Asserts | Stance::Reports, said) => Some(said),
        (Stance::Denies, Side::Affirms) => Some(Side::Denies),
        // Denying a denial or a doubt affirms the claim.
        (Stance::Denies, Side::Denies | Side::Doubts) => Some(Side::Affirms),
        (Stance::Doubts, Side::Affirms) => Some(Side::Doubts),
        // Doubting a denial or a doubt is not doubting the claim.
        (Stance::Doubts, Side::Denies | Side::Doubts) => None,
        (Stance::DoesNotDeny, _) => None,
    }
}

/// The side that a speaker with this stance takes. A speaker who only reports takes none.
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
    use crate::domain::resource::{AttributionBasis, AttributionChain, Hop, SourceId};

    use Stance::{Asserts, Denies, DoesNotDeny, Doubts, Reports};

    fn hop(stance: Stance) -> Hop {
        Hop {
            source: SourceId::new(Uuid::nil()),
            printed_name: String::new(),
            stance,
            cue: String::new(),
            cue_anchor: None,
            record_status: None,
            document: None,
            said: None,
            basis: AttributionBasis::Printed,
        }
    }

    /// The sides as letters: `a` affirms, `n` denies, `d` doubts.
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
            // "Kyiv says": only Kyiv takes a side.
            (Reports, &[Asserts][..], "a"),
            (Asserts, &[Asserts], "a"),
            // The article doubts Beijing's denial, which does not doubt the claim.
            (Doubts, &[Denies], "n"),
            (Denies, &[Denies], "an"),
            (Doubts, &[Asserts], "ad"),
            (Reports, &[Denies], "n"),
            // Zelenskyy reports what the intelligence service has found.
            (Reports, &[Reports, Asserts], "a"),
            // A spokesman denies what a paper reports a soldier to have said.
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
    fn every_parallel_chain_counts() {
        assert_eq!(sides(Reports, &[&[Asserts], &[Denies]]), "an");
        assert_eq!(sides(Asserts, &[&[Asserts], &[Reports]]), "a");
        // A chain that leaves the claim open does not weaken the other chain.
        assert_eq!(sides(Denies, &[&[Reports], &[DoesNotDeny]]), "n");
        assert_eq!(sides(Doubts, &[&[Asserts], &[Denies]]), "and");
        // The article cannot side with both chains.
        assert_eq!(sides(Asserts, &[&[Asserts], &[Denies]]), "an");
    }
}
