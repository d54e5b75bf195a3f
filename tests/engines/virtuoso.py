"""A Virtuoso of its own: on free ports, over a folder of its own, ended with the test."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from guanxia.settings import Settings
from tests.engines.server import await_answer, free_port

USER = PASSWORD = "dba"  # noqa: S105
SETUP = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
DavRoot = DAV
EnabledDavVSP = 0
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


class Virtuoso:
    """``rows`` is how many rows a result may have until it is cut."""

    def __init__(self, folder: Path, rows: int = 1_000_000) -> None:
        self._folder, self.http, self._rows = folder, free_port(), rows
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> Settings:
        return Settings(
            sparql_url=f"http://127.0.0.1:{self.http}/sparql",
            sparql_user=USER,
            sparql_password=PASSWORD,
            sparql_seconds=60.0,
        )

    def start(self) -> Virtuoso:
        program = shutil.which("virtuoso-t")
        assert program, "no Virtuoso: run tests/engines/setup_virtuoso.py, as make test-engines does"
        text = SETUP.format(folder=self._folder, sql=free_port(), http=self.http, rows=self._rows)
        setup = self._folder / "virtuoso.ini"
        setup.write_text(text, encoding="utf-8")
        self._process = subprocess.Popen(
            [program, "+foreground", "+configfile", str(setup)],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        await_answer(f"http://127.0.0.1:{self.http}/sparql", 60)
        return self

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            (self._folder / "virtuoso.lck").unlink(missing_ok=True)
            self._process = None
