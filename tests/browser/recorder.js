/* Runs in the page before the product does: watches, every frame and whenever sound
   starts, which audio elements sound. */

window.recorded = { elements: new Set(), mostAtOnce: 0, events: [], violations: [] };

const note = (type, more = {}) => recorded.events.push({ type, at: performance.now(), ...more });
const sounding = () => [...recorded.elements].filter((element) => !element.paused);

function count() {
  const now = sounding();
  recorded.mostAtOnce = Math.max(recorded.mostAtOnce, now.length);
  return now;
}

const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function (...args) {
  recorded.elements.add(this);
  return play.apply(this, args);
};

for (const type of ["playing", "pause", "touchstart", "touchend", "keydown"]) {
  addEventListener(type, () => note(type), { capture: true, passive: true });
}

addEventListener("playing", count, { capture: true });

addEventListener("securitypolicyviolation", (event) => {
  recorded.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});

let inFront = -1;
let clock = null;

function everyFrame() {
  const now = count();
  const feed = document.getElementById("feed");
  if (feed) {
    const place = Math.floor(feed.scrollTop / feed.clientHeight + 0.4);
    if (place !== inFront) note("in front", { place });
    inFront = place;
  }
  const [element] = now;
  if (element && element !== clock && element.currentTime > 0) note("sound moves");
  clock = element && element.currentTime > 0 ? element : clock === element ? clock : null;
  requestAnimationFrame(everyFrame);
}
requestAnimationFrame(everyFrame);
