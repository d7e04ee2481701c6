"""Runs the commands that the documents show, and compares what is printed with what is shown.

    tour.py [--write] [--copy] PROGRAM DOCUMENT...

Every ```console block is run, those of one document in order, in one bash, against one
server with an empty store. A command begins with `$ ` and goes on until bash takes it for
complete; the lines below it are what it prints. A block that is called `console background`
holds one command that runs beside the next block, as in another terminal; it gets Ctrl-C
at the end of that block, and its output is compared then. A block with the name of a file behind its
language, such as ```python follow.py, is written to that file.

The commands run in the root of the repository; with --copy, in a copy of what callers need of it.

Ids, etags, positions and times of this run differ from those that are shown. Each is
compared by its place: what is shown twice as the same must be the same twice. With --write,
output that differs is replaced in the document by what was printed.
"""

import argparse
import difflib
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from program import environment, started, wait_until_serving

ROOT = Path(__file__).resolve().parent.parent
# What the documents say, and what stands for it here.
SHOWN_ADDRESS = "127.0.0.1:50051"
SHOWN_PROGRAM = "target/debug/claimstore"
COMMAND_SECONDS = 300
# What runs in the background is connected by then; after that it asks for what it prints.
CONNECT_SECONDS = 10
# A file that a document has, and what a caller takes from the repository.
FILE = re.compile(r"```\w+ (?P<name>[\w.-]+\.\w+)")
COPIED = ["buf.yaml", "examples", "proto"]
ASK_SECONDS = 1
# What goes on in the background has printed what is shown by then, or nothing any more.
OUTPUT_SECONDS = 10
QUIET_SECONDS = 0.5
# Where nobody knows yet how much there will be.
QUIET_SECONDS_WRITE = 3

