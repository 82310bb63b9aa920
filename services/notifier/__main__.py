"""Runs the notifier: `python -m services.notifier`."""

from services.notifier.config import NotifierConfig
from services.notifier.wiring import Notifier
from services.platform.config import Env
from services.platform.rpc.server import ServerSettings, serve_forever
from services.platform.telemetry.logging import configure_logging
from services.platform.telemetry.tracing import configure_tracing


def main() -> None:
    """Reads the environment and serves until told to end."""
    env = Env()
    configure_logging(Notifier.name, env)
    configure_tracing(Notifier.name, env)
    config = NotifierConfig.from_env(env)
    serve_forever(lambda: Notifier(config, env), ServerSettings.from_env(env))


if __name__ == "__main__":
    main()
