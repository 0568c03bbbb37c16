import { answerDiscovery } from "@/app/_adapters/cds/answer-hook";
import { cdsPreflight } from "@/app/_adapters/cds/cds-response";

export const dynamic = "force-dynamic";

/** CDS Hooks 2.0 discovery. */
export { answerDiscovery as GET, cdsPreflight as OPTIONS };
