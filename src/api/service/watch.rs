//! The response streams of watches, for ChangeService.

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
        position::point_text,
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

/// The responses of a watch, followed by the reason for its end.
pub struct Answers(Pin<Box<dyn Stream<Item = Result<pb::WatchChangesResponse, Status>> + Send>>);

impl Answers {
    /// The responses of a watch. A change becomes a message only when it is sent.
    pub(crate) fn of(watch: Watch, form: Form) -> Self {
        let Watch {
            answers,
            end,
            permit,
        } = watch;
        let answers = ReceiverStream::new(answers).map(move |answer| {
            // The stream holds its permit until it is dropped.
            let _ = &permit;
            write(answer, form)
        });
        let (sender, end_of_watch) = mpsc::channel(1);
        let call = request_id::current();
        tokio::spawn(request_id::scope(call, async move {
            if let Some(why) = why(end).await {
                // The reader may have disconnected.
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
        position: point_text(answer.point),
        continues: answer.continues,
        snapshot: answer.is_snapshot,
    })
}

/// Why a watch ended, or `None` if its reader has disconnected.
async fn why(end: oneshot::Receiver<End>) -> Option<Status> {
    Some(match end.await.ok()? {
        End::Server(point) => status::watch_ending(point_text(point)),
        End::TooSlow(point) => status::watch_too_slow(point_text(point)),
        End::Failed(error) => status(error),
    })
}
