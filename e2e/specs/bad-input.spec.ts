import { apiOf, apiSettings, bootstrapToken } from "../fixtures/api";
import { expect, test, withPortal } from "../fixtures/test";

type Problem = {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string; readonly line?: number }[];
};

const bomb = [
  "a: &a [x,x,x,x,x,x,x,x,x]",
  ..."bcdefghi".split("").map((key, index) => `${key}: &${key} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(",")}]`),
].join("\n");

const refused: readonly [string, string, number, RegExp][] = [
  ["an empty text", "", 422, /empty|name/i],
  ["a text that is no YAML", "name: [", 422, /./],
  ["a YAML bomb", `name: bomb\n${bomb}\n`, 422, /./],
  ["two documents", "name: a\n---\nname: b\n", 422, /one document|document/i],
  ["a duplicate key", "name: a\nname: b\n", 422, /duplicat|twice/i],
  ["an unknown key, with the nearest known one", "name: a\ndescripton: x\n", 422, /description/],
  ["a path as a name", "name: ../../etc/passwd\n", 422, /name/],
  ["a control character", 'name: "a\\u0000b"\n', 422, /name/],
  ["a name that is taken by the portal itself", "name: api\n", 422, /name/],
  ["a name of 41 characters", `name: ${"a".repeat(41)}\n`, 422, /40/],
  ["a port that is no number", "name: a\nport: high\n", 422, /port/],
  [
    "a document for another type of cluster",
    "name: a\ncontainer_config:\n  nodeSelector: { disk: ssd }\n",
    422,
    /nodeSelector/,
  ],
  ["an absent cluster", "name: a\ncluster: nowhere\n", 422, /nowhere/],
  ["a document of 300 KiB", `name: a\ndescription: ${"x".repeat(300_000)}\n`, 422, /256|500/],
];

test("bad documents are refused with the field and the reason, and nothing half-made stays behind", async ({
  page,
}) => {
  await withPortal(page, { CLUSTER_TYPE: "local", ...apiSettings }, async (portal) => {
    const api = apiOf(portal);
    const send = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${portal.url}/api/v1/workspaces`, {
        method: "POST",
        headers: { authorization: `Bearer ${bootstrapToken}`, "content-type": "application/yaml", ...headers },
        body,
      });
    for (const [what, text, status, reason] of refused) {
      const answer = await send(text);
      const problem = (await answer.json()) as Problem;
      expect([what, answer.status, answer.headers.get("content-type")]).toEqual([
        what,
        status,
        "application/problem+json",
      ]);
      expect(
        `${problem.detail} ${(problem.errors ?? []).map((fault) => `${fault.path} ${fault.message}`).join(" ")}`,
        what,
      ).toMatch(reason);
    }

    const many = (await (
      await send("name: Bad Name\nport: 99999\ndescripton: x\nlabels: { a: '!' }\n")
    ).json()) as Problem;
    expect(many.errors?.length, "every fault at once").toBeGreaterThanOrEqual(4);
    expect(many.errors?.every((fault) => typeof fault.line === "number")).toBe(true);

    expect((await send("x".repeat(10_000_000))).status).toBe(413);
    expect((await send("{ not json", { "content-type": "application/json" })).status).toBe(400);
    expect(
      (await send('{"name":"a","__proto__":{"owner":"x"},"constructor":1}', { "content-type": "application/json" }))
        .status,
    ).toBe(422);
    expect((await api.send("GET", "/workspaces/%2e%2e%2f%2e%2e%2fetc")).status).toBe(404);
    expect((await api.send("GET", "/workspaces?limit=100000")).status).toBe(422);
    expect((await api.send("GET", "/workspaces?lmit=1")).status).toBe(422);

    const list = await api.json<{ total: number }>("GET", "/workspaces");
    expect(list.total).toBe(0);

    await api.json("POST", "/workspaces", { name: "twice" });
    const taken = await send("name: twice\n");
    expect(taken.status).toBe(409);
    expect(((await taken.json()) as Problem).code).toBe("name-taken");
    await api.until("twice", "running");
    const patch = (message: string, revisionPlan: string) =>
      api.send("PATCH", "/workspaces/twice", { document: { description: message }, plan_hash: revisionPlan });
    const plan = await api.json<{ plan: { hash: string } }>("PATCH", "/workspaces/twice?dry_run=true", {
      document: { description: "mine" },
    });
    expect(
      (
        await api.send("PATCH", "/workspaces/twice", {
          document: { container_config: { env: [{ name: "A", value: "theirs" }] } },
        })
      ).status,
    ).toBe(202);
    const stale = await patch("mine", plan.plan.hash);
    expect(stale.status).toBe(409);
    expect(((await stale.json()) as Problem).code).toBe("plan-stale");
  });
});
