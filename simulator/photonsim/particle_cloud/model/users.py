"""Accounts: user names, hashed passwords, one-time codes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyotp

from photonsim.clock import HouseClock
from photonsim.particle_cloud.exceptions import Invalid, UserExists
from photonsim.particle_cloud.model.ids import new_object_id
from photonsim.particle_cloud.model.store import Store

#: Seconds that a one-time code stands for (RFC 6238's default).
_STEP = 30


@dataclass
class User:
    """One account. `password` is a salted scrypt hash, `mfa_secret` base 32 as authenticator apps take it."""

    id: str
    username: str
    password: str
    created_at: float
    mfa_secret: str | None = None
    #: The last 30 s step whose code was used: a code works once.
    mfa_used_step: int = 0
    account_info: dict[str, Any] = field(default_factory=dict)

    @property
    def mfa_enabled(self) -> bool:
        return self.mfa_secret is not None


class Users:
    """All accounts. User names are e-mail addresses on the real cloud, and compared without case."""

    def __init__(self, store: Store, clock: HouseClock, password_cost: int) -> None:
        self._clock, self._cost = clock, password_cost
        self._table = store.table("users", User, key=lambda user: user.id)

    def add(self, username: str, password: str) -> User:
        """A new account. Raises UserExists, or Invalid for an empty name or password."""
        if not username.strip() or not password:
            raise Invalid("username and password are required")
        if self.find(username) is not None:
            raise UserExists(username)
        hashed = self._hash(password)
        return self._table.put(User(new_object_id(), username.strip(), hashed, self._clock.now()))

    def get(self, user_id: str) -> User | None:
        return self._table.get(user_id)

    def find(self, username: str) -> User | None:
        wanted = username.strip().casefold()
        return next((user for user in self._table if user.username.casefold() == wanted), None)

    def remove(self, user: User) -> None:
        self._table.remove(user.id)

    def save(self, user: User) -> None:
        self._table.put(user)

    def authenticate(self, username: str, password: str) -> User | None:
        """The account, when name and password are right."""
        user = self.find(username)
        return user if user is not None and self.check_password(user, password) else None

    def check_password(self, user: User, password: str) -> bool:
        cost, salt, expected = user.password.split("$")
        return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt), int(cost)), bytes.fromhex(expected))

    def set_password(self, user: User, password: str) -> None:
        if not password:
            raise Invalid("password is required")
        user.password = self._hash(password)
        self.save(user)

    def rename(self, user: User, username: str) -> None:
        """Raises UserExists."""
        other = self.find(username)
        if other is not None and other.id != user.id:
            raise UserExists(username)
        user.username = username.strip()
        self.save(user)

    def check_otp(self, user: User, otp: str) -> bool:
        """Whether `otp` is the account's one-time code now (or of the step before or after); works once."""
        step = user.mfa_secret and self.otp_step(user.mfa_secret, otp, after=user.mfa_used_step)
        if not step:
            return False
        user.mfa_used_step = step
        self.save(user)
        return True

    def otp_step(self, secret: str, otp: str, *, after: int = 0) -> int | None:
        """The RFC 6238 step in which `otp` is valid for `secret`; one step of clock error is forgiven."""
        totp, now = pyotp.TOTP(secret), int(self._clock.now()) // _STEP
        otp = otp.replace(" ", "")
        for step in (now, now - 1, now + 1):
            expected = totp.at(datetime.fromtimestamp(step * _STEP, UTC))
            if step > after and hmac.compare_digest(expected.encode(), otp.encode()):
                return step
        return None

    def _hash(self, password: str) -> str:
        salt = secrets.token_bytes(16)
        return f"{self._cost}${salt.hex()}${_scrypt(password, salt, self._cost).hex()}"


def _scrypt(password: str, salt: bytes, cost: int) -> bytes:
    secret = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=cost, r=8, p=1, maxmem=2**20 + 2048 * cost, dklen=32)
