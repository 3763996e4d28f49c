/* Where the listener's mood has been: a line over the mood pad through the clips they stayed for. */

const POINTS = 8;
const STAYED = 0.5; // as the server counts it

export class Trail {
  #line;
  #onMove;
  #points;

  /* `onMove({energy, brightness})` is called with the end of the line. */
  constructor(line, onMove) {
    this.#line = line;
    this.#onMove = onMove;
    this.#points = line.dataset.points.split(" ").filter(Boolean).map(pointIn);
    this.#draw();
  }

  /* A card was left after so much of it was heard. */
  left(card, heardMs) {
    if (!card?.dataset.energy) return;
    const { clipStart, clipEnd, energy, brightness } = card.dataset;
    if (heardMs < STAYED * 1000 * (clipEnd - clipStart)) return;
    this.#points = [...this.#points, { energy: Number(energy), brightness: Number(brightness) }].slice(-POINTS);
    this.#draw();
  }

  #draw() {
    const last = this.#points.at(-1);
    if (!last) return;
    this.#line.setAttribute("d", curve(this.#points.map(({ energy, brightness }) => [100 * brightness, 100 * (1 - energy)])));
    this.#onMove(last);
  }
}

function pointIn(text) {
  const [energy, brightness] = text.split(",").map(Number);
  return { energy, brightness };
}

/* Through all points, smoothly (Catmull-Rom as Bézier curves). */
function curve(points) {
  const at = (place) => points[Math.max(0, Math.min(place, points.length - 1))];
  const round = (value) => value.toFixed(1);
  const pieces = points.slice(1).map((end, place) => {
    const [before, start, after] = [at(place - 1), points[place], at(place + 2)];
    const handles = [0, 1].map((axis) => [
      start[axis] + (end[axis] - before[axis]) / 6,
      end[axis] - (after[axis] - start[axis]) / 6,
    ]);
    const [[x1, x2], [y1, y2]] = handles;
    return `C${[x1, y1, x2, y2, ...end].map(round).join(" ")}`;
  });
  return `M${points[0].map(round).join(" ")}${pieces.join("")}`;
}
