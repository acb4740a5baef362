/** What a text turned out to be; `fault` says what is allowed. */
export type Reading<T> = { readonly value: T } | { readonly fault: string };

/** One setting. `read` sees the trimmed text and is not called when there is none. */
export type Definition<T> = {
  readonly docs: string;
  /** What is allowed, as the documentation and a fault say it. */
  readonly allowed: string;
  readonly initial: T;
  /** What the documentation shows as the default where `initial` is not it. */
  readonly initialText?: string;
  readonly secret?: true;
  readonly read: (text: string) => Reading<T>;
};

type Extra = { readonly secret?: true; readonly initialText?: string };

function define<T>(
  docs: string,
  allowed: string,
  initial: T,
  read: (text: string) => Reading<T>,
  extra: Extra = {},
): Definition<T> {
  return { docs, allowed, initial, read, ...extra };
}

const refuse = (allowed: string) => ({ fault: allowed });

type TextRule = { readonly pattern: RegExp; readonly allowed: string };
const anyText: TextRule = { pattern: /^[^\p{Cc}]*$/u, allowed: "a text without control characters" };

const readText =
  (rule: TextRule) =>
  (text: string): Reading<string> =>
    rule.pattern.test(text) ? { value: text } : refuse(rule.allowed);

export const text = (docs: string, initial: string, rule: TextRule = anyText): Definition<string> =>
  define(docs, rule.allowed, initial, readText(rule));

export const optionalText = (docs: string, rule: TextRule = anyText, extra: Extra = {}): Definition<string | null> =>
  define<string | null>(docs, rule.allowed, null, readText(rule), extra);

export function secretText(docs: string, minimum: number): Definition<string | null> {
  return optionalText(
    docs,
    { pattern: new RegExp(`^[^\\p{Cc}]{${minimum},}$`, "u"), allowed: `at least ${minimum} characters` },
    { secret: true },
  );
}

export function flag(docs: string, initial: boolean): Definition<boolean> {
  const allowed = "1, true, yes, on or 0, false, no, off";
  return define(docs, allowed, initial, (text) => {
    if (/^(1|true|yes|on)$/i.test(text)) return { value: true };
    return /^(0|false|no|off)$/i.test(text) ? { value: false } : refuse(allowed);
  });
}

function readInteger(minimum: number, maximum: number, allowed: string) {
  return (text: string): Reading<number> => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= minimum && value <= maximum ? { value } : refuse(allowed);
  };
}

export function integer(docs: string, initial: number, minimum: number, maximum: number): Definition<number> {
  const allowed = `a whole number from ${minimum} to ${maximum}`;
  return define(docs, allowed, initial, readInteger(minimum, maximum, allowed));
}

export function optionalInteger(docs: string, minimum: number, maximum: number): Definition<number | null> {
  const allowed = `a whole number from ${minimum} to ${maximum}`;
  return define<number | null>(docs, allowed, null, readInteger(minimum, maximum, allowed));
}

export function choice<T extends string>(docs: string, values: readonly T[], initial: T): Definition<T> {
  return define(docs, values.join(", "), initial, readChoice(values));
}

export function optionalChoice<T extends string>(
  docs: string,
  values: readonly T[],
  initialText?: string,
): Definition<T | null> {
  return define<T | null>(
    docs,
    values.join(", "),
    null,
    readChoice(values),
    initialText === undefined ? {} : { initialText },
  );
}

const readChoice =
  <T extends string>(values: readonly T[]) =>
  (text: string): Reading<T> => {
    const value = values.find((candidate) => candidate === text);
    return value === undefined ? refuse(values.join(", ")) : { value };
  };

/** An address without a slash at its end. */
export function address(docs: string, protocols: readonly string[], extra: Extra = {}): Definition<string | null> {
  const allowed = `an address that starts with ${protocols.map((protocol) => `${protocol}://`).join(" or ")}`;
  return define<string | null>(
    docs,
    allowed,
    null,
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      return url && protocols.includes(url.protocol.slice(0, -1))
        ? { value: text.replace(/\/+$/, "") }
        : refuse(allowed);
    },
    extra,
  );
}

/** An address of this portal: no path, no query. */
export function origin(docs: string, initialText: string): Definition<string | null> {
  const allowed = "an address such as https://berth.example.com, without a path";
  return define<string | null>(
    docs,
    allowed,
    null,
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (
        !url ||
        !["http:", "https:"].includes(url.protocol) ||
        url.username !== "" ||
        url.search !== "" ||
        url.hash !== ""
      )
        return refuse(allowed);
      return url.pathname === "/" ? { value: url.origin } : refuse(allowed);
    },
    { initialText },
  );
}

export function list(
  docs: string,
  separator: RegExp,
  allowed: string,
  item: RegExp,
  extra: Extra = {},
): Definition<readonly string[]> {
  return define<readonly string[]>(
    docs,
    allowed,
    [],
    (text) => {
      const items = text.split(separator).filter((part) => part !== "");
      return items.every((part) => item.test(part)) ? { value: items } : refuse(allowed);
    },
    extra,
  );
}

/** A JSON text, kept as the text that it is. */
export function optionalJson(docs: string, shape: "object" | "array"): Definition<string | null> {
  const allowed = shape === "object" ? 'a JSON object such as {"key": "value"}' : "a JSON list";
  return define<string | null>(docs, allowed, null, (text) => {
    try {
      const value: unknown = JSON.parse(text);
      const fits =
        shape === "array" ? Array.isArray(value) : typeof value === "object" && value !== null && !Array.isArray(value);
      return fits ? { value: text } : refuse(allowed);
    } catch {
      return refuse(allowed);
    }
  });
}

export const dnsLabel: TextRule = {
  pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  allowed: "lower-case letters, digits and -, at most 63 characters",
};
export const dnsName: TextRule = {
  pattern: /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
  allowed: "lower-case letters, digits, - and ., at most 253 characters",
};
export const quantity: TextRule = {
  pattern: /^\d+(\.\d+)?([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/,
  allowed: "an amount such as 500m, 2, 512Mi or 10Gi",
};
export const email: TextRule = { pattern: /^[^\s@]+@[^\s@]+$/, allowed: "an e-mail address" };
