import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from feed import cooccurrence
from feed.colisten import CoListening

SONGS = 50


def checkerboard(listeners=80, songs=SONGS, share=0.5, seed=1):
    """Every other listener knows half of the even songs, the others half of the odd ones."""
    rng = np.random.default_rng(seed)
    same = np.arange(listeners)[:, None] % 2 == np.arange(songs) % 2
    return sparse.csr_matrix((same & (rng.random(same.shape) < share)).astype(float))


def row_of(*songs, count=SONGS):
    row = np.zeros((1, count))
    row[0, list(songs)] = 1
    return sparse.csr_matrix(row)


@pytest.fixture(params=[{}, {"ridge": 5.0, "shrinkage": 0.0, "popularity_penalty": 0.5}], ids=str)
def model(request):
    return CoListening(**request.param)


@pytest.fixture
def fitted(model):
    return model.fit(checkerboard())


def test_listeners_of_even_songs_get_the_other_even_songs(fitted):
    X = checkerboard()
    songs, scores = fitted.recommend(X, 10)
    for listener in range(X.shape[0]):
        left = SONGS // 2 - X[listener].nnz
        assert (songs[listener, : min(left, 10)] % 2 == listener % 2).all()
    assert songs.dtype == np.int64 and songs.shape == (80, 10)
    assert scores.dtype == np.float32 and scores.shape == (80, 10)
    assert (np.diff(scores, axis=1) <= 0).all()


@pytest.mark.parametrize("size", [6, 20, 50, 300])
def test_the_only_song_of_their_kind_that_is_missing_comes_first(model, size):
    """Each listener lacks one, on data that tells nothing apart."""
    board = np.arange(size)[:, None] % 2 == np.arange(size) % 2
    X = sparse.csr_matrix(board & ~np.eye(size, dtype=bool)).astype(float)
    songs, _ = model.fit(X).recommend(X, 1)
    assert songs[:, 0].tolist() == list(range(size))


def test_what_a_listener_has_is_never_recommended(fitted):
    X = checkerboard(seed=2)
    songs, _ = fitted.recommend(X, SONGS)
    for listener, found in enumerate(songs):
        assert not set(found.tolist()) & set(X[listener].indices.tolist())


def test_every_other_song_comes_once_and_then_minus_one(fitted):
    X = row_of(0, 2, 4)
    songs, scores = fitted.recommend(X, SONGS + 5)
    assert sorted(songs[0, :-8].tolist()) == sorted(set(range(SONGS)) - {0, 2, 4})
    assert (songs[0, -8:] == -1).all()
    assert (scores[0, -8:] == -np.inf).all()
    assert np.isfinite(scores[0, :-8]).all()


def test_a_listener_of_everything_gets_nothing(fitted):
    songs, scores = fitted.recommend(row_of(*range(SONGS)), 3)
    assert (songs == -1).all() and (scores == -np.inf).all()


def test_a_listener_of_nothing_gets_what_is_popular(model):
    X = checkerboard().tolil()
    X[:, 7] = 1
    songs, _ = model.fit(X.tocsr()).recommend(sparse.csr_matrix((1, SONGS)), 3)
    assert songs[0, 0] == 7


def test_songs_that_nobody_heard_come_last(model):
    X = checkerboard().tolil()
    X[:, [10, 11]] = 0
    songs, scores = model.fit(X.tocsr()).recommend(row_of(0, 2), 10)
    assert not set(songs[0].tolist()) & {10, 11}
    assert np.isfinite(scores).all()


def test_only_unheard_songs_known_of_a_listener_say_nothing(model):
    X = checkerboard().tolil()
    X[:, 10] = 0
    songs, _ = model.fit(X.tocsr()).recommend(row_of(10), 5)
    assert 10 not in songs and (songs >= 0).all()


