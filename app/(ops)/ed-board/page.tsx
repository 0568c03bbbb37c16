import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Refusal } from "@/app/refusal";
import { EdBoardScreen } from "@/components/ed-board/ed-board-screen";
import { readEdBoard } from "@/lib/services/read-ed-board";

export const metadata: Metadata = { title: "Emergency department" };

export default async function EdBoardPage() {
  const [user, result] = await Promise.all([currentUser(), act(readEdBoard, {})]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <EdBoardScreen board={result.value} />;
}
