"""Sessions in the database, as Django's, read by a statement that is compiled once: every request
reads one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from catalog.statements import Statement

_KEPT = Statement(lambda session_key: Session.objects.filter(session_key=session_key))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        for session in _KEPT.rows(self.session_key or ""):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None
