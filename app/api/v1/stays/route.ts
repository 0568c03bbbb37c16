import { respondWithList } from "@/app/_adapters/list-answer";

export const dynamic = "force-dynamic";

/** The current inpatients of `?ward=`, or of all the reader's wards; 304 where `If-None-Match` still holds. */
export function GET(request: Request): Promise<Response> {
  return respondWithList(request, new URL(request.url).searchParams.get("ward") || null);
}
