//! Arguments of a benchmark: numbers by name, such as `--claims 100000`.

/// The number after `--name`, or the default.
///
/// # Panics
///
/// Where `--name` is not followed by a number.
pub fn number(name: &str, default: usize) -> usize {
    let flag = format!("--{name}");
    let mut arguments = std::env::args().skip_while(|argument| *argument != flag);
    if arguments.next().is_none() {
        return default;
    }
    let given = arguments.next().unwrap_or_default();
    given.parse().expect("a flag takes a number")
}
