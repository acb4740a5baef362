import { createTokenSchema } from "@/lib/people/schema";
import { createToken, listTokens } from "@/lib/people/server/tokens";
import { reply, route } from "@/lib/server/route";

export const GET = route({
  run: async (call) => {
    const items = await listTokens(call);
    return { items, next_cursor: null, total: items.length };
  },
});

export const POST = route({
  input: createTokenSchema,
  run: async (call, input) => {
    const { id, token } = await createToken(call, input);
    return reply(201, { id, token });
  },
});
