/* Handing on a link: the phone's own sheet, else the clipboard, else a field to copy from. */

import { post } from "./server.js";
import { toast } from "./toasts.js";

/* `element` carries data-url and data-title; a song also data-artist and data-share-url. */
export async function share(element) {
  const { title, artist, shareUrl } = element.dataset;
  const url = new URL(element.dataset.url, location.href).href;
  const channel = await handOn(url, artist ? `${title} – ${artist}` : title);
  // The link is out already: that this cannot be counted is nobody's trouble.
  if (channel && shareUrl) post(shareUrl, { channel }).catch(() => {});
}

async function handOn(url, title) {
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try {
      await navigator.share({ title, url });
      return "system";
    } catch (error) {
      if (error.name === "AbortError") return null; // they changed their mind
    }
  }
  try {
    await navigator.clipboard.writeText(url);
    toast("Link copied");
  } catch {
    showLink(url);
  }
  return "copy";
}

/* Without the right to the clipboard (plain HTTP, an old browser): the link, ready to be copied. */
function showLink(url) {
  const dialog = document.createElement("dialog");
  dialog.className = "link-dialog";
  const label = document.createElement("label");
  label.textContent = "Copy this link";
  const field = document.createElement("input");
  Object.assign(field, { type: "url", value: url, readOnly: true });
  const close = document.createElement("button");
  Object.assign(close, { className: "button", textContent: "Done" });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  label.append(field);
  dialog.append(label, close);
  document.body.append(dialog);
  dialog.showModal();
  field.select();
}
