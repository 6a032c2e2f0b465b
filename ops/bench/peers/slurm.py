#!/usr/bin/python3
"""Slurm, Debian's: controller, daemon and munge on this machine; a job array of N tasks that do nothing.

The node claims 64 processors, as the controller starts array tasks once a second only.
"""

import os
import re
import socket
import subprocess
import time

from celery_redis import free_port
from common import Missing, apt, call, folder, main, measure, until

CONF = """
ClusterName=peer
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ctl}
SlurmdPort={node}
AuthType=auth/munge
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,default_queue_depth=10000
SlurmdParameters=config_overrides
SlurmUser=root
StateSaveLocation={work}/state
SlurmdSpoolDir={work}/spool
SlurmctldPidFile={work}/ctld.pid
SlurmdPidFile={work}/d.pid
SlurmctldLogFile={work}/ctld.log
SlurmdLogFile={work}/d.log
MaxArraySize=20001
MaxJobCount=50000
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs=64 State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
"""


def plain():
    apt("slurm-wlm", "slurmctld")
    apt("munge", "munged")
    work = folder("slurm")
    for name in ("state", "spool"):
        (work / name).mkdir()
    host = socket.gethostname().split(".")[0]
    conf = work / "slurm.conf"
    conf.write_text(
        CONF.format(host=host, work=work, ctl=free_port(), node=free_port())
    )
    os.environ["SLURM_CONF"] = str(conf)
    subprocess.run(["mkdir", "-p", "/run/munge"], check=True)
    subprocess.run(["chown", "munge", "/run/munge"], check=True)
    quiet = {"stdout": (work / "log").open("a"), "stderr": subprocess.STDOUT}
    processes = []
    if not os.path.exists("/run/munge/munge.socket.2"):
        processes.append(subprocess.Popen(["runuser", "-u", "munge", "--", "munged", "-F"], **quiet))
    processes.append(subprocess.Popen(["slurmctld", "-D", "-f", conf], **quiet))
    processes.append(subprocess.Popen(["slurmd", "-D", "-f", conf, "-N", host], **quiet))

    def idle():
        shown = subprocess.run(["sinfo", "-h", "-o", "%t"], text=True, capture_output=True).stdout
        return "idle" in shown

    try:
        until(idle, 40, "slurmd")

        def bulk(count):
            command = ["sbatch", "--wait", "-Q", "-o", "/dev/null", f"--array=0-{count - 1}"]
            call(*command, "--wrap", "exit 0")

        def single():
            call("srun", "-Q", "true")

        return measure(bulk, single, 300, 10)
    finally:
        for process in reversed(processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def version():
    return re.sub(r"[^\d.]", "", call("slurmctld", "-V").split()[-1])


if __name__ == "__main__":
    main("Slurm", version, "state written to files", plain)
