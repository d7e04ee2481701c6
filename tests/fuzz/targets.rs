//! Everything that reads bytes of others, each with what must hold of whatever it reads.
//!
//! A target is a function of bytes that fails if something does not hold. The fuzzer runs it on bytes that it makes
//! up, and the tests on those in `tests/fuzz/corpus`.

mod calls;
mod credentials;
mod formats;
mod generated;
mod searches;
mod stored;
mod texts;

/// Something that reads bytes of others.
#[derive(Clone, Copy)]
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
}

macro_rules! targets {
    ($($module:ident::$name:ident),+ $(,)?) => {
        &[$(Target { name: stringify!($name), run: $module::$name }),+]
    };
}

/// All of them.
pub const TARGETS: &[Target] = targets![
    calls::requests,
    generated::requests_by_contract,
    credentials::key_sets,
    credentials::policies,
    credentials::source_keys,
    credentials::tokens,
    formats::articles,
    formats::claim_reviews,
    formats::nanopublications,
    formats::ninjs,
    formats::tables,
    formats::web_annotations,
    searches::matches,
    searches::queries,
    stored::bundles,
    stored::bundles_in_json,
    stored::cursors,
    stored::documents,
    stored::masks,
    stored::positions,
    texts::addresses,
    texts::dates,
    texts::figures,
    texts::statements,
];

/// The target of this name.
pub fn target(name: &str) -> Target {
    let found = TARGETS.iter().find(|it| it.name == name);
    let names = TARGETS.iter().map(|it| it.name).collect::<Vec<_>>();
    *found.unwrap_or_else(|| panic!("{name} is none of {}", names.join(", ")))
}

/// One of several, by the first byte of an input, and the rest of it.
fn chosen<'a, T: Copy>(all: &[T], bytes: &'a [u8]) -> Option<(T, &'a [u8])> {
    let (first, rest) = bytes.split_first()?;
    Some((all[usize::from(*first) % all.len()], rest))
}

/// The text that an input is; what is not UTF-8 is no text.
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// Fails if something is much larger than what it was made of.
#[track_caller]
fn assert_bounded(what: &str, size: usize, (times, more): (usize, usize), input: &[u8]) {
    let most = input.len() * times + more;
    assert!(size <= most, "{what}: {size} bytes of {}", input.len());
}
