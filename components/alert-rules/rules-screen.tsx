import Link from "next/link";
import { buttonLook } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import type { AlertRulesView, AlertRuleView } from "@/lib/core/alerts/alert-rule";
import { ruleSentence } from "@/lib/core/alerts/alert-words";

interface RulesScreenProps {
  readonly view: AlertRulesView;
  /** Where else this reader may go from here. */
  readonly links: readonly { readonly href: string; readonly label: string }[];
}

function RuleRow({ one, timeZone }: { readonly one: AlertRuleView; readonly timeZone: string }) {
  const { id, rule, wardNames, savedBy, savedAt, version, raised30Days, live, mayChange } = one;
  const ways = [
    "in the app",
    ...(rule.email ? ["by e-mail"] : []),
    ...(rule.webhookIds.length > 0 ? ["by webhook"] : []),
  ];
  return (
    <li className="grid gap-x-6 gap-y-1.5 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <h2 className="m-0 flex flex-wrap items-center gap-2 text-base font-semibold">
          {rule.name} {!rule.isOn && <Chip>Switched off</Chip>}
        </h2>
        <p className="m-0 max-w-[75ch]">{ruleSentence(rule)}</p>
        <p className="m-0 mt-0.5 text-sm text-mut">
          {wardNames.join(", ")}; {ways.join(", ")}. Version {version}, {savedBy},{" "}
          <LocalTime at={savedAt} style="day" timeZone={timeZone} />
        </p>
        <p className="m-0 mt-0.5 text-sm text-mut">
          {raised30Days === 0 ? "No alert" : raised30Days === 1 ? "1 alert" : `${raised30Days} alerts`} in the last 30
          days; {live === 0 ? "none" : live} open now
        </p>
      </div>
      {mayChange && (
        <p className="m-0 print:hidden">
          <Link href={`/alert-rules/${id}`} aria-label={`Change: ${rule.name}`} className={buttonLook()}>
            Change
          </Link>
        </p>
      )}
    </li>
  );
}

/** What wards want to be told of. */
export function RulesScreen({ view: { rules, mayChange, timeZone }, links }: RulesScreenProps) {
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="m-0 text-2xl font-semibold">Alert rules</h1>
        <div className="flex flex-wrap gap-2 print:hidden">
          {links.map(({ href, label }) => (
            <Link key={href} href={href} className={buttonLook()}>
              {label}
            </Link>
          ))}
          {mayChange && (
            <Link href="/alert-rules/new" className={buttonLook("main")}>
              Write a rule
            </Link>
          )}
        </div>
      </div>
      <p className="m-0 mb-4 max-w-[80ch] text-mut">
        What a ward wants to be told of. Each rule costs attention: what it would have come to is worked out before it
        is saved. A changed rule is a new version; earlier ones are kept with the alerts they raised.
      </p>
      {rules.length === 0 ? (
        <Notice title="There is no rule yet">
          The discharge list shows every patient whether there are rules or not. A rule is worth having where somebody
          should be told between two looks at the list.
        </Notice>
      ) : (
        <ul aria-label="Rules" className="card m-0 list-none divide-y divide-line p-0">
          {rules.map((one) => (
            <RuleRow key={one.id} one={one} timeZone={timeZone} />
          ))}
        </ul>
      )}
    </>
  );
}
