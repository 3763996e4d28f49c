"""allauth's forms with labels alone: a placeholder that repeats one goes when it is needed."""

from typing import Any

from allauth.account import forms

_ADVICE = "8 characters or more; not your name, and none that many people use."


class _WithoutPlaceholders:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
        if chosen := self.fields.get("password1"):  # type: ignore[attr-defined]
            chosen.help_text = _ADVICE


class LoginForm(_WithoutPlaceholders, forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or email"


class SignupForm(_WithoutPlaceholders, forms.SignupForm):
    """A new account."""


class AddEmailForm(_WithoutPlaceholders, forms.AddEmailForm):
    """One more address."""


class ChangePasswordForm(_WithoutPlaceholders, forms.ChangePasswordForm):
    """Another password, by who knows the present one."""


class ResetPasswordForm(_WithoutPlaceholders, forms.ResetPasswordForm):
    """The address that a link goes to."""


class ResetPasswordKeyForm(_WithoutPlaceholders, forms.ResetPasswordKeyForm):
    """Another password, by who followed that link."""


class ReauthenticateForm(_WithoutPlaceholders, forms.ReauthenticateForm):
    """The password once more."""
