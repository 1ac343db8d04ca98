"""Guards every request: who may ask, from where, how much, and what a page may load."""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST = 1_000_000
"""Bytes that a request may carry."""

COOKIE = "onrecord-token"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


@dataclass(frozen=True)
class Guard:
    """An ASGI layer around the app.

    Args:
        app: What it guards.
        hosts: Names that a request may call this machine by: a page elsewhere that rebinds its own name to
            this address is refused.
        token: Asked of every request where others than this machine may connect.
    """

    app: App
    hosts: frozenset[str]
    token: str | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        status, why = self._refusal(scope, headers)
        if status:
            await _answer(send, status, why)
            return
        await self.app(scope, _limited(receive), self._sealed(scope, send))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str]:
        if _name(headers.get("host", "")) not in self.hosts:
            return 421, "this address is not served here"
        if scope["method"] not in {"GET", "HEAD", "OPTIONS"} and not self._same_origin(headers):
            return 403, "the request comes from another site"
        size = headers.get("content-length", "0")
        if not size.isdigit() or int(size) > LARGEST:
            return 413, f"a request may carry {LARGEST} bytes"
        if self.token is not None and not self._knows_token(scope, headers):
            return 401, "open the address with ?token=… that 'onrecord serve' printed"
        return 0, ""

    def _same_origin(self, headers: dict[str, str]) -> bool:
        origin = headers.get("origin")
        if origin is not None:
            return urlsplit(origin).netloc == headers.get("host")
        return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}

    def _knows_token(self, scope: Scope, headers: dict[str, str]) -> bool:
        cookie: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
        given = [
            headers.get("authorization", "").removeprefix("Bearer "),
            cookie[COOKIE].value if COOKIE in cookie else "",
            *parse_qs(scope["query_string"].decode("latin-1")).get("token", []),
        ]
        return any(hmac.compare_digest(g.encode(), (self.token or "").encode()) for g in given)

    def _sealed(self, scope: Scope, send: Send) -> Send:
        """Return a send that adds the headers, and the cookie where the address carried the token."""
        extra = list(HEADERS)
        if self.token is not None and b"token=" in scope["query_string"]:
            value = f"{COOKIE}={self.token}; HttpOnly; SameSite=Strict; Path=/"
            extra.append((b"set-cookie", value.encode()))

        async def sealed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        return sealed


def _name(host: str) -> str:
    """Return a host without its port: ``[::1]:8000`` is ``[::1]``."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _limited(receive: Receive) -> Receive:
    """Return a receive that ends a body which grows past the limit, whatever its header said."""
    seen = 0

    async def limited() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > LARGEST else message

    return limited


async def _answer(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
