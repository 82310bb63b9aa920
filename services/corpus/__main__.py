"""Runs the corpus service: `python -m services.corpus`."""

from services.corpus.config import CorpusSettings
from services.corpus.wiring import CorpusService
from services.platform.blas import multiply_alone
from services.platform.config import Env
from services.platform.rpc.server import ServerSettings, serve_forever
from services.platform.telemetry.logging import configure_logging
from services.platform.telemetry.tracing import configure_tracing


def main() -> None:
    """Reads the settings and serves until SIGTERM."""
    multiply_alone()
    env = Env()
    configure_logging("corpus", env)
    configure_tracing("corpus", env)
    settings = CorpusSettings.from_env(env)
    serve_forever(lambda: CorpusService(settings, env), ServerSettings.from_env(env))


if __name__ == "__main__":
    main()
