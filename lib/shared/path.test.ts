import fc from "fast-check";
import { expect, it } from "vitest";
import { formatPath, parsePath } from "./path";

it("a shown path leads back to the path, whatever its keys are", () => {
  const key = fc.oneof(fc.nat(), fc.string(), fc.constantFrom("a", "a.b/c", "[0]", '"', "\\", "0"));
  fc.assert(
    fc.property(fc.array(key), (path) => {
      expect(parsePath(formatPath(path))).toEqual(path);
    }),
  );
});
