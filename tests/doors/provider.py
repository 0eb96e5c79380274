"""A provider of identity for tests: a real OpenID Connect server on loopback, which can be told to lie."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import time
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from serving import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "situation-room", "a secret: with 100 % of odd signs"
LIFE_S = 300


class Provider:
    """The state of the provider: a test changes it between two requests.

    Attributes:
        person: who sits at the browser: sub, preferred_username, groups.
        lie: changes the claims of an ID token; sign: makes the token of the claims.
        down: answers nothing but 503; asked: paths in the order in which they were asked for.
        refreshing: whether access tokens come with a refresh token.
    """

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "42", "preferred_username": "T.Ivanova@town", "groups": ["heads"]}
        self.keys = KeySet([RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}, private=True),
                            ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"}, private=True)])
        self.lie: Callable[[dict[str, Any]], dict[str, Any]] = dict
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.down, self.refreshing = False, True
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.access: set[str] = set()
        self.refresh: set[str] = set()
        self.issuer = ""

    def signed(self, claims: dict[str, Any], kid: str = "rsa") -> str:
        alg = "RS256" if kid == "rsa" else "ES256"
        return jwt.encode({"alg": alg, "kid": kid}, claims, self.keys)

    def tokens(self, nonce: str | None) -> dict[str, Any]:
        told = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": LIFE_S}
        self.access.add(told["access_token"])
        if self.refreshing:
            told["refresh_token"] = secrets.token_urlsafe()
            self.refresh.add(told["refresh_token"])
        now = int(time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.person["sub"], "iat": now, "exp": now + LIFE_S}
        return told if nonce is None else told | {"id_token": self.sign(self.lie({**claims, "nonce": nonce}))}


def discovery(provider: Provider, _: Request) -> Response:
    places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks",
              "userinfo_endpoint": "/userinfo", "end_session_endpoint": "/logout"}
    return JSONResponse({"issuer": provider.issuer, **{key: provider.issuer + path for key, path in places.items()}})


def authorize(provider: Provider, request: Request) -> Response:
    asked = dict(request.query_params)
    if (asked["client_id"], asked["code_challenge_method"], asked["response_type"]) != (CLIENT, "S256", "code"):
        return JSONResponse({"error": "invalid_request"}, 400)
    code = secrets.token_urlsafe()
    provider.codes[code] = asked
    back = {"code": code, "state": asked["state"], "iss": provider.issuer}
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)


async def token(provider: Provider, request: Request) -> Response:
    form = dict(parse_qsl((await request.body()).decode()))
    if b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode() != basic():
        return JSONResponse({"error": "invalid_client"}, 401)
    if form["grant_type"] == "refresh_token":
        known = form["refresh_token"] in provider.refresh
        provider.refresh.discard(form["refresh_token"])
        return JSONResponse(provider.tokens(None) if known else {"error": "invalid_grant"}, 200 if known else 400)
    asked = provider.codes.pop(form.get("code", ""), None)
    if asked is None or challenge(form["code_verifier"]) != asked["code_challenge"]:
        return JSONResponse({"error": "invalid_grant"}, 400)
    return JSONResponse(provider.tokens(asked["nonce"]))


def userinfo(provider: Provider, request: Request) -> Response:
    if request.headers.get("authorization", "").removeprefix("Bearer ") not in provider.access:
        return JSONResponse({"error": "invalid_token"}, 401)
    return JSONResponse(provider.person)


def jwks(provider: Provider, _: Request) -> Response:
    return JSONResponse(provider.keys.as_dict(private=False))


def challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def basic() -> str:
    return f"{CLIENT}:{quote(SECRET, safe='')}"


@contextmanager
def providing() -> Iterator[Provider]:
    """Serve a provider on loopback while the block lasts."""
    provider = Provider()

    def route(path: str, answer: Callable[..., Any]) -> Route:
        async def told(request: Request) -> Response:
            provider.asked.append(path)
            if provider.down:
                return JSONResponse({}, 503)
            found = answer(provider, request)
            return found if isinstance(found, Response) else await found
        return Route(path, told, methods=["GET", "POST"])

    routes = {"/.well-known/openid-configuration": discovery, "/authorize": authorize, "/token": token, "/jwks": jwks,
              "/userinfo": userinfo}
    with serving(Starlette(routes=[route(*one) for one in routes.items()])) as address:
        provider.issuer = address
        yield provider
