"use client";
import { useEffect, useState } from "react";

/** What had the focus when the component appeared; for an entry of a menu the button that opened the menu. */
function currentOpener(): HTMLElement | null {
  if (typeof document === "undefined" || !(document.activeElement instanceof HTMLElement)) return null;
  const menu = document.activeElement.closest("[role=menu]");
  const opener = menu ? document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) : document.activeElement;
  return opener instanceof HTMLElement ? opener : null;
}

/** Gives the focus back when the component goes: a dialog that is taken out of the page cannot do so itself. */
export function useFocusBack(): void {
  const [opener] = useState(currentOpener);
  useEffect(
    () => () => {
      // After the dialog's own focus trap has let go.
      if (opener) setTimeout(() => opener.isConnected && opener.focus({ preventScroll: true }));
    },
    [opener],
  );
}
