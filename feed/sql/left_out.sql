-- Those of some songs that must not come again: heard, sent away, by a hidden artist, or liked where
-- nothing liked is wanted. Exact at any length of history: each part looks its songs up by an index.
-- COALESCE keeps SQLite from reading all that was ever played by the index of times instead.
SELECT song_id FROM feed_play
WHERE listener_id = %(who)s AND song_id {among} AND COALESCE(started_at, %(since)s) > %(since)s
UNION ALL
SELECT song_id FROM feed_dismissal WHERE listener_id = %(who)s AND song_id {among}
UNION ALL
SELECT song.id FROM catalog_song AS song
JOIN feed_hiddenartist AS hidden ON hidden.artist_id = song.artist_id
WHERE hidden.listener_id = %(who)s AND song.id {among}
UNION ALL
SELECT song_id FROM social_like
WHERE %(skip_liked)s AND listener_id = %(who)s AND song_id {among}
