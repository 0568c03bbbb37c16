import "server-only";
import type { Doorkeeper } from "@/app/_adapters/api/identify";
import { processLimits } from "@/app/_adapters/api/limits";
import { runningHouse } from "@/lib/services/running-house";

/** Who lets requests in here; who is signed in is known to each door by its own way. Throws where no house is open. */
export function doorkeeper(): Omit<Doorkeeper, "person"> {
  const house = runningHouse();
  return { house, limits: processLimits(), baseUrl: house.environment.baseUrl };
}
