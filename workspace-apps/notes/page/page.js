import * as files from "./files.js";
import { renderMarkdown } from "./markdown.js";

const byId = (id) => document.getElementById(id);
const noteTypes = ["md", "markdown"];
const textTypes = [
  ...noteTypes,
  "txt",
  "csv",
  "tsv",
  "json",
  "yaml",
  "yml",
  "toml",
  "ini",
  "cfg",
  "py",
  "js",
  "mjs",
  "ts",
  "tsx",
  "jsx",
  "sh",
  "sql",
  "html",
  "css",
  "xml",
  "log",
  "r",
  "go",
  "rs",
  "java",
  "c",
  "h",
  "cpp",
  "rb",
  "env",
  "tex",
];
const imageTypes = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];
const largestText = 2 * 1024 * 1024;

const icons = {
  folder: "M2.5 6v9.500h15V7.500H10L8 5H2.500z",
  note: "M5 3h7l3.500 3.500V17H5zM8 10h5M8 13h3.500",
  file: "M5 3h7l3.500 3.500V17H5zM12 3v3.500h3.500",
  image: "M3 4h14v12H3zM3 13.500l4-4 3 3 2.500-2.500L17 13.500M12.500 7.500h.01",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  back: "M12 4l-6 6 6 6",
};

const state = { folder: "", chosen: null, mode: innerWidth > 760 ? "split" : "write", close: async () => true };

function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawing.setAttribute("d", icons[name]);
  svg.append(drawing);
  return svg;
}

const button = (label, onclick, properties = {}) =>
  make("button", { type: "button", onclick: () => attempt(onclick), ...properties }, label);
const typeOf = (name) => (name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "");
const join = (folder, name) => (folder === "" ? name : `${folder}/${name}`);
const kindOf = (item) =>
  item.folder
    ? "folder"
    : noteTypes.includes(typeOf(item.name))
      ? "note"
      : imageTypes.includes(typeOf(item.name))
        ? "image"
        : "file";

