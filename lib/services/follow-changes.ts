import { sql } from "drizzle-orm";
import { z } from "zod";
import { Fault, isFault } from "@/lib/core/fault";
import type { ChangeBatch, ChangeKind } from "@/lib/core/worklist/change-event";
import { newestChange } from "@/lib/services/change-feed";
import { findWardsOfRememberedStay } from "@/lib/services/find-stay";
import type { House } from "@/lib/services/house";
import { authorise, type Caller, type Scope, type Verb, type VerbDefinition, verb } from "@/lib/services/verb";

/** A sign of life this often: proxies end what is silent for half a minute. */
const HEARTBEAT_MS = 15_000;
/** Who follows is asked for again at each event, and this often where there is none: within the minute. */
const CHECK_EVERY_MS = 45_000;
/** At least so long between two batches, so that an import is not told patient by patient. */
const SPACING_MS = 400;
/** Whoever is further behind reads everything again anyway. */
const MOST_AT_ONCE = 2_000;
/** A person has a few windows open, not more; and one process holds so many in all. */
const MOST_OF_ONE = 8;
const MOST_IN_ALL = 1_000;

const input = z.object({
  /** The last change heard of; without it, from now on. */
  after: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullish(),
  /** Only what is about this stay. */
  stayId: z.string().min(1).max(200).nullish(),
});
type Input = z.output<typeof input>;

const definition: VerbDefinition<typeof input, { readonly after: number }> = {
  name: "follow-changes",
  input,
  about: ({ stayId }): Record<string, string> => (stayId ? { stayId } : {}),
  wards: async (scope, { stayId }) => (stayId ? findWardsOfRememberedStay(scope, stayId) : []),
  run: async ({ tx }, { after, stayId }) => {
    const newest = await newestChange(tx);
    // A number that never was, such as one from before the database was put back: from now on.
    const output = { after: Math.min(after ?? newest, newest) };
    return { output, audit: { target: stayId ? { stayId } : {}, detail: {} } };
  },
};

const begin = verb(definition);

/** What is said as it happens, until the reader leaves, the session is over or the server stops. */
export interface ChangeStream {
  readonly batches: AsyncIterable<ChangeBatch>;
  close(): void;
}

/**
 * What became new after a number and concerns the actor: on their wards or of the one stay; one event a kind. That a
 * stay itself changed is told to everybody, since it may just have left the ward that would have to hear of it.
 */
async function readOn({ tx, actor }: Scope, after: number, stayId: string | null): Promise<ChangeBatch> {
  const wards = sql.param([...actor.wardIds]);
  const concerns =
    stayId === null
      ? sql`kind in ('stay', 'validation', 'visibility')
          or stay_id in (select id from stays where ward_id = any(${wards}::text[]))
          or kind = 'cutoff' and exists (
            select from cutoffs where id = (case kind when 'cutoff' then ref end)::uuid and ward_ids && ${wards}::text[])`
      : sql`kind in ('validation', 'visibility') or stay_id = ${stayId}`;
  const { rows } = await tx.execute<{ kind: ChangeKind; seq: string; concerns: boolean; n: string }>(sql`
    with fresh as (select seq, kind, ref from changes where seq > ${after} order by seq limit ${MOST_AT_ONCE}),
    placed as (
      select seq, kind, ref, case kind
        when 'stay' then ref
        when 'prediction' then (select stay_id from predictions where id = ref::uuid)
        when 'flag' then (select stay_id from flags where id = ref::uuid)
        when 'intervention' then (select stay_id from interventions where id = ref::uuid)
        when 'response' then (select stay_id from responses where id = ref::uuid)
        when 'alert' then (select stay_id from alerts where id = ref::uuid)
      end as stay_id from fresh
    ),
    judged as (select seq, kind, coalesce(${concerns}, false) as concerns from placed)
    select kind, concerns, max(seq)::text as seq, count(*)::text as n from judged group by kind, concerns`);
  const total = rows.reduce((sum, { n }) => sum + Number(n), 0);
  if (total >= MOST_AT_ONCE) {
    const seq = await newestChange(tx);
    return { seq, events: [{ seq, kind: "many" }] };
  }
  const events = rows
    .filter((row) => row.concerns)
    .map(({ kind, seq }) => ({ kind, seq: Number(seq) }))
    .sort((a, b) => a.seq - b.seq);
  return { seq: Math.max(after, ...rows.map(({ seq }) => Number(seq))), events };
}

