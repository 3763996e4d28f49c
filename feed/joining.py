"""A visitor becomes a person with an account."""

import uuid

from django.db import transaction

from social.models import Listener, User


@transaction.atomic
def join_listener(visitor: Listener, user: User) -> Listener:
    """Give `user` all that `visitor` liked, shared and heard; the visitor is gone afterwards."""
    account = Listener.objects.select_for_update().filter(user=user).first()
    if account is None:
        visitor.user = user
        visitor.key = uuid.uuid4()  # the browser's cookie no longer names this listener
        visitor.save(update_fields=["user", "key"])
        return visitor
    already_liked = account.likes.values("song_id")
    visitor.likes.exclude(song_id__in=already_liked).update(listener=account)
    visitor.shares.update(listener=account)
    visitor.plays.update(listener=account)
    visitor.delete()
    return account
