/* A part of a whole file, as a media element asks for it (RFC 9110, section 14). */

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;

/* `whole` is a complete response, which may still be arriving, and `range` the value of the Range
   header. What is no single range is answered with the whole, as a server may. */
export async function partOf(whole, range) {
  const asked = ONE_RANGE.exec(range.trim());
  if (!asked || (!asked[1] && !asked[2])) return whole;
  const size = Number(whole.headers.get("Content-Length")) || (await whole.clone().blob()).size;
  const span = spanOf(asked, size);
  if (!span) {
    whole.body?.cancel();
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${size}` } });
  }
  const [first, end] = span;
  const headers = new Headers(whole.headers);
  headers.set("Accept-Ranges", "bytes");
  headers.set("Content-Range", `bytes ${first}-${end - 1}/${size}`);
  headers.set("Content-Length", end - first);
  const part = end - first === size ? whole.body : whole.body.pipeThrough(cut(first, end));
  return new Response(part, { status: 206, statusText: "Partial Content", headers });
}

/* First byte and the byte after the last, or null where no byte of the range exists. */
function spanOf([, first, last], size) {
  const [start, end] = first
    ? [Number(first), last ? Math.min(Number(last) + 1, size) : size]
    : [Math.max(0, size - Number(last)), size];
  return start < end ? [start, end] : null;
}

/* Lets through what lies between two places of a stream. */
function cut(first, end) {
  let at = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const part = chunk.subarray(Math.max(0, first - at), Math.max(0, end - at));
      at += chunk.length;
      if (part.length) controller.enqueue(part);
      if (at >= end) controller.terminate();
    },
  });
}
