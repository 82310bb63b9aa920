"""Runs the gateway: `python -m services.gateway`."""

import sys

import uvloop

from services.gateway.config import GatewayConfig
from services.gateway.server import run
from services.gateway.wiring import build_gateway
from services.platform.config import Env, StartError
from services.platform.telemetry.logging import configure_logging
from services.platform.telemetry.tracing import configure_tracing


def main() -> None:
    """Reads the settings and serves until SIGTERM."""
    env = Env()
    try:
        configure_logging("gateway", env)
        configure_tracing("gateway", env)
        uvloop.run(run(build_gateway, GatewayConfig.from_env(env)))
    except StartError as error:
        sys.exit(f"gateway: {error}")


if __name__ == "__main__":
    main()
