"""Publishes from when until when our own certificates are good: one that runs out ends all calls at once."""

from cryptography import x509
from prometheus_client import Gauge

_NOT_BEFORE = Gauge(
    "cvdeep_certificate_not_before_seconds", "Unix time from which our own certificate is good.", ["certificate"]
)
_NOT_AFTER = Gauge(
    "cvdeep_certificate_not_after_seconds", "Unix time until which our own certificate is good.", ["certificate"]
)


def publish_validity(certificate: str, chain: bytes) -> None:
    """Publishes the validity of the first certificate of a chain; `certificate` says what it is for.

    Args:
        certificate: `rpc` or `redis`.
        chain: PEM, our own first.

    Raises:
        OSError: it is no certificate.
    """
    try:
        ours = x509.load_pem_x509_certificate(chain)
    except ValueError as error:
        raise OSError("the certificate cannot be read") from error
    _NOT_BEFORE.labels(certificate).set(ours.not_valid_before_utc.timestamp())
    _NOT_AFTER.labels(certificate).set(ours.not_valid_after_utc.timestamp())
