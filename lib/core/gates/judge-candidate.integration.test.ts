import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GateInput, HoldOutRow } from "@/lib/core/gates/gate-input";
import type { GateReport } from "@/lib/core/gates/gate-report";
import { judgeCandidate, verdictOf } from "@/lib/core/gates/judge-candidate";
import { learn, makeGateInput, makeStays, withShuffledLabels } from "@/lib/core/gates/synthetic-hold-out";

const QUICK = { resamples: 30, groupResamples: 15 };
const judge = (input: GateInput): GateReport => judgeCandidate(input, QUICK);
const namesOf = ({ gates }: GateReport, state: string) =>
  gates.filter((gate) => gate.state === state).map(({ name }) => name);
const gate = ({ gates }: GateReport, name: string) => gates.find((one) => one.name === name);

const past = makeStays(12_000, 1);
const later = makeStays(5000, 2);
/** Enough to judge all patients together; most groups lack data. */
const fewer = makeStays(1500, 3);
const champion = learn(makeStays(1500, 4));
const candidate = learn(past);
const mapRows = (input: GateInput, change: (row: HoldOutRow, at: number) => HoldOutRow): GateInput => ({
  ...input,
  rows: input.rows.map(change),
});

describe("gates of a candidate", () => {
  it("are all passed by one that learnt more of the same", () => {
    const report = judge(makeGateInput(later, champion, candidate));
    expect(namesOf(report, "fails")).toEqual([]);
    expect(namesOf(report, "lacks-data")).toEqual([]);
    expect(report.verdict).toBe("passes");
    expect(report.gates).toHaveLength(15);
  });

  it("stop one that learnt from shuffled labels, because it cannot tell patients apart", () => {
    const report = judge(makeGateInput(later, champion, learn(withShuffledLabels(past, 9))));
    expect(gate(report, "discrimination")?.state).toBe("fails");
    expect(report.comparison.candidate.auroc.value).toBeLessThan(0.58);
    expect(report.comparison.champion.auroc.value).toBeGreaterThan(0.65);
    expect(report.verdict).toBe("fails");
  });

  it("stop one whose numbers are too sure of themselves by its slope, though it ranks as well", () => {
    const report = judge(makeGateInput(later, champion, candidate, (z) => -1.75 + 1.5 * (z + 1.75)));
    expect(gate(report, "calibration-slope")?.state).toBe("fails");
    expect(gate(report, "discrimination")?.state).toBe("passes");
    expect(gate(report, "calibration-level")?.state).toBe("passes");
  });

  it("stop one whose numbers are all too low by its level, though slope and ranking are right", () => {
    const report = judge(makeGateInput(later, champion, candidate, (z) => z - 0.5));
    expect(gate(report, "calibration-level")?.state).toBe("fails");
    expect(gate(report, "calibration-slope")?.state).toBe("passes");
    expect(gate(report, "discrimination")?.state).toBe("passes");
  });

  it("stop one that is good overall and bad for one group by that group's gate alone", () => {
    const twist = (z: number, { Ethnicity }: Readonly<Record<string, string>>) =>
      Ethnicity === "Hispanic or Latino" ? z - 0.42 : z;
    const report = judge(makeGateInput(later, champion, candidate, twist));
    expect(namesOf(report, "fails")).toEqual(["group-ethnicity"]);
    expect(gate(report, "group-ethnicity")?.measured).toMatch(/^Hispanic or Latino: observed over expected 1\.\d\d/);
    expect(report.comparison.aurocDifference.ci95?.[0]).toBeGreaterThan(-0.01);
  });

  it("stop one that finds a group's readmissions no more", () => {
    // Right on average in the group, and blind within it.
    const twist = (z: number, { Race }: Readonly<Record<string, string>>) => (Race === "Black" ? -1.75 : z);
    const report = judge(makeGateInput(later, champion, candidate, twist));
    expect(gate(report, "group-race")?.state).toBe("fails");
    expect(gate(report, "group-race")?.measured).toMatch(/Black: .*sensitivity changes by −0\.\d\d/);
  });

  it("say “not enough to judge” under 100 events, and never that it passes", () => {
    const input = makeGateInput(makeStays(400, 6), champion, candidate);
    const report = judge(input);
    expect(report.readmissions).toBeLessThan(100);
    expect(report.verdict).toBe("lacks-data");
    for (const { name, state, measured } of report.gates)
      if (
        name.startsWith("group-") ||
        ["discrimination", "calibration-slope", "log-loss", "net-benefit"].includes(name)
      ) {
        expect(state).toBe("lacks-data");
        expect(measured).toMatch(/[Nn]ot enough to judge/);
      }
    expect(report.groups.every(({ state, oe }) => state === "lacks-data" && oe.candidate === null)).toBe(true);
  });

  it("lack data where a group is not recorded at all", () => {
    const input = mapRows(makeGateInput(fewer, champion, candidate), (row) => {
      const { Payer: _, ...subgroups } = row.subgroups;
      return { ...row, subgroups };
    });
    const report = judge(input);
    expect(gate(report, "group-payer")).toMatchObject({
      state: "lacks-data",
      measured: "Not recorded for any of these stays.",
    });
    expect(report.verdict).toBe("lacks-data");
  });

  it("of no stays at all lack data everywhere and throw nothing", () => {
    const report = judge({ ...makeGateInput(fewer, champion, candidate), rows: [], latency: null });
    expect(report.gates.map(({ state }) => state)).toEqual(report.gates.map(() => "lacks-data"));
    expect(report.period).toBeNull();
  });

  it("fail a hold-out that one of the versions has learnt from, and cannot judge one of unknown origin", () => {
    const input = makeGateInput(fewer, champion, candidate);
    const early = { ...input, candidate: { ...input.candidate, learntUntil: "2026-01-05T00:00:00.000Z" } };
    expect(gate(judge(early), "hold-out")?.state).toBe("fails");
    const unknown = { ...input, candidate: { ...input.candidate, learntUntil: null } };
    expect(gate(judge(unknown), "hold-out")?.state).toBe("lacks-data");
  });

  it("stop one that calls many more, one that abstains more, and one that is slow", () => {
    const input = makeGateInput(fewer, champion, candidate);
    const { high } = input.candidate.operatingPoints;
    const more = { ...input.candidate, operatingPoints: { ...input.candidate.operatingPoints, high: high * 0.85 } };
    expect(namesOf(judge({ ...input, candidate: more }), "fails")).toEqual(["alert-volume"]);
    const silent = mapRows(input, (row, at) => (at % 20 === 0 ? { ...row, candidate: null } : row));
    expect(namesOf(judge(silent), "fails")).toContain("abstention");
    expect(namesOf(judge({ ...input, latency: { champion: 1, candidate: 80, stays: 100 } }), "fails")).toEqual([
      "latency",
    ]);
  });

  it("are decided without reviewers' corrections; the figures with them stand beside", () => {
    const input = makeGateInput(fewer, champion, candidate);
    let changed = 0;
    const righted = mapRows(input, (row) => {
      if (row.outcome === 0 || changed >= 100) return row;
      changed++;
      return { ...row, corrected: { outcome: 0, champion: row.champion, candidate: row.candidate } };
    });
    const [plain, report] = [judge(input), judge(righted)];
    expect(report.gates).toEqual(plain.gates);
    expect(report.stays).toBe(plain.stays);
    expect(report.withCorrections?.correctedStays).toBe(100);
    expect(report.withCorrections?.comparison.readmissions).toBe(plain.readmissions - 100);
    expect(report.withCorrections?.otherwise.map(({ title }) => title)).toContain("Calibration, level");
    expect(plain.withCorrections).toBeNull();
  });

  it("show who died beside them as well: counted as a success by the outcome, and as none by the composite", () => {
    const plain = makeGateInput(fewer, champion, candidate);
    expect(judge(plain).composite).toBeNull();
    // The candidate is sure of those who die, and the champion is not.
    let deaths = 0;
    const input = mapRows(plain, (row, at) => {
      if (row.outcome === 1 || at % 10 !== 0) return row;
      deaths++;
      return { ...row, died: true, candidate: 0.95 };
    });
    const { composite, readmissions, comparison, cautions } = judge(input);
    expect(deaths).toBeGreaterThan(50);
    expect(composite?.readmissions).toBe(readmissions + deaths);
    expect(cautions.join(" ")).toMatch(`${deaths} patients died`);
    const gain = (of: typeof comparison | null | undefined) => of?.aurocDifference.value ?? 0;
    expect(gain(composite)).toBeGreaterThan(gain(comparison) + 0.05);
  });

  it("say so where the two predict different things", () => {
    const input = makeGateInput(fewer, champion, candidate);
    const other = { ...input.candidate, target: "an unplanned readmission within 30 days of discharge" };
    expect(judge({ ...input, candidate: other }).cautions[0]).toMatch(/predict different things/);
  });

  it("give the same report for the same stays, in whatever order", () => {
    const input = makeGateInput(makeStays(1500, 8), champion, candidate);
    expect(judge(input)).toEqual(judge(input));
    const { tierMoves, stays } = judge({ ...input, rows: [...input.rows].reverse() });
    expect(tierMoves).toEqual(judge(input).tierMoves);
    expect(tierMoves.reduce((sum, move) => sum + move.stays, 0)).toBe(stays);
  });

  it("come to what the worst of them says", () => {
    const state = fc.constantFrom("passes" as const, "fails" as const, "lacks-data" as const);
    fc.assert(
      fc.property(fc.array(state, { minLength: 1 }), (states) => {
        const verdict = verdictOf(states.map((one) => ({ state: one })));
        if (states.includes("fails")) expect(verdict).toBe("fails");
        else if (states.includes("lacks-data")) expect(verdict).toBe("lacks-data");
        else expect(verdict).toBe("passes");
      }),
    );
  });
});
