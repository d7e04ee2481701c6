//! Reads ClaimReviews into bundles: a claim with a review, and the sources that the review
//! cites.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    address::is_address,
    desk,
    evidence::Evidence,
    exported,
    find::{Document, Found, base, step},
    instant::instant,
    languages,
    node::{Node, Object, text, values},
    notes::Notes,
    proposition,
    rating::{self, Rated},
    said::{self, Said},
    text::{line, paragraphs},
    things::{Reader, address_in},
    verdicts::Verdicts,
};
use crate::{
    domain::value::{
        Checker,
        identity::{is_blank, normal_text},
    },
    exchange::{
        own::Exported,
        reading::{Item, Reading},
    },
    wire::{
        pb,
        resource::bundle,
        value::read::{WireTimestamp, to_timestamp},
    },
};

/// What the caller knows beyond the document.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The BCP-47 tag of the language of claims that do not say theirs.
    pub language: Option<String>,
    /// What the labels of the desks mean, where the built-in table does not say it or says
    /// something else.
    pub verdicts: Verdicts,
}

/// The longest statement, in code points.
const STATEMENT_MAX: usize = 2_000;

/// The longest explanation, in code points.
const EXPLANATION_MAX: usize = 10_000;

/// The longest text that is looked at, in bytes.
const TEXT_BYTES_MAX: usize = 1 << 18;

/// Reads all ClaimReviews of a document: one of them, a list, a DataFeed, a graph, or the data
/// of a page that they are in.
pub fn read(document: &Value, options: &Options) -> Reading {
    let mut reading = Reading::default();
    let base = base(document);
    let document = Document::of(document);
    let mut items = Vec::new();
    let mut notes = Notes::new(&mut reading);
    for (path, reason) in &document.refused {
        notes.refused(path, *reason);
    }
    if document.found.is_empty() && document.refused.is_empty() {
        notes.refused("", "has no ClaimReview of schema.org");
    }
    for found in &document.found {
        notes.path.clone_from(&found.path);
        let page = base.as_deref().or(found.page);
        let item = Review::new(&document, found, page, options);
        let read = item.read(&mut notes);
        let read = read.and_then(|(bundle, exported)| Ok((valid(bundle)?, exported)));
        match read {
            Ok((bundle, exported)) => items.push(Item {
                path: found.path.clone(),
                bundle,
                printed_in: None,
                version: None,
                exported,
            }),
            Err(reasons) => {
                let reasons = reasons.into_iter();
                notes.refused_for(reasons.map(|it| (String::new(), it)));
            }
        }
    }
    reading.items = items;
    reading
}

/// What the reason begins with if an import would refuse what was read. Only what an export
/// carries can be like that.
pub const INVALID: &str = "is not valid: ";

/// The bundle, if an import would not refuse its form.
fn valid(bundle: pb::Bundle) -> Result<pb::Bundle, Vec<String>> {
    let mut check = Checker::new();
    bundle::read(&mut check, bundle.clone());
    check.finish(bundle).map_err(|violations| {
        let listed = violations.iter();
        let listed = listed.map(|it| format!("{INVALID}{} {}", it.field, it.description));
        listed.collect()
    })
}

/// One ClaimReview that is being read.
struct Review<'d, 'a> {
    document: &'d Document<'a>,
    options: &'d Options,
    node: Node<'a>,
    base: Option<Cow<'d, str>>,
    /// The verdict, if an export of claimstore states it. Texts are then plain.
    own_verdict: Option<pb::Verdict>,
    /// The claim that is read.
    claim: Option<&'a Object>,
}

impl<'d, 'a> Review<'d, 'a> {
    fn new(
        document: &'d Document<'a>,
        found: &'d Found<'a>,
        page: Option<&'d str>,
        options: &'d Options,
    ) -> Self {
        let mut node = Node::of(&document.names, found.object);
        let own_verdict = exported::verdict(&mut node);
        let base = page.map(Cow::Borrowed);
        let base = base.or_else(|| own_address(document, found).map(Cow::Owned));
        Self {
            document,
            options,
            node,
            base,
            own_verdict,
            claim: None,
        }
    }

