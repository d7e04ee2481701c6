"""Runs the examples against real servers, each on a private database, and looks at what became of it.

    clients.py TARGET SCRATCH

TARGET has the program and the examples in Rust. In SCRATCH, clients are generated and built. NODE_DIR
has the packages for Node, and CHROMIUM is a browser.
"""

import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from program import environment, started, wait_until_serving

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
PROTOS = sorted(str(it.relative_to(ROOT / "proto")) for it in (ROOT / "proto").rglob("*.proto"))
LINES_MAX = 60
SECONDS = 120
WAIT_SECONDS = 30
# How often the follower is killed, and how many claims are added meanwhile each time.
KILLS, CLAIMS = 8, 12
CAPTURED = "Two Chinese nationals serving in the Russian army were captured by Ukraine in early April 2025."
DESK = "Harbour Fact Desk"

target, scratch = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
program = str(target / "claimstore")


class Failed(Exception):
    """Something is not as it has to be."""


def expect(found, wanted, what):
    if found != wanted:
        raise Failed(f"{what}: {found!r}, not {wanted!r}")


def run(*command, code=0, stderr=subprocess.PIPE, **options):
    """What a command prints, which ends with this code."""
    ran = subprocess.run(
        [str(it) for it in command], stdout=subprocess.PIPE, stderr=stderr, text=True,
        timeout=SECONDS, **options)
    if ran.returncode != code:
        raise Failed(f"{command}: {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def wait(is_there, what):
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_there():
        if time.monotonic() > deadline:
            raise Failed(what)
        time.sleep(0.05)


@contextmanager
def serving(*arguments):
    with started(program, *arguments) as (_, address, _):
        wait_until_serving(address)
        yield address


def check_lengths():
    endings = {".py", ".rs", ".ts", ".go", ".java"}
    for file in EXAMPLES.rglob("*"):
        if file.suffix in endings and "node_modules" not in file.parts and "gen" not in file.parts:
            lines = len(file.read_text(encoding="utf-8").splitlines())
            if lines >= LINES_MAX:
                raise Failed(f"{file} has {lines} lines; an example has less than {LINES_MAX}")


class Python:
    """The examples in Python, in an environment of their own."""

    def __init__(self):
        venv, generated = scratch / "venv", scratch / "python"
        run(sys.executable, "-m", "venv", venv)
        self.python = venv / "bin" / "python"
        requirements = EXAMPLES / "python" / "requirements.txt"
        run(self.python, "-m", "pip", "install", "--quiet", "--requirement", requirements)
        # What the program writes is what clients are generated from.
        run(program, "contract", "--out", f"{scratch}/proto/")
        generated.mkdir()
        outs = [f"--{it}_out={generated}" for it in ("python", "pyi", "grpc_python")]
        run(self.python, "-m", "grpc_tools.protoc", "-Iproto", *outs, *PROTOS, cwd=scratch)
        self.variables = environment() | {"PYTHONPATH": str(generated)}

    def command(self, example, *arguments):
        return [str(self.python), str(EXAMPLES / "python" / example), *map(str, arguments)]

    def run(self, example, *arguments, **options):
        return run(*self.command(example, *arguments), env=self.variables, **options)


def check_python(python, address):
    bundle = EXAMPLES / "foreign-fighters.json"
    expect(python.run("import_bundle.py", address, bundle), "created 94\n", "the import")
    expect(python.run("import_bundle.py", address, bundle), "unchanged 94\n", "the same again")
    wrong = scratch / "wrong.json"
    wrong.write_text('{"article": {"body": "x"}}', encoding="utf-8")
    refused = python.run("import_bundle.py", address, wrong, code=1, stderr=subprocess.STDOUT)
    expect(refused, "bundle.article.headline: is required\n", "a bundle without a headline")
    filed = [address, DESK, "FALSE", "https://harbour.example/check/7"]
    wait(lambda: is_matched(address), "the claim is not matched")
    first = python.run("file_fact_check.py", *filed, CAPTURED).splitlines()
    expect(first[1:], [CAPTURED, f"{DESK} FALSE"], "the fact-check")
    again = python.run("file_fact_check.py", *filed, CAPTURED).splitlines()
    expect(again[0], "this desk has filed that page already", "the same fact-check again")
    python.run("file_fact_check.py", *filed, "It rained on Monday in the harbour.", code=1)


def check_proof(python, address):
    bundle = EXAMPLES / "foreign-fighters.json"
    python.run("import_bundle.py", address, bundle)
    listed = run(program, "list", "claims", "--json", "--server", f"http://{address}")
    name = json.loads(listed.splitlines()[0])["claims"][0]["name"]
    server = ("--server", f"http://{address}")
    note, proof = scratch / "kept.note", scratch / "claim.proof"

    def is_signed():
        asked = [program, "checkpoint", "--json", *server]
        return subprocess.run(asked, env=environment(), capture_output=True).returncode == 0

    wait(is_signed, "no checkpoint was signed")
    checkpoint = json.loads(run(program, "checkpoint", "--json", *server))
    note.write_text(checkpoint["note"])
    key = checkpoint["verifierKeys"][0]
    proof.write_text(run(program, "prove", name, "--checkpoint", note, *server))
    expect(
        python.run("verify_proof.py", proof, note, key).split(", ")[0],
        f"revision 1 of {name}",
        "the proof",
    )
    words = json.loads(proof.read_text())
    words["changes"][0]["record"] = words["changes"][0]["record"].replace("operation 1", "operation 2")
    proof.write_text(json.dumps(words))
    said = python.run("verify_proof.py", proof, note, key, code=1, stderr=subprocess.STDOUT)
    expect(said, "not in its commit\n", "the proof of a record that was changed")


def check_follower(python, address):
    """A follower that is killed again and again has each change once."""
    file = scratch / "claims.sqlite"

    def start():
        return subprocess.Popen(python.command("follow_feed.py", address, file), env=python.variables)

    def rows(query):
        with sqlite3.connect(file, timeout=10) as index:
            return index.execute(query).fetchall()

    follower = start()
    wait(lambda: file.exists() and rows("SELECT 1 FROM sqlite_master WHERE name = 'words'"), "the follower makes no index")
    wait(lambda: rows("SELECT 1 FROM feed"), "the follower has no position")
    # In the transactions of the follower, so that it has what is kept of them, and nothing else.
    with sqlite3.connect(file, timeout=10) as index:
        index.executescript("""
            CREATE TABLE applied (name TEXT, revision INTEGER);
            CREATE TRIGGER applying AFTER INSERT ON claims
            BEGIN INSERT INTO applied VALUES (new.name, new.revision); END;""")
    when, count = random.Random(7), 0
    for _ in range(KILLS):
        for _ in range(CLAIMS):
            count += 1
            bundle = {"claims": [{"claim": {
                "statement": f"Ship {count} left the harbour.", "language": "en",
                "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"}}]}
            path = scratch / "ship.json"
            path.write_text(json.dumps(bundle), encoding="utf-8")
            run(program, "import", path, env=environment() | {"CLAIMSTORE_SERVER": f"http://{address}"})
            if count % CLAIMS == CLAIMS // 2:
                follower.send_signal(signal.SIGKILL)
                follower.wait()
                time.sleep(when.uniform(0, 0.1))
                follower = start()
        time.sleep(when.uniform(0, 0.3))
    try:
        wait(lambda: rows("SELECT count(*) FROM words") == [(count,)], "not all claims arrive")
        expect(follower.poll(), None, "the follower has ended")
    finally:
        follower.kill()
        follower.wait()
    expect(rows("SELECT count(*), count(DISTINCT name), max(revision) FROM applied"),
           [(count, count, 1)], "what was applied")
    [(last,)] = rows(f"SELECT statement FROM words WHERE words MATCH '{count}'")
    expect(last, f"Ship {count} left the harbour.", "the index")


def check_typescript(address):
    """On the store with the fact-check."""
    project = scratch / "typescript"
    ignored = shutil.ignore_patterns("node_modules", "gen", "page.js")
    shutil.copytree(EXAMPLES / "typescript", project, ignore=ignored)
    node = Path(os.environ["NODE_DIR"])
    (project / "node_modules").symlink_to(node / "node_modules")
    (project / "page" / "edges.ts").write_text((ROOT / ".ci" / "edges.ts").read_text(encoding="utf-8"))
    (project / "package.json").write_text(
        (project / "package.json").read_text(encoding="utf-8").replace("../../proto", f"{scratch}/proto"))
    for script in ("generate", "check", "page"):
        run("npm", "run", "--silent", script, cwd=project)
    draft = project / "draft.txt"
    url = f"http://{address}"
    for text, code, end in ((f"Hundreds went. {CAPTURED} It rained.", 2, "1 to look at"),
                            ("It rained on Monday.", 0, "0 to look at")):
        draft.write_text(text, encoding="utf-8")
        said = run("npx", "tsx", "check_draft.ts", url, draft, code=code, cwd=project).splitlines()
        expect(said[-1], end, "the draft")
        if code:
            expect(said[-2].strip(), f"{DESK}: FALSE", "what is said of the draft")
    run("npx", "esbuild", "page/edges.ts", "--bundle", "--format=esm", "--outfile=page/edges.js",
        "--log-level=error", cwd=project)
    return project


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def is_matched(address):
    """Whether the index knows the claim. It follows the store within a moment."""
    variables = environment() | {"CLAIMSTORE_SERVER": f"http://{address}"}
    return "  1.00  " in run(program, "match", CAPTURED, env=variables)


def check_browser(python, project):
    port, other = free_port(), free_port()
    node = Path(os.environ["NODE_DIR"])
    driver = node / "browser" / "browser.mjs"
    shutil.copy(ROOT / ".ci" / "browser.mjs", driver)
    with serving("--web-origins", f"http://localhost:{port}") as address:
        python.run("import_bundle.py", address, EXAMPLES / "foreign-fighters.json")
        wait(lambda: is_matched(address), "the claim is not matched")
        seen = json.loads(run(
            "node", driver, os.environ["CHROMIUM"], project / "page", port, other, f"http://{address}",
            CAPTURED))
    found = seen["shown"]["found"]
    if not found or CAPTURED not in found[0]:
        raise Failed(f"the page shows {seen['shown']}")
    expect(seen["edges"], {
        "position": True, "name": "Ada", "reason": "INVALID_FIELDS", "fields": ["source"],
        "requestId": True, "watched": ["unverified:page"],
    }, "what a page sees")
    expect(seen["other"]["found"], [], "what a page of another origin sees")
    if not seen["other"]["failed"]:
        raise Failed("a page of another origin has no error")


def check_rust(address):
    """A source of the example falls. Another run finds it retracted, and lists the same."""
    bundle = json.loads((EXAMPLES / "foreign-fighters.json").read_text(encoding="utf-8"))
    urls = [it["source"]["url"] for it in bundle["sources"] if "url" in it.get("source", {})]
    for url in urls:
        said = run(target / "examples" / "fallen_source", f"http://{address}", url, "It was forged")
        if any(" <- articles/" in line for line in said.splitlines()):
            again = run(target / "examples" / "fallen_source", f"http://{address}", url, "It was forged")
            expect(again, said, "the same source again")
            return
    raise Failed("no article rests on any source")


def check_go(address):
    """After a source fell, so that an article rests on it."""
    path = scratch / "go"
    (path / "src").mkdir(parents=True)
    outs = [f"--{it}_out={path}/src" for it in ("go", "go-grpc")]
    run("protoc", "-Iproto", *outs, *PROTOS, cwd=scratch)
    shutil.copytree(EXAMPLES / "go" / "corrections", path / "src" / "corrections")
    shutil.copy(ROOT / ".ci" / "go" / "codec.go", path / "src" / "corrections")
    variables = os.environ | {
        "GO111MODULE": "off", "GOFLAGS": "", "GOPATH": f"{path}:/usr/share/gocode", "GOCACHE": f"{path}/cache"}
    run("go", "vet", "corrections", env=variables, cwd=path)
    run("go", "build", "-o", path / "built", "corrections", env=variables, cwd=path)
    said = run(path / "built", address, code=2)
    if "Chinese fighters follow North Koreans" not in said:
        raise Failed(f"the article that rests on a retracted source is not listed: {said}")
    with serving() as empty:
        expect(run(path / "built", empty), "", "the articles of an empty store")


def main():
    def step(name, check):
        begin = time.monotonic()
        result = check()
        print(f"   {name}: {time.monotonic() - begin:.1f} s", flush=True)
        return result

    step("lengths", check_lengths)
    python = step("Python: generated", Python)
    with serving() as address:
        step("Python: followed", lambda: check_follower(python, address))
    with serving() as address:
        step("Python: a history proved", lambda: check_proof(python, address))
    with serving() as address:
        step("Python: imported, and fact-checked", lambda: check_python(python, address))
        project = step("TypeScript: a draft", lambda: check_typescript(address))
        step("Rust: a source has fallen", lambda: check_rust(address))
        step("Go: what rests on it", lambda: check_go(address))
    step("TypeScript: a page in a browser", lambda: check_browser(python, project))


try:
    main()
except Failed as failed:
    sys.exit(str(failed))
