"""`make run`, `make stop` and `make demo`: the system on this machine, with a demo client to try it with."""

import argparse
import asyncio
import json
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from tools.demo import run_demo
from tools.demo_clients import write_demo_env
from tools.model import ensure_model
from tools.sample_cv import write_sample_cv
from tools.stack import ROOT, Stack, StackError

RUN = ROOT / ".run"
STATE = RUN / "stack.json"
DEFAULT_PORT = 8080


def _say(text: str) -> None:
    print(f"\033[2m·\033[0m {text}" if sys.stdout.isatty() else f"· {text}", flush=True)


def _gateway_port() -> int:
    """Returns the wanted port, or any free one with a word about it when somebody else has it."""
    wanted = int(os.environ.get("CVDEEP_PORT", DEFAULT_PORT))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            _say(f"port {wanted} is taken, serving on {port} (CVDEEP_PORT chooses another)")
            return port
    return wanted


def _alive(pid: int) -> bool:
    # A process id may have been given to somebody else since: only ours run from this checkout's interpreter or Redis.
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return sys.platform != "linux"
        return False
    return b"services." in command or b"redis" in command or b"valkey" in command


def stop() -> None:
    """Ends everything the last `make run` started: services first, Redis last."""
    if not STATE.exists():
        _say("nothing is running")
        return
    state = json.loads(STATE.read_text(encoding="utf-8"))
    groups = [[pid for name, pid in state["pids"].items() if name != "redis"], [state["pids"].get("redis", 0)]]
    for pids in groups:
        running = [pid for pid in pids if pid and _alive(pid)]
        for pid in running:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 40
        while any(_alive(pid) for pid in running) and time.monotonic() < deadline:
            time.sleep(0.05)
        for pid in running:
            if _alive(pid):
                os.kill(pid, signal.SIGKILL)
    STATE.unlink()
    _say("stopped")


def start() -> None:
    """Starts the stack in the background, makes the demo clients and prints what to try."""
    RUN.mkdir(exist_ok=True)
    if STATE.exists():
        _say("ending the stack of an earlier run")
        stop()
    model_dir = ensure_model(say=_say)
    stack = Stack(directory=RUN, model_dir=model_dir, gateway_port=_gateway_port())
    try:
        stack.start(say=_say)
        pids = {name: process.pid for name, process in stack.processes.items()}
        if stack.redis.process is not None:
            pids["redis"] = stack.redis.process.pid
        state = {"url": stack.url, "redis_url": stack.redis.url, "ports": stack.ports, "pids": pids}
        STATE.write_text(json.dumps(state, indent=1), encoding="utf-8")
        sample = write_sample_cv(RUN / "sample-cv.pdf")
        asyncio.run(write_demo_env(stack, RUN / "demo.env"))
    except BaseException:
        stack.stop()
        STATE.unlink(missing_ok=True)
        raise
    print(
        f"""
cvdeep serves on {stack.url}   (reference: {stack.url}/docs, logs: .run/logs, end: make stop)

Try:
  source .run/demo.env
  curl -sS $CVDEEP_URL/api/v1/cvdeepmatch/submit -H "X-API-Key: $CVDEEP_API_KEY" \\
    -F "cv_file=@{sample.relative_to(ROOT)};type=application/pdf" -F position_id=backend-1 \\
    -F "job_description=<samples/job.txt" -F "config=<samples/config.json"

or see it in colour:  make demo
"""
    )


def demo() -> None:
    """Submits the sample CV to the running stack and prints the answer."""
    if not STATE.exists():
        raise StackError("nothing is running: make run first")
    run_demo(RUN / "demo.env", write_sample_cv(RUN / "sample-cv.pdf"))


def main() -> None:
    """Runs one of the commands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("start", "stop", "demo"))
    command = parser.parse_args().command
    try:
        {"start": start, "stop": stop, "demo": demo}[command]()
    except (StackError, RuntimeError) as problem:
        sys.exit(f"cvdeep: {problem}")


if __name__ == "__main__":
    main()
