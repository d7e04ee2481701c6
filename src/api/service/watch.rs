//! The answers of watches, for ChangeService.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use tokio::sync::{mpsc, oneshot};
use tokio_stream::{Stream, StreamExt as _, wrappers::ReceiverStream};
use tonic::Status;

use super::change_message::{self, Form};
use crate::{
    api::call::{
        position::place_text,
        request_id,
        status::{self, status},
    },
    app::watch::{
        answer::{Answer, End},
        shared_change::WatchedChange,
        start::Watch,
    },
    wire::pb,
};

/// The answers of a watch, and then why it ended.
pub struct Answers(Pin<Box<dyn Stream<Item = Result<pb::WatchChangesResponse, Status>> + Send>>);

impl Answers {
    /// The answers of a watch. Each change is made a message as it is sent.
    pub(crate) fn of(watch: Watch, form: Form) -> Self {
        let Watch {
            answers,
            end,
            permit,
        } = watch;
        let answers = ReceiverStream::new(answers).map(move |answer| {
            // The stream has its place until it is dropped.
            let _ = &permit;
            write(answer, form)
        });
        let (sender, end_of_watch) = mpsc::channel(1);
        let call = request_id::current();
        tokio::spawn(request_id::scope(call, async move {
            if let Some(why) = why(end).await {
                // The reader may have gone.
                let _ = sender.send(Err(why)).await;
            }
        }));
        Self(Box::pin(answers.chain(ReceiverStream::new(end_of_watch))))
    }
}

impl Stream for Answers {
    type Item = Result<pb::WatchChangesResponse, Status>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.as_mut().poll_next(context)
    }
}

fn write(answer: Answer, form: Form) -> Result<pb::WatchChangesResponse, Status> {
    let changes = answer
        .changes
        .iter()
        .map(|WatchedChange { change, effect }| {
            let fields = change.changed_fields().map_err(status)?;
            change_message::write(change.row(), *effect, fields.to_vec(), form)
        });
    Ok(pb::WatchChangesResponse {
        changes: changes.collect::<Result<_, Status>>()?,
        position: place_text(answer.point),
        continues: answer.continues,
        snapshot: answer.is_snapshot,
    })
}

/// Why a watch ended; none if its reader has gone.
async fn why(end: oneshot::Receiver<End>) -> Option<Status> {
    Some(match end.await.ok()? {
        End::Server(point) => status::watch_ending(place_text(point)),
        End::TooSlow(point) => status::watch_too_slow(place_text(point)),
        End::Failed(error) => status(error),
    })
}
