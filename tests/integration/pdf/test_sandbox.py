"""What a child may not do, tried from inside it."""

import sys

import pytest

from tests.integration.pdf.conftest import MakePool
from tests.integration.pdf.hostile import plain_text

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="system calls are refused on Linux only")

PDF = plain_text(["Engineer at Acme, Berlin", "Led a team of nine engineers and built a platform"])


async def test_p18_a_child_has_no_network_no_processes_and_no_files(make_pool: MakePool) -> None:
    """Sockets, forks, programs, signals to others, files but its code and much memory are all refused; nothing is inherited."""
    pool = await make_pool(structure="probing_structure", memory_mb=512)
    assert pool.confinement is not None
    assert pool.confinement.memory
    assert pool.confinement.files
    assert pool.confinement.system_calls
    cv = await pool.read(PDF)
    outcomes = {warning.code: warning.message for warning in cv.warnings}
    refused = {name: outcome for name, outcome in outcomes.items() if not outcome.startswith("did: ")}
    assert refused == {
        "socket": "PermissionError",
        "unix_socket": "PermissionError",
        "socket_in_c": "PermissionError",
        "socketpair": "PermissionError",
        "fork": "PermissionError",
        "program": "PermissionError",
        "signal_parent": "PermissionError",
        "write_file": "PermissionError",
        "read_secrets": "PermissionError",
        "read_file": "PermissionError",
        "list_files": "PermissionError",
        "remove_file": "PermissionError",
        "memory": "MemoryError",
    }
    assert outcomes["load_code"] == "did: colorsys"
    assert outcomes["directory"] == "did: /"
    # A group of its own, to be killed by; the session of the seed, so that priorities count among its children.
    assert outcomes["group"] == "did: (True, True)"
    assert outcomes["grpc"] == "did: []"
    # The interpreter may add LC_CTYPE; nothing of the parent's is there.
    assert outcomes["environment"] in {"did: ['LC_ALL']", "did: ['LC_ALL', 'LC_CTYPE']"}


async def test_a_child_holds_only_its_own_files(make_pool: MakePool) -> None:
    """Standard streams to nowhere, and its connection for each direction: nothing of the parent's, the seed's or of other children is open."""
    pool = await make_pool(structure="probing_structure")
    cv = await pool.read(PDF)
    (files,) = [warning.message for warning in cv.warnings if warning.code == "open_files"]
    assert files == "did: [('nowhere', 3), ('socket 1', 2)]"
