//! Every call of the contract that writes, each made at random for the few resources in use.

use claimstore::wire::pb::{
    Appearance, Article, BatchCreateAppearancesRequest, BatchCreateClaimsRequest,
    BatchCreateSourcesRequest, Claim, CorrectArticleRequest, Correction, CorrectionType,
    CreateAppearanceRequest, CreateArticleRequest, CreateClaimRequest, CreateRelationRequest,
    CreateReviewRequest, CreateSourceRequest, DeleteAppearanceRequest, DeleteArticleRequest,
    DeleteClaimRequest, DeleteRelationRequest, DeleteReviewRequest, DeleteSourceRequest,
    EraseResourceRequest, ImportBundleRequest, MergeClaimsRequest, MergeSourcesRequest,
    RecordStatementRequest, Relation, RetractArticleRequest, RetractClaimRequest,
    RetractSourceRequest, Retraction, Review, Source, UndeleteAppearanceRequest,
    UndeleteArticleRequest, UndeleteClaimRequest, UndeleteRelationRequest, UndeleteReviewRequest,
    UndeleteSourceRequest, UnmergeClaimRequest, UnmergeSourceRequest, UpdateAppearanceRequest,
    UpdateArticleRequest, UpdateClaimRequest, UpdateRelationRequest, UpdateReviewRequest,
    UpdateSourceRequest,
};
use prost_types::FieldMask;

use super::{
    made::{
        TAGS, body, bundle, new_appearance, new_article, new_claim, new_relation, new_review,
        source,
    },
    mutation::{Maker, Mutation, request_id},
    state::kind,
};

