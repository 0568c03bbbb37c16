/** Runs once before the first request: everything outside is opened here, or the server does not start. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { startHouse } = await import("@/lib/services/start-house");
  await startHouse();
  const { keepFrontDoor } = await import("@/app/_adapters/front-door");
  keepFrontDoor();
}
