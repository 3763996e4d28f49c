"""Learning to rank from what this instance's listeners did.

Time is cut twice. What was heard before the first cut is what the models know; plays between the
cuts are learned from; plays after the second cut say whether it was learned well. Nothing that is
learned from, or measured with, was known to the models that made its features.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db.models import F
from scipy.optimize import brentq
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from feed import serving
from feed.artefacts import store, switch_to
from feed.facts import plays_of
from feed.listening import listening
from feed.models import FittedModel, Play, Taste
from feed.ranking import FEATURES, Ranker, Situation, features
from feed.repertoire import Repertoire
from feed.signals import STAYED_SHARE, Signals, signals_of
from feed.taste import taste_of
from feed.together import HeardTogether, heard_together

# Shares of all plays before the first and the second cut.
_KNOWN, _LEARNED = 0.6, 0.9
# The times of about so many plays, evenly chosen, say where that is; to put millions in order takes
# long.
_DATED = 10_000
# Fewer examples teach chance; more take long and teach no more.
_LEAST_EXAMPLES, _MOST_EXAMPLES = 300, 1500
_LEAST_UNSEEN, _MOST_UNSEEN = 100, 800
# Fewer listeners with more plays each are read faster; so many plays of one are enough.
_PER_LISTENER = 15
# From so many pairs of listener and song, what goes together is as good a feature as from all.
_MOST_PAIRS = 1_000_000
# What the documented weights expect counts as much as so many plays.
_PRIOR_EXAMPLES = 500


@dataclass(frozen=True)
class Examples:
    """`features` (n x F) of cards as they were shown, and whether listeners `stayed` (n bool)."""

    features: np.ndarray
    stayed: np.ndarray

    def have(self, least: int) -> bool:
        """Enough of them, and enough of both kinds."""
        kept = int(self.stayed.sum())
        return len(self.stayed) >= least and least / 10 <= kept <= len(self.stayed) - least / 10


def learn(fingerprint: str) -> FittedModel | None:
    """Fit a ranker on this instance's plays; it serves if it ranks better than the one that does.

    None where there is too little to learn from.
    """
    started = time.perf_counter()
    cuts = _cuts()
    repertoire = serving.repertoire() if cuts else None
    if cuts is None or repertoire is None:
        return None
    past = _Past.before(cuts[0], repertoire)
    learned_from = past.examples(cuts[0], cuts[1], _MOST_EXAMPLES)
    unseen = past.examples(cuts[1], None, _MOST_UNSEEN)
    if not learned_from.have(_LEAST_EXAMPLES) or not unseen.have(_LEAST_UNSEEN):
        return None
    ranker, active = fit_ranker(learned_from), serving.ranker()
    new, old = (each.log_odds(unseen.features) for each in (ranker, active))
    fitted, before = _measured(unseen.stayed, new), _measured(unseen.stayed, old)
    error = gain_error(unseen.stayed, new, old)
    model = store(
        FittedModel.Kind.RANKING,
        ranker.save,
        started=started,
        fingerprint=fingerprint,
        song_count=len(repertoire),
        figures={
            "fitted": fitted,
            "active": before,
            "error": round(error, 4),
            "examples": len(learned_from.stayed),
            "unseen": len(unseen.stayed),
        },
    )
    # So, chance alone would switch on one of six; if any gain were enough, one of two.
    if fitted["auc"] - before["auc"] > error:
        switch_to(model)
    return model


def fit_ranker(examples: Examples) -> Ranker:
    """Logistic regression: calibrated by its loss, and read as one weight for each feature.

    Of each card it is told what the listener did, and, as 500 plays among all, what the documented
    weights expected: few plays bend those, many replace them.
    """
    table, stayed = examples.features, examples.stayed
    prior = _PRIOR_EXAMPLES / len(stayed)
    kept = stayed + prior * _expected(table, float(stayed.mean()))
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    model.fit(
        np.concatenate([table, table]),
        np.repeat([True, False], len(stayed)),
        logisticregression__sample_weight=np.concatenate([kept, 1 + prior - kept]),
    )
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    return Ranker(weights, float(regression.intercept_[0] - weights @ scaler.mean_))


def _expected(table: np.ndarray, kept_rate: float) -> np.ndarray:
    """Chances (n) that the documented weights give cards of which so many are kept."""
    log_odds = Ranker().log_odds(table)
    bias = brentq(lambda bias: expit(log_odds + bias).mean() - kept_rate, -50, 50)
    return np.asarray(expit(log_odds + bias))


def gain_error(stayed: np.ndarray, new: np.ndarray, old: np.ndarray) -> float:
    """The standard error of the difference between the areas under the curve of two scores (n each)
    of the same cards (DeLong et al., 1988). `stayed` (n bool) must have both kinds."""
    pairs = zip(_wins(stayed, new), _wins(stayed, old), strict=True)
    return float(np.sqrt(sum(np.var(after - before) / len(after) for after, before in pairs)))


def _wins(stayed: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each card stayed for, the share of the others it is above; of those, of how many below."""
    apart = scores[stayed][:, None] - scores[~stayed]
    above = (apart > 0) + 0.5 * (apart == 0)
    return above.mean(axis=1), above.mean(axis=0)


