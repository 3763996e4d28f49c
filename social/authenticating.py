"""Who is logged in, and the listener that they are, by one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from catalog.statements import Statement
from social.models import User


class AccountBackend(AuthenticationBackend):
    """Accounts by name or mail address."""

    def get_user(self, user_id: Any) -> User | None:
        known = _ACCOUNT.rows(int(user_id))
        return known[0] if known and self.user_can_authenticate(known[0]) else None


_ACCOUNT = Statement(lambda user_id: User.objects.select_related("listener").filter(pk=user_id))
