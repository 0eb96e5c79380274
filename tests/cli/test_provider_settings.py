"""Settings of a provider of identity that cannot be used are one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.commands import run

HTTPS = "https://id.town.local"


@pytest.mark.parametrize(("issuer", "secret", "said"), [
    ("http://id.town.local", "", "https"), ("ftp://127.0.0.1", "", "https"), ("id.town.local", "", "https"),
    (HTTPS, "/nowhere/client.secret", "/nowhere/client.secret"), (HTTPS, "/etc", "/etc"),
])
def test_a_provider_that_cannot_be_used_is_named(tmp_path: Path, issuer: str, secret: str, said: str) -> None:
    more = {"oidc_secret_file": secret} if secret else {}
    done = run(tmp_path, "serve", "--port", "0", oidc_issuer=issuer, **more)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr and "Traceback" not in done.stderr