/** Waits until woken, or so long. */
function pauser() {
  let wake: (() => void) | null = null;
  return {
    wake: () => wake?.(),
    pause: (milliseconds: number) =>
      new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          wake = null;
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        wake = done;
      }),
  };
}

async function* follow(house: House, caller: Caller, { after, stayId, ended }: Following): AsyncGenerator<ChangeBatch> {
  const { wake, pause } = pauser();
  let seq = after;
  let top = 0;
  let checkedAt = Date.now();
  const stop = house.changeFeed.follow((newest) => {
    top = newest;
    wake();
  });
  // Also where nobody asks for the next batch any more: a reader who left is let go of at once.
  const leave = (): void => {
    stop();
    wake();
  };
  ended.addEventListener("abort", leave, { once: true });
  const look = (): Promise<ChangeBatch> =>
    house.database.transaction(async (tx) => {
      // The same question as at the beginning: session, role, scope and ward may have been taken away since.
      const trail = { actor: null, about: {} };
      const { scope } = await authorise(definition, { house, caller, raw: { after: seq, stayId }, trail, tx });
      return readOn(scope, seq, stayId);
    });
  try {
    while (!ended.aborted) {
      if (top <= seq) await pause(HEARTBEAT_MS);
      if (ended.aborted) return;
      if (top <= seq && Date.now() - checkedAt < CHECK_EVERY_MS) {
        yield { seq: null, events: [] };
        continue;
      }
      const batch = await look();
      checkedAt = Date.now();
      seq = batch.seq ?? seq;
      yield batch;
      await pause(SPACING_MS);
    }
  } catch (error) {
    // Over or taken away: the reader asks again and is told why. Anything else: the reader comes back by itself.
    if (!isFault(error)) house.log.warn({ err: error }, "following changes broke off");
  } finally {
    ended.removeEventListener("abort", leave);
    stop();
  }
}

interface Following {
  readonly after: number;
  readonly stayId: string | null;
  readonly ended: AbortSignal;
}

const open = new WeakMap<House, Map<string, number>>();

/** Counts a reader in, or refuses; counts it out by what it returns. */
function countIn(house: House, caller: Caller): () => void {
  const counts = open.get(house) ?? new Map<string, number>();
  open.set(house, counts);
  const who = "userId" in caller ? caller.userId : "connectionId" in caller ? caller.connectionId : caller.system;
  const own = counts.get(who) ?? 0;
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  if (own >= MOST_OF_ONE || all >= MOST_IN_ALL)
    throw new Fault("too-many", "Too many pages follow what changes already. This one looks for itself each minute.");
  counts.set(who, own + 1);
  return () => {
    const left = (counts.get(who) ?? 1) - 1;
    if (left > 0) counts.set(who, left);
    else counts.delete(who);
  };
}

/**
 * Says as it happens that something changed for the actor, and never what. Audited once, when it begins; who follows is
 * looked at anew at each event and within each minute. Throws a Fault as any verb does, also where somebody has too many streams.
 */
export const followChanges: Verb<typeof input, ChangeStream> = Object.assign(
  async (house: House, caller: Caller, raw: z.input<typeof input>): Promise<ChangeStream> => {
    // Nobody does anything while a page listens.
    const quiet: Caller = "userId" in caller ? { ...caller, isBackground: true } : caller;
    const { after } = await begin(house, quiet, raw);
    const countOut = countIn(house, caller);
    const closed = new AbortController();
    const ended = AbortSignal.any([closed.signal, house.changeFeed.closing]);
    closed.signal.addEventListener("abort", countOut, { once: true });
    const { stayId = null } = raw as Input;
    return { batches: follow(house, quiet, { after, stayId, ended }), close: () => closed.abort() };
  },
  { verbName: definition.name, input },
);
