//! `claimstore show`: one article, claim or source as a page for a reader.
//!
//! It reads what a page needs in few calls; `page` writes it.
//! Lists are read up to a bound; the page says where there is more.

use std::{collections::BTreeSet, path::PathBuf};

use clap::Args;
use tonic::{Code, Status};

use super::{
    client::call,
    connect::{Clients, Server},
    error::Error,
    json_object::Object,
    listing::{
        claims_that_report, list_appearances, list_articles, list_claims, list_conflicts,
        list_relations, list_reviews, list_sources, names,
    },
    page::{self, Listed, Page, html::Illustration, standing::Children, times},
    picture,
    resolve::resolve,
    terminal::{Out, PrintError, Reading},
};
use crate::{domain::resource::Name, wire::pb};

/// What `show` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore show articles/0198c0de-0000-7000-8000-000000000001
      an article, what it rests on, what it claims and on whose word
  claimstore show claims/0198c0de-0000-7000-8000-000000000002
      a claim, how it stands, and everywhere it is printed
  claimstore show https://news.example/ferries
      the article or the source that has this url
  claimstore show cms:51907
      the article that has this id in another system
  claimstore show 0198c0de-0000-7000-8000-00000000000
      what has an id that begins so
  claimstore show --html --out claim.html claims/0198c0de-0000-7000-8000-000000000002
      the same for a browser, with pictures, in one file

Names are what import prints, with --verbose for all of them.")]
pub struct ShowArgs {
    /// Article, claim or source: its name, at least 8 characters of the beginning of its
    /// id, its url, or SYSTEM:ID for an article's id in another system
    #[arg(value_name = "NAME")]
    name: String,

    /// Show it also if it is deleted, with what was deleted with it
    #[arg(long)]
    show_deleted: bool,

    /// Write one page of HTML with pictures, which needs no other file
    #[arg(long, conflicts_with = "is_json")]
    html: bool,

    /// File to write the page of HTML to; - is the standard output
    #[arg(long, value_name = "FILE", requires = "html", default_value = "-")]
    out: PathBuf,

    #[command(flatten)]
    pub(super) reading: Reading,

    #[command(flatten)]
    server: Server,
}

#[derive(Debug, thiserror::Error)]
enum NotShown {
    #[error("{0} does not exist; import --verbose prints the names of what it stores")]
    NotFound(Name),
    #[error("{name} was deleted{time}; --show-deleted shows it")]
    Deleted { name: Name, time: String },
}

/// What is shown, in the form in which it is printed.
enum Seen {
    Page(Page),
    Json(Object),
}

/// Shows the resource.
pub async fn run(args: ShowArgs) -> Result<(), Error> {
    let clients = args.server.connect().await?;
    let name = resolve(&clients, &args.name).await?;
    let shown = Shown {
        clients: &clients,
        deleted: args.show_deleted,
        is_json: args.reading.form.is_json,
    };
    let seen = match shown.page(name).await {
        Ok(seen) => seen,
        Err(status) if status.code() == Code::NotFound => {
            return Err(Error::new(shown.why_not_found(name).await).not_found());
        }
        Err(status) => return Err(status.into()),
    };
    if let (true, Seen::Page(page)) = (args.html, &seen) {
        let pictures = shown.pictures(name).await?;
        let page = page::html::document(page.blocks(), &pictures);
        picture::write(&args.out, page.as_bytes()).map_err(PrintError::from)?;
        return Ok(());
    }
    let mut out = Out::paged(&args.reading);
    match seen {
        Seen::Page(page) => out.text(&page.text())?,
        Seen::Json(object) => out.json(object.line())?,
    }
    Ok(())
}

/// Reads what a page shows.
struct Shown<'a> {
    clients: &'a Clients,
    /// Whether deleted resources are shown.
    deleted: bool,
    is_json: bool,
}

