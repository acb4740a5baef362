import type { ClusterType } from "@/lib/provisioning/provider";
import { getIn, type JsonObject } from "@/lib/shared/json";
import { readVariables } from "./environment/variables";
import { resourceFields } from "./resources/paths";
import { showScalar } from "./values";

/** What a closed section shows of its content: values only, no words, so that it needs no translation. */
export function summaryOf(section: string, document: JsonObject, type: ClusterType): string {
  const show = (...path: readonly string[]) => showScalar(getIn(document, path));
  switch (section) {
    case "container":
      return (
        show("container_config", "image") || joined([showScalar(getIn(document, ["container_config", "command", 0]))])
      );
    case "resources": {
      const fields = resourceFields(document, type);
      return joined([
        withUnit(showScalar(getIn(document, fields.cpuLimit)), "CPU"),
        showScalar(getIn(document, fields.memoryLimit)),
      ]);
    }
    case "environment": {
      const names = readVariables(document, type).list.map((variable) => variable.name);
      return names.length > 3 ? `${names.slice(0, 3).join(", ")} +${names.length - 3}` : names.join(", ");
    }
    case "storage":
      return joined([show("storage_request_size"), show("storage_class_name"), show("pvc_name")]);
    case "scheduling":
      return joined([show("namespace"), show("container_config", "priorityClassName")]);
    case "access":
      return show("access", "expires_at");
    case "basics":
      return show("description").slice(0, 40);
    default:
      return "";
  }
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join(" · ");
const withUnit = (value: string, unit: string): string => (value === "" ? "" : `${value} ${unit}`);
