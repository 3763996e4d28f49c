/* Comments on the waveform of a song's page: a mark at each moment, and the words as the play head
   passes. Pointers use the marks; keyboards and screen readers have the list below. */

const SHOWN_S = 5;

export function listenForMarks() {
  const timeline = document.querySelector("[data-comment-timeline]");
  const strip = document.querySelector(".song [data-seek]");
  const audio = document.getElementById("full-song");
  if (!timeline || !strip || !audio) return;

  const marks = timeline.querySelector(".marks");
  const passing = timeline.querySelector(".passing");
  strip.after(timeline);
  timeline.hidden = false;

  const place = () => {
    for (const mark of marks.children) mark.style.setProperty("--share", mark.dataset.share);
    timeline.classList.toggle("has-marks", marks.childElementCount > 0);
  };
  const show = (said) => {
    const at = said?.dataset.at ?? "";
    if (passing.dataset.at === at && said) return;
    passing.dataset.at = at;
    passing.replaceChildren(...(said ? said.cloneNode(true).childNodes : []));
    for (const mark of marks.children) mark.toggleAttribute("data-passing", mark.contains(said ?? null));
  };
  const pass = () => {
    const now = audio.currentTime;
    const all = [...marks.querySelectorAll("[data-at]")];
    const isPassing = ({ dataset: { at } }) => at <= now + 0.25 && now < Number(at) + SHOWN_S;
    show(all.findLast(isPassing));
  };

  marks.addEventListener("htmx:afterSwap", place);
  for (const type of ["timeupdate", "seeking"]) audio.addEventListener(type, pass);
  marks.addEventListener("pointerover", ({ target }) => show(target.closest(".mark")?.querySelector("[data-at]")));
  marks.addEventListener("pointerleave", pass);
  marks.addEventListener("click", ({ target }) => {
    const said = target.closest(".mark")?.querySelector("[data-at]");
    if (!said) return;
    audio.currentTime = Number(said.dataset.at);
    show(said);
    audio.play().catch(() => {}); // the player shows what is wrong
  });
}
