"""The one way analysis fails."""


class AudioError(Exception):
    """This audio cannot be used; the message is one sentence a curator understands."""
