"""A structure step that does what the document says, to see what the pool makes of a child that misbehaves."""

import os
import signal
import sys
import time

from services.matcher.domain.cv import ReadCv
from services.matcher.domain.document import Document
from tests.integration.pdf import plain_structure


def read_cv(document: Document) -> ReadCv:
    """Obeys the first word of the document."""
    match document.lines[0].text.split()[0]:
        case "Crash":
            os.kill(os.getpid(), signal.SIGSEGV) if sys.platform != "linux" else signal.raise_signal(signal.SIGSEGV)
        case "Sleep":
            time.sleep(600)
        case "Loop":
            while True:
                pass
        case "Labour":
            started = time.process_time()
            while time.process_time() - started < 0.5:
                pass
        case "Allocate":
            _ = bytearray(2**34)
        case "Raise":
            raise ValueError(document.lines[0].text)
        case "Print":
            print(document.lines[0].text)  # noqa: T201 - what the test looks for
            print(document.lines[0].text, file=sys.stderr)  # noqa: T201 - what the test looks for
        case "Babble":
            for descriptor in range(3, 20):
                try:
                    os.write(descriptor, b"\xff" * 64)
                except OSError:
                    continue
    return plain_structure.read_cv(document)
