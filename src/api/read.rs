//! What the methods of every kind of resource that read do alike.

use tonic::{Request, Response, Status};

use super::{
    Api,
    paging::Paging,
    parent::check_below,
    resource::{finish, finish_read, has_kind, message, name_of},
    status::status,
};
use crate::{
    app::read::BATCH_MAX,
    domain::violation::Checker,
    store::{
        list::Filter,
        load::{Look, Shown, View},
    },
    wire::{
        message::ResourceMessage,
        read::{self, WireTimestamp},
        request::{Wanted, WantedBelow},
    },
};

impl Api {
    /// Reads one resource.
    pub(super) async fn get<R, M>(&self, request: Request<R>) -> Result<Response<M>, Status>
    where
        R: Into<Wanted<String>>,
        M: ResourceMessage,
    {
        let wanted = request.into_inner().into();
        let mut check = Checker::new();
        let look = look_at(&mut check, &wanted);
        self.get_view(check, &wanted.name, look).await
    }

    /// Reads one resource, as much of it as is asked for.
    pub(super) async fn get_view<M: ResourceMessage>(
        &self,
        mut check: Checker,
        name: &str,
        look: Look,
    ) -> Result<Response<M>, Status> {
        let name = name_of::<M>(&mut check, "name", name);
        let name = finish_read(check, name)?;
        let document = self.app.get(name, look).await.map_err(status)?;
        Ok(Response::new(message(&document)?))
    }

    /// Reads many resources.
    pub(super) async fn batch_get<R, M>(&self, request: R) -> Result<Vec<M>, Status>
    where
        R: Into<Wanted<Vec<String>>>,
        M: ResourceMessage,
    {
        let wanted = request.into();
        let mut check = Checker::new();
        let look = look_at(&mut check, &wanted);
        self.batch_get_view(check, &wanted.name, look).await
    }

    /// Reads many resources that hang on claims.
    pub(super) async fn batch_get_below<R, M>(&self, request: R) -> Result<Vec<M>, Status>
    where
        R: Into<WantedBelow>,
        M: ResourceMessage,
    {
        let WantedBelow { parent, wanted } = request.into();
        let mut check = Checker::new();
        check_below(&mut check, &parent, &wanted.name);
        let look = look_at(&mut check, &wanted);
        self.batch_get_view(check, &wanted.name, look).await
    }

    /// Reads many resources, as much of them as is asked for.
    pub(super) async fn batch_get_view<M: ResourceMessage>(
        &self,
        mut check: Checker,
        names: &[String],
        look: Look,
    ) -> Result<Vec<M>, Status> {
        if names.is_empty() {
            check.say_at("names", "is required: at least one");
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
            .batch_get(M::KIND, &names, look)
            .await
            .map_err(status)?;
        documents.iter().map(|document| message(document)).collect()
    }

    /// Reads a page of resources: the resources, and the token of the next page.
    pub(super) async fn list<M: ResourceMessage>(
        &self,
        mut check: Checker,
        paging: Paging,
        filter: &Filter,
        look: Look,
    ) -> Result<(Vec<M>, String), Status> {
        if look.moment.is_some() {
            refuse_asked_of_others(&mut check, filter);
        }
        let size = paging.size(&mut check);
        let size = finish(check, size)?;
        let Paging {
            token, arguments, ..
        } = paging;
        let after = arguments.id(&token).map_err(status)?;
        let page = self.app.list(filter, look, after, size).await;
        let page = page.map_err(status)?;
        let messages = page.docs.iter().map(|document| message(document));
        let messages = messages.collect::<Result<_, Status>>()?;
        Ok((messages, arguments.token_of_id(page.next)))
    }
}

/// Complains about conditions that only current tables answer, but which claims an
/// article prints: that is known as of any moment.
fn refuse_asked_of_others(check: &mut Checker, filter: &Filter) {
    let printed = !matches!(filter, Filter::Sources(_) | Filter::Articles(_));
    check.field("filter", |check| {
        for field in filter.asked_of_others() {
            if field != "article" || !printed {
                check.say_at(field, "cannot be asked as of a moment");
            }
        }
    });
}

/// Reads what of resources without views is asked for.
fn look_at<N>(check: &mut Checker, wanted: &Wanted<N>) -> Look {
    read_look(check, View::Basic, wanted.show_deleted, wanted.read_time)
}

/// Reads what of resources is asked for.
pub(super) fn read_look(
    check: &mut Checker,
    view: View,
    show_deleted: bool,
    read_time: Option<WireTimestamp>,
) -> Look {
    Look {
        view,
        shown: shown(show_deleted),
        moment: read::moment(check, "read_time", read_time),
    }
}

/// Whether what is deleted is asked for.
pub(super) fn shown(show_deleted: bool) -> Shown {
    match show_deleted {
        true => Shown::All,
        false => Shown::Live,
    }
}
