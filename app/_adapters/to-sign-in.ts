import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { PATH_HEADER, signInPath } from "@/lib/core/access/own-path";

/** Nobody is signed in, or not any more: to the sign-in page, and from there back here. */
export async function toSignIn(): Promise<never> {
  redirect(signInPath((await headers()).get(PATH_HEADER)));
}
