"""Answers that several views give."""

from django import forms
from django.http import HttpResponse
from django_htmx.http import trigger_client_event


def refused(form: forms.Form, status: int = 400) -> HttpResponse:
    """What is wrong, in sentences."""
    return HttpResponse(sentences_of(form), status=status, content_type="text/plain")


def sentences_of(form: forms.Form) -> str:
    return " ".join(str(e) for errors in form.errors.values() for e in errors)


def said(response: HttpResponse, words: str) -> HttpResponse:
    """Have the page say `words`, on the screen and to screen readers, when the answer arrives."""
    return trigger_client_event(response, "said", {"words": words})
