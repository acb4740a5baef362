import { catalogues, causeCatalogues } from "@/lib/i18n/catalogues";
import type { Locale } from "@/lib/i18n/locales";
import { say, type PlainCode } from "@/lib/i18n/say";
import { fill, told } from "@/lib/i18n/text";
import { paramsIn, type Cause } from "@/lib/workspaces/cause-table";
import type { Phase } from "@/lib/workspaces/phase";

export type GatewayPage = {
  readonly workspace: string;
  readonly phase: Phase;
  readonly cause: Cause | null;
  /** May this person start it? */
  readonly mayStart: boolean;
  readonly base: string;
  /** The workspace's page in the portal. */
  readonly portalUrl: string;
  readonly locale: Locale;
  readonly nonce: string;
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

export function gatewayPolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'`;
}

/** The page that stands in for a workspace which does not answer yet: it polls `.berth/status` and reloads when there is something to see. */
export function renderGatewayPage(page: GatewayPage): string {
  const t = (code: PlainCode): string => escapeHtml(told(say(code), catalogues[page.locale]));
  const title = escapeHtml(told(say(stateOf(page.phase), { name: page.workspace }), catalogues[page.locale]));
  const startable = page.phase === "stopped" || page.phase === "failed";
  const cause = page.cause ? causeHtml(page.cause, page.locale, t("page/next")) : "";
  const action = startable
    ? page.mayStart
      ? `<form method="post" action="${page.base}/.berth/start"><button>${t("page/start")}</button></form>`
      : `<p>${t("page/ask")}</p>`
    : `<p role="status">${t("page/wait")}</p><div class="bar" aria-hidden="true"></div>`;
  return `<!doctype html>
<html lang="${page.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${page.nonce}">
:root{color-scheme:light dark;--text:#1c2126;--page:#f6f8fa;--card:#fff;--line:#d5dae0;--main:#1a65a5;--dim:#5c636a}
@media(prefers-color-scheme:dark){:root{--text:#e4e7ea;--page:#17191c;--card:#212428;--line:#3a3f45;--main:#76a9d3;--dim:#a0a6ad}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--text);font:16px/1.5 system-ui,"Segoe UI","Liberation Sans",sans-serif}
main{width:min(32rem,calc(100vw - 3rem));background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem;box-sizing:border-box;overflow-wrap:anywhere}
h1{font-size:1.3rem;margin:0 0 .75rem}p{margin:.5rem 0}.cause{font-weight:600}a{color:var(--main)}.dim{color:var(--dim);font-size:.9rem;margin-top:1.25rem}
button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;border-radius:8px;background:#1a65a5;color:#fff;cursor:pointer;margin-top:.75rem}
button:focus-visible,a:focus-visible{outline:2px solid var(--main);outline-offset:2px}
.bar{height:4px;border-radius:2px;margin-top:1rem;background:linear-gradient(90deg,var(--line) 40%,var(--main) 50%,var(--line) 60%) 0/250% 100%;animation:go 1.6s linear infinite}
@keyframes go{from{background-position:100% 0}to{background-position:-150% 0}}@media(prefers-reduced-motion:reduce){.bar{animation:none}}
</style></head><body><main><h1>${title}</h1>${cause}${action}<p class="dim"><a href="${escapeHtml(page.portalUrl)}">${t("page/portal")}</a></p></main>
<script nonce="${page.nonce}">
const seen=${JSON.stringify(page.phase)};
const look=async()=>{try{const r=await fetch(${JSON.stringify(`${page.base}/.berth/status`)},{cache:"no-store"});if(r.ok){const s=await r.json();if(s.ready||s.phase!==seen&&(s.phase==="stopped"||s.phase==="failed"||seen==="stopped"||seen==="failed"))return location.reload();}}catch{}setTimeout(look,700)};
setTimeout(look,500);
</script></body></html>`;
}

const states: Readonly<Partial<Record<Phase, "page/stopped" | "page/stopping" | "page/failed">>> = {
  stopped: "page/stopped",
  stopping: "page/stopping",
  deleting: "page/stopping",
  failed: "page/failed",
};
const stateOf = (phase: Phase) => states[phase] ?? "page/starting";

/** Backquotes in texts of causes mark code. */
const codeHtml = (text: string): string => escapeHtml(text).replace(/`([^`]*)`/g, "<code>$1</code>");

function causeHtml(cause: Cause, locale: Locale, label: string): string {
  const texts = causeCatalogues[locale][cause.code];
  const params = paramsIn(cause, catalogues[locale]);
  const summary = texts ? fill(texts.summary, params) : cause.summary;
  const next = texts ? fill(texts.next, params) : cause.next_step;
  return `<p class="cause">${codeHtml(summary)}</p><p><b>${label}</b> ${codeHtml(next)}</p>`;
}
