import { answerHook } from "@/app/_adapters/cds/answer-hook";
import { cdsPreflight } from "@/app/_adapters/cds/cds-response";

export const dynamic = "force-dynamic";

/** One CDS Hooks service. */
export { answerHook as POST, cdsPreflight as OPTIONS };
