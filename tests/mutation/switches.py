"""The mutants that cargo-mutants lists, and a source that has all of them, each behind a switch.

The switch is read once from an environment variable, which processes that a test starts inherit. Another one names
a file, into which each process writes the mutants whose functions it has reached.
"""

import collections
import dataclasses
import functools
import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SWITCH = "MUTATION"
TRACE = "MUTATION_TRACE"
# What has a row of its own in the result.
FOLDERS = ["src/domain", "src/store/write", "src/store/log"]

MODULE = f'''//! Which mutant is tried.

use std::{{
    fs::File,
    io::Write as _,
    sync::{{LazyLock, atomic::{{AtomicBool, Ordering}}}},
}};

static TRIED: LazyLock<Option<usize>> =
    LazyLock::new(|| std::env::var("{SWITCH}").ok().and_then(|number| number.parse().ok()));
static TRACE: LazyLock<Option<File>> =
    LazyLock::new(|| File::options().append(true).open(std::env::var_os("{TRACE}")?).ok());
static REACHED: [AtomicBool; 65_536] = [const {{ AtomicBool::new(false) }}; 65_536];

/// Whether this is the mutant that is tried.
pub fn is(number: usize) -> bool {{
    if let Some(mut file) = TRACE.as_ref()
        && !REACHED[number].load(Ordering::Relaxed)
        && !REACHED[number].swap(true, Ordering::Relaxed)
    {{
        let _ = file.write_all(format!("{{number}}\\n").as_bytes());
    }}
    *TRIED == Some(number)
}}
'''

# Comments, strings, characters and braces. Only the braces count.
TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|b?r(#*)".*?"\1|b?"(?:\\.|[^"\\])*"|b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^\\'])'|[{}]""",
    re.DOTALL,
)
CONST = re.compile(r"^\s*(?:pub(?:\([^)]*\))? )?(const )(?:unsafe )?fn (\w+)", re.MULTILINE)
# Of which mutants a line of the copy is, until the next mark.
MARK = re.compile(r"// (mutant|whole|end)([ \d]*)$")


@dataclasses.dataclass
class Function:
    """An outermost function. The offsets are those of its braces."""

    start: int
    open: int
    close: int
    returned: str
    const: re.Match | None
    mutants: list


@dataclasses.dataclass(eq=False)
class Mutant:
    folder: str
    file: str
    line: int
    change: str
    start: int
    end: int
    replacement: str
    function: Function | None
    number: int = 0
    outcome: str = ""
    # Why it is not tried, or which test has failed.
    note: str = ""
    passed: list = dataclasses.field(default_factory=list)

    @property
    def key(self):
        return f"{self.file}: {self.change}"

    def drop(self, outcome, note):
        self.outcome, self.note = outcome, note
        if self.function and self in self.function.mutants:
            self.function.mutants.remove(self)


