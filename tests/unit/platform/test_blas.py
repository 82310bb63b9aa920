"""numpy's sums stay in the calling thread once a service has said so, and only then."""

import json
import subprocess
import sys

from tools.stack import ROOT

_TOLD = """
import json, threadpoolctl, services.corpus.wiring, services.matcher.wiring
from services.platform.blas import multiply_alone
multiply_alone()
print(json.dumps([library["num_threads"] for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"]))
"""


def test_every_blas_that_a_service_loads_computes_alone() -> None:
    """numpy's and FAISS' own, even where the environment says otherwise."""
    told = subprocess.run(
        [sys.executable, "-c", _TOLD],
        env={"OPENBLAS_NUM_THREADS": "2", "PATH": ""},
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout
    threads = json.loads(told)
    assert threads
    assert set(threads) == {1}
