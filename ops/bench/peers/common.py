"""What the peers' scripts have in common: where they keep things, how they time, and what they print."""

import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
WORK = HERE.parent / "target" / "peers"
FAULT_TASKS = 400
FAULT_MILLIS = 20


class Missing(Exception):
    """The peer cannot be installed or started here; the text says why."""


def folder(name):
    """An empty folder for one run of a peer."""
    path = WORK / name
    subprocess.run(["rm", "-rf", path], check=True)
    path.mkdir(parents=True)
    return path


def call(*command, **options):
    """Runs a command that must end well; its output is part of the complaint if it does not."""
    done = subprocess.run(command, text=True, capture_output=True, **options)
    if done.returncode:
        raise Missing(f"{' '.join(map(str, command))}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


def apt(package, program):
    """Installs a Debian package unless its program is there."""
    if subprocess.run(["which", program], capture_output=True).returncode:
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        call("apt-get", "install", "-y", "--no-install-recommends", package, env=environment)


def until(ready, seconds=60, what="it"):
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise Missing(f"{what} was not ready after {seconds} s")
        time.sleep(0.05)


def millis(sample):
    """Median and 99th percentile of seconds, in milliseconds."""
    ordered = sorted(sample)
    return {
        "p50_ms": round(ordered[len(ordered) // 2] * 1e3, 3),
        "p99_ms": round(ordered[len(ordered) * 99 // 100] * 1e3, 3),
    }


def measure(bulk, single, tasks, singles):
    """Tasks a second of a warm bulk, and how long a single warm task takes."""
    bulk(max(tasks // 10, 10))
    began = time.perf_counter()
    bulk(tasks)
    rate = tasks / (time.perf_counter() - began)
    sample = []
    for i in range(2 * singles):
        began = time.perf_counter()
        single()
        if i >= singles:
            sample.append(time.perf_counter() - began)
    return {"tasks": tasks, "tasks_per_s": round(rate, 1), **(millis(sample) if sample else {})}


def runs_in(file):
    """How many tasks wrote their number to a file more than once, and how many at all."""
    numbers = file.read_text().split() if file.exists() else []
    return {"run": len(set(numbers)), "run_twice": len(numbers) - len(set(numbers))}


def main(peer, version, durable, plain, fault=None):
    """Runs what the command line asks for, and prints one line of JSON."""
    mode = sys.argv[1] if len(sys.argv) > 1 else "plain"
    line = {"peer": peer, "durable": durable}
    try:
        if mode == "fault" and fault is None:
            raise Missing("no fault test for this one")
        work = plain if mode == "plain" else fault
        found = work()
        line.update(version=version() if callable(version) else version, **found)
    except Missing as why:
        line["missing"] = str(why)
    print(json.dumps(line), flush=True)
