"""The ID token: a signed statement who signed in, where, for whom and in answer to which question."""

from __future__ import annotations

from typing import Any, NamedTuple

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dashboard.errors import AccessError

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Only what the provider's public key can prove: not `none`, and no secret that both sides share."""
LEEWAY_S = 60
FORGED = "What the provider of identity says about you cannot be believed; tell the administrator"


class Expected(NamedTuple):
    """What an ID token must name: the issuer, ourselves, our question's nonce, the access token it came with."""

    issuer: str
    client_id: str
    nonce: str
    access: str


def subject_of(identity: str, keys: dict[str, Any], expected: Expected, now: int) -> str:
    """Return the subject of an ID token.

    Args:
        identity: the token.
        keys: the provider's JWKS.
        expected: what it must name.
        now: seconds since 1970.

    Raises:
        AccessError: it is forged, old, of another issuer, for somebody else, or answers another question.
    """
    try:
        token = jwt.decode(identity, KeySet.import_key_set(keys), algorithms=SIGNED_BY)  # type: ignore[arg-type]
        claims = CodeIDToken(token.claims, token.header, {
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client_id},
        }, {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": expected.access})
        claims.validate(now, LEEWAY_S)
    except (JoseError, ValueError, TypeError, KeyError) as forged:
        raise AccessError(FORGED) from forged
    return str(claims["sub"])
