"use client";
import { useEffect, useRef } from "react";

const pause = 1200;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // Code editors take keys on an element that is a text box by its role only.
  return (
    target.isContentEditable ||
    target.closest("[role=textbox]") !== null ||
    ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)
  );
}

/**
 * Keys that work everywhere except where a person types: single ones (`?`), and two in a row (`g w`).
 * Keys with Ctrl or ⌘ are written `mod+k` and work in fields too.
 */
export function useShortcuts(shortcuts: Readonly<Record<string, () => void>>): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let previous = { key: "", at: 0 };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const modified = event.ctrlKey || event.metaKey;
      if (!modified && (isTyping(event.target) || document.querySelector("[role=dialog]"))) return;
      const key = modified ? `mod+${event.key.toLowerCase()}` : event.key;
      const pair = event.timeStamp - previous.at < pause ? `${previous.key} ${key}` : key;
      previous = { key, at: event.timeStamp };
      const run = current.current[pair] ?? current.current[key];
      if (!run) return;
      event.preventDefault();
      previous = { key: "", at: 0 };
      run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
