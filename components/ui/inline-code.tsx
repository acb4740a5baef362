import { Code } from "@mantine/core";

/** A text in which `…` marks code, as server texts do. */
export function InlineCode({ text }: { text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <Code key={index}>{part}</Code> : part));
}
