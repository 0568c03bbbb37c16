import { StaySkeleton } from "@/components/patient/stay-skeleton";

export default function Loading() {
  return <StaySkeleton />;
}
