#!/bin/sh
# Installs what the tests in a real VS Code need, outside the repository, and prints the folder they are in.
# code-server is VS Code as an npm package; version 4.139.1 is VS Code 1.139.1 and insists on Node 24.
# Safe to run again: what is already there stays. A first run compiles seven addons and takes about four minutes.
set -eu

code_server=4.139.1
cache=${MULTITASK_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/multitask-notebook-ci}
mkdir -p "$cache"

# Two runs at once would write over each other.
exec 9>"$cache/setup.lock"
if command -v flock >/dev/null; then flock 9; fi

have_header() { echo "#include <$1>" | cc -E - >/dev/null 2>&1; }

# The kerberos addon of code-server needs gssapi.h, and npm removes everything again when one addon does not compile.
missing=
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium fonts-dejavu-core"
command -v c++ >/dev/null && command -v make >/dev/null || missing="$missing g++ make"
command -v python3 >/dev/null || missing="$missing python3"
have_header gssapi/gssapi.h || missing="$missing libkrb5-dev"
if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "These packages are needed and this script cannot install them here:$missing" >&2
    exit 1
  fi
  apt-get -o DPkg::Lock::Timeout=600 update >&2
  # shellcheck disable=SC2086 # a list of words
  apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends $missing >&2
fi

node=$cache/node24/node_modules/node/bin/node
if ! "$node" --version 2>/dev/null | grep -q '^v24\.'; then
  rm -rf "$cache/node24"
  mkdir -p "$cache/node24"
  npm install --prefix "$cache/node24" --no-audit --no-fund node@24 >&2
fi

# npm's user agent must say node/v24 before code-server's install script looks at it.
PATH=$(dirname "$node"):$PATH
export PATH

entry=$cache/code-server/node_modules/code-server/out/node/entry.js
installed() { "$node" "$entry" --version 2>/dev/null | grep -q "^$code_server "; }
if ! installed; then
  # The npm package of Node has no headers, and node-gyp's download is often blocked. Every addon is N-API, so the headers
  # of another Node will do: those of the configuration, of the Node that is running, or of the system's package.
  configured=$(npm config get nodedir)
  for folder in "$configured" "$(PATH=${PATH#*:} node -p 'require("node:path").resolve(process.execPath, "../..")')" /usr /usr/local; do
    if [ -f "$folder/include/node/node_api.h" ] && [ -f "$folder/include/node/common.gypi" ]; then
      npm_config_nodedir=$folder
      export npm_config_nodedir
      break
    fi
  done
  if [ -z "${npm_config_nodedir:-}" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends libnode-dev >&2 && export npm_config_nodedir=/usr
  fi
  # Never --ignore-scripts: the install script of code-server installs VS Code's own packages.
  rm -rf "$cache/code-server"
  mkdir -p "$cache/code-server"
  npm install --prefix "$cache/code-server" --no-audit --no-fund "code-server@$code_server" >&2
  installed || { echo "code-server $code_server does not start" >&2; exit 1; }
fi

echo "$cache"
