"""What a simulated cloud can be told: fixed settings, and faults that are switched while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class CloudSettings:
    """Times are seconds of house time unless a name says otherwise."""

    #: Where clients reach this cloud; used in the URLs that answers contain.
    base_url: str = "https://api.particle.io"
    #: SQLite file that keeps the state; in memory when None.
    state: Path | None = None

    #: Recorded from the real cloud: 90 days.
    access_token_lifetime: int = 7_776_000
    #: How much longer than its access token a refresh token lives (default of Particle's OAuth library).
    refresh_token_extra: int = 1_209_600
    #: Default of Particle's OAuth library; the real cloud's own setting is not published.
    code_lifetime: int = 30
    #: How long a login page, and the token between password and one-time code, may be used.
    login_lifetime: int = 900

    #: How long an answer of a device that should be there is awaited (the real figure is not published).
    device_timeout: float = 30.0
    #: The Photon's TCP ping interval (Device OS, communication/src/lightssl_protocol.h); a device that
    #: vanished without a goodbye counts as offline after twice this.
    keep_alive: float = 15.0

    #: Seconds of *wall* time between comments on an open event stream: api-js gives up after 15 s of silence.
    heartbeat: float = 9.0
    #: Events that may wait for one slow reader before it is cut off.
    stream_backlog: int = 1000

    #: Data operations an account has in a calendar month (free plan); None: no limit.
    data_operations: int | None = 100_000

    #: Seconds until a failed webhook is tried again, one for each retry.
    webhook_retries: tuple[float, ...] = (30.0, 60.0)
    #: How long a webhook's target may take to answer.
    webhook_timeout: float = 20.0
    #: Failures in a row after which a webhook is left alone, and for how long.
    webhook_failures: int = 10
    webhook_pause: float = 60.0

    #: Bytes of a JSON or form-encoded body, and of one with files in it.
    body_limit: int = 1_000_000
    upload_limit: int = 8_000_000

    #: scrypt's cost parameter n for passwords.
    password_cost: int = 2**14


@dataclass
class CloudFaults:
    """What can be made to go wrong while the cloud runs."""

    #: The documented rate limits apply (429).
    rate_limits: bool = False
    #: GET /v1/access_tokens is refused (404), as a cloud does that no longer lists tokens.
    token_listing_gone: bool = False
    #: House seconds that every request for an account takes before it is answered.
    api_delay: float = 0.0
    #: All requests for an account are refused as too many (429), as after the documented number of them.
    too_many_requests: bool = False
    #: House seconds that POST /oauth/token takes before it answers.
    token_delay: float = 0.0
    #: Characters of `state` that come back from the authorization endpoint; 0: all, as it should be.
    state_cut: int = 0
    #: Tokens are given without a refresh token, as some providers do unless they are asked for offline access.
    no_refresh_tokens: bool = False
    #: POST /oauth/token takes client id and secret from the body only, as some providers do.
    credentials_in_body_only: bool = False
    #: Events arrive twice / in swapped order: delivery is at least once, and unordered.
    duplicate_events: bool = False
    reorder_events: bool = False
