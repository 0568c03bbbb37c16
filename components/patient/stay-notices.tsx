import type { ChangeFailure } from "@/components/patient/use-stay-changes";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

interface StayNoticesProps {
  readonly failure: ChangeFailure | null;
  readonly clearFailure: () => void;
  readonly couldNotRefresh: boolean;
  readonly retry: () => void;
}

/** What went wrong on this page, above everything it touches. */
export function StayNotices({ failure, clearFailure, couldNotRefresh, retry }: StayNoticesProps) {
  return (
    <>
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
