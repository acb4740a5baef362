// The app's requests. Addresses are relative, so it works under any path.
async function request(method, address, query, options = {}) {
  const url = `api/${address}?${new URLSearchParams(query)}`;
  const response = await fetch(url, { method, ...options, headers: { "X-Requested-By": "notes", ...options.headers } });
  if (response.ok) return response;
  const { message } = await response.json().catch(() => ({ message: "The workspace does not answer." }));
  throw Object.assign(new Error(message), { status: response.status });
}

const read = async (...input) => (await request("GET", ...input)).json();

export const about = () => read("about", {});
export const list = (path) => read("files", { path });
export const fileAddress = (path, inline) =>
  `api/file?${new URLSearchParams({ path, ...(inline ? { inline: "1" } : {}) })}`;

export async function open(path) {
  const response = await request("GET", "file", { path });
  return { text: await response.text(), modified: response.headers.get("X-Modified") };
}

/** `modified`: the state that is being replaced; "new" refuses to replace anything; null replaces whatever is there. */
export async function save(path, body, modified) {
  const headers = modified === null ? {} : { "X-Modified": modified };
  const response = await request("PUT", "file", { path }, { body, headers });
  return String((await response.json()).modified);
}

export const makeFolder = (path) => request("POST", "folder", { path });
export const move = (path, to) => request("POST", "move", { path, to });
export const remove = (path) => request("DELETE", "file", { path });
