"""Scores Parquet files on a Ray cluster: `python ray_score.py JOB`.

The job's package holds the model, its weights, how it reads columns, and `spec.json`.
The notebook hears of everything by lines that are printed.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import ray

from ray_driver import (
    Trouble,
    check,
    fail,
    reason_of,
    say,
    trouble_of,
    trouble_of_hosts,
    trouble_of_packages,
    wait_for_room,
)

HERE = Path(__file__).parent


class Failed(Exception):
    """A reason that the notebook knows, and a sentence."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason, message)
        self.told = (reason, message)


def main() -> None:
    job = sys.argv[1]
    check(trouble_of_packages())
    spec = json.loads((HERE / "spec.json").read_text(encoding="utf-8"))
    # Only now: it imports what may be missing.
    from scores import Output

    # Ray stops a job with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    ray.init(log_to_driver=False)
    wait_for_room({"CPU": spec["cpus"], "GPU": spec["gpus"]})
    check(trouble_of_hosts(trouble_of_packages))
    trouble: Trouble = None
    try:
        output = Output(spec["output"], spec["model"], spec["keys"])
    except OSError as error:
        fail(*trouble_of(error, "output"))
    try:
        score(spec, output, job)
    except Failed as failed:
        trouble = failed.told
    finally:
        output.end(job)
    check(trouble)
    say({"kind": "done"})


def score(spec: Mapping[str, Any], output: Any, job: str) -> None:
    import pyarrow as pa

    from ray_scorer import described, trouble_of_output
    from scores import OutputError, parts_of
    from shards import DataError, open_shards

    names = [column["name"] for column in described()["columns"]]
    manifest = {
        name: spec[name] for name in ("title", "model", "data", "keys", "outputs")
    }
    try:
        shards = open_shards(spec["data"], list(dict.fromkeys([*names, *spec["keys"]])))
        parts = parts_of(shards)
        check_apart(shards.selection, output, parts)
    except (DataError, pa.ArrowException) as error:
        raise Failed("data", str(error)) from error
    except OSError as error:
        raise Failed(*trouble_of(error, "data")) from error
    try:
        is_new = output.claim(manifest, job)
        trouble = trouble_of_hosts(trouble_of_output, spec["output"], job)
        if trouble is not None:
            if is_new:
                output.give_back(job)
            raise Failed(*trouble)
        missing = output.missing(parts)
        output.drop_outdated(parts)
    except OutputError as error:
        raise Failed("occupied", str(error)) from error
    except OSError as error:
        reason, line = trouble_of(error, "output")
        told = f"the cluster cannot write to {spec['output']}: {line}"
        raise Failed(reason, told) from error
    files = len(parts) - len(missing)
    rows = shards.rows - sum(part.rows for part in missing)
    total = {"rows": shards.rows, "files": len(parts)}
    say({"kind": "found", **total, "kept": {"rows": rows, "files": files}})
    heard = Heard()
    threading.Thread(target=watch, args=(spec, heard, output, job), daemon=True).start()
    for done in scored(spec, missing, job):
        heard.now()
        if done["trouble"] != "":
            raise Failed("data", done["trouble"])
        rows += done["rows"]
        files += 1
        # A long log is read again and again.
        if heard.is_worth_telling() or files == len(parts):
            say({"kind": "scored", "rows": rows, "files": files})


def scored(
    spec: Mapping[str, Any], missing: list[Any], job: str
) -> Iterator[dict[str, Any]]:
    """Each part as soon as its file stands."""
    if not missing:
        return
    import ray.data

    from ray_scorer import score_part

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    resources = {"num_cpus": spec["cpus"]}
    if spec["gpus"] > 0:
        resources["num_gpus"] = spec["gpus"]
    items = [{"part": json.dumps(asdict(part)), "job": job} for part in missing]
    dataset = ray.data.from_items(items, override_num_blocks=len(items)).map(
        score_part, concurrency=spec["workers"], max_retries=4, **resources
    )
    try:
        yield from dataset.iter_rows()
    except Exception as error:
        raise Failed(*reason_of(f"{type(error).__name__}: {error}")) from error


def check_apart(selection: Any, output: Any, parts: list[Any]) -> None:
    """Scores among the rows would be rows the next time."""
    from scores import OutputError

    if not selection.system.equals(output.system):
        return
    for part in parts:
        file = f"{output.path.rstrip('/')}/{part.name}"
        if selection.takes(file):
            raise OutputError(
                f"scores in {output.folder} would be among the rows, which are "
                "read from there; give another folder"
            )


class Heard:
    """When a worker was heard of last, and when that was told."""

    def __init__(self) -> None:
        self.at = time.monotonic()
        self.told = 0.0

    def now(self) -> None:
        self.at = time.monotonic()

    def is_worth_telling(self) -> bool:
        if self.at - self.told < 0.5:
            return False
        self.told = self.at
        return True


def watch(spec: Mapping[str, Any], heard: Heard, output: Any, job: str) -> None:
    """Ends the job when hosts went away and left too little for any worker."""
    while True:
        time.sleep(10)
        if time.monotonic() - heard.at > 60:
            most = max(
                (
                    node["Resources"].get("CPU", 0)
                    for node in ray.nodes()
                    if node["Alive"]
                ),
                default=0,
            )
            if most < spec["cpus"]:
                output.end(job)
                fail("room", f"hosts went away: none with {spec['cpus']} CPUs is left")


if __name__ == "__main__":
    main()
