import { profileSchema } from "@/lib/people/schema";
import { getMe, updateMe } from "@/lib/people/server/profile";
import { route } from "@/lib/server/route";

export const GET = route({ run: getMe });

export const PATCH = route({ input: profileSchema, run: updateMe });
