//! What ChangeService says of watches.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use tokio_stream::{Stream, StreamExt as _, wrappers::ReceiverStream};
use tonic::Status;

use super::{
    change,
    paging::position_text,
    status::{self, status},
};
use crate::{
    app::watch::{Answer, End, Watch},
    wire::pb,
};

/// The answers of a watch, and then why it ended.
pub struct Answers(Pin<Box<dyn Stream<Item = Result<pb::WatchChangesResponse, Status>> + Send>>);

impl Answers {
    /// The answers of a watch. Each change is made a message as it is sent.
    pub(super) fn of(watch: Watch) -> Self {
        let Watch {
            answers,
            end,
            place,
        } = watch;
        let answers = ReceiverStream::new(answers).map(move |answer| {
            // The stream has its place until it is dropped.
            let _ = &place;
            write(answer)
        });
        let end = futures_end(end);
        Self(Box::pin(answers.chain(end)))
    }
}

impl Stream for Answers {
    type Item = Result<pb::WatchChangesResponse, Status>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.as_mut().poll_next(context)
    }
}

fn write(answer: Answer) -> Result<pb::WatchChangesResponse, Status> {
    let Answer {
        changes,
        position,
        continues,
    } = answer;
    let changes = changes.into_iter().map(change::write);
    Ok(pb::WatchChangesResponse {
        changes: changes.collect::<Result<_, Status>>()?,
        position: position_text(position),
        continues,
    })
}

/// One item: why the watch ended.
fn futures_end(
    end: tokio::sync::oneshot::Receiver<End>,
) -> impl Stream<Item = Result<pb::WatchChangesResponse, Status>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        let why = match end.await {
            Ok(End::Server(position)) => status::watch_ending(position_text(position)),
            Ok(End::TooSlow(position)) => status::watch_too_slow(position_text(position)),
            Ok(End::Failed(error)) => status(error),
            Err(_) => return,
        };
        // Nobody may be there to hear it.
        let _ = sender.send(Err(why)).await;
    });
    ReceiverStream::new(receiver)
}
