import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createProbe } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerMetrics } from "@/app/_adapters/metrics-answer";
import { type TestDatabase, testDatabases } from "@/lib/io/database/test-database";
import type { RunningHouse } from "@/lib/services/running-house";
import { openTestHouse, type TestHouse } from "@/lib/services/test-house";

/** From Debian's packages `prometheus` and `prometheus-alertmanager`; where they are not, this is skipped, and says so. */
const [PROMETHEUS, PROMTOOL, ALERTMANAGER] = ["prometheus", "promtool", "prometheus-alertmanager"].map(
  (name) => `/usr/bin/${name}`,
) as [string, string, string];
const installed = [PROMETHEUS, PROMTOOL, ALERTMANAGER].every((path) => existsSync(path));
const folder = import.meta.dirname;
const TOKEN = "0123456789abcdef0123456789abcdef";

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createProbe();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

const read = (name: string): string => readFileSync(join(folder, name), "utf8");

/** A shipped file with other addresses and a quicker clock; what is not there any more to be replaced is a mistake. */
function changed(name: string, changes: readonly (readonly [RegExp, string])[]): string {
  return changes.reduce((file, [from, to]) => {
    if (!from.test(file)) throw new Error(`${name} has nothing like ${from}.`);
    return file.replace(from, to);
  }, read(name));
}

interface Told {
  readonly status: "firing" | "resolved";
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
}

describe.skipIf(!installed)("a real Prometheus and Alertmanager", () => {
  const directory = mkdtempSync(join(tmpdir(), "wardlight-prometheus-"));
  const processes: ChildProcess[] = [];
  const servers: Server[] = [];
  const told: Told[] = [];
  let opened: TestDatabase;
  let house: TestHouse;
  let isBroken = false;
  let prometheus: string;

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return (server.address() as AddressInfo).port;
  }

  /** Wardlight's own answer on a real house, whose database can be taken away. */
  function running(): RunningHouse {
    const lost = { ...house.database, transaction: () => Promise.reject(new Error("gone")) };
    const environment = { isDemo: false, metricsToken: TOKEN };
    const database = isBroken ? lost : house.database;
    return { ...house, model: house.model, database, environment } as unknown as RunningHouse;
  }

  const firing = (name: string) =>
    told.some(({ alerts }) => alerts.some(({ status, labels }) => status === "firing" && labels.alertname === name));
  const resolved = (name: string) =>
    told.some(({ alerts }) => alerts.some(({ status, labels }) => status === "resolved" && labels.alertname === name));
  const query = async (expression: string) => {
    const answer = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`);
    return (await answer.json()) as { status: string; data: { result: { value: [number, string] }[] } };
  };

  beforeAll(async () => {
    const open = testDatabases[0]?.open;
    if (!open) throw new Error("There is no embedded database.");
    opened = await open();
    house = await openTestHouse(opened);
    const wardlight = await listen(
      createServer(async (request, response) => {
        const { authorization = "" } = request.headers;
        const asked = new Request(`http://localhost${request.url}`, { headers: { authorization } });
        const answer = await answerMetrics(asked, running);
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
      }),
    );
    const pager = await listen(
      createServer(async (request, response) => {
        told.push(JSON.parse(await text(request)) as Told);
        response.end();
      }),
    );
    const [port, alertPort] = [await freePort(), await freePort()];
    prometheus = `http://127.0.0.1:${port}`;
    const put = (name: string, content: string): string => {
      writeFileSync(join(directory, name), content);
      return join(directory, name);
    };
    const token = put("metrics-token", TOKEN);
    put("rules.yaml", changed("rules.yaml", [[/for: \d+m/g, "for: 1s"]]));
    const config = changed("prometheus.yaml", [
      [/interval: 15s/g, "interval: 1s"],
      [/alertmanager:9093/, `127.0.0.1:${alertPort}`],
      [/\/etc\/prometheus\/metrics-token/, token],
      [/wardlight:3000/, `127.0.0.1:${wardlight}`],
    ]);
    const alerting = changed("alertmanager.yaml", [
      [/group_wait: 30s/, "group_wait: 0s"],
      [/group_interval: 5m/, "group_interval: 1s"],
      [/http:\/\/\w+\.hospital\.example\//g, `http://127.0.0.1:${pager}/`],
    ]);
    const start = (path: string, args: readonly string[]): void => {
      processes.push(spawn(path, args, { cwd: directory, stdio: "ignore" }));
    };
    start(ALERTMANAGER, [
      `--config.file=${put("alertmanager.yaml", alerting)}`,
      `--storage.path=${join(directory, "alertmanager")}`,
      `--web.listen-address=127.0.0.1:${alertPort}`,
      "--cluster.listen-address=",
    ]);
    start(PROMETHEUS, [
      `--config.file=${put("prometheus.yaml", config)}`,
      `--storage.tsdb.path=${join(directory, "prometheus")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
  });
  afterAll(async () => {
    for (const child of processes) child.kill("SIGKILL");
    for (const server of servers) server.close();
    await opened?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("finds rules, their tests and the configuration right", () => {
    const check = (...args: string[]) => execFileSync(PROMTOOL, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
    expect(check("test", "rules", "rules.test.yaml")).toMatch(/SUCCESS/);
    // The token is a file of the place it runs at.
    expect(check("check", "config", "--syntax-only", "prometheus.yaml")).toMatch(/SUCCESS/);
  });

  it("scrapes with the token, fires when the database is gone, and says when it is back", async () => {
    const patience = { timeout: 25_000, interval: 200 };
    await vi.waitFor(async () => expect((await query("up == 1")).data.result).toHaveLength(1), patience);
    await vi.waitFor(
      async () => expect((await query("wardlight_database_up")).data.result[0]?.value[1]).toBe("1"),
      patience,
    );
    expect(told).toEqual([]);
    isBroken = true;
    await vi.waitFor(() => expect(firing("WardlightDatabaseDown")).toBe(true), patience);
    expect(resolved("WardlightDatabaseDown")).toBe(false);
    isBroken = false;
    await vi.waitFor(() => expect(resolved("WardlightDatabaseDown")).toBe(true), patience);
    expect(told.every(({ alerts }) => alerts.every(({ labels }) => labels.severity === "page"))).toBe(true);
  }, 80_000);

  it("understands every question of every dashboard", async () => {
    const dashboards = join(folder, "grafana/dashboards");
    for (const name of readdirSync(dashboards)) {
      const { panels } = JSON.parse(readFileSync(join(dashboards, name), "utf8")) as {
        panels: { title: string; targets: { expr: string }[] }[];
      };
      for (const { title, targets } of panels)
        for (const { expr } of targets) {
          const asked = expr.replaceAll("$__rate_interval", "1m").replaceAll("$job", "wardlight");
          expect((await query(asked)).status, `${name}: ${title}`).toBe("success");
        }
    }
  });
});