function sizeText(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toLocaleString("en", { maximumFractionDigits: step === 0 ? 0 : 1 })} ${units[step]}`;
}

let toastTimer;
function tell(message, bad = false) {
  const toast = byId("toast");
  toast.textContent = message;
  toast.className = bad ? "toast bad" : "toast";
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.textContent = ""), bad ? 6000 : 2500);
}

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    tell(error instanceof TypeError ? "The workspace does not answer." : error.message, true);
    return undefined;
  }
}

/** A question with a text to give (`value`), or only yes and no. Resolves to null when it was cancelled, to undefined for `other`. */
function ask({ title, text = "", label, value = "", ok, other = "", danger = false }) {
  const dialog = byId("ask");
  const input = byId("ask-value");
  byId("ask-title").textContent = title;
  byId("ask-text").textContent = text;
  byId("ask-label").textContent = label ?? "";
  byId("ask-ok").textContent = ok;
  byId("ask-ok").className = danger ? "danger" : "primary";
  byId("ask-other").textContent = other;
  byId("ask-other").hidden = other === "";
  input.hidden = label === undefined;
  byId("ask-label").hidden = label === undefined;
  input.required = label !== undefined;
  input.value = value;
  dialog.returnValue = "";
  dialog.showModal();
  if (label !== undefined)
    input.setSelectionRange(0, value.lastIndexOf(".") > 0 ? value.lastIndexOf(".") : value.length);
  return new Promise((resolve) => {
    dialog.onclose = () => {
      if (dialog.returnValue === "ok") resolve(input.value.trim());
      else resolve(dialog.returnValue === "other" ? undefined : null);
    };
  });
}
byId("ask")
  .querySelector("form")
  .addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.id !== "ask-value") return;
    event.preventDefault();
    byId("ask-ok").click();
  });

async function showFolder(path) {
  const { items, more } = await files.list(path);
  state.folder = path;
  showCrumbs();
  items.sort(
    (a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
  const rows = items.map(row);
  if (rows.length === 0) rows.push(make("li", { className: "none" }, "This folder is empty."));
  if (more > 0) rows.push(make("li", { className: "none" }, `and ${more} more`));
  byId("files").replaceChildren(...rows);
}

const refresh = () => showFolder(state.folder);

function showCrumbs() {
  const parts = state.folder === "" ? [] : state.folder.split("/");
  const nodes = [crumb("Home", "", parts.length === 0)];
  parts.forEach((part, index) =>
    nodes.push("/", crumb(part, parts.slice(0, index + 1).join("/"), index === parts.length - 1)),
  );
  byId("crumbs").replaceChildren(...nodes);
}

function crumb(label, path, current) {
  const node = button(label, () => showFolder(path));
  if (current) node.setAttribute("aria-current", "page");
  return node;
}

function row(item) {
  const kind = kindOf(item);
  const open = make(
    "button",
    {
      type: "button",
      className: "open",
      title: item.name,
      onclick: () => attempt(() => (item.folder ? showFolder(item.path) : choose(item))),
    },
    icon(kind),
    make("span", { className: "name" }, item.name),
    make("span", { className: "size" }, item.folder ? "" : sizeText(item.size)),
  );
  const more = make(
    "button",
    { type: "button", className: "more", onclick: () => attempt(() => rename(item)) },
    icon("more"),
  );
  more.setAttribute("aria-label", `Rename or delete ${item.name}`);
  more.title = "Rename or delete";
  return make("li", { className: `${kind}${item.path === state.chosen ? " chosen" : ""}` }, open, more);
}

async function rename(item) {
  const name = await ask({ title: item.name, label: "Name", value: item.name, ok: "Rename", other: "Delete…" });
  if (name === undefined) return discard(item);
  if (!name || name === item.name) return;
  if (!(await leave())) return;
  const to = join(item.path.split("/").slice(0, -1).join("/"), name);
  await files.move(item.path, to);
  if (state.chosen === item.path) await choose({ ...item, name, path: to });
  await refresh();
}

async function discard(item) {
  const text = item.folder
    ? "The folder and everything in it is deleted."
    : "The file is deleted. There is no way back.";
  if ((await ask({ title: `Delete ${item.name}?`, text, ok: "Delete", danger: true })) === null) return;
  const open = state.chosen === item.path || state.chosen?.startsWith(`${item.path}/`);
  // What is deleted need not be saved first.
  if (open) state.close = async () => true;
  await files.remove(item.path);
  tell(`${item.name} is deleted`);
  await (open ? showWelcome() : refresh());
}

/** Lets the open note save itself first. */
async function leave() {
  return state.close();
}

async function choose(item) {
  if (!(await leave())) return;
  state.close = async () => true;
  state.chosen = item.path;
  byId("columns").classList.add("reading");
  const type = typeOf(item.name);
  if (imageTypes.includes(type))
    showCard(item, make("img", { className: "preview", alt: item.name, src: files.fileAddress(item.path, true) }));
  else if ((textTypes.includes(type) || type === "") && item.size <= largestText) await showText(item);
  else showCard(item);
  await refresh();
}

function showCard(item, preview) {
  const actions = make(
    "div",
    { className: "actions" },
    make("a", { className: "button", href: files.fileAddress(item.path, false), download: item.name }, "Download"),
    button("Delete", () => discard(item), { className: "danger" }),
  );
  const card = make("div", { className: "card" }, ...(preview ? [preview] : []), make("h2", {}, item.name));
  card.append(make("p", {}, `${sizeText(item.size)}, changed ${new Date(item.modified).toLocaleString()}`), actions);
  byId("viewer").replaceChildren(bar(item, []), make("div", { className: "centre" }, card));
}

function bar(item, controls) {
  const back = button(icon("back"), showWelcome, { className: "back icon" });
  back.setAttribute("aria-label", "Back to the files");
  const title = make("div", { className: "title" }, make("h2", {}, item.name));
  const node = make("div", { className: "bar" }, back, title, ...controls);
  node.titleBox = title;
  return node;
}

async function showText(item) {
  const { text, modified } = await files.open(item.path);
  const isNote = noteTypes.includes(typeOf(item.name));
  const editor = make("textarea", { value: text, spellcheck: isNote });
  editor.setAttribute("aria-label", `Text of ${item.name}`);
  const prose = make("article", { className: "prose" });
  prose.setAttribute("aria-label", "Preview");
  const work = make("div", { className: "work" });
  const status = make("p", { className: "state" }, "Saved");
  const folder = item.path.split("/").slice(0, -1).join("/");
  let saved = { text: editor.value, modified };
  let timer;
  let saving = Promise.resolve(true);

  const draw = () =>
    prose.replaceChildren(renderMarkdown(editor.value, (name) => files.fileAddress(join(folder, name), true)));
  const save = () => (saving = saving.then(write));
  async function write() {
    clearTimeout(timer);
    if (editor.value === saved.text) return true;
    const next = editor.value;
    status.textContent = "Saving…";
    try {
      saved = { text: next, modified: await files.save(item.path, next, saved.modified) };
      status.textContent = editor.value === next ? "Saved" : "Not saved yet";
      return true;
    } catch (error) {
      status.textContent = "Not saved";
      if (error.status !== 409) throw error;
      const over = await ask({
        title: "Save over the other change?",
        text: error.message,
        ok: "Save mine",
        danger: true,
      });
      if (over === null) return false;
      saved = { ...saved, modified: null };
      return write();
    }
  }
  editor.oninput = () => {
    status.textContent = "Not saved yet";
    if (isNote && state.mode !== "write") draw();
    clearTimeout(timer);
    timer = setTimeout(() => attempt(save), 800);
  };
  state.close = async () => Boolean(await attempt(save));

  const modes = { write: "Write", split: "Both", read: "Read" };
  const tabs = make("div", { className: "tabs" });
  tabs.setAttribute("role", "group");
  tabs.setAttribute("aria-label", "View");
  function show(mode) {
    state.mode = mode;
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.dataset.mode === mode));
    work.className = mode === "split" ? "work split" : "work";
    if (mode !== "write") draw();
    work.replaceChildren(...(mode === "read" ? [] : [editor]), ...(mode === "write" ? [] : [prose]));
  }
  for (const [mode, label] of Object.entries(modes)) {
    const tab = button(label, () => show(mode));
    tab.dataset.mode = mode;
    tabs.append(tab);
  }
  const download = make(
    "a",
    { className: "button wide", href: files.fileAddress(item.path, false), download: item.name },
    "Download",
  );
  const remove = button("Delete", () => discard(item), { className: "danger" });
  const header = bar(item, [...(isNote ? [tabs] : []), download, remove]);
  header.titleBox.append(status);
  if (isNote) show(state.mode);
  else work.replaceChildren(editor);
  byId("viewer").replaceChildren(header, work);
  if (!isNote || state.mode !== "read") editor.focus({ preventScroll: true });
}

async function showWelcome() {
  if (!(await leave())) return;
  state.close = async () => true;
  state.chosen = null;
  byId("columns").classList.remove("reading");
  const card = make(
    "div",
    { className: "card" },
    make("h2", {}, "What would you like to keep?"),
    make(
      "p",
      {},
      "Notes in Markdown and any other file, in this workspace's own folder. What you write is saved as you type.",
    ),
    make(
      "div",
      { className: "actions" },
      button("Write a note", newNote, { className: "primary" }),
      button("Upload files", () => byId("picker").click()),
    ),
  );
  byId("viewer").replaceChildren(make("div", { className: "centre" }, card));
  await refresh();
}

async function newNote() {
  const given = await ask({ title: "New note", label: "Name", value: "Untitled.md", ok: "Create" });
  if (!given) return;
  const name = given.includes(".") ? given : `${given}.md`;
  const path = join(state.folder, name);
  const text = noteTypes.includes(typeOf(name)) ? `# ${name.replace(/\.[^.]*$/, "")}\n\n` : "";
  const modified = Number(await files.save(path, text, "new"));
  await choose({ name, path, folder: false, size: text.length, modified });
}

