//! Reads that may go to a standby.

use tonic::Status;

use crate::{
    api::{
        Api,
        call::{
            position::{POSITION, read_point_text},
            request_id,
            status::{self, status},
        },
    },
    app::{App, Error, read::on_standby::Reflects, watch::answer::WatchPoint},
    store::log::Position,
};

impl Api {
    /// Reads from a standby that is fresh enough, and has what is at the position that the caller
    /// may give; otherwise from the primary.
    pub(crate) async fn read<T, F>(&self, read: impl Fn(App) -> F + Sync) -> Result<T, Status>
    where
        F: Future<Output = Result<T, Error>> + Send,
    {
        self.read_page(false, read).await
    }

    /// The same for a page, which may be one after another.
    pub(crate) async fn read_page<T, F>(
        &self,
        is_next: bool,
        read: impl Fn(App) -> F + Sync,
    ) -> Result<T, Status>
    where
        F: Future<Output = Result<T, Error>> + Send,
    {
        let reflects = match given_position()? {
            _ if is_next => Reflects::All,
            Some(position) => Reflects::Position(position),
            None => Reflects::Recent,
        };
        self.app.reading(reflects, read).await.map_err(status)
    }
}

fn given_position() -> Result<Option<Position>, Status> {
    let call = request_id::current();
    let Some(given) = call.as_ref().and_then(|call| call.position()) else {
        return Ok(None);
    };
    match given.to_str().ok().and_then(read_point_text) {
        Some(WatchPoint::Log(position)) => Ok(Some(position)),
        _ => Err(status::position_invalid(POSITION)),
    }
}
