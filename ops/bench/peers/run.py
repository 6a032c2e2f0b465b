#!/usr/bin/python3
"""Runs Gridmill's own benchmarks and all peers, one after the other, and prints a table or JSON.

run.py [--json] [--no-faults | --faults-only] [PEER…], where a peer is gridmill or the name of a script beside this one.
"""

import json
import subprocess
import sys

from common import HERE

PEERS = ["gridmill", "ignite", "jppf", "bullmq", "hazelcast", "dask_distributed", "celery_redis", "slurm"]
LAUNCHER = HERE.parent.parent / "gridmill"
COLUMNS = ["peer", "version", "durable", "tasks_per_s", "p50_ms", "p99_ms", "to_gridmill"]
FAULTS = ["peer", "results", "run_twice", "seconds", "undisturbed_s"]


def last_json(command):
    """The last line of a program that is JSON."""
    done = subprocess.run(list(map(str, command)), text=True, capture_output=True)
    found = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not found:
        return {"missing": (done.stderr or done.stdout).strip()[-300:]}
    return json.loads(found[-1])


def gridmill():
    """Both settings that Gridmill is measured in, and its fault test."""
    found = last_json([LAUNCHER, "bench", "dispatch", "--json"])
    if "missing" in found:
        return [{"peer": "Gridmill", **found}], []
    base = {"peer": "Gridmill", "version": "this"}
    rows = [
        {**base, "durable": "two copies in memory", **found},
        {**base, "durable": "log synced each batch", "tasks_per_s": found.get("tasks_per_s_synced")},
    ]
    return rows, [{"peer": "Gridmill", **last_json([LAUNCHER, "bench", "fault", "--json"])}]


def table(columns, rows):
    """Rows as text, aligned."""
    lines = [columns] + [[str(row.get(c, "")) if row.get(c) is not None else "" for c in columns] for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def main(arguments):
    wanted = [a for a in arguments if not a.startswith("--")] or PEERS
    rows, faults = [], []
    for peer in wanted:
        sys.stderr.write(f"running {peer}\n")
        if peer == "gridmill":
            ours, broken = gridmill()
            rows += ours
            faults += broken
        else:
            script = [HERE / f"{peer}.py"]
            if "--faults-only" not in arguments:
                rows.append(last_json([*script, "plain"]))
            if "--no-faults" not in arguments:
                faults.append(last_json([*script, "fault"]))
    ours = next((r["tasks_per_s"] for r in rows if r.get("peer") == "Gridmill" and r.get("tasks_per_s")), None)
    for row in rows:
        if ours and row.get("tasks_per_s"):
            row["to_gridmill"] = round(row["tasks_per_s"] / ours, 3)
    if "--json" in arguments:
        print(json.dumps({"peers": rows, "faults": faults}))
        return
    table(COLUMNS, [r for r in rows if "missing" not in r])
    print("\n400 tasks of 20 ms on two workers, one killed half way:")
    table(FAULTS, [f for f in faults if "missing" not in f])
    for missing in [r for r in rows + faults if "missing" in r]:
        print(f"left out: {missing.get('peer')}: {missing['missing']}")


if __name__ == "__main__":
    main(sys.argv[1:])
