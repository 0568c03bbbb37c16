import type { Metadata } from "next";
import Link from "next/link";
import { buttonLook } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

export const metadata: Metadata = { title: "No such page" };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-md px-4 py-16">
      <Notice
        title="There is no such page"
        headingLevel={1}
        action={
          <Link href="/" className={buttonLook()}>
            To the discharge list
          </Link>
        }
      >
        The address may be old or mistyped.
      </Notice>
    </main>
  );
}
