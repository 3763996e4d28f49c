/* What the browser remembers: between visits, or for this tab alone. Storage may be full or
   forbidden: then nothing is remembered, and nothing breaks. */

export const recall = (name) => read("localStorage", name);
export const remember = (name, value) => write("localStorage", name, value);
export const recallInTab = (name) => read("sessionStorage", name);
export const rememberInTab = (name, value) => write("sessionStorage", name, value);

function read(storage, name) {
  try {
    return JSON.parse(window[storage].getItem(name));
  } catch {
    return null;
  }
}

function write(storage, name, value) {
  try {
    window[storage].setItem(name, JSON.stringify(value));
  } catch {
    // Full or forbidden: it holds for this visit only.
  }
}

/* Somebody else listens here now. */
export function forgetEverything() {
  try {
    for (const storage of [localStorage, sessionStorage]) {
      for (const name of Object.keys(storage)) {
        if (name.startsWith("clipfeed-")) storage.removeItem(name);
      }
    }
  } catch {
    // Forbidden: nothing was remembered.
  }
}
