//! Errors of requests that no method takes: what is not a request of gRPC, is too large, or is
//! about a method or a service that the server does not have.

use tonic::{Code, Status};

use super::status_builder::Answer;
use crate::{api::HEADER_BYTES_MAX, wire::pb::ErrorReason};

/// There is no such method.
pub fn unknown_method() -> Status {
    Answer::new(Code::Unimplemented, ErrorReason::UnknownMethod)
        .message("there is no such method; server reflection lists the methods")
}

/// The request is compressed.
pub fn unsupported_encoding() -> Status {
    Answer::new(Code::Unimplemented, ErrorReason::UnsupportedEncoding).message(
        "the request is compressed, which the server does not support; send it uncompressed",
    )
}

/// The bytes are not a message of the method's type.
pub fn malformed_message() -> Status {
    Answer::new(Code::InvalidArgument, ErrorReason::MalformedMessage)
        .message("the bytes are not a message of the method's type")
}

/// The body of the request is not exactly one message.
pub fn not_one_message() -> Status {
    Answer::new(Code::InvalidArgument, ErrorReason::MalformedMessage)
        .message("the request has no message, a part of one, or more than one; send exactly one")
}

/// The request is not one of gRPC.
pub fn not_grpc(problem: &str) -> Status {
    Answer::new(Code::InvalidArgument, ErrorReason::MalformedMessage)
        .message(format!("the request is not one of gRPC: {problem}"))
}

/// The request is from a page that may not call.
pub fn foreign_origin() -> Status {
    Answer::new(Code::PermissionDenied, ErrorReason::PermissionDenied)
        .message("pages of this origin may not call; the setting --web-origins has to name it")
}

/// The message of the request did not arrive in time.
pub fn request_too_slow() -> Status {
    Answer::new(Code::DeadlineExceeded, ErrorReason::DeadlineExceeded)
        .message("the message of the request did not arrive within 10 seconds; nothing was done")
}

/// The message is larger than the method accepts.
pub fn message_too_large(bytes_max: usize) -> Status {
    Answer::new(Code::InvalidArgument, ErrorReason::MessageTooLarge)
        .with("bytes_max", bytes_max.to_string())
        .message(format!(
            "the message is larger than {bytes_max} bytes; split it"
        ))
}

/// The message would take more memory than the server has for requests.
pub fn too_many_elements() -> Status {
    Answer::new(Code::InvalidArgument, ErrorReason::MessageTooLarge)
        .message("the message has so many elements that it would take too much memory; split it")
}

/// The headers of the request are larger than the server accepts.
pub fn headers_too_large() -> Status {
    Answer::new(Code::ResourceExhausted, ErrorReason::HeadersTooLarge)
        .with("bytes_max", HEADER_BYTES_MAX.to_string())
        .message(format!(
            "the headers are larger than {HEADER_BYTES_MAX} bytes; send less metadata"
        ))
}

/// The health of a service is asked for that the server does not have.
pub fn unknown_service() -> Status {
    Answer::new(Code::NotFound, ErrorReason::UnknownService)
        .message("the service is unknown; server reflection lists all services")
}

/// The error for a message that was not received, which the transport says without details.
pub fn not_received(error: &Status, bytes_max: usize) -> Status {
    match error.code() {
        Code::OutOfRange => message_too_large(bytes_max),
        Code::ResourceExhausted => too_many_elements(),
        Code::Unimplemented => unsupported_encoding(),
        // The decoder has several codes for bytes that it cannot read.
        _ => malformed_message(),
    }
}
