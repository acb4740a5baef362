import { describe, expect, test } from "vitest";
import { checkKubeconfig } from "./pasted-kubeconfig";

const kubeconfig = (user: string, cluster = "{ server: 'https://example.com' }") =>
  `{ clusters: [{ name: c, cluster: ${cluster} }], users: [{ name: u, user: ${user} }], contexts: [], current-context: x }`;

describe("a pasted kubeconfig", () => {
  test("may have a token or certificates in it", () => {
    expect(checkKubeconfig(kubeconfig("{ token: abc }"))).toMatchObject({ users: [{ user: { token: "abc" } }] });
    expect(checkKubeconfig(kubeconfig("{ client-certificate-data: eA==, client-key-data: eA== }"))).toBeDefined();
  });

  test.each([
    ["a program", "{ exec: { command: sh } }", "exec"],
    ["an authentication provider", "{ auth-provider: { name: gcp } }", "auth-provider"],
    ["a file with a token", "{ tokenFile: /etc/passwd }", "tokenFile"],
    ["a file with a token, as the library also spells it", "{ token-file: /etc/passwd }", "token-file"],
    ["a file with a key", "{ client-key: /etc/passwd }", "client-key"],
    ["a merge key", "{ <<: { token-file: /etc/passwd } }", "Merge"],
  ])("must not name %s", (_what, user, field) => {
    expect(() => checkKubeconfig(kubeconfig(user))).toThrow(field);
  });

  test("must not name a file with a certificate authority", () => {
    expect(() => checkKubeconfig(kubeconfig("{}", "{ certificate-authority: /etc/ssl/x }"))).toThrow(
      /certificate-authority.*flatten/,
    );
  });

  test.each(["", "[]", "text", "users: 3", "users: [{ user: 3 }]", "a: &a [*a]", "\u0000"])(
    "must be one (%j)",
    (text) => {
      expect(() => checkKubeconfig(text)).toThrow(/cannot be read/);
    },
  );

  test("is never quoted in an error", () => {
    expect(() => checkKubeconfig(kubeconfig("{ token: very-secret, exec: {} }"))).toThrow(
      expect.not.stringContaining("very-secret"),
    );
  });
});
