"""Accounts: what a visitor liked and heard comes along when they sign up or log in."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from feed.joining import join_listener
from social.middleware import visitor_in


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("username_password_mismatch", "email_password_mismatch"),
        "The name or the password is not correct.",
    )

    def login(self, request: HttpRequest, user: Any) -> None:
        visitor = visitor_in(request)
        super().login(request, user)
        if visitor:
            join_listener(visitor, user)
        # A later visitor in this browser starts afresh.
        request.new_listener_key = uuid.uuid4()  # type: ignore[attr-defined]
