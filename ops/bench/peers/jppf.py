#!/usr/bin/python3
"""JPPF: a driver and two nodes of one thread, one job of many tasks; nothing durable."""


from common import main, until
from jvm import Peer, free_port

NODE = """
jppf.discovery.enabled = false
jppf.server.host = 127.0.0.1
jppf.server.port = {port}
jppf.processing.threads = 1
jppf.management.port = {management}
jppf.peer.discovery.enabled = false
jppf.drivers = d
d.jppf.server.host = 127.0.0.1
d.jppf.server.port = {port}
d.jppf.pool.size = 1
jppf.load.balancing.algorithm = {balancing}
jppf.load.balancing.profile = p
jppf.load.balancing.profile.p.size = 5
"""


class Jppf(Peer):
    balancing = "proportional"  # what JPPF does by itself

    def fault(self):
        self.balancing = "manual"  # or all tasks would be on one of the nodes
        return super().fault()

    def start(self, work):
        port = free_port()
        mains = ["org.jppf.server.JPPFDriver"] + 2 * ["org.jppf.node.NodeRunner"]
        for i, main_class in enumerate([*mains, ""]):
            config = work / f"jppf-{i}.properties"
            config.write_text(NODE.format(port=port, management=free_port(), balancing=self.balancing))
            options = [f"-Djppf.config={config}", "-Dlog4j.configuration=none"]
            if main_class:
                self.java(work, main_class, "noLauncher", options=options)
        until(lambda: (work / "log").read_text().count("successfully initialized") == 2, 60, "a node")
        return ["-", port, work], options


if __name__ == "__main__":
    peer = Jppf("jppf")
    main("JPPF", "6.2", "no", peer.plain, peer.fault)
