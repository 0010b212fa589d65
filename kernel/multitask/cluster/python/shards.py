"""Rows of Parquet files, encoded as a model reads them, a share for each worker."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import torch
from pyarrow import fs
from torch import Tensor

from columns import Columns
from layers import Inputs
from objective import Targets
from storage import Selection


class DataError(Exception):
    """What is wrong with the rows, for a person."""


@dataclass(frozen=True)
class Group:
    """A row group: what is read at once."""

    file: str
    number: int
    rows: int


@dataclass
class Shards:
    selection: Selection
    groups: list[Group]

    @property
    def system(self) -> fs.FileSystem:
        return self.selection.system

    @property
    def rows(self) -> int:
        return sum(group.rows for group in self.groups)

    @property
    def files(self) -> int:
        return len({group.file for group in self.groups})

    def read(self, group: Group, names: list[str]) -> pa.Table:
        with self.system.open_input_file(group.file) as opened:
            return pq.ParquetFile(opened).read_row_group(group.number, columns=names)

    def sample(self, names: list[str], most: int) -> pa.Table:
        """At most so many rows, of row groups that are spread over all files."""
        filled = [group for group in self.groups if group.rows > 0]
        spread = filled[:: max(1, len(filled) // 20)][:20]
        each = -(-most // len(spread))
        tables = [self.read(group, names).slice(0, each) for group in spread]
        return pa.concat_tables(tables, promote_options="permissive").slice(0, most)


def open_shards(path: str, names: list[str]) -> Shards:
    """Finds all row groups, and looks whether every file has the columns."""
    selection = Selection.of(path)
    system, files = selection.system, selection.files()
    if not files:
        raise DataError(f"there is no Parquet file at {path}, as the cluster sees it")

    def groups_of(file: str) -> list[Group]:
        try:
            with system.open_input_file(file) as opened:
                metadata = pq.ParquetFile(opened).metadata
                present = set(metadata.schema.to_arrow_schema().names)
        except pa.ArrowInvalid as error:
            raise DataError(f"{file} is no Parquet file: {error}") from error
        missing = [name for name in names if name not in present]
        if missing:
            listed = ", ".join(sorted(present)[:30])
            raise DataError(f"{file} has no column {missing[0]!r}; it has {listed}")
        return [
            Group(file, i, metadata.row_group(i).num_rows)
            for i in range(metadata.num_row_groups)
        ]

    with ThreadPoolExecutor(16) as pool:
        groups = [group for found in pool.map(groups_of, files) for group in found]
    shards = Shards(selection, groups)
    if shards.rows == 0:
        raise DataError(f"the Parquet files at {path} have no rows")
    return shards


@dataclass
class Batch:
    """A worker's rows of one step, and what its means count among all workers'."""

    inputs: Inputs
    targets: Targets
    share: float


@dataclass
class Order:
    """How an epoch goes through the rows: alike in every worker, and every time."""

    batch_size: int
    seed: int
    epoch: int
    shuffled: bool
    rank: int
    world: int
    average: str
    epsilon: float | None


def batches(shards: Shards, columns: Encoder, order: Order) -> Iterator[Batch]:
    """This worker's rows of every step of an epoch.

    Shuffled, the row groups are dealt out anew in each epoch, and a worker shuffles
    what it holds at a time. As given, every worker reads all and takes its rows of each
    batch. A last batch with fewer rows than workers is left out.
    """
    held = _Held(columns, order)
    if order.shuffled:
        sizes = _shuffled_sizes(shards.rows, order)
        tables = _own_tables(shards, columns, order)
    else:
        sizes = _given_sizes(shards.rows, order)
        tables = _given_tables(shards, columns, order)
    for own, share in sizes:
        while len(held) < own:
            held.add(next(tables))
        yield held.take(own, share)


def steps_of(rows: int, batch_size: int, workers: int, *, shuffled: bool) -> int:
    """Steps of an epoch."""
    whole, rest = divmod(rows, batch_size)
    if shuffled:
        return whole + (rest > 0)
    return whole + (rest >= workers)


def _shuffled_sizes(rows: int, order: Order) -> Iterator[tuple[int, float]]:
    steps = steps_of(rows, order.batch_size, order.world, shuffled=True)
    bounds = [_share(rows, order.world, worker) for worker in range(order.world)]
    for step in range(steps):
        sizes = [len(_part(last - first, steps, step)) for first, last in bounds]
        yield sizes[order.rank], order.world * sizes[order.rank] / sum(sizes)


def _own_tables(shards: Shards, columns: Encoder, order: Order) -> Iterator[pa.Table]:
    groups = list(shards.groups)
    random.Random(f"{order.seed} {order.epoch}").shuffle(groups)
    first, last = _share(shards.rows, order.world, order.rank)
    begin = 0
    for group in groups:
        low, high = max(first, begin), min(last, begin + group.rows)
        if low < high:
            table = shards.read(group, columns.names)
            yield table.slice(low - begin, high - low)
        begin += group.rows


def _given_sizes(rows: int, order: Order) -> Iterator[tuple[int, float]]:
    for start in range(0, rows, order.batch_size):
        size = min(order.batch_size, rows - start)
        own = len(range(order.rank, size, order.world))
        if size >= order.world:
            yield own, order.world * own / size


def _given_tables(shards: Shards, columns: Encoder, order: Order) -> Iterator[pa.Table]:
    begin = 0
    for group in shards.groups:
        within = (np.arange(begin, begin + group.rows) % order.batch_size) % order.world
        own = np.flatnonzero(within == order.rank)
        begin += group.rows
        if len(own) > 0:
            yield shards.read(group, columns.names).take(pa.array(own))


def _share(rows: int, workers: int, worker: int) -> tuple[int, int]:
    return rows * worker // workers, rows * (worker + 1) // workers


def _part(rows: int, parts: int, part: int) -> range:
    return range(rows * part // parts, rows * (part + 1) // parts)


class _Held:
    """Encoded rows that no step has taken yet."""

    def __init__(self, columns: Encoder, order: Order) -> None:
        self.columns = columns
        self.order = order
        self.random = torch.Generator().manual_seed(
            hash((order.seed, order.epoch, order.rank)) % 2**63
        )
        self.waiting: list[tuple[Inputs, dict[str, Tensor]]] = []
        self.rows = 0

    def __len__(self) -> int:
        return self.rows

    def add(self, table: pa.Table) -> None:
        inputs, labels = self.columns.encode_table(table)
        if self.order.shuffled:
            mixed = torch.randperm(len(inputs), generator=self.random)
            inputs = inputs.rows(mixed)
            labels = {task: values[mixed] for task, values in labels.items()}
        self.waiting.append((inputs, labels))
        self.rows += len(inputs)

    def take(self, rows: int, share: float) -> Batch:
        parts: list[tuple[Inputs, dict[str, Tensor]]] = []
        wanted = rows
        while wanted > 0:
            inputs, labels = self.waiting.pop(0)
            if len(inputs) > wanted:
                rest = slice(wanted, None)
                self.waiting.insert(0, (inputs.rows(rest), _rows(labels, rest)))
                inputs = inputs.rows(slice(wanted))
                labels = _rows(labels, slice(wanted))
            parts.append((inputs, labels))
            wanted -= len(inputs)
        self.rows -= rows
        inputs = _joined([part for part, _ in parts])
        tasks = parts[0][1]
        labels = {task: torch.cat([part[task] for _, part in parts]) for task in tasks}
        targets = Targets(labels, self.order.average, self.order.epsilon)
        return Batch(inputs, targets, share)


def _rows(labels: Mapping[str, Tensor], which: slice) -> dict[str, Tensor]:
    return {task: values[which] for task, values in labels.items()}


def _joined(parts: list[Inputs]) -> Inputs:
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    return Inputs(
        torch.cat([part.numbers for part in parts]),
        {name: torch.cat([part.codes[name] for part in parts]) for name in first.codes},
        {name: _padded([part.lists[name] for part in parts]) for name in first.lists},
    )


def _padded(lists: list[Tensor]) -> Tensor:
    longest = max(each.shape[1] for each in lists)
    padded = [
        torch.nn.functional.pad(each, (0, longest - each.shape[1])) for each in lists
    ]
    return torch.cat(padded)


class Encoder(Columns):
    """Columns as Arrow tables hold them, whole columns at a time.

    `read` says how the table of the network was read: which texts of a column are no
    value, which text of a label is 1, and what stands between the values of a list.
    """

    def __init__(self, described: Mapping[str, Any], read: Mapping[str, Any]) -> None:
        super().__init__(described)
        self.missing: Mapping[str, list[str]] = read.get("missing", {})
        self.positive: Mapping[str, Mapping[str, str]] = read.get("labels", {})
        self.separators: Mapping[str, str] = read.get("separators", {})
        self.values = {
            column["name"]: pa.array(column["values"], pa.string())
            for column in self.columns
            if column["kind"] != "numeric"
        }

    @property
    def names(self) -> list[str]:
        wanted = [column["name"] for column in [*self.columns, *self.tasks]]
        return list(dict.fromkeys(wanted))

    def encode_table(self, table: pa.Table) -> tuple[Inputs, dict[str, Tensor]]:
        numbers: list[np.ndarray[Any, Any]] = []
        codes: dict[str, Tensor] = {}
        lists: dict[str, Tensor] = {}
        for column in self.columns:
            name = column["name"]
            values = table[name].combine_chunks()
            if column["kind"] == "numeric":
                numbers.append(self._scaled(column, self._floats(name, values)))
            elif column["kind"] == "categorical":
                codes[name] = torch.from_numpy(self._found(name, values))
            else:
                lists[name] = self._list_codes(name, values)
        rows = len(table)
        matrix = np.stack(numbers, axis=1) if numbers else np.zeros((rows, 0))
        inputs = Inputs(torch.from_numpy(matrix.astype(np.float32)), codes, lists)
        labels = {task["name"]: self._labels(task, table) for task in self.tasks}
        return inputs, labels

    def _scaled(
        self, column: Mapping[str, Any], numbers: np.ndarray[Any, Any]
    ) -> np.ndarray[Any, Any]:
        filled = np.where(np.isnan(numbers), column["mean"], numbers)
        return filled if self.raw else (filled - column["mean"]) / column["sd"]

    def _floats(self, name: str, values: pa.Array) -> np.ndarray[Any, Any]:
        known = self._known(name, values)
        try:
            numbers = pc.cast(known, pa.float64(), safe=False)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise DataError(f"column {name!r} holds what is no number: {error}") from (
                error
            )
        return np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)

    def _labels(self, task: Mapping[str, Any], table: pa.Table) -> Tensor:
        name = task["name"]
        values = table[name].combine_chunks()
        told = self.positive.get(name)
        if told is not None:
            values = self._told(name, self._known(name, values), told)
        numbers = self._floats(name, values)
        seen = numbers[~np.isnan(numbers)]
        if task["kind"] == "binary" and not np.isin(seen, (0, 1)).all():
            wrong = seen[~np.isin(seen, (0, 1))][0]
            raise DataError(
                f"label {name!r} is binary, 0, 1 or missing, but a row has {wrong:g}"
            )
        scaled = (numbers - task.get("mean", 0.0)) / task.get("sd", 1.0)
        return torch.from_numpy(scaled.astype(np.float32))

    def _told(self, name: str, values: pa.Array, told: Mapping[str, str]) -> pa.Array:
        said = texts(values)
        one = pc.equal(said, told["positive"])
        if "negative" in told:
            zero = pc.equal(said, told["negative"])
            other = pc.and_(pc.invert(one), pc.invert(zero)).fill_null(False)
            if pc.any(other).as_py():
                wrong = said.filter(other)[0].as_py()
                raise DataError(
                    f"label {name!r} is {told['positive']!r} or {told['negative']!r}, "
                    f"but a row has {wrong!r}"
                )
        return pc.cast(one, pa.float64())

    def _known(self, name: str, values: pa.Array) -> pa.Array:
        """Without the texts that are no value."""
        if pa.types.is_dictionary(values.type):
            values = values.dictionary_decode()
        texts_of_none = self.missing.get(name)
        if not texts_of_none:
            return values
        none = pc.is_in(texts(values), value_set=pa.array(texts_of_none, pa.string()))
        return pc.if_else(none, pa.scalar(None, values.type), values)

    def _found(self, name: str, values: pa.Array) -> np.ndarray[Any, Any]:
        """Codes from 1 on, 0 for a value that training never had."""
        said = texts(self._known(name, values))
        found = pc.index_in(said, value_set=self.values[name], skip_nulls=True)
        return np.asarray(found.fill_null(-1).to_numpy(), dtype=np.int64) + 1

    def _list_codes(self, name: str, values: pa.Array) -> Tensor:
        kind = values.type
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            cut = pc.split_pattern(values, self.separators.get(name, "|"))
            values = pc.if_else(pc.equal(values, ""), pa.scalar([], cut.type), cut)
        elif not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
            raise DataError(f"column {name!r} should hold lists but holds {kind}")
        lengths = pc.list_value_length(values).fill_null(0).to_numpy().astype(np.int64)
        flat = self._found(name, pc.list_flatten(values))
        longest = int(lengths.max()) if len(lengths) > 0 else 0
        padded = np.zeros((len(lengths), longest), dtype=np.int64)
        padded[np.arange(longest) < lengths[:, None]] = flat
        return torch.from_numpy(padded)


def texts(values: pa.Array) -> pa.Array:
    """Values as the values of columns are written: 5.0 keeps its point."""
    if pa.types.is_floating(values.type):
        return pa.array(
            [None if each is None else str(each) for each in values.to_pylist()],
            pa.string(),
        )
    return pc.cast(values, pa.string())
