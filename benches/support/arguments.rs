//! What is given behind `--`: numbers by name, such as `--claims 100000`.

/// The number behind `--name`, or the default.
///
/// # Panics
///
/// Where something else stands there.
pub fn number(name: &str, default: usize) -> usize {
    let flag = format!("--{name}");
    let mut arguments = std::env::args().skip_while(|argument| *argument != flag);
    if arguments.next().is_none() {
        return default;
    }
    let given = arguments.next().unwrap_or_default();
    given.parse().expect("a flag takes a number")
}
