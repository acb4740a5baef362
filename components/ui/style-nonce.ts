const done = Symbol.for("berth.style-nonce");

/**
 * Monaco, xterm and react-remove-scroll make `<style>` elements by themselves. Under `style-src-elem 'nonce-…'` the browser ignores
 * them unless they carry the page's nonce, so every `<style>` that our own scripts create gets it. A style that comes in as HTML text
 * is not touched and stays blocked: that is what the policy is for.
 */
export function propagateStyleNonce(): void {
  if (typeof document === "undefined" || done in globalThis) return;
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
  if (nonce === "") return;
  Object.defineProperty(globalThis, done, { value: true });
  const create = Document.prototype.createElement;
  function createElement(this: Document, name: string, options?: ElementCreationOptions) {
    const element = create.call(this, name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }
  Document.prototype.createElement = createElement as typeof create;
}
