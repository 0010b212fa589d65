#!/bin/sh
# Installs what reads our exports in a Python environment outside the repository, and prints its python. Safe to run again.
set -eu

cache=${MULTITASK_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/multitask-notebook-ci}
venv=$cache/exports
mkdir -p "$cache"
exec 9>"$cache/exports.lock"
if command -v flock >/dev/null; then flock 9; fi

if ! "$venv/bin/python" -c 'import mypy, numpy, onnx, onnxruntime, pyarrow, ruff, safetensors, torch' 2>/dev/null; then
  rm -rf "$venv"
  python3 -m venv "$venv" >&2
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check mypy numpy onnx onnxruntime pyarrow ruff safetensors torch >&2
fi

echo "$venv/bin/python"
