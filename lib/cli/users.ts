import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { type Action, runAction, UsageError } from "@/lib/cli/run-action";
import type { Operator } from "@/lib/cli/run-as-operator";
import { ROLES, type Role } from "@/lib/core/access/access";
import type { Environment } from "@/lib/io/environment";

const HELP = `wardlight users ACTION [options]

Who may sign in. Works beside a running server.

  list                                      every account, one line of JSON each
  add --email E --name N --role R           makes an account and prints its password, once;
      [--wards a,b | --all-wards]           with OIDC set up, no password unless --password is given;
      [--password] [--subject S]            S: who they are to the identity provider, where it gives no verified e-mail
  disable | enable --email E                disabling ends every session at once
  set-role --email E --role R               ${ROLES.join(", ")}
  set-wards --email E --wards a,b           these and no others; --all-wards, or --wards "" for none
  reset-password --email E                  prints a new password, once
  link --email E --ehr URL --fhir-user R    who they are at an EHR they open Wardlight from: R is "Practitioner/…"
  unlink --ehr URL --fhir-user R            takes that back
  end-sessions --email E                    signs them out everywhere

A password is not forced to be changed: tell it to its owner alone.`;

const OPTIONS = {
  email: { type: "string" },
  name: { type: "string" },
  role: { type: "string" },
  wards: { type: "string" },
  "all-wards": { type: "boolean" },
  password: { type: "boolean" },
  subject: { type: "string" },
  ehr: { type: "string" },
  "fhir-user": { type: "string" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

function need(values: Values, option: "email" | "name" | "role" | "ehr" | "fhir-user"): string {
  const value = values[option];
  if (value === undefined) throw new UsageError(`Say --${option}.`);
  return value;
}

function needRole(values: Values): Role {
  const wanted = need(values, "role");
  const role = ROLES.find((one) => one === wanted);
  if (role === undefined) throw new UsageError(`--role must be one of ${ROLES.join(", ")}.`);
  return role;
}

/** The wards asked for; null where nothing was said about wards. */
function wardsOf(values: Values): ((operator: Operator) => Promise<string[]>) | null {
  if (values["all-wards"]) return async (operator) => (await operator.run("list-users", {})).wards.map(({ id }) => id);
  const ids = values.wards?.split(",").flatMap((id) => id.trim() || []);
  return ids === undefined ? null : async () => ids;
}

function add(values: Values, { oidc }: Environment): Action {
  const { subject } = values;
  if (subject !== undefined && oidc === null) throw new UsageError("--subject needs OIDC_ISSUER.");
  const account = { email: need(values, "email"), name: need(values, "name"), role: needRole(values) };
  const withPassword = values.password ?? oidc === null;
  const provider = subject === undefined || oidc === null ? null : { issuer: oidc.issuer, subject };
  const wards = wardsOf(values);
  return async (operator) =>
    operator.run("add-user", { ...account, wardIds: (await wards?.(operator)) ?? [], withPassword, provider });
}

function setWards(values: Values): Action {
  const account = need(values, "email");
  const wards = wardsOf(values);
  if (wards === null) throw new UsageError('Say --wards a,b, --wards "" or --all-wards.');
  return async (operator) => operator.run("set-user-wards", { account, wardIds: await wards(operator) });
}

function setRole(values: Values): Action {
  const input = { account: need(values, "email"), role: needRole(values) };
  return (operator) => operator.run("set-user-role", input);
}

const onAccount =
  (verb: "disable-user" | "enable-user" | "reset-password" | "revoke-sessions") =>
  (values: Values): Action => {
    const input = { account: need(values, "email") };
    return (operator) => operator.run(verb, input);
  };

const identityOf = (values: Values) => ({ issuer: need(values, "ehr"), fhirUser: need(values, "fhir-user") });

function link(values: Values): Action {
  const input = { account: need(values, "email"), ...identityOf(values) };
  return (operator) => operator.run("link-identity", input);
}

function unlink(values: Values): Action {
  const input = identityOf(values);
  return (operator) => operator.run("unlink-identity", input);
}

/** Each reads its options first: a mistake in the command needs no database. */
const ACTIONS: Readonly<Record<string, (values: Values, environment: Environment) => Action>> = {
  list: () => async (operator) => (await operator.run("list-users", {})).accounts,
  add,
  disable: onAccount("disable-user"),
  enable: onAccount("enable-user"),
  "set-role": setRole,
  "set-wards": setWards,
  "reset-password": onAccount("reset-password"),
  link,
  unlink,
  "end-sessions": onAccount("revoke-sessions"),
};

const byName = Object.fromEntries(
  Object.entries(ACTIONS).map(([name, action]) => [
    name,
    (args: readonly string[]) => {
      const { values } = parseArgs({ args: [...args], options: OPTIONS });
      return (environment: Environment) => action(values, environment);
    },
  ]),
);

export const users: CliVerb = {
  help: HELP,
  run: (args) => runAction({ noun: "users", help: HELP, byName }, args),
};
