"""An authority for the listeners' certificates, made once."""

import pytest

from tests.support.tls_listener import Authority


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()
