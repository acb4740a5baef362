import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { actorFromRequest } from "@/lib/access/server/session";
import type { Services } from "@/lib/server/services";
import { testClock, testServices } from "@/lib/server/testing";
import { isPortalError } from "@/lib/shared/errors";
import { createPasswords } from "./password";
import { preparePeople } from "./prepare";
import { completeSetUp, setupState } from "./set-up";
import { signIn } from "./sign-in";
import { peopleState } from "./state";

const password = "correct horse battery";
const codeOf = (path: string | null): string => new URL(path ?? "", "http://x").searchParams.get("code") ?? "";
const failure = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isPortalError(error) ? error.code : `no PortalError: ${String(error)}`;
};

let database: TestDatabase;
let clock: ReturnType<typeof testClock>;
let services: Services;
let passwordHash: string;

beforeAll(async () => {
  database = await openTestDatabase();
  passwordHash = await createPasswords().hash(password);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.user.deleteMany();
  await database.db.oneTimeCode.deleteMany();
  clock = testClock();
  services = testServices({ db: database.db, now: clock.now });
});

describe("the set-up link", () => {
  const owner = (code: string, email = "ada@example.com") => ({ code, email, name: "Ada", password });

  it("makes the first owner, who can sign in, and dies", async () => {
    const { setupPath } = await preparePeople(services);
    const code = codeOf(setupPath);
    expect(await setupState(services, code)).toEqual({ needed: true, codeWorks: true });
    await completeSetUp(services, owner(code));
    expect(await signIn(services, { email: "Ada@Example.com ", password, address: "a" })).toMatchObject({
      email: "ada@example.com",
    });
    expect(await setupState(services, code)).toEqual({ needed: false, codeWorks: false });
    expect(await failure(completeSetUp(services, owner(code, "eve@example.com")))).toBe("access/forbidden");
    expect((await preparePeople(services)).setupPath).toBeNull();
  });

  it("makes one owner when it is used twice at the same moment", async () => {
    const code = codeOf((await preparePeople(services)).setupPath);
    const results = await Promise.allSettled([
      completeSetUp(services, owner(code)),
      completeSetUp(services, owner(code, "eve@example.com")),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await database.db.user.count()).toBe(1);
  });

  it("of an earlier start does not work any more; the code itself is not in the database", async () => {
    const first = codeOf((await preparePeople(services)).setupPath);
    clock.advance(600);
    const second = codeOf((await preparePeople(services)).setupPath);
    expect(await setupState(services, first)).toMatchObject({ codeWorks: false });
    expect(await setupState(services, second)).toMatchObject({ codeWorks: true });
    expect(JSON.stringify(await database.db.oneTimeCode.findMany())).not.toContain(second);
  });

  it("is over after a week", async () => {
    const code = codeOf((await preparePeople(services)).setupPath);
    clock.advance(8 * 86_400);
    expect(await failure(completeSetUp(services, owner(code)))).toBe("access/forbidden");
  });
});

describe("the owner and token of the settings", () => {
  it("exist after every start, once", async () => {
    const token = "bootstrap-token-of-thirty-two-characters";
    const settings = {
      BERTH_OWNER_EMAIL: "Ada@example.com",
      BERTH_OWNER_PASSWORD: password,
      BERTH_BOOTSTRAP_TOKEN: token,
    };
    const configured = testServices({ db: database.db, now: clock.now, settings });
    expect((await preparePeople(configured)).setupPath).toBeNull();
    expect((await preparePeople(configured)).setupPath).toBeNull();
    expect(await signIn(configured, { email: "ada@example.com", password, address: "a" })).not.toBeNull();
    const headers = { authorization: `Bearer ${token}` };
    expect(await actorFromRequest(configured, { headers })).toMatchObject({ role: "owner", via: "token" });
    expect(await database.db.user.count()).toBe(2);

    await preparePeople(services);
    const restarted = testServices({ db: database.db, now: clock.now });
    expect(await actorFromRequest(restarted, { headers })).toBeNull();
  });

  it("with a token alone a person can still make the first account", async () => {
    const settings = { BERTH_BOOTSTRAP_TOKEN: "bootstrap-token-of-thirty-two-characters" };
    expect((await preparePeople(testServices({ db: database.db, settings }))).setupPath).not.toBeNull();
  });
});

describe("signing in", () => {
  const attempt = (email: string, text: string, address = "192.0.2.1") =>
    signIn(services, { email, password: text, address });

  beforeEach(async () => {
    await database.db.user.create({
      data: { id: "ada", email: "ada@example.com", name: "Ada", role: "editor", passwordHash },
    });
  });

  it("tells an unknown account, a wrong password and a disabled account not apart, by answer or by time", async () => {
    const timed = async (work: () => Promise<unknown>) => {
      const start = performance.now();
      return { answer: await work(), milliseconds: performance.now() - start };
    };
    const wrong = await timed(() => attempt("ada@example.com", "wrong"));
    const unknown = await timed(() => attempt("nobody@example.com", "wrong"));
    await database.db.user.update({ where: { id: "ada" }, data: { disabledAt: clock.now() } });
    const disabled = await timed(() => attempt("ada@example.com", password));
    expect([wrong.answer, unknown.answer, disabled.answer]).toEqual([null, null, null]);
    // Hashing dominates: without it an unknown account would answer in a hundredth of the time.
    expect(unknown.milliseconds).toBeGreaterThan(wrong.milliseconds / 5);
  });

  it("is refused for a while after five failures from one address, even with the right password, and then works", async () => {
    for (let count = 0; count < 5; count++) expect(await attempt("ada@example.com", "wrong")).toBeNull();
    expect(await failure(attempt("ADA@example.com", password))).toBe("rate/limited");
    clock.advance(2);
    expect(await attempt("ada@example.com", password)).not.toBeNull();
  });

  it("is limited for unknown accounts just the same", async () => {
    for (let count = 0; count < 5; count++) expect(await attempt("nobody@example.com", "wrong")).toBeNull();
    expect(await failure(attempt("nobody@example.com", "wrong"))).toBe("rate/limited");
  });

  it("of the account's owner elsewhere is not locked by failures from one address", async () => {
    for (let count = 0; count < 5; count++) await attempt("ada@example.com", "wrong");
    expect(await attempt("ada@example.com", password, "198.51.100.7")).not.toBeNull();
  });

  it("counts guesses that run in parallel", async () => {
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => attempt("ada@example.com", "wrong")));
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(7);
  });

  it("needs the whole password, and hashes of the same password differ", async () => {
    const { passwords } = peopleState(services);
    const hash = await passwords.hash(password);
    expect(hash).not.toBe(await passwords.hash(password));
    expect(hash).not.toContain(password);
    expect(await passwords.verify(`${password} `, hash)).toBe(false);
    expect(await passwords.verify(password, hash)).toBe(true);
    expect(await passwords.verify(password, null)).toBe(false);
  });
});
