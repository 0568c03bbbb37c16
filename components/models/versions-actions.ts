import type { WishView } from "@/lib/core/registry/versions-view";
import type { RolloutDraft } from "@/lib/core/rollout/rollout";

/** What came of a decision: whether it holds now, in one sentence, or why it was refused. */
type Answer = { readonly ok: true; readonly says: string } | { readonly ok: false; readonly message: string };

/** What the pages about versions can ask for. Each reads its page anew when it is done. */
export interface VersionsActions {
  readonly judge: (version: string) => Promise<Answer>;
  readonly promote: (version: string, why: string) => Promise<Answer>;
  /** Beside the champion. */
  readonly rollOut: (version: string, draft: RolloutDraft) => Promise<Answer>;
  /** As the second person: what a first one asked for starts. */
  readonly confirm: (wish: WishView, why: string) => Promise<Answer>;
  /** The champion, or one rollout. */
  readonly rollBack: (why: string, rolloutId: string | null) => Promise<Answer>;
}
