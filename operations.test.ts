import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { METRICS } from "@/lib/core/operations/metrics";

const guide = readFileSync("docs/operations.md", "utf8");
const rules = readFileSync("deploy/monitoring/rules.yaml", "utf8");
const dashboards = readdirSync("deploy/monitoring/grafana/dashboards").map((name) =>
  readFileSync(`deploy/monitoring/grafana/dashboards/${name}`, "utf8"),
);
const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name ?? "");

/** What a histogram is asked by. */
const familyOf = (name: string): string => name.replace(/_(bucket|count|sum)$/, "");

describe("what is written about operations", () => {
  it("lists every metric with its labels, and none that is not", () => {
    const listed = [...guide.matchAll(/^\| `(wardlight_\w+)` \| (.*?) \| (.*) \|$/gm)].map(([, ...row]) => row);
    const expected = Object.entries(METRICS).map(([name, { labels, help }]) => [
      name,
      labels.map((label) => `\`${label}\``).join(", "),
      help,
    ]);
    expect(listed).toEqual(expected);
  });

  it("explains every alert, and tries every one where it should be heard", () => {
    const tried = readFileSync("deploy/monitoring/rules.test.yaml", "utf8");
    const explained = [...guide.matchAll(/^\| `(Wardlight\w+)` \|/gm)].map(([, name]) => name);
    expect(explained).toEqual(alerts);
    for (const alert of alerts) expect(tried, alert).toMatch(new RegExp(`alertname: ${alert}\\n +exp_alerts:\\n`));
  });

  it("asks in rules and dashboards only for metrics that there are", () => {
    const asked = [rules, ...dashboards].join("\n").match(/\bwardlight_[a-z_]+/g) ?? [];
    expect(asked.length).toBeGreaterThan(30);
    for (const name of asked) expect(Object.keys(METRICS), name).toContain(familyOf(name));
  });

  it("has no patient, no address and no secret in what is provisioned", () => {
    for (const text of dashboards)
      expect(JSON.parse(text)).toMatchObject({ templating: {}, panels: expect.any(Array) });
    expect(readFileSync("deploy/monitoring/prometheus.yaml", "utf8")).toMatch(/credentials_file:/);
  });
});
