import { WorklistSkeleton } from "@/components/worklist/worklist-skeleton";

export default function Loading() {
  return <WorklistSkeleton />;
}
