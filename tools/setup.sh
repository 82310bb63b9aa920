#!/usr/bin/env bash
# Makes .venv from the lock, hashes checked. Uses uv (pinned) for speed where it can be had, plain pip otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "cvdeep needs Python 3.11 or newer, found $("$python" -V)" >&2; exit 1; }
want=$(sha256sum < requirements.lock)
if [[ ! -f .venv/.lock-sha256 || "$(cat .venv/.lock-sha256)" != "$want" ]]; then
  echo "· setting up .venv (about 600 MB, once)"
  rm -rf .venv
  "$python" -m venv .venv
  pip=(.venv/bin/python -m pip install -q --disable-pip-version-check)
  # uv is fetched by hash like everything else; it only installs, nothing of ours imports it.
  "${pip[@]}" --require-hashes -r tools/uv.lock &&
    .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r requirements.lock ||
    "${pip[@]}" --require-hashes -r requirements.lock
  echo "$want" > .venv/.lock-sha256
fi
want=$(sha256sum < pyproject.toml)
if [[ ! -f .venv/.project-sha256 || "$(cat .venv/.project-sha256)" != "$want" ]]; then
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
  echo "$want" > .venv/.project-sha256
fi
