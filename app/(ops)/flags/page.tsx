import { permanentRedirect } from "next/navigation";

/** The flags to review stand under *Review*; an address kept from before still leads there. */
export default async function FlagsPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const kept = Object.entries(await searchParams).filter(
    (entry): entry is [string, string] =>
      ["kind", "version", "ward"].includes(entry[0]) && typeof entry[1] === "string",
  );
  permanentRedirect(`/review?${new URLSearchParams([...kept, ["show", "all"]])}`);
}
