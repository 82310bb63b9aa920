"""Starts a Redis Cluster on loopback: three masters, each with a replica if asked for, and every slot owned by one."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis
from redis.crc import REDIS_CLUSTER_HASH_SLOTS
from redis.exceptions import RedisError

from tools.redis_server import NoRedisError, RedisServer

MASTERS = 3
# A node also listens on its port + 10,000, where the nodes talk to each other.
_BUS = 10_000
_FIRST_PORT, _LAST_PORT = 20_000, 30_000


def free_node_port() -> int:
    """Returns a loopback port whose cluster bus port was free, too, a moment ago."""
    for port in range(_FIRST_PORT + time.time_ns() % 5_000, _LAST_PORT):
        try:
            for number in (port, port + _BUS):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", number))
        except OSError:
            continue
        return port
    raise NoRedisError("no free pair of ports for a node of a Redis Cluster")


@contextmanager
def talking_to(node: RedisServer) -> Iterator[Any]:
    """Opens a connection to one node."""
    with Redis(port=node.port, host="127.0.0.1", socket_timeout=5) as link:
        yield link


@dataclass(slots=True)
class RedisCluster:
    """A Redis Cluster of our own; what `RedisServer` offers, it offers for all nodes together.

    Attributes:
        directory: each node has a folder in it.
        replicas: how many replicas each master has, 0 or 1.
        masters: the nodes that own slots at the start.
        followers: the replicas at the start, in the order of their masters.
    """

    directory: Path
    replicas: int = 0
    query: str = ""
    masters: list[RedisServer] = field(default_factory=list)
    followers: list[RedisServer] = field(default_factory=list)

    def __post_init__(self) -> None:
        taken: set[int] = set()
        for number in range(MASTERS * (1 + self.replicas)):
            while (port := free_node_port()) in taken:
                pass
            taken.add(port)
            node = RedisServer(directory=self.directory / f"node{number}", port=port)
            (self.masters if number < MASTERS else self.followers).append(node)

    @property
    def nodes(self) -> list[RedisServer]:
        """All nodes."""
        return [*self.masters, *self.followers]

    @property
    def url(self) -> str:
        """The URL services connect to: two nodes are named, the others are found."""
        seeds = ",".join(f"127.0.0.1:{node.port}" for node in self.masters[:2])
        return f"redis+cluster://{seeds}{self.query}"

    def start(self, *, extra: tuple[str, ...] = ()) -> None:
        """Starts all nodes and returns when the cluster serves every slot and every replica is in step."""
        fresh = not (self.masters[0].directory / "nodes.conf").exists()
        for node in self.nodes:
            self.start_node(node, extra=extra)
        if fresh:
            self._join()
        self.wait_ready()

    def start_node(self, node: RedisServer, *, extra: tuple[str, ...] = ()) -> None:
        """Starts one node, or starts it again."""
        node.start(
            extra=(
                *("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"),
                *("--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no"),
                *("--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0"),
                # A replica is listed once it has received something of its master: its ping, by default after 10 s.
                *("--repl-ping-replica-period", "1"),
                *extra,
            )
        )

    def wait_ready(self, *, timeout_s: float = 30.0) -> None:
        """Returns once every running node sees a whole cluster with all its replicas, and their links are up."""
        copies = 1 + self.replicas
        self.wait_until(lambda: all(_settled(node, copies=copies) for node in self._running()), timeout_s=timeout_s)

    def wait_until(self, true: Callable[[], bool], *, timeout_s: float = 30.0) -> None:
        """Returns once something holds that is asked again and again."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            try:
                if true():
                    return
            except (RedisError, OSError, NoRedisError):
                pass
            time.sleep(0.05)
        raise NoRedisError(f"the cluster in {self.directory} did not settle in {timeout_s} s")

    def kill(self) -> None:
        """Ends all nodes as a crash would."""
        for node in self.nodes:
            node.kill()

    def stop(self) -> None:
        """Ends all nodes in good order."""
        for node in self.nodes:
            node.stop()

    def owner_of(self, slot: int) -> RedisServer:
        """Returns the running node that says it owns a slot."""
        for node in self._running():
            with talking_to(node) as link:
                for first, last, (_, port, *_), *_ in link.execute_command("CLUSTER", "SLOTS"):
                    if first <= slot <= last and port == node.port:
                        return node
        raise NoRedisError(f"no running node owns slot {slot}")

    def _running(self) -> list[RedisServer]:
        return [node for node in self.nodes if node.process is not None and node.process.poll() is None]

    def _join(self) -> None:
        for epoch, node in enumerate(self.nodes, start=1):
            with talking_to(node) as link:
                link.execute_command("CLUSTER", "SET-CONFIG-EPOCH", epoch)
        share = REDIS_CLUSTER_HASH_SLOTS / MASTERS
        for number, node in enumerate(self.masters):
            with talking_to(node) as link:
                link.execute_command("CLUSTER", "ADDSLOTSRANGE", round(number * share), round((number + 1) * share) - 1)
        for node in self.nodes[1:]:
            with talking_to(node) as link:
                link.execute_command("CLUSTER", "MEET", "127.0.0.1", self.masters[0].port)
        for number, node in enumerate(self.followers):
            self._follow(node, self.masters[number])

    def _follow(self, node: RedisServer, master: RedisServer) -> None:
        with talking_to(master) as link:
            master_id = link.execute_command("CLUSTER", "MYID")

        def follows() -> bool:
            # Refused until the replica has heard of its master.
            with talking_to(node) as link:
                link.execute_command("CLUSTER", "REPLICATE", master_id)
            return True

        self.wait_until(follows)


def _settled(node: RedisServer, *, copies: int) -> bool:
    with talking_to(node) as link:
        state = link.execute_command("CLUSTER", "INFO")
        if b"cluster_state:ok" not in state:
            return False
        ranges = link.execute_command("CLUSTER", "SLOTS")
        covered = sum(last - first + 1 for first, last, *owners in ranges if len(owners) == copies)
        replication = link.info("replication")
        in_step = replication["role"] == "master" or replication["master_link_status"] == "up"
        return bool(in_step and covered == REDIS_CLUSTER_HASH_SLOTS)
