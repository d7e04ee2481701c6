//! ArticleService.

use tonic::{Request, Response, Status};

use super::claim_filter::read_language;
use crate::{
    api::{
        Api,
        call::{
            context::Call,
            paging::Paging,
            position::set_position,
            status::{internal, status},
        },
        method::{
            answer, identity,
            order::{OF_ARTICLES, read_order},
            read::{include_deleted, read_options},
            write::finish_read,
        },
    },
    app::{App, write::delete::Appearances},
    domain::{
        resource::{ArticleId, article::SECTION_MAX},
        value::{
            Checker, Form, Prefix,
            identity::normal_text,
            text,
            url::{check_uri, compared_uri},
        },
    },
    store::{
        log::Version,
        read::{
            Filter, View,
            list::{ArticleFilter, PublishedIn},
        },
    },
    wire::{
        document,
        encoded::{DocumentList, Encoded},
        pb,
        request::Target,
        resource::article::read_external_id,
        servers::article_service_server::ArticleService,
        value::read::{self, Keys, WireTimestamp},
    },
};

#[tonic::async_trait]
impl ArticleService for Api {
    async fn create_article(
        &self,
        request: Request<pb::CreateArticleRequest>,
    ) -> Result<Response<Encoded<pb::Article>>, Status> {
        self.create(request).await
    }

    async fn get_article(
        &self,
        request: Request<pb::GetArticleRequest>,
    ) -> Result<Response<Encoded<pb::Article>>, Status> {
        let pb::GetArticleRequest {
            name,
            view,
            version,
            show_deleted,
            read_time,
            uri,
            external_id,
        } = request.into_inner();
        let mut check = Checker::new();
        let view = read_view(&mut check, view, View::Full);
        let options = read_options(&mut check, view, show_deleted, read_time);
        if version != 0 && read_time.is_some() {
            check.report_at("version", "excludes read_time");
        }
        if version < 0 {
            check.report_at("version", "is negative; 0 means the newest");
        }
        let given = identity::of_article(&mut check, uri, external_id);
        let name = self
            .identified::<pb::Article>(check, &name, given, "uri or external_id")
            .await?;
        if version == 0 {
            return self.get_named(name, options).await;
        }
        let article = ArticleId::new(name.uuid());
        let include_deleted = options.include_deleted;
        let get = |app: App| async move {
            let document = app.get_version(article, version, view, include_deleted);
            document.await
        };
        answer::document(self.read(get).await?)
    }

    async fn list_article_versions(
        &self,
        request: Request<pb::ListArticleVersionsRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::ListArticleVersionsRequest {
            name,
            page_size: _,
            page_token: _,
            show_deleted,
        } = request;
        let mut check = Checker::new();
        let size = paging.size(&mut check);
        let article = read_article(&mut check, &name);
        let article = finish_read(check, article)?;
        let after = paging.after().map_err(status)?;
        let is_next = after.is_some();
        let after = after.unwrap_or_default();
        let include_deleted = include_deleted(show_deleted);
        let list = |app: App| async move {
            let versions = app.list_versions(article, after, size, include_deleted);
            versions.await
        };
        let (versions, has_more) = self.read_page(is_next, list).await?;
        let last = versions.last().map(|it| it.version).filter(|_| has_more);
        let documents = versions.into_iter().map(|Version { version, doc }| {
            doc.unwrap_or_else(|| document::encode_version(article, version))
        });
        answer::documents(documents.collect(), paging.next_token(last))
    }

    async fn batch_get_articles(
        &self,
        request: Request<pb::BatchGetArticlesRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let pb::BatchGetArticlesRequest {
            names,
            view,
            show_deleted,
            read_time,
        } = request.into_inner();
        let mut check = Checker::new();
        let view = read_view(&mut check, view, View::Basic);
        let options = read_options(&mut check, view, show_deleted, read_time);
        self.batch_get_view::<pb::Article>(check, &names, options)
            .await
    }

    async fn list_articles(
        &self,
        request: Request<pb::ListArticlesRequest>,
    ) -> Result<Response<DocumentList>, Status> {
        let (paging, request) = Paging::open(request.into_inner());
        let pb::ListArticlesRequest {
            page_size: _,
            page_token: _,
            filter,
            view,
            show_deleted,
            read_time,
            order_by,
        } = request;
        let mut check = Checker::new();
        let view = read_view(&mut check, view, View::Basic);
        let options = read_options(&mut check, view, show_deleted, read_time);
        let order = read_order(&mut check, &order_by, OF_ARTICLES, options);
        let filter = check.field("filter", |check| {
            read_filter(check, filter.unwrap_or_default())
        });
        let filter = Filter::Articles(filter);
        self.list(check, paging, &filter, options, order).await
    }

