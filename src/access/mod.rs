//! Who calls, and what each caller may do: tokens and certificates are verified, and the policy says
//! what their callers are granted.
//!
//! Everything fails closed. A caller without credentials, with wrong ones, or without a grant may do
//! nothing. A policy, or a set of keys, that cannot be read leaves what was there before.

mod authenticator;
mod caller;
mod clock;
mod fetch;
pub(crate) mod file;
mod follow;
mod issuer;
mod keys;
mod policy;
mod signature;
mod token;

pub use self::{
    authenticator::{Authenticated, Authenticator, Certificate, Credentials, OpenError, Refused},
    caller::{CERTIFICATE, Caller, NAME_MAX},
    keys::KeysError,
    policy::PolicyError,
    token::{CLOCK_SKEW, TokenError},
};
