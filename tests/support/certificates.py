"""Certificates in files as a cluster mounts them, to be replaced under a running process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

from services.platform.rpc.tls import TlsSettings


@dataclass(frozen=True)
class Mounted:
    """The three files of one process, behind a link that is exchanged as kubelet does it."""

    folder: Path

    @property
    def settings(self) -> TlsSettings:
        """Where they are."""
        return self.named()

    def named(self, **peer_names: str) -> TlsSettings:
        """Where they are, and what peers are called; `other` for all that are not named."""
        names = {"" if peer == "other" else peer: name for peer, name in peer_names.items()}
        now = self.folder / "now"
        return TlsSettings(
            cert_file=now / "tls.crt", key_file=now / "tls.key", ca_file=now / "ca.crt", peer_names=names
        )

    @property
    def environment(self) -> dict[str, str]:
        """Where they are, for another process."""
        settings = self.settings
        return {
            "CVDEEP_TLS_CERT_FILE": str(settings.cert_file),
            "CVDEEP_TLS_KEY_FILE": str(settings.key_file),
            "CVDEEP_TLS_CA_FILE": str(settings.ca_file),
        }

    def put(
        self,
        authority: trustme.CA,
        *names: str,
        trusted: Sequence[trustme.CA] = (),
        valid_for: timedelta = timedelta(days=1),
    ) -> None:
        """Replaces all three at once by a new certificate of `authority`; `trusted` are believed (itself, if none is named)."""
        version = self.folder / f"v{len(list(self.folder.glob('v*')))}"
        version.mkdir(parents=True)
        made = authority.issue_cert(*names, not_after=datetime.now(UTC) + valid_for)
        chain = b"".join(part.bytes() for part in made.cert_chain_pems)
        (version / "tls.crt").write_bytes(chain)
        (version / "tls.key").write_bytes(made.private_key_pem.bytes())
        (version / "ca.crt").write_bytes(b"".join(each.cert_pem.bytes() for each in trusted or [authority]))
        link = self.folder / "next"
        link.symlink_to(version.name)
        link.replace(self.folder / "now")
