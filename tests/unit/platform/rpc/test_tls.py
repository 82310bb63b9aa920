"""Certificates in files: all or none, and only such that go together."""

from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from prometheus_client import REGISTRY

from services.platform.config import ConfigError, Env
from services.platform.rpc.tls import Certificates, TlsSettings
from tests.support.certificates import Mounted

FILES = {"CVDEEP_TLS_CERT_FILE": "/c", "CVDEEP_TLS_KEY_FILE": "/k", "CVDEEP_TLS_CA_FILE": "/a"}


class Clock:
    """Seconds that pass when a test says so."""

    now_s = 0.0

    def __call__(self) -> float:
        self.now_s += 10
        return self.now_s


def test_no_file_is_no_tls() -> None:
    """Calls go in the clear."""
    assert TlsSettings.from_env(Env({})) is None


@pytest.mark.parametrize("missing", FILES)
def test_half_of_the_files_is_refused(missing: str) -> None:
    """The one that is missing is named."""
    with pytest.raises(ConfigError, match=f"{missing} must be set"):
        TlsSettings.from_env(Env({name: path for name, path in FILES.items() if name != missing}))


def test_peers_may_have_one_name_or_one_each() -> None:
    """Without any it is the target's host."""

    def names(text: str) -> TlsSettings:
        settings = TlsSettings.from_env(Env({**FILES, "CVDEEP_TLS_SERVER_NAME": text}))
        assert settings is not None
        return settings

    assert names("").name_of("matcher") is None
    assert names("cvdeep.internal").name_of("matcher") == "cvdeep.internal"
    each = names("matcher=m.internal, corpus=c.internal")
    assert [each.name_of(peer) for peer in ("matcher", "corpus", "notifier")] == ["m.internal", "c.internal", None]
    for text in ("matcher=", "=x"):
        with pytest.raises(ConfigError, match="CVDEEP_TLS_SERVER_NAME"):
            names(text)


def test_files_that_cannot_be_used_stop_the_start(tmp_path: Path) -> None:
    """Absent, or a key of another certificate; nothing of a file is quoted."""
    files = Mounted(tmp_path)
    with pytest.raises(ConfigError, match="CVDEEP_TLS_CERT_FILE"):
        Certificates(files.settings)
    files.put(trustme.CA(), "a")
    files.settings.key_file.write_bytes(trustme.CA().issue_cert("b").private_key_pem.bytes())
    with pytest.raises(ConfigError, match="cannot be used") as caught:
        Certificates(files.settings)
    assert "BEGIN" not in str(caught.value)


def test_new_files_are_taken_up_once_they_go_together(tmp_path: Path) -> None:
    """While a certificate has come and its key has not, the old pair goes on; what has not changed is the same object."""
    files, authority = Mounted(tmp_path), trustme.CA()
    files.put(authority, "a")
    certificates = Certificates(files.settings, clock=Clock())
    first = certificates.current()
    assert certificates.current() is first

    made = authority.issue_cert("b")
    files.settings.cert_file.write_bytes(made.cert_chain_pems[0].bytes())
    assert certificates.current() is first
    files.settings.key_file.write_bytes(made.private_key_pem.bytes())
    second = certificates.current()

    assert second.chain == made.cert_chain_pems[0].bytes()
    assert second.key == made.private_key_pem.bytes()
    files.settings.ca_file.unlink()
    assert certificates.current() is second


def test_the_dates_of_the_certificate_in_use_are_published(tmp_path: Path) -> None:
    """Of the newest one, so that an alert rings before it runs out and is silent once it was renewed."""
    files, authority = Mounted(tmp_path), trustme.CA()
    for days in (1, 3):
        files.put(authority, "a", valid_for=timedelta(days=days))
        certificates = Certificates(files.settings)
        ours = x509.load_pem_x509_certificate(certificates.current().chain)
        assert _published("not_after") == ours.not_valid_after_utc.timestamp()
        assert _published("not_before") == ours.not_valid_before_utc.timestamp()


def _published(which: str) -> float | None:
    return REGISTRY.get_sample_value(f"cvdeep_certificate_{which}_seconds", {"certificate": "rpc"})
