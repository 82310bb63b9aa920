"""Takes from a child process what reading a PDF does not need: memory, processor time, files to write, network, other processes."""

import contextlib
import ctypes
import math
import os
import platform
import resource
import signal
import struct
import sys

from services.matcher.adapters.pdf.landlock import restrict_files
from services.matcher.adapters.pdf.protocol import Confinement

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2

_LOAD_WORD = 0x20
_JUMP_EQUAL = 0x15
_JUMP_GREATER_OR_EQUAL = 0x35
_RETURN = 0x06
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # EPERM
_KILL = 0x80000000
_NUMBER_OFFSET = 0
_ARCHITECTURE_OFFSET = 4
_FIRST_ARGUMENT_OFFSET = 16
# On x86-64 numbers from here on are the x32 interface: a second set of the same calls.
_X32_BIT = 0x40000000

_OPEN_FILES = 64

# By architecture: its audit number, the number of tgkill (a process may signal itself, abort() does), then what is refused: everything that opens a connection, starts or touches another
# process, changes the file tree, or reaches such things by another way (io_uring, bpf, keyrings, namespaces).
_REFUSED: dict[str, tuple[int, int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        234,
        (
            *(
                41,
                42,
                43,
                44,
                46,
                49,
                50,
                53,
                288,
                307,
            ),  # socket connect accept sendto sendmsg bind listen socketpair accept4 sendmmsg
            *(56, 57, 58, 59, 322, 435),  # clone fork vfork execve execveat clone3
            *(
                62,
                129,
                200,
                297,
                424,
                434,
                438,
            ),  # kill rt_sigqueueinfo tkill rt_tgsigqueueinfo pidfd_send_signal pidfd_open pidfd_getfd
            *(101, 310, 311, 312, 440),  # ptrace process_vm_readv process_vm_writev kcmp process_madvise
            *(
                76,
                82,
                83,
                84,
                85,
                86,
                87,
                88,
                90,
                91,
                92,
                94,
                133,
            ),  # truncate rename mkdir rmdir creat link unlink symlink chmod fchmod chown lchown mknod
            *(
                258,
                259,
                260,
                263,
                264,
                265,
                266,
                268,
                316,
            ),  # mkdirat mknodat fchownat unlinkat renameat linkat symlinkat fchmodat renameat2
            *(
                155,
                161,
                165,
                166,
                272,
                308,
                425,
                428,
                429,
                430,
                442,
            ),  # pivot_root chroot mount umount2 unshare setns io_uring_setup open_tree move_mount fsopen mount_setattr
            *(
                248,
                249,
                250,
                298,
                319,
                321,
                323,
                447,
            ),  # add_key request_key keyctl perf_event_open memfd_create bpf userfaultfd memfd_secret
            *(175, 246, 313, 320),  # init_module kexec_load finit_module kexec_file_load
        ),
    ),
    "aarch64": (
        0xC00000B7,
        131,
        (
            *(
                198,
                199,
                200,
                201,
                202,
                203,
                206,
                211,
                242,
                269,
            ),  # socket socketpair bind listen accept connect sendto sendmsg accept4 sendmmsg
            *(220, 221, 281, 435),  # clone execve execveat clone3
            *(
                129,
                130,
                138,
                240,
                424,
                434,
                438,
            ),  # kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal pidfd_open pidfd_getfd
            *(117, 270, 271, 272, 440),  # ptrace process_vm_readv process_vm_writev kcmp process_madvise
            *(
                33,
                34,
                35,
                36,
                37,
                38,
                45,
                52,
                53,
                54,
                55,
                276,
            ),  # mknodat mkdirat unlinkat symlinkat linkat renameat truncate fchmod fchmodat fchownat fchown renameat2
            *(
                39,
                40,
                41,
                51,
                97,
                268,
                425,
                428,
                429,
                430,
                442,
            ),  # umount2 mount pivot_root chroot unshare setns io_uring_setup open_tree move_mount fsopen mount_setattr
            *(
                217,
                218,
                219,
                241,
                279,
                280,
                282,
                447,
            ),  # add_key request_key keyctl perf_event_open memfd_create bpf userfaultfd memfd_secret
            *(104, 105, 273, 294),  # kexec_load init_module finit_module kexec_file_load
        ),
    ),
}


def keep_to_own_code() -> None:
    """Lets this process, and all it forks, open no file but its own code from now on, where the system offers that."""
    libc = _libc()
    if libc is not None and libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        restrict_files(libc)


def confine(memory_bytes: int) -> Confinement:
    """Confines this process for good; what the system does not offer is left out and reported.

    Resource limits hold everywhere. On Linux the process also dies with its parent and is refused sockets, new processes,
    changes to the file tree and all files but its own code; without that (another system, an old kernel) the container has to see to it.
    """
    memory = _limit_resources(memory_bytes)
    libc = _libc()
    if libc is None or libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return Confinement(memory=memory, files=False, system_calls=False)
    return Confinement(memory=memory, files=restrict_files(libc), system_calls=_refuse_system_calls(libc))


def allow_processor_time(seconds: float) -> None:
    """Gives this process so many more seconds of processor time; then the kernel ends it (SIGPROF).

    Whole seconds (SIGXCPU) are the second line: a limit that can only be set in them would cut one document shorter than another.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    # Zero would be for ever.
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001))


def stop_counting_processor_time() -> None:
    """Takes the limit of `allow_processor_time` off, the whole seconds excepted."""
    signal.setitimer(signal.ITIMER_PROF, 0)


def die_with_parent(parent: int) -> None:
    """Asks the kernel to end this process when the process that started it ends."""
    libc = _libc()
    if libc is None:
        return
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        # It ended before the request was made.
        os._exit(1)


def _limit_resources(memory_bytes: int) -> bool:
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    except (ValueError, OSError):
        return False
    return True


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _refuse_system_calls(libc: ctypes.CDLL) -> bool:
    known = _REFUSED.get(platform.machine())
    if known is None:
        return False
    program = _filter(*known)
    count = len(program) // 8
    buffer = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of instructions, and where they are.
    header = struct.pack("HxxxxxxP", count, ctypes.addressof(buffer))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0) == 0)


def _filter(architecture: int, signal_self: int, refused: tuple[int, ...]) -> bytes:
    """Writes the filter: another architecture kills, a refused number gets EPERM, everything else passes."""
    statement = struct.Struct("HBBI").pack
    count = len(refused)
    # Each number jumps over the numbers after it and over "allow"; the last two instructions are "allow" and "refuse".
    numbers = [statement(_JUMP_EQUAL, count - index, 0, number) for index, number in enumerate(refused)]
    program = [
        statement(_LOAD_WORD, 0, 0, _ARCHITECTURE_OFFSET),
        statement(_JUMP_EQUAL, 1, 0, architecture),
        statement(_RETURN, 0, 0, _KILL),
        statement(_LOAD_WORD, 0, 0, _NUMBER_OFFSET),
        statement(_JUMP_EQUAL, 0, 2, signal_self),
        statement(_LOAD_WORD, 0, 0, _FIRST_ARGUMENT_OFFSET),
        statement(_JUMP_EQUAL, count + 1, count + 2, os.getpid()),
        statement(_JUMP_GREATER_OR_EQUAL, count + 1, 0, _X32_BIT),
        *numbers,
        statement(_RETURN, 0, 0, _ALLOW),
        statement(_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(program)
