//! Where claims were made, as others report it.

use claimstore::wire::pb::{
    Bundle, BundleClaim, BundleSource, Claim, Date, ImportBundleRequest, ImportBundleResponse,
    ReportedAppearance, Source,
};

use crate::{
    resource::appearance::absent,
    support::{
        children::users,
        errors::{fields, missing},
        samples::{claim, outlet, page},
        server::TestServer,
    },
};

async fn import(server: &TestServer, bundle: Bundle) -> ImportBundleResponse {
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    let response = server.bundles().import_bundle(request).await;
    response.unwrap().into_inner()
}

fn said_by(source: &str, document: &str) -> ReportedAppearance {
    ReportedAppearance {
        source: source.to_owned(),
        document: document.to_owned(),
        ..ReportedAppearance::default()
    }
}

fn reported(reported: Vec<ReportedAppearance>) -> Claim {
    Claim {
        reported_appearances: reported,
        ..claim("The bridge is closed")
    }
}

#[tokio::test]
async fn sources_that_are_reported_to_say_a_claim_are_checked_and_in_use() {
    let server = TestServer::start().await;
    let speaker = server.create_source(outlet("A")).await.unwrap();
    let post = server.create_source(page("https://a.example/1")).await;
    let post = post.unwrap();
    let ghost = absent("sources", 1);
    let given = reported(vec![said_by(&speaker.name, &ghost)]);
    let status = server.create_claim(given).await.unwrap_err();
    assert_eq!(missing(&status), [ghost.as_str()]);

    let given = reported(vec![
        said_by(&speaker.name, &post.name),
        ReportedAppearance::default(),
    ]);
    let status = server.create_claim(given).await.unwrap_err();
    assert_eq!(fields(&status), ["claim.reported_appearances[1]"]);

    let given = reported(vec![said_by(&speaker.name, &post.name)]);
    let created = server.create_claim(given).await.unwrap();
    for source in [&speaker, &post] {
        let status = server.delete_source(&source.name).await.unwrap_err();
        assert_eq!(users(&status), [created.name.as_str()]);
    }
    let without = Claim {
        reported_appearances: Vec::new(),
        ..created
    };
    let paths = ["reported_appearances"];
    server.update_claim(without, &paths).await.unwrap();
    server.delete_source(&speaker.name).await.unwrap();
}

#[tokio::test]
async fn a_printed_date_of_a_report_is_read() {
    let server = TestServer::start().await;
    let dated = |printed: &str| {
        reported(vec![ReportedAppearance {
            printed_name: "A".to_owned(),
            date: Some(Date {
                printed: printed.to_owned(),
                ..Date::default()
            }),
            ..ReportedAppearance::default()
        }])
    };
    let created = server.create_claim(dated("27 April 2025")).await.unwrap();
    let date = created.reported_appearances[0].date.clone().unwrap();
    assert_eq!((date.year, date.month, date.day), (2025, 4, 27));
    let status = server.create_claim(dated("05/04/2025")).await.unwrap_err();
    let field = "claim.reported_appearances[0].date.printed";
    assert_eq!(fields(&status), [field]);
}

#[tokio::test]
async fn a_bundle_adds_what_it_reports_and_doubles_nothing() {
    let server = TestServer::start().await;
    let bundle = |names: &[&str]| {
        let said = names.iter().map(|name| ReportedAppearance {
            printed_name: (*name).to_owned(),
            document: "#page".to_owned(),
            ..ReportedAppearance::default()
        });
        Bundle {
            sources: vec![BundleSource {
                key: "page".to_owned(),
                source: Some(Source {
                    display_name: "Page".to_owned(),
                    ..page("https://a.example/1")
                }),
            }],
            claims: vec![BundleClaim {
                claim: Some(reported(said.collect())),
                ..BundleClaim::default()
            }],
            ..Bundle::default()
        }
    };
    let first = import(&server, bundle(&["A", "B"])).await;
    let name = first.results[1].name.clone();
    for names in [["A", "B"], ["B", "C"], ["C", "A"]] {
        import(&server, bundle(&names)).await;
    }
    let stored = server.get_claim(&name).await.unwrap();
    let named = stored.reported_appearances.iter();
    let named: Vec<&str> = named.map(|it| it.printed_name.as_str()).collect();
    assert_eq!(named, ["A", "B", "C"]);
    assert_eq!(stored.revision, 2);
}
