"""What browsers send about a listener's taste."""

from typing import Any

from django import forms

from social.forms import YesOrNoField

# A belief rests on at most as many songs as there are signals.
MAX_SONGS = 600


class DialForm(forms.Form):
    """A point of the mood dial, or `release`."""

    energy = forms.FloatField(min_value=0, max_value=1, required=False)
    brightness = forms.FloatField(min_value=0, max_value=1, required=False)
    release = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        pointed = asked.get("energy") is not None and asked.get("brightness") is not None
        if not pointed and not asked.get("release"):
            raise forms.ValidationError("The dial needs an energy and a brightness, 0 to 1 each.")
        return asked


class SkipLikedForm(forms.Form):
    skip_liked = YesOrNoField("skip_liked")


class ForgetForm(forms.Form):
    """`songs`: public ids, with commas between."""

    songs = forms.CharField(max_length=MAX_SONGS * 17)

    def clean_songs(self) -> list[str]:
        return [public_id.strip() for public_id in self.cleaned_data["songs"].split(",")][
            :MAX_SONGS
        ]
