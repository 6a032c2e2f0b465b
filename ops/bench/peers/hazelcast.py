#!/usr/bin/python3
"""Hazelcast's durable executor: two members with one thread each and one backup of each task, in memory."""

from common import main
from jvm import Peer

if __name__ == "__main__":
    peer = Peer("hazelcast")
    main("Hazelcast durable executor", "5.5.0", "two copies in memory", peer.plain, peer.fault)
