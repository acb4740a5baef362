import { requiredRights, roleRules, type PolicyRule } from "./rbac";

const istio = "networking.istio.io";

const ruleText = ({ apiGroups, resources, verbs }: PolicyRule): string =>
  `  - { apiGroups: [${apiGroups.map((group) => `"${group}"`).join(", ")}], resources: [${resources.join(", ")}], verbs: [${verbs.join(", ")}] }`;

const roleText = (kind: string, name: string, rules: readonly PolicyRule[]): string =>
  [
    "apiVersion: rbac.authorization.k8s.io/v1",
    `kind: ${kind}`,
    `metadata: { name: ${name} }`,
    "rules:",
    ...rules.map(ruleText),
  ].join("\n");

const isOf = (rule: PolicyRule) => rule.apiGroups.includes(istio);
const without = (rules: readonly PolicyRule[]) => rules.filter((rule) => !isOf(rule));

/** docs/reference/kubernetes-role.md, made of the table that the health checks ask by, so that it cannot say anything else. */
export function roleDocument(): string {
  const all = roleRules("namespace", [istio]);
  const why = requiredRights.map(
    ({ group, resource, why: reason, required, scope }) =>
      `| \`${resource}${group === "" ? "" : `.${group}`}\` | ${scope} | ${required ? "yes" : "no"} | ${reason} |`,
  );
  return `# The Role that Berth needs on Kubernetes

Made from \`lib/provisioning/kubernetes/rbac.ts\`; a test lives a workspace's whole life with an account that has just these rights.

In each namespace with workspaces:

\`\`\`yaml
${roleText("Role", "berth", without(all))}
\`\`\`

With \`WORKSPACE_INGRESS_TYPE=istio\` also these rules:

\`\`\`yaml
${all.filter(isOf).map(ruleText).join("\n")}
\`\`\`

For storage classes and capacity, once for the cluster; without it workspaces run all the same:

\`\`\`yaml
${roleText("ClusterRole", "berth", roleRules("cluster"))}
\`\`\`

| resource | where | required | for |
|---|---|---|---|
${why.join("\n")}
`;
}
