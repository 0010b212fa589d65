"""What every job of ours does on a Ray cluster: it looks around, and tells."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

NEEDED = ("torch", "pyarrow", "safetensors", "numpy")
PREFIX = "@multitask "
Event = Mapping[str, Any]


def wait_for_room(need: Mapping[str, float]) -> None:
    """CPUs that others use may become free; those that no host has never come."""
    deadline = time.monotonic() + 60
    is_told = False
    while True:
        total, free = ray.cluster_resources(), ray.available_resources()
        for kind, wanted in need.items():
            if wanted > total.get(kind, 0):
                fail(
                    "room",
                    f"{wanted:g} {kind}s are needed; the cluster has "
                    f"{total.get(kind, 0):g}, of which {free.get(kind, 0):g} are free",
                )
        short = [kind for kind, wanted in need.items() if wanted > free.get(kind, 0)]
        if not short:
            return
        kind = short[0]
        text = (
            f"{need[kind]:g} {kind}s are needed; of {total[kind]:g} in the cluster "
            f"{free.get(kind, 0):g} are free"
        )
        if time.monotonic() > deadline:
            fail("room", f"{text}, for a minute now")
        if not is_told:
            say({"kind": "told", "text": f"Waiting for room: {text}."})
            is_told = True
        time.sleep(1)


Trouble = tuple[str, str] | None
"""A reason that the notebook knows, and a sentence."""


def trouble_of_hosts(look: Callable[..., Trouble], *given: Any) -> Trouble:
    """The first trouble that a host finds when it looks."""
    task = ray.remote(num_cpus=0, max_retries=0)(look)
    alive = [node["NodeID"] for node in ray.nodes() if node["Alive"]]
    looks = [
        task.options(
            scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False)
        ).remote(*given)
        for node in alive
    ]
    found: list[Trouble] = ray.get(looks, timeout=300)
    return next((trouble for trouble in found if trouble is not None), None)


def check(trouble: Trouble) -> None:
    """Ends the job where there is one."""
    if trouble is not None:
        fail(*trouble)


def trouble_of_packages(needed: Sequence[str] | None = None) -> Trouble:
    names = NEEDED if needed is None else needed
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        return "packages", f"{socket.gethostname()} has no {', '.join(missing)}"
    return None


def trouble_of_storage(
    folder: str, file: str, needed: Sequence[str] | None = None
) -> Trouble:
    """A host must have what jobs use, and see the file of the folder."""
    trouble = trouble_of_packages(needed)
    if trouble is not None:
        return trouble
    # Only now: it imports what may be missing.
    from storage import Storage, check_bucket

    try:
        storage = Storage(folder)
        if storage.has(file):
            return None
        check_bucket(storage.system, storage.path)
    except OSError as error:
        return trouble_of(error, "storage")
    return "storage", f"{socket.gethostname()} does not see {folder}"


STORES = {
    "bucket": r"NO_SUCH_BUCKET|Bucket '.*' not found",
    "denied": r"ACCESS_DENIED|INVALID_ACCESS_KEY_ID|SIGNATURE|HTTP status 40[13]|"
    r"PERMISSION_DENIED|UNAUTHENTICATED",
    "endpoint": r"NETWORK_CONNECTION|curlCode|UNAVAILABLE",
    "hadoop": r"libjvm|libhdfs",
}
"""What an error says when it is one of an object store, or of Hadoop's client."""


def trouble_of(error: Exception, otherwise: str) -> tuple[str, str]:
    """What an error of a file system is about: its store, or `otherwise`."""
    reason, line = reason_of(str(error))
    return (reason, line) if reason in STORES else (otherwise, str(error))


def reason_of(error: str) -> tuple[str, str]:
    """What an error of Ray's is about, and the line of it that says so."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    patterns = {
        **STORES,
        "memory": r"OutOfMemory|memory pressure|memory usage threshold|out of memory",
        "network": r"connectFullMesh|[Gg]loo.*(timed out|timeout|refused|failed)",
        "packages": r"No module named",
        "storage": r"FileNotFoundError|No such file|PermissionError|Permission denied",
    }
    for reason, pattern in patterns.items():
        found = [line for line in lines if re.search(pattern, line)]
        if found:
            return reason, found[-1][:1000]
    return "other", (lines[-1] if lines else "no reason is told")[:1000]


@ray.remote(num_cpus=0)
class Events:
    """What workers tell: their own prints come late, and with a prefix."""

    def __init__(self) -> None:
        self.waiting: list[Event] = []

    def put(self, event: Event) -> None:
        self.waiting.append(event)

    def drain(self) -> list[Event]:
        drained, self.waiting = self.waiting, []
        return drained


def here() -> NodeAffinitySchedulingStrategy:
    """On the driver's own host, which ends the job when it goes."""
    node = ray.get_runtime_context().get_node_id()
    return NodeAffinitySchedulingStrategy(node, soft=False)


def say(event: Event) -> None:
    sys.stdout.write(f"{PREFIX}{json.dumps(event)}\n")
    sys.stdout.flush()


def fail(reason: str, message: str) -> NoReturn:
    say({"kind": "failed", "reason": reason, "message": message})
    leave(1)


def leave(code: int) -> NoReturn:
    """At once, whichever thread asks: Ray ends what the job has started."""
    sys.stderr.flush()
    os._exit(code)
