"""A real PostgreSQL of the tests' own: started on 127.0.0.1 with TLS, stopped at the end, nothing of it kept."""

from __future__ import annotations

import os
import shutil
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

from herramientas.postgresql import find

HOST = "127.0.0.1"
_TRIES = 600
_WAIT = 0.1


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a fresh server that only this process knows; fails when there is no PostgreSQL."""
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
        data, port = folder / "datos", _free_port()
        setup = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "inspira",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        subprocess.run(setup, user=user, check=True, capture_output=True, cwd=folder)
        options = {
            "listen_addresses": HOST,
            "port": str(port),
            "unix_socket_directories": "",
            "ssl": "on",
            "ssl_cert_file": str(folder / "servidor.pem"),
            "ssl_key_file": str(folder / "servidor.key"),
            "fsync": "off",
        }
        command = [programs / "postgres", "-D", data, *(f"--{k}={v}" for k, v in options.items())]
        with (folder / "registro.txt").open("wb") as log:
            server = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(port, server, folder)
            yield f"postgresql://inspira@{HOST}:{port}/postgres?sslrootcert={folder / 'servidor.pem'}"
        finally:
            server.terminate()
            server.wait(timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, server: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(_TRIES):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        assert server.poll() is None, (folder / "registro.txt").read_text(errors="replace")
        time.sleep(_WAIT)
    raise AssertionError("PostgreSQL no respondió")


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
