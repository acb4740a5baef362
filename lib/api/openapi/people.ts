import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { changePasswordSchema, createTokenSchema, profileSchema } from "@/lib/people/schema";
import { identified, json, operationOf } from "./operation";
import { anyObject, health, items, token } from "./shapes";

/** `/me`, `/tokens` and the health of the portal. */
export const peoplePaths: ZodOpenApiPathsObject = {
  "/me": {
    get: operationOf("people", "getMe", "Who you are", anyObject),
    patch: operationOf("people", "updateMe", "Change your name or language", anyObject, {
      requestBody: json(profileSchema),
    }),
  },
  "/me/password": {
    post: operationOf("people", "changePassword", "Change your password; all other sessions end", z.object({}), {
      requestBody: json(changePasswordSchema),
    }),
  },
  "/tokens": {
    get: operationOf("people", "listTokens", "Your API tokens", items(token)),
    post: operationOf(
      "people",
      "createToken",
      "A new token, shown once",
      z.object({ id: z.string(), token: z.string() }),
      { requestBody: json(createTokenSchema) },
      "201",
    ),
  },
  "/tokens/{id}": {
    delete: operationOf("people", "revokeToken", "Revoke a token", z.object({}), { requestParams: identified }),
  },
  "/health": { get: operationOf("health", "getHealth", "Coded checks of the portal and its clusters", health) },
};
