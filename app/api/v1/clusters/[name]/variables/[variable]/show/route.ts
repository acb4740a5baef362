import { route } from "@/lib/server/route";
import { showVariable } from "@/lib/variables/server/show-variable";

// A POST, because it is recorded: nothing that only reads may cause it.
export const POST = route({
  run: (call, _input, { params }) => showVariable(call, params.name ?? "", params.variable ?? ""),
});
