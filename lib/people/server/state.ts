import { perServices } from "@/lib/server/per-services";
import { createAttempts } from "./attempts";
import { createPasswords } from "./password";

/** What people's use cases share within one process: the queue of password hashes, the counters of failed attempts. */
export const peopleState = perServices(({ clock }) => ({
  passwords: createPasswords(),
  attempts: createAttempts(clock.now),
}));
