"""The room's own certificate, looked at before anybody is served with it."""

from __future__ import annotations

import ssl
from pathlib import Path

from dashboard.errors import UsageError
from dashboard.post.outlets import outlets_of
from dashboard.settings import Settings


def sound(settings: Settings) -> Settings:
    """Return the settings if their certificate and key are a pair that can be served, or if there is neither.

    Raises:
        UsageError: one is missing, cannot be read, is no PEM file, or they are no pair; or the post is set up wrong.
    """
    outlets_of(settings)
    certificate, key = settings.tls_certificate, settings.tls_key
    if certificate is None and key is None:
        return settings
    if certificate is None or key is None:
        raise UsageError("TLS needs both SITUATION_ROOM_TLS_CERTIFICATE and SITUATION_ROOM_TLS_KEY")
    for file in (certificate, key):
        _readable(file)
    try:
        # An encrypted key would ask at the terminal, where nobody sits when the machine starts.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except ssl.SSLError as wrong:
        if wrong.reason == "KEY_VALUES_MISMATCH":
            raise UsageError("The key {key} does not belong to the certificate {certificate}", key=key,
                             certificate=certificate) from wrong
        raise UsageError("The certificate {certificate} or the key {key} is no PEM file without a passphrase",
                         certificate=certificate, key=key) from None
    return settings


def _readable(file: Path) -> None:
    try:
        file.read_bytes()
    except OSError as broken:
        raise UsageError("The file {name} cannot be read: {why}", name=file, why=broken.strerror) from broken
