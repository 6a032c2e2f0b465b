#!/usr/bin/python3
"""Plain Ignite compute: two server nodes with one thread each, callAsync from a client; nothing durable."""

from common import main
from jvm import Peer

if __name__ == "__main__":
    peer = Peer("ignite")
    main("Ignite compute", "2.18.0", "no", peer.plain, peer.fault)
