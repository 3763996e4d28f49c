"""The API keeps to what its OpenAPI document says, whatever is sent to it."""

import pytest
import schemathesis
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from clipfeed.wsgi import application

SCHEMA = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
PLAIN = {"Accept-Encoding": "identity"}
EXAMPLES = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(autouse=True)
def songs(catalogue, settings, one_transaction):
    settings.API_REQUESTS_PER_MINUTE = 10_000_000
    return catalogue


@pytest.mark.parametrize("label", OPERATIONS)
@EXAMPLES
@given(data=st.data())
def test_what_fits_is_answered_as_documented(label, data):
    case = data.draw(OPERATIONS[label].as_strategy(GenerationMode.POSITIVE))
    case.query.pop("cursor", None)  # only the page before knows one
    case.call_and_validate(headers=PLAIN)


@pytest.mark.parametrize("label", [label for label in OPERATIONS if "song_id" not in label])
@EXAMPLES
@given(data=st.data())
def test_what_does_not_fit_is_refused_as_documented(label, data):
    case = data.draw(OPERATIONS[label].as_strategy(GenerationMode.NEGATIVE))
    case.call_and_validate(headers=PLAIN)


@pytest.mark.parametrize("label", [label for label in OPERATIONS if "song_id" in label])
@EXAMPLES
@given(data=st.data())
def test_a_song_that_is_there_is_answered_as_documented(label, songs, data):
    if not default_storage.exists(songs[2].audio.name):
        default_storage.save(songs[2].audio.name, ContentFile(bytes(1000)))
    path = {"song_id": songs[2].public_id}
    case = data.draw(OPERATIONS[label].as_strategy(path_parameters=path))
    assert case.call_and_validate(headers=PLAIN).status_code == 200


@EXAMPLES
@given(data=st.data())
def test_songs_that_are_there_are_recommended_as_documented(songs, data):
    query = {"song": [song.public_id for song in songs[:2]]}
    case = data.draw(OPERATIONS["GET /api/recommend"].as_strategy(query=query))
    response = case.call_and_validate(headers=PLAIN)
    assert response.status_code == 200
    assert response.json()["songs"]


def test_the_document_tells_of_every_address(api):
    document = api.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert sorted(document["paths"]) == [
        "/api/random",
        "/api/recommend",
        "/api/songs",
        "/api/songs/{song_id}",
        "/api/songs/{song_id}/stream",
    ]