type Make = fn(&mut Maker<'_>) -> Option<Mutation>;

/// How often each is made, and how.
#[rustfmt::skip]
pub const ALL: &[(usize, &str, Make)] = &[
    (4, "CreateSource", |it| {
        let source = Some(source(it));
        Some(created(CreateSourceRequest { source, request_id: request_id(), ..Default::default() }))
    }),
    (2, "CreateArticle", |it| {
        let article = Some(new_article(it));
        Some(created(CreateArticleRequest { article, request_id: request_id(), ..Default::default() }))
    }),
    (4, "CreateClaim", |it| {
        let claim = Some(new_claim(it));
        Some(created(CreateClaimRequest { claim, request_id: request_id(), ..Default::default() }))
    }),
    (8, "CreateAppearance", |it| {
        let (parent, appearance) = (it.live("claims")?.name, Some(new_appearance(it)?));
        Some(created(CreateAppearanceRequest { parent, appearance, request_id: request_id(), ..Default::default() }))
    }),
    (5, "CreateRelation", |it| {
        let (parent, relation) = (it.live("claims")?.name, Some(new_relation(it)?));
        Some(created(CreateRelationRequest { parent, relation, request_id: request_id(), ..Default::default() }))
    }),
    (5, "CreateReview", |it| {
        let (parent, review) = (it.live("claims")?.name, Some(new_review(it)));
        Some(created(CreateReviewRequest { parent, review, request_id: request_id(), ..Default::default() }))
    }),
    (1, "BatchCreateSources", |it| {
        let requests = (0..3).map(|_| CreateSourceRequest { source: Some(source(it)), ..Default::default() });
        let requests = requests.collect();
        Some(created(BatchCreateSourcesRequest { requests, request_id: request_id(), ..Default::default() }))
    }),
    (1, "BatchCreateClaims", |it| {
        let requests = (0..3).map(|_| CreateClaimRequest { claim: Some(new_claim(it)), ..Default::default() });
        let requests = requests.collect();
        Some(created(BatchCreateClaimsRequest { requests, request_id: request_id(), ..Default::default() }))
    }),
    (2, "BatchCreateAppearances", |it| {
        let parent = it.live("claims")?.name;
        let one = |it: &mut Maker<'_>| Some(CreateAppearanceRequest {
            parent: parent.clone(), appearance: Some(new_appearance(it)?), ..Default::default()
        });
        let requests = vec![one(it)?, one(it)?];
        Some(created(BatchCreateAppearancesRequest { parent, requests, request_id: request_id(), ..Default::default() }))
    }),
    (2, "ImportBundle", |it| {
        let bundle = Some(bundle(it));
        Some(created(ImportBundleRequest { bundle, request_id: request_id(), ..Default::default() }))
    }),
    (2, "RecordStatement", |it| {
        let source = Source { name: it.live("sources")?.name, ..Source::default() };
        let request = RecordStatementRequest {
            appearance: Some(new_appearance(it)?), source: Some(source), claim: Some(new_claim(it)),
            request_id: request_id(), ..Default::default()
        };
        Some(created(request))
    }),
    (6, "UpdateSource", |it| {
        let of = it.live("sources")?;
        let (etag, text) = (it.etag(&of), it.unique());
        let source = Source { name: of.name, etag: etag.clone(), display_name: text, ..Default::default() };
        let (source, update_mask) = (Some(source), mask("display_name"));
        Some(Mutation::of(UpdateSourceRequest { source, update_mask, request_id: request_id(), ..Default::default() }, etag))
    }),
    (6, "UpdateArticle", |it| {
        let of = it.live("articles")?;
        let (etag, text) = (it.etag(&of), it.unique());
        let (path, headline, body) = match it.is_one_in(2) {
            true => ("body", String::new(), body(it, &text)),
            false => ("headline", text, String::new()),
        };
        let article = Article { name: of.name, etag: etag.clone(), headline, body, ..Default::default() };
        let (article, update_mask) = (Some(article), mask(path));
        Some(Mutation::of(UpdateArticleRequest { article, update_mask, request_id: request_id(), ..Default::default() }, etag))
    }),
    (8, "UpdateClaim", |it| {
        let of = it.live("claims")?;
        let (etag, text) = (it.etag(&of), it.unique());
        let (path, subject, tags) = match it.is_one_in(3) {
            true => ("tags", String::new(), vec![it.random.pick(&TAGS).to_owned(), text]),
            false => ("subject", text, Vec::new()),
        };
        let claim = Claim { name: of.name, etag: etag.clone(), subject, tags, ..Default::default() };
        let (claim, update_mask) = (Some(claim), mask(path));
        Some(Mutation::of(UpdateClaimRequest { claim, update_mask, request_id: request_id(), ..Default::default() }, etag))
    }),
    (6, "UpdateAppearance", |it| {
        let of = it.live("appearances")?;
        let (etag, note) = (it.etag(&of), it.unique());
        let appearance = Appearance { name: of.name, etag: etag.clone(), note, ..Default::default() };
        let (appearance, update_mask) = (Some(appearance), mask("note"));
        Some(Mutation::of(UpdateAppearanceRequest { appearance, update_mask, request_id: request_id(), ..Default::default() }, etag))
    }),
    (4, "UpdateRelation", |it| {
        let of = it.live("relations")?;
        let (etag, method) = (it.etag(&of), it.unique());
        let relation = Relation { name: of.name, etag: etag.clone(), method, ..Default::default() };
        let (relation, update_mask) = (Some(relation), mask("method"));
        Some(Mutation::of(UpdateRelationRequest { relation, update_mask, request_id: request_id(), ..Default::default() }, etag))
    }),
    (4, "UpdateReview", |it| {
        let of = it.live("reviews")?;
        let (etag, explanation) = (it.etag(&of), it.unique());
        let review = Review { name: of.name, etag: etag.clone(), explanation, ..Default::default() };
        let (review, update_mask) = (Some(review), mask("explanation"));
        Some(Mutation::of(UpdateReviewRequest { review, update_mask, request_id: request_id(), ..Default::default() }, etag))
    }),
    (3, "DeleteSource", |it| {
        let (name, etag) = one(it, "sources", false)?;
        Some(Mutation::of(DeleteSourceRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (2, "DeleteArticle", |it| {
        let (name, etag) = one(it, "articles", false)?;
        let force = it.is_one_in(2);
        Some(Mutation::of(DeleteArticleRequest { name, etag: etag.clone(), request_id: request_id(), force, ..Default::default() }, etag))
    }),
    (2, "DeleteClaim", |it| {
        let (name, etag) = one(it, "claims", false)?;
        Some(Mutation::of(DeleteClaimRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (2, "DeleteAppearance", |it| {
        let (name, etag) = one(it, "appearances", false)?;
        Some(Mutation::of(DeleteAppearanceRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (2, "DeleteRelation", |it| {
        let (name, etag) = one(it, "relations", false)?;
        Some(Mutation::of(DeleteRelationRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (2, "DeleteReview", |it| {
        let (name, etag) = one(it, "reviews", false)?;
        Some(Mutation::of(DeleteReviewRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (2, "UndeleteSource", |it| {
        let (name, etag) = one(it, "sources", true)?;
        Some(Mutation::of(UndeleteSourceRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (3, "UndeleteArticle", |it| {
        let (name, etag) = one(it, "articles", true)?;
        Some(Mutation::of(UndeleteArticleRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (4, "UndeleteClaim", |it| {
        let (name, etag) = one(it, "claims", true)?;
        Some(Mutation::of(UndeleteClaimRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (3, "UndeleteAppearance", |it| {
        let (name, etag) = one(it, "appearances", true)?;
        Some(Mutation::of(UndeleteAppearanceRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (3, "UndeleteRelation", |it| {
        let (name, etag) = one(it, "relations", true)?;
        Some(Mutation::of(UndeleteRelationRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (3, "UndeleteReview", |it| {
        let (name, etag) = one(it, "reviews", true)?;
        Some(Mutation::of(UndeleteReviewRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (6, "RetractSource", |it| {
        let (name, etag) = one(it, "sources", false)?;
        let retraction = retraction(it);
        let revoke = retraction.is_none();
        Some(Mutation::of(RetractSourceRequest { name, etag: etag.clone(), retraction, revoke, request_id: request_id(), ..Default::default() }, etag))
    }),
    (1, "RetractArticle", |it| {
        let (name, etag) = one(it, "articles", false)?;
        let retraction = retraction(it);
        let revoke = retraction.is_none();
        Some(Mutation::of(RetractArticleRequest { name, etag: etag.clone(), retraction, revoke, request_id: request_id(), ..Default::default() }, etag))
    }),
    (1, "RetractClaim", |it| {
        let (name, etag) = one(it, "claims", false)?;
        let retraction = retraction(it);
        let revoke = retraction.is_none();
        Some(Mutation::of(RetractClaimRequest { name, etag: etag.clone(), retraction, revoke, request_id: request_id(), ..Default::default() }, etag))
    }),
    (1, "CorrectArticle", |it| {
        let (name, etag) = one(it, "articles", false)?;
        let correction = Correction {
            r#type: CorrectionType::Correction.into(), notice: it.unique(), ..Default::default()
        };
        Some(Mutation::of(CorrectArticleRequest { name, etag: etag.clone(), correction: Some(correction), request_id: request_id(), ..Default::default() }, etag))
    }),
    (1, "MergeSources", |it| {
        let ((name, etag), into) = (one(it, "sources", false)?, it.name_of("sources"));
        Some(Mutation::of(MergeSourcesRequest { name, into, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (1, "MergeClaims", |it| {
        let ((name, etag), into) = (one(it, "claims", false)?, it.name_of("claims"));
        Some(Mutation::of(MergeClaimsRequest { name, into, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (3, "UnmergeSource", |it| {
        let (name, etag) = one(it, "sources", false)?;
        Some(Mutation::of(UnmergeSourceRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (3, "UnmergeClaim", |it| {
        let (name, etag) = one(it, "claims", false)?;
        Some(Mutation::of(UnmergeClaimRequest { name, etag: etag.clone(), request_id: request_id(), ..Default::default() }, etag))
    }),
    (2, "EraseResource", |it| {
        // With a claim, what belongs to it.
        let of = it.random.pick(&["sources", "articles", "claims", "claims", "claims", "appearances", "relations", "reviews"]);
        let (name, etag) = one(it, of, true)?;
        Some(Mutation::of(EraseResourceRequest { name, etag: etag.clone(), reason: "Case 1".to_owned(), request_id: request_id(), ..Default::default() }, etag))
    }),
];

fn created<M: claimstore::wire::request::MutationRequest>(message: M) -> Mutation {
    Mutation::of(message, String::new())
}

/// A resource and perhaps its etag.
fn one(it: &mut Maker<'_>, collection: &str, is_deleted: bool) -> Option<(String, String)> {
    let hot = match is_deleted {
        true => it.deleted(collection)?,
        false => it.live(collection)?,
    };
    let etag = it.etag(&hot);
    Some((hot.name, etag))
}

fn mask(path: &str) -> Option<FieldMask> {
    let paths = vec![path.to_owned()];
    Some(FieldMask { paths })
}

fn retraction(it: &mut Maker<'_>) -> Option<Retraction> {
    let reason = it.unique();
    (!it.is_one_in(3)).then(|| Retraction {
        reason,
        ..Retraction::default()
    })
}

/// The deletion of a resource, and of the appearances in an article.
pub fn deletion(name: &str) -> Mutation {
    let name = name.to_owned();
    macro_rules! delete {
        ($request:ident { $($field:ident),* }) => {
            Mutation::of($request { name, request_id: request_id(), $($field: true,)* ..Default::default() }, String::new())
        };
    }
    match kind(&name) {
        "sources" => delete!(DeleteSourceRequest {}),
        "articles" => delete!(DeleteArticleRequest { force }),
        "claims" => delete!(DeleteClaimRequest {}),
        "appearances" => delete!(DeleteAppearanceRequest {}),
        "relations" => delete!(DeleteRelationRequest {}),
        _ => delete!(DeleteReviewRequest {}),
    }
}

/// A call of any method.
pub fn any(it: &mut Maker<'_>) -> Option<Mutation> {
    let total: usize = ALL.iter().map(|(weight, ..)| weight).sum();
    let mut at = it.random.below(total);
    for (weight, _, make) in ALL {
        if at < *weight {
            return make(it);
        }
        at -= weight;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use claimstore::wire::descriptors;

    use super::*;
    use crate::record;

    #[test]
    fn every_call_of_the_contract_that_writes_is_made() {
        let services = descriptors().services();
        let methods = services.flat_map(|service| service.methods().collect::<Vec<_>>());
        let writes = methods.filter(|it| it.input().get_field_by_name("request_id").is_some());
        let writes: BTreeSet<String> = writes.map(|it| it.name().to_owned()).collect();
        let made = ALL.iter().map(|(_, name, _)| (*name).to_owned());
        assert_eq!(made.collect::<BTreeSet<_>>(), writes);
        // A stream has an import_id instead.
        assert!(record::METHOD.ends_with("/ImportBundles"));
    }
}
