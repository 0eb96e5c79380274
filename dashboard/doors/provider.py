"""A provider of identity on the town's network (OpenID Connect): who signs in there, and in which groups they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import structlog
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from dashboard.doors.identity import Expected, subject_of
from dashboard.doors.proofs import Proof
from dashboard.errors import AccessError, UnavailableError

LOG = structlog.get_logger("provider")
TIMEOUT_S = 2.5
NEAR = frozenset({"127.0.0.1", "::1", "localhost"})
SILENT = "The provider of identity does not answer; sign in with a password or wait"
REFUSED = "The provider of identity does not let you in; sign in once more"
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Registration:
    """How the room is known to the provider.

    Attributes:
        issuer: the provider's address, https unless it is on this machine.
        client_id, secret: the room's own name there and its password; no secret is a public client.
        scopes: what is asked for, divided by spaces.
        claim: under which name userinfo lists the groups.
    """

    issuer: str
    client_id: str
    secret: str
    scopes: str
    claim: str


@dataclass(frozen=True, slots=True)
class Question:
    """What only the browser that asks to sign in knows: it comes back to us with the answer."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """Speaks with the provider; blocking, every answer within seconds.

    Every method raises UnavailableError when it does not answer and AccessError when it refuses.
    """

    def __init__(self, known: Registration, http: httpx.Client, now: Callable[[], datetime]) -> None:
        self.known, self._http, self._now = known, http, now
        self._met: Told | None = None

    def way(self, question: Question, back: str) -> str:
        """Return the address at which a browser signs in; it comes back to `back` with a code."""
        self._met = self._discovered()
        found: str = prepare_grant_uri(
            self._place("authorization_endpoint"), self.known.client_id, "code", back, self.known.scopes,
            question.state, nonce=question.nonce, code_challenge=create_s256_code_challenge(question.verifier),
            code_challenge_method="S256")
        return found

    def redeem(self, code: str, question: Question, back: str) -> Proof:
        """Return the proof that a code stands for."""
        told = self._tokens(grant_type="authorization_code", code=code, redirect_uri=back,
                            code_verifier=question.verifier)
        expected = Expected(self.known.issuer, self.known.client_id, question.nonce, told["access_token"])
        keys = dict(self._json("GET", self._place("jwks_uri")))
        identity = str(told.get("id_token"))
        subject = subject_of(identity, keys, expected, int(self._now().timestamp()))
        return Proof(subject, told["access_token"], told.get("refresh_token") or "", identity)

    def renewed(self, proof: Proof) -> Proof:
        """Return the proof with a new access token."""
        if not proof.refresh:
            raise AccessError(REFUSED)
        told = self._tokens(grant_type="refresh_token", refresh_token=proof.refresh)
        return replace(proof, access=told["access_token"], refresh=told.get("refresh_token") or proof.refresh)

    def about(self, proof: Proof) -> Told:
        """Return what the provider says about somebody now (userinfo)."""
        told = self._json("GET", self._place("userinfo_endpoint"), headers={"Authorization": f"Bearer {proof.access}"})
        if told.get("sub") != proof.subject:
            raise AccessError(REFUSED)
        return told

    def groups(self, told: Told) -> frozenset[str]:
        """Return the groups that userinfo lists."""
        listed = told.get(self.known.claim) or []
        return frozenset({listed} if isinstance(listed, str) else filter(lambda one: isinstance(one, str), listed))

    def farewell(self, proof: Proof, back: str) -> str | None:
        """Return the address that signs somebody out of the provider too; None when it has none."""
        place = (self._met or {}).get("end_session_endpoint")
        if not place:
            return None
        told = {"id_token_hint": proof.identity, "client_id": self.known.client_id, "post_logout_redirect_uri": back}
        found: str = add_params_to_uri(self._place("end_session_endpoint"), told.items())
        return found

    def _discovered(self) -> Told:
        told = self._json("GET", f"{self.known.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self.known.issuer:
            LOG.warning("another issuer", expected=self.known.issuer)
            raise UnavailableError(SILENT)
        return told

    def _place(self, name: str) -> str:
        if self._met is None:
            self._met = self._discovered()
        place = self._met.get(name)
        if not isinstance(place, str) or not sheltered(place):
            LOG.warning("an address is missing or not https", name=name)
            raise UnavailableError(SILENT)
        return place

    def _tokens(self, **form: str) -> Told:
        known = self.known
        auth = (quote(known.client_id, safe=""), quote(known.secret, safe="")) if known.secret else None
        posted = "client_secret_basic" not in (self._met or {}).get("token_endpoint_auth_methods_supported",
                                                                    ["client_secret_basic"])
        if auth is None or posted:
            form |= {"client_id": known.client_id, **({"client_secret": known.secret} if auth else {})}
            auth = None
        told = self._json("POST", self._place("token_endpoint"), data=form, auth=auth)
        if not isinstance(told.get("access_token"), str):
            raise AccessError(REFUSED)
        return told

    def _json(self, method: str, url: str, **more: Any) -> Told:
        try:
            answer = self._http.request(method, url, **more)
            told = answer.json() if answer.is_success else {}
        except (httpx.HTTPError, ValueError) as broken:
            LOG.warning("no answer", place=urlsplit(url).path, why=type(broken).__name__)
            raise UnavailableError(SILENT) from broken
        if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            LOG.warning("no answer", place=urlsplit(url).path, status=answer.status_code)
            raise UnavailableError(SILENT)
        if not answer.is_success or not isinstance(told, dict):
            LOG.info("refused", place=urlsplit(url).path, status=answer.status_code)
            raise AccessError(REFUSED)
        return told


def sheltered(address: str) -> bool:
    """Return whether nobody on the network can listen: https, or this machine itself."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in NEAR)
