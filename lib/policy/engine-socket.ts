const sockets = [
  "/var/run/docker.sock",
  "/run/docker.sock",
  "/run/containerd/containerd.sock",
  "/run/podman/podman.sock",
];

const clean = (path: string): string => `/${path.split("/").filter(Boolean).join("/")}`;

/** Also for folders above it: `/`, `/var`, `/var/run` contain the socket. */
export function holdsEngineSocket(path: unknown): boolean {
  if (typeof path !== "string") return false;
  const folder = clean(path);
  return sockets.some((socket) => socket === folder || socket.startsWith(folder === "/" ? "/" : `${folder}/`));
}

export const isDevicePath = (path: unknown): boolean => typeof path === "string" && /^\/dev(\/|$)/.test(clean(path));
