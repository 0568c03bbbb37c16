/**
 * Numbers of PostgreSQL's advisory locks, all of them here: two of the same would make strangers wait for each other.
 * Any fixed numbers; several processes on one database must agree on them.
 */
export const ADVISORY_LOCKS = {
  /** Processes that start together take turns on migrating. */
  migration: 7_261_830,
  /** Transactions that change something take turns from here to their commit. */
  changes: 7_261_831,
  /** One process at a time seals the audit. */
  seal: 7_261_832,
  /** Who changes what serves, and who stores a prediction, take turns. */
  rollouts: 7_261_833,
  /** Who changes what somebody else may be changing too take turns, by its name (a second key). */
  edits: 7_261_834,
} as const;
