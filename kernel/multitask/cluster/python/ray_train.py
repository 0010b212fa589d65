"""Trains on a Ray cluster: `python ray_train.py FOLDER`, a job's own folder.

The notebook has written `spec.json` there, and hears of everything by lines that are
printed. It answers "ready" with `plan.json`, the model and its weights.
"""

from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import ray

from ray_driver import (
    Events,
    check,
    fail,
    here,
    leave,
    reason_of,
    say,
    trouble_of,
    trouble_of_hosts,
    trouble_of_packages,
    trouble_of_storage,
    wait_for_room,
)


def main() -> None:
    folder = sys.argv[1]
    check(trouble_of_packages())
    # Before a bucket is opened: behind PyArrow's S3 the MKL of PyTorch does not load.
    import torch  # noqa: F401

    check(trouble_of_storage(folder, "spec.json"))
    # Only now: it imports what may be missing.
    from storage import Storage

    storage = Storage(folder)
    spec = storage.read_json("spec.json")
    ray.init(log_to_driver=False)
    need = {
        "CPU": spec["workers"] * spec["cpus"],
        "GPU": spec["workers"] * spec["gpus"],
    }
    wait_for_room(need)
    check(trouble_of_hosts(trouble_of_storage, folder, "spec.json"))
    announce(storage, spec)
    wait_for_plan(storage)
    train(folder, spec, need)
    say({"kind": "done"})


def announce(storage: Any, spec: Mapping[str, Any]) -> None:
    """How many rows there are, and some of them, for the notebook to measure on."""
    import pyarrow.parquet as pq

    from shards import DataError, open_shards, steps_of

    try:
        shards = open_shards(spec["data"], spec["names"])
        sample = io.BytesIO()
        pq.write_table(shards.sample(spec["names"], spec["sample"]), sample)
    except DataError as error:
        fail("data", str(error))
    except OSError as error:
        fail(*trouble_of(error, "data"))
    try:
        storage.write("sample.parquet", sample.getvalue())
    except OSError as error:
        fail(*trouble_of(error, "storage"))
    size = min(spec["batchSize"], shards.rows)
    if size < spec["workers"]:
        fail("data", f"a batch of {size} rows is fewer than {spec['workers']} workers")
    say(
        {
            "kind": "ready",
            "rows": shards.rows,
            "files": shards.files,
            "steps": steps_of(
                shards.rows, size, spec["workers"], shuffled=spec["shuffled"]
            ),
            "ray": ray.__version__,
        }
    )


def wait_for_plan(storage: Any) -> None:
    deadline = time.monotonic() + 120
    while not storage.has("plan.json"):
        if time.monotonic() > deadline:
            fail("storage", "the notebook's plan did not come within 120 s")
        time.sleep(0.1)


def train(folder: str, spec: Mapping[str, Any], need: Mapping[str, float]) -> None:
    from ray.train import FailureConfig, RunConfig, ScalingConfig
    from ray.train.torch import TorchConfig, TorchTrainer

    from ray_worker import work

    on_a_host: Any = Events
    events = on_a_host.options(scheduling_strategy=here()).remote()
    is_over = threading.Event()
    teller = threading.Thread(target=tell, args=(events, need, is_over.is_set))
    teller.start()
    resources = {"CPU": spec["cpus"]}
    if spec["gpus"] > 0:
        resources["GPU"] = spec["gpus"]
    trainer = TorchTrainer(
        work,
        train_loop_config={"folder": folder, "events": events},
        torch_config=TorchConfig(backend="nccl" if spec["gpus"] > 0 else "gloo"),
        scaling_config=ScalingConfig(
            num_workers=spec["workers"],
            use_gpu=spec["gpus"] > 0,
            resources_per_worker=resources,
            placement_strategy="SPREAD",
        ),
        run_config=RunConfig(
            name="ray",
            storage_path=folder,
            failure_config=FailureConfig(max_failures=2),
        ),
    )
    try:
        trainer.fit()
    except Exception as error:
        fail(*reason_of(f"{type(error).__name__}: {error}"))
    finally:
        is_over.set()
        teller.join()


def tell(events: Any, need: Mapping[str, float], is_over: Callable[[], bool]) -> None:
    """Prints what workers tell, and what hosts that went away leave too little of."""
    heard = time.monotonic()
    looked = heard
    while True:
        was_over = is_over()
        for event in ray.get(events.drain.remote()):
            say(event)
            heard = time.monotonic()
            if event["kind"] == "failed":
                leave(1)
        if was_over:
            return
        now = time.monotonic()
        if now - heard > 60 and now - looked > 10:
            looked = now
            total = ray.cluster_resources().get("CPU", 0)
            if total < need["CPU"]:
                fail(
                    "room",
                    f"hosts went away: {need['CPU']:g} CPUs are needed, and the "
                    f"cluster has {total:g} left",
                )
        time.sleep(0.1)


if __name__ == "__main__":
    main()
