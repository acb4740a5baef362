import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { savePolicy } from "@/lib/policy/server/save-policy";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import type { Call } from "@/lib/server/services";
import { isPortalError } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import { checkDocument } from "@/lib/workspaces/server/check-document";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getEffective } from "@/lib/workspaces/server/effective";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { getManifests } from "@/lib/workspaces/server/manifests";
import { restartWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { previewUpdate } from "@/lib/workspaces/server/preview-update";
import { rollbackWorkspace } from "@/lib/workspaces/server/rollback";
import { openTestPortal, type TestPortal } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { deleteTemplate } from "./delete-template";
import { getTemplate, getTemplateVersion, listTemplateVersions } from "./get-template";
import { listAllTemplates, listTemplates } from "./list-templates";
import { previewTemplate } from "./preview-template";
import { checkTemplateText, createTemplate, saveTemplate } from "./save-template";

const text = (name: string, image: string, more = "") => `name: ${name}
title: A lab
cluster_types: [kubernetes]
parameters:
  size: { type: choice, choices: [1Gi, 2Gi], default: 1Gi }
  greeting: { type: string, default: hello }
${more}document:
  port: 8080
  container_config:
    image: ${image}
    env: [{ name: GREETING, value: "\${greeting}" }]
    resources: { limits: { memory: "\${size}" } }
`;

describe("templates", () => {
  let database: TestDatabase;
  let portal: TestPortal;
  let admin: Call;
  let editor: Call;
  let viewer: Call;

  beforeAll(async () => {
    database = await openTestDatabase();
    portal = await openTestPortal({ database, provider: createFakeCluster().provider });
    [admin, editor, viewer] = [await portal.as("admin"), await portal.as("editor"), await portal.as("viewer")];
  }, 60_000);
  afterAll(async () => {
    await portal.stop();
    await database.close();
  });

  const make = (name: string, document: JsonObject) => createWorkspace(editor, { document: { name, ...document } });
  const faultsOf = async (deed: Promise<unknown>) => {
    const error: unknown = await deed.catch((thrown: unknown) => thrown);
    if (!isPortalError(error)) throw new Error(`not refused: ${JSON.stringify(error)}`);
    return (error.options.faults ?? []).map(({ path, message }) => `${path}: ${message}`);
  };
  const main = async (name: string) => JSON.stringify((await getManifests(editor, { name })).items);

  it("editors see them and only administrators change them", async () => {
    await expect(createTemplate(editor, { text: text("rights", "a:1") })).rejects.toMatchObject({
      code: "access/forbidden",
    });
    await createTemplate(admin, { text: text("rights", "a:1") });
    expect((await listTemplates(editor, undefined)).map(({ name }) => name)).toContain("rights");
    for (const deed of [
      saveTemplate(editor, "rights", { hidden: true }),
      deleteTemplate(editor, "rights"),
      previewTemplate(editor, "rights", text("rights", "a:2")),
      checkTemplateText(editor, "", null),
      listTemplates(viewer, undefined),
      getTemplate(viewer, "rights"),
    ]) {
      await expect(deed).rejects.toMatchObject({ code: "access/forbidden" });
    }
  });

  it("versions are numbered, kept, and of one template by its name", async () => {
    await createTemplate(admin, { text: text("kept", "a:1"), message: "first" });
    await saveTemplate(admin, "kept", { text: text("kept", "a:2"), message: "second", if_version: 1 });
    expect(await listTemplateVersions(editor, "kept")).toMatchObject([
      { number: 2, author: "admin@example.com", message: "second" },
      { number: 1, author: "admin@example.com", message: "first" },
    ]);
    expect(await getTemplateVersion(editor, "kept", 1)).toMatchObject({ text: text("kept", "a:1") });
    await expect(getTemplateVersion(editor, "kept", 3)).rejects.toMatchObject({ code: "not-found" });
    await expect(createTemplate(admin, { text: text("kept", "a:3") })).rejects.toMatchObject({ code: "conflict" });
    await expect(saveTemplate(admin, "kept", { text: text("kept", "a:3"), if_version: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await faultsOf(saveTemplate(admin, "kept", { text: text("other", "a:3") }))).toEqual([
      "name: The text names the template other; this is kept. Names do not change.",
    ]);
    expect(await faultsOf(saveTemplate(admin, "kept", {}))).toEqual([
      ": Give a text, or what is to change: hidden, deprecated or redirect.",
    ]);
    expect((await checkTemplateText(admin, text("kept", "a:1"), null)).faults).toMatchObject([{ path: "name" }]);
    expect((await saveTemplate(admin, "kept", { text: text("kept", "a:2") })).version).toBe(2);
  });

  it("values come into the workspace with their types and origins, and defaults where none were given", async () => {
    await createTemplate(admin, { text: text("values", "a:1") });
    await make("values", { template: "values", parameters: { greeting: "x\n  privileged: true ${size}" } });
    const { document, origins } = await getEffective(editor, { name: "values" });
    expect(document).toMatchObject({
      template: "values",
      template_version: 1,
      parameters: { size: "1Gi", greeting: "x\n  privileged: true ${size}" },
      port: 8080,
      container_config: { image: "a:1", resources: { limits: { memory: "1Gi" } } },
    });
    expect(origins).toMatchObject({
      template_version: "template:values@1",
      "parameters.size": "template:values@1",
      "parameters.greeting": "document",
      "container_config.image": "template:values@1",
      "container_config.env[GREETING].value": "template:values@1",
    });
  });

  it.each([
    [{ parameters: { size: "3Gi" } }, "parameters.size: This must be one of: 1Gi, 2Gi."],
    [{ parameters: { greeting: 3 } }, "parameters.greeting: This must be a text; put it in quotes."],
    [{ parameters: { greating: "x" } }, "parameters.greating: There is no parameter greating. Did you mean greeting?"],
    [{ parameters: {} }, "parameters.port: port needs a value."],
    [
      { parameters: { port: 0.5 } },
      "parameters.port: With these values port of the template bad is wrong: The port must be a whole number.",
    ],
    [
      { template_version: 7, parameters: { port: 80 } },
      "template_version: The template bad has no version 7. The newest is 1.",
    ],
    [{ template: "nobody" }, "template: There is no template nobody for clusters of type fake. There are: "],
    [
      { template: null, template_version: 1 },
      "template_version: This is the version of a template: name the template too.",
    ],
    [
      { template: null, parameters: { a: 1 } },
      "parameters: These are the values of a template: name the template too.",
    ],
  ])("%j is refused: %s", async (document, fault) => {
    const port = "  port: { type: number, required: true }\n";
    const own = text("bad", "a:1", port).replace("port: 8080", 'port: "${port}"');
    if (!(await portal.services.templates.present("bad"))) await createTemplate(admin, { text: own });
    const faults = await faultsOf(make("bad", { template: "bad", ...document }));
    expect(faults.some((found) => found.startsWith(fault))).toBe(true);
    const yaml = JSON.stringify({ name: "bad", template: "bad", ...document });
    expect((await checkDocument(editor, { yaml })).faults.length).toBeGreaterThan(0);
  });

  it("a new version touches no workspace, marks those on an older one, and an update by plan moves them", async () => {
    await createTemplate(admin, { text: text("moves", "a:1") });
    await make("moves", { template: "moves", parameters: { size: "2Gi", greeting: "hi" } });
    const before = await main("moves");
    expect(await getWorkspace(editor, { name: "moves" })).toMatchObject({
      template_version: 1,
      template_outdated: false,
    });

    const asks = "  team: { type: string, required: true }\n";
    const next = text("moves", "a:2", asks)
      .replace("  greeting: { type: string, default: hello }\n", "")
      .replace("${greeting}", "${team}");
    const effect = await previewTemplate(admin, "moves", next);
    expect(effect).toMatchObject({ counts: { input: 1 }, items: [{ name: "moves", version: 1, effect: "input" }] });
    await saveTemplate(admin, "moves", { text: next });

    const known = { name: "moves" };
    expect(await getWorkspace(editor, known)).toMatchObject({ template_version: 1, template_outdated: true });
    expect(portal.events.at(-1)).toMatchObject({ type: "workspace", data: { name: "moves", template_outdated: true } });
    expect(await main("moves")).toBe(before);
    await restartWorkspace(editor, known);
    expect(await main("moves")).toContain("a:1");
    // Nor does an update of something else.
    await updateWorkspace(editor, known, { document: { description: "mine" } });
    expect(await getWorkspace(editor, known)).toMatchObject({ template_version: 1, template_outdated: true });

    expect(await faultsOf(previewUpdate(editor, known, { template_version: "latest" }))).toEqual([
      "parameters.team: team needs a value.",
    ]);
    const change = { template_version: "latest", document: { parameters: { team: "ops" } } } as const;
    const { plan } = await previewUpdate(editor, known, change);
    expect(plan.effect).not.toBe("none");
    await updateWorkspace(editor, known, { ...change, plan_hash: plan.hash });
    expect(await getWorkspace(editor, known)).toMatchObject({
      template_version: 2,
      template_outdated: false,
      document: { template_version: 2, parameters: { size: "2Gi", team: "ops" } },
    });
    const moved = await main("moves");
    expect(moved).toContain("a:2");
    expect(moved).toContain("ops");

    // The way back is a rollback like any other: revision 2 stood on version 1.
    await rollbackWorkspace(editor, known, { revision: 2 });
    expect(await getWorkspace(editor, known)).toMatchObject({ template_version: 1, template_outdated: true });
    expect(await main("moves")).toContain("a:1");
  });

  it("tells before saving what a move would do to each workspace", async () => {
    await createTemplate(admin, { text: text("told", "a:1") });
    await make("told-1", { template: "told" });
    await make("told-2", { template: "told", container_config: { image: "own:1" } });
    const same = await previewTemplate(admin, "told", text("told", "a:1"));
    expect(same.items.map(({ effect }) => effect)).toEqual(["none", "none"]);
    const other = await previewTemplate(admin, "told", text("told", "a:2"));
    const of = (name: string) => other.items.find((item) => item.name === name);
    expect(of("told-1")).toMatchObject({ keys: ["container_config.image"], version: 1, owner: "editor@example.com" });
    expect(["restart", "recreate"]).toContain(of("told-1")?.effect);
    expect(of("told-2")).toMatchObject({ effect: "none", keys: [] });
    expect(await faultsOf(previewTemplate(admin, "told", "name: told\n"))).toHaveLength(1);
    expect((await getTemplate(admin, "told")).version).toBe(1);
  });

  it("smuggles nothing past the policy, neither by its document nor by a value, and no namespace that is not allowed", async () => {
    const policy =
      "deny: [privileged]\nmaximum: { resources: { limits: { memory: 1Gi } } }\nrequire: { images: [a, own] }\n";
    await createTemplate(admin, {
      text: text("smuggler", "a:1").replace("    env:", "    securityContext: { privileged: true }\n    env:"),
    });
    await createTemplate(admin, { text: text("values-too", "a:1") });
    await createTemplate(admin, { text: text("elsewhere", "a:1").replace("port: 8080", "namespace: kube-system") });
    await createTemplate(admin, {
      text: text("images", '"${image}"', "  image: { type: string, required: true }\n"),
    });
    await savePolicy(admin, { text: policy });
    const paths = async (deed: Promise<unknown>) => (await faultsOf(deed)).map((fault) => fault.split(": ")[0]);
    expect(await paths(make("s1", { template: "smuggler" }))).toContain("container_config.securityContext.privileged");
    expect(await paths(make("s2", { template: "values-too", parameters: { size: "2Gi" } }))).toEqual([
      "container_config.resources.limits.memory",
    ]);
    expect(await paths(make("s3", { template: "images", parameters: { image: "evil.com/x" } }))).not.toEqual([]);
    await expect(make("s4", { template: "elsewhere" })).rejects.toMatchObject({ code: "document/invalid" });
    // What a template may do by the policy it may still do.
    await make("s5", { template: "images", parameters: { image: "own:2" } });

    // A move is checked like every update, and its preview tells it.
    await make("s6", { template: "values-too" });
    const worse = text("values-too", "evil.com/a:1");
    expect(await previewTemplate(admin, "values-too", worse)).toMatchObject({
      counts: { refused: 1 },
      items: [{ name: "s6", effect: "refused" }],
    });
    await saveTemplate(admin, "values-too", { text: worse });
    await expect(updateWorkspace(editor, { name: "s6" }, { template_version: "latest" })).rejects.toMatchObject({
      code: "policy/denied",
    });
    await savePolicy(admin, { text: "enabled: false\n" });
  });

  it("what an enforced policy sets wins over a template without a conflict of the user's", async () => {
    await createTemplate(admin, { text: text("under", "a:1") });
    await savePolicy(admin, { text: "enforce: true\nstrict: true\nport: 9999\n" });
    await make("under", { template: "under" });
    expect((await getEffective(editor, { name: "under" })).document).toMatchObject({ port: 9999 });
    await savePolicy(admin, { text: "enabled: false\n" });
  });

  it("hidden ones are not offered; deprecated ones make no new workspace and tell what to use", async () => {
    await createTemplate(admin, { text: text("old", "a:1") });
    await createTemplate(admin, { text: text("fresh", "a:1") });
    await make("from-old", { template: "old" });
    await saveTemplate(admin, "old", { deprecated: true, redirect: "fresh" });
    await saveTemplate(admin, "plain", { hidden: true });
    const offered = (await listTemplates(editor, undefined)).map(({ name }) => name);
    expect(offered).not.toContain("old");
    expect(offered).not.toContain("plain");
    expect(await listAllTemplates(editor)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "old", deprecated: true, redirect: "fresh" }),
        expect.objectContaining({ name: "plain", hidden: true, built_in: true }),
      ]),
    );
    expect(await faultsOf(make("more", { template: "old" }))).toEqual([
      'template: The template old is deprecated. Use "fresh" instead.',
    ]);
    await saveTemplate(admin, "old", { redirect: null });
    expect(await faultsOf(make("more", { template: "old" }))).toEqual([
      "template: The template old is deprecated: no new workspace is made from it.",
    ]);
    // What was made from it goes on, changes included.
    await updateWorkspace(editor, { name: "from-old" }, { document: { parameters: { size: "2Gi" } } });
    await saveTemplate(admin, "old", { redirect: "fresh" });
    expect(await faultsOf(saveTemplate(admin, "fresh", { deprecated: true }))).toEqual([
      "deprecated: old redirects to fresh. Change that first.",
    ]);
    for (const [input, fault] of [
      [{ redirect: "old" }, "redirect: A template cannot redirect to itself."],
      [{ redirect: "nobody" }, "redirect: There is no template nobody to redirect to."],
      [
        { deprecated: false, redirect: "fresh" },
        "redirect: Only a deprecated template redirects: set deprecated as well.",
      ],
    ] as const) {
      expect(await faultsOf(saveTemplate(admin, "old", input))).toEqual([fault]);
    }
    await saveTemplate(admin, "kept", { deprecated: true });
    expect(await faultsOf(saveTemplate(admin, "old", { redirect: "kept" }))).toEqual([
      "redirect: kept is deprecated itself. Name the template that people shall use.",
    ]);
    await saveTemplate(admin, "plain", { hidden: false });
  });

  it("a version above a built-in one is in force until it is deleted, and workspaces stand on what they had", async () => {
    await make("built-in", { template: "mage" });
    const { text: shipped, version } = await getTemplate(admin, "mage");
    expect(version).toBe(1);
    const own = shipped.replace("mageai/mageai:", "mirror.example.com/mage:");
    const saved = await saveTemplate(admin, "mage", { text: own });
    expect(saved).toMatchObject({ version: 101, built_in: false, workspaces: 1 });
    expect(saved.versions.map(({ number, author }) => [number, author])).toEqual([
      [101, "admin@example.com"],
      [1, null],
    ]);
    expect(await getWorkspace(editor, { name: "built-in" })).toMatchObject({ template_outdated: true });
    expect(await main("built-in")).toContain("mageai/mageai:latest");
    await expect(deleteTemplate(admin, "mage")).rejects.toMatchObject({
      code: "conflict",
      message:
        "The workspace built-in is made from mage, so it cannot be deleted. Hide it, or deprecate it in favour of another one.",
    });
    await deleteWorkspace(editor, { name: "built-in" }, { storage: "keep" });
    await portal.until(
      () => getWorkspace(editor, { name: "built-in" }).catch(() => null),
      (seen) => seen === null,
    );
    await deleteTemplate(admin, "mage");
    expect(await getTemplate(admin, "mage")).toMatchObject({ version: 1, built_in: true });
    await expect(deleteTemplate(admin, "mage")).rejects.toMatchObject({ code: "conflict" });
    // A number is not used again: what was made from the deleted one could still be restored.
    expect(await saveTemplate(admin, "mage", { text: own })).toMatchObject({ version: 102 });
    await deleteTemplate(admin, "mage");
  });

  it("a document that names only its template goes on as it did before there were versions", async () => {
    await make("legacy", { template: "mage" });
    const { id } = await getWorkspace(editor, { name: "legacy" });
    const { db } = portal.services;
    await db.revision.updateMany({
      where: { workspaceId: id },
      data: { document: { name: "legacy", template: "mage" } },
    });
    await db.workspace.update({ where: { id }, data: { templateVersion: null } });
    expect((await getEffective(editor, { name: "legacy" })).document).toMatchObject({
      template_version: 1,
      port: 6789,
    });
    await updateWorkspace(editor, { name: "legacy" }, { document: { description: "still there" } });
    expect(await getWorkspace(editor, { name: "legacy" })).toMatchObject({ template_version: 1 });
  });
});
