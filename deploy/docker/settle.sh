#!/bin/sh
# Compiles a tree of Python once and for all and takes the time of the build out of it (1980, the oldest a wheel can hold): settle.sh FOLDER
# The root file system is read-only, so nothing could be compiled later; the same source gives the same bytes.
set -eu
# A string constant marshalled as interned or not would differ from run to run with a random hash seed.
PYTHONHASHSEED=0 python3 -m compileall -q --invalidation-mode unchecked-hash "$1"
find "$1" -depth -exec touch --no-dereference --date=@315532800 {} +
