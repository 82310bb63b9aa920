#!/bin/sh
# Makes a virtual environment from part of the lock and no more: venv.sh FOLDER --extra gateway
# Hashes are required, nothing is built from source, and `pip check` fails where the part lacks something.
set -eu
folder=$1
shift
python3 -m venv --without-pip "$folder"
python3 /src/tools/images_lock.py "$@" > /tmp/part-of-lock.txt
pip --python "$folder/bin/python" install --quiet --no-deps --require-hashes --only-binary=:all: --no-compile -r /tmp/part-of-lock.txt
pip --python "$folder/bin/python" check
# The code lies beside, in a layer that all images share. Not PYTHONPATH: the readers of CVs run without the environment.
echo /opt/cvdeep/app > "$(echo "$folder"/lib/python3*/site-packages)/cvdeep.pth"
/src/deploy/docker/settle.sh "$folder"
