#!/bin/sh
# Builds @tensorflow/tfjs-node with a real libtensorflow, outside the repository, and prints the folder that holds its node_modules.
# tfjs-node's own install downloads libtensorflow from a host that firewalls often block; the library and its headers
# are also in TensorFlow's Python wheel, which comes from the Python package registry. Safe to run again.
set -eu

tfjs_node=4.22.0
tensorflow=2.13.0
cache=${MULTITASK_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/multitask-notebook-ci}/tfjs-node
package=$cache/node_modules/@tensorflow/tfjs-node
mkdir -p "$cache"
exec 9>"$cache/setup.lock"
if command -v flock >/dev/null; then flock 9; fi

works() { (cd "$cache" && TF_CPP_MIN_LOG_LEVEL=2 node -e "
  if (!require('util').isNullOrUndefined) Object.assign(require('util'), { isNullOrUndefined: (v) => v == null, isArray: Array.isArray });
  const tf = require('@tensorflow/tfjs-node');
  process.exit(tf.getBackend() === 'tensorflow' && tf.tensor([1, 2]).sum().dataSync()[0] === 3 ? 0 : 1)") >/dev/null 2>&1; }

if ! works; then
  find "$cache" -mindepth 1 -maxdepth 1 ! -name setup.lock -exec rm -rf {} +
  echo '{ "private": true }' >"$cache/package.json"
  npm install --prefix "$cache" --ignore-scripts --no-audit --no-fund "@tensorflow/tfjs-node@$tfjs_node" >&2
  python3 -m pip download --quiet --dest "$cache/wheel" --no-deps --only-binary=:all: --python-version 3.11 \
    --platform manylinux_2_17_x86_64 "tensorflow-cpu==$tensorflow" >&2
  python3 -m zipfile -e "$cache"/wheel/*.whl "$cache/wheel/unpacked" >&2

  mkdir -p "$package/deps/lib"
  mv "$cache/wheel/unpacked/tensorflow/include" "$package/deps/include"
  mv "$cache"/wheel/unpacked/tensorflow/libtensorflow_* "$package/deps/lib/"
  rm -rf "$cache/wheel"
  # install.js looks for the first name and then skips its download; the linker wants the other two.
  ln -s libtensorflow_cc.so.2 "$package/deps/lib/libtensorflow.so.2.9.1"
  ln -s libtensorflow_cc.so.2 "$package/deps/lib/libtensorflow.so"
  ln -s libtensorflow_framework.so.2 "$package/deps/lib/libtensorflow_framework.so"

  for folder in "$(npm config get nodedir)" "$(node -p 'require("node:path").resolve(process.execPath, "../..")')" /usr /usr/local; do
    [ -f "$folder/include/node/node_api.h" ] && export npm_config_nodedir="$folder" && break
  done
  (cd "$package" && node ../../.bin/node-pre-gyp install --build-from-source >&2)
  works || { echo 'tfjs-node was built but does not compute' >&2; exit 1; }
fi

echo "$cache"
