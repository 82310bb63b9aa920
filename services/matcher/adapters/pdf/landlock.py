"""Leaves a process only the folders its interpreter and libraries are read from (Linux 5.13 and later)."""

import ctypes
import os
import struct
import sysconfig
from pathlib import Path

import engine
import services

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
# Every access of the first version of the interface: execute, write, read, list, remove, make. Only two are given back.
_ALL_ACCESS = (1 << 13) - 1
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3


def restrict_files(libc: ctypes.CDLL) -> bool:
    """Lets this process open nothing but its own code from now on; says whether the kernel can do that.

    What is open stays open. Needs "no new privileges" to be set.
    """
    attributes = struct.pack("Q", _ALL_ACCESS)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.c_char_p(attributes), ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return False
    try:
        for folder in _code_folders():
            beneath = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            try:
                rule = struct.pack("=Qi", _READ_FILE | _READ_DIRECTORY, beneath)
                libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.c_char_p(rule), 0)
            finally:
                os.close(beneath)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _code_folders() -> set[str]:
    """Returns where modules and their data may still be loaded from: the interpreter's, the packages' and our own."""
    paths = sysconfig.get_paths()
    libraries = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    own = {path for package in (services, engine) for path in package.__path__}
    return {folder for folder in libraries | own if Path(folder).is_dir()}
