import { describe, expect, it } from "vitest";
import { explainInheritance } from "./explain";

const settings = {
  INHERIT_ENV_VARS: true,
  USER_DEFINED_VARS: "VAR1,DEV_*,/^X_\\d+$/",
  BERTH_DEPLOYMENT: "self-hosted",
  userDefinedVarsByEnv: { prod: "PROD_*,VAR1" },
} as const;

describe("by what a variable is inherited", () => {
  it("names the setting and the item that lets it through", () => {
    const explain = explainInheritance(settings);
    expect(explain("DEV_A")).toEqual([{ setting: "USER_DEFINED_VARS", pattern: "DEV_*" }]);
    expect(explain("X_12")).toEqual([{ setting: "USER_DEFINED_VARS", pattern: "/^X_\\d+$/" }]);
    expect(explain("VAR1")).toEqual([
      { setting: "USER_DEFINED_VARS", pattern: "VAR1" },
      { setting: "USER_DEFINED_VARS__ENV__prod", pattern: "VAR1" },
    ]);
    expect(explain("OTHER")).toEqual([]);
  });

  it("is nothing while INHERIT_ENV_VARS is off, or when the variable is one of the portal's own", () => {
    expect(explainInheritance({ ...settings, INHERIT_ENV_VARS: false })("VAR1")).toEqual([]);
    expect(explainInheritance({ ...settings, USER_DEFINED_VARS: "*" })("DATABASE_URL")).toEqual([]);
  });

  it("without a list it is INHERIT_ENV_VARS itself when managed, and nothing when self-hosted", () => {
    const none = { ...settings, USER_DEFINED_VARS: null };
    expect(explainInheritance({ ...none, BERTH_DEPLOYMENT: "managed" })("A")).toEqual([
      { setting: "INHERIT_ENV_VARS", pattern: null },
    ]);
    expect(explainInheritance(none)("A")).toEqual([]);
  });
});
