"""Scores every model.onnx of a folder of cases on its feeds.json; prints what each gives and what it asks for, as JSON."""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

TYPES = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(string)": object,
    "tensor(bool)": np.bool_,
}


def score(case: Path) -> dict:
    onnx.checker.check_model(onnx.load(case / "model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession(case / "model.onnx", providers=["CPUExecutionProvider"])
    given = json.loads((case / "feeds.json").read_text())
    feeds = {}
    for value in session.get_inputs():
        rows = given[value.name]
        kind = TYPES[value.type]
        if kind in (np.float32, np.float64):
            rows = [np.nan if each is None else each for each in rows]
        feeds[value.name] = np.array(rows, dtype=kind)
    names = [output.name for output in session.get_outputs()]
    outputs = dict(zip(names, (column.tolist() for column in session.run(names, feeds)), strict=True))
    # Every row alone gives what it gives among the others.
    alone = session.run(names, {name: column[:1] for name, column in feeds.items()})
    return {
        "outputs": outputs,
        "first": dict(zip(names, (column.tolist()[0] for column in alone), strict=True)),
        "inputs": {value.name: [value.type, value.shape] for value in session.get_inputs()},
        "metadata": session.get_modelmeta().custom_metadata_map,
    }


print(json.dumps({case.name: score(case) for case in sorted(Path(sys.argv[1]).iterdir())}))