async function newFolder() {
  const name = await ask({ title: "New folder", label: "Name", ok: "Create" });
  if (!name) return;
  await files.makeFolder(join(state.folder, name));
  await refresh();
}

async function uploadAll(chosen) {
  for (const file of chosen) {
    tell(`Uploading ${file.name}…`);
    const path = join(state.folder, file.name);
    try {
      await files.save(path, file, "new");
    } catch (error) {
      if (error.status !== 409) throw error;
      const over = await ask({ title: `Replace ${file.name}?`, text: error.message, ok: "Replace", danger: true });
      if (over !== null) await files.save(path, file, null);
    }
  }
  await refresh();
  if (chosen.length > 0)
    tell(chosen.length === 1 ? `${chosen[0].name} is uploaded` : `${chosen.length} files are uploaded`);
}

function showAbout(facts) {
  const pairs = [
    ["Signed in", facts.user ? `${facts.user}${facts.role ? ` (${facts.role})` : ""}` : "not through Berth"],
    ["Workspace", facts.workspace],
    ["Folder", facts.folder],
    ["Node", facts.node],
  ];
  const details = make(
    "dl",
    { className: "facts" },
    ...pairs.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
  );
  const names = make("ul", { className: "names" }, ...facts.variables.map((name) => make("li", {}, name)));
  const dialog = byId("about");
  dialog.replaceChildren(
    make("h2", { id: "about-title" }, "About this workspace"),
    details,
    make("h3", {}, `Environment: ${facts.variables.length} variables`),
    names,
    make(
      "div",
      { className: "actions" },
      button("Close", () => dialog.close(), { className: "primary" }),
    ),
  );
  dialog.showModal();
}

function listen() {
  byId("new-note").onclick = () => attempt(newNote);
  byId("new-folder").onclick = () => attempt(newFolder);
  byId("upload").onclick = () => byId("picker").click();
  byId("picker").onchange = () =>
    attempt(() => uploadAll([...byId("picker").files])).then(() => (byId("picker").value = ""));
  const browser = document.querySelector(".browser");
  addEventListener("dragover", (event) => {
    event.preventDefault();
    browser.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && browser.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    browser.classList.remove("dropping");
    void attempt(() => uploadAll([...event.dataTransfer.files]));
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void attempt(leave);
  });
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void attempt(leave));
}

async function begin() {
  listen();
  const facts = await files.about();
  document.title = `${facts.workspace}: files and notes`;
  byId("workspace").textContent = facts.workspace;
  byId("user").textContent = facts.user ?? "About";
  byId("avatar").textContent = facts.user ? facts.user.trim().charAt(0).toUpperCase() : "";
  byId("who").onclick = () => attempt(async () => showAbout(await files.about()));
  await showWelcome();
}

void attempt(begin);
