"use client";
import { Badge, createTheme, Table, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const harbour: MantineColorsTuple = [
  "#e8f3fb",
  "#d3e4f1",
  "#a6c7e2",
  "#76a9d3",
  "#4f8fc6",
  "#377fbf",
  "#2876bb",
  "#1a65a5",
  "#0d5a95",
  "#004d85",
];

/** Darker than Mantine's from 6 on: white text on a filled red button has to be readable. */
const red: MantineColorsTuple = [
  "#fff5f5",
  "#ffe3e3",
  "#ffc9c9",
  "#ffa8a8",
  "#ff8787",
  "#f76767",
  "#e03131",
  "#c92a2a",
  "#b02525",
  "#8f1d1d",
];

export const theme = createTheme({
  primaryColor: "harbour",
  // The same dark shade in both schemes: white text on it has the contrast that WCAG asks for.
  primaryShade: 7,
  colors: { harbour, red },
  defaultRadius: "md",
  autoContrast: true,
  luminanceThreshold: 0.35,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "'Inter Variable', ui-sans-serif, system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, 'Liberation Mono', monospace",
  headings: {
    fontWeight: "650",
    sizes: { h1: { fontSize: "1.5rem" }, h2: { fontSize: "1.15rem" }, h3: { fontSize: "1rem" } },
  },
  components: {
    Badge: Badge.extend({ defaultProps: { variant: "light", radius: "sm", tt: "none", fw: 600 } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: "xs" } }),
    ModalTitle: { defaultProps: { fw: 650 } },
    DrawerTitle: { defaultProps: { fw: 650 } },
    // Otherwise the <header> of each dialog counts as a second banner of the page.
    ModalHeader: { defaultProps: { role: "presentation" } },
    DrawerHeader: { defaultProps: { role: "presentation" } },
  },
});

const tinted = ["harbour", "teal", "gray", "red", "yellow", "orange", "green", "blue", "grape"] as const;

/** Contrast that axe asks for, on quieter backgrounds: text of light badges, buttons and alerts. */
const lightText = Object.fromEntries(
  tinted.flatMap((color) => {
    const share = color === "yellow" || color === "orange" ? 55 : 80;
    return [
      [`--mantine-color-${color}-light-color`, `color-mix(in srgb, var(--mantine-color-${color}-9) ${share}%, black)`],
      [`--mantine-color-${color}-light`, `color-mix(in srgb, var(--mantine-color-${color}-1) 65%, white)`],
    ];
  }),
);

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...lightText,
    "--mantine-color-teal-text": "var(--mantine-color-teal-9)",
    "--mantine-color-green-text": "var(--mantine-color-green-9)",
    "--mantine-color-red-text": "var(--mantine-color-red-9)",
    "--mantine-color-yellow-text": "#8a5a00",
    "--mantine-color-orange-text": "#9a3f00",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    "--mantine-color-dimmed": "#5c636a",
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-anchor": "var(--mantine-color-harbour-8)",
    "--berth-page": "#f6f8fa",
  },
  dark: {
    "--mantine-color-dimmed": "#a0a6ad",
    "--mantine-color-placeholder": "#949aa1",
    "--mantine-color-anchor": "var(--mantine-color-harbour-3)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--berth-page": "#17191c",
  },
});
