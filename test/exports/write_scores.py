"""Writes scores as a worker of a cluster does: `write_scores.py PACKAGE JOB CASES`.

A case changes the package's `spec.json`, or says after how many parts it is stopped.
Prints what the notebook would hear of each, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

package, job, cases = sys.argv[1:4]
sys.path.insert(0, package)

import scores  # noqa: E402
from ray_score import check_apart  # noqa: E402
from ray_scorer import described, score_part, trouble_of_output  # noqa: E402
from shards import DataError, open_shards  # noqa: E402

scores.ROWS = 100


def run(case: Mapping[str, Any]) -> dict[str, Any]:
    spec = {**json.loads((Path(package) / "spec.json").read_text()), **case}
    output = scores.Output(spec["output"], spec["model"], spec["keys"])
    names = [column["name"] for column in described()["columns"]]
    manifest = {k: spec[k] for k in ("title", "model", "data", "keys", "outputs")}
    try:
        shards = open_shards(spec["data"], [*names, *spec["keys"]])
        parts = scores.parts_of(shards)
        check_apart(shards.selection, output, parts)
        output.claim(manifest, job)
        trouble = trouble_of_output(spec["output"], job)
        missing = output.missing(parts)
        output.drop_outdated(parts)
    except (DataError, scores.OutputError) as error:
        return {"refused": str(error)}
    done = []
    for part in missing[: spec.get("stop")]:
        row = {"part": json.dumps(part.__dict__), "job": job}
        done.append({"name": part.name, **score_part(row)})
    if "stop" not in spec:
        output.end(job)
    return {"parts": [part.name for part in parts], "done": done, "trouble": trouble}


print(json.dumps([run(case) for case in json.loads(cases)]))
