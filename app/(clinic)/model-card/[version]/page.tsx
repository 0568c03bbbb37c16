import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { currentUser } from "@/app/_adapters/session";
import { CardText } from "@/components/patient/card-text";
import { toCardBlocks } from "@/lib/core/model/card-blocks";
import { modelCard } from "@/lib/services/model-card";

export const metadata: Metadata = { title: "Model card" };

/** The card of one version of the readmission model. Says nothing about any patient. */
export default async function ModelCardPage({ params }: { readonly params: Promise<{ version: string }> }) {
  if ((await currentUser()) === null) redirect("/sign-in");
  const card = await modelCard("readmission", (await params).version);
  if (card === null) notFound();
  return (
    <>
      <p className="m-0 mb-1.5 print:hidden">
        <Link href="/" className="quiet-link inline-flex items-center py-1 text-sm touch:min-h-11">
          ← Discharge list
        </Link>
      </p>
      <CardText blocks={toCardBlocks(card)} />
    </>
  );
}