    async fn update_article(
        &self,
        request: Request<pb::UpdateArticleRequest>,
    ) -> Result<Response<Encoded<pb::Article>>, Status> {
        let written = self
            .write_update::<pb::UpdateArticleRequest, pb::Article>(request)
            .await?;
        let (documents, position) = self.results(written).await?;
        let mut documents = documents.into_iter();
        let mut article = documents.next().ok_or_else(internal)?;
        document::add_reanchored(&mut article, documents.as_slice())
            .map_err(|error| status(error.into()))?;
        let mut answer = answer::document(article)?;
        set_position(&mut answer, position);
        Ok(answer)
    }

    async fn retract_article(
        &self,
        request: Request<pb::RetractArticleRequest>,
    ) -> Result<Response<Encoded<pb::Article>>, Status> {
        self.retract(request).await
    }

    async fn correct_article(
        &self,
        request: Request<pb::CorrectArticleRequest>,
    ) -> Result<Response<Encoded<pb::Article>>, Status> {
        let (call, request) = Call::open(request);
        self.correct(call, request).await
    }

    async fn delete_article(
        &self,
        request: Request<pb::DeleteArticleRequest>,
    ) -> Result<Response<Encoded<pb::Article>>, Status> {
        let (call, request) = Call::open(request);
        let pb::DeleteArticleRequest {
            name,
            etag,
            request_id: _,
            validate_only: _,
            force,
        } = request;
        let appearances = match force {
            true => Appearances::Follow,
            false => Appearances::Hold,
        };
        self.delete_with(call, Target { name, etag }, appearances)
            .await
    }

    async fn undelete_article(
        &self,
        request: Request<pb::UndeleteArticleRequest>,
    ) -> Result<Response<Encoded<pb::Article>>, Status> {
        self.undelete(request).await
    }
}

fn read_article(check: &mut Checker, name: &str) -> Option<ArticleId> {
    let article = read::article(check, &Keys::none(), "name", name);
    read::require(check, "name", name, article)
}

/// Reads which view of articles is requested.
pub(crate) fn read_view(check: &mut Checker, number: i32, unspecified: View) -> View {
    match pb::ArticleView::try_from(number) {
        Ok(pb::ArticleView::Unspecified) => unspecified,
        Ok(pb::ArticleView::Basic) => View::Basic,
        Ok(pb::ArticleView::Full) => View::Full,
        Err(_) => {
            check.report_at("view", format!("has no value {number}"));
            unspecified
        }
    }
}

/// Reads the filter of a list of articles.
pub(crate) fn read_filter(check: &mut Checker, message: pb::ArticleFilter) -> ArticleFilter {
    let pb::ArticleFilter {
        uri,
        external_id,
        publisher,
        source,
        claim,
        genre,
        retracted,
        corrected,
        rests_on_retracted,
        published_start_time,
        published_end_time,
        section,
        language,
        headline_prefix,
    } = message;
    let keys = &Keys::none();
    check_uri(check, "uri", &uri);
    let external_id = external_id.map(read_external_id);
    if let Some(external_id) = &external_id {
        check.field("external_id", |check| external_id.check(check));
    }
    ArticleFilter {
        uri: compared_uri(&uri, Form::Canonical),
        external_id,
        publisher: read::source(check, keys, "publisher", &publisher),
        source: read::source(check, keys, "source", &source),
        claim: read::claim(check, keys, "claim", &claim),
        genre: read::optional(check, "genre", genre),
        is_retracted: retracted,
        is_corrected: corrected,
        rests_on_retracted,
        published: read_published(check, published_start_time, published_end_time),
        section: read_section(check, &section),
        language: read_language(check, language),
        headline_prefix: read_prefix(check, "headline_prefix", &headline_prefix),
    }
}

fn read_published(
    check: &mut Checker,
    start: Option<WireTimestamp>,
    end: Option<WireTimestamp>,
) -> PublishedIn {
    let from = read::bound(check, "published_start_time", start);
    let before = read::bound(check, "published_end_time", end);
    if from
        .zip(before)
        .is_some_and(|(from, before)| before <= from)
    {
        check.report_at(
            "published_end_time",
            "is not later than published_start_time",
        );
    }
    PublishedIn { from, before }
}

fn read_section(check: &mut Checker, section: &str) -> Option<String> {
    if section.is_empty() {
        return None;
    }
    text::check(check, "section", section, SECTION_MAX);
    let section = normal_text(section);
    // Sections that are compared as empty are those of articles without one.
    if section.is_empty() {
        check.report_at("section", "has only white space and full stops");
    }
    Some(section)
}

/// The maximum number of code points of a prefix.
const PREFIX_MAX: usize = 200;

/// Reads an optional prefix.
pub(crate) fn read_prefix(check: &mut Checker, field: &str, text: &str) -> Option<Prefix> {
    if text.is_empty() {
        return None;
    }
    text::check(check, field, text, PREFIX_MAX);
    let prefix = Prefix::new(text);
    if prefix.is_none() {
        check.report_at(field, "has only white space");
    }
    prefix
}
