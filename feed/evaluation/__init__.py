"""How good the feed is, in figures, against simpler ways to recommend.

`metrics`, `comparing` and `contenders` measure on what was listened to; `worlds`, `tastes`,
`swiping` and `recommenders` on simulated listeners with hidden tastes.
"""
