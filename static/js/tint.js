/* A song's colour, which is a handful of classes (css/tokens.css), on other parts of the page. */

const SOUND = /^(sound|major|minor|(fifth|energy|brightness)-\d+)$/;

export function soundClasses(element) {
  return [...element.classList].filter((name) => SOUND.test(name));
}

/* The page around a card takes on its colour. */
export function tintPage(card) {
  document.body.classList.remove(...soundClasses(document.body));
  document.body.classList.add(...soundClasses(card));
}
