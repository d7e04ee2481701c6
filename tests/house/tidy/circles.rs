//! No circles inside a layer: neither between its files, nor between its rooms.
//!
//! A file uses another where it names something that the other defines. To declare a
//! module is not to use it, and to name what a file re-exports is to use the file that
//! defines it. Code for tests alone does not count.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    tokens::{Token, close_of, is_test_only, matches_at, tokens, without},
    tree::{File, Finding, finding},
};

/// The way to an item from the root of the crate, its modules first.
type Path = Vec<String>;

/// A use of something of the crate.
struct Use {
    path: Path,
    line: usize,
    /// The name under which a `pub use` hands it on.
    public_name: Option<String>,
}

/// The modules of the program, by their paths.
struct Modules<'a> {
    files: BTreeMap<Path, &'a File>,
    uses: BTreeMap<Path, Vec<Use>>,
    /// What modules re-export, and where that is defined.
    exports: BTreeMap<Path, Path>,
}

/// A use of one module by another: which two, and where.
type Edges<'a> = BTreeMap<(Path, Path), (&'a File, usize)>;

/// Finds the uses by which files of one layer come back to themselves.
pub fn check_files(files: &[File]) -> Vec<Finding> {
    let modules = Modules::new(files);
    report(&modules.edges(|path| Some(path.to_vec())), "file")
}

/// Finds the uses by which the rooms of a layer come back to themselves. Files that are in no
/// room do not count.
pub fn check_rooms(files: &[File]) -> Vec<Finding> {
    let modules = Modules::new(files);
    let room = |path: &[String]| {
        let room = path.get(..2)?;
        let has_files = |it: &Path| it.len() > 2 && it.starts_with(room);
        modules.files.keys().any(has_files).then(|| room.to_vec())
    };
    report(&modules.edges(room), "room")
}

fn report(edges: &Edges<'_>, what: &str) -> Vec<Finding> {
    let mut next: BTreeMap<&Path, BTreeSet<&Path>> = BTreeMap::new();
    for (from, to) in edges.keys() {
        next.entry(from).or_default().insert(to);
    }
    let in_circle = edges
        .iter()
        .filter(|((from, to), _)| reaches(&next, to, from));
    in_circle
        .map(|((_, to), (file, line))| {
            let to = to.join("::");
            let rule = format!(
                "uses {to}, which leads back to this {what}: move what both need below them"
            );
            finding(&file.path, *line, rule)
        })
        .collect()
}

fn reaches(next: &BTreeMap<&Path, BTreeSet<&Path>>, from: &Path, to: &Path) -> bool {
    let (mut seen, mut left) = (BTreeSet::from([from]), vec![from]);
    while let Some(at) = left.pop() {
        if at == to {
            return true;
        }
        let behind = next.get(at).into_iter().flatten();
        left.extend(behind.filter(|it| seen.insert(**it)));
    }
    false
}

impl<'a> Modules<'a> {
    fn new(files: &'a [File]) -> Self {
        let files: BTreeMap<Path, &File> = files
            .iter()
            .map(|file| (module(&file.path), file))
            .collect();
        let mut uses = BTreeMap::new();
        let mut exports = BTreeMap::new();
        for (path, file) in &files {
            let all = tokens(&file.path, &file.text);
            let children = files
                .keys()
                .filter(|it| it.len() == path.len() + 1 && it.starts_with(path));
            let children: Vec<&str> = children
                .filter_map(|it| Some(it.last()?.as_str()))
                .collect();
            let reader = Reader {
                module: path,
                children,
            };
            let found = reader.uses(&without(&all, is_test_only));
            for it in &found {
                if let Some(name) = &it.public_name {
                    let public = [path.as_slice(), std::slice::from_ref(name)].concat();
                    exports.insert(public, it.path.clone());
                }
            }
            uses.insert(path.clone(), found);
        }
        Self {
            files,
            uses,
            exports,
        }
    }

