import type { ReactNode } from "react";

export type Note = {
  readonly title?: string;
  readonly message: ReactNode;
  readonly color?: "teal" | "red" | "yellow" | "harbour";
};

/** Tells `Toasts` that there is something to show. */
export const firstToast = "berth:toast";

/** Shows a toast. The library comes with the first one, not with the page; it keeps toasts until the place for them is mounted. */
export async function notify({ title, message, color = "harbour" }: Note): Promise<void> {
  const { notifications } = await import("@mantine/notifications");
  window.dispatchEvent(new Event(firstToast));
  notifications.show({ title, message, color, autoClose: color === "red" ? 12_000 : 5_000, withBorder: true });
}
