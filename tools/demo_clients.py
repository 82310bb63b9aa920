"""Makes the demo clients of `make run` and writes their keys where scripts can source them."""

from pathlib import Path

from services.platform.accounts.provisioning import key_works, provision_client
from services.platform.storage.redis import connect
from tools.demo import read_env
from tools.stack import Stack

DEMO_CREDITS = 100_000
DEMO_PER_MINUTE = 6_000


async def write_demo_env(stack: Stack, path: Path) -> None:
    """Writes CVDEEP_URL and the keys of a client with credits and of one without; keys that still work are kept."""
    redis = connect(stack.redis.url)
    try:
        kept = read_env(path) if path.exists() else {}
        # The last three let an operator use `cvdeep admin` on the same system.
        variables = {
            "CVDEEP_URL": stack.url,
            "CVDEEP_REDIS_URL": stack.redis.url,
            "CVDEEP_MATCHER_TARGET": f"127.0.0.1:{stack.ports['matcher']}",
            "CVDEEP_NOTIFIER_TARGET": f"127.0.0.1:{stack.ports['notifier']}",
        }
        for name, client, credits_granted in (
            ("CVDEEP_API_KEY", "demo", DEMO_CREDITS),
            ("CVDEEP_API_KEY_NO_CREDITS", "demo without credits", 0),
        ):
            if name in kept and await key_works(redis, kept[name]):
                variables[name] = kept[name]
                continue
            made = await provision_client(
                redis, name=client, credits_granted=credits_granted, per_minute=DEMO_PER_MINUTE
            )
            variables[name] = made.plain_key
    finally:
        await redis.aclose()
    path.touch(mode=0o600)
    path.write_text("".join(f"export {name}={value}\n" for name, value in variables.items()), encoding="utf-8")
