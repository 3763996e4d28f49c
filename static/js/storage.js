/* What the browser remembers between visits. Storage may be full or forbidden: then nothing is
   remembered, and nothing breaks. */

export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Full or forbidden: it holds for this visit only.
  }
}
