"""The notifier as production runs it, but for the one loopback address its guard lets through.

`python -m tests.support.notifier_main AUTHORITY.pem`: all else comes from the environment, as for `services.notifier`.
Every name leads to 127.0.0.1, unless CVDEEP_NOTIFIER_NAMESERVERS says whom to ask.
"""

import ssl
import sys
from ipaddress import ip_address

from services.notifier.adapters.http_sender import HttpSender
from services.notifier.adapters.idna_hosts import to_ascii
from services.notifier.application.guard import Guard
from services.notifier.config import NotifierConfig
from services.notifier.domain.addresses import AddressPolicy
from services.notifier.guard_wiring import GuardSettings, build_guard
from services.notifier.wiring import Notifier
from services.platform.config import Env
from services.platform.rpc.server import ServerSettings, serve_forever
from services.platform.telemetry.logging import configure_logging
from services.platform.telemetry.tracing import configure_tracing
from tests.fakes.resolving import TableResolver

HOME = ip_address("127.0.0.1")
EVERY_PORT = frozenset(range(1, 65_536))


def _guard(env: Env) -> Guard:
    if env.text("CVDEEP_NOTIFIER_NAMESERVERS", ""):
        return build_guard(GuardSettings.from_env(env), exempt=(HOME,), ports=EVERY_PORT)
    names = TableResolver(otherwise=[str(HOME)])
    return Guard(policy=AddressPolicy(exempt=(HOME,)), resolver=names, to_ascii=to_ascii, ports=EVERY_PORT)


def main(authority_file: str) -> None:
    env = Env()
    configure_logging(Notifier.name, env)
    configure_tracing(Notifier.name, env)
    config = NotifierConfig.from_env(env)
    guard = _guard(env)
    trust = ssl.create_default_context(cafile=authority_file)
    sender = HttpSender(total_s=config.request_s, tls=trust, allows=guard.policy.allows)
    serve_forever(lambda: Notifier(config, env, guard=guard, sender=sender), ServerSettings.from_env(env))


if __name__ == "__main__":
    main(sys.argv[1])
