import type { Command } from "commander";
import type { DeletedWorkspaceDto, ListDto } from "@/lib/workspaces/dto";
import type { Client } from "./client";
import { print, type Column } from "./output";
import { at, follow, pathOf, type Accepted, type Common } from "./workspace-shared";

const columns: readonly Column<DeletedWorkspaceDto>[] = [
  { title: "NAME", value: (row) => row.name },
  { title: "CLUSTER", value: (row) => row.cluster },
  { title: "OWNER", value: (row) => row.owner },
  { title: "DELETED", value: (row) => row.deleted_at },
  { title: "UNTIL", value: (row) => row.restorable_until },
  { title: "ID", value: (row) => row.id },
];

/** `deleted` and `restore`. */
export function addRestoreCommands(sub: (name: string, description: string) => Command, client: () => Client): void {
  sub("deleted", "List the deleted workspaces that you may restore").action(async (options: Common) => {
    const query = { ...at(options), deleted: "true" };
    const { items } = await client().json<ListDto<DeletedWorkspaceDto>>("/workspaces", { query });
    print(items, options.output, columns);
  });

  sub("restore <name>", "Bring a deleted workspace back with its storage, within 14 days")
    .option("--id <id>", "which one, where several had the name (see `deleted`)")
    .option("--no-wait", "return as soon as it is accepted")
    .action(async (name: string, options: Common & { id?: string }) => {
      const api = client();
      const body = options.id === undefined ? {} : { id: options.id };
      const request = { method: "POST", body, query: at(options) };
      const accepted = await api.json<Accepted>(`${pathOf(name)}/restore`, request);
      await follow(api, accepted.operation, options.wait ?? true);
    });
}
