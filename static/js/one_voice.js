/* Only one tab of the product is heard: whichever began last. */

const CHANNEL = "clipfeed-sound";

/* `onOther()` is called when another tab begins to sound; call what is returned when this one does. */
export function listenForOthers(onOther) {
  if (!window.BroadcastChannel) return () => {};
  let channel = null;
  const open = () => {
    channel = new BroadcastChannel(CHANNEL);
    channel.addEventListener("message", onOther);
  };
  // A page with an open channel would not be kept for the way back.
  addEventListener("pagehide", () => {
    channel?.close();
    channel = null;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
  open();
  return () => channel?.postMessage("sound");
}
