/* A moment of silence, for unlocking an audio element that has no clip yet. */

const SAMPLES = 800; // 0.1 s
const RATE_HZ = 8000;
const HEADER_BYTES = 44;
const MIDDLE = 128; // 8-bit WAV counts from 0 to 255

let address = "";

/* The address of a silent WAV file, made on first use. */
export function silence() {
  address ||= URL.createObjectURL(new Blob([wav()], { type: "audio/wav" }));
  return address;
}

function wav() {
  const bytes = new Uint8Array(HEADER_BYTES + SAMPLES).fill(MIDDLE);
  const view = new DataView(bytes.buffer);
  const write = (offset, text) => bytes.set(new TextEncoder().encode(text), offset);
  write(0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + SAMPLES, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // bytes in this chunk
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, RATE_HZ, true); // bytes a second
  view.setUint16(32, 1, true); // bytes a frame
  view.setUint16(34, 8, true); // bits a sample
  write(36, "data");
  view.setUint32(40, SAMPLES, true);
  return bytes;
}
