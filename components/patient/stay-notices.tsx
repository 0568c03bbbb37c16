import type { ChangeFailure } from "@/components/patient/use-stay-changes";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";

interface StayNoticesProps {
  readonly failure: ChangeFailure | null;
  readonly clearFailure: () => void;
  readonly couldNotRefresh: boolean;
  readonly retry: () => void;
  /** Until when this stay of another ward is open to the reader; null where it is on one of theirs. */
  readonly openedUntil: string | null;
  readonly timeZone: string;
}

/** What went wrong on this page, above everything it touches. */
export function StayNotices({
  failure,
  clearFailure,
  couldNotRefresh,
  retry,
  openedUntil,
  timeZone,
}: StayNoticesProps) {
  return (
    <>
      {openedUntil !== null && (
        <div className="mb-4">
          <Notice title="You opened this record with a reason" tone="warn">
            The patient is not on one of your wards. The record closes again at{" "}
            <LocalTime at={openedUntil} style="time" timeZone={timeZone} />, and opening it is reviewed.
          </Notice>
        </div>
      )}
      {couldNotRefresh && (
        <div className="mb-4">
          <Notice
            title="This page could not be refreshed"
            tone="warn"
            role="status"
            action={<Button onPress={retry}>Try again</Button>}
          >
            It shows what was last loaded.
          </Notice>
        </div>
      )}
      {failure && (
        <div className="mb-4">
          <Notice
            title={failure.title}
            tone="bad"
            role="alert"
            action={
              <div className="flex gap-2">
                {failure.again && <Button onPress={failure.again}>Look at it again</Button>}
                <Button onPress={clearFailure}>Dismiss</Button>
              </div>
            }
          >
            {failure.message}
          </Notice>
        </div>
      )}
    </>
  );
}
