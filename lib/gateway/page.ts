import type { Cause } from "@/lib/workspaces/cause";
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
  readonly locale: "en" | "de";
  readonly nonce: string;
};

const texts = {
  en: {
    stopped: "is stopped",
    starting: "is starting",
    stopping: "is stopping",
    failed: "does not run",
    absent: "is not there",
    start: "Start it",
    wait: "This page goes on by itself as soon as the workspace is ready.",
    ask: "Ask its owner to start it.",
    portal: "Open in Berth",
    next: "Next step",
  },
  de: {
    stopped: "ist angehalten",
    starting: "startet gerade",
    stopping: "wird angehalten",
    failed: "läuft nicht",
    absent: "gibt es nicht",
    start: "Starten",
    wait: "Diese Seite geht von selbst weiter, sobald der Arbeitsbereich bereit ist.",
    ask: "Bitten Sie die Eigentümerin oder den Eigentümer, ihn zu starten.",
    portal: "In Berth öffnen",
    next: "Nächster Schritt",
  },
} as const;

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

export function gatewayPolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'`;
}

/** The page that stands in for a workspace which does not answer yet: it polls `.berth/status` and reloads when there is something to see. */
export function renderGatewayPage(page: GatewayPage): string {
  const t = texts[page.locale];
  const state =
    page.phase === "stopped"
      ? t.stopped
      : page.phase === "stopping" || page.phase === "deleting"
        ? t.stopping
        : page.phase === "failed"
          ? t.failed
          : t.starting;
  const startable = page.phase === "stopped" || page.phase === "failed";
  const name = escapeHtml(page.workspace);
  const cause = page.cause
    ? `<p class="cause">${escapeHtml(page.cause.summary)}</p><p><b>${t.next}:</b> ${escapeHtml(page.cause.next_step)}</p>`
    : "";
  const action = startable
    ? page.mayStart
      ? `<form method="post" action="${page.base}/.berth/start"><button>${t.start}</button></form>`
      : `<p>${t.ask}</p>`
    : `<p role="status">${t.wait}</p><div class="bar" aria-hidden="true"></div>`;
  return `<!doctype html>
<html lang="${page.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name} ${state}</title>
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
</style></head><body><main><h1>${name} ${state}</h1>${cause}${action}<p class="dim"><a href="${escapeHtml(page.portalUrl)}">${t.portal}</a></p></main>
<script nonce="${page.nonce}">
const seen=${JSON.stringify(page.phase)};
const look=async()=>{try{const r=await fetch(${JSON.stringify(`${page.base}/.berth/status`)},{cache:"no-store"});if(r.ok){const s=await r.json();if(s.ready||s.phase!==seen&&(s.phase==="stopped"||s.phase==="failed"||seen==="stopped"||seen==="failed"))return location.reload();}}catch{}setTimeout(look,700)};
setTimeout(look,500);
</script></body></html>`;
}
