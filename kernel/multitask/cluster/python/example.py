"""Predicts a few rows, made of what the columns may hold: `python example.py`.

Needs torch and safetensors.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file

from columns import Columns
from model import Model

FOLDER = Path(__file__).parent


def main() -> None:
    columns = Columns.load(FOLDER / "columns.json")
    model = Model()
    model.load_state_dict(load_file(FOLDER / "weights.safetensors"))
    model.eval()
    table = {}
    for column in columns.columns:
        if column["kind"] == "numeric":
            table[column["name"]] = [
                column["mean"],
                column["mean"] + column["sd"],
                None,
            ]
            continue
        values = [*column["values"][:2], "never seen in training"]
        table[column["name"]] = (
            [[v] for v in values] if column["kind"] == "list" else values
        )
        table[column["name"]] = (table[column["name"]] * 3)[:3]
    with torch.inference_mode():
        for name, values in model.predict(columns.encode(table)).items():
            print(name, [round(value, 4) for value in values.tolist()])


if __name__ == "__main__":
    main()
