"""What the API is measured against: a Flask application that keeps every song, ready to be sent,
and every point in memory, answers `/random` and `/recommend`, and does nothing else.

Run by gunicorn; TOY names the folder with songs.json and points.npy.
"""

import json
import os
import random
from pathlib import Path

import numpy as np
from flask import Flask, abort, jsonify, request
from sklearn.neighbors import NearestNeighbors

_folder = Path(os.environ["TOY"])
_songs = json.loads((_folder / "songs.json").read_text())
_rows = {song["id"]: row for row, song in enumerate(_songs)}
_points = np.load(_folder / "points.npy")
_neighbours = NearestNeighbors(algorithm="brute").fit(_points)

app = Flask(__name__)


@app.get("/random")
def any_songs():
    count = request.args.get("count", 1, type=int)
    return jsonify(songs=random.sample(_songs, count))


@app.get("/recommend")
def recommend():
    row = _rows.get(request.args.get("song"))
    if row is None:
        abort(404)
    count = request.args.get("count", 10, type=int)
    near = _neighbours.kneighbors(_points[[row]], count + 1, return_distance=False)[0]
    reason = f"Sounds like {_songs[row]['title']}"
    return jsonify(songs=[_songs[n] | {"reason": reason} for n in near if n != row][:count])
