"""What browsers send about songs."""

from django import forms

from social.models import Share


class LikeForm(forms.Form):
    liked = forms.ChoiceField(choices=[("1", "liked"), ("0", "not liked")])


class ShareForm(forms.Form):
    channel = forms.ChoiceField(choices=Share.Channel.choices)
