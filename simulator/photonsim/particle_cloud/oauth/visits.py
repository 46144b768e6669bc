"""Visits to the login pages: how far somebody in a browser has come between "who are you" and "allow"."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from photonsim.clock import HouseClock
from photonsim.particle_cloud.model.ids import new_token
from photonsim.particle_cloud.model.users import User, Users

#: Wrong one-time codes after which the password is asked for again.
_OTP_ATTEMPTS = 5
#: Visits kept at most; the oldest make room, so that page loads can't fill the memory.
_MOST_VISITS = 10_000


@dataclass(eq=False)
class Visit:
    """One browser. `id` is its cookie, `csrf` must come back with every form, `expires_at` in Unix seconds."""

    expires_at: float
    id: str = field(default_factory=new_token)
    csrf: str = field(default_factory=new_token)
    user: User | None = None
    identified: bool = False
    otp_failures: int = 0

    @property
    def logged_in(self) -> bool:
        return self.user is not None and self.identified

    def csrf_matches(self, sent: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), sent.encode())


class Visits:
    """Open visits; they are short and not saved."""

    def __init__(self, clock: HouseClock, users: Users, lifetime: float) -> None:
        self._clock, self._users, self._lifetime = clock, users, lifetime
        self._visits: dict[str, Visit] = {}

    def find(self, visit_id: str | None) -> Visit | None:
        visit = self._visits.get(visit_id or "")
        if visit is not None and visit.expires_at < self._clock.now():
            self.end(visit)
            return None
        return visit

    def begin(self) -> Visit:
        while len(self._visits) >= _MOST_VISITS:
            self.end(next(iter(self._visits.values())))
        visit = Visit(self._clock.now() + self._lifetime)
        self._visits[visit.id] = visit
        return visit

    def log_in(self, visit: Visit, username: str, password: str) -> bool:
        """Whether the password is right; then the visit gets a new id, so that one that was planted is worth nothing."""
        user = self._users.authenticate(username, password)
        if user is None:
            return False
        del self._visits[visit.id]
        visit.id, visit.csrf = new_token(), new_token()
        self._visits[visit.id] = visit
        visit.user, visit.identified = user, not user.mfa_enabled
        return True

    def enter_otp(self, visit: Visit, otp: str) -> bool:
        """Whether the one-time code is right; after five wrong ones the visit is back at the password."""
        assert visit.user is not None
        if self._users.check_otp(visit.user, otp):
            visit.identified = True
            return True
        visit.otp_failures += 1
        if visit.otp_failures >= _OTP_ATTEMPTS:
            visit.user, visit.otp_failures = None, 0
        return False

    def end(self, visit: Visit) -> None:
        self._visits.pop(visit.id, None)
