import type { Metadata } from "next";
import { Brand } from "@/components/shell/brand";
import { launchWords } from "@/components/sign-in/launch-words";

export const metadata: Metadata = { title: "Opened from the EHR" };
export const dynamic = "force-dynamic";

export default async function LaunchEndedPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { why } = await searchParams;
  const [what, next] = launchWords(typeof why === "string" ? why : undefined);
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-4 py-10">
      <Brand />
      <h1 className="mt-5 mb-2 text-xl font-bold">{what}</h1>
      <p className="m-0 text-mut">{next}</p>
      {why === "no-stay" && (
        <p className="mt-4">
          <a href="/">To the list</a>
        </p>
      )}
    </main>
  );
}
