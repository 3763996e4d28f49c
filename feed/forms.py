"""What browsers send to the feed."""

from django import forms

from feed.impressions import Slip, read_slip
from social.forms import YesOrNoField

# Nobody listens to one clip for longer: a number beyond it is a mistake.
MAX_LISTENED_MS = 6 * 3600 * 1000
MAX_SEEKS_BACK = 10_000


class PlayForm(forms.Form):
    """A report of what was heard of a card; pages opened long ago send only the first two."""

    slip = forms.CharField(max_length=400)
    listened_ms = forms.IntegerField(min_value=0, max_value=MAX_LISTENED_MS)
    seeks_back = forms.IntegerField(min_value=0, max_value=MAX_SEEKS_BACK, required=False)
    opened_song = YesOrNoField("opened_song", required=False)

    def clean_slip(self) -> Slip:
        try:
            return read_slip(self.cleaned_data["slip"])
        except ValueError as error:
            raise forms.ValidationError(f"This play cannot be kept: {error}.") from error

    def clean_seeks_back(self) -> int:
        return self.cleaned_data["seeks_back"] or 0


class DismissForm(forms.Form):
    dismissed = YesOrNoField("dismissed")


class HideForm(forms.Form):
    hidden = YesOrNoField("hidden")


class ThemeForm(forms.Form):
    SYSTEM = "system"
    THEMES = ((SYSTEM, "System"), ("light", "Light"), ("dark", "Dark"))

    theme = forms.ChoiceField(choices=THEMES)
