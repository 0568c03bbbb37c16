"use client";
import { LineComparisonCard } from "@/components/programme/line-comparison-card";
import { ProgrammeLimits } from "@/components/programme/programme-limits";
import { WardCourseCard } from "@/components/programme/ward-course-card";
import { LinkChoice } from "@/components/ui/link-choice";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import type { ProgrammeView } from "@/lib/core/programme/programme-view";

const linkTo = (id: string | null): string =>
  id === null ? "/programme" : `/programme?ward=${encodeURIComponent(id)}`;

/** Whether what is done with the numbers helps: patients beside the line, then months with and without numbers shown. */
export function ProgrammeScreen({ programme }: { readonly programme: ProgrammeView }) {
  const { wards, wardId, silentBecause, course, comparison, steps, asOf, timeZone } = programme;
  if (wards.length === 0) {
    return (
      <Notice title="No wards" headingLevel={1}>
        Your account has no wards yet. Whoever runs Wardlight here can give you some.
      </Notice>
    );
  }
  const choices = [null, ...wards].map((ward) => ({
    key: ward?.id ?? "all",
    href: linkTo(ward?.id ?? null),
    name: ward?.name ?? "All my wards",
    isChosen: (ward?.id ?? null) === wardId,
  }));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="m-0 text-2xl font-semibold">Programme effect</h1>
        <p className="m-0 text-sm text-mut">
          The last two years, as of <LocalTime at={asOf} style="day-time" timeZone={timeZone} />
        </p>
      </div>
      {wards.length > 1 && (
        <div className="mb-3">
          <LinkChoice label="Wards" choices={choices} />
        </div>
      )}
      {silentBecause !== null && (
        <Notice title="Nothing is shown" headingLevel={2}>
          {silentBecause}
        </Notice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {comparison && <LineComparisonCard comparison={comparison} steps={steps} />}
        {course && <WardCourseCard course={course} />}
        {course && <ProgrammeLimits programme={programme} />}
      </div>
    </>
  );
}
