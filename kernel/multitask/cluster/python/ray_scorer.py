"""What each host of a Ray cluster does for scores: it looks around, and scores."""

from __future__ import annotations

import functools
import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import torch
from safetensors.torch import load_file

from model import Model
from ray_driver import trouble_of
from scores import MANIFEST, WRITING, Output, Part, scores_of
from shards import DataError, Encoder
from storage import Storage, locate

HERE = Path(__file__).parent


def score_part(row: Mapping[str, str]) -> dict[str, Any]:
    """A task: the scores of a part, written whole. Done twice, they are the same."""
    spec, model, columns, output, device = loaded()
    given = json.loads(row["part"])
    part = Part(**{**given, "groups": tuple(given["groups"])})
    system = locate(spec["data"])[0]
    trouble = ""
    try:
        table = scores_of(part, system, model, columns, spec["keys"], device)
        output.write_scores(part, table, row["job"])
    except (DataError, OSError, pa.ArrowException) as error:
        trouble = f"{part.source}, scored on {socket.gethostname()}: {error}"
    return {"rows": part.rows, "trouble": trouble}


@functools.cache
def loaded() -> tuple[Any, Any, Any, Any, Any]:
    """Once in each process of a worker."""
    spec = json.loads((HERE / "spec.json").read_text(encoding="utf-8"))
    device = torch.device("cuda" if spec["gpus"] > 0 else "cpu")
    torch.set_num_threads(spec["cpus"])
    model = Model()
    model.load_state_dict(load_file(HERE / "weights.safetensors"))
    model.to(device).eval()
    columns = Encoder(described(), spec["read"])
    output = Output(spec["output"], spec["model"], spec["keys"])
    return spec, model, columns, output, device


def described() -> dict[str, Any]:
    """Without labels: rows to be scored need none."""
    columns = json.loads((HERE / "columns.json").read_text(encoding="utf-8"))
    return {**columns, "tasks": []}


def trouble_of_output(folder: str, job: str) -> tuple[str, str] | None:
    """A host must see the folder, and may write to it."""
    host = socket.gethostname()
    storage = Storage(folder)
    try:
        if not storage.has(MANIFEST):
            return "output", f"{host} does not see {folder}"
        storage.write(f"{WRITING}{job}/{host}-{os.getpid()}", b"")
    except OSError as error:
        reason, line = trouble_of(error, "output")
        return reason, f"{host} cannot write to {folder}: {line}"
    return None
