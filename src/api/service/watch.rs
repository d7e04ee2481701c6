//! The response streams of watches, for ChangeService.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio_stream::{Stream, wrappers::ReceiverStream};
use tonic::Status;

use super::change_message::{self, Form};
use crate::{
    api::call::{
        position::point_text,
        request_id,
        status::{self, status},
    },
    app::watch::{
        answer::{Answer, BufferSpace, End},
        shared_change::WatchedChange,
        start::Watch,
    },
    wire::pb,
};

/// The responses of a watch, followed by the reason for its end.
pub struct Answers {
    answers: ReceiverStream<Answer>,
    end: ReceiverStream<Status>,
    form: Form,
    /// The space of the last answer, until the transport has taken it and asks for the next.
    untaken: Option<BufferSpace>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Answers {
    /// The responses of a watch. A change becomes a message only when it is sent.
    pub(crate) fn of(watch: Watch, form: Form) -> Self {
        let Watch {
            answers,
            end,
            permit,
        } = watch;
        let (sender, end_of_watch) = mpsc::channel(1);
        let call = request_id::current();
        tokio::spawn(request_id::scope(call, async move {
            if let Some(why) = why(end).await {
                // The reader may have disconnected.
                let _ = sender.send(why).await;
            }
        }));
        Self {
            answers: ReceiverStream::new(answers),
            end: ReceiverStream::new(end_of_watch),
            form,
            untaken: None,
            _permit: permit,
        }
    }
}

impl Stream for Answers {
    type Item = Result<pb::WatchChangesResponse, Status>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.untaken = None;
        if let Some(answer) = ready!(Pin::new(&mut this.answers).poll_next(context)) {
            let (response, space) = write(answer, this.form);
            this.untaken = Some(space);
            return Poll::Ready(Some(response));
        }
        let end = ready!(Pin::new(&mut this.end).poll_next(context));
        Poll::Ready(end.map(Err))
    }
}

fn write(answer: Answer, form: Form) -> (Result<pb::WatchChangesResponse, Status>, BufferSpace) {
    let changes = answer
        .changes
        .iter()
        .map(|WatchedChange { change, effect }| {
            let fields = change.changed_fields().map_err(status)?;
            change_message::write(change.row(), *effect, fields.to_vec(), form)
        });
    let response = changes
        .collect::<Result<_, Status>>()
        .map(|changes| pb::WatchChangesResponse {
            changes,
            position: point_text(answer.point),
            continues: answer.continues,
            snapshot: answer.is_snapshot,
        });
    (response, answer.space)
}

/// Why a watch ended, or `None` if its reader has disconnected.
async fn why(end: oneshot::Receiver<End>) -> Option<Status> {
    Some(match end.await.ok()? {
        End::Server(point) => status::watch_ending(point_text(point)),
        End::TooSlow(point) => status::watch_too_slow(point_text(point)),
        End::Failed(error) => status(error),
    })
}