    /// The uses inside layers, between the groups of their modules.
    fn edges(&self, group: impl Fn(&[String]) -> Option<Path>) -> Edges<'a> {
        let mut edges = BTreeMap::new();
        for (from, uses) in &self.uses {
            for it in uses {
                let Some(to) = self.owner(&it.path) else {
                    continue;
                };
                let Some(pair) = group(from).zip(group(&to)) else {
                    continue;
                };
                if from.first() == to.first() && pair.0 != pair.1 {
                    edges.entry(pair).or_insert((self.files[from], it.line));
                }
            }
        }
        edges
    }

    /// The module that defines what a path leads to.
    fn owner(&self, path: &[String]) -> Option<Path> {
        let mut path = path.to_vec();
        // A re-export can lead to another one, but not for ever.
        for _ in 0..8 {
            let lengths = (1..=path.len()).rev();
            let exported =
                lengths.filter_map(|length| Some((length, self.exports.get(&path[..length])?)));
            let Some((length, to)) = exported.min_by_key(|(length, _)| *length) else {
                break;
            };
            path = [to.as_slice(), &path[length..]].concat();
        }
        (1..=path.len())
            .rev()
            .map(|length| path[..length].to_vec())
            .find(|it| self.files.contains_key(it))
    }
}

/// The path of the module that a file is.
fn module(path: &str) -> Path {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

/// Reads what one file uses.
struct Reader<'a> {
    module: &'a [String],
    children: Vec<&'a str>,
}

impl Reader<'_> {
    fn uses(&self, tokens: &[Token]) -> Vec<Use> {
        let mut uses = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            at = match tokens[at].text.as_str() {
                "use" => self.declaration(tokens, at, &mut uses),
                // What matches_at behind a dot is a field or a method.
                _ if at > 0 && tokens[at - 1].text == "." => at + 1,
                _ => self.inline(tokens, at, &mut uses),
            };
        }
        uses
    }

    /// Reads a `use`, and answers where it ends.
    fn declaration(&self, tokens: &[Token], at: usize, uses: &mut Vec<Use>) -> usize {
        let end = (at..tokens.len())
            .find(|it| tokens[*it].text == ";")
            .unwrap_or(tokens.len());
        let is_public = at > 0 && ["pub", ")"].contains(&tokens[at - 1].text.as_str());
        let mut leaves = Vec::new();
        leaves_of(&tokens[at + 1..end], &Vec::new(), &mut leaves);
        for (path, alias, line) in leaves {
            let Some(path) = self.resolve(&path) else {
                continue;
            };
            let public_name = is_public
                .then(|| alias.or_else(|| path.last().cloned()))
                .flatten();
            uses.push(Use {
                path,
                line,
                public_name,
            });
        }
        end
    }

    /// Reads a path in the middle of code, if one is there, and answers where it ends.
    fn inline(&self, tokens: &[Token], at: usize, uses: &mut Vec<Use>) -> usize {
        let follows = |at: usize| matches_at(tokens, at, &[":", ":"]);
        if !follows(at + 1) || (at > 1 && follows(at - 2)) {
            return at + 1;
        }
        let mut path = vec![tokens[at].text.clone()];
        let mut end = at + 1;
        while follows(end) && tokens.get(end + 2).is_some_and(|it| is_name(&it.text)) {
            path.push(tokens[end + 2].text.clone());
            end += 3;
        }
        if let Some(path) = self.resolve(&path) {
            let line = tokens[at].line;
            uses.push(Use {
                path,
                line,
                public_name: None,
            });
        }
        end
    }

    /// The path from the root of the crate; nothing where it leads out of it.
    fn resolve(&self, path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([self.module, rest].concat()),
            "super" => {
                let steps = path.iter().take_while(|it| *it == "super").count();
                let above = self.module.get(..self.module.len().checked_sub(steps)?)?;
                Some([above, &path[steps..]].concat())
            }
            child if self.children.contains(&child) => Some([self.module, path].concat()),
            _ => None,
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

type Leaf = (Path, Option<String>, usize);

/// The paths of a `use`, each with its alias and its line.
fn leaves_of(tokens: &[Token], before: &Path, into: &mut Vec<Leaf>) {
    let mut at = 0;
    while at < tokens.len() {
        let line = tokens[at].line;
        let mut path = before.clone();
        let mut alias = None;
        while at < tokens.len() && tokens[at].text != "," {
            match tokens[at].text.as_str() {
                "{" => {
                    let close = close_of(tokens, at);
                    leaves_of(&tokens[at + 1..close], &path, into);
                    path.clear();
                    at = close;
                }
                "as" => {
                    alias = tokens.get(at + 1).map(|it| it.text.clone());
                    at += 1;
                }
                // It means what it matches_at in.
                "self" if !path.is_empty() => {}
                ":" | "*" => {}
                name => path.push(name.to_owned()),
            }
            at += 1;
        }
        if !path.is_empty() {
            into.push((path, alias, line));
        }
        at += 1;
    }
}
