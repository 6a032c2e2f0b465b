#!/usr/bin/python3
"""JPPF: a driver and two nodes of one thread, one job of many tasks; nothing durable."""


from common import main
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
"""


class Jppf(Peer):
    def start(self, work):
        port = free_port()
        mains = ["org.jppf.server.JPPFDriver"] + 2 * ["org.jppf.node.NodeRunner"]
        for i, main_class in enumerate([*mains, ""]):
            config = work / f"jppf-{i}.properties"
            config.write_text(NODE.format(port=port, management=free_port()))
            options = [f"-Djppf.config={config}", "-Dlog4j.configuration=none"]
            if main_class:
                last = ["noLauncher"] if i == 0 else ["noLauncher"]
                self.java(work, main_class, *last, options=options)
        return ["-", port, work], options


if __name__ == "__main__":
    peer = Jppf("jppf")
    main("JPPF", "6.2", "no", peer.plain, peer.fault)
