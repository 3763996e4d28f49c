"""The JSON API: the library, single songs, songs at random and recommendations."""
