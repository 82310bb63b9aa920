"""Names of the Redis keys that hold a client's account, and of the few that lie outside its partition."""

from services.platform.storage.keys import client_key, partition_key


def account_key(client_id: str) -> str:
    """Hash `balance`, `held`, `granted`, `charged`: whole credits."""
    return client_key(client_id, "account")


def holds_key(client_id: str) -> str:
    """Hash run id → credits held for it."""
    return client_key(client_id, "holds")


def ledger_key(client_id: str) -> str:
    """List of JSON rows, newest first, never trimmed."""
    return client_key(client_id, "ledger")


def movements_key(client_id: str) -> str:
    """Hash id of a grant or adjustment → its JSON row, so that a resend moves nothing."""
    return client_key(client_id, "movements")


def client_record_key(client_id: str) -> str:
    """Hash `id`, `name`, `status`, `created_at_ms`."""
    return client_key(client_id, "client")


def secrets_key(client_id: str) -> str:
    """List of JSON webhook secrets, newest first."""
    return client_key(client_id, "secrets")


def client_api_keys_key(client_id: str) -> str:
    """Hash key id → JSON of the key's terms, revoked keys included; never the plain key."""
    return client_key(client_id, "apikeys")


def clients_key(partition: int) -> str:
    """Set of the client ids of a partition."""
    return partition_key(partition, "clients")


def api_key_key(key_hash: str) -> str:
    """Hash with the terms of a valid API key, found by the SHA-256 of the plain key in hexadecimal."""
    return f"cvdeep:apikey:{{{key_hash}}}"


def rate_key(key_id: str, bucket: str) -> str:
    """Counter of the running window of one API key's bucket."""
    return f"cvdeep:rate:{{{key_id}}}:{bucket}"


def failures_key(network: str) -> str:
    """Counter of the running window of failed authentications from one address or IPv6 /64."""
    return f"cvdeep:authfailures:{{{network}}}"
