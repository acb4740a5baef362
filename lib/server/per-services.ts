import type { Services } from "./services";

/** A part of the portal's state that one domain alone knows: made at the first use, it lives as long as the services it belongs to. */
export function perServices<T>(create: (services: Services) => T): (services: Services) => T {
  const made = new WeakMap<Services, T>();
  return (services) => {
    const found = made.get(services) ?? create(services);
    made.set(services, found);
    return found;
  };
}