    /// Reads it. The errors are all that it lacks.
    fn read(
        mut self,
        notes: &mut Notes<'_>,
    ) -> Result<(pb::Bundle, Option<Exported>), Vec<String>> {
        let mut lacks = Vec::new();
        let mut known = |read: Result<String, String>| {
            read.unwrap_or_else(|reason| {
                lacks.push(reason);
                String::new()
            })
        };
        let statement = known(self.statement());
        let mut language = self.language(notes);
        let (mut claim, said) = self.item_reviewed(notes, &statement, &mut language);
        let own = self.own_claim();
        let fallback = || self.options.language.clone();
        claim.language = known(language.or_else(fallback).ok_or_else(|| {
            "has no inLanguage; say the language of such claims when you import".to_owned()
        }));
        claim.statement = statement;
        let author = known(self.author(notes));
        if !lacks.is_empty() {
            return Err(lacks);
        }
        let url = self.url(notes);
        let review_time = self.review_time(notes, &claim.language);
        let (rating, verdict, why) = self.rating(notes);
        let explanation = self.explanation(notes, why);
        let mut evidence = Evidence::default();
        for name in ["citation", "isbasedon"] {
            if let Some((key, value)) = self.node.take(name) {
                evidence.read(&self.reader(), notes, key, value);
            }
        }
        for key in self.node.rest() {
            notes.left_out(&format!("/{}", step(key)), "a review has no place for it");
        }
        let (reported, printed) = said::reported(said, &mut evidence.sources, notes);
        claim.reported_appearances = reported;
        let exported = own.map(|claim| Exported {
            claims: [(0, claim)].into_iter().chain(evidence.own).collect(),
            printed,
            is_known: false,
        });
        let review = pb::Review {
            author,
            url,
            review_time,
            rating,
            verdict: verdict.into(),
            explanation,
            evidence: evidence.references,
            ..pb::Review::default()
        };
        let reviewed = pb::BundleClaim {
            claim: Some(claim),
            reviews: vec![review],
            ..pb::BundleClaim::default()
        };
        let mut claims = vec![reviewed];
        claims.append(&mut evidence.claims);
        let bundle = pb::Bundle {
            sources: evidence.sources.all,
            claims,
            ..pb::Bundle::default()
        };
        Ok((bundle, exported))
    }

    /// The identifier of the claim in the store that it was exported from.
    fn own_claim(&self) -> Option<String> {
        let claim = self.claim.filter(|_| self.is_plain())?;
        claim.get("@id")?.as_str().map(str::to_owned)
    }

    fn is_plain(&self) -> bool {
        self.own_verdict.is_some()
    }