def read_list():
    """The mutants, in the order of the source."""
    listed = subprocess.run(
        ["cargo", "mutants", "--list", "--json"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    by_file = collections.defaultdict(list)
    for entry in json.loads(listed.stdout):
        by_file[entry["file"]].append(entry)
    return [mutant for file, entries in by_file.items() for mutant in read_file(file, entries)]


def read_file(file, entries):
    text = (ROOT / file).read_text()
    lines = [0] + [found.end() for found in re.finditer("\n", text)]

    def offset(place):
        return lines[place["line"] - 1] + place["column"] - 1

    opened, pairs = [], {}
    for token in TOKEN.finditer(text):
        if token[0] == "{":
            opened.append(token.start())
        elif token[0] == "}":
            pairs[token.start()] = opened.pop()

    functions = []
    for it in [it["function"] for it in entries if it["function"]]:
        start, close = offset(it["span"]["start"]), offset(it["span"]["end"]) - 1
        if not any(known.start <= start and close <= known.close for known in functions):
            functions = [known for known in functions if known.start < start or close < known.close]
            line = text.rfind("\n", 0, start) + 1
            const = CONST.search(text, line, pairs[close])
            functions.append(Function(start, pairs[close], close, it["return_type"], const, []))
    counted = collections.Counter()
    folder = next(name for name in FOLDERS if file.startswith(name))
    for entry in entries:
        change = entry["name"].split(": ", 1)[1].replace("\n", " ")
        counted[change] += 1
        # The line is not part of the name, so that an explanation survives changes elsewhere in the file.
        change += f" #{counted[change]}" if counted[change] > 1 else ""
        start, end = offset(entry["span"]["start"]), offset(entry["span"]["end"])
        function = next((it for it in functions if it.open < start and end <= it.close), None)
        line = entry["span"]["start"]["line"]
        yield Mutant(folder, file, line, change, start, end, entry["replacement"], function)


def instrumented(sample, texts):
    """Fills texts with the files that have mutants, each behind a switch."""
    functions = collections.defaultdict(dict)
    for mutant in sample:
        if mutant.function and mutant.function.mutants:
            functions[mutant.file][mutant.function.start] = mutant.function
    texts.clear()
    for file, inside in functions.items():
        text = (ROOT / file).read_text()
        for start in sorted(inside, reverse=True):
            function = inside[start]
            body = switched(text, function)
            text = text[: function.open + 1] + body + text[function.close :]
            if function.const:
                text = text[: function.const.start(1)] + text[function.const.end(1) :]
        texts[file] = text
    texts["src/lib.rs"] = (ROOT / "src/lib.rs").read_text() + "\npub mod mutation;\n"
    texts["src/mutation.rs"] = MODULE
    return texts


def switched(text, function):
    """The body of a function with each of its mutants, and as it is."""
    body = "\n"
    for it in function.mutants:
        changed = text[function.open + 1 : it.start] + it.replacement + text[it.end : function.close]
        changed = boxed(changed, function.returned)
        body += f"if crate::mutation::is({it.number}) {{ // mutant {it.number}\n{changed}\n}} else "
    numbers = " ".join(str(it.number) for it in function.mutants)
    rest = boxed(text[function.open + 1 : function.close], function.returned)
    return body + f"{{ // whole {numbers}\n{rest}\n}} // end\n"


def boxed(body, returned):
    """Two bodies that return `impl Iterator` return two types, unless they are boxed."""
    if not returned.startswith("-> impl "):
        return body
    return f"Box::new({{ {body}\n}}) as Box<dyn {returned.removeprefix('-> impl ')} + Send>"


def drop_unviable(errors, texts, sample):
    """Leaves out the mutants in which the errors are. Returns how many they are."""
    by_number = {it.number: it for it in sample}
    marks = functools.cache(lambda file: marks_of(texts.get(file, "")))
    unviable, whole, const = set(), set(), set()
    for error in errors:
        needed = re.search(r"cannot call non-const .*`.*?(\w+)(?:::<.*>)?`", error["message"])
        if needed:
            const.update(it for it in sample if it.function and it.function.const and it.function.const[2] == needed[1])
            continue
        spans = [it for it in error["spans"] if it["is_primary"]] or error["spans"]
        for span in spans:
            while span:
                kind, numbers = marks(span["file_name"])[span["line_start"]]
                (unviable if kind == "mutant" else whole).update(by_number[it] for it in numbers)
                span = (span["expansion"] or {}).get("span")
    culprits = [it.function for it in unviable]
    whole = [it for it in whole if not any(it.function is culprit for culprit in culprits)]
    dropped = [it for it in [*unviable, *whole, *const] if it.outcome == ""]
    for it in unviable:
        it.drop("unviable", "")
    for it in whole:
        it.drop("not tried", "its function cannot be written twice")
    for it in const:
        it.drop("not tried", "a constant needs its function")
    return len(dropped)


def marks_of(text):
    """For each line, from 1 on, of which mutants it is."""
    marks = collections.defaultdict(lambda: ("end", []))
    last = ("end", [])
    for number, line in enumerate(text.split("\n"), 1):
        if found := MARK.search(line):
            last = (found[1], [int(it) for it in found[2].split()])
        marks[number] = last
    return marks
