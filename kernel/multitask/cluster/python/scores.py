"""Scores of Parquet files: what is to be written, what stands already, and how."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import torch
from pyarrow import fs

from shards import DataError, Encoder, Group, Shards
from storage import check_bucket, has_folders, locate

MANIFEST = "_multitask.json"
"""Says whose scores a folder holds. Readers of Parquet pass over names with a `_`."""

WRITING = "_writing-"
"""Folder of a job's files that are not whole yet."""

ROWS = 1_000_000
"""Of a part: what is lost when a worker is, and what it holds of scores at a time."""

BATCH = 16_384
"""Rows that a model computes at once."""


class OutputError(Exception):
    """Why a folder is not written to, for a person."""


@dataclass(frozen=True)
class Part:
    """Row groups of a file, and the file of scores that they become."""

    name: str
    source: str
    groups: tuple[int, int]
    rows: int
    stamp: str
    """Another one once somebody has written the source anew."""


def parts_of(shards: Shards) -> list[Part]:
    """Big files are cut between row groups; each part keeps the name of its file."""
    selection = shards.selection
    files = {group.file for group in shards.groups}
    found = shards.system.get_file_info(sorted(files))
    stamps = {info.path: f"{info.size} bytes, {info.mtime_ns} ns" for info in found}
    parts = []
    for file, groups in groupby(shards.groups, key=lambda group: group.file):
        stem = selection.name(file).removesuffix(".parquet")
        for i, chunk in enumerate(_chunks(list(groups))):
            rows = sum(group.rows for group in chunk)
            within = (chunk[0].number, chunk[-1].number + 1)
            if rows > 0:
                name = f"{stem}-{i:04d}.parquet"
                parts.append(Part(name, file, within, rows, stamps[file]))
    sources: dict[str, str] = {}
    for part in parts:
        other = sources.setdefault(part.name, part.source)
        if other != part.source:
            raise DataError(
                f"{other} and {part.source} would have one file of scores, {part.name}"
            )
    return parts


def _chunks(groups: Sequence[Group]) -> Iterator[list[Group]]:
    chunk: list[Group] = []
    for group in groups:
        if chunk and sum(each.rows for each in chunk) + group.rows > ROWS:
            yield chunk
            chunk = []
        chunk.append(group)
    yield chunk


