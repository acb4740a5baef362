import { describe, expect, it } from "vitest";
import { parseTemplate } from "./parse";

const good = `name: lab
title: The lab
icon: flask
cluster_types: [kubernetes, docker]
parameters:
  tag: { type: string, default: latest, pattern: "[a-z0-9.]+" }
  memory: { type: choice, choices: [2Gi, 4Gi], default: 2Gi }
  cpus: { type: number, default: 1, min: 0.5, max: 8 }
  jobs: { type: boolean, default: false }
document:
  port: 8888
  container_config:
    image: example/lab:\${tag}
    resources:
      limits: { memory: "\${memory}", cpu: "\${cpus}" }
document_on:
  kubernetes:
    container_config:
      env: [{ name: JOBS, value: "is \${jobs}" }]
  docker:
    container_config:
      environment: { JOBS: "is \${jobs}" }
`;

function faultsOf(text: string): readonly string[] {
  const reading = parseTemplate(text);
  if (reading.ok) return [];
  return reading.faults.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

const minimal = "name: lab\ncluster_types: [kubernetes]\n";
const parameter = (written: string, use = "description: ${a}") =>
  `${minimal}parameters:\n  a: ${written}\ndocument:\n  ${use}\n`;

describe("a template", () => {
  it("is read with its parameters, defaults and documents by type of cluster", () => {
    expect(faultsOf(good)).toEqual([]);
    expect(parseTemplate(good)).toMatchObject({
      ok: true,
      template: {
        name: "lab",
        title: "The lab",
        icon: "flask",
        clusterTypes: ["kubernetes", "docker"],
        parameters: [
          { name: "tag", type: "string", title: "tag", default: "latest", required: false, choices: [] },
          { name: "memory", choices: ["2Gi", "4Gi"] },
          { name: "cpus", min: 0.5, max: 8, default: 1 },
          { name: "jobs", default: false },
        ],
      },
    });
  });

  it.each([
    ["", "1:1 : The template is empty. It needs a name, its cluster_types and a document."],
    ["[]", "1:1 : A template must be a map (key: value)."],
    ["cluster_types: [docker]\n", "1:1 name: A template needs a name."],
    [
      "name: Lab\ncluster_types: [docker]\n",
      "1:1 name: This is no name of a template: 1 to 40 small letters, digits and hyphens, no hyphen at either end.",
    ],
    ["name: new\ncluster_types: [docker]\n", '1:1 name: The name "new" is kept for a page of the portal.'],
    ["name: lab\n", "1:1 cluster_types: A template needs cluster_types: a list of kubernetes, docker and local."],
    ["name: lab\ncluster_types: [k8s]\n", "2:17 cluster_types[0]: This must be kubernetes, docker or local."],
    ["name: lab\ncluster_types: [local, local]\n", "2:1 cluster_types: A type of cluster is named twice."],
    [`${minimal}titel: a\n`, '3:1 titel: Unknown key "titel". Did you mean "title"?'],
    [
      `${minimal}icon: star\n`,
      "3:1 icon: There is no such icon. Icons: box, brain, chart, cloud, code, database, flask, notebook, notes, r, robot, terminal, wand.",
    ],
    [`${minimal}title: ${"x".repeat(61)}\n`, "3:1 title: A title may have at most 60 characters."],
    [`${minimal}document: []\n`, "3:1 document: A document must be a map (key: value)."],
    [`${minimal}document_on: { swarm: {} }\n`, '3:16 document_on.swarm: Unknown key "swarm".'],
    [
      `${minimal}document:\n  name: a\n`,
      '4:3 document.name: "name" cannot stand in the document of a template: every workspace has its own name.',
    ],
    [
      `${minimal}document:\n  template: a\n`,
      '4:3 document.template: "template" cannot stand in the document of a template: a template does not lie over another one.',
    ],
    [
      `${minimal}document:\n  container_config: "image: a"\n`,
      "4:3 document.container_config: Write container_config as a map, not as a text: values are put into maps, never into texts of YAML.",
    ],
    [`${minimal}document:\n  prot: 1\n`, '4:3 document.prot: Unknown key "prot". Did you mean "port"?'],
    [`${minimal}document:\n  port: 70000\n`, "4:3 document.port: Ports go from 1 to 65535."],
    [
      "name: lab\ncluster_types: [docker]\ndocument_on:\n  docker:\n    namespace: a\n",
      '5:5 document_on.docker.namespace: "namespace" applies to Kubernetes clusters; this one is of type docker. Remove it.',
    ],
    [
      `${minimal}document:\n  description: \${tag}\n`,
      "4:3 document.description: There is no parameter tag: the template has none.",
    ],
    [
      parameter("{ type: string, default: x }", "description: ${size}${a}"),
      "6:3 document.description: There is no parameter size. There are: a.",
    ],
    [
      parameter("{ type: string }", "description: x"),
      "4:3 parameters.a: The parameter a is used nowhere: name it where its value shall stand, or remove it.",
    ],
    [
      parameter("{ type: string }", "description: x${a}"),
      "6:3 document.description: a may have no value, so it cannot stand inside a longer text: give it a default, or make it required.",
    ],
    [
      parameter("{ type: string, default: x }", "labels: { k: '${a}', '${a}': x }"),
      '6:24 document.labels["${a}"]: A placeholder stands for a value, never for a key.',
    ],
    [
      parameter("{ type: string, default: x }", "labels: { k: '${a}', l: '${a' }"),
      "6:24 document.labels.l: This placeholder is not closed.",
    ],
    [parameter("{ type: text }"), "4:8 parameters.a.type: The type must be string, number, boolean or choice."],
    [parameter("3"), "4:3 parameters.a: A parameter is a map with its type, and what else is known of it."],
    [parameter("{ type: choice }"), "4:3 parameters.a: A choice needs choices: the list of its values."],
    [
      parameter("{ type: string, choices: [a] }"),
      "4:22 parameters.a.choices: Only a choice has choices; this is a string.",
    ],
    [parameter("{ type: choice, choices: [a, a] }"), "4:22 parameters.a.choices: A value stands here twice."],
    [
      parameter("{ type: choice, choices: [] }"),
      "4:22 parameters.a.choices: Choices are a list of at least one text, number, true or false.",
    ],
    [
      parameter("{ type: string, pattern: '(' }"),
      "4:22 parameters.a.pattern: This is no regular expression: error parsing regexp: missing closing ): `(`.",
    ],
    [
      parameter("{ type: number, pattern: a }", "port: ${a}"),
      "4:22 parameters.a.pattern: Only a string has a pattern; this is a number.",
    ],
    [
      parameter("{ type: boolean, min: 1 }", "access: { viewers_may_open: '${a}' }"),
      "4:23 parameters.a.min: Only texts and numbers have bounds; this is a boolean.",
    ],
    [
      parameter("{ type: string, min: -1 }"),
      "4:22 parameters.a.min: For a text this is a number of characters: 0 or more.",
    ],
    [
      parameter("{ type: number, min: 5, max: 2 }", "port: ${a}"),
      "4:30 parameters.a.max: This is less than min, which is 5.",
    ],
    [
      parameter("{ type: number, default: a }", "port: ${a}"),
      "4:22 parameters.a.default: The default does not fit: This must be a number.",
    ],
    [
      parameter("{ type: string, default: 3 }"),
      "4:22 parameters.a.default: The default does not fit: This must be a text; put it in quotes.",
    ],
    [
      parameter("{ type: choice, choices: [1, 2], default: 3 }", "port: ${a}"),
      "4:39 parameters.a.default: The default does not fit: This must be one of: 1, 2.",
    ],
    [
      parameter("{ type: string, default: abc, max: 2 }"),
      "4:22 parameters.a.default: The default does not fit: This may have at most 2 characters.",
    ],
    [
      parameter("{ type: string, default: '', min: 1 }"),
      "4:22 parameters.a.default: The default does not fit: This must have at least 1 characters.",
    ],
    [
      parameter("{ type: string, default: B, pattern: '[a-z]+' }"),
      "4:22 parameters.a.default: The default does not fit: This does not fit the pattern [a-z]+.",
    ],
    [
      parameter("{ type: number, default: 0, min: 1 }", "port: ${a}"),
      "4:22 parameters.a.default: The default does not fit: This must be at least 1.",
    ],
    [
      parameter("{ type: number, default: 9, max: 8 }", "port: ${a}"),
      "4:22 parameters.a.default: The default does not fit: This may be at most 8.",
    ],
    [
      parameter("{ type: boolean, default: 1 }", "access: { viewers_may_open: '${a}' }"),
      "4:23 parameters.a.default: The default does not fit: This must be true or false.",
    ],
    [parameter("{ type: number, default: 70000 }", "port: ${a}"), "6:3 document.port: Ports go from 1 to 65535."],
    [
      parameter("{ type: choice, choices: [80, 70000], default: 80 }", "port: ${a}"),
      "6:3 document.port: With a = 70000: Ports go from 1 to 65535.",
    ],
    [
      `${minimal}parameters:\n  A: { type: string }\n`,
      "4:3 parameters.A: This is no name of a parameter: small letters, digits and underscores, a letter first, at most 40.",
    ],
  ])("%j is refused: %s", (text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it("all faults are told at once, in the order of the text", () => {
    const faults = faultsOf("name: Lab\ncluster_types: [k8s]\nicon: star\n");
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual(["1:1", "2:17", "3:1"]);
  });

  it("a value that only its user knows is no fault of the template", () => {
    expect(faultsOf(parameter("{ type: string, required: true }", "storage_request_size: ${a}"))).toEqual([]);
  });
});
