import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Connections } from "@/app/(ops)/connections/connections";
import { Refusal } from "@/app/refusal";
import type { SourceFacts } from "@/lib/core/connections/connections-overview";
import { readConnections } from "@/lib/services/connections";
import { readConnectionStates } from "@/lib/services/connections-overview";
import { runningHouse } from "@/lib/services/running-house";

export const metadata: Metadata = { title: "Connections" };

/** Where patients are read from, without what could be a key in an address. */
function sourceFacts(): SourceFacts {
  const { fhirBaseUrl, fhirSignIn, isDemo } = runningHouse().environment;
  const host = fhirBaseUrl === null ? null : new URL(fhirBaseUrl).host;
  return { host, signsIn: fhirSignIn !== null, isDemo };
}

export default async function ConnectionsPage() {
  const [user, states, programs] = await Promise.all([
    currentUser(),
    act(readConnectionStates, {}),
    act(readConnections, {}),
  ]);
  const mayList = user?.may.includes("list-worklist") ?? false;
  if (!states.ok) return <Refusal error={states.error} mayList={mayList} />;
  if (!programs.ok) return <Refusal error={programs.error} mayList={mayList} />;
  return <Connections source={sourceFacts()} overview={states.value} programs={programs.value} />;
}