@pytest.mark.parametrize("shape", [(1, 5), (3, 1), (1, 1)])
def test_a_single_listener_or_song_is_enough(model, shape):
    songs, scores = model.fit(sparse.csr_matrix(np.ones(shape))).recommend(
        sparse.csr_matrix(np.eye(1, shape[1])), 4
    )
    left = shape[1] - 1
    assert sorted(songs[0, :left].tolist()) == list(range(1, shape[1]))
    assert (songs[0, left:] == -1).all() and np.isfinite(scores[0, :left]).all()


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (4, 0), (4, 5)])
def test_without_any_listening_nothing_breaks(model, shape):
    songs, _ = model.fit(sparse.csr_matrix(shape)).recommend(sparse.csr_matrix((2, shape[1])), 3)
    assert songs.shape == (2, 3)
    assert (np.sort(songs) == np.sort((list(range(shape[1])) + [-1] * 3)[:3])).all()


def test_two_rare_songs_of_one_listener_do_not_outweigh_what_many_have(model):
    X = np.zeros((102, 4))
    X[:50, :2] = 1  # fifty listen to 0 and 1
    X[100, [0, 3]] = 1  # one to 0 and 3, and nobody else to 3
    songs, _ = model.fit(sparse.csr_matrix(X)).recommend(row_of(0, count=4), 2)
    assert songs[0, 0] == 1


def test_what_everybody_has_says_nothing(model):
    X = checkerboard().toarray()
    X[:, :2] = 1
    songs, _ = model.fit(sparse.csr_matrix(X)).recommend(row_of(0, 2), 6)
    assert (songs[0][songs[0] != 1] % 2 == 0).all()


def test_the_same_listening_gives_the_same_model(model):
    first, second = (clone(model).fit(checkerboard()).weights_ for _ in range(2))
    assert np.array_equal(first.data, second.data)
    assert np.array_equal(first.indices, second.indices)


def test_it_matters_that_somebody_listens_and_not_how_much(model):
    X = checkerboard()
    counts = X.copy()
    counts.data = np.exp(np.random.default_rng(3).normal(3, 2, X.nnz))
    expected, _ = clone(model).fit(X).recommend(X, 5)
    found, _ = model.fit(counts).recommend(X, 5)
    assert np.array_equal(found, expected)


def test_much_listening_outweighs_little(fitted):
    row = row_of(0, 1)
    row.data = np.array([30.0, 0.1])
    songs, _ = fitted.recommend(row, 5)
    assert (songs % 2 == 0).all()


def test_stored_zeros_and_repeated_entries_change_nothing(model):
    X = checkerboard()
    odd = sparse.csr_matrix(
        (
            np.append(X.data / 2, [*(X.data / 2), 0]),
            (
                np.concatenate([X.nonzero()[0]] * 2 + [[0]]),
                np.concatenate([X.nonzero()[1]] * 2 + [[1]]),
            ),
        ),
        X.shape,
    )
    expected = clone(model).fit(X).recommend(X, 5)
    found = model.fit(odd).recommend(X, 5)
    assert np.array_equal(found[0], expected[0]) and np.array_equal(found[1], expected[1])


def test_what_was_given_stays_as_it_was(model):
    X = checkerboard()
    X.data[:] = 3
    before = X.copy()
    model.fit(X).recommend(X, 5)
    assert (before != X).nnz == 0


def test_a_second_fit_forgets_the_first(model):
    model.fit(checkerboard(listeners=30, songs=20, seed=5))
    again = model.fit(checkerboard()).recommend(row_of(0, 2), 5)
    fresh = clone(model).fit(checkerboard()).recommend(row_of(0, 2), 5)
    assert np.array_equal(again[0], fresh[0]) and np.array_equal(again[1], fresh[1])


def test_fit_returns_the_model_and_parameters_stay(model):
    parameters = model.get_params()
    assert model.fit(checkerboard()) is model
    assert model.get_params() == parameters


