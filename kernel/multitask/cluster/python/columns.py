"""Raw columns as a model reads them, and labels as its losses do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from layers import Inputs
from objective import Targets


class Columns:
    """The columns that a model was trained with: `Columns.load("columns.json")`."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        self.columns: list[dict[str, Any]] = described["columns"]
        self.tasks: list[dict[str, Any]] = described["tasks"]
        self.raw: bool = described["inputs"] == "raw"
        self.codes = {
            column["name"]: {value: i + 1 for i, value in enumerate(column["values"])}
            for column in self.columns
            if column["kind"] != "numeric"
        }

    @staticmethod
    def load(path: str | Path) -> Columns:
        return Columns(json.loads(Path(path).read_text(encoding="utf-8")))

    def encode(self, table: Mapping[str, Sequence[Any]]) -> Inputs:
        """Rows of a data frame, or of a dictionary of columns.

        Numbers may be missing (None or NaN): the mean stands for them. A category that
        training never had is none; the values of a list column are sequences.
        """
        kinds: dict[str, list[dict[str, Any]]] = {
            "numeric": [],
            "categorical": [],
            "list": [],
        }
        for column in self.columns:
            if column["name"] not in table:
                raise KeyError(f"The table has no column {column['name']!r}.")
            kinds[column["kind"]].append(column)
        rows = len(table[self.columns[0]["name"]])
        numbers = [
            self._numbers(column, table[column["name"]]) for column in kinds["numeric"]
        ]
        codes = {
            c["name"]: self._codes(c["name"], table[c["name"]])
            for c in kinds["categorical"]
        }
        lists = {
            c["name"]: self._lists(c["name"], table[c["name"]]) for c in kinds["list"]
        }
        matrix = np.stack(numbers, axis=1) if numbers else np.zeros((rows, 0))
        return Inputs(torch.from_numpy(matrix.astype(np.float32)), codes, lists)

    def targets(self, table: Mapping[str, Sequence[Any]]) -> Targets:
        """Labels, in columns called as the tasks: 0 and 1, or numbers, or missing."""
        labels = {}
        for task in self.tasks:
            if task["name"] not in table:
                raise KeyError(
                    f"There is no column {task['name']!r} with a task's labels."
                )
            values = _floats(task["name"], table[task["name"]])
            if (
                task["kind"] == "binary"
                and not np.isin(values[~np.isnan(values)], (0, 1)).all()
            ):
                raise ValueError(
                    f"{task['name']!r} is binary: its labels are 0, 1 or missing."
                )
            scaled = (values - task.get("mean", 0.0)) / task.get("sd", 1.0)
            labels[task["name"]] = torch.from_numpy(scaled.astype(np.float32))
        return Targets(labels)

    def _numbers(
        self, column: Mapping[str, Any], values: Sequence[Any]
    ) -> np.ndarray[Any, Any]:
        numbers = _floats(column["name"], values)
        filled = np.where(np.isnan(numbers), column["mean"], numbers)
        return filled if self.raw else (filled - column["mean"]) / column["sd"]

    def _codes(self, name: str, values: Sequence[Any]) -> Tensor:
        codes = self.codes[name]
        return torch.tensor(
            [codes.get(_text(value), 0) for value in values], dtype=torch.long
        )

    def _lists(self, name: str, values: Sequence[Any]) -> Tensor:
        codes = self.codes[name]
        rows = [[] if row is None else _items(name, row) for row in values]
        longest = max((len(row) for row in rows), default=0)
        padded = [
            [codes.get(_text(value), 0) for value in row] + [0] * (longest - len(row))
            for row in rows
        ]
        return torch.tensor(padded, dtype=torch.long).reshape(len(rows), longest)


def _floats(name: str, values: Sequence[Any]) -> np.ndarray[Any, Any]:
    try:
        return np.array(
            [np.nan if value is None else value for value in values], dtype=np.float64
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name!r} holds what is no number: {error}.") from error


def _items(name: str, row: Any) -> Sequence[Any]:
    if isinstance(row, str):
        raise ValueError(
            f"{name!r} is a list column: each row holds a list, not the text {row!r}."
        )
    return list(row)


def _text(value: Any) -> str:
    """As the values of columns are written: booleans in small letters."""
    return str(value).lower() if isinstance(value, (bool, np.bool_)) else str(value)