    /// Reads things with the addresses of this document.
    fn reader<'s>(&'s self) -> Reader<'s, 'a> {
        Reader {
            document: self.document,
            base: self.base.as_deref(),
            is_plain: self.is_plain(),
        }
    }

    fn statement(&mut self) -> Result<String, String> {
        let given = self.node.take_text("claimreviewed").unwrap_or_default();
        let statement = match self.is_plain() {
            true => given,
            false if given.len() > TEXT_BYTES_MAX => given,
            false => line(&given),
        };
        if is_blank(&statement) {
            return Err("has no claimReviewed, which a claim needs".to_owned());
        }
        match statement.chars().nth(STATEMENT_MAX) {
            Some(_) => Err("has a claimReviewed of more than 2,000 code points".to_owned()),
            None => Ok(statement),
        }
    }

    fn language(&mut self, notes: &mut Notes<'_>) -> Option<String> {
        read_language(&mut self.node, notes, "")
    }

    /// Reads what the document says of the claim. Its language counts if the review has none.
    fn item_reviewed(
        &mut self,
        notes: &mut Notes<'_>,
        statement: &str,
        language: &mut Option<String>,
    ) -> (pb::Claim, Vec<Said>) {
        let mut claim = pb::Claim::default();
        let mut said = Vec::new();
        let Some((key, value)) = self.node.take("itemreviewed") else {
            return (claim, said);
        };
        let path = format!("/{}", step(key));
        for (index, value) in values(value).into_iter().enumerate() {
            let Some(object) = self.document.object(value) else {
                self.name_of_item(notes, &path, text(value), statement);
                continue;
            };
            if index > 0 {
                notes.left_out(&path, "has several claims; the first one is read");
                break;
            }
            self.claim = Some(object);
            let mut node = Node::of(&self.document.names, object);
            let own = read_language(&mut node, notes, &path);
            *language = language.take().or(own);
            match proposition::take(&mut node) {
                Ok(carried) => claim = carried,
                Err(reason) => notes.left_out(&format!("{path}/identifier"), reason),
            }
            let name = ["name", "text", "headline"];
            let name = name.into_iter().find_map(|name| node.take_text(name));
            self.name_of_item(notes, &format!("{path}/name"), name, statement);
            said = said::read(&self.reader(), notes, &path, &mut node);
            for key in node.rest() {
                let path = format!("{path}/{}", step(key));
                notes.left_out(&path, "a claim has no place for it");
            }
        }
        (claim, said)
    }

    /// Lists what an item is called, unless it is another spelling of the statement.
    fn name_of_item(
        &self,
        notes: &mut Notes<'_>,
        path: &str,
        name: Option<String>,
        statement: &str,
    ) {
        let name = name.filter(|it| !self.is_plain() && it.len() <= TEXT_BYTES_MAX);
        let name = name.map(|it| line(&it)).unwrap_or_default();
        if !name.is_empty() && !statement.is_empty() && normal_text(&name) != normal_text(statement)
        {
            let name: String = name.chars().take(100).collect();
            notes.left_out(path, format!("{name:?}: the statement is claimReviewed"));
        }
    }

    fn author(&mut self, notes: &mut Notes<'_>) -> Result<String, String> {
        let author = self.node.take("author");
        let publisher = self.node.take("publisher");
        let given = desk::Given { author, publisher };
        desk::name(&self.reader(), notes, &given)
    }

    fn url(&mut self, notes: &mut Notes<'_>) -> String {
        let mut url = String::new();
        let given = self.node.take("url").into_iter();
        let page = self.node.take("mainentityofpage").into_iter();
        for (key, value) in given.chain(page) {
            let found = values(value).into_iter().find_map(address_in);
            let path = format!("/{}", step(key));
            match found {
                Some(text) if url.is_empty() => {
                    self.reader().read_url(&mut url, notes, &path, &text);
                }
                Some(_) => {}
                None => notes.left_out(&path, "is not an address"),
            }
        }
        url
    }

    fn review_time(&mut self, notes: &mut Notes<'_>, language: &str) -> Option<WireTimestamp> {
        let (key, value) = self.node.take("datepublished")?;
        let written = values(value).into_iter().find_map(text).unwrap_or_default();
        match instant(&written, language) {
            Ok(time) => Some(to_timestamp(time)),
            Err(reason) => {
                let written: String = written.chars().take(100).collect();
                notes.left_out(&format!("/{}", step(key)), format!("{written:?} {reason}"));
                None
            }
        }
    }

    /// Reads the rating: the rating as given, the verdict, and why.
    fn rating(&mut self, notes: &mut Notes<'_>) -> (Option<pb::Rating>, pb::Verdict, String) {
        let rated = match self.node.take("reviewrating") {
            Some((key, value)) => rating::read(&self.reader(), notes, key, value),
            None => Rated::default(),
        };
        let Rated {
            mut rating,
            explanation,
            is_named_by_verdict,
        } = rated;
        let label = Some(&rating.label).filter(|it| !it.is_empty());
        let found = label.and_then(|label| self.options.verdicts.of_label(label));
        if let (Some(own), Some(found)) = (self.own_verdict, found)
            && own != found
        {
            let own = own.as_str_name();
            let what = format!(
                "means {} and not {own}, which is taken",
                found.as_str_name()
            );
            notes.left_out("/reviewRating/alternateName", what);
        }
        let verdict = self.own_verdict.or_else(|| {
            if found.is_none() {
                let what = match label {
                    Some(label) => format!("{label:?} is in no table of verdicts"),
                    None => "there is no label".to_owned(),
                };
                notes.left_out(
                    "/reviewRating",
                    format!("{what}: the verdict is VERDICT_OTHER"),
                );
            }
            found
        });
        if is_named_by_verdict && self.is_plain() {
            rating.label.clear();
        }
        let rating = (rating != pb::Rating::default()).then_some(rating);
        (rating, verdict.unwrap_or(pb::Verdict::Other), explanation)
    }

    fn explanation(&mut self, notes: &mut Notes<'_>, why: String) -> String {
        let mut explanation = String::new();
        let body = self.node.take("reviewbody").into_iter();
        let description = self.node.take("description").into_iter();
        let given = body.chain(description);
        let given =
            given.filter_map(|(key, value)| Some((key, values(value).into_iter().find_map(text)?)));
        let why = Some(("reviewRating", why)).filter(|(_, why)| !why.is_empty());
        for (key, text) in given.chain(why) {
            let path = format!("/{}", step(key));
            let plain = match self.is_plain() || text.len() > TEXT_BYTES_MAX {
                true => text,
                false => paragraphs(&text),
            };
            if plain.chars().nth(EXPLANATION_MAX).is_some() {
                notes.left_out(
                    &path,
                    "is longer than the 10,000 code points of an explanation",
                );
            } else if explanation.is_empty() {
                explanation = plain;
            } else if explanation != plain {
                notes.left_out(&path, "there is another explanation already");
            }
        }
        explanation
    }
}

/// The address of the page, if only the ClaimReview itself says it.
fn own_address(document: &Document<'_>, found: &Found<'_>) -> Option<String> {
    let mut node = Node::of(&document.names, found.object);
    let properties = ["url", "mainentityofpage"];
    let given = properties.into_iter().filter_map(|name| node.take(name));
    let given = given.filter_map(|(_, value)| values(value).into_iter().find_map(address_in));
    let id = found.object.get("@id").and_then(text);
    let mut given = given.chain(id).collect::<Vec<_>>().into_iter();
    given.find(|it| is_address(it))
}

fn read_language(node: &mut Node<'_>, notes: &mut Notes<'_>, path: &str) -> Option<String> {
    let (key, value) = node.take("inlanguage")?;
    match languages::tag(value) {
        Ok(tag) => Some(tag),
        Err(reason) => {
            notes.left_out(&format!("{path}/{}", step(key)), reason);
            None
        }
    }
}
