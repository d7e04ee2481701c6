//! What the methods of every kind of resource that read do alike.

use tonic::{Request, Response, Status};

use super::{
    parent::check_below,
    write::{finish, finish_read, has_kind, message, name_of},
};
use crate::{
    api::{
        Api,
        call::{paging::Paging, status::status},
    },
    app::read::resource::BATCH_MAX,
    domain::value::violation::Checker,
    store::read::{
        list::Filter,
        load::{IncludeDeleted, ReadOptions, View},
    },
    wire::{
        message::ResourceMessage,
        request::{Wanted, WantedBelow},
        value::read::{self, WireTimestamp},
    },
};

impl Api {
    /// Reads one resource.
    pub(crate) async fn get<R, M>(&self, request: Request<R>) -> Result<Response<M>, Status>
    where
        R: Into<Wanted<String>>,
        M: ResourceMessage,
    {
        let wanted = request.into_inner().into();
        let mut check = Checker::new();
        let options = look_at(&mut check, &wanted);
        self.get_view(check, &wanted.name, options).await
    }

    /// Reads one resource, as much of it as is asked for.
    pub(crate) async fn get_view<M: ResourceMessage>(
        &self,
        mut check: Checker,
        name: &str,
        options: ReadOptions,
    ) -> Result<Response<M>, Status> {
        let name = name_of::<M>(&mut check, "name", name);
        let name = finish_read(check, name)?;
        let document = self.app.get(name, options).await.map_err(status)?;
        Ok(Response::new(message(&document)?))
    }

    /// Reads many resources.
    pub(crate) async fn batch_get<R, M>(&self, request: R) -> Result<Vec<M>, Status>
    where
        R: Into<Wanted<Vec<String>>>,
        M: ResourceMessage,
    {
        let wanted = request.into();
        let mut check = Checker::new();
        let options = look_at(&mut check, &wanted);
        self.batch_get_view(check, &wanted.name, options).await
    }

    /// Reads many resources that hang on claims.
    pub(crate) async fn batch_get_below<R, M>(&self, request: R) -> Result<Vec<M>, Status>
    where
        R: Into<WantedBelow>,
        M: ResourceMessage,
    {
        let WantedBelow { parent, wanted } = request.into();
        let mut check = Checker::new();
        check_below(&mut check, &parent, &wanted.name);
        let options = look_at(&mut check, &wanted);
        self.batch_get_view(check, &wanted.name, options).await
    }

    /// Reads many resources, as much of them as is asked for.
    pub(crate) async fn batch_get_view<M: ResourceMessage>(
        &self,
        mut check: Checker,
        names: &[String],
        options: ReadOptions,
    ) -> Result<Vec<M>, Status> {
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
        let documents = self
            .app
            .batch_get(M::KIND, &names, options)
            .await
            .map_err(status)?;
        documents.iter().map(|document| message(document)).collect()
    }

    /// Reads a page of resources: the resources, and the token of the next page.
    pub(crate) async fn list<M: ResourceMessage>(
        &self,
        mut check: Checker,
        paging: Paging,
        filter: &Filter,
        options: ReadOptions,
    ) -> Result<(Vec<M>, String), Status> {
        if options.moment.is_some() {
            refuse_asked_of_others(&mut check, filter);
        }
        let size = paging.size(&mut check);
        let size = finish(check, size)?;
        let Paging {
            token, arguments, ..
        } = paging;
        let after = arguments.place(&token).map_err(status)?;
        let page = self.app.list(filter, options, after, size).await;
        let page = page.map_err(status)?;
        let messages = page.docs.iter().map(|document| message(document));
        let messages = messages.collect::<Result<_, Status>>()?;
        Ok((messages, arguments.token(page.next)))
    }
}

/// Complains about conditions that only current tables answer, but which claims an
/// article prints: that is known as of any moment.
fn refuse_asked_of_others(check: &mut Checker, filter: &Filter) {
    let printed = !matches!(filter, Filter::Sources(_) | Filter::Articles(_));
    check.field("filter", |check| {
        for field in filter.asked_of_others() {
            if field != "article" || !printed {
                check.report_at(field, "cannot be asked as of a moment");
            }
        }
    });
}

/// Reads what of resources without views is asked for.
fn look_at<N>(check: &mut Checker, wanted: &Wanted<N>) -> ReadOptions {
    read_options(check, View::Basic, wanted.show_deleted, wanted.read_time)
}

/// Reads what of resources is asked for.
pub(crate) fn read_options(
    check: &mut Checker,
    view: View,
    show_deleted: bool,
    read_time: Option<WireTimestamp>,
) -> ReadOptions {
    ReadOptions {
        view,
        include_deleted: include_deleted(show_deleted),
        moment: read::moment(check, "read_time", read_time),
    }
}

/// Whether what is deleted is asked for.
pub(crate) fn include_deleted(show_deleted: bool) -> IncludeDeleted {
    match show_deleted {
        true => IncludeDeleted::All,
        false => IncludeDeleted::Live,
    }
}
