import { IssueLog } from "@/lib/core/fhir/issue-log";
import type { PreparedPatient } from "@/lib/core/fhir/prepare-patient";

/** A reading that says of every stay that something about this patient was sent and could not be read. */
export function asDamaged(read: PreparedPatient): PreparedPatient {
  const log = new IssueLog();
  log.add("line-unreadable");
  const damage = log.list();
  return {
    ...read,
    issues: [...read.issues, ...damage],
    stays: read.stays.map((stay) => ({ ...stay, issues: [...stay.issues, ...damage] })),
  };
}
