"""Trains trials on a Ray cluster: `python ray_trials.py FOLDER`, a job's own folder.

Each is a Ray task that runs Node with our own trainer. The notebook puts pieces of work
into the folder, `work-NAME.json`, and hears of them by lines that are printed; what a
piece gives is `result-NAME.bin`. What is in either, only the notebook and Node know.
"""

from __future__ import annotations

import base64
import os
import sys
import time
from collections.abc import Mapping
from typing import Any

import ray
from pyarrow import fs

from node import find_node, run_node, trouble_of_node
from ray_driver import (
    Events,
    check,
    fail,
    here,
    reason_of,
    say,
    trouble_of_hosts,
    trouble_of_storage,
)

PATIENCE = 3600
"""Seconds without work after which the notebook is taken to have gone."""


def main() -> None:
    folder = sys.argv[1]
    check(trouble_of_storage(folder, "spec.json", ("pyarrow",)))
    # Only now: it imports what may be missing.
    from storage import Storage

    storage = Storage(folder)
    spec = storage.read_json("spec.json")
    ray.init(log_to_driver=False)
    cpus = ray.cluster_resources().get("CPU", 0)
    if cpus < spec["cpus"]:
        fail(
            "trial",
            f"a trial takes {spec['cpus']:g} CPUs; the cluster has {cpus:g}",
        )
    check(trouble_of_hosts(trouble_of_node, spec["node"]))
    at_once = min(spec["atOnce"], int(cpus // spec["cpus"]))
    if at_once < spec["atOnce"]:
        text = f"The cluster has {cpus:g} CPUs: {at_once} trials at once, no more."
        say({"kind": "told", "text": text})
    trials = Trials(storage, spec, at_once)
    worked = time.monotonic()
    while time.monotonic() - worked < PATIENCE:
        if trials.go_on():
            worked = time.monotonic()
    # Nobody is there to do it.
    storage.system.delete_dir(storage.path)


class Trials:
    """Pieces of work that wait, that run, and that are done."""

    def __init__(self, storage: Any, spec: Mapping[str, Any], at_once: int) -> None:
        self.storage = storage
        self.spec = spec
        self.at_once = at_once
        self.rows = ray.put(storage.read("rows.bin"))
        on_a_host: Any = Events
        self.events = on_a_host.options(scheduling_strategy=here()).remote()
        self.known: set[str] = set()
        self.waiting: list[str] = []
        self.running: dict[Any, str] = {}
        self.states: dict[str, Any] = {}

    def go_on(self) -> bool:
        """Whether there is work."""
        self.look()
        while self.waiting and len(self.running) < self.at_once:
            self.begin(self.waiting.pop(0))
        ended: list[Any] = []
        if self.running:
            ended, _ = ray.wait(list(self.running), timeout=0.2)
        else:
            time.sleep(0.2)
        for event in ray.get(self.events.drain.remote()):
            say(event)
        for task in ended:
            self.end(task)
        return bool(self.running)

    def look(self) -> None:
        """For work that is new, in the order of its names."""
        entries = self.storage.system.get_file_info(fs.FileSelector(self.storage.path))
        names = {
            entry.base_name[len("work-") : -len(".json")]
            for entry in entries
            if entry.base_name.startswith("work-") and entry.base_name.endswith(".json")
        }
        self.waiting += sorted(names - self.known)
        self.known |= names

    def begin(self, name: str) -> None:
        given = self.storage.read_json(f"work-{name}.json")
        work = base64.b64decode(given["work"])
        state = b""
        if given["after"] is not None:
            if given["after"] not in self.states:
                self.fail(name, "what it goes on with is not on the cluster")
                return
            state = self.states.pop(given["after"])
        task: Any = train
        result, left = task.options(num_cpus=self.spec["cpus"]).remote(
            name, work, self.rows, state, self.events, self.spec["program"]
        )
        self.running[result] = name
        self.states[name] = left

    def end(self, task: Any) -> None:
        name = self.running.pop(task)
        try:
            message, result = ray.get(task)
        except ray.exceptions.RayError as error:
            _, line = reason_of(f"{type(error).__name__}: {error}")
            message, result = f"its host or its process was lost: {line}", b""
        if message is not None:
            self.fail(name, message)
            return
        # First what the line speaks of.
        self.storage.write(f"result-{name}.bin", result)
        say({"kind": "trial", "name": name, "state": "done"})

    def fail(self, name: str, message: str) -> None:
        self.states.pop(name, None)
        told = {"kind": "trial", "name": name, "state": "failed", "message": message}
        say(told)


@ray.remote(max_retries=2, num_returns=2)
def train(
    name: str, work: bytes, rows: bytes, state: bytes, events: Any, program: str
) -> tuple[tuple[str | None, bytes], bytes]:
    """What went wrong, or the result; and the state that the next one goes on with."""
    path = find_node()
    if path is None:
        return ("its host has no Node", b""), b""

    def hear(event: dict[str, Any]) -> None:
        if event["kind"] == "epoch":
            told = {"kind": "trial", "name": name, "state": "running"}
            events.put.remote({**told, "epoch": event["epoch"]})
        elif event["kind"] == "warned":
            events.put.remote({"kind": "told", "text": event["text"]})

    message, result, left = run_node(
        [path, os.path.abspath(program)], [work, rows, state], hear
    )
    return (message, result), left


if __name__ == "__main__":
    main()
