"""examples/backup.sh, used as docs/operating.md says.

A store is backed up while it is written to, and restored on its own server of Postgres and on
another one. What was acknowledged before must be there, feeds must go on or be refused as the
documents say, and what cannot be restored must leave nothing behind. The password must be seen
nowhere.
"""

import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import grpc
from google.protobuf import descriptor_pool, message_factory
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from cluster import BIN, PASSWORD, WAIT_SECONDS, Cluster, check, equal, until, written_in_url
from program import END_SECONDS, address_of, wait_until_serving

PROGRAM, EXAMPLE, _ = [os.path.abspath(it) for it in sys.argv[1:]]
ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "examples" / "backup.sh"
WRITERS = 3
CREATE_ROLE = "create role {} login createdb password '{}'"
# What else administrators do in a database, and only they may.
ADMINISTRATION = """
    create role reader; grant select on all tables in schema public to reader;
    create publication everything for all tables;
    do $$ begin
        if exists (select from pg_available_extensions where name = 'pg_stat_statements') then
            create extension pg_stat_statements;
        end if;
    end $$
"""
KEYS = "ci " + base64.b64encode(bytes(32)).decode()
DISPLAY_NAME = "written all the while"
LOST = ("OUT_OF_RANGE", "POSITION_LOST")
FOREIGN = ("INVALID_ARGUMENT", "POSITION_FOREIGN")


