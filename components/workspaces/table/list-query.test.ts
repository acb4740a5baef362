import { describe, expect, it } from "vitest";
import { apiQuery, filterFromParams, isNarrowed, paramsFromFilter } from "./list-query";

const read = (text: string) => filterFromParams(new URLSearchParams(text));

describe("the filter in the address", () => {
  it.each(["", "search=ada", "phase=failed&cluster=prod&mine=1&sort=created_at&order=desc"])(
    "%j is read and written alike",
    (text) => {
      expect(paramsFromFilter(read(text))).toBe(text);
    },
  );

  it("ignores values that do not exist", () => {
    expect(paramsFromFilter(read("phase=happy&sort=password&order=up&mine=yes"))).toBe("");
  });

  it("is narrowed by a filter, not by an order", () => {
    expect(isNarrowed(read("sort=phase&order=desc"))).toBe(false);
    expect(isNarrowed(read("mine=1"))).toBe(true);
  });
});

describe("what is asked of the API", () => {
  it("asks for the person's own workspaces by owner", () => {
    expect(apiQuery(read("mine=1"), "ada@example.org")).toEqual({
      owner: "ada@example.org",
      sort: "name",
      order: "asc",
    });
  });

  it("leaves out a search of blanks", () => {
    expect(apiQuery(read("search=%20%20"), "x")).toEqual({ sort: "name", order: "asc" });
  });
});
