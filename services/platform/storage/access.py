"""How a process proves to Redis who it is, and Redis to it: logins and certificates from mounted files, read again when these change."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from redis.asyncio.connection import SSLConnection
from redis.credentials import CredentialProvider
from redis.exceptions import AuthenticationError

from services.platform.config import ConfigError, Env
from services.platform.mounted import Mounted
from services.platform.telemetry.certificates import publish_validity

_TLS = ("rediss", "rediss+cluster")


class MisfitError(ValueError):
    """Settings that do not go with the URL; the message quotes neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedisAccess:
    """What the URL of Redis does not say.

    Attributes:
        username: of an ACL user; the default user where neither this nor the URL names one.
        password_file: its password, read anew for every connection.
        ca_file: the authorities that may have signed Redis' certificate, PEM; the system's, when None.
        cert_file: a certificate of our own, for a Redis that asks for one, PEM.
        key_file: its key, PEM.
    """

    username: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_REDIS_{USERNAME,PASSWORD_FILE,CA_FILE,CERT_FILE,KEY_FILE}, and CVDEEP_REDIS_URL to see that they fit.

        Raises:
            ConfigError: half of a pair is missing, a login is given twice, or certificates are for a URL without TLS.
        """
        access = cls(
            username=env.text("CVDEEP_REDIS_USERNAME", ""),
            password_file=_path(env, "CVDEEP_REDIS_PASSWORD_FILE"),
            ca_file=_path(env, "CVDEEP_REDIS_CA_FILE"),
            cert_file=_path(env, "CVDEEP_REDIS_CERT_FILE"),
            key_file=_path(env, "CVDEEP_REDIS_KEY_FILE"),
        )
        if (access.cert_file is None) is not (access.key_file is None):
            raise ConfigError("CVDEEP_REDIS_CERT_FILE and CVDEEP_REDIS_KEY_FILE go together")
        if access.username and access.password_file is None:
            raise ConfigError("CVDEEP_REDIS_USERNAME needs CVDEEP_REDIS_PASSWORD_FILE")
        if url := env.text("CVDEEP_REDIS_URL", ""):
            try:
                access.login_of(url)
                access.contexts_for(url)
            except MisfitError as error:
                raise ConfigError(str(error)) from None
            except ValueError:
                # No URL at all: who connects to it says so, and nothing here quotes it.
                pass
        return access

    def login_of(self, url: str) -> tuple[str, "FileLogin | None"]:
        """Returns the URL without a login and the login from the file; the URL as it is, and None, without a file.

        Raises:
            MisfitError: both give a password.
        """
        if self.password_file is None:
            return url, None
        parts = urlsplit(url)
        login, _, hosts = parts.netloc.rpartition("@")
        username, colon, _ = login.partition(":")
        if colon:
            raise MisfitError(
                "the Redis URL has a password and CVDEEP_REDIS_PASSWORD_FILE names another: leave out one"
            )
        return parts._replace(netloc=hosts).geturl(), FileLogin(self.username or unquote(username), self.password_file)

    def contexts_for(self, url: str) -> "TlsContexts | None":
        """Returns what makes TLS contexts for the URL; None when it has none, or nothing but what the system knows.

        Raises:
            MisfitError: there are certificates for a URL that would not use them.
        """
        files = tuple(path for path in (self.ca_file, self.cert_file, self.key_file) if path)
        if not files:
            return None
        if urlsplit(url).scheme not in _TLS:
            raise MisfitError(
                "CVDEEP_REDIS_CA_FILE and CVDEEP_REDIS_CERT_FILE need a URL of rediss:// or rediss+cluster://"
            )
        return TlsContexts(self)


def _path(env: Env, name: str) -> Path | None:
    text = env.text(name, "")
    return Path(text) if text else None


class FileLogin(CredentialProvider):
    """A login whose password is whatever the file holds when a connection is made."""

    def __init__(self, username: str, file: Path) -> None:
        self._username = username
        self._file = file

    def get_credentials(self) -> tuple[str] | tuple[str, str]:
        """Returns what AUTH takes; raises `AuthenticationError` when the file cannot be read."""
        try:
            password = self._file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError):
            # Not quoted: a file that is no text may still be a password.
            raise AuthenticationError("the file of CVDEEP_REDIS_PASSWORD_FILE cannot be read") from None
        return (self._username, password) if self._username else (password,)

    async def get_credentials_async(self) -> tuple[str] | tuple[str, str]:
        """See `get_credentials`: a small file of a memory file system."""
        return self.get_credentials()


class TlsContexts:
    """The TLS context of new connections, made again when one of its files was exchanged."""

    def __init__(self, access: RedisAccess) -> None:
        self._access = access
        files = [path for path in (access.ca_file, access.cert_file, access.key_file) if path]
        self._mounted = Mounted("redis certificates", files, self._made)

    def current(self) -> ssl.SSLContext:
        """Returns the newest usable context; raises OSError when there was none yet and the files cannot be used."""
        return self._mounted.current()

    def _made(self) -> ssl.SSLContext:
        access = self._access
        context = ssl.create_default_context(cafile=access.ca_file)
        if access.cert_file is not None:
            # An encrypted key would ask for a password on the terminal.
            context.load_cert_chain(access.cert_file, access.key_file, password="")
            publish_validity("redis", access.cert_file.read_bytes())
        return context

    def connection_class(self) -> type[SSLConnection]:
        """Returns redis-py's connection, but that each connect uses the newest context."""
        contexts = self

        class RenewingConnection(SSLConnection):
            async def _connect(self) -> None:
                # redis-py keeps a context for as long as the connection is in its pool.
                self.ssl_context.context = contexts.current()
                await super()._connect()  # type: ignore[no-untyped-call]  # redis-py's own

        return RenewingConnection
