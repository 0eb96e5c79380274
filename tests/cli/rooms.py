"""A room in a process of its own, as the administrator starts it, and certificates for it."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cli.commands import ROOT
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dashboard.clock import now

PEM = serialization.Encoding.PEM


class Pair(NamedTuple):
    """A certificate of its own signature for this machine, and its key."""

    certificate: Path
    key: Path

    def trusted(self) -> ssl.SSLContext:
        """What a client trusts that trusts this certificate alone."""
        return ssl.create_default_context(cafile=str(self.certificate))


def pair(folder: Path, passphrase: bytes = b"") -> Pair:
    """Make a new pair."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "room")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now(),
                                   now() + timedelta(days=1)).add_extension(x509.SubjectAlternativeName(names), False)
    found = Pair(folder / "room.pem", folder / "room.key")
    folder.mkdir(parents=True, exist_ok=True)
    found.certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(PEM))
    shut = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    found.key.write_bytes(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, shut))
    return found


@contextmanager
def served(home: Path, **settings: str) -> Iterator[str]:
    """Serve a home on a free port while the block lasts and yield its address."""
    more = {f"SITUATION_ROOM_{name.upper()}": value for name, value in settings.items()}
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1].rstrip("/")
        finally:
            process.terminate()
            process.wait()
