"""Files that the notebook and all workers see: a folder, or one of an object store."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import fs

if TYPE_CHECKING:
    from torch import Tensor


def locate(path: str) -> tuple[fs.FileSystem, str]:
    """The file system of a path, and the path in it. Raises OSError."""
    scheme, mark, rest = path.partition("://")
    if not mark:
        return fs.LocalFileSystem(), path
    # Keys may have what no address may: spaces, question marks, brackets.
    has_keys = scheme.lower() in ("s3", "gs", "gcs")
    address = f"{scheme}://{rest.partition('/')[0]}" if has_keys else path
    try:
        system, inner = fs.FileSystem.from_uri(address)
    except pa.ArrowInvalid as error:
        raise OSError(f"{path} is no address that PyArrow knows: {error}") from error
    return system, rest if has_keys else inner


def has_folders(system: fs.FileSystem) -> bool:
    """An object store has none: a key is made with its object, and at once whole."""
    return system.type_name not in ("s3", "gcs")


@dataclass(frozen=True)
class Selection:
    """The Parquet files of a file, a folder or a pattern."""

    system: fs.FileSystem
    base: str
    """The folder that they are in"""
    pattern: str | None
    """Of their paths in it; None for all Parquet files of the folder"""

    @staticmethod
    def of(path: str) -> Selection:
        system, inner = locate(path.rstrip("/"))
        first = min((inner.find(c) for c in "*?[" if c in inner), default=-1)
        if first < 0:
            if system.get_file_info(inner).type != fs.FileType.File:
                return Selection(system, inner, None)
            first = len(inner)
        base = inner[:first].rpartition("/")[0] or "/"
        return Selection(system, base, inner[len(base.rstrip("/")) + 1 :])

    def files(self) -> list[str]:
        """By name."""
        if self.pattern is not None and not any(c in self.pattern for c in "*?["):
            return [f"{self.base.rstrip('/')}/{self.pattern}"]
        selector = fs.FileSelector(self.base, recursive=True, allow_not_found=True)
        found = self.system.get_file_info(selector)
        if not found:
            check_bucket(self.system, self.base)
        return sorted(
            info.path
            for info in found
            if info.type == fs.FileType.File and self.takes(info.path)
        )

    def name(self, file: str) -> str:
        """Of a file, within the folder."""
        return file[len(self.base.rstrip("/")) + 1 :]

    def takes(self, file: str) -> bool:
        if not file.startswith(f"{self.base.rstrip('/')}/"):
            return False
        return fits(self.name(file), self.pattern or "*", anywhere=self.pattern is None)


def check_bucket(system: fs.FileSystem, path: str) -> None:
    """Where there is no bucket nothing is found, either. Raises FileNotFoundError."""
    bucket = path.partition("/")[0]
    if has_folders(system):
        return
    if system.get_file_info(bucket).type == fs.FileType.NotFound:
        raise FileNotFoundError(f"Bucket '{bucket}' not found")


def fits(name: str, pattern: str, *, anywhere: bool) -> bool:
    """Part by part, so that `*` is no `/`. Of a whole folder its Parquet files."""
    parts = name.split("/")
    if anywhere:
        hidden = any(part.startswith((".", "_")) for part in parts)
        return name.endswith(".parquet") and not hidden
    patterns = pattern.split("/")
    return len(parts) == len(patterns) and all(
        fnmatch.fnmatchcase(part, each)
        for part, each in zip(parts, patterns, strict=True)
    )


class Storage:
    """The folder of one job."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.system, self.path = locate(folder)

    def has(self, name: str) -> bool:
        found = self.system.get_file_info(f"{self.path}/{name}")
        return bool(found.type == fs.FileType.File)

    def read(self, name: str) -> bytes:
        with self.system.open_input_stream(f"{self.path}/{name}") as stream:
            return bytes(stream.read())

    def write(self, name: str, content: bytes) -> None:
        """Makes the folders above it, where there are such things."""
        path = f"{self.path}/{name}"
        if has_folders(self.system):
            self.system.create_dir(path.rpartition("/")[0], recursive=True)
        with self.system.open_output_stream(path) as stream:
            stream.write(content)

    def read_json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def read_tensors(self, name: str) -> dict[str, Tensor]:
        # Trials are trained where there is no PyTorch.
        from safetensors.torch import load

        tensors: dict[str, Tensor] = load(self.read(name))
        return tensors

    def write_tensors(self, name: str, tensors: Mapping[str, Tensor]) -> None:
        """Copies: tensors that share their memory are two in the file."""
        from safetensors.torch import save

        copies = {
            key: values.detach().cpu().clone().contiguous()
            for key, values in tensors.items()
        }
        self.write(name, save(copies))
