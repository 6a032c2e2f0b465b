#!/usr/bin/python3
"""BullMQ over Redis with an append-only file that is synced with every write; two worker processes."""

import json
import signal
import subprocess

from celery_redis import free_port
from common import FAULT_MILLIS, FAULT_TASKS, HERE, WORK, Missing, apt, call, folder, main, runs_in, until

HOME = WORK / "node"


def install():
    apt("redis-server", "redis-server")
    if not (HOME / "node_modules" / "ioredis").exists():
        HOME.mkdir(parents=True, exist_ok=True)
        (HOME / "package.json").write_text("{}")
        call("npm", "install", "--silent", "bullmq@6.7.0", "ioredis@5", cwd=HOME)


def node(work, port, *arguments, **options):
    script = HOME / "bullmq.mjs"
    script.write_text((HERE / "bullmq.mjs").read_text())  # modules are found from where a script lies
    return subprocess.Popen(["node", script, str(port), str(work), *map(str, arguments)], **options)


def start(work):
    install()
    port = free_port()
    quiet = {"stdout": (work / "log").open("a"), "stderr": subprocess.STDOUT}
    redis = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(work)]
    processes = [subprocess.Popen([*redis, "--appendonly", "yes", "--appendfsync", "always"], **quiet)]
    until(lambda: "PONG" in subprocess.run(["redis-cli", "-p", str(port), "ping"], text=True,
                                           capture_output=True).stdout, 20, "redis")
    return processes, port, quiet


def stop(processes):
    for process in reversed(processes):
        process.kill()
        process.wait()


def asked(work):
    return {"stdout": subprocess.PIPE, "stderr": (work / "log").open("a"), "text": True}


def answer(client, work):
    try:
        return json.loads(client.communicate(timeout=150)[0])
    except ValueError:
        raise Missing("failed: " + (work / "log").read_text()[-300:]) from None


def plain():
    work = folder("bullmq")
    processes, port, quiet = start(work)
    try:
        for _ in range(2):
            processes.append(node(work, port, "work", 50, 0, **quiet))
        client = node(work, port, "plain", 10_000, 300, **asked(work))
        processes.append(client)
        return answer(client, work)
    finally:
        stop(processes)


def once(kill):
    work = folder("bullmq")
    processes, port, quiet = start(work)
    try:
        for _ in range(2):
            processes.append(node(work, port, "work", 1, FAULT_MILLIS, **quiet))
        client = node(work, port, "fault", FAULT_TASKS, **asked(work))
        processes.append(client)
        if kill:
            until(lambda: runs_in(work / "runs")["run"] >= FAULT_TASKS // 2, 100)
            processes[1].send_signal(signal.SIGKILL)
        found = answer(client, work)
        return found["seconds"], found["results"], runs_in(work / "runs")
    finally:
        stop(processes)


def fault():
    calm, _, _ = once(False)
    seconds, results, runs = once(True)
    return {"results": results, **runs, "seconds": round(seconds, 2), "undisturbed_s": round(calm, 2)}


if __name__ == "__main__":
    main("BullMQ", "6.7.0", "log synced each write", plain, fault)
