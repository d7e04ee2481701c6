//! Methods that read resources of any kind.

use tonic::{Request, Response, Status};

use super::{
    answer,
    order::{OrderFields, read_order},
    parent::{check_children, read_parent},
    write::{finish, finish_read, has_kind, name_of},
};
use crate::{
    api::{
        Api,
        call::{paging::Paging, status::status},
    },
    app::read::survivor::BATCH_MAX,
    domain::{
        resource::{ClaimId, Name},
        value::Checker,
    },
    store::read::{Filter, IncludeDeleted, ReadOptions, View, list::Order},
    wire::{
        encoded::{DocumentList, Encoded},
        message::ResourceMessage,
        request::{GetChildrenRequest, GetRequest, ListChildrenRequest, PagedRequest},
        value::read::{self, WireTimestamp},
    },
};

impl Api {
    /// Reads one resource.
    pub(crate) async fn get<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<Encoded<M>>, Status>
    where
        R: Into<GetRequest<String>>,
        M: ResourceMessage,
    {
        let request = request.into_inner().into();
        let mut check = Checker::new();
        let options = options_of(&mut check, &request);
        self.get_view(check, &request.name, options).await
    }

    /// Reads one resource with these options.
    pub(crate) async fn get_view<M: ResourceMessage>(
        &self,
        mut check: Checker,
        name: &str,
        options: ReadOptions,
    ) -> Result<Response<Encoded<M>>, Status> {
        let name = name_of::<M>(&mut check, "name", name);
        self.get_named(finish_read(check, name)?, options).await
    }

    /// Reads the resource with this name.
    pub(crate) async fn get_named<M: ResourceMessage>(
        &self,
        name: Name,
        options: ReadOptions,
    ) -> Result<Response<Encoded<M>>, Status> {
        let document = self.read(|app| async move { app.get(name, options).await });
        let document = document.await?;
        answer::document(document)
    }

    /// Reads many resources.
    pub(crate) async fn batch_get<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<DocumentList>, Status>
    where
        R: Into<GetRequest<Vec<String>>>,
        M: ResourceMessage,
    {
        let request = request.into_inner().into();
        let mut check = Checker::new();
        let options = options_of(&mut check, &request);
        self.batch_get_view::<M>(check, &request.name, options)
            .await
    }

    /// Reads many children of claims.
    pub(crate) async fn batch_get_children<R, M>(
        &self,
        request: Request<R>,
    ) -> Result<Response<DocumentList>, Status>
    where
        R: Into<GetChildrenRequest>,
        M: ResourceMessage,
    {
        let GetChildrenRequest { parent, request } = request.into_inner().into();
        let mut check = Checker::new();
        check_children(&mut check, &parent, &request.name);
        let options = options_of(&mut check, &request);
        self.batch_get_view::<M>(check, &request.name, options)
            .await
    }

    /// Reads many resources with these options.
    pub(crate) async fn batch_get_view<M: ResourceMessage>(
        &self,
        mut check: Checker,
        names: &[String],
        options: ReadOptions,
    ) -> Result<Response<DocumentList>, Status> {
        if names.is_empty() {
            check.report_at("names", "is required: at least one");
        }
        check.at_most("names", names, BATCH_MAX);
        let mut read = Vec::with_capacity(names.len().min(BATCH_MAX));
        check.list("names", names, |check, text| {
            let name = read::element_name(check, text);
            read.extend(name.filter(|name| has_kind::<M>(check, *name)));
        });
        let names = finish(check, read)?;
        let names = &names;
        let documents =
            self.read(|app| async move { app.batch_get(M::KIND, names, options).await });
        let documents = documents.await?;
        answer::documents(documents, String::new())
    }

    /// Reads a page of children of claims.
    pub(crate) async fn list_children<R, F>(
        &self,
        request: Request<R>,
        fields: OrderFields,
        read_filter: impl FnOnce(&mut Checker, Option<ClaimId>, F) -> Filter,
    ) -> Result<Response<DocumentList>, Status>
    where
        R: PagedRequest + Into<ListChildrenRequest<F>>,
        F: Default,
    {
        let (paging, request) = Paging::open(request.into_inner());
        let ListChildrenRequest {
            parent,
            filter,
            show_deleted,
            read_time,
            order_by,
        } = request.into();
        let mut check = Checker::new();
        let options = read_options(&mut check, View::Basic, show_deleted, read_time);
        let order = read_order(&mut check, &order_by, fields, options);
        let claim = read_parent(&mut check, &parent);
        let filter = check.field("filter", |check| {
            read_filter(check, claim, filter.unwrap_or_default())
        });
        self.list(check, paging, &filter, options, order).await
    }

    /// Reads a page of resources.
    pub(crate) async fn list(
        &self,
        mut check: Checker,
        paging: Paging,
        filter: &Filter,
        options: ReadOptions,
        order: Order,
    ) -> Result<Response<DocumentList>, Status> {
        if options.moment.is_some() {
            check.field("filter", |check| refuse_without_history(check, filter));
        }
        let size = paging.size(&mut check);
        let size = finish(check, size)?;
        let after = paging.after().map_err(status)?;
        let page = self.read_page(after.is_some(), |app| async move {
            app.list(filter, options, order, after, size).await
        });
        let page = page.await?;
        answer::documents(page.docs, paging.next_token(page.next))
    }
}

/// Reports conditions that cannot be evaluated as of a moment.
pub(crate) fn refuse_without_history(check: &mut Checker, filter: &Filter) {
    for field in filter.fields_without_history() {
        check.report_at(field, "cannot be asked as of a moment");
    }
}

/// Reads the options of a request for a kind of resource without views.
fn options_of<N>(check: &mut Checker, request: &GetRequest<N>) -> ReadOptions {
    read_options(check, View::Basic, request.show_deleted, request.read_time)
}

/// Reads the options of a request.
pub(crate) fn read_options(
    check: &mut Checker,
    view: View,
    show_deleted: bool,
    read_time: Option<WireTimestamp>,
) -> ReadOptions {
    ReadOptions {
        view,
        include_deleted: include_deleted(show_deleted),
        moment: read::timestamp(check, "read_time", read_time),
    }
}

/// Whether deleted resources are included.
pub(crate) fn include_deleted(show_deleted: bool) -> IncludeDeleted {
    match show_deleted {
        true => IncludeDeleted::All,
        false => IncludeDeleted::Live,
    }
}
