"use client";
import { type ReactNode, useId, useRef, useState } from "react";
import { AddProgramDialog } from "@/components/connections/add-program-dialog";
import { BulkJobs } from "@/components/connections/bulk-jobs";
import { DeadLetters } from "@/components/connections/dead-letters";
import { ProgramList } from "@/components/connections/program-list";
import { Ways } from "@/components/connections/ways";
import { WriteBackDialog } from "@/components/connections/write-back-dialog";
import { Button } from "@/components/ui/button";
import { DialogEnd } from "@/components/ui/dialog-end";
import { ModalDialog } from "@/components/ui/modal-dialog";
import { Notice } from "@/components/ui/notice";
import { SecretDialog } from "@/components/ui/secret-dialog";
import type { ConnectionList, ConnectionView } from "@/lib/core/connections/connection-view";
import type { ConnectionsOverview, ProgramDraft, SourceFacts } from "@/lib/core/connections/connections-overview";
import type { WriteBackSetting } from "@/lib/core/write-back/write-back-setting";

export interface Shown {
  readonly overview: ConnectionsOverview;
  readonly programs: ConnectionList;
}

/** Each rejects with a sentence that may be shown. */
export interface ConnectionActions {
  readonly load: () => Promise<Shown>;
  readonly test: () => Promise<{ readonly fhirVersion: string | null; readonly milliseconds: number }>;
  readonly setWriteBack: (setting: WriteBackSetting) => Promise<void>;
  readonly setNotifications: (isOn: boolean) => Promise<void>;
  readonly retry: (taskIds: readonly string[]) => Promise<number>;
  /** The secret, where it has one. */
  readonly add: (draft: ProgramDraft) => Promise<string | null>;
  readonly disable: (id: string) => Promise<void>;
  readonly newSecret: (id: string) => Promise<string>;
}

interface ConnectionsScreenProps {
  readonly source: SourceFacts;
  readonly initial: Shown;
  readonly actions: ConnectionActions;
}

type Open =
  | { readonly is: "add" | "write-back" }
  | { readonly is: "disable" | "renew"; readonly program: ConnectionView }
  | { readonly is: "secret"; readonly name: string; readonly secret: string };

/** A browser says "Failed to fetch" as a TypeError where nobody answered; what the server says is an ordinary error. */
const sentence = (thrown: unknown): string =>
  thrown instanceof Error && !(thrown instanceof TypeError) && thrown.message !== ""
    ? thrown.message
    : "The server could not be reached. Nothing was changed.";

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-8">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="m-0 text-lg font-semibold">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** What Wardlight is connected to, whether it works, and what is to be done where it does not. */
export function ConnectionsScreen({ source, initial, actions }: ConnectionsScreenProps) {
  const [{ overview, programs }, setShown] = useState(initial);
  const [says, setSays] = useState<{ readonly tone: "plain" | "bad"; readonly words: string } | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isWorking = useRef(false);
  const close = (): void => setOpen(null);

  async function change(work: () => Promise<string>): Promise<void> {
    if (isWorking.current) return;
    isWorking.current = true;
    setBusy(true);
    try {
      const words = await work();
      setSays({ tone: "plain", words });
      setShown(await actions.load());
    } catch (error) {
      setSays({ tone: "bad", words: sentence(error) });
    } finally {
      isWorking.current = false;
      setBusy(false);
    }
  }

  const test = () =>
    change(async () => {
      const { fhirVersion, milliseconds } = await actions.test();
      return `The FHIR server answers: ${fhirVersion === null ? "it does not say its version" : `FHIR ${fhirVersion}`}, in ${milliseconds} ms.`;
    });
  const retry = (ids: readonly string[]) =>
    change(async () => {
      const n = await actions.retry(ids);
      return n === 1 ? "It is tried again now." : `${n} are tried again now.`;
    });
  const confirmed = (is: "disable" | "renew", program: ConnectionView) => {
    close();
    return change(async () => {
      if (is === "disable") {
        await actions.disable(program.id);
        return `${program.name} is no longer trusted.`;
      }
      setOpen({ is: "secret", name: program.name, secret: await actions.newSecret(program.id) });
      return `The secret of ${program.name} was replaced.`;
    });
  };

  return (
    <div className="max-w-5xl">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-2">
        <h1 className="m-0 text-2xl font-bold">Connections</h1>
        <Button onPress={() => change(async () => "Read again.")} isDisabled={isBusy}>
          Refresh
        </Button>
      </div>
      <p className="m-0 mb-4 max-w-[75ch] text-mut">
        What Wardlight is connected to and whether it works. Addresses and keys are set where Wardlight is installed.
      </p>
      <div role={says?.tone === "bad" ? "alert" : "status"} className={says ? "mb-4" : undefined}>
        {says && <Notice title={says.words} tone={says.tone} />}
      </div>
      <Ways
        source={source}
        overview={overview}
        isBusy={isBusy}
        test={test}
        askWriteBack={() => setOpen({ is: "write-back" })}
        setNotifications={(isOn) =>
          change(async () => {
            await actions.setNotifications(isOn);
            return isOn ? "The FHIR server will be asked to tell of changes." : "The FHIR server will be told to stop.";
          })
        }
      />
      <Part title="Put aside">
        <DeadLetters dead={overview.dead} retry={retry} />
      </Part>
      <Part
        title="Trusted programs"
        action={
          <Button look="main" onPress={() => setOpen({ is: "add" })}>
            Trust a program
          </Button>
        }
      >
        <ProgramList
          programs={programs.connections}
          onNewSecret={(program) => setOpen({ is: "renew", program })}
          onDisable={(program) => setOpen({ is: "disable", program })}
        />
      </Part>
      {overview.bulk.length > 0 && (
        <Part title="Imports">
          <BulkJobs jobs={overview.bulk} />
        </Part>
      )}
      {open?.is === "write-back" && (
        <WriteBackDialog
          isOn={overview.writeBack.isOn}
          host={source.host}
          close={close}
          save={(setting) => {
            close();
            void change(async () => {
              await actions.setWriteBack(setting);
              return setting.isOn ? "Scores are written into the record." : "Scores are no longer written.";
            });
          }}
        />
      )}
      {open?.is === "add" && (
        <AddProgramDialog
          wards={programs.wards}
          close={close}
          add={async (draft) => {
            const secret = await actions.add(draft);
            setOpen(secret === null ? null : { is: "secret", name: draft.name, secret });
            await change(async () => `${draft.name} is trusted.`);
          }}
        />
      )}
      {(open?.is === "disable" || open?.is === "renew") && (
        <ModalDialog
          title={
            open.is === "disable" ? `Stop trusting ${open.program.name}?` : `A new secret for ${open.program.name}?`
          }
          isOpen
          onOpenChange={(isOpen) => isOpen || close()}
        >
          <p className="mt-1.5 mb-4">
            {open.is === "disable"
              ? "It can do nothing here any more, at once. What it did stays in the record; to trust it again it is added anew."
              : "The present one is worth nothing at once: the program stops working until it is given the new one."}
          </p>
          <DialogEnd
            close={close}
            action={open.is === "disable" ? "Stop trusting it" : "Make a new secret"}
            onAction={() => void confirmed(open.is, open.program)}
          />
        </ModalDialog>
      )}
      {open?.is === "secret" && <SecretDialog name={open.name} secret={open.secret} close={close} />}
    </div>
  );
}
