import { portalHealth } from "@/lib/health/server/portal-health";
import { route } from "@/lib/server/route";

export const GET = route({ run: (call) => portalHealth(call) });
