import { type ServingPlan, servingVersions, toPlan } from "@/lib/core/rollout/plan";
import type { Transaction } from "@/lib/io/database/database";
import { openModel } from "@/lib/io/onnx/open-model";
import { scoreStays } from "@/lib/io/onnx/score-stays";
import type { House, ServingModel } from "@/lib/services/house";
import { findGraph } from "@/lib/services/registry";
import { findRolloutEvents, newestRollout } from "@/lib/services/rollout-record";
import { toFacts } from "@/lib/services/serving-model";

/** The versions that are open in this process, and what was decided about them as far as it was last looked. */
export interface ModelShelf {
  /** The version that came with this release: it serves until another is promoted. */
  readonly shipped: ServingModel;
  /** The version that serves where nothing else does, as of the last look. */
  champion(): ServingModel;
  /** What serves whom now. Always as new as the transaction sees: nothing is remembered longer than it holds. */
  plan(tx: Transaction): Promise<ServingPlan>;
  /** A version that is open already. */
  peek(version: string): Promise<ServingModel> | undefined;
  /** A registered version, opened once. A Fault where it is not registered or cannot be opened. */
  open(tx: Transaction, version: string): Promise<ServingModel>;
  /** Closes a version that does not answer; it is opened anew when it is asked for again. */
  drop(version: string): void;
  close(): Promise<void>;
}

async function openVersion(tx: Transaction, task: string, version: string): Promise<ServingModel> {
  const { manifest, bytes } = await findGraph(tx, task, version);
  const loaded = await openModel(manifest, bytes);
  return {
    facts: toFacts(manifest),
    manifest,
    score: (stays) => scoreStays(loaded, stays),
    close: () => loaded.close(),
  };
}

/** A shelf with the shipped version on it. Others are opened from the database when they are first needed. */
export function makeShelf(shipped: ServingModel): ModelShelf {
  const { task, version: shippedVersion } = shipped.facts;
  const opened = new Map<string, Promise<ServingModel>>();
  let known = toPlan([], shippedVersion);
  let champion = shipped;

  const open = (tx: Transaction, version: string): Promise<ServingModel> => {
    if (version === shippedVersion) return Promise.resolve(shipped);
    const before = opened.get(version);
    if (before !== undefined) return before;
    const opening = openVersion(tx, task, version);
    opened.set(version, opening);
    opening.catch(() => opened.delete(version));
    return opening;
  };
  const drop = (version: string): void => {
    const gone = opened.get(version);
    opened.delete(version);
    gone?.then((model) => model.close()).catch(() => undefined);
  };
  /** Versions that nothing needs any more give their threads back; the one before the champion stays ready. */
  const tidy = (plan: ServingPlan): void => {
    const needed = new Set([
      ...servingVersions(plan),
      ...plan.shadows.map(({ modelVersion }) => modelVersion),
      ...(plan.previous === null ? [] : [plan.previous.modelVersion]),
    ]);
    for (const version of opened.keys()) if (!needed.has(version)) setTimeout(drop, LINGER_MS, version).unref();
  };
  return {
    shipped,
    champion: () => champion,
    peek: (version) => (version === shippedVersion ? Promise.resolve(shipped) : opened.get(version)),
    open,
    drop,
    plan: async (tx) => {
      const seq = await newestRollout(tx, task);
      if (seq !== known.seq) {
        const plan = toPlan(await findRolloutEvents(tx, task), shippedVersion);
        champion = await open(tx, plan.champion.modelVersion);
        // Also where it is older than what was known: that was seen by a transaction that was rolled back.
        known = plan;
        tidy(plan);
        return plan;
      }
      return known;
    },
    close: async () => {
      const all = [...opened.values()];
      opened.clear();
      await Promise.allSettled([shipped.close(), ...all.map(async (one) => (await one).close())]);
    },
  };
}

/** A version that was just replaced may still be asked by who began before. */
const LINGER_MS = 60_000;

/** The champion as one model, whichever version that is at the moment it is asked. */
export function championOf(shelf: ModelShelf): ServingModel & { readonly shelf: ModelShelf } {
  return {
    shelf,
    get facts() {
      return shelf.champion().facts;
    },
    get manifest() {
      return shelf.champion().manifest;
    },
    score: (stays) => shelf.champion().score(stays),
    close: () => shelf.close(),
  };
}

/** The shelf a house's champion stands on. */
export function shelfOf({ model }: Pick<House, "model">): ModelShelf {
  return model.shelf ?? makeShelf(model);
}
