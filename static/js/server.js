/* Posting to the server with its CSRF token. */

// Like htmx's own requests: the answer need not be a page.
const headers = {
  ...JSON.parse(document.body.getAttribute("hx-headers")),
  "HX-Request": "true",
};

/* Resolves to the response; rejects where it is an error or never came. */
export async function post(url, fields) {
  const response = await fetch(url, {
    method: "POST",
    headers,
    body: new URLSearchParams(fields),
    keepalive: true, // outlives the page
  });
  if (!response.ok) {
    throw Object.assign(new Error(`${url} answered ${response.status}`), { status: response.status });
  }
  return response;
}
