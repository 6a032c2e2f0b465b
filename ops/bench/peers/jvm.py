"""Peers on the JVM: a class path by Maven, two worker processes, and a client in a third."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess


from common import FAULT_MILLIS, FAULT_TASKS, HERE, WORK, Missing, call, folder, runs_in, until

SOURCES = HERE / "jvm"
RESOLVE = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath"
OPENED = "java.io java.lang java.lang.invoke java.math java.net java.nio java.time java.util sun.nio.ch"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def home():
    """A JDK of 25 or newer."""
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, pathlib.Path("/usr/lib/jvm").glob("*"))]
    for java in homes:
        release = pathlib.Path(java) / "release"
        if java and release.exists():
            major = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
            if major and int(major[1]) >= 25:
                return pathlib.Path(java) / "bin"
    raise Missing("no JDK 25")


class Peer:
    """One peer's processes."""

    def __init__(self, name):
        self.name = name
        self.classes = WORK / "classes" / name
        self.processes = []

    def compile(self):
        path = WORK / f"{self.name}.cp"
        WORK.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            call("mvn", "-q", "-B", "-f", SOURCES / f"{self.name}.xml", RESOLVE, f"-Dmdep.outputFile={path}")
        self.path = path.read_text().strip()
        self.classes.mkdir(parents=True, exist_ok=True)
        main = SOURCES / f"{self.name.capitalize()}Peer.java"
        call(home() / "javac", "-nowarn", "-d", self.classes, "-cp", self.path, main, SOURCES / "Measuring.java")

    def java(self, work, main, *arguments, options=(), **streams):
        opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED.split()]
        command = [home() / "java", "-Xmx2g", "--sun-misc-unsafe-memory-access=allow", *opens, *options]
        command += ["-cp", f"{self.classes}:{self.path}", main, *map(str, arguments)]
        streams.setdefault("stdout", (work / "log").open("a"))
        process = subprocess.Popen(command, cwd=work, stderr=(work / "log").open("a"), **streams)
        self.processes.append(process)
        return process

    def start(self, work):
        """Starts two workers; answers the arguments that tell a client where they are."""
        main = f"{self.name.capitalize()}Peer"
        ports = [free_port(), free_port()]
        for port in ports:
            self.java(work, main, "node", port, ports[0], work)
            until(lambda: subprocess.run(["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}"],
                                         capture_output=True).returncode == 0, 60, "a worker")
        return ["-", ports[0], work], []

    def worker(self):
        return self.processes[1]

    def stop(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        self.processes = []

    def ask(self, mode, *more, kill=False):
        work = folder(self.name)
        try:
            where, options = self.start(work)
            main = f"{self.name.capitalize()}Peer"
            client = self.java(work, main, mode, *where, *more, options=options, stdout=subprocess.PIPE)
            if kill:
                until(lambda: runs_in(work / "runs")["run"] >= FAULT_TASKS // 2, 100)
                self.worker().send_signal(signal.SIGKILL)
            try:
                lines = client.communicate(timeout=150)[0].decode().splitlines()
            except subprocess.TimeoutExpired:
                raise Missing("no end after 150 s") from None
            found = [line for line in lines if line.startswith("{")]
            if not found:
                raise Missing("failed: " + (work / "log").read_text()[-300:])
            return json.loads(found[-1]), runs_in(work / "runs")
        finally:
            self.stop()

    def plain(self):
        self.compile()
        return self.ask("plain")[0]

    def fault(self):
        self.compile()
        calm, _ = self.ask("fault", FAULT_TASKS, FAULT_MILLIS)
        hit, runs = self.ask("fault", FAULT_TASKS, FAULT_MILLIS, kill=True)
        return {"results": hit["results"], **runs, "seconds": hit["seconds"], "undisturbed_s": calm["seconds"]}
