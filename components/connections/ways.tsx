"use client";
import { WayCard } from "@/components/connections/way-card";
import { Button } from "@/components/ui/button";
import type { ConnectionsOverview, SourceFacts, WayView } from "@/lib/core/connections/connections-overview";

interface WaysProps {
  readonly source: SourceFacts;
  readonly overview: ConnectionsOverview;
  readonly isBusy: boolean;
  readonly test: () => void;
  readonly askWriteBack: () => void;
  readonly setNotifications: (isOn: boolean) => void;
}

/** The FHIR server, what it tells, and what is told to it. */
export function Ways({ source, overview, isBusy, ...on }: WaysProps) {
  const { ways, waiting, writeBack, isNotified, isSilent, dataAsOf } = overview;
  const way = (name: string): WayView | null => ways.find((one) => one.name === name) ?? null;
  const { host, signsIn, isDemo } = source;
  const read = way("fhir");
  // A server that is not asked to tell is heard of through what is told; one that is, also through its being asked.
  const told = way("notifications");
  const asking = way("subscriptions");
  const notifications = asking?.errorCode ? { ...asking, counts: told?.counts ?? {} } : (told ?? asking);
  const canWrite = host !== null && !isDemo;
  const demand = way("fhir-demand");
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <WayCard
        title="FHIR server"
        state={isDemo ? "The demo’s own" : (host ?? "None")}
        way={read ?? (dataAsOf === null ? null : { ...NEVER, name: "fhir", succeededAt: dataAsOf })}
        waiting={waiting["read-patient"]}
        actions={
          canWrite && (
            <Button onPress={on.test} isDisabled={isBusy}>
              Test it now
            </Button>
          )
        }
      >
        {isDemo
          ? "A simulated hospital’s server on this machine; patients are read from it every few minutes."
          : host === null
            ? "No server is read. FHIR_BASE_URL names one."
            : `Patients are read every few minutes, ${signsIn ? "signed in with Wardlight’s own key" : "without signing in"}.`}
      </WayCard>
      <WayCard title="Emergency department and bookings" state={demand === null ? "Not read yet" : "Read"} way={demand}>
        {host === null && !isDemo
          ? "Read from the same server, where there is one."
          : "Read from the same server after the patients in hospital. A server without bookings, or that does not let Wardlight read them, costs nothing else."}
      </WayCard>
      <WayCard
        title="Notifications"
        state={isNotified ? "On" : "Off"}
        way={isNotified ? notifications : null}
        actions={
          (canWrite || isNotified) && (
            <Button onPress={() => on.setNotifications(!isNotified)} isDisabled={isBusy}>
              {isNotified ? "Switch notifications off" : "Switch notifications on"}
            </Button>
          )
        }
      >
        {isNotified
          ? "The FHIR server says when a patient’s record changes; that patient is read again at once."
          : isDemo
            ? "The demo’s server tells of nothing; it is read every few minutes."
            : "Changes are found by reading every few minutes. A server that knows FHIR Subscriptions can say at once."}
      </WayCard>
      <WayCard
        title="Write-back"
        state={writeBack.isOn ? "On" : "Off"}
        way={writeBack.isOn ? way("write-back") : null}
        waiting={waiting["write-prediction"]}
        actions={
          (canWrite || writeBack.isOn) && (
            <Button onPress={on.askWriteBack} isDisabled={isBusy}>
              {writeBack.isOn ? "Stop writing scores" : "Write scores into the record"}
            </Button>
          )
        }
      >
        {writeBack.isOn
          ? `New scores are written into the patient’s record for ${writeBack.organisation}.${isSilent ? " The model is silent here, so nothing is written." : ""}`
          : isDemo
            ? "The demo’s server can only be read."
            : "Scores stay in Wardlight."}
      </WayCard>
    </div>
  );
}

const NEVER = { failedAt: null, errorCode: null, failures: 0, pausedUntil: null, counts: {} };
