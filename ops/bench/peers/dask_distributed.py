#!/usr/bin/python3
"""Dask distributed, Debian's: a scheduler and two workers of one thread, each a process; nothing durable."""

import signal
import subprocess
import time

from common import FAULT_MILLIS, FAULT_TASKS, apt, call, folder, main, measure, runs_in, until



def start(work):
    apt("python3-distributed", "dask-scheduler")
    address = work / "scheduler.json"
    quiet = {"stdout": (work / "log").open("a"), "stderr": subprocess.STDOUT, "cwd": work}
    port = ["--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0"]
    file = ["--scheduler-file", str(address)]
    processes = [subprocess.Popen(["dask-scheduler", *port, *file], **quiet)]
    until(address.exists, 60, "the scheduler")
    one = ["--nthreads", "1", "--no-nanny", "--dashboard-address", "127.0.0.1:0"]
    for _ in range(2):
        processes.append(subprocess.Popen(["dask-worker", *one, *file], **quiet))
    return processes, str(address)


def stop(processes):
    for process in processes:
        process.kill()
        process.wait()


def plain():
    from dask.distributed import Client

    processes, address = start(folder("dask"))
    try:
        with Client(scheduler_file=address) as client:
            client.wait_for_workers(2)

            def bulk(count):
                client.gather(client.map(int, range(count), pure=False))

            return measure(bulk, lambda: client.submit(int, 1, pure=False).result(), 5000, 300)
    finally:
        stop(processes)


def nap(number, file):
    with open(file, "a") as out:
        out.write(f"{number}\n")
    time.sleep(FAULT_MILLIS / 1e3)
    return number


def once(kill):
    from dask.distributed import Client

    work = folder("dask")
    processes, address = start(work)
    try:
        with Client(scheduler_file=address) as client:
            client.wait_for_workers(2)
            began = time.perf_counter()
            futures = client.map(nap, range(FAULT_TASKS), [str(work / "runs")] * FAULT_TASKS, pure=False)
            if kill:
                until(lambda: runs_in(work / "runs")["run"] >= FAULT_TASKS // 2)
                processes[1].send_signal(signal.SIGKILL)
            results = client.gather(futures)
            return time.perf_counter() - began, len(set(results)), runs_in(work / "runs")
    finally:
        stop(processes)


def fault():
    calm, _, _ = once(False)
    seconds, results, runs = once(True)
    return {"results": results, **runs, "seconds": round(seconds, 2), "undisturbed_s": round(calm, 2)}


def version():
    return call("dask-scheduler", "--version").strip().split()[-1]


if __name__ == "__main__":
    main("Dask distributed", version, "no", plain, fault)
