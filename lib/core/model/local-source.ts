const OWN = "this hospital’s own stays on top of version ";

/** `training.source` of a version that was trained here. */
export const localSource = (parentVersion: string, snapshotId: string): string =>
  `${OWN}${parentVersion} (training set ${snapshotId})`;

/** Whether a `training.source` says that the version was trained here. */
export const isLocalSource = (source: string): boolean => source.startsWith(OWN);
