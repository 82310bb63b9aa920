#!/bin/sh
# Plants mutants in the webhook guard and the signing of webhooks, and runs their unit tests against each.
# Usage: tools/mutation.sh [DIRECTORY]   (default: a new one below /tmp; it is kept, for `mutmut browse` and `mutmut show`)
# mutmut is installed into an environment of its own beside the copy: the project's environment stays as it is locked.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$root/.venv/bin/python}
work=${1:-$(mktemp -d /tmp/cvdeep-mutation.XXXXXX)}
mkdir -p "$work/copy/tests/unit/notifier/guard"

# The processor time of one test (s82_size) means nothing where every call goes through a mutant's switch.
"$python" -m venv "$work/env"
"$python" -c 'import site; print(site.getsitepackages()[0])' > "$work/env/lib/python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')/site-packages/project.pth"
"$work/env/bin/pip" install --quiet --requirement "$root/tools/mutation-requirements.txt"

cd "$work/copy"
cp -r "$root/services" "$root/gen" "$root/tools" .
cp -r "$root/tests/__init__.py" "$root/tests/fakes" "$root/tests/support" tests/
cp "$root"/tests/unit/notifier/test_signing.py tests/unit/notifier/
for name in addresses spelling verdicts generated; do
  cp "$root/tests/unit/notifier/guard/test_$name.py" tests/unit/notifier/guard/
done
cat > pytest.ini <<'INI'
[pytest]
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
addopts = -q --import-mode=importlib -p no:cacheprovider -k "not s82_size"
pythonpath = . gen
INI
cat > setup.cfg <<'INI'
[mutmut]
source_paths=
    services/notifier/domain/addresses.py
    services/notifier/domain/hosts.py
    services/notifier/domain/signing.py
    services/notifier/domain/target.py
    services/notifier/application/guard.py
pytest_add_cli_args_test_selection=tests/unit/notifier
also_copy=
    services/notifier/__init__.py
    services/notifier/domain/__init__.py
    services/notifier/domain/delivery.py
    services/notifier/application/__init__.py
    services/notifier/adapters
    services/notifier/ports
    gen
    tests
    pytest.ini
INI
# A few generated URLs are enough to kill a mutant; the suite itself makes 20,000.
export CVDEEP_GUARD_URLS=200
"$work/env/bin/mutmut" run --max-children "${CHILDREN:-2}" 2>&1 | tr '\r' '\n' | tail -n 3
"$work/env/bin/mutmut" results | grep -v "not checked"
echo "details: cd $work/copy && $work/env/bin/mutmut show NAME"
