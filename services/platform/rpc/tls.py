"""Certificates of this process for calls between services: read from mounted files, and read again when these change."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Self

import grpc

from services.platform.config import ConfigError, Env
from services.platform.mounted import Mounted, why_refused
from services.platform.telemetry.certificates import publish_validity

CERT, KEY, CA = "CVDEEP_TLS_CERT_FILE", "CVDEEP_TLS_KEY_FILE", "CVDEEP_TLS_CA_FILE"
NAME = "CVDEEP_TLS_SERVER_NAME"
# How often the files are looked at, while there are calls or handshakes.
_LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Material:
    """What a handshake needs, as PEM: our chain and its key, and the authority whose peers we believe."""

    chain: bytes
    key: bytes
    authority: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsSettings:
    """Where the certificates lie, and what the peers are called.

    Attributes:
        cert_file: our certificate and what it was signed with, PEM.
        key_file: its private key, PEM.
        ca_file: the authorities whose certificates are accepted of either side, PEM.
        peer_names: service → the name its certificate must have; `""` for all others; where none is given, the target's host.
    """

    cert_file: Path
    key_file: Path
    ca_file: Path
    peer_names: Mapping[str, str]

    @classmethod
    def from_env(cls, env: Env) -> Self | None:
        """Reads CVDEEP_TLS_{CERT,KEY,CA}_FILE and CVDEEP_TLS_SERVER_NAME; None when no file is named.

        The name is one for all peers (`cvdeep.internal`) or one a service (`matcher=matcher.internal,corpus=corpus.internal`).

        Raises:
            ConfigError: some of the files are named and some are not, or the names cannot be read.
        """
        files = {name: env.text(name, "") for name in (CERT, KEY, CA)}
        missing = [name for name, path in files.items() if not path]
        if len(missing) == len(files):
            return None
        if missing:
            raise ConfigError(f"{' and '.join(missing)} must be set where {CERT}, {KEY} or {CA} is")
        return cls(
            cert_file=Path(files[CERT]),
            key_file=Path(files[KEY]),
            ca_file=Path(files[CA]),
            peer_names=_peer_names(env.text(NAME, "")),
        )

    def name_of(self, peer: str) -> str | None:
        """Returns the name that the certificate of a service must have; None for its target's host."""
        return self.peer_names.get(peer) or self.peer_names.get("")


def _peer_names(text: str) -> dict[str, str]:
    names = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        peer, separator, name = part.rpartition("=")
        if not name or (separator and not peer):
            raise ConfigError(f"{NAME} must be a name, or service=name,service=name")
        names[peer] = name
    return names


class Certificates:
    """The newest usable certificates in the files; for many threads.

    Args:
        settings: where the files are.
        clock: seconds; how often it is looked at the files goes by it.
    """

    def __init__(self, settings: TlsSettings, *, clock: Callable[[], float] = monotonic) -> None:
        """Reads the files; raises `ConfigError` when they cannot be used."""
        files = (settings.cert_file, settings.key_file, settings.ca_file)
        self._settings = settings
        self._mounted = Mounted("rpc certificates", files, self._read, look_every_s=_LOOK_EVERY_S, clock=clock)
        try:
            self._mounted.current()
        except OSError as error:
            raise ConfigError(f"the files of {CERT}, {KEY} and {CA} cannot be used ({why_refused(error)})") from None

    def name_of(self, peer: str) -> str | None:
        """See `TlsSettings`."""
        return self._settings.name_of(peer)

    def current(self) -> Material:
        """Returns what to use for a handshake now."""
        return self._mounted.current()

    def _read(self) -> Material:
        """Reads the files; raises OSError when they are not there, no PEM, or not of one pair."""
        settings = self._settings
        material = Material(
            settings.cert_file.read_bytes(), settings.key_file.read_bytes(), settings.ca_file.read_bytes()
        )
        trial = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # An encrypted key would ask for a password on the terminal.
        trial.load_cert_chain(settings.cert_file, settings.key_file, password="")
        trial.load_verify_locations(cafile=settings.ca_file)
        publish_validity("rpc", material.chain)
        return material


def server_credentials(certificates: Certificates) -> grpc.ServerCredentials:
    """Returns credentials by which every handshake uses the newest certificates and no client without one is let in."""
    used = certificates.current()

    def changed() -> grpc.ServerCertificateConfiguration | None:
        nonlocal used
        newest = certificates.current()
        if newest is used:
            return None
        used = newest
        return _configuration(newest)

    # The types leave out that None means "as before".
    return grpc.dynamic_ssl_server_credentials(_configuration(used), changed, require_client_authentication=True)  # type: ignore[arg-type]


def channel_credentials(material: Material) -> grpc.ChannelCredentials:
    """Returns a client's credentials."""
    return grpc.ssl_channel_credentials(material.authority, material.key, material.chain)


def _configuration(material: Material) -> grpc.ServerCertificateConfiguration:
    return grpc.ssl_server_certificate_configuration([(material.key, material.chain)], material.authority)


def certificates_of(settings: TlsSettings | None) -> Certificates | None:
    """Returns the certificates of a process; None where calls go in the clear."""
    return None if settings is None else Certificates(settings)
