"""Runs the matcher: `python -m services.matcher`."""

from services.matcher.config import MatcherSettings
from services.matcher.wiring import MatcherService
from services.platform.blas import multiply_alone
from services.platform.config import Env
from services.platform.rpc.server import ServerSettings, serve_forever
from services.platform.telemetry.logging import configure_logging
from services.platform.telemetry.tracing import configure_tracing


def main() -> None:
    """Reads the settings and serves until SIGTERM."""
    multiply_alone()
    env = Env()
    configure_logging("matcher", env)
    configure_tracing("matcher", env)
    settings = MatcherSettings.from_env(env)
    serve_forever(lambda: MatcherService(settings, env), ServerSettings.from_env(env))


if __name__ == "__main__":
    main()
