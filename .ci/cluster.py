"""A server of Postgres that asks for a password, for backup.py."""

import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote

WAIT_SECONDS = 30
BIN = os.path.abspath(sys.argv[3])
# With all that has to be written otherwise in a url, and some of it in a shell.
PASSWORD = "p:/@?%41\\n'\" " + secrets.token_hex(8)


def written_in_url(password):
    """Encoded only where that is needed."""
    return quote(password, safe="\\'!$&()*+,;=")


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def equal(found, wanted, what):
    check(found == wanted, f"{what}\n  found  {found!r}\n  wanted {wanted!r}")


def until(condition, what):
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        check(time.monotonic() < deadline, what)
        time.sleep(0.01)


class Cluster:
    """A server of Postgres that asks for a password."""

    def __init__(self, data, role):
        self.data, self.port, self.role = data, None, role
        self.owner = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}

    def make(self):
        word = self.data.with_suffix(".password")
        word.write_text(PASSWORD)
        self.data.mkdir(0o700)
        if self.owner:
            shutil.chown(self.data, **self.owner)
            shutil.chown(word, **self.owner)
        self.run("initdb", "--username", "postgres", "--encoding", "UTF8", "--locale", "C",
                 "--auth", "scram-sha-256", "--pwfile", word, "--no-sync")

    def run(self, program, *arguments):
        command = [os.path.join(BIN, program), "--pgdata", self.data, *arguments]
        run = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, timeout=60, **self.owner)
        check(run.returncode == 0, f"{program} ended with {run.returncode}")

    @contextmanager
    def running(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.run("pg_ctl", "--log", self.data / "log", "--silent", "--wait", "--options",
                 f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories= "
                 "-c fsync=off", "start")
        try:
            yield self
        finally:
            self.run("pg_ctl", "--mode", "fast", "--silent", "stop")

    def sql(self, database, text):
        run = subprocess.run(
            [os.path.join(BIN, "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1",
             "-p", str(self.port), "-U", "postgres", "-d", database, "-c", text],
            env={**os.environ, "PGPASSWORD": PASSWORD}, capture_output=True, text=True, timeout=60,
        )
        check(run.returncode == 0, f"{text}: {run.stderr}")
        return run.stdout.strip()

    def create(self, database):
        self.sql("postgres", f"create database {database} owner {self.role}")
        return self.url(database)

    def url(self, database):
        return f"postgres://{self.role}:{written_in_url(PASSWORD)}@127.0.0.1:{self.port}/{database}"

    def relations(self, database):
        return self.sql(database, "select count(*) from pg_class where relnamespace = 'public'::regnamespace")

    def contents(self, database):
        """A digest of all that is in it."""
        run = subprocess.run(
            [os.path.join(BIN, "pg_dump"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", database],
            env={**os.environ, "PGPASSWORD": PASSWORD}, capture_output=True, timeout=60,
        )
        check(run.returncode == 0, run.stderr)
        # But for the words that pg_dump makes up each time.
        text = re.sub(rb"\n\\(un)?restrict .*", b"", run.stdout)
        return hashlib.sha256(text).hexdigest()

    def databases(self):
        return self.sql("postgres", "select datname from pg_database order by 1")
