"""A real PostgreSQL of the tests' own: started on 127.0.0.1 with TLS, stopped at the end, nothing of it kept."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from generator.private.engine import open_engine
from generator.private.errors import StoreError
from generator.private.place import Place
from herramientas.postgresql import find

HOST = "127.0.0.1"
_TRIES = 100
_WAIT = 0.1


class Server:
    """A PostgreSQL over a folder, which can be killed and started again on the same data."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self._programs, self._folder, self._user = programs, folder, user
        self._port = _free_port()
        self.url = f"postgresql://inspira@{HOST}:{self._port}/postgres?sslrootcert={folder / 'servidor.pem'}"
        data = ["-D", folder / "datos"]
        setup = [programs / "initdb", *data, "-U", "inspira", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(setup, user=user, check=True, capture_output=True, cwd=folder)
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it unless it runs, and wait until it answers; what a killed one left running goes away first."""
        if self._process:
            return
        options = {
            "listen_addresses": HOST,
            "port": str(self._port),
            "unix_socket_directories": "",
            "ssl": "on",
            "ssl_cert_file": str(self._folder / "servidor.pem"),
            "ssl_key_file": str(self._folder / "servidor.key"),
            "fsync": "off",
        }
        command = [
            self._programs / "postgres",
            "-D",
            self._folder / "datos",
            *(f"--{k}={v}" for k, v in options.items()),
        ]
        log = self._folder / "registro.txt"
        for _ in range(_TRIES):
            with log.open("wb") as said:
                process = subprocess.Popen(command, user=self._user, cwd=self._folder, stdout=said, stderr=said)
            if _answers(self.url, process):
                self._process = process
                return
            time.sleep(_WAIT)
        raise AssertionError(log.read_text(errors="replace"))

    def kill(self) -> None:
        """`kill -9` of the postmaster."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """At once: nobody starts it again on what it had, so it need not put that in order."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(timeout=60)
            self._process = None


@contextmanager
def server() -> Iterator[Server]:
    """A fresh server that only this process knows; fails when there is no PostgreSQL."""
    programs = find()
    assert programs is not None, "falta PostgreSQL: .venv/bin/python herramientas/postgresql.py"
    # Outside pytest's own folders, which nobody but their owner can enter: the server refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="inspira-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    try:
        certificate(folder)
        if user:
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, user)
        running = Server(programs, folder, user)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a fresh server."""
    with server() as running:
        yield running.url


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Whether it came to let somebody in, which is after it put its data in order; False when it ended instead."""
    while process.poll() is None:
        engine = open_engine(Place(url=url), None)
        try:
            engine.connect().close()
            return True
        except StoreError:
            time.sleep(_WAIT)
        finally:
            engine.dispose()
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> None:
    """A certificate for 127.0.0.1 that is its own root."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "servidor.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "servidor.key").touch(mode=0o600)
    (folder / "servidor.key").write_bytes(private)
