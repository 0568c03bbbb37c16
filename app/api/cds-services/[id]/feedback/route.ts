import { answerFeedback } from "@/app/_adapters/cds/answer-hook";
import { cdsPreflight } from "@/app/_adapters/cds/cds-response";

export const dynamic = "force-dynamic";

/** What came of the cards of one CDS Hooks service. */
export { answerFeedback as POST, cdsPreflight as OPTIONS };
