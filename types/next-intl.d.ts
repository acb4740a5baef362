import type causes from "@/messages/en/causes.json";
import type clusters from "@/messages/en/clusters.json";
import type common from "@/messages/en/common.json";
import type editor from "@/messages/en/editor.json";
import type fleet from "@/messages/en/fleet.json";
import type history from "@/messages/en/history.json";
import type people from "@/messages/en/people.json";
import type idle from "@/messages/en/idle.json";
import type policies from "@/messages/en/policies.json";
import type templates from "@/messages/en/templates.json";
import type shell from "@/messages/en/shell.json";
import type variables from "@/messages/en/variables.json";
import type workspace from "@/messages/en/workspace.json";
import type workspaces from "@/messages/en/workspaces.json";
import type { Locale } from "@/lib/i18n/locales";

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: {
      causes: typeof causes;
      clusters: typeof clusters;
      common: typeof common;
      editor: typeof editor;
      fleet: typeof fleet;
      history: typeof history;
      people: typeof people;
      idle: typeof idle;
      policies: typeof policies;
      variables: typeof variables;
      templates: typeof templates;
      shell: typeof shell;
      workspace: typeof workspace;
      workspaces: typeof workspaces;
    };
  }
}
