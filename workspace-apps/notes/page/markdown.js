// Markdown to nodes. Nothing of the text is ever read as HTML, so a note cannot act.
export function renderMarkdown(text, resolveImage) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const out = document.createDocumentFragment();
  let at = 0;
  while (at < lines.length) {
    const rule = rules.find((each) => each.starts(lines[at], lines[at + 1] ?? ""));
    at = rule.read(lines, at, out, resolveImage);
  }
  return out;
}

const make = (tag, ...children) => {
  const node = document.createElement(tag);
  node.append(...children);
  return node;
};

const blank = { starts: (line) => line.trim() === "", read: (_lines, at) => at + 1 };

const fence = {
  starts: (line) => /^\s*(```|~~~)/.test(line),
  read(lines, at, out) {
    const mark = lines[at].trim().slice(0, 3);
    let end = at + 1;
    while (end < lines.length && !lines[end].trim().startsWith(mark)) end += 1;
    out.append(make("pre", make("code", lines.slice(at + 1, end).join("\n"))));
    return end + 1;
  },
};

const heading = {
  starts: (line) => /^#{1,6}\s/.test(line),
  read(lines, at, out, images) {
    const [, marks, title] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[at]);
    out.append(make(`h${marks.length}`, ...inline(title, images)));
    return at + 1;
  },
};

const line = {
  starts: (text) => /^\s*([-*_])(\s*\1){2,}\s*$/.test(text),
  read: (_lines, at, out) => (out.append(make("hr")), at + 1),
};

const quote = {
  starts: (text) => /^\s*>/.test(text),
  read(lines, at, out, images) {
    let end = at;
    while (end < lines.length && /^\s*>/.test(lines[end])) end += 1;
    const inner = lines.slice(at, end).map((text) => text.replace(/^\s*> ?/, ""));
    out.append(make("blockquote", renderMarkdown(inner.join("\n"), images)));
    return end;
  },
};

const itemPattern = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

const list = {
  starts: (text) => itemPattern.test(text),
  read(lines, at, out, images) {
    const indent = itemPattern.exec(lines[at])[1].length;
    const ordered = /\d/.test(itemPattern.exec(lines[at])[2]);
    const node = make(ordered ? "ol" : "ul");
    let next = at;
    while (next < lines.length) {
      const found = itemPattern.exec(lines[next]);
      if (!found || found[1].length < indent) break;
      if (found[1].length > indent && node.lastChild) {
        next = list.read(lines, next, node.lastChild, images);
        continue;
      }
      node.append(item(found[3], images));
      next += 1;
    }
    out.append(node);
    return next;
  },
};

function item(text, images) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return make("li", ...inline(text, images));
  const box = Object.assign(make("input"), { type: "checkbox", checked: task[1] !== " ", disabled: true });
  box.setAttribute("aria-label", task[2]);
  const node = make("li", box, ...inline(task[2], images));
  node.className = "task";
  return node;
}

const cells = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

const table = {
  starts: (text, after) => text.includes("|") && /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(after),
  read(lines, at, out, images) {
    let end = at + 2;
    while (end < lines.length && lines[end].includes("|")) end += 1;
    const row = (tag) => (text) => make("tr", ...cells(text).map((cell) => make(tag, ...inline(cell, images))));
    out.append(
      make("table", make("thead", row("th")(lines[at])), make("tbody", ...lines.slice(at + 2, end).map(row("td")))),
    );
    return end;
  },
};

const paragraph = {
  starts: () => true,
  read(lines, at, out, images) {
    let end = at + 1;
    while (end < lines.length && !rules.slice(0, -1).some((rule) => rule.starts(lines[end], lines[end + 1] ?? "")))
      end += 1;
    out.append(make("p", ...inline(lines.slice(at, end).join("\n"), images)));
    return end;
  },
};

const rules = [blank, fence, heading, line, quote, list, table, paragraph];

const spans = [
  [/`([^`]+)`/, ([, code]) => make("code", code)],
  [/!\[([^\]]*)\]\(([^)\s]+)\)/, ([, alt, target], images) => image(alt, target, images)],
  [/\[([^\]]+)\]\(([^)\s]+)\)/, ([, label, target], images) => link(inline(label, images), target)],
  [/\bhttps?:\/\/[^\s<>)]+[^\s<>).,;:!?]/, ([target]) => link([target], target)],
  [/\*\*(.+?)\*\*/s, ([, text], images) => make("strong", ...inline(text, images))],
  [/~~(.+?)~~/s, ([, text], images) => make("s", ...inline(text, images))],
  [/\*([^*\s][^*]*)\*/, ([, text], images) => make("em", ...inline(text, images))],
  [/\b_([^_\s][^_]*)_\b/, ([, text], images) => make("em", ...inline(text, images))],
];

function inline(text, images) {
  const parts = [];
  let rest = text;
  while (rest !== "") {
    const hits = spans.map(([pattern, node]) => ({ hit: pattern.exec(rest), node })).filter(({ hit }) => hit);
    if (hits.length === 0) return [...parts, rest];
    const { hit, node } = hits.reduce((best, each) => (each.hit.index < best.hit.index ? each : best));
    if (hit.index > 0) parts.push(rest.slice(0, hit.index));
    parts.push(node(hit, images));
    rest = rest.slice(hit.index + hit[0].length);
  }
  return parts;
}

function link(children, target) {
  if (!/^(https?:|mailto:)/i.test(target)) return make("span", ...children);
  return Object.assign(make("a", ...children), { href: target, target: "_blank", rel: "noopener noreferrer" });
}

/** Only pictures of the workspace itself: a note must not call other servers when it is read. */
function image(alt, target, images) {
  if (/^[a-z]+:/i.test(target) || target.startsWith("//")) return link([alt || target], target);
  return Object.assign(make("img"), { alt, src: images(target), loading: "lazy" });
}