def test_what_is_loaded_recommends_as_what_was_saved(fitted, tmp_path):
    fitted.save(tmp_path / "model")
    loaded = CoListening.load(tmp_path / "model")
    X = checkerboard(seed=4)
    for found, expected in zip(loaded.recommend(X, 9), fitted.recommend(X, 9), strict=True):
        assert np.array_equal(found, expected)
    for found, expected in zip(loaded.similar([0, 2]), fitted.similar([0, 2]), strict=True):
        assert np.array_equal(found, expected)
    assert isinstance(loaded.weights_.data.base, np.memmap)


@pytest.mark.parametrize(
    ("X", "says"),
    [
        (-checkerboard(), "0 or above"),
        (checkerboard() * np.nan, "NaN"),
        (checkerboard() * np.inf, "infinity"),
        (np.ones(3), "2D"),
        (sparse.csr_matrix([[1, -1]]), "0 or above"),
    ],
)
def test_what_cannot_be_fitted_is_refused(model, X, says):
    with pytest.raises(ValueError, match=says):
        model.fit(X)


def test_rows_of_another_catalogue_are_refused(fitted):
    with pytest.raises(ValueError, match="rows have 20 songs, the model knows 50"):
        fitted.recommend(row_of(0, count=20), 3)
    with pytest.raises(ValueError, match="0 or above"):
        fitted.recommend(-row_of(0), 3)


def test_less_than_one_recommendation_is_refused(fitted):
    with pytest.raises(ValueError, match="k has to be 1 or more"):
        fitted.recommend(row_of(0), 0)


def test_nothing_is_recommended_before_fitting(model, tmp_path):
    for ask in (lambda: model.recommend(row_of(0), 3), lambda: model.similar([0])):
        with pytest.raises(NotFittedError):
            ask()


def test_memory_for_few_pairs_keeps_the_strongest(model, monkeypatch):
    expected = model.fit(checkerboard()).recommend(checkerboard(), 3)[0] % 2
    monkeypatch.setattr(cooccurrence, "_MOST_PAIRS", 100)
    monkeypatch.setattr(cooccurrence, "_PAIRS_AT_ONCE", 50)
    found = model.fit(checkerboard()).recommend(checkerboard(), 3)[0] % 2
    assert np.array_equal(found, expected)


def test_a_listener_of_everything_ever_does_not_hold_up_the_rest(model, monkeypatch):
    monkeypatch.setattr(cooccurrence, "_LONGEST_HISTORY", 30)
    X = sparse.vstack([checkerboard(), sparse.csr_matrix(np.ones((1, SONGS)))], format="csr")
    songs, _ = model.fit(X).recommend(row_of(0, 2, 4), 5)
    assert (songs % 2 == 0).all()


# --- For one listener ---


def test_what_goes_with_some_songs_is_what_a_row_of_them_gets(fitted):
    songs, scores = fitted.similar(np.array([0, 2, 4]), k=10)
    expected, expected_scores = fitted.recommend(row_of(0, 2, 4), 10)
    assert songs.tolist() == expected[0].tolist()
    # A row's weights of 1 saturate at a half.
    assert scores == pytest.approx(2 * expected_scores[0], rel=1e-3)


def test_the_heavier_song_says_more(fitted):
    songs, _ = fitted.similar([0, 1], weights=[0.1, 1], k=5)
    assert (songs % 2 == 1).all()


def test_songs_without_company_have_nothing_to_say(fitted):
    songs, scores = CoListening().fit(sparse.eye(4, format="csr")).similar([0, 1])
    assert len(songs) == len(scores) == 0
    assert len(fitted.similar([])[0]) == 0


def test_each_found_song_leans_on_the_song_that_speaks_for_it(fitted):
    songs = np.array([1, 0])
    found, _ = fitted.similar(songs, k=20)
    leans_on = fitted.leaning(songs, None, found)
    strongest = fitted.weights_[songs][:, found].toarray().argmax(axis=0)
    assert np.array_equal(leans_on, strongest)
    assert (songs[leans_on[:8]] % 2 == found[:8] % 2).all()
