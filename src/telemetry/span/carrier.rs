//! The headers of W3C Trace Context: `traceparent` and `tracestate`.

use std::borrow::Cow;

use http::HeaderMap;
use opentelemetry::{
    Context,
    propagation::{Extractor, TextMapPropagator as _},
};
use opentelemetry_sdk::propagation::TraceContextPropagator;

const PARENT: &str = "traceparent";
const STATE: &str = "tracestate";

/// The most bytes of a state that is kept: as much as every system has to pass on. Each span has a copy.
const STATE_MAX: usize = 512;

/// The context that headers name. What is malformed, and a parent that is given twice, counts as
/// none, as the recommendation has it.
pub(super) fn context(headers: &HeaderMap) -> Context {
    let mut parents = headers.get_all(PARENT).iter();
    let (Some(parent), None) = (parents.next(), parents.next()) else {
        return Context::new();
    };
    let Ok(parent) = parent.to_str() else {
        return Context::new();
    };
    let carrier = Carrier {
        parent,
        state: state(headers),
    };
    TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier)
}

/// The state, which can be spread over several headers. One that is too large is left out.
fn state(headers: &HeaderMap) -> Cow<'_, str> {
    let bytes: usize = headers.get_all(STATE).iter().map(|it| it.len() + 1).sum();
    if bytes > STATE_MAX + 1 {
        return "".into();
    }

    let states = headers.get_all(STATE).iter();
    let mut states = states.map(|it| it.to_str().unwrap_or_default());
    let first = states.next().unwrap_or_default();
    states.fold(first.into(), |all, next| format!("{all},{next}").into())
}

struct Carrier<'a> {
    parent: &'a str,
    state: Cow<'a, str>,
}

impl Extractor for Carrier<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        match key {
            PARENT => Some(self.parent),
            STATE if !self.state.is_empty() => Some(&self.state),
            _ => None,
        }
    }

    fn keys(&self) -> Vec<&str> {
        vec![PARENT, STATE]
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderName;
    use opentelemetry::trace::TraceContextExt as _;

    use super::*;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

    fn of(headers: &[(&'static str, &str)]) -> Option<(String, bool, String)> {
        let headers = headers.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, value.parse().unwrap())
        });
        let context = context(&HeaderMap::from_iter(headers));
        let span = context.span();
        let span = span.span_context();
        span.is_valid().then(|| {
            let state = span.trace_state().header();
            (span.trace_id().to_string(), span.is_sampled(), state)
        })
    }

    #[test]
    fn the_trace_of_a_caller_is_read_with_its_state() {
        let parent = format!("00-{TRACE}-b7ad6b7169203331-01");
        let read = |state: &[(&'static str, &str)]| {
            let parent = [("traceparent", parent.as_str())];
            of(&[&parent, state].concat()).unwrap()
        };
        let trace = TRACE.to_owned();
        assert_eq!(read(&[]), (trace.clone(), true, String::new()));
        let two = read(&[("tracestate", "a=1,b=2"), ("tracestate", "c=3")]);
        assert_eq!(two, (trace.clone(), true, "a=1,b=2,c=3".to_owned()));
        let largest = format!("a={},b=2", "1".repeat(256));
        let kept = read(&[("tracestate", &largest)]);
        assert_eq!(kept, (trace.clone(), true, largest.clone()));
        // A state that is malformed or too large does not end the trace.
        let large = format!("a={}", "1".repeat(511));
        for state in ["desk", large.as_str()] {
            let without = (trace.clone(), true, String::new());
            assert_eq!(read(&[("tracestate", state)]), without);
        }
    }

    #[test]
    fn a_parent_that_is_malformed_or_given_twice_counts_as_none() {
        let parent = format!("00-{TRACE}-b7ad6b7169203331-00");
        assert!(of(&[("traceparent", &parent)]).is_some_and(|(_, is_sampled, _)| !is_sampled));
        assert_eq!(
            of(&[("traceparent", &parent), ("traceparent", &parent)]),
            None
        );
        let zero = format!("00-{}-b7ad6b7169203331-01", "0".repeat(32));
        let invalid = format!("ff-{TRACE}-b7ad6b7169203331-01");
        for malformed in ["", "00", TRACE, zero.as_str(), invalid.as_str()] {
            assert_eq!(of(&[("traceparent", malformed)]), None, "{malformed}");
        }
    }
}
