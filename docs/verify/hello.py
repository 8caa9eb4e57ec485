import json
import os
import re
from wsgiref.simple_server import make_server

import jwt

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]

# Kept for five minutes. A key that is not among them is looked for again, twice a minute at most.
keys = jwt.PyJWKClient(f"{ISSUER}/oauth2/jwks", timeout=5)


class Refusal(Exception):
    """RFC 6750 §3: a request without a token is told no error code."""

    def __init__(self, status, **parameters):
        super().__init__(status)
        self.status = status
        challenge = {"realm": "hello", **parameters}
        self.challenge = "Bearer " + ", ".join(f'{name}="{value}"' for name, value in challenge.items())


def require_token(authorization, scope):
    """The claims of a token that may do this. Raises Refusal; PyJWKClientConnectionError when there are no keys."""
    presented = re.fullmatch(r"(?i:Bearer) +([\w.~+/=-]+)", authorization or "", re.ASCII)
    if not presented:
        raise Refusal("401 Unauthorized")
    try:
        token = jwt.decode_complete(
            presented[1],
            keys.get_signing_key_from_jwt(presented[1]),
            algorithms=["ES256"],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={"require": ["iss", "aud", "exp", "sub", "client_id"]},
        )
    except jwt.PyJWKClientConnectionError:
        raise
    except jwt.PyJWTError as error:
        raise Refusal("401 Unauthorized", error="invalid_token") from error
    claims = token["payload"]
    # An id_token is no access token; a token that is bound to a key is no bearer token (RFC 9449 §7.2).
    if str(token["header"].get("typ")).lower() not in ("at+jwt", "application/at+jwt") or "cnf" in claims:
        raise Refusal("401 Unauthorized", error="invalid_token")
    if scope not in str(claims.get("scope")).split(" "):
        raise Refusal("403 Forbidden", error="insufficient_scope", scope=scope)
    return claims


def app(environ, start_response):
    try:
        claims = require_token(environ.get("HTTP_AUTHORIZATION"), "hello:read")
    except Refusal as refusal:
        start_response(refusal.status, [("WWW-Authenticate", refusal.challenge)])
        return []
    except jwt.PyJWKClientConnectionError:
        start_response("503 Service Unavailable", [("Retry-After", "5")])
        return []
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"hello": claims["sub"], "by": claims["client_id"]}).encode()]


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8080"))
    print(f"Listening on http://127.0.0.1:{port}", flush=True)
    make_server("127.0.0.1", port, app).serve_forever()