def environment(url):
    """This one, with no other setting of claimstore."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMSTORE_")}
    return {**kept, "CLAIMSTORE_DATABASE_URL": url}


class Script:
    """Runs the script with programs that first write down what the process list shows."""

    def __init__(self, work):
        self.seen = work / "processes"
        self.path = work / "path"
        self.path.mkdir()
        programs = ["pg_dump", "pg_restore", "psql", "createdb", "dropdb"]
        for real in [PROGRAM, *(os.path.join(BIN, it) for it in programs)]:
            stand_in = self.path / os.path.basename(real)
            stand_in.write_text(
                "#!/usr/bin/env bash\n"
                f"cat /proc/[0-9]*/cmdline 2>/dev/null >>'{self.seen}'\nexec '{real}' \"$@\"\n"
            )
            stand_in.chmod(0o755)

    def __call__(self, *arguments, url):
        run = subprocess.run(
            [SCRIPT, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
            env={**environment(url), "PATH": f"{self.path}:{os.environ['PATH']}",
                 # None of which may count.
                 "CLAIMSTORE_DATA_DIR": "/nowhere", "CLAIMSTORE_DATABASE_DIRECT_URL": "postgres://nowhere/no"},
        )
        output = run.stdout + run.stderr
        shown = output + (self.seen.read_text(errors="replace") if self.seen.exists() else "")
        for secret in (PASSWORD, written_in_url(PASSWORD)):
            check(secret not in shown, f"{arguments} shows the password")
        return run.returncode, output

    def expect(self, code, words, *arguments, url):
        found, output = self(*arguments, url=url)
        check(found == code and re.search(words, output),
              f"{arguments}: ended with {found} instead of {code}, or without {words!r}:\n{output}")


class Client:
    """Calls methods by their names, with what reflection says about them."""

    def __init__(self, address):
        self.address = address
        self.channel = grpc.insecure_channel(address)
        self.pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(self.channel))

    def message(self, name):
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(name))

    def method(self, path):
        service, name = path.split("/")
        found = self.pool.FindServiceByName(f"claimstore.v1.{service}").FindMethodByName(name)
        kind = self.channel.unary_stream if found.server_streaming else self.channel.unary_unary
        request, response = (message_factory.GetMessageClass(it) for it in (found.input_type, found.output_type))
        return request, kind(f"/claimstore.v1.{path}", request.SerializeToString, response.FromString)

    def call(self, path, **fields):
        request, stub = self.method(path)
        return stub(request(**fields), timeout=WAIT_SECONDS)

    def create(self, display_name, request_id, **fields):
        """Creates a source; answers it, and the position of that."""
        request, stub = self.method("SourceService/CreateSource")
        source = {"kind": "SOURCE_KIND_ORGANIZATION", "display_name": display_name, **fields}
        created, call = stub.with_call(request(source=source, request_id=request_id), timeout=WAIT_SECONDS)
        metadata = dict([*call.initial_metadata(), *call.trailing_metadata()])
        return created, metadata["x-claimstore-position"]

    def log(self, after=""):
        """Everything after a position."""
        changes, token = [], ""
        while True:
            page = self.call("ChangeService/ListChanges", after_position=after, page_size=1000,
                             page_token=token, view="ARTICLE_VIEW_FULL")
            changes.extend(page.changes)
            token = page.next_page_token
            if not token:
                return changes

    def snapshot(self):
        """Everything that is stored, as it is now."""
        found = {}
        stream = self.call("ChangeService/WatchChanges", snapshot=True, view="ARTICLE_VIEW_FULL")
        for answer in stream:
            if not answer.snapshot:
                stream.cancel()
                return found
            found.update((it.resource_name, it.SerializeToString()) for it in answer.changes)

    def refusal(self, path, **fields):
        """The code and the reason of the error, or nothing."""
        try:
            answer = self.call(path, **fields)
            if "Watch" in path:
                next(answer)
        except grpc.RpcError as error:
            details = dict(error.trailing_metadata())["grpc-status-details-bin"]
            for detail in self.message("google.rpc.Status").FromString(details).details:
                if detail.type_url.endswith("/google.rpc.ErrorInfo"):
                    return error.code().name, self.message("google.rpc.ErrorInfo").FromString(detail.value).reason
        return None

    def refusals(self, position):
        """What a list and a watch from a position are refused with."""
        return {
            self.refusal("ChangeService/ListChanges", after_position=position),
            self.refusal("ChangeService/WatchChanges", position=position),
        }

    def sources_called(self, name):
        """How many sources a search finds."""
        def is_ready():
            try:
                self.call("SearchService/SearchSources", query=name)
                return True
            except grpc.RpcError:
                return False
        until(is_ready, "the search does not become ready")
        return len(self.call("SearchService/SearchSources", query=name).hits)


@contextmanager
def served(url, index):
    process = subprocess.Popen(
        [PROGRAM, "serve", "--listen", "127.0.0.1:0", "--index-dir", index, "--log-format", "json",
         "--drain-timeout-ms", "0"],
        env={**environment(url), "CLAIMSTORE_CONFIDENTIAL_KEYS": KEYS},
        stderr=subprocess.PIPE, text=True,
    )
    log = []
    try:
        address = address_of(process, log)
        wait_until_serving(address)
        yield Client(address)
    except BaseException:
        print("".join(log), file=sys.stderr)
        raise
    finally:
        process.terminate()
        process.wait(END_SECONDS)


def claimstore(*arguments, url=""):
    run = subprocess.run([PROGRAM, *arguments], env=environment(url), capture_output=True, text=True, timeout=120)
    check(run.returncode == 0, f"{arguments}: {run.stdout}{run.stderr}")


@contextmanager
def writing(client):
    """Sources are created all the while; in the list is what was acknowledged."""
    acknowledged, errors, end = [], [], threading.Event()

    def write():
        try:
            while not end.is_set():
                request_id = str(uuid.uuid4())
                created, position = client.create(DISPLAY_NAME, request_id)
                acknowledged.append((request_id, created, position))
        except grpc.RpcError as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield acknowledged
    finally:
        end.set()
        for thread in threads:
            thread.join()
    equal(errors, [], "a backup stops no write")


class Store:
    """What was stored before a backup, and what was written after it began."""

    def __init__(self, cluster, script, work):
        self.index, self.file = work / "index", work / "store.dump"
        url = cluster.create("claimstore")
        claimstore("migrate", url=url)
        cluster.sql("claimstore", ADMINISTRATION)
        with served(url, self.index) as client:
            claimstore("import", "--server", f"http://{client.address}", EXAMPLE)
            client.create("Beforehand", "")
            self.confidential = client.create("Deep Throat", "", confidential=True)[0].name
            page = client.call("ChangeService/ListChanges", page_size=10)
            self.early = page.position
            self.contents = client.snapshot()
            with writing(client) as acknowledged:
                until(lambda: len(acknowledged) >= 20, "nothing is written")
                self.before = list(acknowledged)
                script.expect(0, "", "backup", self.file, url=url)
                count = len(acknowledged)
                check(count > len(self.before), "nothing was written during the backup")
                until(lambda: len(acknowledged) >= count + 20, "nothing is written after the backup")
            client.create("Afterwards", "")
            self.after = acknowledged[count + WRITERS:]
            until(lambda: client.sources_called("Afterwards") == 1, "it is not found")
            self.log = client.log()
        print(f"   backed up {len(self.before)} writes after the start, {len(self.log)} changes in all")


def restored(store, cluster, script, work, foreign):
    """Restores it, and looks at it as callers do. Answers a position that only this one has."""
    url = cluster.create("restored")
    begin = time.monotonic()
    script.expect(0, "the schema is at version .*\nchecked ", "restore", store.file, url=url)
    took = time.monotonic() - begin
    counted = cluster.sql("restored", "select count(*) > 0 from pg_stats where tablename = 'changes'")
    equal(counted, "t", "Postgres has counted the rows")
    index = work / f"index-{cluster.port}"
    shutil.copytree(store.index, index)
    with served(url, index) as client:
        contents = client.snapshot()
        for name, content in store.contents.items():
            equal(contents.get(name), content, name)
        for _, source, _ in store.before:
            found = client.call("SourceService/GetSource", name=source.name)
            equal(found.SerializeToString(), source.SerializeToString(), source.name)
        log = client.log()
        positions = [it.position for it in log]
        kept = [it.SerializeToString() for it in store.log if it.position in set(positions)]
        equal([it.SerializeToString() for it in log], kept, "the log is that of before")
        check({it[2] for it in store.before} <= set(positions), "a write is not in the log")

        lost = [it.position for it in store.log if it.position not in set(positions)]
        check({it[2] for it in store.after} <= set(lost), "a later write is in the log")
        for position in lost:
            equal(client.refusals(position), {LOST}, "what a later position gets")
        if foreign:
            equal(client.refusals(foreign), {FOREIGN}, "what a position of another copy gets")

        known, lost_one = store.before[0], store.after[0]
        equal(client.create(DISPLAY_NAME, known[0])[0].name, known[1].name, "a request of before is known")
        again, position = client.create(DISPLAY_NAME, lost_one[0])
        check(again.name != lost_one[1].name, "a lost request is done again")
        written = [position]
        for position in (store.early, store.before[-1][2]):
            watch = client.call("ChangeService/WatchChanges", position=position)
            written.append(client.create("written after the restore", "")[1])
            watched = []
            while written[-1] not in watched:
                watched.extend(it.position for it in next(watch).changes)
            watch.cancel()
            expected = positions[positions.index(position) + 1:] + written
            equal(watched, expected, "a watch goes on")
            equal([it.position for it in client.log(position)], expected, "a list goes on")

        equal([client.sources_called(it) for it in ("Beforehand", "Afterwards")], [1, 0], "the index")
        revealed = client.call("SourceService/RevealSource", name=store.confidential, justification="a test")
        equal(revealed.source.display_name, "Deep Throat", "the confidential source")
    print(f"   restored in {took:.1f} s: {len(log)} changes, and {len(lost)} are lost")
    return written[-1]


def refused(store, cluster, script, work):
    """What cannot be backed up or restored changes nothing."""
    url, files = cluster.url("restored"), sorted(os.listdir(work))
    script.expect(1, "is there already", "backup", store.file, url=url)
    empty = cluster.create("empty")
    script.expect(1, "no log of claimstore", "backup", work / "other.dump", url=empty)
    script.expect(1, "not backed up", "backup", work / "other.dump", url=cluster.url("nowhere"))
    equal(sorted(os.listdir(work)), files, "the files after backups that failed")

    cluster.sql("empty", "create table notes ()")
    for database in ("restored", "empty"):
        before = cluster.contents(database)
        script.expect(1, "is not empty", "restore", store.file, url=cluster.url(database))
        equal(cluster.contents(database), before, "the database that was not empty")
    # What comes in the way only when much is restored already.
    cluster.sql("empty", "drop table notes; create domain reviews as integer")
    script.expect(1, "nothing was changed", "restore", store.file, url=empty)
    equal(cluster.relations("empty"), "0", "the relations after a restore that failed")
    cluster.sql("empty", "drop domain reviews")

    whole, databases = store.file.read_bytes(), cluster.databases()
    damaged = work / "part.dump"
    for size in (0, 100, len(whole) // 2, len(whole) - 1):
        damaged.write_bytes(whole[:size])
        script.expect(1, "damaged", "restore", damaged, url=empty)
        script.expect(1, "damaged", "verify", damaged, url=empty)
        equal(cluster.relations("empty"), "0", "the relations after a damaged file")
    script.expect(0, "verified", "verify", store.file, url=empty)
    equal(cluster.relations("empty"), "0", "the relations after a verification beside")

    # Not as claimstore writes it.
    cluster.sql("restored", "delete from source_names")
    script.expect(0, "", "backup", work / "wrong.dump", url=url)
    script.expect(3, "source_names", "verify", work / "wrong.dump", url=empty)
    equal(cluster.databases(), databases, "the databases after verifications")

    for words in ([], ["backup"], ["restore", ""], ["backup", "a", "b"], ["drop", "a"]):
        script.expect(2, "usage", *words, url=url)
    for wrong in ("", url.replace(written_in_url(PASSWORD), PASSWORD), url.rpartition("/")[0] + "/",
                  f"postgres://claimstore@127.0.0.1/claimstore?password={written_in_url(PASSWORD)}"):
        script.expect(2, "CLAIMSTORE_DATABASE_URL", "verify", store.file, url=wrong)
    print("   what cannot be restored is refused, and leaves nothing")


def copied(cluster, work):
    """A copy of the files goes on with an epoch of its own, once the documented statement has run."""
    [statement] = re.findall(r"insert into epochs .*?;", (ROOT / "docs/operating.md").read_text(), re.DOTALL)
    copy = Cluster(work / "copy", cluster.role)
    subprocess.run(["cp", "-a", cluster.data, copy.data], check=True)
    with cluster.running(), served(cluster.url("restored"), work / "index-original") as client:
        lost = [client.create("lost", "")[1] for _ in range(10)]
    with copy.running():
        copy.sql("restored", statement)
        with served(copy.url("restored"), work / "index-copy") as client:
            for _ in range(20):
                client.create("written instead", "")
            equal(set.union(*(client.refusals(it) for it in lost)), {LOST}, "positions after the copy")
    print("   a copy of the files is told apart")


def main():
    with tempfile.TemporaryDirectory() as parent:
        work = Path(parent)
        work.chmod(0o711)
        script = Script(work)
        first, second = Cluster(work / "first", "claimstore"), Cluster(work / "second", "another")
        first.make()
        second.make()
        with first.running(), second.running():
            for cluster in (first, second):
                cluster.sql("postgres", CREATE_ROLE.format(cluster.role, PASSWORD.replace("'", "''")))
            store = Store(first, script, work)
            equal(store.file.stat().st_mode & 0o777, 0o600, "who may read the backup")
            foreign = restored(store, second, script, work, None)
            # Positions of the other copy are known to be from elsewhere.
            restored(store, first, script, work, foreign)
            refused(store, first, script, work)
        check("backup.sh" in script.seen.read_text(errors="replace"), "no process was seen")
        copied(second, work)


main()
