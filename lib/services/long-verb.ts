import type { z } from "zod";
import type { House } from "@/lib/services/house";
import {
  type AuditNote,
  auditDone,
  auditFailure,
  authorise,
  type Caller,
  type Tell,
  type Trail,
  type Verb,
  type VerbDefinition,
} from "@/lib/services/verb";
import { watchVerb } from "@/lib/services/watch-verb";

/** A verb that only reads, page by page, for longer than one transaction may hold the database. */
export interface LongVerbDefinition<Input extends z.ZodType, Output>
  extends Pick<VerbDefinition<Input, Output>, "name" | "input" | "about"> {
  readonly work: (
    house: House,
    input: z.output<Input>,
    tell: Tell,
  ) => Promise<{ readonly output: Output; readonly audit: AuditNote }>;
}

/**
 * Makes a verb of three steps: permission and input in one transaction; the work, which opens its own short ones; the
 * audit row in another, before anything is given out. The permission is asked again then.
 */
export function longVerb<Input extends z.ZodType, Output>(
  definition: LongVerbDefinition<Input, Output>,
): Verb<Input, Output> {
  const { name, work } = definition;
  const checked = { ...definition, wards: async () => [] };
  const attempt = async (house: House, caller: Caller, raw: z.input<Input>, tell: Tell): Promise<Output> => {
    const trail: Trail = { actor: null, about: {} };
    try {
      const { input } = await house.database.transaction((tx) => authorise(checked, { house, caller, raw, trail, tx }));
      const { output, audit } = await work(house, input, tell);
      await house.database.transaction(async (tx) => {
        const { scope } = await authorise(checked, { house, caller, raw, trail, tx });
        await auditDone(scope, name, { audit });
      });
      return output;
    } catch (thrown) {
      await auditFailure(house, name, { caller, trail, thrown });
      throw thrown;
    }
  };
  const call = (house: House, caller: Caller, raw: z.input<Input>, tell: Tell = () => {}): Promise<Output> =>
    watchVerb(name, { house, caller }, () => attempt(house, caller, raw, tell));
  return Object.assign(call, { verbName: name, input: definition.input });
}
