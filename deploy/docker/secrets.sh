#!/bin/sh
# Makes the secrets of the compose file, once: deploy/docker/.env, for its owner alone. What is there is never replaced.
set -eu
cd "$(dirname "$0")"
if [ -e .env ]; then
  echo "deploy/docker/.env is there already and stays as it is" >&2
  exit 0
fi
umask 077
printf 'CVDEEP_REDIS_PASSWORD=%s\n' "$(head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n')" > .env
echo "made deploy/docker/.env" >&2
