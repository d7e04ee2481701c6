"""Starts the program on a store of its own, for the scripts beside it."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager

import grpc

START_SECONDS = 60
DRAIN_SECONDS = 3
# The drain, the closing of connections, and the end of the private Postgres.
END_SECONDS = DRAIN_SECONDS + 10


# Where Postgres is, which is a matter of the machine.
SETTINGS_KEPT = {"CLAIMSTORE_POSTGRES_BIN_DIR", "CLAIMSTORE_NO_FETCH"}


def environment():
    """This one without settings that would make it another program."""
    return {
        name: value for name, value in os.environ.items()
        if name in SETTINGS_KEPT or not name.startswith("CLAIMSTORE_")
    }


@contextmanager
def started(program, *arguments):
    """A server on a free port, with more arguments: its process, its address and its data directory. What it
    logged is printed where the block fails."""
    with tempfile.TemporaryDirectory() as parent:
        # As root, the user that runs Postgres must get through.
        os.chmod(parent, 0o711)
        data = os.path.join(parent, "data")
        process = subprocess.Popen(
            [program, "serve", "--listen", "127.0.0.1:0", "--data-dir", data,
             "--drain-timeout-ms", str(DRAIN_SECONDS * 1000), "--log-format", "json", *arguments],
            stderr=subprocess.PIPE, text=True, env=environment(),
        )
        log = []
        try:
            yield process, address_of(process, log), data
        except BaseException:
            print("".join(log), file=sys.stderr)
            raise
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(END_SECONDS)


def address_of(process, log):
    for line in process.stderr:
        log.append(line)
        entry = json.loads(line)
        if entry.get("message") == "listening":
            threading.Thread(target=lambda: log.extend(process.stderr), daemon=True).start()
            return entry["address"]
    raise AssertionError("the server ended before it listened:\n" + "".join(log))


def wait_until_serving(address):
    """Asks for its health in the bytes of the wire, so that no generated code is needed."""
    with grpc.insecure_channel(address) as channel:
        check = channel.unary_unary("/grpc.health.v1.Health/Check")
        deadline = time.monotonic() + START_SECONDS
        # HealthCheckResponse { status: SERVING }
        while check(b"", timeout=START_SECONDS, wait_for_ready=True) != b"\x08\x01":
            if time.monotonic() > deadline:
                raise AssertionError("health does not become SERVING")
            time.sleep(0.05)
