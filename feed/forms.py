"""What browsers send to the feed."""

from django import forms

from feed.impressions import Slip, read_slip

# Nobody listens to one clip for longer: a number beyond it is a mistake.
MAX_LISTENED_MS = 6 * 3600 * 1000


class PlayForm(forms.Form):
    slip = forms.CharField(max_length=400)
    listened_ms = forms.IntegerField(min_value=0, max_value=MAX_LISTENED_MS)

    def clean_slip(self) -> Slip:
        try:
            return read_slip(self.cleaned_data["slip"])
        except ValueError as error:
            raise forms.ValidationError(f"This play cannot be kept: {error}.") from error
