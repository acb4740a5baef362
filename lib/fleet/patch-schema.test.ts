import { describe, expect, it } from "vitest";
import { patchJsonSchema } from "./patch-schema";

describe("the schema of a patch", () => {
  it("demands no field and lets every one be taken away, at any depth", () => {
    const schema = patchJsonSchema("kubernetes");
    expect(schema).not.toHaveProperty("required");
    expect(schema).toMatchObject({ title: "Change", properties: { port: {}, container_config: {} } });
    expect(JSON.stringify(schema)).not.toMatch(/"required":\[|"type":"(string|integer|object|array|boolean)"/);
  });
});
