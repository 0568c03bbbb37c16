// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AuditScreen } from "@/components/audit/audit-screen";
import type { AuditFilter, AuditPage } from "@/lib/core/audit/audit-page";

vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => {} }) }));
afterEach(cleanup);

const none = { person: null, verb: null, outcome: null, day: null, stayId: null };
const verify = async () => ({ ok: true as const, value: { intact: true } });
const page: AuditPage = {
  lines: [
    {
      seq: 1204,
      at: "2026-03-10T09:00:05.000Z",
      actorId: "u1",
      actorName: "Test nurse",
      actorRole: "nurse",
      verb: "read-stay",
      outcome: "refused",
      target: { stayId: "s1" },
      detail: { code: "forbidden" },
    },
  ],
  nextBefore: 1204,
  people: [{ id: "u1", name: "Test nurse", role: "nurse" }],
  standing: {
    sealed: { position: 1200, sealedAt: "2026-03-10T09:00:06.000Z" },
    anchor: { position: 1000, at: "2026-03-10T08:59:00.000Z" },
    lastCheck: { at: "2026-03-10T08:00:00.000Z", intact: true, rows: 900, problems: 0 },
    isShortened: false,
  },
  timeZone: "Europe/London",
};
const show = (changes: Partial<AuditPage>, filter: AuditFilter = none, isOlder = false) =>
  render(<AuditScreen page={{ ...page, ...changes }} filter={filter} isOlder={isOlder} verify={verify} />);

describe("the audit screen", () => {
  it("says who did what when, in words and ids", () => {
    show({});
    const row = within(screen.getByRole("table", { name: "Audit" })).getAllByRole("row")[1] as HTMLElement;
    expect(row.textContent).toContain("10 Mar 2026, 09:00:05");
    expect(row.textContent).toContain("Test nurse, nurse");
    expect(row.textContent).toContain("Opened a patient refused");
    expect(row.textContent).toContain("stay id s1 · code forbidden");
  });

  it("says how far the log was verified, sealed and anchored, and what that leaves out", () => {
    show({});
    expect(screen.getByRole("heading", { name: "Verified: 900 rows, unchanged and in order" })).toBeTruthy();
    expect(screen.getByText(/Sealed up to row 1,200/).textContent).toContain(
      "Rows cut off after it would not be noticed.",
    );
  });

  it("does not pass over a log that was tampered with, is short, or was never checked", () => {
    const { lastCheck } = page.standing;
    show({
      standing: {
        ...page.standing,
        lastCheck: { ...lastCheck, at: "2026-03-10T08:00:00.000Z", rows: 9, intact: false, problems: 1 },
      },
    });
    expect(screen.getByRole("heading", { name: "The last check found 1 problem" })).toBeTruthy();
    cleanup();
    show({ standing: { ...page.standing, isShortened: true } });
    expect(screen.getByRole("heading", { name: "Rows are missing at the end of this log" })).toBeTruthy();
    cleanup();
    show({ standing: { sealed: null, anchor: null, lastCheck: null, isShortened: false } });
    expect(screen.getByRole("heading", { name: "Not verified yet" })).toBeTruthy();
  });

  it("keeps the filters on the way to older rows and into the export", () => {
    show({}, { ...none, verb: "read-stay" as never });
    expect(screen.getByRole("link", { name: "Older" }).getAttribute("href")).toBe("/audit?verb=read-stay&before=1204");
    expect(screen.getByRole("link", { name: /Export/ }).getAttribute("href")).toBe(
      "/api/v1/audit?verb=read-stay&format=csv",
    );
    expect((screen.getByLabelText("What was done") as HTMLSelectElement).value).toBe("read-stay");
  });

  it("says on paper which rows these are", () => {
    show({}, { ...none, person: "u1", verb: "read-stay", stayId: "s1" });
    expect(screen.getByText("Newest first. Only: Test nurse, Opened a patient, stay s1.")).toBeTruthy();
    cleanup();
    show({});
    expect(screen.getByText("Everything, newest first.")).toBeTruthy();
  });

  it("says so where nothing matches", () => {
    show({ lines: [], nextBefore: null });
    expect(screen.getByRole("heading", { name: "Nothing matches" })).toBeTruthy();
  });
});