VOLATILE = re.compile(
    r"(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"|(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"
    r"|(?P<second>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC)"
    r'|(?<="etag": ")(?P<etag>[^"]+)'
    r'|(?<="position": ")(?P<position>[^"]+)'
    r'|(?<="nextPageToken": ")(?P<token>[^"]+)'
)


class Mapping:
    """Which volatile word of a document stands for which of this run, both ways."""

    def __init__(self):
        now = datetime.now(timezone.utc)
        self.days = {f"{now + timedelta(days=it):%Y-%m-%d}" for it in (-1, 0, 1)}
        self.printed, self.shown = {}, {}

    def split(self, line):
        """The fixed text of a line, and its volatile words by kind."""
        words = [(it.lastgroup, it.group()) for it in VOLATILE.finditer(line)]
        return VOLATILE.sub("\0", line), words

    def is_new(self, kind, word):
        """Whether a printed word comes from this run: a time can be one that was given."""
        return kind not in ("time", "second") or word[:10] in self.days

    def match(self, shown, printed):
        """Whether two lines say the same. What they tell of the mapping is kept if so."""
        (shown_text, shown_words), (text, words) = self.split(shown), self.split(printed)
        if shown_text != text or [it[0] for it in shown_words] != [it[0] for it in words]:
            return False
        found = {}
        for (kind, shown_word), (_, word) in zip(shown_words, words):
            if not self.is_new(kind, word):
                if shown_word != word:
                    return False
            # Two moments can lie in one second here, and not there.
            elif kind != "second":
                known = (
                    found.get(shown_word, self.printed.get(shown_word, word)) == word
                    and self.shown.get(word, shown_word) == shown_word
                )
                if not known:
                    return False
                found[shown_word] = word
        self.keep(found)
        return True

    def keep(self, found):
        self.printed.update(found)
        self.shown.update({word: shown_word for shown_word, word in found.items()})

    def as_shown(self, line):
        """A printed line with the words that the document has for those of this run."""
        return VOLATILE.sub(lambda it: self.shown.get(it.group(), it.group()), line)

    def introduce(self, line):
        """Words of a printed line that the document is to show from now on."""
        self.keep({
            word: word for kind, word in self.split(line)[1]
            if kind != "second" and self.is_new(kind, word) and word not in self.shown
        })


class Command:
    def __init__(self, number, text, shown):
        self.number, self.text, self.shown = number, text, shown


class Block:
    def __init__(self, is_background=False, file=None):
        self.is_background, self.commands, self.file = is_background, [], file


class BadDocument(Exception):
    """A document that cannot be run."""


def is_complete(text):
    if text.endswith("\\"):
        return False
    run = subprocess.run(["bash", "-n"], input=text + "\n", capture_output=True, text=True)
    return run.returncode == 0


def read_blocks(path):
    """The console blocks of a document. A command knows the line behind it, counted from 0."""
    lines = path.read_text(encoding="utf-8").split("\n")
    blocks, at = [], 0
    while at < len(lines):
        opening = lines[at]
        at += 1
        if not opening.startswith("```"):
            continue
        is_console = opening in ("```console", "```console background")
        block = Block(opening.endswith(" background"))
        if file := FILE.fullmatch(opening):
            end = lines.index("```", at)
            blocks.append(Block(file=(file["name"], "\n".join([*lines[at:end], ""]))))
        while at < len(lines) and lines[at] != "```":
            if is_console:
                if not lines[at].startswith("$ "):
                    raise BadDocument(f"{path}:{at + 1}: this is neither a command nor below one")
                begin = at
                text = lines[at][2:]
                at += 1
                while not is_complete(text):
                    if lines[at] == "```":
                        raise BadDocument(f"{path}:{begin + 1}: the command has no end")
                    text += "\n" + lines[at]
                    at += 1
                if any(it.lastgroup == "id" for it in VOLATILE.finditer(text)):
                    raise BadDocument(f"{path}:{begin + 1}: a command names an id; use a variable")
                output = at
                while lines[at] != "```" and not lines[at].startswith("$ "):
                    at += 1
                block.commands.append(Command(output, text, lines[output:at]))
            else:
                at += 1
        at += 1
        if block.commands:
            blocks.append(block)
    for block, after in zip(blocks, [*blocks[1:], None]):
        if block.is_background and (len(block.commands) != 1 or after is None):
            raise BadDocument(f"{path}: a background block has one command, and a block after it")
    return blocks


class Shell:
    """One bash, as in one terminal. Standard output and errors come as one."""

    def __init__(self, variables, directory):
        self.process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"], cwd=directory, env=variables, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            # Ctrl-C reaches all that runs in a terminal.
            start_new_session=True,
        )
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        # As in a shell that a person types to.
        self.say("shopt -s expand_aliases")

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line.removesuffix("\n"))
        self.lines.put(None)

    def say(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def take(self, seconds):
        """The next line, or nothing where none comes."""
        try:
            return self.lines.get(timeout=max(seconds, 0))
        except queue.Empty:
            return None

    def run(self, text):
        """What a command prints."""
        mark = "\x01end"
        self.say(f"{{ {text}\n}} </dev/null\nprintf '\\n\\001end\\n'")
        printed, deadline = [], time.monotonic() + COMMAND_SECONDS
        while (line := self.take(deadline - time.monotonic())) != mark:
            if line is None:
                raise BadDocument(f"this did not end:\n$ {text}\n" + "\n".join(printed))
            printed.append(line)
        # The line end before the mark.
        return printed[:-1] if printed[-1] == "" else printed

    def begin(self, text):
        self.say(f"{{ {text}\n}} </dev/null")

    def interrupt(self, count, quiet_seconds):
        """Ctrl-C, once `count` lines have come and none for a while."""
        printed, deadline = [], time.monotonic() + OUTPUT_SECONDS
        while time.monotonic() < deadline:
            line = self.take(quiet_seconds)
            if line is not None:
                printed.append(line)
            elif len(printed) >= count:
                break
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.stdin.close()
        while (line := self.take(OUTPUT_SECONDS)) is not None:
            printed.append(line)
        return printed

    def end(self):
        if not self.process.stdin.closed:
            self.process.stdin.close()
        try:
            self.process.wait(OUTPUT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def connections(address):
    """How many the server has, where the system says so as Linux does; else nothing."""
    port = f":{int(address.rpartition(':')[2]):04X}"
    try:
        entries = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    except OSError:
        return None
    # 01 is ESTABLISHED.
    return sum(local.endswith(port) and state == "01" for _, local, _, state, *_ in entries)


def wait_until_connected(address, count):
    """Nothing that a watch prints says that it has begun."""
    deadline = time.monotonic() + CONNECT_SECONDS
    while (found := connections(address)) is not None and found < count:
        if time.monotonic() > deadline:
            raise BadDocument("what runs in the background does not connect")
        time.sleep(0.05)
    time.sleep(ASK_SECONDS)


class Tour:
    """One document, held against one server."""

    def __init__(self, path, address, program, is_written, directory=ROOT):
        self.path, self.address, self.program, self.is_written = path, address, program, is_written
        self.directory = directory
        self.mapping = Mapping()
        self.variables = environment() | {
            "CLAIMSTORE_SERVER": f"http://{address}", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        }
        # Commands whose output is to be replaced.
        self.differing = []
        self.command_count = 0

    def as_run(self, text):
        return text.replace(SHOWN_ADDRESS, self.address).replace(SHOWN_PROGRAM, self.program)

    def run(self):
        shell, aside = Shell(self.variables, self.directory), []
        try:
            for block in read_blocks(self.path):
                self.command_count += len(block.commands)
                if block.file:
                    name, text = block.file
                    (self.directory / name).write_text(self.as_run(text), encoding="utf-8")
                if block.is_background:
                    [command] = block.commands
                    other = Shell(self.variables, self.directory)
                    aside.append((command, other))
                    other.begin(self.as_run(command.text))
                    continue
                if aside and block.commands:
                    wait_until_connected(self.address, len(aside))
                for command in block.commands:
                    self.compare(command, shell.run(self.as_run(command.text)))
                while aside and block.commands:
                    command, other = aside[0]
                    quiet_seconds = QUIET_SECONDS_WRITE if self.is_written else QUIET_SECONDS
                    self.compare(command, other.interrupt(len(command.shown), quiet_seconds))
                    aside.pop(0)[1].end()
        finally:
            for it in [shell, *(other for _, other in aside)]:
                it.end()
        if self.is_written and self.differing:
            self.write()
        return not self.differing

    def compare(self, command, printed):
        printed = [it.replace(self.address, SHOWN_ADDRESS).rstrip() for it in printed]
        # Lines around a difference are matched too, so that later ones are compared well.
        forms = [[self.mapping.split(it)[0] for it in lines] for lines in (command.shown, printed)]
        alike = difflib.SequenceMatcher(None, *forms, autojunk=False).get_matching_blocks()
        matched = [
            self.mapping.match(shown, line)
            for a, b, size in alike
            for shown, line in zip(command.shown[a:a + size], printed[b:b + size])
        ]
        if all(matched) and len(matched) == len(printed) == len(command.shown):
            return
        if self.is_written:
            for line in printed:
                self.mapping.introduce(line)
        printed = [self.mapping.as_shown(it) for it in printed]
        self.differing.append((command, printed))
        if not self.is_written:
            print(f"{self.path}:{command.number}: this prints something else:\n$ {command.text}")
            diff = difflib.unified_diff(command.shown, printed, "shown", "printed", lineterm="")
            print("\n".join(diff), end="\n\n")

    def write(self):
        lines = self.path.read_text(encoding="utf-8").split("\n")
        # From the end, so that the lines before keep their numbers.
        for command, printed in sorted(self.differing, key=lambda it: -it[0].number):
            lines[command.number:command.number + len(command.shown)] = printed
        self.path.write_text("\n".join(lines), encoding="utf-8")


def copied(directory):
    """Copies what callers take from the repository."""
    for name in COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, directory / name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--copy", action="store_true")
    parser.add_argument("program")
    parser.add_argument("documents", nargs="+", type=Path)
    arguments = parser.parse_args()
    program = str(Path(arguments.program).resolve())
    is_well = True
    for path in arguments.documents:
        begin = time.monotonic()
        with started(program) as (_, address, _), tempfile.TemporaryDirectory() as copy:
            wait_until_serving(address)
            if arguments.copy:
                copied(Path(copy))
            directory = Path(copy) if arguments.copy else ROOT
            tour = Tour(path, address, program, arguments.write, directory)
            is_well &= tour.run()
        said = f"{tour.command_count} commands in {time.monotonic() - begin:.1f} s"
        if tour.differing:
            said += f", {len(tour.differing)} {'written anew' if arguments.write else 'differ'}"
        print(f"   {path}: {said}")
    if not is_well and not arguments.write:
        sys.exit("where the new output is right, .ci/tour --write puts it into the documents")


try:
    main()
except BadDocument as error:
    sys.exit(str(error))
