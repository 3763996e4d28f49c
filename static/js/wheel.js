/* Mouse wheel and trackpad: one notch, or one stroke of the fingers, is one card, however far it
   would scroll and however long it glides on. */

const NOTCH = 120; // what browsers call one notch of a mouse wheel
const NOTCH_PX = 40; // it scrolls at least this far
const NOTCHES_APART_MS = 40; // nearer ones are a wheel that spins freely
const STROKE_ENDS_MS = 150;
const STROKE_PX = 24; // less is fingers that came to rest
const REST_MS = 350; // a stroke glides on at least this long
const PUSH = 1.6; // fingers that push again are that much faster than their gliding on

/* `step(distance)` goes one card down or up. */
export function listenForWheel(step) {
  let last = { at: -Infinity, sign: 0, px: 0, notch: false };
  let travelled = 0;
  let steppedAt = -Infinity; // of the stroke that goes on

  const go = (now, sign) => {
    steppedAt = now;
    step(sign);
  };

  const onStroke = (now, sign, px) => {
    const goesOn = now - last.at < STROKE_ENDS_MS && sign === last.sign;
    const pushesAgain = now - steppedAt > REST_MS && px > PUSH * last.px && px > STROKE_PX;
    if (!goesOn || pushesAgain) {
      travelled = 0;
      steppedAt = -Infinity;
    }
    travelled += px;
    if (steppedAt === -Infinity && travelled >= STROKE_PX) go(now, sign);
  };

  document.addEventListener(
    "wheel",
    (event) => {
      const { deltaX, deltaY, target, timeStamp: now } = event;
      if (event.ctrlKey || Math.abs(deltaX) > Math.abs(deltaY) || !deltaY) return;
      if (target.closest("dialog, aside, nav, .dial")) return;
      event.preventDefault();
      const [sign, px] = [Math.sign(deltaY), Math.abs(deltaY)];
      // In the middle of a stroke it is chance that a number looks like a notch.
      const notch = isNotch(event) && now - last.at >= (last.notch ? NOTCHES_APART_MS : STROKE_ENDS_MS);
      if (notch) go(now, sign);
      else onStroke(now, sign, px);
      last = { at: now, sign, px, notch };
    },
    { passive: false },
  );
}

/* A wheel with notches counts in lines, or in whole notches of a certain width. */
function isNotch({ deltaMode, deltaY, wheelDeltaY }) {
  if (deltaMode !== WheelEvent.DOM_DELTA_PIXEL) return true;
  return Math.abs(deltaY) >= NOTCH_PX && wheelDeltaY !== 0 && wheelDeltaY % NOTCH === 0;
}
