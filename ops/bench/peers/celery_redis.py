#!/usr/bin/python3
"""Celery with Redis as broker and for results, one worker of two processes; late acknowledgement."""

import os
import signal
import socket
import subprocess
import sys
import time

from common import FAULT_MILLIS, FAULT_TASKS, apt, call, folder, main, measure, runs_in, until

PYTHON = "/usr/bin/python3"  # Debian's, which finds Debian's packages
APP = """
import time
from celery import Celery

app = Celery("peer", broker="redis://127.0.0.1:{port}/0", backend="redis://127.0.0.1:{port}/1")
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=True, worker_prefetch_multiplier=64,
                broker_transport_options={{"visibility_timeout": 10}})


@app.task
def same(number):
    return number


@app.task
def nap(number, file):
    with open(file, "a") as out:
        out.write("%d\\n" % number)
    time.sleep({seconds})
    return number
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def install():
    apt("redis-server", "redis-server")
    if subprocess.run([PYTHON, "-c", "import celery, redis"], capture_output=True).returncode:
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        packages = ["python3-celery", "python3-redis"]
        call("apt-get", "install", "-y", "--no-install-recommends", *packages, env=environment)


def version():
    return call(PYTHON, "-m", "celery", "--version").split()[0]


def start(work, workers):
    install()
    port = free_port()
    (work / "peer.py").write_text(APP.format(port=port, seconds=FAULT_MILLIS / 1e3))
    quiet = {"stdout": (work / "log").open("a"), "stderr": subprocess.STDOUT, "cwd": work}
    redis = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(work)]
    processes = [subprocess.Popen([*redis, "--appendonly", "yes", "--appendfsync", "everysec"], **quiet)]
    until(lambda: "PONG" in subprocess.run(["redis-cli", "-p", str(port), "ping"], text=True,
                                           capture_output=True).stdout, 20, "redis")
    celery = [PYTHON, "-m", "celery", "-A", "peer", "worker", "-l", "WARNING", "-c", str(2 // workers)]
    for i in range(workers):
        command = [*celery, "-n", f"w{i}@peer", "--without-gossip", "--without-mingle"]
        processes.append(subprocess.Popen(command, start_new_session=True, **quiet))
    return processes


def stop(processes):
    for process in reversed(processes):
        try:
            os.killpg(process.pid, signal.SIGKILL) if process is not processes[0] else process.kill()
        except ProcessLookupError:
            pass
        process.wait()


def app(work):
    if str(work) not in sys.path:
        sys.path.insert(0, str(work))
    import peer

    return peer


def plain():
    work = folder("celery")
    processes = start(work, 1)
    try:
        from celery.result import ResultSet

        peer = app(work)

        def bulk(count):
            ResultSet([peer.same.delay(i) for i in range(count)]).join_native(120)

        peer.same.delay(0).get(timeout=60)
        return measure(bulk, lambda: peer.same.delay(1).get(timeout=60), 2000, 100)
    finally:
        stop(processes)
        sys.path.remove(str(work))


def once(kill):
    work = folder("celery-calm" if not kill else "celery-kill")
    processes = start(work, 2)
    try:
        from celery.result import ResultSet

        sys.modules.pop("peer", None)
        peer = app(work)
        for result in [peer.same.delay(i) for i in range(8)]:
            result.get(timeout=60)
        began = time.perf_counter()
        waiting = [peer.nap.delay(i, str(work / "runs")) for i in range(FAULT_TASKS)]
        if kill:
            until(lambda: runs_in(work / "runs")["run"] >= FAULT_TASKS // 2)
            os.killpg(processes[1].pid, signal.SIGKILL)
        results = set()
        try:
            for _, answer in ResultSet(waiting).iter_native(timeout=60):
                results.add(answer["result"])
        except Exception as lost:  # Celery's time-outs have many types
            sys.stderr.write(f"{type(lost).__name__}\n")
        return time.perf_counter() - began, len(results), runs_in(work / "runs")
    finally:
        stop(processes)
        sys.path.remove(str(work))


def fault():
    calm, _, _ = once(False)
    seconds, results, runs = once(True)
    return {"results": results, **runs, "seconds": round(seconds, 2), "undisturbed_s": round(calm, 2)}


if __name__ == "__main__":
    main("Celery + Redis", version, "log synced each second", plain, fault)
