"""Runs the built fuzzer on its targets, and says what came of it. `.ci/fuzz` builds it first.

What it makes is in target/fuzzing: `corpus` has the inputs that reach new code, and grows from one run to the next;
`finds` has those that fail; `logs` has what libFuzzer said.
"""

import argparse
import concurrent.futures
import datetime
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM = pathlib.Path(os.environ["FUZZ_PROGRAM"])
COMMITTED = pathlib.Path("tests/fuzz/corpus")
MADE = pathlib.Path("target/fuzzing")

# Inputs that other tests have.
ALSO = {"claim_reviews": ["src/exchange/claim_review/tests/corpus"]}

# The longest inputs. What is longer than a field may be is refused before it is read.
LONGEST = {"figures": 300, "dates": 300, "positions": 100, "cursors": 300, "addresses": 2100}
LONGEST_OTHERS = 4096

# One input that takes longer is a find: that is thousands of times what they take, and hundreds of times in a
# build that is not optimised.
INPUT_SECONDS_MAX = 10 if PROGRAM.parent.name == "fuzz" else 60
MEMORY_MIB_MAX = 2048

# What is committed of the inputs of one target.
KEPT_BYTES = 9_000
KEPT_INPUT_BYTES = 1_500
KEPT_INPUTS = 50


def targets():
    return sorted(path.name for path in COMMITTED.iterdir())


def libfuzzer(target, *arguments):
    """How libFuzzer is called."""
    environment = {**os.environ, "FUZZ_TARGET": target}
    limits = [
        f"-max_len={LONGEST.get(target, LONGEST_OTHERS)}",
        f"-timeout={INPUT_SECONDS_MAX}",
        f"-rss_limit_mb={MEMORY_MIB_MAX}",
    ]
    command = [str(PROGRAM), *limits, *map(str, arguments)]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def finds(target):
    return sorted((MADE / "finds").glob(f"{target}-*"))


def fuzz(target, seconds):
    """Fuzzes one target, and goes on after a find until the time is over."""
    corpus = MADE / "corpus" / target
    corpus.mkdir(parents=True, exist_ok=True)
    known = len(finds(target))
    begin, executions, edges = time.monotonic(), 0, 0
    with open(MADE / "logs" / target, "ab") as log:
        while (left := int(seconds - (time.monotonic() - begin))) > 0:
            ended = libfuzzer(
                target, f"-max_total_time={left}", "-print_final_stats=1",
                f"-artifact_prefix={MADE}/finds/{target}-",
                corpus, COMMITTED / target, *ALSO.get(target, []),
            )
            log.write(ended.stdout)
            said = ended.stdout.decode(errors="replace")
            counts = re.findall(r"number_of_executed_units: (\d+)", said) or re.findall(r"^#(\d+)\t", said, re.M)[-1:]
            executions += sum(map(int, counts))
            edges = max([edges, *map(int, re.findall(r" cov: (\d+)", said))])
            found = len(finds(target)) - known
            if ended.returncode == 0 or found >= 5 or not found:
                break
    if ended.returncode and not found:
        sys.exit(f"{target}: the fuzzer ended with {ended.returncode}:\n{said[-3000:]}")
    return target, executions, edges, len(list(corpus.iterdir())), found


def report(results, seconds):
    """A table of what each target did."""
    day = datetime.datetime.now(datetime.timezone.utc).date()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = [
        f"{day}: {(used.ru_utime + used.ru_stime) / 60:.1f} CPU minutes, {seconds} s for each target",
        "",
        "| target | executions | edges reached | inputs | finds |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {target} | {executions:,} | {edges:,} | {inputs:,} | {found} |"
        for target, executions, edges, inputs, found in sorted(results)
    ]
    return "\n".join(lines) + "\n"


def keep(target):
    """Adds inputs of all sizes to those that are committed, of a set that reaches all that is known, as far as
    there is room."""
    with tempfile.TemporaryDirectory() as merged:
        finds_at = f"-artifact_prefix={MADE}/finds/{target}-"
        libfuzzer(target, "-merge=1", finds_at, merged, COMMITTED / target, MADE / "corpus" / target)
        inputs = [path for path in pathlib.Path(merged).iterdir() if path.stat().st_size <= KEPT_INPUT_BYTES]
        inputs.sort(key=lambda path: (path.stat().st_size, path.name))
        inputs = inputs[:: max(1, -(-len(inputs) // KEPT_INPUTS))]
        kept = COMMITTED / target
        seeds = {path.read_bytes() for path in kept.iterdir()}
        room = KEPT_BYTES - sum(map(len, seeds))
        for path in inputs:
            bytes_ = path.read_bytes()
            if bytes_ in seeds or len(bytes_) > room:
                continue
            room -= len(bytes_)
            shutil.copy(path, kept / path.name[:12])


def main():
    parser = argparse.ArgumentParser(prog=".ci/fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all if none is given")
    parser.add_argument("--seconds", type=int, default=6, help="for each target")
    parser.add_argument("--cpu-hours", type=float, help="for all targets together, instead of --seconds")
    parser.add_argument("--result", type=pathlib.Path, help="a file for what came of it")
    parser.add_argument("--keep", action="store_true", help="commit small inputs that reach new code, and do not fuzz")
    given = parser.parse_args()
    chosen = given.targets or targets()
    for folder in ("corpus", "finds", "logs"):
        (MADE / folder).mkdir(parents=True, exist_ok=True)
    if given.keep:
        for target in chosen:
            keep(target)
        return
    seconds = given.seconds
    if given.cpu_hours:
        seconds = int(given.cpu_hours * 3600 / len(chosen))
    processors = len(os.sched_getaffinity(0))
    with concurrent.futures.ThreadPoolExecutor(processors) as running:
        results = list(running.map(lambda target: fuzz(target, seconds), chosen))
    table = report(results, seconds)
    print(table)
    if given.result:
        given.result.write_text(table)
    failed = [str(path) for target in chosen for path in finds(target)]
    if failed:
        sys.exit("found:\n" + "\n".join(failed))


main()
