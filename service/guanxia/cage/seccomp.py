"""System calls that a child may make, held by the kernel (seccomp).

What a computation over memory and read-only files needs is allowed by name; everything else fails with an error:
sockets, processes, threads, files opened for writing, signals to others, new limits.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
from struct import Struct

# Name, number on x86_64, number on aarch64; "-" where it does not exist.
_CALLS = """
read 0 63|write 1 64|close 3 57|stat 4 -|fstat 5 80|lstat 6 -|poll 7 -|lseek 8 62|mmap 9 222|mprotect 10 226
munmap 11 215|brk 12 214|rt_sigaction 13 134|rt_sigprocmask 14 135|rt_sigreturn 15 139|pread64 17 67|readv 19 65
writev 20 66|access 21 -|select 23 -|sched_yield 24 124|mremap 25 216|madvise 28 233|dup 32 23|nanosleep 35 101
getitimer 36 102|setitimer 38 103|getpid 39 172|sendto 44 206|recvfrom 45 207|sendmsg 46 211|recvmsg 47 212
shutdown 48 210|getsockname 51 204|getsockopt 55 209|exit 60 93|uname 63 160|getcwd 79 17|readlink 89 -
gettimeofday 96 169|getrlimit 97 163|getrusage 98 165|sysinfo 99 179|times 100 153|getuid 102 174|getgid 104 176
geteuid 107 175|getegid 108 177|getppid 110 173|sigaltstack 131 132|statfs 137 43|fstatfs 138 44|gettid 186 178
futex 202 98|sched_getaffinity 204 123|getdents64 217 61|restart_syscall 219 128|fadvise64 221 223
clock_gettime 228 113|clock_getres 229 114|clock_nanosleep 230 115|exit_group 231 94|newfstatat 262 79
readlinkat 267 78|faccessat 269 48|pselect6 270 72|ppoll 271 73|set_robust_list 273 99|getrandom 318 278
membarrier 324 283|statx 332 291|rseq 334 293
"""
_OPEN, _SELF, _FCNTL, _IOCTL, _PRLIMIT = (
    "open 2 -|openat 257 56",
    "kill 62 129|tgkill 234 131",
    "72 25",
    "16 29",
    "302 261",
)
_ARCHITECTURES = {"x86_64": (1, 0xC000003E), "aarch64": (2, 0xC00000B7)}
_NEWER = 424  # From here on numbers are the same everywhere; programs fall back from what is not there.

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_WRITING = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC
_TCGETS, _FIONREAD, _FIONBIO, _FIOCLEX = 0x5401, 0x541B, 0x5421, 0x5451
_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030)

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_INSTRUCTION = Struct("=HBBI")

Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def confine() -> bool:
    """Hold this process to the calls above for the rest of its life; False where the kernel has no such filter."""
    program = _program(platform.machine(), os.getpid())
    if program is None:
        return False
    code = b"".join(_INSTRUCTION.pack(*step) for step in program)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(_Program(len(program), code)), 0, 0) == 0)


def _program(machine: str, pid: int) -> list[Instruction] | None:
    if machine not in _ARCHITECTURES:
        return None
    column, architecture = _ARCHITECTURES[machine]
    steps = [_load(_ARCHITECTURE_AT), (_EQUAL, 1, 0, architecture), _answer(_KILL), _load(_NUMBER_AT)]
    steps += [(_AT_LEAST, 0, 1, _NEWER), _answer(_ERROR | errno.ENOSYS)]
    for number in _numbers(_CALLS, column).values():
        steps += _on(number, [_answer(_ALLOW)])
    for name, number in _numbers(_OPEN, column).items():
        steps += _on(number, _without_bits(1 if name == "open" else 2, _WRITING, errno.EROFS))
    for number in _numbers(_SELF, column).values():
        steps += _on(number, _one_of(0, (pid,), errno.EPERM))
    steps += _on(_number(_FCNTL, column), _one_of(1, _FCNTL_COMMANDS, errno.EINVAL))
    steps += _on(_number(_IOCTL, column), _one_of(1, (_TCGETS, _FIONREAD, _FIONBIO, _FIOCLEX), errno.ENOTTY))
    steps += _on(_number(_PRLIMIT, column), _nothing_new(2))
    return [*steps, _answer(_ERROR | errno.EPERM)]


def _numbers(table: str, column: int) -> dict[str, int]:
    rows = [entry.split() for line in table.split("\n") for entry in line.split("|") if entry]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def _number(pair: str, column: int) -> int:
    return int(pair.split()[column - 1])


def _load(offset: int) -> Instruction:
    return (_LOAD, 0, 0, offset)


def _answer(action: int) -> Instruction:
    return (_RETURN, 0, 0, action)


def _on(number: int, block: list[Instruction]) -> list[Instruction]:
    """A block that ends the program, run for one call alone."""
    return [(_EQUAL, 0, len(block), number), *block]


def _without_bits(argument: int, bits: int, error: int) -> list[Instruction]:
    return [_argument(argument), (_ANY_BIT, 0, 1, bits), _answer(_ERROR | error), _answer(_ALLOW)]


def _one_of(argument: int, values: tuple[int, ...], error: int) -> list[Instruction]:
    tests = [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [_argument(argument), *tests, _answer(_ERROR | error), _answer(_ALLOW)]


def _nothing_new(argument: int) -> list[Instruction]:
    """Limits may be read; a pointer to new ones must be null in both halves."""
    high = _load(_ARGUMENTS_AT + 8 * argument + 4)
    refuse, allow = _answer(_ERROR | errno.EPERM), _answer(_ALLOW)
    return [_argument(argument), (_EQUAL, 0, 2, 0), high, (_EQUAL, 1, 0, 0), refuse, allow]


def _argument(place: int) -> Instruction:
    """The lower half of an argument; both architectures are little-endian."""
    return _load(_ARGUMENTS_AT + 8 * place)