impl Shown<'_> {
    /// The pictures of the resource that a page has. That of its figures is only there if some do
    /// not meet.
    async fn pictures(&self, name: Name) -> Result<Vec<Illustration>, Status> {
        let name = picture::drawable(name);
        let kinds: &[pb::PictureKind] = match name {
            Name::Source(_) => &[pb::PictureKind::Reach, pb::PictureKind::Figures],
            Name::Article(_) => &[pb::PictureKind::Standings, pb::PictureKind::Figures],
            _ => &[
                pb::PictureKind::Evidence,
                pb::PictureKind::Figures,
                pb::PictureKind::Timeline,
            ],
        };
        let mut pictures = Vec::new();
        for &kind in kinds {
            let request = pb::RenderPictureRequest {
                name: name.to_string(),
                kind: kind.into(),
                show_deleted: self.deleted,
                ..pb::RenderPictureRequest::default()
            };
            let picture = picture::render(self.clients, request).await?;
            if kind != pb::PictureKind::Figures || picture.shown_count > 0 {
                pictures.push(Illustration {
                    caption: picture::caption(kind),
                    is_cut: picture.truncated,
                    svg: picture.svg,
                });
            }
        }
        Ok(pictures)
    }

    async fn page(&self, name: Name) -> Result<Seen, Status> {
        match name {
            Name::Article(_) => self.article(name.to_string()).await,
            Name::Claim(_) => self.claim(name.to_string(), None).await,
            Name::Appearance(id, _) => {
                let claim = Name::Claim(id).to_string();
                self.claim(claim, Some(name.to_string())).await
            }
            Name::Relation(id, _) | Name::Review(id, _) | Name::Standing(id) => {
                self.claim(Name::Claim(id).to_string(), None).await
            }
            Name::Source(_) => self.source(name.to_string()).await,
        }
    }

    /// Whether a resource that was not found is deleted.
    async fn why_not_found(&self, name: Name) -> NotShown {
        let every = Shown {
            deleted: true,
            ..*self
        };
        let found = match name {
            Name::Article(_) => {
                let article = every.get_article(name.to_string()).await;
                article.map(|it| it.delete_time)
            }
            Name::Source(_) => {
                let source = every.get_source(name.to_string()).await;
                source.map(|it| it.delete_time)
            }
            Name::Appearance(..) => {
                let appearance = every.get_appearance(name.to_string()).await;
                appearance.map(|it| it.delete_time)
            }
            _ => {
                let claim = name.claim().map_or(name, Name::Claim);
                let claim = every.get_claim(claim.to_string()).await;
                claim.map(|it| it.delete_time)
            }
        };
        match found {
            Ok(time) if !self.deleted => {
                let time = time.map(|it| times::instant(it.seconds, it.nanos));
                let time = time.map_or(String::new(), |time| format!(" on {time}"));
                NotShown::Deleted { name, time }
            }
            _ => NotShown::NotFound(name),
        }
    }

    async fn get_article(&self, name: String) -> Result<pb::Article, Status> {
        let request = pb::GetArticleRequest {
            name,
            view: pb::ArticleView::Full.into(),
            show_deleted: self.deleted,
            ..pb::GetArticleRequest::default()
        };
        call!(self.clients.articles, get_article, request)
    }

    async fn get_claim(&self, name: String) -> Result<pb::Claim, Status> {
        let request = pb::GetClaimRequest {
            name,
            show_deleted: self.deleted,
            ..pb::GetClaimRequest::default()
        };
        call!(self.clients.claims, get_claim, request)
    }

    async fn get_appearance(&self, name: String) -> Result<pb::Appearance, Status> {
        let request = pb::GetAppearanceRequest {
            name,
            show_deleted: self.deleted,
            ..pb::GetAppearanceRequest::default()
        };
        call!(self.clients.claims, get_appearance, request)
    }

    async fn get_source(&self, name: String) -> Result<pb::Source, Status> {
        let request = pb::GetSourceRequest {
            name,
            show_deleted: self.deleted,
            ..pb::GetSourceRequest::default()
        };
        call!(self.clients.sources, get_source, request)
    }

    async fn article(&self, name: String) -> Result<Seen, Status> {
        let article = self.get_article(name.clone()).await?;
        let is_deleted = article.delete_time.is_some();
        let filter = pb::ClaimFilter {
            article: name.clone(),
            ..Default::default()
        };
        let claims = list_claims(self.clients, filter, is_deleted).await?;
        let filter = pb::AppearanceFilter {
            article: name.clone(),
            ..Default::default()
        };
        let appearances = list_appearances(self.clients, "claims/-", filter, is_deleted).await?;
        let filter = pb::ConflictFilter {
            article: name,
            ..Default::default()
        };
        let conflicts = list_conflicts(self.clients, filter).await?;
        if self.is_json {
            let object = Object::default().one("article", "Article", &article);
            let object = object.many("claims", "Claim", &claims);
            let object = object.many("appearances", "Appearance", &appearances);
            return Ok(Seen::Json(object.many("conflicts", "Conflict", &conflicts)));
        }
        let mut sources = page::names::sources_of_article(&article);
        sources.extend(page::names::sources_of_appearances(&appearances.items));
        let names = names(self.clients, sources, BTreeSet::new(), BTreeSet::new()).await?;
        Ok(Seen::Page(page::article::page(
            &article,
            &claims,
            &appearances,
            &conflicts,
            &names,
        )))
    }

    /// The page of a claim with all its printings, or with only one.
    async fn claim(&self, name: String, only: Option<String>) -> Result<Seen, Status> {
        let claim = self.get_claim(name).await?;
        let name = &claim.name;
        let is_deleted = claim.delete_time.is_some();
        let appearances = match only {
            Some(name) => Listed {
                items: vec![self.get_appearance(name).await?],
                has_more: false,
            },
            None => {
                let filter = pb::AppearanceFilter::default();
                list_appearances(self.clients, name, filter, is_deleted).await?
            }
        };
        let children = self.children(name, is_deleted).await?;
        if self.is_json {
            let object = Object::default().one("claim", "Claim", &claim);
            let object = object.many("appearances", "Appearance", &appearances);
            let object = object.one("standing", "Standing", &children.standing);
            let object = object.many("reviews", "Review", &children.reviews);
            let object = object.many("relations", "Relation", &children.relations);
            let object = object.many("conflicts", "Conflict", &children.conflicts);
            return Ok(Seen::Json(object.many("merged", "Claim", &children.merged)));
        }
        let mut sources = page::names::sources_of_appearances(&appearances.items);
        sources.extend(page::names::sources_of_claim(&claim));
        let articles = page::names::non_empty(appearances.items.iter().map(|it| &it.article));
        let mut claims = page::names::other_claims(name, &children.relations.items);
        claims.extend(page::names::non_empty([
            &claim.translation_of,
            &claim.merged_into,
        ]));
        let names = names(self.clients, sources, articles, claims).await?;
        let page = page::claim::page(&claim, &appearances, &children, &names);
        Ok(Seen::Page(page))
    }

    /// Reads the standing, the reviews, the relations and the conflicts of a claim, and what
    /// was merged into it.
    async fn children(&self, claim: &str, is_deleted: bool) -> Result<Children, Status> {
        let request = pb::GetStandingRequest {
            name: format!("{claim}/standing"),
            show_deleted: is_deleted,
            read_time: None,
        };
        let merged = pb::ClaimFilter {
            merged_into: claim.to_owned(),
            ..Default::default()
        };
        let conflicts = pb::ConflictFilter {
            claim: claim.to_owned(),
            ..Default::default()
        };
        Ok(Children {
            standing: call!(self.clients.claims, get_standing, request)?,
            reviews: list_reviews(self.clients, claim, is_deleted).await?,
            relations: list_relations(self.clients, claim, is_deleted).await?,
            conflicts: list_conflicts(self.clients, conflicts).await?,
            merged: list_claims(self.clients, merged, false).await?,
        })
    }

    async fn source(&self, name: String) -> Result<Seen, Status> {
        let source = self.get_source(name).await?;
        let filter = pb::ArticleFilter {
            source: source.name.clone(),
            ..Default::default()
        };
        let articles = list_articles(self.clients, filter).await?;
        let filter = pb::ClaimFilter {
            source: source.name.clone(),
            ..Default::default()
        };
        let claims = list_claims(self.clients, filter, false).await?;
        let filter = pb::SourceFilter {
            merged_into: source.name.clone(),
            ..Default::default()
        };
        let merged = list_sources(self.clients, filter).await?;
        let reported = match source.delete_time {
            None => claims_that_report(self.clients, &source.name).await?,
            Some(_) => Listed::default(),
        };
        if self.is_json {
            let object = Object::default().one("source", "Source", &source);
            let object = object.many("articles", "Article", &articles);
            let object = object.many("claims", "Claim", &claims);
            let object = object.many("reported", "Claim", &reported);
            return Ok(Seen::Json(object.many("merged", "Source", &merged)));
        }
        let others = page::names::non_empty([&source.publisher, &source.merged_into]);
        let names = names(self.clients, others, BTreeSet::new(), BTreeSet::new()).await?;
        let rests = page::source::Rests {
            articles,
            claims,
            reported,
            merged,
        };
        Ok(Seen::Page(page::source::page(&source, &rests, &names)))
    }
}
