"use client";
import { KIND_WORDS } from "@/components/connections/program-words";
import { Age } from "@/components/connections/way-card";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Notice } from "@/components/ui/notice";
import type { ConnectionView } from "@/lib/core/connections/connection-view";

interface ProgramListProps {
  readonly programs: readonly ConnectionView[];
  readonly onNewSecret: (program: ConnectionView) => void;
  readonly onDisable: (program: ConnectionView) => void;
}

/** Programs outside that are trusted, and those that were. */
export function ProgramList({ programs, onNewSecret, onDisable }: ProgramListProps) {
  if (programs.length === 0) return <Notice title="No program is trusted">None can read or do anything here.</Notice>;
  return (
    <ul aria-label="Programs" className="card m-0 list-none divide-y divide-line p-0">
      {programs.map((program) => (
        <li key={program.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1 basis-64">
            <p className="m-0 flex flex-wrap items-center gap-2 font-semibold">
              <span className="min-w-0 break-words">{program.name}</span>
              <Chip>{KIND_WORDS[program.kind].label}</Chip>
              {program.disabledAt && <Chip tone="warn">Disabled</Chip>}
            </p>
            {program.issuer && <p className="m-0 text-sm break-all text-mut">{program.issuer}</p>}
            <p className="m-0 text-sm text-mut">
              {program.wards.length === 0
                ? "No wards: sees no patient"
                : program.wards.map(({ name }) => name).join(", ")}
              {" · "}
              {program.lastUsedAt ? (
                <>
                  last used <Age at={program.lastUsedAt} />
                </>
              ) : (
                "never used"
              )}
            </p>
          </div>
          {program.disabledAt === null && (
            <div className="flex flex-wrap gap-2">
              {program.hasSecret && (
                <Button onPress={() => onNewSecret(program)} aria-label={`New secret for ${program.name}`}>
                  New secret
                </Button>
              )}
              <Button onPress={() => onDisable(program)} aria-label={`Disable ${program.name}`}>
                Disable
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
