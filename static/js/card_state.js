/* What a card shows of its sound: playing, paused, on its way, or what is wrong with it. */

const TROUBLES = {
  late: ["This clip takes its time.", "It plays as soon as it is here."],
  offline: ["You are offline.", "It plays as soon as the network is back."],
  missing: ["This clip is missing.", "The next one is a swipe away."],
  unplayable: ["This clip breaks off.", "Are speakers or headphones connected? It is tried again by itself."],
  broken: ["This clip did not arrive.", "It is tried again by itself."],
};

export function drawState(card, state, trouble) {
  card.dataset.state = state;
  card.querySelector("[data-toggle]").setAttribute("aria-label", state === "paused" ? "Play" : "Pause");
  const failure = card.querySelector("[data-failure]");
  failure.hidden = state !== "failed";
  if (failure.hidden) return;
  const [what, hint] = TROUBLES[trouble];
  failure.querySelector("[data-what]").textContent = what;
  failure.querySelector("[data-hint]").textContent = hint;
}

/* Only the card in front has a state. */
export function clearStates(feed, except) {
  for (const card of feed.querySelectorAll(":scope > [data-state]")) {
    if (card !== except) delete card.dataset.state;
  }
}
