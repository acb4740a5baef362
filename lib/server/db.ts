import type { Prisma, PrismaClient } from "./generated/prisma/client";

/** The database, embedded or PostgreSQL. On the embedded one a transaction holds the only connection: keep it short, with no other I/O inside. */
export type Db = PrismaClient;

/** Inside `db.$transaction(async (tx) => …)`. */
export type Tx = Prisma.TransactionClient;

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

/** A row with these unique values exists already. Told by code: `instanceof` fails across the server bundle and Next's. */
export const isUniqueViolation = (error: unknown): boolean => hasCode(error, "P2002");

/** The row to change or delete is gone. */
export const isRecordMissing = (error: unknown): boolean => hasCode(error, "P2025");
