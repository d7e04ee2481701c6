//! Appearances: read in batches, and listed with filters.

use claimstore::wire::pb::{
    AnchorPurpose, Appearance, AppearanceFilter, AppearanceForm, Article,
    BatchGetAppearancesRequest, ListAppearancesRequest, Modality,
};
use tonic::Status;

use crate::{
    resource::appearance::{Scene, absent, scene},
    support::{
        errors::{missing, sorted_fields},
        samples::{anchor, appearance, claim, full_appearance},
    },
};

#[tokio::test]
async fn a_batch_reads_appearances_of_one_claim_or_of_any() {
    let Scene {
        server,
        article,
        claim: first,
        ..
    } = scene().await;
    let other = server.create_claim(claim("Another")).await.unwrap();
    let create = async |claim, words| {
        let it = appearance(&article, words);
        server.create_appearance(claim, it).await.unwrap()
    };
    let a = create(&first, "155").await;
    let b = create(&other, "2023").await;
    let batch = async |parent: &str, names: &[&str]| {
        let request = BatchGetAppearancesRequest {
            parent: parent.to_owned(),
            names: names.iter().map(|&name| name.to_owned()).collect(),
            ..BatchGetAppearancesRequest::default()
        };
        let answer = server.claims().batch_get_appearances(request).await?;
        Ok::<_, Status>(answer.into_inner().appearances)
    };
    for parent in ["", "claims/-"] {
        let names = [b.name.as_str(), &a.name, &b.name];
        let read = batch(parent, &names).await.unwrap();
        assert_eq!(read, [b.clone(), a.clone(), b.clone()]);
    }
    let read = batch(&first.name, &[&a.name]).await.unwrap();
    assert_eq!(read, std::slice::from_ref(&a));
    let names = [a.name.as_str(), &b.name, &first.name, "x"];
    let status = batch(&first.name, &names).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names[1]", "names[2]", "names[3]"]);
    let status = batch("articles/x", &[]).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names", "parent"]);
    // The appearance is not found below the wrong claim.
    let elsewhere = a.name.replace(&first.name, &other.name);
    let gone = format!("{}/{}", first.name, absent("appearances", 1));
    let status = batch("", &[&b.name, &elsewhere, &gone]).await.unwrap_err();
    let mut expected = [elsewhere, gone];
    expected.sort();
    assert_eq!(missing(&status), expected);
}

#[tokio::test]
async fn a_list_holds_what_matches_all_conditions_in_the_order_of_ids() {
    let Scene {
        server,
        source,
        article,
        claim: first,
    } = scene().await;
    let other = server.create_claim(claim("Another")).await.unwrap();
    let plain = crate::support::samples::article("Plain", "It is so.");
    let plain = server.create_article(plain).await.unwrap();
    let full = full_appearance(&article, &source);
    let full = server.create_appearance(&other, full).await.unwrap();
    let it = Appearance {
        form: AppearanceForm::Implied.into(),
        modality: Modality::Possible.into(),
        ..appearance(&plain, "is")
    };
    let implied = server.create_appearance(&first, it).await.unwrap();
    let it = Appearance {
        anchors: vec![anchor("so")],
        ..appearance(&plain, "")
    };
    let so = server.create_appearance(&first, it).await.unwrap();

    let none = AppearanceFilter::default;
    let of_article = |article: &Article| AppearanceFilter {
        article: article.name.clone(),
        ..none()
    };
    let of_source = AppearanceFilter {
        source: source.name.clone(),
        ..none()
    };
    let form = AppearanceFilter {
        form: AppearanceForm::Stated.into(),
        ..none()
    };
    let modality = AppearanceFilter {
        modality: Modality::Possible.into(),
        ..none()
    };
    let purpose = |purpose: AnchorPurpose| AppearanceFilter {
        anchor_purpose: purpose.into(),
        ..none()
    };
    let any = "claims/-";
    for (parent, filter, expected) in [
        (any, none(), vec![&full, &implied, &so]),
        (&first.name, none(), vec![&implied, &so]),
        (&absent("claims", 1), none(), vec![]),
        (any, of_article(&plain), vec![&implied, &so]),
        (any, of_source.clone(), vec![&full]),
        (&first.name, of_source, vec![]),
        (any, form.clone(), vec![&full, &so]),
        (any, modality.clone(), vec![&implied]),
        (any, purpose(AnchorPurpose::Relation), vec![&full]),
        (any, purpose(AnchorPurpose::Evidence), vec![]),
        (
            &first.name,
            AppearanceFilter {
                article: plain.name.clone(),
                modality: modality.modality,
                form: AppearanceForm::Implied.into(),
                ..none()
            },
            vec![&implied],
        ),
        (
            any,
            AppearanceFilter {
                modality: modality.modality,
                ..form
            },
            vec![],
        ),
    ] {
        let request = ListAppearancesRequest {
            parent: parent.to_owned(),
            filter: Some(filter.clone()),
            ..ListAppearancesRequest::default()
        };
        let answer = server.claims().list_appearances(request).await.unwrap();
        let mut expected: Vec<Appearance> = expected.into_iter().cloned().collect();
        expected.sort_by_key(|it| it.name.rsplit('/').next().unwrap().to_owned());
        assert_eq!(answer.into_inner().appearances, expected, "{filter:?}");
    }
}