def _measured(stayed: np.ndarray, log_odds: np.ndarray) -> dict[str, float]:
    """Area under the curve, log loss and Brier score: the first says how well songs are ordered,
    the others whether the odds are true."""
    odds = expit(log_odds)
    return {
        "auc": round(float(roc_auc_score(stayed, odds)), 4),
        "log_loss": round(float(log_loss(stayed, odds)), 4),
        "brier": round(float(brier_score_loss(stayed, odds)), 4),
    }


def _cuts() -> tuple[datetime, datetime] | None:
    plays = Play.objects.chosen_by_feed().order_by()
    count = plays.count()
    if count * (1 - _LEARNED) < _LEAST_UNSEEN:
        return None
    # An odd number: where rows are counted in twos, it meets as many as anywhere else.
    every = plays.alias(rest=F("pk") % (count // _DATED | 1)).filter(rest=0)
    times = sorted(every.values_list("started_at", flat=True))
    return times[int(len(times) * _KNOWN)], times[int(len(times) * _LEARNED)]


@dataclass(frozen=True)
class _Past:
    """What was known at the first cut."""

    repertoire: Repertoire
    together: HeardTogether | None

    @classmethod
    def before(cls, cut: datetime, repertoire: Repertoire) -> _Past:
        facts = np.array(repertoire.facts)
        facts["shown"], facts["kept"] = plays_of(repertoire.index.ids, until=cut)
        heard = listening(until=cut).sampled(_MOST_PAIRS)
        together = HeardTogether.fit(heard) if heard.matrix.nnz else None
        return cls(replace(repertoire, facts=facts), together)

    def examples(self, start: datetime, end: datetime | None, count: int) -> Examples:
        found = [
            example
            for plays in _by_listener(start, end, count)
            for example in self._of_listener(plays)
        ]
        if not found:
            return Examples(np.zeros((0, len(FEATURES))), np.zeros(0, bool))
        table = np.concatenate([features for features, _ in found])
        return Examples(table, np.array([stayed for _, stayed in found]))

    def _of_listener(self, plays: Sequence[Play]) -> Iterator[tuple[np.ndarray, bool]]:
        """`plays` of one listener, oldest first."""
        listener, last = plays[0].listener, plays[-1].started_at
        history = signals_of(listener, Taste(listener=listener), until=last)
        for play in plays:
            rows = self.repertoire.rows_of([play.song_id])
            if not rows:
                continue
            # What they did with this very song may have been told before its play was.
            earlier = history.at_s < play.started_at.timestamp()
            before = history.only(earlier & (history.song_ids != play.song_id))
            situation = self._situation(before, play.started_at)
            row = np.array(list(rows.values()))
            table = features(situation, self.repertoire, row, [[play.source]])
            yield table, play.listened_ms >= play.clip_ms * STAYED_SHARE

    def _situation(self, signals: Signals, now: datetime) -> Situation:
        points = self.repertoire.points_of(set(signals.song_ids.tolist()))
        taste = taste_of(signals, points, now)
        together = heard_together(self.together, taste.kept)
        return Situation.of(taste, signals, self.repertoire, now, together)


def _by_listener(start: datetime, end: datetime | None, count: int) -> Iterator[list[Play]]:
    """Some listeners' plays between two times, oldest first, about as many as wanted."""
    plays = Play.objects.chosen_by_feed().filter(started_at__gte=start)
    if end is not None:
        plays = plays.filter(started_at__lt=end)
    listeners = np.unique(list(plays.order_by().values_list("listener", flat=True).distinct()))
    chosen = np.random.default_rng(0).permutation(listeners)[: count // _PER_LISTENER + 1]
    each = max(count // max(len(chosen), 1), 1)
    for listener_id in chosen.tolist():
        latest = plays.filter(listener=listener_id).select_related("listener")
        yield list(latest.order_by("-started_at")[:each])[::-1]
