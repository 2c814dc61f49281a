"""Debian's PgBouncer in front of the test's database."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from tests.benchmarks.servers import free_port

CONFIGURATION = """
[databases]
* = host={host} port={database_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
logfile = {folder}/log
pidfile = {folder}/pid
pool_mode = {mode}
default_pool_size = {size}
server_round_robin = {round_robin}
"""
ACCOUNT = "nobody"  # PgBouncer refuses to run as root, as PostgreSQL does


class Bouncer:
    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None

    def configure(self, mode, *, size=5, round_robin=0):
        given = connection.settings_dict
        (self.folder / "ini").write_text(
            CONFIGURATION.format(
                host=given["HOST"],
                database_port=given["PORT"] or 5432,
                port=self.port,
                folder=self.folder,
                mode=mode,
                size=size,
                round_robin=round_robin,
            )
        )

    def start(self):
        given = connection.settings_dict
        (self.folder / "users").write_text(f'"{given["USER"]}" "{given["PASSWORD"]}"\n')
        account = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam(ACCOUNT)
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.process = subprocess.Popen(
            [program(), "-q", self.folder / "ini"], stderr=subprocess.DEVNULL, **account
        )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def connect(self):
        given = connection.settings_dict
        return psycopg2.connect(
            host="127.0.0.1", port=self.port, user=given["USER"], dbname=given["NAME"]
        )


def program():
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def pooled(mode, **options):
    if program() is None:
        pytest.skip("needs PgBouncer: apt-get install pgbouncer")
    folder = Path(tempfile.mkdtemp(prefix="galleria-test-"))
    bouncer = Bouncer(folder)
    bouncer.configure(mode, **options)
    bouncer.start()
    try:
        yield bouncer
    finally:
        bouncer.stop()
        shutil.rmtree(folder)
