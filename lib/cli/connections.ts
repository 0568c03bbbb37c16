import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { type Action, runAction, UsageError } from "@/lib/cli/run-action";
import type { Operator } from "@/lib/cli/run-as-operator";
import { SCOPE_NAMES } from "@/lib/core/access/scopes";
import { CONNECTION_KINDS } from "@/lib/core/connections/connection";

const HELP = `wardlight connections ACTION [options]

Which programs outside are trusted, and with what. Works beside a running server.

  list                                     every program, one line of JSON each; never a secret
  add --kind K --name N [options]          trusts a program and prints its secret, once, where it has one
      [--wards a,b | --all-wards]          whose patients it may ask about; none where nothing is said
    --kind api-client --scopes a,b         ${SCOPE_NAMES.join(", ")}
    --kind cds-client --issuer I --jwks URL [--fhir-servers url,url]
    --kind smart-server --issuer FHIR-URL --client-id ID [--authentication public|private-key]
      [--embed-origins origin,origin]      pages that may show Wardlight in a frame
      [--shares-patients]                  its patients' ids are those of the feed: a launch opens the patient
      [--role "SYSTEM|CODE=nurse"]...      which of its role codes is what here; the first that fits holds
    --kind notifier
  change --id ID [--name N] [--wards a,b | --all-wards] [--settings JSON]
  new-secret --id ID                       prints a new secret, once; the old one is worth nothing
  disable --id ID                          ends the trust at once and for good

A secret is the API key and the client secret in one: hand it over by a way nobody else reads.`;

const OPTIONS = {
  id: { type: "string" },
  kind: { type: "string" },
  name: { type: "string" },
  wards: { type: "string" },
  "all-wards": { type: "boolean" },
  scopes: { type: "string" },
  issuer: { type: "string" },
  jwks: { type: "string" },
  "fhir-servers": { type: "string" },
  "client-id": { type: "string" },
  authentication: { type: "string" },
  "embed-origins": { type: "string" },
  "shares-patients": { type: "boolean" },
  role: { type: "string", multiple: true },
  settings: { type: "string" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];
type TextOption = Exclude<keyof Values, "all-wards" | "shares-patients" | "role">;

function need(values: Values, option: TextOption): string {
  const value = values[option];
  if (value === undefined) throw new UsageError(`Say --${option}.`);
  return value;
}

const listOf = (text: string | undefined): string[] => text?.split(",").flatMap((one) => one.trim() || []) ?? [];

/** The wards asked for; undefined where nothing was said about wards. */
async function wardsOf(values: Values, operator: Operator): Promise<string[] | undefined> {
  if (values["all-wards"]) return (await operator.run("list-connections", {})).wards.map(({ id }) => id);
  return values.wards === undefined ? undefined : listOf(values.wards);
}

/** "system|code=role", the role after the last equals sign. */
function readRole(text: string): { readonly code: string; readonly role: string } {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new UsageError(`--role must be "SYSTEM|CODE=ROLE".`);
  return { code: text.slice(0, at), role: text.slice(at + 1) };
}

/** What the kind is set to, as its schema wants it; the verb judges it. */
function settingsOf(kind: (typeof CONNECTION_KINDS)[number], values: Values): object {
  if (kind === "api-client") return { settings: { scopes: listOf(need(values, "scopes")) } };
  if (kind === "cds-client") {
    const settings = { jwksUrl: need(values, "jwks"), fhirServers: listOf(values["fhir-servers"]) };
    return { issuer: need(values, "issuer"), settings };
  }
  if (kind === "notifier") return { settings: {} };
  const { authentication } = values;
  const settings = {
    clientId: need(values, "client-id"),
    embedOrigins: listOf(values["embed-origins"]),
    sharesPatients: values["shares-patients"] ?? false,
    roles: (values.role ?? []).map(readRole),
  };
  return {
    issuer: need(values, "issuer"),
    settings: { ...settings, ...(authentication === undefined ? {} : { authentication }) },
  };
}

type NewConnection = Parameters<typeof import("@/lib/services/connections").addConnection>[2];

function add(values: Values): Action {
  const wanted = need(values, "kind");
  const kind = CONNECTION_KINDS.find((one) => one === wanted);
  if (kind === undefined) throw new UsageError(`--kind must be one of ${CONNECTION_KINDS.join(", ")}.`);
  const connection = { kind, name: need(values, "name"), ...settingsOf(kind, values) };
  return async (operator) => {
    const wardIds = (await wardsOf(values, operator)) ?? [];
    // The verb's own schema decides: what was typed is only sorted here.
    return operator.run("add-connection", { ...connection, wardIds } as NewConnection);
  };
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new UsageError("--settings is not JSON.");
  }
}

function change(values: Values): Action {
  const connectionId = need(values, "id");
  const settings = values.settings === undefined ? undefined : readJson(values.settings);
  return async (operator) =>
    operator.run("change-connection", {
      connectionId,
      name: values.name,
      settings,
      wardIds: await wardsOf(values, operator),
    });
}

const onOne =
  (verb: "disable-connection" | "new-connection-secret") =>
  (values: Values): Action => {
    const input = { connectionId: need(values, "id") };
    return (operator) => operator.run(verb, input);
  };

/** Each reads its options first: a mistake in the command needs no database. */
const ACTIONS: Readonly<Record<string, (values: Values) => Action>> = {
  list: () => async (operator) => (await operator.run("list-connections", {})).connections,
  add,
  change,
  disable: onOne("disable-connection"),
  "new-secret": onOne("new-connection-secret"),
};

const byName = Object.fromEntries(
  Object.entries(ACTIONS).map(([name, read]) => [
    name,
    (args: readonly string[]) => {
      const action = read(parseArgs({ args: [...args], options: OPTIONS }).values);
      return () => action;
    },
  ]),
);

export const connections: CliVerb = {
  help: HELP,
  run: (args) => runAction({ noun: "connections", help: HELP, byName }, args),
};
