#!/bin/sh
# Installs the Jupyter clients of the deep suite outside the repository: Debian's (in CI only, as that needs root) and the
# newest from PyPI in an environment of their own. Safe to run again: what is already there stays.
set -eu

cache=${MULTITASK_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/multitask-notebook-ci}
venv=$cache/jupyter
mkdir -p "$cache"

# Two runs at once would write over each other.
exec 8>"$cache/jupyter.lock"
if command -v flock >/dev/null; then flock 8; fi

if [ -n "${CI:-}" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  if ! [ -x /usr/bin/jupyter-nbconvert ] || ! /usr/bin/python3 -c 'import jupyter_kernel_test' 2>/dev/null; then
    apt-get -o DPkg::Lock::Timeout=600 update >&2
    apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends python3-jupyter-client python3-nbclient \
      python3-ipykernel python3-jupyter-kernel-test jupyter-nbconvert jupyter-console jupyter-notebook jupyter-client \
      jupyter-core >&2
  fi
fi

if ! "$venv/bin/python" -c 'import jupyter_kernel_test, papermill, kernel_gateway, jupyterlab' 2>/dev/null; then
  rm -rf "$venv"
  if python3 -m venv "$venv" >&2; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check jupyter_kernel_test jupyter_client \
      jupyter_console nbconvert nbclient papermill jupyter_server jupyterlab jupyter_kernel_gateway websocket-client >&2 ||
      rm -rf "$venv"
  fi
fi