class Output:
    """The folder of scores."""

    def __init__(self, folder: str, model: str, keys: Sequence[str]) -> None:
        self.folder = folder
        self.system, self.path = locate(folder)
        self.model = model
        self.keys = list(keys)

    def claim(self, manifest: Mapping[str, Any], job: str) -> bool:
        """Makes the folder this work's, or goes on with what it has written there.

        Tells whether it was nobody's. Raises OutputError where there is anything else.
        """
        info = self.system.get_file_info(self.path)
        check_bucket(self.system, self.path)
        if info.type == fs.FileType.File:
            raise OutputError(f"{self.folder} is a file")
        names = []
        if info.type == fs.FileType.Directory:
            found = self.system.get_file_info(fs.FileSelector(self.path))
            names = [each.base_name for each in found]
        if MANIFEST in names:
            self._check_same(manifest)
        else:
            others = [name for name in names if not name.startswith((".", WRITING))]
            if others:
                raise OutputError(
                    f"{self.folder} holds what is no score, {sorted(others)[0]}; "
                    "give an empty folder, or a new one"
                )
            self.write(MANIFEST, json.dumps(manifest, indent=1).encode(), job)
        # What jobs that were killed have left.
        for name in names:
            if name.startswith(WRITING):
                self.system.delete_dir(f"{self.path}/{name}")
        return MANIFEST not in names

    def give_back(self, job: str) -> None:
        """Leaves a folder that was claimed as it was; an empty one goes."""
        self.end(job)
        self.system.delete_file(f"{self.path}/{MANIFEST}")
        if not self.system.get_file_info(fs.FileSelector(self.path)):
            self.system.delete_dir(self.path)

    def _check_same(self, manifest: Mapping[str, Any]) -> None:
        try:
            with self.system.open_input_stream(f"{self.path}/{MANIFEST}") as stream:
                there = json.loads(stream.read())
            differs = [
                what
                for what in ("model", "data", "keys", "outputs")
                if there[what] != manifest[what]
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise OutputError(
                f"{self.folder}/{MANIFEST} is damaged; "
                "empty the folder, or give another"
            ) from error
        if differs:
            whose = {
                "model": f"of another model, or of other weights ({there['title']})",
                "data": f"of other rows, {there['data']}",
                "keys": f"with other key columns, {', '.join(there['keys']) or 'none'}",
                "outputs": "with other columns",
            }[differs[0]]
            raise OutputError(
                f"{self.folder} holds scores {whose}; empty it, or give another folder"
            )

    def missing(self, parts: Sequence[Part]) -> list[Part]:
        """Parts whose scores do not stand, or are of rows that are no longer there."""
        with ThreadPoolExecutor(16) as pool:
            stands = list(pool.map(self._stands, parts))
        return [
            part for part, is_there in zip(parts, stands, strict=True) if not is_there
        ]

    def _stands(self, part: Part) -> bool:
        found = self._label(f"{self.path}/{part.name}")
        return bool(found == self._label_of(part))

    def _label_of(self, part: Part) -> dict[str, Any]:
        return {
            "model": self.model,
            "keys": self.keys,
            "source": part.source,
            "groups": list(part.groups),
            "rows": part.rows,
            "stamp": part.stamp,
        }

    def _label(self, file: str) -> Any:
        """What a file says that it holds the scores of; None where it is not ours."""
        try:
            with self.system.open_input_file(file) as opened:
                told = pq.ParquetFile(opened).schema_arrow.metadata or {}
            return json.loads(told.get(LABEL, b"null"))
        except (FileNotFoundError, ValueError):
            return None

    def drop_outdated(self, parts: Sequence[Part]) -> None:
        """Removes scores of row groups that a file has lost since.

        Scores of files that are gone stay: they may be all that is left of them.
        """
        wanted = {part.name for part in parts}
        sources = {part.source for part in parts}
        for info in self.system.get_file_info(
            fs.FileSelector(self.path, recursive=True)
        ):
            name = info.path[len(self.path.rstrip("/")) + 1 :]
            if info.type != fs.FileType.File or not name.endswith(".parquet"):
                continue
            if name not in wanted and not name.startswith(WRITING):
                label = self._label(info.path)
                if label is not None and label["source"] in sources:
                    self.system.delete_file(info.path)

    def write_scores(self, part: Part, table: pa.Table, job: str) -> None:
        label = json.dumps(self._label_of(part)).encode()
        labelled = table.replace_schema_metadata({LABEL: label})
        sink = pa.BufferOutputStream()
        pq.write_table(labelled, sink)
        self.write(part.name, sink.getvalue(), job)

    def write(self, name: str, content: Any, job: str) -> None:
        """Whole or not at all: where it is read, a file appears when it is written."""
        path = f"{self.path}/{name}"
        if not has_folders(self.system):
            with self.system.open_output_stream(path) as stream:
                stream.write(content)
            return
        torn = f"{self.path}/{WRITING}{job}/{name}.{uuid4().hex}"
        for each in (path, torn):
            self.system.create_dir(each.rpartition("/")[0], recursive=True)
        with self.system.open_output_stream(torn) as stream:
            stream.write(content)
        self.system.move(torn, path)

    def end(self, job: str) -> None:
        """Removes what a job has not written to its end."""
        path = f"{self.path}/{WRITING}{job}"
        # Where it cannot be looked at, nothing was written either.
        with contextlib.suppress(OSError):
            if self.system.get_file_info(path).type == fs.FileType.Directory:
                self.system.delete_dir(path)


LABEL = b"multitask"


def scores_of(
    part: Part,
    system: fs.FileSystem,
    model: Any,
    columns: Encoder,
    keys: Sequence[str],
    device: torch.device,
) -> pa.Table:
    """Key columns and one column of each output; a row for each row, in their order."""
    wanted = list(dict.fromkeys([*columns.names, *keys]))
    tables = []
    with system.open_input_file(part.source) as opened, torch.inference_mode():
        file = pq.ParquetFile(opened)
        groups = list(range(*part.groups))
        for batch in file.iter_batches(BATCH, row_groups=groups, columns=wanted):
            rows = pa.Table.from_batches([batch])
            inputs, _ = columns.encode_table(rows)
            predicted = model.predict(inputs.map(lambda values: values.to(device)))
            scored = {name: rows[name] for name in keys}
            for name, values in predicted.items():
                scored[name] = pa.array(values.cpu().numpy())
            tables.append(pa.table(scored))
    table = pa.concat_tables(tables)
    if len(table) != part.rows:
        raise DataError(
            f"{part.source} was written anew while it was scored: {part.rows} rows "
            f"were there, now {len(table)}"
        )
    return table
