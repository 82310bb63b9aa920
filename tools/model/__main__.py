"""Makes the model ready and prints its folder on the last line of stdout; progress goes to stderr."""

import argparse
import sys
from pathlib import Path

from tools.model import ModelBuildError, ensure_model


def main() -> int:
    """Returns 0 with the folder printed, or 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m tools.model", description="Makes the embedding model ready.")
    parser.add_argument("--cache", type=Path, help="folder that holds built models (default: the user's cache)")
    given = parser.parse_args()
    try:
        folder = ensure_model(say=lambda line: print(f"model: {line}", file=sys.stderr, flush=True), cache=given.cache)
    except ModelBuildError as error:
        print(f"model: {error}", file=sys.stderr)
        return 1
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
