-- What a listener did last: plays and deliberate acts, but for what a reset or a removed belief took
-- away. Written by hand: of querysets it would take Django longer to build than the database takes to
-- answer.
SELECT * FROM (
    SELECT song_id, {started_at} AS at, 'played' AS act, source,
        listened_ms, clip_ms, seeks_back, opened_song
    FROM feed_play AS done
    WHERE listener_id = %(who)s AND started_at > %(since)s AND started_at < %(until)s
        AND NOT EXISTS (
            SELECT 1 FROM feed_forgotten AS gone
            WHERE gone.listener_id = %(who)s AND gone.song_id = done.song_id
                AND gone.at >= done.started_at)
    ORDER BY started_at DESC LIMIT %(plays)s
) AS played
UNION ALL
SELECT * FROM (
    SELECT song_id, {at} AS at, act, '' AS source, 0, 0, 0, FALSE FROM (
        SELECT song_id, created_at AS at, 'like' AS act FROM social_like
        WHERE listener_id = %(who)s
        UNION ALL
        SELECT song_id, created_at, 'share' FROM social_share WHERE listener_id = %(who)s
        UNION ALL
        SELECT song_id, created_at, 'repost' FROM social_repost WHERE listener_id = %(who)s
        UNION ALL
        SELECT song_id, created_at, 'playlist' FROM social_playlistitem
        WHERE added_by_id = %(who)s
        UNION ALL
        -- A conversation about a song says it once.
        SELECT song_id, MAX(created_at), 'comment' FROM social_comment
        WHERE listener_id = %(who)s AND deleted_at IS NULL
            AND created_at > %(since)s AND created_at < %(until)s
        GROUP BY song_id
        UNION ALL
        SELECT song_id, created_at, 'dismissal' FROM feed_dismissal WHERE listener_id = %(who)s
    ) AS done
    WHERE at > %(since)s AND at < %(until)s
        AND NOT EXISTS (
            SELECT 1 FROM feed_forgotten AS gone
            WHERE gone.listener_id = %(who)s AND gone.song_id = done.song_id
                AND gone.at >= done.at)
    ORDER BY at DESC LIMIT %(acts)s
) AS acted
