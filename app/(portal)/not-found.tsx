import { NotFoundMessage } from "@/components/layout/not-found-message";

/** Within the shell, so that the person can go on from here. */
export default function PortalNotFound() {
  return <NotFoundMessage />;
}
