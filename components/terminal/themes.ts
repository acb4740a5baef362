import type { ITheme } from "@xterm/xterm";

/** Colours with enough contrast on their own ground in both schemes. */
export const terminalThemes = {
  light: {
    background: "#ffffff",
    foreground: "#1f2328",
    cursor: "#1a65a5",
    cursorAccent: "#ffffff",
    selectionBackground: "#bfd8ee",
    black: "#1f2328",
    red: "#b42318",
    green: "#116329",
    yellow: "#7d4e00",
    blue: "#0550ae",
    magenta: "#8250df",
    cyan: "#0f6b70",
    white: "#57606a",
    brightBlack: "#57606a",
    brightRed: "#a40e26",
    brightGreen: "#1a7f37",
    brightYellow: "#633c01",
    brightBlue: "#0969da",
    brightMagenta: "#6639ba",
    brightCyan: "#0b5f63",
    brightWhite: "#32383f",
  },
  dark: {
    background: "#17191c",
    foreground: "#d7dbe0",
    cursor: "#76a9d3",
    cursorAccent: "#17191c",
    selectionBackground: "#2b4a66",
  },
} as const satisfies Record<"light" | "dark", ITheme>;
