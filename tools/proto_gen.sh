#!/usr/bin/env bash
# Generates gen/ from protos/; with --check, fails when gen/ is not what protos/ would give.
set -euo pipefail
cd "$(dirname "$0")/.."
out=gen
if [[ "${1:-}" == --check ]]; then out=$(mktemp -d); trap 'rm -rf "$out"' EXIT; fi
export PATH="$PWD/.venv/bin:$PATH"
mapfile -t files < <(cd protos && find cvdeep -name '*.proto' | LC_ALL=C sort)
rm -rf "${out:?}/cvdeep"
mkdir -p "$out"
python -m grpc_tools.protoc -Iprotos \
  --python_out="$out" --grpc_python_out="$out" --mypy_out=quiet:"$out" --mypy_grpc_out=quiet:"$out" "${files[@]}"
# Plain packages, so that every tool finds them.
find "$out/cvdeep" -type d -exec sh -c ': > "$1/__init__.py"' _ {} \;
if [[ "${1:-}" == --check ]]; then
  diff -r --exclude=__pycache__ gen "$out" || { echo "gen/ is stale: run make proto" >&2; exit 1; }
fi
