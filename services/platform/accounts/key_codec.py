"""Turns an API key's terms into the fields that Redis stores, and back."""

from collections.abc import Mapping

from services.platform.accounts.networks import parse_network
from services.platform.accounts.values import ApiKey, Permission


def key_fields(key: ApiKey) -> dict[str, str]:
    """Returns the terms as text fields; an absent expiry is an empty text."""
    return {
        "key_id": key.key_id,
        "client_id": key.client_id,
        "project": key.project,
        "permissions": ",".join(sorted(key.permissions)),
        "per_minute": str(key.per_minute),
        "expires_at_ms": "" if key.expires_at_ms is None else str(key.expires_at_ms),
        "allowed_networks": ",".join(key.allowed_networks),
    }


def key_from_fields(fields: Mapping[str, str]) -> ApiKey:
    """Returns the terms.

    Raises:
        KeyError: a field is missing.
        ValueError: a field cannot be read; no field has a default, so that a damaged record opens nothing.
    """
    networks = tuple(part for part in fields["allowed_networks"].split(",") if part)
    for network in networks:
        parse_network(network)
    per_minute = int(fields["per_minute"])
    if per_minute < 1:
        raise ValueError("per_minute is below 1")
    return ApiKey(
        key_id=fields["key_id"],
        client_id=fields["client_id"],
        project=fields["project"],
        permissions=frozenset(Permission(part) for part in fields["permissions"].split(",") if part),
        per_minute=per_minute,
        expires_at_ms=int(fields["expires_at_ms"]) if fields["expires_at_ms"] else None,
        allowed_networks=networks,
    )
