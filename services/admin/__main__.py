"""Entry point of the `cvdeep` command."""

import sys

import structlog

from services.admin.cli import cvdeep


def main() -> None:
    """Runs the command line of this process; alerts go to stderr, so that stdout holds answers alone."""
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
    cvdeep.main(prog_name="cvdeep")


if __name__ == "__main__":
    main()
